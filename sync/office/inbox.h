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
#include "mailbox.h"
#include "mailbox_keys.h"
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
    /* What became of it, and when; 0: not yet. */
    int64_t read_s, answered_s, retracted_s;
    enum letter_grade grade;
    struct text note;      /* why it takes longer; its writer reads it */
    struct hash hash;      /* of the envelope */
    struct bytes envelope; /* empty: kept long enough, and destroyed */
    int64_t purged_s;      /* when; what stands above but loc and note stays */
    struct bytes key_box;  /* the content key, sealed anew (mailbox_keys.h); empty: it was not */
};

/* Takes an envelope whose form, name and signature the caller has checked, in his transaction. OK:
 * new; ERR_EXISTS: the same bytes are there; ERR_MISMATCH: other bytes under this id. */
MUST_CHECK enum err inbox_take(struct site *site, struct txn *txn, const struct envelope *envelope,
                               struct bytes bytes, const struct hash *hash);
/* Destroys what letters, opinions, retractions and answers said, once they have been kept for
 * `keep_days` (policy, letters_keep_days; 0: for ever) since they were answered or taken back, or,
 * where nobody answers them, since they came. A letter that waits for its answer is never
 * destroyed. Id, hash and days stay, so that the same envelope is known when it comes again and a
 * month's figures hold; each leaves a line in the log of acts. */
MUST_CHECK enum err inbox_purge(struct site *site, struct txn *txn, unsigned keep_days,
                                size_t *count);
/* Until when what is answered or taken back now can be looked up by receipt: as long as the letter
 * is kept, to the end of that month, so that what ends does so once a month. 0: for ever. */
int64_t inbox_keep_until(struct site *site, struct txn *txn);
/* By id or an unambiguous beginning of it. Copies into the scratch arena. */
MUST_CHECK enum err inbox_find(struct site *site, struct txn *txn, struct text id,
                               struct inbox_item *item, struct complaint *why);
MUST_CHECK enum err inbox_put(struct site *site, struct txn *txn, const struct inbox_item *item);
/* Every id there is, oldest first; and one item, copied. */
MUST_CHECK enum err inbox_ids(struct site *site, struct txn *txn, struct upload_id **ids,
                              size_t *count);
MUST_CHECK enum err inbox_get(struct site *site, struct txn *txn, const struct upload_id *id,
                              struct inbox_item *item);
/* The letter that came under this loc. ERR_NOT_FOUND. */
MUST_CHECK enum err inbox_letter_at(struct site *site, struct txn *txn,
                                    const struct receipt_loc *loc, struct inbox_item *letter);
/* Drafts of receipt records for every letter whose state was not told yet. */
MUST_CHECK enum err inbox_stage_receipts(struct site *site, struct txn *txn,
                                         const struct signer *office, struct complaint *why);
/* A letter or an opinion: somebody asks for the answer by receipt. */
bool inbox_has_writer(const struct inbox_item *item);
/* Neither answered nor taken back. */
bool inbox_is_open(const struct inbox_item *letter);
/* The published rules by which promises are reckoned; the policy is in the scratch arena. */
MUST_CHECK enum err inbox_rules(struct site *site, struct txn *txn, struct rule_set *rules);
/* What the mailbox's promises ask of it (rules/mailbox.h). What the kiosk knew of the day it was
 * written is sealed: the day it reached the office counts. */
struct letter_fact inbox_fact(const struct inbox_item *item);
/* Is there such an item and is it an opinion? */
bool inbox_is_opinion(struct site *site, struct text id);
/* All letters and opinions, those taken back included. */
MUST_CHECK enum err inbox_facts(struct site *site, struct txn *txn, struct letter_fact **facts,
                                size_t *count);
/* How simple or complex it is, and why it takes longer; told to its writer with the next
 * publication. ERR_INVALID: neither letter nor opinion, or complex without a note. */
MUST_CHECK enum err inbox_grade(struct site *site, struct text id, enum letter_grade grade,
                                struct text note, struct complaint *why);
/* The figures of a month (G11, W1), and with `draft` their record as a draft. */
MUST_CHECK enum err inbox_month(struct site *site, struct text month, bool draft, bool json,
                                FILE *out, struct complaint *why);
/* Lists letters and answers, oldest first, and counts the rest. */
MUST_CHECK enum err inbox_print(struct site *site, bool json, FILE *out, struct complaint *why);

/* ---- correspondence: with the mailbox key (letters.c) ---- */

/* Prints a letter (or a visit, or an answer) and notes that it is being handled. */
MUST_CHECK enum err letter_print(struct site *site, struct text id,
                                 const struct mailbox_keys *mailbox, bool json, FILE *out,
                                 struct complaint *why);
/* Seals `text` under the receipt of the letter `id` and stages it. ERR_INVALID: not a letter, taken
 * back, or answered already. */
MUST_CHECK enum err letter_answer(struct site *site, struct text id, struct text text,
                                  struct text by, const struct mailbox_keys *mailbox,
                                  const struct signer *office, struct complaint *why);
/* An opinion on what was disclosed: its writer is answered by receipt, and question and answer
 * stand beside the item (G11(4)). `question` NULL: in the writer's words; "": not shown to others.
 * ERR_INVALID also: what would be shown holds what may not be. */
MUST_CHECK enum err opinion_answer(struct site *site, struct text id, struct text text,
                                   struct text by, const char *question,
                                   const struct mailbox_keys *mailbox, const struct signer *office,
                                   struct complaint *why);
/* The same with the text of an answer given at a kiosk; `id` is the answer's. */
MUST_CHECK enum err answer_confirm(struct site *site, struct text id,
                                   const struct mailbox_keys *mailbox, const struct signer *office,
                                   struct complaint *why);
