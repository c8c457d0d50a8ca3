/* bucket_rights.c - see bucket_rights.h. */
#include "bucket_rights.h"

#include <string.h>

#include "city.h"
#include "fleet.h"
#include "json.h"
#include "routes.h"
#include "settings.h"

static const char *const known[] = {"office", "prefix", "kiosks", NULL};

/* ---- an office's part ---- */

enum err rights_print(struct site *site, const struct bucket *bucket, FILE *out,
                      struct complaint *why)
{
    struct txn *txn = NULL;
    struct cursor cursor;
    struct bytes key, value;
    enum err err = txn_begin_read(site->store, &txn);

    if (!err) {
        err = cursor_open(txn, SITE_KIOSKS, (struct bytes){0}, &cursor);
    }
    if (err) {
        txn_abort(txn);
        return complain(why, err, "屏幕名单读不了");
    }
    fprintf(out, "office = %.*s\nprefix = %.*s\nkiosks =", TEXT_ARG(site->root.office),
            TEXT_ARG(bucket_prefix(bucket)));
    while (!(err = cursor_next(&cursor, &key, &value))) {
        struct kiosk_state kiosk;
        size_t mark = arena_mark(&site->scratch);
        if (fleet_get(site, txn, bytes_text(key), &kiosk) == OK && kiosk.admitted &&
            !kiosk.revoked) {
            fprintf(out, " %s", kiosk.id);
        }
        arena_rewind(&site->scratch, mark);
    }
    fputc('\n', out);
    cursor_close(&cursor);
    txn_abort(txn);
    return err == ERR_NOT_FOUND ? OK : err;
}

/* ---- all parts ---- */

struct part {
    struct text office, prefix, kiosks;
};

struct policy_writer {
    struct json j;
    const char *bucket, *account;
    struct arena *arena; /* for the strings; not the one the policy grows in */
    unsigned number;     /* of the statement: each has a name of its own */
};

static bool is_name(struct text name, bool slashes)
{
    for (size_t i = 0; i < name.size; i++) {
        char c = name.data[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
              (slashes && c == '/'))) {
            return false;
        }
    }
    return true;
}

static bool is_kiosk(struct text id)
{
    uint8_t bytes[KIOSK_ID_HEX / 2];
    return id.size == KIOSK_ID_HEX && hex_parse(id, bytes, sizeof bytes) == OK;
}

/* a/b lies under a; "" holds everything. */
static bool lies_under(struct text inner, struct text outer)
{
    return outer.size == 0 ||
           (inner.size >= outer.size && memcmp(inner.data, outer.data, outer.size) == 0 &&
            (inner.size == outer.size || inner.data[outer.size] == '/'));
}

static enum err part_read(const char *path, struct arena *arena, struct part *part, size_t *kiosks,
                          struct complaint *why)
{
    struct settings settings;
    struct bytes bytes;
    struct text rest, one;
    enum err err = file_read(path, RIGHTS_FILE_BYTES_MAX, arena, &bytes, why);

    err = err ? err : settings_parse(bytes, known, &settings, why);
    if (err) {
        return err;
    }
    *part = (struct part){.office = settings_get(&settings, "office"),
                          .prefix = settings_get(&settings, "prefix"),
                          .kiosks = settings_get(&settings, "kiosks")};
    bool fits = part->office.size > 0 && part->office.size <= OFFICE_ID_BYTES_MAX &&
                is_name(part->office, false) && is_name(part->prefix, true) &&
                part->prefix.size <= BUCKET_PREFIX_BYTES_MAX &&
                !lies_under(part->prefix, text_of("fleet"));
    rest = part->kiosks;
    while (fits && text_split(&rest, ' ', &one)) {
        fits = one.size == 0 || (is_kiosk(one) && ++*kiosks <= RIGHTS_KIOSKS_MAX);
    }
    return fits ? OK
                : complain(
                      why, ERR_INVALID,
                      "%s 不是 mirror --rights 写的，或者屏幕总数超过 %d；请让那个居委会重新给一份",
                      path, RIGHTS_KIOSKS_MAX);
}

