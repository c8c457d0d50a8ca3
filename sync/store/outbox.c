#include "outbox.h"

#include <string.h>

#include "device.h"
#include "hash.h"

/* DEVICE_OUTBOX holds, by big-endian number so that byte order is the order of submission:
 *   'e' seq -> id, envelope   all that is kept
 *   'w' seq -> id             those that wait, so that nobody walks months of done ones
 * DEVICE_OUTBOX_ID holds id -> place. The figures have keys of their own in DEVICE_META. */
enum {
    SEQ_KEY_BYTES = 9,
    PLACE_BYTES = 8 + 1 + 8 + 4 + HASH_BYTES,
    DAY_S = 86400,
};

static const char LAST_SEQ[] = "outbox_seq", WAITING[] = "outbox_waiting",
                  WAITING_BYTES[] = "outbox_bytes", DONE[] = "outbox_done",
                  CONFLICTS[] = "outbox_conflicts";

struct place {
    uint64_t seq;
    enum outbox_state state;
    int64_t done_s;
    uint32_t size; /* of the envelope */
    struct hash hash;
};

struct seq_key {
    uint8_t b[SEQ_KEY_BYTES];
};

static struct seq_key seq_key(char kind, uint64_t seq)
{
    struct seq_key key;

    key.b[0] = (uint8_t)kind;
    be64_put(key.b + 1, seq);
    return key;
}

static struct bytes key_bytes(const struct seq_key *key)
{
    return bytes_of(key->b, sizeof key->b);
}

static struct bytes id_bytes(const struct upload_id *id)
{
    return bytes_of(id->b, sizeof id->b);
}

/* ---- places ---- */

static enum err place_put(struct txn *txn, const struct upload_id *id, const struct place *place)
{
    uint8_t value[PLACE_BYTES];

    be64_put(value, place->seq);
    value[8] = (uint8_t)place->state;
    be64_put(value + 9, (uint64_t)place->done_s);
    be32_put(value + 17, place->size);
    memcpy(value + 21, place->hash.b, HASH_BYTES);
    return txn_put(txn, DEVICE_OUTBOX_ID, id_bytes(id), bytes_of(value, sizeof value));
}

static enum err place_decode(struct bytes value, struct place *place)
{
    if (value.size != PLACE_BYTES || value.data[8] > OUTBOX_CONFLICT) {
        return ERR_CORRUPT;
    }
    place->seq = be64_get(value.data);
    place->state = (enum outbox_state)value.data[8];
    place->done_s = (int64_t)be64_get(value.data + 9);
    place->size = be32_get(value.data + 17);
    memcpy(place->hash.b, value.data + 21, HASH_BYTES);
    return OK;
}

static enum err place_get(struct txn *txn, const struct upload_id *id, struct place *place)
{
    struct bytes value;

    enum err err = txn_get(txn, DEVICE_OUTBOX_ID, id_bytes(id), &value);
    return err ? err : place_decode(value, place);
}

/* ---- figures ---- */

static enum err figure_add(struct txn *txn, const char *name, int64_t change)
{
    uint64_t n = 0;

    enum err err = txn_get_number(txn, DEVICE_META, name, &n);
    if (!err && change < 0 && n < (uint64_t)-change) {
        return ERR_CORRUPT;
    }
    return err ? err : txn_put_number(txn, DEVICE_META, name, n + (uint64_t)change);
}

/* `sign` +1 or -1: an item enters or leaves its state. */
static enum err figure_count(struct txn *txn, const struct place *place, int sign)
{
    switch (place->state) {
    case OUTBOX_WAITING: {
        enum err err = figure_add(txn, WAITING, sign);
        return err ? err : figure_add(txn, WAITING_BYTES, (int64_t)sign * place->size);
    }
    case OUTBOX_DONE:
        return figure_add(txn, DONE, sign);
    case OUTBOX_CONFLICT:
        return figure_add(txn, CONFLICTS, sign);
    }
    return ERR_CORRUPT;
}

