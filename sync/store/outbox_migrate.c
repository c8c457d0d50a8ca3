/* outbox_migrate.c - the outbox of schema 1 as schema 2 keeps it.
 *
 * It lay in three tables: DEVICE_OUTBOX 'e' seq -> id, envelope and 'w' seq -> id of those that
 * waited, DEVICE_OUTBOX_ID id -> seq, state, moment, size, hash, and figures in DEVICE_META. */
#include <string.h>

#include "device.h"
#include "outbox_private.h"

enum { SEQ_KEY_BYTES = 9, PLACE_BYTES = 8 + 1 + 8 + 4 + HASH_BYTES };

static const char *const figure_names[] = {"outbox_waiting", "outbox_bytes", "outbox_done",
                                           "outbox_conflicts", "outbox_seq"};

static enum err place_decode(struct bytes key, struct bytes value, struct outbox_item *item)
{
    if (key.size != UPLOAD_ID_BYTES || value.size != PLACE_BYTES ||
        value.data[8] > OUTBOX_CONFLICT) {
        return ERR_CORRUPT;
    }
    memcpy(item->id.b, key.data, key.size);
    item->seq = be64_get(value.data);
    item->state = (enum outbox_state)value.data[8];
    item->done_s = (int64_t)be64_get(value.data + 9);
    memcpy(item->hash.b, value.data + 21, HASH_BYTES);
    return OK;
}

/* The 'w' of an item that waits is written over: it has the same key in both forms. */
static enum err item_bring(struct txn *txn, struct outbox_item *item)
{
    uint8_t envelope[OUTBOX_ENVELOPE_BYTES_MAX], key[SEQ_KEY_BYTES] = {'e'};
    struct bytes value;

    be64_put(key + 1, item->seq);
    enum err err = txn_get(txn, DEVICE_OUTBOX, bytes_of(key, sizeof key), &value);
    if (err) {
        return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
    }
    if (value.size <= UPLOAD_ID_BYTES || value.size > UPLOAD_ID_BYTES + sizeof envelope ||
        memcmp(value.data, item->id.b, UPLOAD_ID_BYTES) != 0) {
        return ERR_CORRUPT;
    }
    memcpy(envelope, value.data + UPLOAD_ID_BYTES, value.size - UPLOAD_ID_BYTES);
    item->envelope = bytes_of(envelope, value.size - UPLOAD_ID_BYTES);
    err = outbox_row_put(txn, item);
    err = err ? err : outbox_id_put(txn, &item->id, item->seq);
    return err ? err : txn_del(txn, DEVICE_OUTBOX, bytes_of(key, sizeof key));
}

static enum err items_bring(struct txn *txn)
{
    struct cursor cursor;
    struct bytes key, value;
    struct outbox_item item;

    enum err err = cursor_open(txn, DEVICE_OUTBOX_ID, bytes_of(NULL, 0), &cursor);
    if (err) {
        return err;
    }
    while (!err && (err = cursor_next(&cursor, &key, &value)) == OK) {
        err = place_decode(key, value, &item);
        err = err ? err : item_bring(txn, &item);
    }
    cursor_close(&cursor);
    if (err == ERR_NOT_FOUND) {
        err = txn_clear(txn, DEVICE_OUTBOX_ID);
    }
    return err;
}

static enum err figures_bring(struct txn *txn)
{
    struct outbox_figures figures = {.waiting = 0};
    uint64_t *const to[] = {&figures.waiting, &figures.waiting_bytes, &figures.done,
                            &figures.conflicts, &figures.last_seq};
    enum err err = OK;

    for (size_t i = 0; !err && i < sizeof to / sizeof to[0]; i++) {
        err = txn_get_number(txn, DEVICE_META, figure_names[i], to[i]);
        err = err ? err : txn_del(txn, DEVICE_META, text_bytes(text_of(figure_names[i])));
        err = err == ERR_NOT_FOUND ? OK : err;
    }
    return err ? err : outbox_figures_put(txn, &figures);
}

enum err outbox_migrate(struct txn *txn, struct complaint *why)
{
    enum err err = items_bring(txn);
    err = err ? err : figures_bring(txn);
    return err ? complain(why, err,
                          "the outbox of an earlier version cannot be read (%s); install that "
                          "version again and keep the folder",
                          err_name(err))
               : OK;
}
