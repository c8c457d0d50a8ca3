/* staff_list.c - see staff_list.h. */
#include "staff_list.h"

#include <string.h>

#include "acts.h"
#include "password.h"
#include "random.h"
#include "sign.h"

enum { PERSON_ID_RANDOM_BYTES = 4 };

static bool role_is_known(const char *role)
{
    return role && (strcmp(role, "director") == 0 || strcmp(role, "staff") == 0);
}

static enum err put_person(struct site *site, struct txn *txn, const struct person *person,
                           uint64_t version, const char *what, struct complaint *why)
{
    struct entry entry = {.version = version};
    entry.key = arena_printf(&site->scratch, "person/%.*s", TEXT_ARG(person->id));
    enum err err = entry.key.data ? OK : ERR_NOMEM;
    err = err ? err : site_put_record(site, txn, KIND_person, person, &entry, why);
    err = err ? err : site_put_entry(site, txn, SITE_DRAFTS, &entry);
    return err ? err : act_add(site, txn, "staff", "%s %.*s", what, TEXT_ARG(person->id));
}

static enum err commit(struct txn *txn, enum err err)
{
    if (err) {
        txn_abort(txn);
        return err;
    }
    return txn_commit(txn);
}

enum err staff_add(struct site *site, const char *name, const char *role, FILE *out,
                   struct complaint *why)
{
    char code[ACTIVATION_DIGITS + 1], id[2 + 2 * PERSON_ID_RANDOM_BYTES] = "p";
    uint8_t salt[PASSWORD_SALT_BYTES], random[PERSON_ID_RANDOM_BYTES];
    struct shared_key key;
    struct txn *txn = NULL;

    if (!role_is_known(role)) {
        return complain(why, ERR_INVALID,
                        "请用 --role 写明身份：director（主任）或 staff（工作人员）");
    }
    random_digits(code, ACTIVATION_DIGITS);
    random_fill(salt, sizeof salt);
    random_fill(random, sizeof random);
    hex_format(bytes_of(random, sizeof random), id + 1);
    enum err err = password_key(text_bytes(text_of(code)), salt, site->root.receipt_cost, &key);
    const struct person person = {
        .id = text_of(id),
        .name = text_of(name),
        .role = text_of(role),
        .activation_salt = bytes_of(salt, sizeof salt),
        .activation_hash = bytes_of(key.b, sizeof key.b),
    };
    err = err ? err : txn_begin_write(site->store, &txn);
    err = err ? err : commit(txn, put_person(site, txn, &person, 1, "add", why));
    if (!err) {
        fprintf(out, "person/%s\t%s\n一次性启用码（只显示这一次）：%s\n", id, name, code);
        fprintf(out, "请居委会和监督小组签字（sign）后 publish，本人再到屏幕上输入启用码\n");
    }
    wipe(code, sizeof code);
    wipe(&key, sizeof key);
    return err;
}

/* The current record of somebody, by id or by name. */
static enum err find_person(struct site *site, struct txn *txn, struct text who,
                            struct person *person, struct entry *entry, struct complaint *why)
{
    struct cursor cursor;
    struct bytes key, value;
    enum err err = cursor_open(txn, SITE_PUBLISHED, text_bytes(text_of("person/")), &cursor);
    if (err) {
        return err;
    }
    bool found = false;
    while (!found && !(err = cursor_next(&cursor, &key, &value))) {
        struct bytes copy = arena_copy(&site->scratch, value.data, value.size);
        err = copy.data ? entry_decode(copy, entry) : ERR_NOMEM;
        err = err                          ? err
              : entry->kind != KIND_person ? OK
                                           : site_record(site, txn, entry, person, why);
        if (err) {
            break;
        }
        found = entry->kind == KIND_person &&
                (text_equal(person->id, who) || text_equal(person->name, who));
    }
    cursor_close(&cursor);
    return found ? OK
           : err == ERR_NOT_FOUND
               ? complain(why, ERR_INVALID, "没有已公布的工作人员“%.*s”", TEXT_ARG(who))
               : err;
}

static enum err leave_in(struct site *site, struct txn *txn, const char *who, FILE *out,
                         struct complaint *why)
{
    struct person person = {0};
    struct entry entry = {0};
    enum err err = find_person(site, txn, text_of(who), &person, &entry, why);
    if (err) {
        return err;
    }
    person.left = true;
    err = put_person(site, txn, &person, entry.version + 1, "leave", why);
    if (!err) {
        fprintf(out, "%.*s\t%.*s 离任，待两方签字\n", TEXT_ARG(entry.key), TEXT_ARG(person.name));
    }
    return err;
}

enum err staff_leave(struct site *site, const char *who, FILE *out, struct complaint *why)
{
    struct txn *txn = NULL;
    enum err err = txn_begin_write(site->store, &txn);
    return err ? err : commit(txn, leave_in(site, txn, who, out, why));
}
