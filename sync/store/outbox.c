#include "outbox_private.h"

#include <string.h>

#include "device.h"
#include "hash.h"

/* DEVICE_OUTBOX, by big-endian number so that byte order is the order of submission:
 *   'd' seq -> row   acknowledged, or in conflict
 *   'i' id -> seq    but for the newest, whose ids stand in 'x'
 *   'w' seq -> row   waiting
 *   'x' -> figures, ids of the newest NEWEST_MAX at most, oldest first; behind the newest row, so
 *          that one page takes both
 * A row is id, state, moment of the acknowledgement, hash, envelope. One table and as few pages as
 * can be: each that a letter touches is on the disk before its writer sees the receipt, and an 'i'
 * row lies anywhere. So they are written NEWEST_MAX at a time. */
enum {
    SEQ_KEY_BYTES = 9,
    ID_KEY_BYTES = 1 + UPLOAD_ID_BYTES,
    ROW_STATE = UPLOAD_ID_BYTES,
    ROW_DONE = ROW_STATE + 1,
    ROW_HASH = ROW_DONE + 8,
    ROW_HEAD_BYTES = ROW_HASH + HASH_BYTES,
    ROW_BYTES_MAX = ROW_HEAD_BYTES + OUTBOX_ENVELOPE_BYTES_MAX,
    FIGURES = 5,
    FIGURES_BYTES = FIGURES * 8,
    NEWEST_MAX = 16,
    DAY_S = 86400,
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

static struct bytes id_key(const struct upload_id *id, uint8_t to[ID_KEY_BYTES])
{
    to[0] = 'i';
    memcpy(to + 1, id->b, sizeof id->b);
    return bytes_of(to, ID_KEY_BYTES);
}

static char kind_of(enum outbox_state state)
{
    return state == OUTBOX_WAITING ? 'w' : 'd';
}

/* ---- rows ---- */

enum err outbox_row_put(struct txn *txn, const struct outbox_item *item)
{
    uint8_t value[ROW_BYTES_MAX];
    struct seq_key key = seq_key(kind_of(item->state), item->seq);

    memcpy(value, item->id.b, sizeof item->id.b);
    value[ROW_STATE] = (uint8_t)item->state;
    be64_put(value + ROW_DONE, (uint64_t)item->done_s);
    memcpy(value + ROW_HASH, item->hash.b, HASH_BYTES);
    memcpy(value + ROW_HEAD_BYTES, item->envelope.data, item->envelope.size);
    return txn_put(txn, DEVICE_OUTBOX, key_bytes(&key),
                   bytes_of(value, ROW_HEAD_BYTES + item->envelope.size));
}

enum err outbox_id_put(struct txn *txn, const struct upload_id *id, uint64_t seq)
{
    uint8_t key[ID_KEY_BYTES], value[8];

    be64_put(value, seq);
    return txn_put(txn, DEVICE_OUTBOX, id_key(id, key), bytes_of(value, sizeof value));
}

/* The envelope is a view into the map. */
static enum err row_decode(struct bytes key, struct bytes value, struct outbox_item *row)
{
    if (key.size != SEQ_KEY_BYTES || value.size <= ROW_HEAD_BYTES || value.size > ROW_BYTES_MAX ||
        value.data[ROW_STATE] > OUTBOX_CONFLICT) {
        return ERR_CORRUPT;
    }
    row->seq = be64_get(key.data + 1);
    memcpy(row->id.b, value.data, sizeof row->id.b);
    row->state = (enum outbox_state)value.data[ROW_STATE];
    row->done_s = (int64_t)be64_get(value.data + ROW_DONE);
    memcpy(row->hash.b, value.data + ROW_HASH, HASH_BYTES);
    row->envelope = bytes_of(value.data + ROW_HEAD_BYTES, value.size - ROW_HEAD_BYTES);
    return OK;
}

static enum err row_at(struct txn *txn, char kind, uint64_t seq, struct outbox_item *row)
{
    struct seq_key key = seq_key(kind, seq);
    struct bytes value;