enum err outbox_figures(struct txn *txn, struct outbox_figures *figures)
{
    struct outbox_figures f = {.waiting = 0};
    enum err err;

    if ((err = txn_get_number(txn, DEVICE_META, WAITING, &f.waiting)) ||
        (err = txn_get_number(txn, DEVICE_META, WAITING_BYTES, &f.waiting_bytes)) ||
        (err = txn_get_number(txn, DEVICE_META, DONE, &f.done)) ||
        (err = txn_get_number(txn, DEVICE_META, CONFLICTS, &f.conflicts)) ||
        (err = txn_get_number(txn, DEVICE_META, LAST_SEQ, &f.last_seq))) {
        return err;
    }
    *figures = f;
    return OK;
}

/* ---- appending ---- */

/* A counter of its own: "the last key + 1" would begin at 1 again when the outbox is empty. */
enum err outbox_next_seq(struct txn *txn, uint64_t *seq)
{
    uint64_t last = 0;

    enum err err = txn_get_number(txn, DEVICE_META, LAST_SEQ, &last);
    if (!err) {
        *seq = last + 1;
    }
    return err;
}

static enum err room_check(struct txn *txn, uint64_t seq, size_t size)
{
    struct outbox_figures figures;

    enum err err = outbox_figures(txn, &figures);
    if (err) {
        return err;
    }
    if (seq != figures.last_seq + 1) {
        return ERR_INVALID;
    }
    if (figures.waiting >= OUTBOX_WAITING_MAX ||
        figures.waiting_bytes + size > OUTBOX_WAITING_BYTES_MAX) {
        return ERR_FULL;
    }
    return OK;
}

static enum err envelope_put(struct txn *txn, uint64_t seq, const struct upload_id *id,
                             struct bytes envelope)
{
    uint8_t value[UPLOAD_ID_BYTES + OUTBOX_ENVELOPE_BYTES_MAX];
    struct seq_key key = seq_key('e', seq);

    memcpy(value, id->b, sizeof id->b);
    memcpy(value + sizeof id->b, envelope.data, envelope.size);
    return txn_put_new(txn, DEVICE_OUTBOX, key_bytes(&key),
                       bytes_of(value, sizeof id->b + envelope.size));
}

/* Into the queue, in the state of waiting. */
static enum err wait_begin(struct txn *txn, const struct upload_id *id, struct place *place)
{
    struct seq_key key = seq_key('w', place->seq);

    place->state = OUTBOX_WAITING;
    place->done_s = 0;
    enum err err = txn_put(txn, DEVICE_OUTBOX, key_bytes(&key), id_bytes(id));
    if (!err) {
        err = place_put(txn, id, place);
    }
    return err ? err : figure_count(txn, place, +1);
}

enum err outbox_append(struct txn *txn, uint64_t seq, struct upload_id id, struct bytes envelope)
{
    struct place place = {.seq = seq, .size = (uint32_t)envelope.size};
    struct bytes taken;

    if (envelope.size == 0 || envelope.size > OUTBOX_ENVELOPE_BYTES_MAX) {
        return ERR_INVALID;
    }
    enum err err = room_check(txn, seq, envelope.size);
    if (err) {
        return err;
    }
    err = txn_get(txn, DEVICE_OUTBOX_ID, id_bytes(&id), &taken);
    if (err != ERR_NOT_FOUND) {
        return err ? err : ERR_EXISTS;
    }
    place.hash = hash_of(envelope);
    err = envelope_put(txn, seq, &id, envelope);
    if (!err) {
        err = wait_begin(txn, &id, &place);
    }
    return err ? err : txn_put_number(txn, DEVICE_META, LAST_SEQ, seq);
}

/* ---- reading ---- */

static struct outbox_item item_of(const struct upload_id *id, const struct place *place)
{
    return (struct outbox_item){.seq = place->seq,
                                .id = *id,
                                .state = place->state,
                                .done_s = place->done_s,
                                .hash = place->hash};
}

