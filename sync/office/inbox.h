/* inbox.h - what kiosks sent: letters, retractions, answers given at a kiosk, visits.
 *
 * Everything stays sealed as it came until somebody with the mailbox key opens it. A letter's state
 * goes out under its loc as a `receipt` record; what changes it here only notes that it must, and
 * the next publication with the office's key sends it. A letter taken back by its writer is kept
 * and no longer listed. */
#pragma once

#include <stdio.h>

#include "envelope.h"
#include "letter.h"
#include "publish.h"
#include "site.h"

enum { UPLOAD_ID_HEX = 2 * UPLOAD_ID_BYTES };

struct inbox_item {
    struct upload_id id;
    struct text kiosk;
    uint64_t seq;
    enum kind kind;
    bool has_loc;
    struct receipt_loc loc;
    int64_t received_s;
    enum receipt_state state; /* of an answer: ANSWERED once confirmed */
    enum receipt_state told;  /* what the newest receipt record says; 0: there is none */
    struct hash hash;         /* of the envelope */
    struct bytes envelope;
};

/* Takes an envelope whose form, name and signature the caller has checked, in his transaction. OK:
 * new; ERR_EXISTS: the same bytes are there; ERR_MISMATCH: other bytes under this id. */
MUST_CHECK enum err inbox_take(struct site *site, struct txn *txn, const struct envelope *envelope,
                               struct bytes bytes, const struct hash *hash);
/* By id or an unambiguous beginning of it. Copies into the scratch arena. */
MUST_CHECK enum err inbox_find(struct site *site, struct txn *txn, struct text id,
                               struct inbox_item *item, struct complaint *why);
MUST_CHECK enum err inbox_put(struct site *site, struct txn *txn, const struct inbox_item *item);
/* The letter that came under this loc. ERR_NOT_FOUND. */
MUST_CHECK enum err inbox_letter_at(struct site *site, struct txn *txn,
                                    const struct receipt_loc *loc, struct inbox_item *letter);
/* Drafts of receipt records for every letter whose state was not told yet. */
MUST_CHECK enum err inbox_stage_receipts(struct site *site, struct txn *txn,
                                         const struct signer *office, struct complaint *why);
/* Lists letters and answers, oldest first, and counts the rest. */
MUST_CHECK enum err inbox_print(struct site *site, bool json, FILE *out, struct complaint *why);

/* ---- correspondence: with the mailbox key (letters.c) ---- */

/* Prints a letter (or a visit, or an answer) and notes that it is being handled. */
MUST_CHECK enum err letter_print(struct site *site, struct text id,
                                 const struct box_secret *mailbox, bool json, FILE *out,
                                 struct complaint *why);
/* Seals `text` under the receipt of the letter `id` and stages it. ERR_INVALID: not a letter, taken
 * back, or answered already. */
MUST_CHECK enum err letter_answer(struct site *site, struct text id, struct text text,
                                  struct text by, const struct box_secret *mailbox,
                                  const struct signer *office, struct complaint *why);
/* The same with the text of an answer given at a kiosk; `id` is the answer's. */
MUST_CHECK enum err answer_confirm(struct site *site, struct text id,
                                   const struct box_secret *mailbox, const struct signer *office,
                                   struct complaint *why);
