/* lookup.c - see lookup.h. */
#include "lookup.h"

#include <stdio.h>
#include <string.h>

#include "limit.h"
#include "log.h"
#include "receipts.h"

static const struct limit lookups = {"lookups", LOOKUP_BURST, LOOKUP_BACK_S};

static enum err take_limit(const struct data_folder *folder, int64_t now_s, int64_t *wait_s)
{
    struct txn *txn = NULL;

    if (!folder->device) {
        return ERR_UNAVAILABLE;
    }
    enum err err = txn_begin_write(folder->device, &txn);
    if (!err) {
        err = limit_take(txn, &lookups, now_s, wait_s);
    }
    if (err) {
        txn_abort(txn);
        return err;
    }
    return txn_commit(txn);
}

static enum err job_of(struct lookup *lookup, const struct data_folder *folder, struct text digits,
                       struct child_job *job)
{
    if (!receipt_valid(digits)) {
        return ERR_INVALID;
    }
    if (!folder->enrolled) {
        return ERR_UNAVAILABLE;
    }
    lookup_forget(lookup);
    text_copy(digits, lookup->digits, sizeof lookup->digits);
    *job = (struct child_job){.work = CHILD_RECEIPT, .cost = folder->root.receipt_cost};
    child_job_words(job, digits);
    text_copy(folder->root.office, job->office, sizeof job->office);
    return OK;
}

static enum err lookup_take(struct lookup *lookup, struct child_answer *answer)
{
    enum err err = answer->err;

    if (!err) {
        lookup->key = answer->key;
        lookup->loc = answer->loc;
        lookup->known = true;
    }
    wipe(answer, sizeof *answer);
    return err;
}

enum err lookup_start(struct lookup *lookup, const struct data_folder *folder, struct text digits,
                      int64_t now_s, int64_t *wait_s)
{
    struct child_job job;

    enum err err = job_of(lookup, folder, digits, &job);
    if (!err) {
        err = take_limit(folder, now_s, wait_s);
    }
    if (!err) {
        err = child_start(&lookup->child, &job);
    }
    wipe(&job, sizeof job);
    return err;
}

enum err lookup_now(struct lookup *lookup, const struct data_folder *folder, struct text digits)
{
    struct child_job job;
    struct child_answer answer;

    enum err err = job_of(lookup, folder, digits, &job);
    if (err) {
        return err;
    }
    child_compute(&job, &answer);
    wipe(&job, sizeof job);
    return lookup_take(lookup, &answer);
}

enum err lookup_poll(struct lookup *lookup)
{
    struct child_answer answer;

    if (lookup->known) {
        return OK;
    }
    enum err err = child_take(&lookup->child, &answer);
    return err ? err : lookup_take(lookup, &answer);
}

void lookup_forget(struct lookup *lookup)
{
    child_stop(&lookup->child);
    wipe(lookup, sizeof *lookup);
}

int32_t lookup_promised_day(int32_t day, unsigned days)
{
    while (days > 0) {
        day++;
        days -= civil_weekday(day) < 5 ? 1 : 0;
    }
    return day;
}

/* ---- the state ---- */

static struct text loc_key(struct snapshot *snapshot, const char *kind,
                           const struct receipt_loc *loc)
{
    char hex[2 * RECEIPT_LOC_BYTES + 1];

    hex_format(bytes_of(loc->b, sizeof loc->b), hex);
    return arena_printf(&snapshot->scratch, "%s/%s", kind, hex);
}

/* The sealed answer, opened into `secret`. */
static bool open_answer(const struct lookup *lookup, struct bytes sealed, struct arena *secret,
                        struct model_receipt *receipt)
{
    struct bytes object;
    struct answer_text answer;

    if (shared_open(&lookup->key, sealed, secret, &object) ||
        answer_text_decode(object, secret, &answer, NULL)) {
        log_warn("an answer cannot be opened");
        return false;
    }
    receipt->answer = answer.text;
    receipt->answer_by = answer.by;
    receipt->answer_s = answer.at;
    return true;
}

