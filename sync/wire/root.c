/* root.c - see root.h. */
#include "root.h"

#include <string.h>

#include "fields.h"
#include "hash.h"

enum { ROOT_NAME_BYTES_MAX = 120, HOLDER_BYTES_MAX = 60 };

static const char *const role_names[ROLES] = {"root", "office", "supervision", "head"};

const char *role_name(enum role role)
{
    return role < ROLES ? role_names[role] : "unknown";
}

/* The first parts of names on the wire that are not an office (routes.h). */
static bool id_is_reserved(struct text id)
{
    return text_is(id, "site") || text_is(id, "enrol") || text_is(id, "up") || text_is(id, "hb");
}

bool office_id_valid(struct text id)
{
    if (id.size == 0 || id.size > OFFICE_ID_BYTES_MAX || id.data[0] == '-' || id_is_reserved(id)) {
        return false;
    }
    for (size_t i = 0; i < id.size; i++) {
        char c = id.data[i];
        if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && c != '-') {
            return false;
        }
    }
    return true;
}

/* ---- what makes a root a root, for writer and reader alike ---- */

static bool role_has_key(const struct role_keys *role, size_t count, const struct public_key *key)
{
    for (size_t i = 0; i < count; i++) {
        if (public_key_equal(&role->keys[i], key)) {
            return true;
        }
    }
    return false;
}

static bool role_has_holder(const struct role_keys *role, struct text holder)
{
    for (size_t i = 0; i < role->count; i++) {
        if (text_equal(text_trim(role->holders[i]), text_trim(holder))) {
            return true;
        }
    }
    return false;
}

static enum err role_check(const struct root *root, enum role role, struct complaint *why)
{
    const struct role_keys *keys = &root->roles[role];

    if (keys->count == 0 || keys->count > ROOT_KEYS_MAX || keys->threshold == 0 ||
        keys->threshold > keys->count) {
        return complain(why, ERR_INVALID, "root: role %s: %u of %zu keys is no rule",
                        role_name(role), keys->threshold, keys->count);
    }
    for (size_t i = 0; i < keys->count; i++) {
        if (keys->holders[i].size > HOLDER_BYTES_MAX) {
            return complain(why, ERR_INVALID, "root: role %s: a holder's name is too long",
                            role_name(role));
        }
        if (role_has_key(keys, i, &keys->keys[i])) {
            return complain(why, ERR_INVALID, "root: role %s: the same key twice", role_name(role));
        }
        for (enum role other = ROLE_ROOT; other < role; other++) {
            if (role_has_key(&root->roles[other], root->roles[other].count, &keys->keys[i])) {
                return complain(why, ERR_INVALID, "root: one key in both %s and %s",
                                role_name(other), role_name(role));
            }
        }
    }
    return OK;
}

/* G10: who keeps the office's key does not also watch over the office. */
static enum err holders_check(const struct root *root, struct complaint *why)
{
    const struct role_keys *supervision = &root->roles[ROLE_SUPERVISION];

    for (size_t i = 0; i < supervision->count; i++) {
        struct text holder = supervision->holders[i];
        if (text_trim(holder).size > 0 && role_has_holder(&root->roles[ROLE_OFFICE], holder)) {
            return complain(why, ERR_INVALID, "root: %.*s holds a key of office and of supervision",
                            TEXT_ARG(holder));
        }
    }
    return OK;
}

static enum err root_check(const struct root *root, struct complaint *why)
{
    if (!office_id_valid(root->office)) {
        return complain(why, ERR_INVALID, "root: not an office id: %.*s", TEXT_ARG(root->office));
    }
    if (root->name.size == 0 || root->name.size > ROOT_NAME_BYTES_MAX) {
        return complain(why, ERR_INVALID, "root: the office's name is empty or over %d bytes",
                        ROOT_NAME_BYTES_MAX);
    }
    if (root->version == 0) {
        return complain(why, ERR_INVALID, "root: versions begin at 1");
    }
    if (!password_cost_valid(root->receipt_cost)) {
        return complain(why, ERR_INVALID, "root: the receipts' cost is out of range");
    }
    for (enum role role = ROLE_ROOT; role < ROLES; role++) {
        enum err err = role_check(root, role, why);
        if (err) {
            return err;
        }
    }
    return holders_check(root, why);
}

/* ---- bytes ---- */

static void role_write(struct buffer *b, enum role role, const struct role_keys *keys)
{
    cbor_write_array(b, 3);
    cbor_write_text(b, text_of(role_name(role)));
    cbor_write_uint(b, keys->threshold);
    cbor_write_array(b, keys->count);
    for (size_t i = 0; i < keys->count; i++) {
        cbor_write_array(b, 2);
        cbor_write_bytes(b, bytes_of(keys->keys[i].b, sizeof keys->keys[i].b));
        cbor_write_text(b, keys->holders[i]);
    }
}

