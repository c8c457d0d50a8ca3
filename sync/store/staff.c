#include "staff.h"

#include <string.h>

#include "device.h"
#include "sign.h" /* wipe */

/* DEVICE_STAFF: id -> the fields below, one after the other. */
enum {
    AT_PIN_SALT = 0,
    AT_PIN_OPS = AT_PIN_SALT + PASSWORD_SALT_BYTES,
    AT_PIN_KIB = AT_PIN_OPS + 4,
    AT_PIN_CHECK = AT_PIN_KIB + 4,
    AT_FAILURES = AT_PIN_CHECK + BOX_KEY_BYTES,
    AT_LOCKED = AT_FAILURES + 4,
    AT_HAS_VAULT = AT_LOCKED + 8,
    AT_VAULT_SALT = AT_HAS_VAULT + 1,
    AT_VAULT_OPS = AT_VAULT_SALT + PASSWORD_SALT_BYTES,
    AT_VAULT_KIB = AT_VAULT_OPS + 4,
    AT_VAULT_WRAPPED = AT_VAULT_KIB + 4,
    ROW_BYTES = AT_VAULT_WRAPPED + STAFF_WRAPPED_BYTES,
};

static void encode(const struct staff *s, uint8_t to[ROW_BYTES])
{
    memcpy(to + AT_PIN_SALT, s->pin_salt, sizeof s->pin_salt);
    be32_put(to + AT_PIN_OPS, s->pin_cost.ops);
    be32_put(to + AT_PIN_KIB, s->pin_cost.mem_kib);
    memcpy(to + AT_PIN_CHECK, s->pin_check.b, sizeof s->pin_check.b);
    be32_put(to + AT_FAILURES, s->failures);
    be64_put(to + AT_LOCKED, (uint64_t)s->locked_until_s);
    to[AT_HAS_VAULT] = s->has_vault ? 1 : 0;
    memcpy(to + AT_VAULT_SALT, s->vault_salt, sizeof s->vault_salt);
    be32_put(to + AT_VAULT_OPS, s->vault_cost.ops);
    be32_put(to + AT_VAULT_KIB, s->vault_cost.mem_kib);
    memcpy(to + AT_VAULT_WRAPPED, s->vault_wrapped, sizeof s->vault_wrapped);
}

static enum err decode(struct bytes id, struct bytes value, struct staff *s)
{
    if (id.size == 0 || id.size > STAFF_ID_BYTES_MAX || value.size != ROW_BYTES) {
        return ERR_CORRUPT;
    }
    const uint8_t *at = value.data;
    *s = (struct staff){.failures = be32_get(at + AT_FAILURES)};
    memcpy(s->id, id.data, id.size);
    memcpy(s->pin_salt, at + AT_PIN_SALT, sizeof s->pin_salt);
    s->pin_cost.ops = be32_get(at + AT_PIN_OPS);
    s->pin_cost.mem_kib = be32_get(at + AT_PIN_KIB);
    memcpy(s->pin_check.b, at + AT_PIN_CHECK, sizeof s->pin_check.b);
    s->locked_until_s = (int64_t)be64_get(at + AT_LOCKED);
    s->has_vault = at[AT_HAS_VAULT] != 0;
    memcpy(s->vault_salt, at + AT_VAULT_SALT, sizeof s->vault_salt);
    s->vault_cost.ops = be32_get(at + AT_VAULT_OPS);
    s->vault_cost.mem_kib = be32_get(at + AT_VAULT_KIB);
    memcpy(s->vault_wrapped, at + AT_VAULT_WRAPPED, sizeof s->vault_wrapped);
    return OK;
}

enum err staff_get(struct txn *txn, const char *id, struct staff *staff)
{
    struct bytes key = text_bytes(text_of(id));
    struct bytes value;

    enum err err = txn_get(txn, DEVICE_STAFF, key, &value);
    return err ? err : decode(key, value, staff);
}

static enum err room_check(struct txn *txn, struct bytes key)
{
    struct bytes value;
    uint64_t count = 0;

    enum err err = txn_get(txn, DEVICE_STAFF, key, &value);
    if (err != ERR_NOT_FOUND) {
        return err; /* OK: replacing takes no room */
    }
    err = txn_count(txn, DEVICE_STAFF, &count);
    if (!err && count >= STAFF_MAX) {
        return ERR_FULL;
    }
    return err;
}

enum err staff_put(struct txn *txn, const struct staff *staff)
{
    uint8_t value[ROW_BYTES];
    size_t size = strnlen(staff->id, sizeof staff->id);
    struct bytes key = bytes_of(staff->id, size);

    if (size == 0 || size > STAFF_ID_BYTES_MAX) {
        return ERR_INVALID;
    }
    enum err err = room_check(txn, key);
    if (err) {
        return err;
    }
    encode(staff, value);
    err = txn_put(txn, DEVICE_STAFF, key, bytes_of(value, sizeof value));
    wipe(value, sizeof value);
    return err;
}

enum err staff_drop(struct txn *txn, const char *id)
{
    enum err err = txn_del(txn, DEVICE_STAFF, text_bytes(text_of(id)));

    return err == ERR_NOT_FOUND ? OK : err;
}

enum err staff_list(struct txn *txn, struct staff *list, size_t max, size_t *count)
{
    struct cursor cursor;
    struct bytes key, value;
    size_t n = 0;

    enum err err = cursor_open(txn, DEVICE_STAFF, bytes_of(NULL, 0), &cursor);
    if (err) {
        return err;
    }
    while (!err && n < max && (err = cursor_next(&cursor, &key, &value)) == OK) {
        err = decode(key, value, &list[n]);
        n += err ? 0 : 1;
    }
    cursor_close(&cursor);
    if (err && err != ERR_NOT_FOUND) {
        return err;
    }
    *count = n;
    return OK;
}
