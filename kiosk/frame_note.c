#include "frame_note.h"

#include "hash.h"
#include "log.h"

static enum err put(struct store *device, uint64_t list_hash, int64_t now_s)
{
    uint8_t bytes[sizeof list_hash];
    struct txn *txn = NULL;

    be64_put(bytes, list_hash);
    struct hash frame = hash_of(bytes_of(bytes, sizeof bytes));
    enum err err = txn_begin_write(device, &txn);
    if (err) {
        return err;
    }
    err = device_note_frame(txn, &frame, now_s);
    if (err) {
        txn_abort(txn);
        return err;
    }
    return txn_commit(txn);
}

void frame_note_turn(struct frame_note *note, struct store *device, const struct draw_list *list,
                     int64_t now_s, int64_t now_ms)
{
    if (note->noted && (note->hash == list->hash || now_ms - note->at_ms < FRAME_NOTE_MS)) {
        return;
    }
    enum err err = put(device, list->hash, now_s);
    if (err) {
        log_warn("what is on the glass could not be noted: %s", err_name(err));
    }
    *note = (struct frame_note){.noted = true, .hash = err ? 0 : list->hash, .at_ms = now_ms};
}
