#include "receipts.h"

#include <string.h>

#include "device.h"

/* DEVICE_RECEIPTS: loc -> id, submitted, act, moment of the act, sealed answer. */
enum { ROW_HEAD_BYTES = UPLOAD_ID_BYTES + 8 + 1 + 8 };

enum act { ACT_NONE, ACT_ANSWERED, ACT_RETRACTED };

struct row {
    struct upload_id id;
    int64_t submitted_s;
    enum act act;
    int64_t changed_s;
    struct bytes answer; /* into the map when read */
};

static struct bytes loc_bytes(const struct receipt_loc *loc)
{
    return bytes_of(loc->b, sizeof loc->b);
}

static enum err row_decode(struct bytes value, struct row *row)
{
    if (value.size < ROW_HEAD_BYTES || value.data[UPLOAD_ID_BYTES + 8] > ACT_RETRACTED) {
        return ERR_CORRUPT;
    }
    memcpy(row->id.b, value.data, UPLOAD_ID_BYTES);
    row->submitted_s = (int64_t)be64_get(value.data + UPLOAD_ID_BYTES);
    row->act = (enum act)value.data[UPLOAD_ID_BYTES + 8];
    row->changed_s = (int64_t)be64_get(value.data + UPLOAD_ID_BYTES + 9);
    row->answer = bytes_of(value.data + ROW_HEAD_BYTES, value.size - ROW_HEAD_BYTES);
    return OK;
}

static enum err row_get(struct txn *txn, const struct receipt_loc *loc, struct row *row)
{
    struct bytes value;

    enum err err = txn_get(txn, DEVICE_RECEIPTS, loc_bytes(loc), &value);
    return err ? err : row_decode(value, row);
}

/* row->answer is not a view into the map. */
static enum err row_put(struct txn *txn, const struct receipt_loc *loc, const struct row *row,
                        bool is_new)
{
    uint8_t value[ROW_HEAD_BYTES + RECEIPT_ANSWER_BYTES_MAX];

    memcpy(value, row->id.b, UPLOAD_ID_BYTES);
    be64_put(value + UPLOAD_ID_BYTES, (uint64_t)row->submitted_s);
    value[UPLOAD_ID_BYTES + 8] = (uint8_t)row->act;
    be64_put(value + UPLOAD_ID_BYTES + 9, (uint64_t)row->changed_s);
    if (row->answer.size > 0) {
        memcpy(value + ROW_HEAD_BYTES, row->answer.data, row->answer.size);
    }
    struct bytes bytes = bytes_of(value, ROW_HEAD_BYTES + row->answer.size);
    return is_new ? txn_put_new(txn, DEVICE_RECEIPTS, loc_bytes(loc), bytes)
                  : txn_put(txn, DEVICE_RECEIPTS, loc_bytes(loc), bytes);
}

enum err receipt_put(struct txn *txn, const struct receipt_loc *loc, struct upload_id id,
                     int64_t submitted_s)
{
    struct row row = {.id = id, .submitted_s = submitted_s};

    return row_put(txn, loc, &row, true);
}

static enum err state_of(struct txn *txn, const struct row *row, enum receipt_local *state)
{
    struct outbox_item upload;

    if (row->act != ACT_NONE) {
        *state = row->act == ACT_ANSWERED ? RECEIPT_ANSWERED_HERE : RECEIPT_RETRACTED_HERE;
        return OK;
    }
    enum err err = outbox_find(txn, row->id, NULL, &upload);
    if (err && err != ERR_NOT_FOUND) {
        return err;
    }
    /* Only what was acknowledged ever leaves the outbox. */
    *state = err == ERR_NOT_FOUND || upload.state == OUTBOX_DONE ? RECEIPT_ACKED : RECEIPT_KEPT;
    return OK;
}

static enum err note_of(struct txn *txn, const struct receipt_loc *loc, const struct row *row,
                        struct arena *arena, struct receipt_note *note)
{
    struct receipt_note n = {
        .loc = *loc, .id = row->id, .submitted_s = row->submitted_s, .changed_s = row->changed_s};

    enum err err = state_of(txn, row, &n.state);
    if (err) {
        return err;
    }
    if (row->answer.size > 0) {
        n.answer = arena_copy(arena, row->answer.data, row->answer.size);
        if (!n.answer.data) {
            return ERR_NOMEM;
        }
    }
    *note = n;
    return OK;
}

enum err receipt_get(struct txn *txn, const struct receipt_loc *loc, struct arena *arena,
                     struct receipt_note *note)
{
    struct row row;

    enum err err = row_get(txn, loc, &row);
    return err ? err : note_of(txn, loc, &row, arena, note);
}

enum err receipt_of_upload(struct txn *txn, struct upload_id id, struct arena *arena,
                           struct receipt_note *note)
{
    struct cursor cursor;
    struct bytes key, value;
    struct receipt_loc loc;
    struct row row;

    enum err err = cursor_open(txn, DEVICE_RECEIPTS, bytes_of(NULL, 0), &cursor);
    if (err) {
        return err;
    }
    while (!err && (err = cursor_next(&cursor, &key, &value)) == OK) {
        err = key.size == sizeof loc.b ? row_decode(value, &row) : ERR_CORRUPT;
        if (!err && memcmp(row.id.b, id.b, sizeof id.b) == 0) {
            memcpy(loc.b, key.data, sizeof loc.b);
            err = note_of(txn, &loc, &row, arena, note);
            break;
        }
    }
    cursor_close(&cursor);
    return err;
}

enum err receipt_answer(struct txn *txn, const struct receipt_loc *loc, struct bytes answer,
                        int64_t now_s)
{
    struct row row;

    if (answer.size == 0 || answer.size > RECEIPT_ANSWER_BYTES_MAX) {
        return ERR_INVALID;
    }
    enum err err = row_get(txn, loc, &row);
    if (err) {
        return err;
    }
    if (row.act == ACT_RETRACTED) {
        return ERR_DENIED;
    }
    row.act = ACT_ANSWERED;
    row.changed_s = now_s;
    row.answer = answer;
    return row_put(txn, loc, &row, false);
}

enum err receipt_retract(struct txn *txn, const struct receipt_loc *loc, int64_t now_s)
{
    struct row row;

    enum err err = row_get(txn, loc, &row);
    if (err || row.act == ACT_RETRACTED) {
        return err;
    }
    if (row.act == ACT_ANSWERED) {
        return ERR_DENIED;
    }
    row.act = ACT_RETRACTED;
    row.changed_s = now_s;
    row.answer = bytes_of(NULL, 0);
    return row_put(txn, loc, &row, false);
}

enum err receipt_purge(struct txn *txn, size_t *count)
{
    struct cursor cursor;
    struct bytes key, value;
    struct row row;
    struct outbox_item upload;
    size_t n = 0;

    enum err err = cursor_open(txn, DEVICE_RECEIPTS, bytes_of(NULL, 0), &cursor);
    if (err) {
        return err;
    }
    while (!err && (err = cursor_next(&cursor, &key, &value)) == OK) {
        err = row_decode(value, &row);
        if (err) {
            break;
        }
        err = outbox_find(txn, row.id, NULL, &upload);
        if (err == ERR_NOT_FOUND) {
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