    enum err err = txn_get(txn, DEVICE_OUTBOX, key_bytes(&key), &value);
    return err ? err : row_decode(key_bytes(&key), value, row);
}

/* ---- figures ---- */

static struct bytes figures_key(void)
{
    return bytes_of("x", 1);
}

/* The row 'x'. newest[i] is the id of number figures.last_seq - count + 1 + i. */
struct top {
    struct outbox_figures figures;
    struct upload_id newest[NEWEST_MAX];
    size_t count;
};

static enum err top_put(struct txn *txn, const struct top *top)
{
    const uint64_t numbers[FIGURES] = {top->figures.waiting, top->figures.waiting_bytes,
                                       top->figures.done, top->figures.conflicts,
                                       top->figures.last_seq};
    uint8_t value[FIGURES_BYTES + sizeof top->newest];
    size_t newest_bytes = top->count * sizeof top->newest[0];

    for (size_t i = 0; i < FIGURES; i++) {
        be64_put(value + i * 8, numbers[i]);
    }
    memcpy(value + FIGURES_BYTES, top->newest, newest_bytes);
    return txn_put(txn, DEVICE_OUTBOX, figures_key(),
                   bytes_of(value, FIGURES_BYTES + newest_bytes));
}

enum err outbox_figures_put(struct txn *txn, const struct outbox_figures *figures)
{
    const struct top top = {.figures = *figures};

    return top_put(txn, &top);
}

static enum err top_decode(struct bytes value, struct top *top)
{
    size_t newest_bytes = value.size - FIGURES_BYTES;

    if (value.size < FIGURES_BYTES || newest_bytes % UPLOAD_ID_BYTES != 0 ||
        newest_bytes > sizeof top->newest) {
        return ERR_CORRUPT;
    }
    top->figures = (struct outbox_figures){
        .waiting = be64_get(value.data),
        .waiting_bytes = be64_get(value.data + 8),
        .done = be64_get(value.data + 16),
        .conflicts = be64_get(value.data + 24),
        .last_seq = be64_get(value.data + 32),
    };
    top->count = newest_bytes / UPLOAD_ID_BYTES;
    memcpy(top->newest, value.data + FIGURES_BYTES, newest_bytes);
    return top->count <= top->figures.last_seq ? OK : ERR_CORRUPT;
}

static enum err top_get(struct txn *txn, struct top *top)
{
    struct bytes value;

    enum err err = txn_get(txn, DEVICE_OUTBOX, figures_key(), &value);
    if (err == ERR_NOT_FOUND) {
        top->figures = (struct outbox_figures){.waiting = 0};
        top->count = 0;
        return OK;
    }
    return err ? err : top_decode(value, top);
}

enum err outbox_figures(struct txn *txn, struct outbox_figures *figures)
{
    struct top top;

    enum err err = top_get(txn, &top);
    if (!err) {
        *figures = top.figures;
    }
    return err;
}

static enum err figure_add(uint64_t *figure, int64_t change)
{
    if (change < 0 && *figure < (uint64_t)-change) {
        return ERR_CORRUPT;
    }
    *figure += (uint64_t)change;
    return OK;
}

/* `sign` +1 or -1: an item enters or leaves its state. */
static enum err figures_count(struct outbox_figures *figures, const struct outbox_item *row,
                              int sign)
{
    switch (row->state) {
    case OUTBOX_WAITING: {
        enum err err = figure_add(&figures->waiting, sign);
        return err ? err : figure_add(&figures->waiting_bytes, sign * (int64_t)row->envelope.size);
    }
    case OUTBOX_DONE:
        return figure_add(&figures->done, sign);
    case OUTBOX_CONFLICT:
        return figure_add(&figures->conflicts, sign);
    }
    return ERR_CORRUPT;
}

/* ---- ids ---- */

static uint64_t newest_seq(const struct top *top, size_t i)
{
    return top->figures.last_seq - top->count + 1 + i;
}

static enum err id_find(struct txn *txn, const struct top *top, const struct upload_id *id,
                        uint64_t *seq)
{
    uint8_t key[ID_KEY_BYTES];
    struct bytes value;

    for (size_t i = 0; i < top->count; i++) {
        if (memcmp(top->newest[i].b, id->b, sizeof id->b) == 0) {
            *seq = newest_seq(top, i);
            return OK;
        }
    }
    enum err err = txn_get(txn, DEVICE_OUTBOX, id_key(id, key), &value);
    if (!err && value.size != 8) {
        return ERR_CORRUPT;
    }
    if (!err) {
        *seq = be64_get(value.data);
    }
    return err;
}

/* Gives the newest their 'i' rows; the caller puts the top. */
static enum err ids_settle(struct txn *txn, struct top *top)
{
    enum err err = OK;