static enum err envelope_copy(struct txn *txn, struct arena *arena, struct outbox_item *item)
{
    struct seq_key key = seq_key('e', item->seq);
    struct bytes value;

    enum err err = txn_get(txn, DEVICE_OUTBOX, key_bytes(&key), &value);
    if (err) {
        return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
    }
    if (value.size <= UPLOAD_ID_BYTES || memcmp(value.data, item->id.b, UPLOAD_ID_BYTES) != 0) {
        return ERR_CORRUPT;
    }
    struct bytes envelope = bytes_of(value.data + UPLOAD_ID_BYTES, value.size - UPLOAD_ID_BYTES);
    struct hash hash = hash_of(envelope);
    if (!hash_equal(&hash, &item->hash)) {
        return ERR_CORRUPT;
    }
    item->envelope = arena_copy(arena, envelope.data, envelope.size);
    return item->envelope.data ? OK : ERR_NOMEM;
}

enum err outbox_find(struct txn *txn, struct upload_id id, struct arena *arena,
                     struct outbox_item *item)
{
    struct place place;

    enum err err = place_get(txn, &id, &place);
    if (err) {
        return err;
    }
    struct outbox_item found = item_of(&id, &place);
    if (arena) {
        err = envelope_copy(txn, arena, &found);
    }
    if (!err) {
        *item = found;
    }
    return err;
}

/* The item whose id begins `value`, an entry of either kind. */
static enum err item_read(struct txn *txn, struct bytes value, struct arena *arena,
                          struct outbox_item *item)
{
    struct upload_id id;

    if (value.size < sizeof id.b) {
        return ERR_CORRUPT;
    }
    memcpy(id.b, value.data, sizeof id.b);
    enum err err = outbox_find(txn, id, arena, item);
    return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
}

/* Up to `max` items from where the cursor is; as many as the arena holds, but one at least. */
static enum err items_read(struct txn *txn, struct cursor *cursor, struct arena *arena,
                           struct outbox_item *items, size_t max, size_t *count)
{
    struct bytes key, value;
    size_t n = 0;
    enum err err = OK;

    while (n < max && (err = cursor_next(cursor, &key, &value)) == OK) {
        err = item_read(txn, value, arena, &items[n]);
        if (err) {
            break;
        }
        n++;
    }
    if (err == ERR_NOT_FOUND || (err == ERR_NOMEM && n > 0)) {
        err = OK;
    }
    if (!err) {
        *count = n;
    }
    return err;
}

enum err outbox_peek(struct txn *txn, uint64_t from_seq, struct arena *arena,
                     struct outbox_item *items, size_t max, size_t *count)
{
    struct seq_key from = seq_key('w', from_seq);
    struct cursor cursor;

    enum err err = cursor_open(txn, DEVICE_OUTBOX, text_bytes(text_of("w")), &cursor);
    if (err) {
        return err;
    }
    err = cursor_seek(&cursor, key_bytes(&from));
    if (!err) {
        err = items_read(txn, &cursor, arena, items, max, count);
    }
    cursor_close(&cursor);
    return err;
}

enum err outbox_list(struct txn *txn, uint64_t before_seq, struct arena *arena,
                     struct outbox_item *items, size_t max, size_t *count)
{
    struct seq_key last = seq_key('e', before_seq == 0 ? UINT64_MAX : before_seq - 1);
    struct cursor cursor;

    enum err err = cursor_open_last(txn, DEVICE_OUTBOX, text_bytes(text_of("e")), &cursor);
    if (err) {
        return err;
    }
    err = cursor_seek(&cursor, key_bytes(&last));
    if (!err) {
        err = items_read(txn, &cursor, arena, items, max, count);
    }
    cursor_close(&cursor);
    return err;
}

/* ---- from one state to another ---- */

/* Takes the item out of the state it is in; the caller gives it another. */
static enum err state_leave(struct txn *txn, const struct place *place)
{
    struct seq_key key = seq_key('w', place->seq);

