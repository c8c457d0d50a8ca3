#include "device.h"

#include <string.h>

#include "hash.h"
#include "outbox_private.h"

static const char *const tables[DEVICE_TABLES] = {
    [DEVICE_META] = "meta",   [DEVICE_OUTBOX] = "outbox",     [DEVICE_OUTBOX_ID] = "outbox_id",
    [DEVICE_VAULT] = "vault", [DEVICE_RECEIPTS] = "receipts", [DEVICE_BOOKS] = "books",
    [DEVICE_STAFF] = "staff", [DEVICE_LIMITS] = "limits",     [DEVICE_AUDIT] = "audit",
};

static const char DAMAGED[] = "damaged"; /* files set aside that were told of */
static const char PANEL[] = "kiosk.panel";
static const char FRAME[] = "kiosk.frame", FRAME_AT[] = "kiosk.frame_at";

/* Counts the damaged files that nobody was told of yet, one set aside just before a power cut too.
 */
static enum err damage_note(struct store *device, bool *news)
{
    struct txn *txn = NULL;
    uint64_t told = 0, kept = store_damaged(store_folder(device));

    enum err err = txn_begin_read(device, &txn);
    if (err) {
        return err;
    }
    err = txn_get_number(txn, DEVICE_META, DAMAGED, &told);
    txn_abort(txn);
    if (err || kept <= told) {
        *news = false;
        return err;
    }
    err = txn_begin_write(device, &txn);
    if (err) {
        return err;
    }
    err = txn_put_number(txn, DEVICE_META, DAMAGED, kept);
    if (err) {
        txn_abort(txn);
        return err;
    }
    *news = true;
    return txn_commit(txn);
}

static enum err migrate(struct txn *txn, uint32_t from, struct complaint *why)
{
    switch (from) {
    case 1:
        return outbox_migrate(txn, why);
    case 2: /* where each id has its row, which 3 reads too */
        return OK;
    default:
        return complain(
            why, ERR_CORRUPT,
            "the device store has schema %u, which no version of Noticepoint wrote; keep "
            "the folder and begin with another",
            from);
    }
}

enum err device_open(const char *folder, enum store_mode mode, size_t map_bytes,
                     struct store **device, bool *started_over, struct complaint *why)
{
    const struct store_options options = {.folder = folder,
                                          .mode = mode,
                                          .map_bytes = map_bytes,
                                          .ahead_bytes = DEVICE_AHEAD_BYTES,
                                          .tables = tables,
                                          .table_count = DEVICE_TABLES,
                                          .schema = DEVICE_SCHEMA,
                                          .migrate = migrate};
    struct store *made = NULL;
    unsigned aside = 0;
    bool news = false;

    enum err err = store_open(&options, &made, why);
    if (err == ERR_CORRUPT && mode == STORE_WRITE) {
        err = store_set_aside(&options, &aside, why);
        if (!err) {
            err = store_open(&options, &made, why);
        }
    }
    if (!err && mode == STORE_WRITE) {
        err = damage_note(made, &news);
        if (err) {
            complain(why, err, "%s: cannot be written (%s)", folder, err_name(err));
        }
    }
    if (err) {
        store_close(made);
        return err;
    }
    *device = made;
    *started_over = news;
    return OK;
}

enum err device_damaged(struct txn *txn, uint64_t *count)
{
    return txn_get_number(txn, DEVICE_META, DAMAGED, count);
}

enum err device_note_panel(struct txn *txn, struct bytes panel)
{
    return panel.size > DEVICE_PANEL_BYTES_MAX
               ? ERR_INVALID
               : txn_put(txn, DEVICE_META, text_bytes(text_of(PANEL)), panel);
}

enum err device_panel(struct txn *txn, struct bytes *panel)
{
    *panel = (struct bytes){0};
    enum err err = txn_get(txn, DEVICE_META, text_bytes(text_of(PANEL)), panel);
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err device_note_frame(struct txn *txn, const struct hash *frame, int64_t at_s)
{
    enum err err =
        txn_put(txn, DEVICE_META, text_bytes(text_of(FRAME)), bytes_of(frame->b, sizeof frame->b));
    return err ? err : txn_put_number(txn, DEVICE_META, FRAME_AT, (uint64_t)at_s);
}

enum err device_frame(struct txn *txn, struct hash *frame, int64_t *at_s)
{
    struct bytes value = {0};
    uint64_t at = 0;

    enum err err = txn_get(txn, DEVICE_META, text_bytes(text_of(FRAME)), &value);
    if (!err) {
        err = txn_get_number(txn, DEVICE_META, FRAME_AT, &at);
    }
    if (err && err != ERR_NOT_FOUND) {
        return err;
    }
    *frame = (struct hash){0};
    *at_s = 0;
    if (value.size == sizeof frame->b) {
        memcpy(frame->b, value.data, sizeof frame->b);
        *at_s = (int64_t)at;
    }
    return OK;
}