    for (size_t i = 0; !err && i < top->count; i++) {
        err = outbox_id_put(txn, &top->newest[i], newest_seq(top, i));
    }
    if (!err) {
        top->count = 0;
    }
    return err;
}

static enum err row_find(struct txn *txn, const struct upload_id *id, struct outbox_item *row)
{
    struct top top;
    uint64_t seq = 0;

    enum err err = top_get(txn, &top);
    err = err ? err : id_find(txn, &top, id, &seq);
    if (err) {
        return err;
    }
    err = row_at(txn, 'w', seq, row);
    if (err == ERR_NOT_FOUND) {
        err = row_at(txn, 'd', seq, row);
    }
    if (err == ERR_NOT_FOUND || (!err && memcmp(row->id.b, id->b, sizeof id->b) != 0)) {
        return ERR_CORRUPT;
    }
    return err;
}

/* ---- appending ---- */

/* A counter of its own: "the last key + 1" would begin at 1 again when the outbox is empty. */
enum err outbox_next_seq(struct txn *txn, uint64_t *seq)
{
    struct outbox_figures figures;

    enum err err = outbox_figures(txn, &figures);
    if (!err) {
        *seq = figures.last_seq + 1;
    }
    return err;
}

static enum err room_check(const struct outbox_figures *figures, uint64_t seq, size_t size)
{
    if (seq != figures->last_seq + 1) {
        return ERR_INVALID;
    }
    if (figures->waiting >= OUTBOX_WAITING_MAX ||
        figures->waiting_bytes + size > OUTBOX_WAITING_BYTES_MAX) {
        return ERR_FULL;
    }
    return OK;
}

enum err outbox_append(struct txn *txn, uint64_t seq, struct upload_id id, struct bytes envelope)
{
    struct outbox_item row = {.seq = seq, .id = id, .state = OUTBOX_WAITING, .envelope = envelope};
    struct top top;
    uint64_t taken;

    if (envelope.size == 0 || envelope.size > OUTBOX_ENVELOPE_BYTES_MAX) {
        return ERR_INVALID;
    }
    enum err err = top_get(txn, &top);
    err = err ? err : room_check(&top.figures, seq, envelope.size);
    if (err) {
        return err;
    }
    err = id_find(txn, &top, &id, &taken);
    if (err != ERR_NOT_FOUND) {
        return err ? err : ERR_EXISTS;
    }
    row.hash = hash_of(envelope);
    err = figures_count(&top.figures, &row, +1);
    if (!err && top.count == NEWEST_MAX) {
        err = ids_settle(txn, &top);
    }
    if (err) {
        return err;
    }
    top.figures.last_seq = seq;
    top.newest[top.count++] = id;
    err = outbox_row_put(txn, &row);
    return err ? err : top_put(txn, &top);
}

/* ---- reading ---- */

/* The row with its envelope copied into the arena, or without it. */
static enum err row_give(const struct outbox_item *row, struct arena *arena,
                         struct outbox_item *item)
{
    struct outbox_item given = *row;