    enum err err = figure_count(txn, place, -1);
    if (!err && place->state == OUTBOX_WAITING) {
        err = txn_del(txn, DEVICE_OUTBOX, key_bytes(&key));
    }
    return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
}

static enum err state_set(struct txn *txn, const struct upload_id *id, struct place *place,
                          enum outbox_state state, int64_t done_s)
{
    enum err err = state_leave(txn, place);

    if (err) {
        return err;
    }
    place->state = state;
    place->done_s = done_s;
    err = place_put(txn, id, place);
    return err ? err : figure_count(txn, place, +1);
}

enum err outbox_ack(struct txn *txn, struct upload_id id, const struct hash *hash, int64_t now_s)
{
    struct place place;

    enum err err = place_get(txn, &id, &place);
    if (err) {
        return err;
    }
    if (!hash_equal(&place.hash, hash)) {
        return ERR_MISMATCH;
    }
    if (place.state == OUTBOX_DONE) {
        return OK;
    }
    return state_set(txn, &id, &place, OUTBOX_DONE, now_s);
}

enum err outbox_set_conflict(struct txn *txn, struct upload_id id)
{
    struct place place;

    enum err err = place_get(txn, &id, &place);
    if (err || place.state == OUTBOX_CONFLICT) {
        return err;
    }
    return state_set(txn, &id, &place, OUTBOX_CONFLICT, 0);
}

/* The first item of all that is kept in `state`; done ones only from before `before_s`. */
static enum err find_in_state(struct txn *txn, enum outbox_state state, int64_t before_s,
                              struct upload_id *from, struct upload_id *id, struct place *place)
{
    struct cursor cursor;
    struct bytes key, value;

    enum err err = cursor_open(txn, DEVICE_OUTBOX_ID, bytes_of(NULL, 0), &cursor);
    if (!err) {
        err = cursor_seek(&cursor, id_bytes(from));
    }
    while (!err && (err = cursor_next(&cursor, &key, &value)) == OK) {
        err = key.size == sizeof id->b ? place_decode(value, place) : ERR_CORRUPT;
        if (!err && place->state == state && place->done_s < before_s) {
            memcpy(id->b, key.data, sizeof id->b);
            *from = *id; /* the next search begins here: this one has left by then */
            break;
        }
    }
    cursor_close(&cursor);
    return err;
}

enum err outbox_requeue_all(struct txn *txn, size_t *count)
{
    struct upload_id from = {{0}}, id;
    struct place place;
    size_t n = 0;
    enum err err;

    /* A conflict stays one: the office's older state does not make our name ours again. */
    while ((err = find_in_state(txn, OUTBOX_DONE, INT64_MAX, &from, &id, &place)) == OK) {
        err = state_leave(txn, &place);
        if (!err) {
            err = wait_begin(txn, &id, &place);
        }
        if (err) {
            return err;
        }
        n++;
    }
    if (err != ERR_NOT_FOUND) {
        return err;
    }
    *count = n;
    return OK;
}

static enum err drop(struct txn *txn, const struct upload_id *id, const struct place *place)
{
    struct seq_key key = seq_key('e', place->seq);

    enum err err = state_leave(txn, place);
    if (!err) {
        err = txn_del(txn, DEVICE_OUTBOX, key_bytes(&key));
    }
    if (!err) {
        err = txn_del(txn, DEVICE_OUTBOX_ID, id_bytes(id));
    }
    return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
}

enum err outbox_purge(struct txn *txn, int64_t now_s, unsigned keep_days, size_t *count)
{
    int64_t before_s = now_s - (int64_t)keep_days * DAY_S;
    struct upload_id from = {{0}}, id;
    struct place place;
    size_t n = 0;
    enum err err;

    while ((err = find_in_state(txn, OUTBOX_DONE, before_s, &from, &id, &place)) == OK) {
        err = drop(txn, &id, &place);
        if (err) {
            return err;
        }
        n++;
    }
    if (err != ERR_NOT_FOUND) {
        return err;
    }
    *count = n;
    return OK;
}