static void principal(struct policy_writer *w, struct text user)
{
    json_text(&w->j, NULL,
              arena_printf(w->arena, "arn:aws:iam::%s:user/np-%.*s", w->account, TEXT_ARG(user)));
}

/* B/PREFIX/v1/<what> */
static void resource(struct policy_writer *w, const struct part *part, const char *what,
                     struct text office, struct text rest)
{
    json_text(&w->j, NULL,
              arena_printf(w->arena, "arn:aws:s3:::%s/%.*s%sv1/%s%.*s%.*s", w->bucket,
                           TEXT_ARG(part->prefix), part->prefix.size > 0 ? "/" : "", what,
                           TEXT_ARG(office), TEXT_ARG(rest)));
}

static void statement(struct policy_writer *w, const char *what, bool allow,
                      const char *const *actions)
{
    json_object(&w->j, NULL);
    json_text(&w->j, "Sid", arena_printf(w->arena, "%s%u", what, ++w->number));
    json_text(&w->j, "Effect", text_of(allow ? "Allow" : "Deny"));
    json_array(&w->j, "Action");
    for (; *actions; actions++) {
        json_text(&w->j, NULL, text_of(*actions));
    }
    json_array_end(&w->j);
}

static void principals_begin(struct policy_writer *w)
{
    json_object(&w->j, "Principal");
    json_array(&w->j, "AWS");
}

static void principals_end(struct policy_writer *w)
{
    json_array_end(&w->j);
    json_object_end(&w->j);
}

static void everybody_reads(struct policy_writer *w, const struct part *part)
{
    static const char *const actions[] = {"s3:GetObject", NULL};

    statement(w, "Read", true, actions);
    json_text(&w->j, "Principal", text_of("*"));
    json_array(&w->j, "Resource");
    resource(w, part, "site", (struct text){0}, (struct text){0});
    resource(w, part, "", part->office, text_of("/*"));
    json_array_end(&w->j);
    json_object_end(&w->j);
}

static void office_does_all(struct policy_writer *w, const struct part *part)
{
    static const char *const actions[] = {"s3:GetObject",
                                          "s3:GetObjectVersion",
                                          "s3:PutObject",
                                          "s3:PutObjectAcl",
                                          "s3:DeleteObject",
                                          "s3:DeleteObjectVersion",
                                          NULL};
    static const char *const listing[] = {"s3:ListBucket", "s3:ListBucketVersions", NULL};

    statement(w, "Office", true, actions);
    principals_begin(w);
    principal(w, part->office);
    principals_end(w);
    json_array(&w->j, "Resource");
    resource(w, part, "*", (struct text){0}, (struct text){0});
    json_text(&w->j, NULL,
              arena_printf(w->arena, "arn:aws:s3:::%s/" CITY_BUCKET_PART "%.*s", w->bucket,
                           TEXT_ARG(part->office)));
    json_array_end(&w->j);
    json_object_end(&w->j);

    statement(w, "List", true, listing);
    principals_begin(w);
    principal(w, part->office);
    principals_end(w);
    json_array(&w->j, "Resource");
    json_text(&w->j, NULL, arena_printf(w->arena, "arn:aws:s3:::%s", w->bucket));
    json_array_end(&w->j);
    json_object(&w->j, "Condition");
    json_object(&w->j, "StringLike");
    json_array(&w->j, "s3:prefix");
    json_text(&w->j, NULL,
              arena_printf(w->arena, "%.*s%s*", TEXT_ARG(part->prefix),
                           part->prefix.size > 0 ? "/" : ""));
    json_text(&w->j, NULL, arena_printf(w->arena, CITY_BUCKET_PART "%.*s", TEXT_ARG(part->office)));
    json_array_end(&w->j);
    json_object_end(&w->j);
    json_object_end(&w->j);
    json_object_end(&w->j);
}