    given.envelope = (struct bytes){0};
    if (arena) {
        struct hash hash = hash_of(row->envelope);
        if (!hash_equal(&hash, &row->hash)) {
            return ERR_CORRUPT;
        }
        given.envelope = arena_copy(arena, row->envelope.data, row->envelope.size);
        if (!given.envelope.data) {
            return ERR_NOMEM;
        }
    }
    *item = given;
    return OK;
}

enum err outbox_find(struct txn *txn, struct upload_id id, struct arena *arena,
                     struct outbox_item *item)
{
    struct outbox_item row;

    enum err err = row_find(txn, &id, &row);
    return err ? err : row_give(&row, arena, item);
}

/* What the arena cannot hold waits for the next call, if it held one. */
static enum err end_of(enum err err, size_t given, size_t *count)
{
    if (err == ERR_NOT_FOUND || (err == ERR_NOMEM && given > 0)) {
        err = OK;
    }
    if (!err) {
        *count = given;
    }
    return err;
}

enum err outbox_peek(struct txn *txn, uint64_t from_seq, struct arena *arena,
                     struct outbox_item *items, size_t max, size_t *count)
{
    struct seq_key from = seq_key('w', from_seq);
    struct outbox_item row;
    struct cursor cursor;
    struct bytes key, value;
    size_t given = 0;

    enum err err = cursor_open(txn, DEVICE_OUTBOX, text_bytes(text_of("w")), &cursor);
    if (err) {
        return err;
    }
    err = cursor_seek(&cursor, key_bytes(&from));
    while (!err && given < max && (err = cursor_next(&cursor, &key, &value)) == OK) {
        err = row_decode(key, value, &row);
        err = err ? err : row_give(&row, arena, &items[given]);
        given += err ? 0 : 1;
    }
    cursor_close(&cursor);
    return end_of(err, given, count);
}

/* The newest row of a kind up to `seq`. */
static enum err row_up_to(struct txn *txn, const char *kind, uint64_t seq, struct outbox_item *row)
{
    struct seq_key last = seq_key(*kind, seq);
    struct cursor cursor;
    struct bytes key, value;

    enum err err = cursor_open_last(txn, DEVICE_OUTBOX, text_bytes(text_of(kind)), &cursor);
    if (err) {
        return err;
    }
    err = cursor_seek(&cursor, key_bytes(&last));
    err = err ? err : cursor_next(&cursor, &key, &value);
    err = err ? err : row_decode(key, value, row);
    cursor_close(&cursor);
    return err;
}

/* Of either kind. */
static enum err newest_up_to(struct txn *txn, uint64_t seq, struct outbox_item *row)
{
    struct outbox_item done;

    enum err err = row_up_to(txn, "w", seq, row);
    if (err && err != ERR_NOT_FOUND) {
        return err;
    }
    enum err err_done = row_up_to(txn, "d", seq, &done);
    if (!err_done && (err || done.seq > row->seq)) {
        *row = done;
        return OK;
    }
    return err_done && err_done != ERR_NOT_FOUND ? err_done : err;
}

enum err outbox_list(struct txn *txn, uint64_t before_seq, struct arena *arena,
                     struct outbox_item *items, size_t max, size_t *count)
{
    uint64_t seq = before_seq == 0 ? UINT64_MAX : before_seq - 1;
    struct outbox_item row = {.seq = 0};
    size_t given = 0;
    enum err err = OK;