enum err root_encode(const struct root *root, struct arena *arena, struct bytes *payload)
{
    enum err err = root_check(root, NULL);
    if (err) {
        return err;
    }
    struct buffer b = buffer_begin(arena);
    cbor_write_map(&b, 6);
    cbor_write_uint(&b, 1);
    cbor_write_text(&b, root->office);
    cbor_write_uint(&b, 2);
    cbor_write_text(&b, root->name);
    cbor_write_uint(&b, 3);
    cbor_write_uint(&b, root->version);
    cbor_write_uint(&b, 4);
    cbor_write_array(&b, ROLES);
    for (enum role role = ROLE_ROOT; role < ROLES; role++) {
        role_write(&b, role, &root->roles[role]);
    }
    cbor_write_uint(&b, 5);
    cbor_write_bytes(&b, bytes_of(root->mailbox.b, sizeof root->mailbox.b));
    cbor_write_uint(&b, 6);
    cbor_write_array(&b, 2);
    cbor_write_uint(&b, root->receipt_cost.ops);
    cbor_write_uint(&b, root->receipt_cost.mem_kib);
    return buffer_end(&b, payload);
}

static void role_read(struct cbor_reader *r, enum role role, struct role_keys *keys)
{
    if (cbor_read_array(r, 3) != 3 || !text_is(cbor_read_text(r), role_name(role))) {
        read_refuse(r);
    }
    keys->threshold = (unsigned)read_number(r, ROOT_KEYS_MAX);
    keys->count = cbor_read_array(r, ROOT_KEYS_MAX);
    for (size_t i = 0; i < keys->count; i++) {
        if (cbor_read_array(r, 2) != 2) {
            read_refuse(r);
        }
        cbor_read_fixed(r, keys->keys[i].b, sizeof keys->keys[i].b);
        keys->holders[i] = cbor_read_text(r);
    }
}

static enum err root_decode(struct bytes payload, struct root *root)
{
    struct fields f;

    fields_begin(&f, payload);
    root->office = cbor_read_text(field(&f));
    root->name = cbor_read_text(field(&f));
    root->version = read_number(field(&f), INT64_MAX);
    if (cbor_read_array(field(&f), ROLES) != ROLES) {
        read_refuse(&f.reader);
    }
    for (enum role role = ROLE_ROOT; role < ROLES; role++) {
        role_read(&f.reader, role, &root->roles[role]);
    }
    cbor_read_fixed(field(&f), root->mailbox.b, sizeof root->mailbox.b);
    if (cbor_read_array(field(&f), 2) != 2) {
        read_refuse(&f.reader);
    }
    root->receipt_cost.ops = (uint32_t)read_number(&f.reader, UINT32_MAX);
    root->receipt_cost.mem_kib = (uint32_t)read_number(&f.reader, UINT32_MAX);
    return fields_end(&f);
}

enum err root_open(struct bytes bytes, struct root *root, struct complaint *why)
{
    struct signed_block block;
    struct root found = {0};

    if (bytes.size > ROOT_BYTES_MAX || signed_decode(bytes, &block) ||
        root_decode(block.payload, &found)) {
        return complain(why, ERR_INVALID, "not a root");
    }
    enum err err = root_check(&found, why);
    if (err) {
        return err;
    }
    const struct role_keys *keys = &found.roles[ROLE_ROOT];
    size_t signers = signed_count(&block, CONTEXT_ROOT, keys->keys, keys->count);
    if (signers < keys->threshold) {
        return complain(why, ERR_DENIED, "root %llu: signed by %zu of its own keys, %u are needed",
                        (unsigned long long)found.version, signers, keys->threshold);
    }
    *root = found;
    return OK;
}

enum err root_follows(const struct root *now, const struct root *next, struct bytes next_bytes,
                      struct complaint *why)
{
    const struct role_keys *keys = &now->roles[ROLE_ROOT];
    struct signed_block block;

    if (!text_equal(now->office, next->office)) {
        return complain(why, ERR_MISMATCH, "root of another office: %.*s instead of %.*s",
                        TEXT_ARG(next->office), TEXT_ARG(now->office));
    }
    if (next->version != now->version + 1) {
        return complain(why, ERR_MISMATCH, "root %llu does not follow root %llu",
                        (unsigned long long)next->version, (unsigned long long)now->version);
    }
    if (signed_decode(next_bytes, &block)) {
        return complain(why, ERR_INVALID, "not a root");
    }
    size_t signers = signed_count(&block, CONTEXT_ROOT, keys->keys, keys->count);
    if (signers < keys->threshold) {
        return complain(why, ERR_DENIED,
                        "root %llu: signed by %zu keys of root %llu, %u are needed",
                        (unsigned long long)next->version, signers,
                        (unsigned long long)now->version, keys->threshold);
    }
    return OK;
}

void root_fingerprint(struct bytes bytes, char to[FINGERPRINT_CHARS + 1])
{
    struct hash hash = hash_of(bytes);
    base32_format(bytes_of(hash.b, sizeof hash.b), FINGERPRINT_CHARS, to);
}
