/* submit.c - see submit.h. */
#include "submit.h"

#include <string.h>
#include <sys/statvfs.h>

#include "limit.h"
#include "log.h"
#include "receipts.h"
#include "upload.h"
#include "vault.h"
#include "words.h"

enum { ROOM_BYTES = 4 * 1024 * 1024 };

static const struct limit letters_short = {"letters", SUBMIT_BURST, SUBMIT_BACK_S};
static const struct limit letters_day = {"letters-day", SUBMIT_DAY_MAX, SUBMIT_DAY_BACK_S};
static const char kept_name[] = "letters-kept", shown_name[] = "letters-shown";

/* ---- the receipt ---- */

enum err submit_prepare(struct submit *submit, const struct data_folder *folder)
{
    struct child_job job = {.work = CHILD_RECEIPT, .cost = folder->root.receipt_cost};

    if (submit->ready || submit->child.running) {
        return OK;
    }
    if (!folder->enrolled) {
        return ERR_UNAVAILABLE;
    }
    receipt_new(submit->digits);
    child_job_words(&job, text_of(submit->digits));
    text_copy(folder->root.office, job.office, sizeof job.office);
    return child_start(&submit->child, &job);
}

enum err submit_poll(struct submit *submit)
{
    struct child_answer answer;

    if (submit->ready) {
        return OK;
    }
    enum err err = child_take(&submit->child, &answer);
    if (err) {
        return err;
    }
    if (!answer.err) {
        submit->key = answer.key;
        submit->loc = answer.loc;
        submit->ready = true;
    }
    err = answer.err;
    wipe(&answer, sizeof answer);
    return err;
}

void submit_forget(struct submit *submit)
{
    child_stop(&submit->child);
    wipe(submit, sizeof *submit);
}

/* ---- the letter ---- */

static enum err take_limits(struct txn *txn, int64_t now_s, struct submit_outcome *outcome)
{
    const struct limit *const limits[] = {&letters_short, &letters_day};

    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        enum err err = limit_take(txn, limits[i], now_s, &outcome->wait_s);
        if (err) {
            outcome->limited = err == ERR_FULL;
            return err;
        }
    }
    return OK;
}

/* The content key, sealed for staff, when there is a vault. */
static enum err keep_for_vault(struct txn *txn, struct upload_id id, const struct shared_key *key,
                               struct arena *arena)
{
    struct box_public vault;
    struct bytes sealed;
    size_t mark = arena_mark(arena);

    enum err err = vault_public(txn, &vault);
    if (err) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    err = box_seal(&vault, bytes_of(key->b, sizeof key->b), arena, &sealed);
    if (!err) {
        err = vault_put(txn, id, sealed);
    }
    arena_rewind(arena, mark);
    return err;
}

static enum err count_up(struct txn *txn, const char *name)
{
    uint64_t n;

    enum err err = txn_get_number(txn, DEVICE_META, name, &n);
    return err ? err : txn_put_number(txn, DEVICE_META, name, n + 1);
}

static enum err letter_put(struct txn *txn, const struct submit *submit,
                           const struct data_folder *folder, enum kind kind, const void *record,
                           const struct clock_verdict *clock, struct arena *secret)
{
    struct upload_id id;
    struct shared_key content_key = {{0}};

    enum err err =
        upload_append(txn, folder, kind, record, &submit->loc, secret, &id, &content_key);
    if (!err) {
        err = keep_for_vault(txn, id, &content_key, secret);
    }
    if (!err) {
        err = receipt_put(txn, &submit->loc, id, clock->now_s);
    }
    if (!err) {
        err = count_up(txn, kept_name);
    }
    if (!err) {
        err = upload_raise_floor(txn, clock);
    }
    wipe(&content_key, sizeof content_key);
    return err;
}

static struct letter letter_of(const struct submit *submit, const struct draft *draft,
                               const struct clock_verdict *clock)
{
    return (struct letter){
        .receipt = text_of(submit->digits),
        .category = word_category(draft->category),
        .text = textfield_text(&draft->text),
        .name = text_trim(textfield_text(&draft->name)),
        .phone = text_trim(textfield_text(&draft->phone)),
        .at = clock->now_s,
        .doubtful = clock->doubtful,
        .about = text_of(draft->about),
    };
}

/* disclosure/<period>/<item>/<part>, a version behind it or not: the number of the item, 0 if none.
 */
static uint64_t item_of(struct text about)
{
    struct text rest = about, part;
    uint64_t item = 0;

    for (int i = 0; i < 3; i++) {
        if (!text_split(&rest, '/', &part)) {
            return 0;
        }
    }
    return text_parse_uint(part, 12, &item) ? 0 : item;
}

/* The letter as what G11 has the committee answer beside the item. */
static struct opinion opinion_of(const struct letter *letter)
{
    return (struct opinion){
        .receipt = letter->receipt,
        .about = letter->about,
        .item = item_of(letter->about),
        .text = letter->text,
        .name = letter->name,
        .phone = letter->phone,
        .at = letter->at,
        .doubtful = letter->doubtful,
    };
}