    while (!err && given < max) {
        err = newest_up_to(txn, seq, &row);
        err = err ? err : row_give(&row, arena, &items[given]);
        given += err ? 0 : 1;
        seq = row.seq - 1;
    }
    return end_of(err, given, count);
}

/* ---- from one state to another ---- */

/* Takes the row, of which the envelope is a view, out of its state into another. */
static enum err state_set(struct txn *txn, const struct outbox_item *row, enum outbox_state state,
                          int64_t done_s)
{
    uint8_t envelope[OUTBOX_ENVELOPE_BYTES_MAX];
    struct top top;
    struct outbox_item moved = *row;
    struct seq_key key = seq_key(kind_of(row->state), row->seq);

    memcpy(envelope, row->envelope.data, row->envelope.size);
    moved.envelope = bytes_of(envelope, row->envelope.size);
    moved.state = state;
    moved.done_s = done_s;
    enum err err = top_get(txn, &top);
    err = err ? err : figures_count(&top.figures, row, -1);
    err = err ? err : figures_count(&top.figures, &moved, +1);
    err = err ? err : txn_del(txn, DEVICE_OUTBOX, key_bytes(&key));
    err = err ? err : outbox_row_put(txn, &moved);
    err = err ? err : top_put(txn, &top);
    return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
}

enum err outbox_ack(struct txn *txn, struct upload_id id, const struct hash *hash, int64_t now_s)
{
    struct outbox_item row;

    enum err err = row_find(txn, &id, &row);
    if (err) {
        return err;
    }
    if (!hash_equal(&row.hash, hash)) {
        return ERR_MISMATCH;
    }
    return row.state == OUTBOX_DONE ? OK : state_set(txn, &row, OUTBOX_DONE, now_s);
}

enum err outbox_set_conflict(struct txn *txn, struct upload_id id)
{
    struct outbox_item row;

    enum err err = row_find(txn, &id, &row);
    if (err || row.state == OUTBOX_CONFLICT) {
        return err;
    }
    return state_set(txn, &row, OUTBOX_CONFLICT, 0);
}

/* The first acknowledged row from `from_seq` on, of those done before `before_s`. */
static enum err find_done(struct txn *txn, uint64_t from_seq, int64_t before_s,
                          struct outbox_item *row)
{
    struct seq_key from = seq_key('d', from_seq);
    struct cursor cursor;
    struct bytes key, value;
    bool found = false;

    enum err err = cursor_open(txn, DEVICE_OUTBOX, text_bytes(text_of("d")), &cursor);
    if (err) {
        return err;
    }
    err = cursor_seek(&cursor, key_bytes(&from));
    while (!err && !found && (err = cursor_next(&cursor, &key, &value)) == OK) {
        err = row_decode(key, value, row);
        found = !err && row->state == OUTBOX_DONE && row->done_s < before_s;
    }
    cursor_close(&cursor);
    return err;
}

enum err outbox_requeue_all(struct txn *txn, size_t *count)
{
    struct outbox_item row = {.seq = 0};
    size_t n = 0;
    enum err err;

    /* A conflict stays one: the office's older state does not make our name ours again. */
    while ((err = find_done(txn, row.seq + 1, INT64_MAX, &row)) == OK) {
        err = state_set(txn, &row, OUTBOX_WAITING, 0);
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

static enum err drop(struct txn *txn, const struct outbox_item *row)
{
    struct seq_key key = seq_key(kind_of(row->state), row->seq);
    struct top top;
    uint8_t id[ID_KEY_BYTES];

    enum err err = top_get(txn, &top);
    err = err ? err : figures_count(&top.figures, row, -1);
    err = err ? err : txn_del(txn, DEVICE_OUTBOX, key_bytes(&key));
    if (!err && top.count > 0 && row->seq >= newest_seq(&top, 0)) {
        err = ids_settle(txn, &top); /* so that there is none to drop but in its row */
    }
    err = err ? err : txn_del(txn, DEVICE_OUTBOX, id_key(&row->id, id));
    err = err ? err : top_put(txn, &top);
    return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
}

enum err outbox_purge(struct txn *txn, int64_t now_s, unsigned keep_days, size_t *count)
{
    int64_t before_s = now_s - (int64_t)keep_days * DAY_S;
    struct outbox_item row = {.seq = 0};
    size_t n = 0;
    enum err err;

    while ((err = find_done(txn, row.seq + 1, before_s, &row)) == OK) {
        err = drop(txn, &row);
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