/* What this kiosk knows. */
static void fill_here(const struct lookup *lookup, const struct data_folder *folder,
                      struct arena *secret, struct model_receipt *receipt)
{
    struct receipt_note note;
    struct txn *txn = NULL;

    if (!folder->device || txn_begin_read(folder->device, &txn)) {
        return;
    }
    enum err err = receipt_get(txn, &lookup->loc, secret, &note);
    txn_abort(txn);
    if (err) {
        return;
    }
    receipt->submitted_s = note.submitted_s;
    receipt->state_s = note.changed_s ? note.changed_s : note.submitted_s;
    receipt->state = note.state == RECEIPT_KEPT ? LETTER_KEPT : LETTER_RECEIVED;
    if (note.state == RECEIPT_RETRACTED_HERE) {
        receipt->state = LETTER_RETRACTED;
    } else if (note.state == RECEIPT_ANSWERED_HERE &&
               open_answer(lookup, note.answer, secret, receipt)) {
        receipt->state = LETTER_ANSWERED_HERE;
    }
}

static void fill_published_state(const struct lookup *lookup, struct snapshot *snapshot,
                                 struct model_receipt *receipt)
{
    struct shown shown;
    struct receipt record;
    struct text key = loc_key(snapshot, "receipt", &lookup->loc);

    if (!key.data || snapshot_record(snapshot, KIND_receipt, key, &snapshot->scratch, &shown) ||
        receipt_decode(shown.object, &snapshot->scratch, &record, NULL) ||
        record.loc.size != sizeof lookup->loc.b ||
        memcmp(record.loc.data, lookup->loc.b, record.loc.size) != 0) {
        return;
    }
    if (record.state == RECEIPT_RETRACTED) {
        receipt->state = LETTER_RETRACTED;
    } else if (receipt->state == LETTER_RETRACTED || receipt->state == LETTER_ANSWERED_HERE) {
        return; /* what happened here is newer than what the office has told */
    } else {
        receipt->state = record.state == RECEIPT_HANDLING ? LETTER_HANDLING : LETTER_RECEIVED;
    }
    receipt->state_s = record.at;
}

/* The office's answer goes before everything else. */
static void fill_reply(const struct lookup *lookup, struct snapshot *snapshot, struct arena *secret,
                       struct model_receipt *receipt)
{
    struct shown shown;
    struct reply record;
    struct text key = loc_key(snapshot, "reply", &lookup->loc);

    if (!key.data || snapshot_record(snapshot, KIND_reply, key, &snapshot->scratch, &shown) ||
        reply_decode(shown.object, &snapshot->scratch, &record, NULL)) {
        return;
    }
    if (open_answer(lookup, record.box, secret, receipt)) {
        receipt->state = LETTER_ANSWERED;
        receipt->state_s = receipt->answer_s;
    }
}

void lookup_fill(const struct lookup *lookup, struct snapshot *snapshot, struct arena *secret,
                 struct model_receipt *receipt)
{
    bool just_submitted = receipt->just_submitted, retract_asked = receipt->retract_asked;
    size_t mark = arena_mark(&snapshot->scratch);

    *receipt = (struct model_receipt){.just_submitted = just_submitted, .state = LETTER_UNKNOWN};
    memcpy(receipt->digits, lookup->digits, sizeof receipt->digits);
    fill_here(lookup, snapshot->folder, secret, receipt);
    fill_published_state(lookup, snapshot, receipt);
    fill_reply(lookup, snapshot, secret, receipt);
    arena_rewind(&snapshot->scratch, mark);
    if (lookup->retracted && receipt->state != LETTER_ANSWERED) {
        receipt->state = LETTER_RETRACTED;
    }
    receipt->can_retract = receipt->state == LETTER_KEPT || receipt->state == LETTER_RECEIVED ||
                           receipt->state == LETTER_HANDLING;
    receipt->retract_asked = retract_asked && receipt->can_retract;
    if (receipt->submitted_s && snapshot->policy.reply_days) {
        receipt->promised_by =
            lookup_promised_day(civil_day_at(receipt->submitted_s, snapshot_offset_min(snapshot)),
                                (unsigned)snapshot->policy.reply_days);
    }
}