struct submit_outcome submit_letter(struct submit *submit, const struct data_folder *folder,
                                    const struct draft *draft, const struct clock_verdict *clock,
                                    struct arena *secret)
{
    struct submit_outcome outcome = {.err = OK};
    struct letter letter = letter_of(submit, draft, clock);
    struct opinion opinion = opinion_of(&letter);
    bool is_opinion = draft_is_opinion(draft);
    struct txn *txn = NULL;

    if (!submit->ready || !folder->device || !folder->enrolled) {
        return (struct submit_outcome){.err = ERR_UNAVAILABLE};
    }
    if (letter.category.size == 0 || text_trim(letter.text).size == 0) {
        return (struct submit_outcome){.err = ERR_INVALID};
    }
    outcome.err = txn_begin_write(folder->device, &txn);
    if (!outcome.err) {
        outcome.err = take_limits(txn, clock->now_s, &outcome);
    }
    if (!outcome.err) {
        outcome.err = letter_put(txn, submit, folder, is_opinion ? KIND_opinion : KIND_letter,
                                 is_opinion ? (const void *)&opinion : &letter, clock, secret);
    }
    if (outcome.err) {
        txn_abort(txn);
    } else {
        outcome.err = txn_commit(txn);
    }
    if (!outcome.err) {
        submit->ready = false; /* its digits belong to this letter now */
    } else if (!outcome.limited) {
        log_error("a letter could not be kept: %s", err_name(outcome.err));
    }
    return outcome;
}

/* ---- was the receipt on the glass? ---- */

static enum err mark_shown(struct txn *txn, bool *unshown)
{
    uint64_t kept, shown;

    enum err err = txn_get_number(txn, DEVICE_META, kept_name, &kept);
    if (!err) {
        err = txn_get_number(txn, DEVICE_META, shown_name, &shown);
    }
    if (!err && kept != shown) {
        err = txn_put_number(txn, DEVICE_META, shown_name, kept);
    }
    if (!err) {
        *unshown = kept != shown;
    }
    return err;
}

enum err submit_unshown(const struct data_folder *folder, bool *unshown)
{
    struct txn *txn = NULL;
    bool found = false;

    if (!folder->device || folder->read_only) {
        *unshown = false;
        return OK;
    }
    enum err err = txn_begin_write(folder->device, &txn);
    if (!err) {
        err = mark_shown(txn, &found);
    }
    if (err || !found) {
        txn_abort(txn);
    } else {
        err = txn_commit(txn);
    }
    if (!err) {
        *unshown = found;
    }
    return err;
}

enum err submit_mark_shown(const struct data_folder *folder)
{
    bool unshown;
    return submit_unshown(folder, &unshown);
}

/* ---- taking it back ---- */

static enum err retract_here(struct txn *txn, const struct receipt_loc *loc, int64_t now_s,
                             struct arena *arena)
{
    struct receipt_note note;
    size_t mark = arena_mark(arena);

    enum err err = receipt_get(txn, loc, arena, &note);
    arena_rewind(arena, mark);
    if (err == ERR_NOT_FOUND) {
        return OK; /* written at another kiosk: the office will mark it */
    }
    if (!err) {
        err = receipt_retract(txn, loc, now_s);
    }
    return err ? err : vault_drop(txn, note.id);
}

enum err submit_retract(const struct data_folder *folder, struct text digits,
                        const struct receipt_loc *loc, const struct clock_verdict *clock,
                        struct arena *secret)
{
    const struct retract record = {.receipt = digits, .at = clock->now_s};
    struct shared_key content_key = {{0}};
    struct upload_id id;
    struct txn *txn = NULL;

    if (!folder->device) {
        return ERR_UNAVAILABLE;
    }
    enum err err = txn_begin_write(folder->device, &txn);
    if (!err) {
        err = retract_here(txn, loc, clock->now_s, secret);
    }
    if (!err) {
        err = upload_append(txn, folder, KIND_retract, &record, loc, secret, &id, &content_key);
    }
    wipe(&content_key, sizeof content_key);
    if (!err) {
        err = upload_raise_floor(txn, clock);
    }
    if (err) {
        txn_abort(txn);
        return err;
    }
    return txn_commit(txn);
}

bool submit_has_room(const struct data_folder *folder)
{
    struct statvfs disk;
    uint64_t used, limit;

    if (!folder->device) {
        return false;
    }
    if (!statvfs(folder->device_path, &disk) &&
        ((uint64_t)disk.f_bavail * disk.f_frsize < ROOM_BYTES || (disk.f_flag & ST_RDONLY))) {
        return false;
    }
    return store_usage(folder->device, &used, &limit) || limit - used > ROOM_BYTES;
}