static void kiosk_writes(struct policy_writer *w, const struct part *part, struct text kiosk)
{
    static const char *const actions[] = {"s3:PutObject", NULL};

    statement(w, "Write", true, actions);
    principals_begin(w);
    principal(w, kiosk);
    principals_end(w);
    json_array(&w->j, "Resource");
    resource(w, part, "up/", part->office, arena_printf(w->arena, "/%.*s/*", TEXT_ARG(kiosk)));
    resource(w, part, "hb/", part->office, arena_printf(w->arena, "/%.*s", TEXT_ARG(kiosk)));
    json_array_end(&w->j);
    json_object_end(&w->j);
}

/* Whoever wrote an object owns it, and could read it back. */
static void kiosks_do_no_more(struct policy_writer *w, const struct part *part)
{
    static const char *const actions[] = {
        "s3:GetObject",           "s3:GetObjectVersion",    "s3:GetObjectAcl",
        "s3:GetObjectVersionAcl", "s3:PutObjectAcl",        "s3:PutObjectVersionAcl",
        "s3:DeleteObject",        "s3:DeleteObjectVersion", NULL};
    struct text rest = part->kiosks, kiosk;

    statement(w, "NoMore", false, actions);
    principals_begin(w);
    while (text_split(&rest, ' ', &kiosk)) {
        if (kiosk.size > 0) {
            principal(w, kiosk);
        }
    }
    principals_end(w);
    json_array(&w->j, "Resource");
    resource(w, part, "up/", part->office, text_of("/*"));
    resource(w, part, "hb/", part->office, text_of("/*"));
    json_array_end(&w->j);
    json_object_end(&w->j);
}

static void part_write(struct policy_writer *w, const struct part *part)
{
    struct text rest = part->kiosks, kiosk;

    everybody_reads(w, part);
    office_does_all(w, part);
    while (text_split(&rest, ' ', &kiosk)) {
        if (kiosk.size > 0) {
            kiosk_writes(w, part, kiosk);
        }
    }
    if (part->kiosks.size > 0) {
        kiosks_do_no_more(w, part);
    }
}

static enum err parts_read(const char *const *paths, size_t count, struct arena *arena,
                           struct part *parts, struct complaint *why)
{
    size_t kiosks = 0;
    enum err err = OK;

    for (size_t i = 0; !err && i < count; i++) {
        err = part_read(paths[i], arena, &parts[i], &kiosks, why);
        for (size_t k = 0; !err && k < i; k++) {
            if (lies_under(parts[i].prefix, parts[k].prefix) ||
                lies_under(parts[k].prefix, parts[i].prefix) ||
                text_equal(parts[i].office, parts[k].office)) {
                err = complain(why, ERR_INVALID,
                               "%s 和 %s 要放在同一处；每个居委会要有自己的编号和自己的一段路径",
                               paths[k], paths[i]);
            }
        }
    }
    return err;
}

enum err rights_policy(const char *const *paths, size_t count, const char *bucket,
                       const char *account, struct arena *arena, struct text *policy,
                       struct complaint *why)
{
    struct arena strings;
    struct bytes bytes;
    struct part *parts;
    struct policy_writer w = {.bucket = bucket, .account = account, .arena = &strings};
    enum err err = arena_init(&strings, RIGHTS_POLICY_BYTES_MAX +
                                            (size_t)RIGHTS_FILES_MAX * RIGHTS_FILE_BYTES_MAX);

    if (err) {
        return err;
    }
    parts = count <= RIGHTS_FILES_MAX ? ARENA_ARRAY(&strings, struct part, count) : NULL;
    err = parts ? parts_read(paths, count, &strings, parts, why)
                : complain(why, ERR_INVALID, "一次至多 %d 个居委会", RIGHTS_FILES_MAX);
    if (!err) {
        struct buffer buffer = buffer_begin(arena);
        json_begin(&w.j, &buffer);
        json_object(&w.j, NULL);
        json_text(&w.j, "Version", text_of("2012-10-17"));
        json_array(&w.j, "Statement");
        for (size_t i = 0; i < count; i++) {
            part_write(&w, &parts[i]);
        }
        json_array_end(&w.j);
        json_object_end(&w.j);
        err = buffer_end(&buffer, &bytes);
        *policy = bytes_text(bytes);
    }
    arena_deinit(&strings);
    return err;
}
