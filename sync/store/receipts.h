/* receipts.h - what this kiosk itself knows of the letters written at it, by the receipt's loc.
 *
 * The office's own word (a receipt or reply record in content.h) goes before it. Nothing here tells
 * the digits or the text. Each function works inside the caller's transaction on device.h's store.
 */
#pragma once

#include "outbox.h"
#include "receipt_key.h"

enum { RECEIPT_ANSWER_BYTES_MAX = 16 * 1024 };

enum receipt_local {
    RECEIPT_KEPT,           /* on this disk, not acknowledged yet */
    RECEIPT_ACKED,          /* the office has it */
    RECEIPT_ANSWERED_HERE,  /* answered at this kiosk, shown as 待居委会确认 */
    RECEIPT_RETRACTED_HERE, /* taken back by its writer at this kiosk */
};

struct receipt_note {
    struct receipt_loc loc;
    struct upload_id id; /* the letter's envelope */
    int64_t submitted_s;
    enum receipt_local state; /* KEPT and ACKED are read from the outbox, not stored */
    int64_t changed_s;        /* when it was answered or retracted here, else 0 */
    struct bytes answer;      /* sealed answer_text, as in a reply record; empty if none */
};

/* Beside outbox_append of the letter. ERR_EXISTS: the loc is taken. */
MUST_CHECK enum err receipt_put(struct txn *txn, const struct receipt_loc *loc, struct upload_id id,
                                int64_t submitted_s);
/* ERR_NOT_FOUND: not written here (or purged). The answer is copied into the arena. */
MUST_CHECK enum err receipt_get(struct txn *txn, const struct receipt_loc *loc, struct arena *arena,
                                struct receipt_note *note);
/* The same by the letter's envelope; walks all receipts. */
MUST_CHECK enum err receipt_of_upload(struct txn *txn, struct upload_id id, struct arena *arena,
                                      struct receipt_note *note);
/* An answer given here; a later one replaces it. ERR_DENIED: retracted. ERR_INVALID: its size. */
MUST_CHECK enum err receipt_answer(struct txn *txn, const struct receipt_loc *loc,
                                   struct bytes answer, int64_t now_s);
/* ERR_DENIED: answered here already. Twice is OK. */
MUST_CHECK enum err receipt_retract(struct txn *txn, const struct receipt_loc *loc, int64_t now_s);
/* Drops those whose envelope the outbox no longer holds. */
MUST_CHECK enum err receipt_purge(struct txn *txn, size_t *count);
