#include "vault.h"

#include <string.h>

#include "device.h"

/* DEVICE_VAULT: the envelope's seq (big-endian) -> its id, the sealed key. */
enum { KEY_BYTES = 8, DAY_S = 86400 };

static const char PUBLIC[] = "vault_public"; /* in DEVICE_META */

static struct bytes public_name(void)
{
    return text_bytes(text_of(PUBLIC));
}

enum err vault_public(struct txn *txn, struct box_public *pk)
{
    struct bytes value;

    enum err err = txn_get(txn, DEVICE_META, public_name(), &value);
    if (err) {
        return err;
    }
    if (value.size != sizeof pk->b) {
        return ERR_CORRUPT;
    }
    memcpy(pk->b, value.data, sizeof pk->b);
    return OK;
}

enum err vault_set_public(struct txn *txn, const struct box_public *pk)
{
    struct box_public known;

    enum err err = vault_public(txn, &known);
    if (!err) {
        return memcmp(known.b, pk->b, sizeof known.b) == 0 ? OK : ERR_EXISTS;
    }
    return err == ERR_NOT_FOUND
               ? txn_put(txn, DEVICE_META, public_name(), bytes_of(pk->b, sizeof pk->b))
               : err;
}

static struct bytes key_of(uint64_t seq, uint8_t to[KEY_BYTES])
{
    be64_put(to, seq);
    return bytes_of(to, KEY_BYTES);
}

enum err vault_put(struct txn *txn, struct upload_id id, struct bytes sealed)
{
    uint8_t key[KEY_BYTES], value[UPLOAD_ID_BYTES + VAULT_SEALED_BYTES_MAX];
    struct outbox_item upload;

    if (sealed.size == 0 || sealed.size > VAULT_SEALED_BYTES_MAX) {
        return ERR_INVALID;
    }
    enum err err = outbox_find(txn, id, NULL, &upload);
    if (err) {
        return err;
    }
    memcpy(value, id.b, sizeof id.b);
    memcpy(value + sizeof id.b, sealed.data, sealed.size);
    return txn_put_new(txn, DEVICE_VAULT, key_of(upload.seq, key),
                       bytes_of(value, sizeof id.b + sealed.size));
}

static enum err decode(struct bytes value, struct upload_id *id, struct bytes *sealed)
{
    if (value.size <= UPLOAD_ID_BYTES) {
        return ERR_CORRUPT;
    }
    memcpy(id->b, value.data, sizeof id->b);
    *sealed = bytes_of(value.data + UPLOAD_ID_BYTES, value.size - UPLOAD_ID_BYTES);
    return OK;
}

enum err vault_get(struct txn *txn, struct upload_id id, struct arena *arena, struct bytes *sealed)
{
    uint8_t key[KEY_BYTES];
    struct outbox_item upload;
    struct upload_id held;
    struct bytes value, found;

    enum err err = outbox_find(txn, id, NULL, &upload);
    if (!err) {
        err = txn_get(txn, DEVICE_VAULT, key_of(upload.seq, key), &value);
    }
    if (!err) {
        err = decode(value, &held, &found);
    }
    if (err) {
        return err;
    }
    found = arena_copy(arena, found.data, found.size);
    if (!found.data) {
        return ERR_NOMEM;
    }
    *sealed = found;
    return OK;
}

enum err vault_drop(struct txn *txn, struct upload_id id)
{
    uint8_t key[KEY_BYTES];
    struct outbox_item upload;

    enum err err = outbox_find(txn, id, NULL, &upload);
    if (!err) {
        err = txn_del(txn, DEVICE_VAULT, key_of(upload.seq, key));
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

/* Has the time of this entry ended? */
static enum err is_past(struct txn *txn, struct bytes value, int64_t before_s, bool *past)
{
    struct upload_id id;
    struct bytes sealed;
    struct outbox_item upload;

    enum err err = decode(value, &id, &sealed);
    if (err) {
        return err;
    }
    err = outbox_find(txn, id, NULL, &upload);
    if (err == ERR_NOT_FOUND) {
        *past = true;
        return OK;
    }
    *past = !err && upload.state == OUTBOX_DONE && upload.done_s < before_s;
    return err;
}

enum err vault_purge(struct txn *txn, int64_t now_s, unsigned keep_days, size_t *count)
{
    int64_t before_s = now_s - (int64_t)keep_days * DAY_S;
    struct cursor cursor;
    struct bytes key, value;
    size_t n = 0;
    bool past = false;

    enum err err = cursor_open(txn, DEVICE_VAULT, bytes_of(NULL, 0), &cursor);
    if (err) {
        return err;
    }
    while (!err && (err = cursor_next(&cursor, &key, &value)) == OK) {
        err = is_past(txn, value, before_s, &past);
        if (!err && past) {
            err = cursor_del(&cursor);
            n++;
        }
    }
    cursor_close(&cursor);
    if (err != ERR_NOT_FOUND) {
        return err;
    }
    *count = n;
    return OK;
}

static enum err item_read(struct txn *txn, struct bytes value, struct arena *arena,
                          struct vault_item *item)
{
    struct upload_id id;
    struct bytes sealed;
    size_t mark = arena_mark(arena);

    enum err err = decode(value, &id, &sealed);
    if (!err) {
        err = outbox_find(txn, id, arena, &item->upload);
    }
    if (!err) {
        item->sealed = arena_copy(arena, sealed.data, sealed.size);
        err = item->sealed.data ? OK : ERR_NOMEM;
    }
    if (err) {
        arena_rewind(arena, mark);
    }
    return err;
}

enum err vault_list(struct txn *txn, uint64_t before_seq, struct arena *arena,
                    struct vault_item *items, size_t max, size_t *count)
{
    uint8_t from[KEY_BYTES];
    struct cursor cursor;
    struct bytes key, value;
    size_t n = 0;

    enum err err = cursor_open_last(txn, DEVICE_VAULT, bytes_of(NULL, 0), &cursor);
    if (err) {
        return err;
    }
    if (before_seq > 0) {
        err = cursor_seek(&cursor, key_of(before_seq - 1, from));
    }
    while (!err && n < max && (err = cursor_next(&cursor, &key, &value)) == OK) {
        err = item_read(txn, value, arena, &items[n]);
        if (err == ERR_NOT_FOUND) {
            err = OK; /* its envelope has left the outbox; the next purge takes it */
            continue;
        }
        n += err ? 0 : 1;
    }
    cursor_close(&cursor);
    if (err && err != ERR_NOT_FOUND && !(err == ERR_NOMEM && n > 0)) {
        return err;
    }
    *count = n;
    return OK;
}
