/* staff_desk.c - what staff do once they are in: letters, the clock, the overview. */
#include <stdio.h>
#include <string.h>

#include "log.h"
#include "receipts.h"
#include "staff_parts.h"
#include "upload.h"
#include "utf8.h"
#include "vault.h"

enum { LETTERS_MAX = MODEL_LIST_MAX };

/* ---- overview ---- */

/* What the agent noted of its rounds (sync/agent/notes.h), by name. */
static uint64_t note_number(struct txn *txn, const char *name)
{
    struct bytes value;

    return !txn_get(txn, DEVICE_META, text_bytes(text_of(name)), &value) && value.size == 8
               ? be64_get(value.data)
               : 0;
}

static struct text sync_trouble(struct txn *txn, struct arena *arena)
{
    struct bytes note;

    if (note_number(txn, "sync.error_at") <= note_number(txn, "sync.success_at") ||
        txn_get(txn, DEVICE_META, text_bytes(text_of("sync.error")), &note) || !utf8_valid(note)) {
        return (struct text){0};
    }
    return word_fill(arena, TX_SAY_SYNC_TROUBLE, bytes_text(note));
}

void staff_fill_overview(struct staff_mode *mode, struct staff_room *room)
{
    struct model_staff *staff = &room->model->staff;
    struct outbox_figures figures = {0};
    struct txn *txn = NULL;

    if (!room->folder->device || txn_begin_read(room->folder->device, &txn)) {
        return;
    }
    enum err err = outbox_figures(txn, &figures);
    staff->sync_error = sync_trouble(txn, &room->snapshot->page);
    txn_abort(txn);
    if (err) {
        log_error("the outbox cannot be read: %s", err_name(err));
    }
    staff_fill_books(mode, room);
    staff->waiting = figures.waiting;
    staff->conflicts = figures.conflicts;
    if (room->folder->enrolled && !room->folder->trust.admitted) {
        staff->sync_error = word(TX_SAY_NOT_ADMITTED);
    }
}

/* ---- letters ---- */

/* An opinion is read and answered at the kiosk as the letter it was written as. */
static enum err letter_read(enum kind kind, struct bytes object, struct arena *secret,
                            struct letter *letter)
{
    struct opinion opinion;

    if (kind != KIND_opinion) {
        return letter_decode(object, secret, letter, NULL);
    }
    enum err err = opinion_decode(object, secret, &opinion, NULL);
    if (!err) {
        *letter = (struct letter){.receipt = opinion.receipt,
                                  .category = word(TX_CATEGORY_4), /* 居务公开 */
                                  .text = opinion.text,
                                  .name = opinion.name,
                                  .phone = opinion.phone,
                                  .at = opinion.at,
                                  .doubtful = opinion.doubtful,
                                  .about = opinion.about};
    }
    return err;
}

/* Letter and content key of one vault item, in the secret arena. */
static enum err letter_open(const struct staff_mode *mode, struct staff_room *room,
                            const struct vault_item *item, struct letter *letter)
{
    struct envelope envelope;
    struct shared_key key;
    struct bytes plain_key, object;

    enum err err = envelope_decode(item->upload.envelope, &envelope);
    if (!err) {
        err = box_open(&mode->vault, item->sealed, room->secret, &plain_key);
    }
    if (!err && plain_key.size != sizeof key.b) {
        err = ERR_CORRUPT;
    }
    if (!err) {
        memcpy(key.b, plain_key.data, sizeof key.b);
        err = envelope_open_with(&envelope, &key, room->secret, &object);
        wipe(&key, sizeof key);
    }
    return err ? err : letter_read(record_kind(object), object, room->secret, letter);
}

static void letter_show(const struct vault_item *item, const struct letter *letter,
                        const struct receipt_note *note, struct model_staff_letter *out)
{
    *out = (struct model_staff_letter){
        .category = letter->category,
        .text = letter->text,
        .name = letter->name,
        .phone = letter->phone,
        .about = letter->about,
        .at_s = letter->at,
        .answered = note->state == RECEIPT_ANSWERED_HERE,
        .retracted = note->state == RECEIPT_RETRACTED_HERE,
    };
    hex_format(bytes_of(item->upload.id.b, sizeof item->upload.id.b), out->id);
}

static void add_letter(const struct staff_mode *mode, struct staff_room *room, struct txn *txn,
                       const struct vault_item *item)
{
    struct model_staff *staff = &room->model->staff;
    struct receipt_note note = {.state = RECEIPT_KEPT};
    struct letter letter;

    enum err err = letter_open(mode, room, item, &letter);
    if (err) {
        log_warn("a letter cannot be opened with this vault (%s)", err_name(err));
        return;
    }
    if (receipt_of_upload(txn, item->upload.id, &room->snapshot->scratch, &note)) {
        note.state = RECEIPT_KEPT;
    }
    letter_show(item, &letter, &note, &staff->letters[staff->letter_count++]);
}

void staff_fill_letters(struct staff_mode *mode, struct staff_room *room)
{
    struct model_staff *staff = &room->model->staff;
    struct arena *scratch = &room->snapshot->scratch;
    size_t mark = arena_mark(scratch), count = 0;
    struct txn *txn = NULL;

    staff_begin_list(room);
    if (!mode->vault_open) {
        return;
    }
    struct vault_item *items = ARENA_ARRAY(scratch, struct vault_item, LETTERS_MAX);
    staff->letters = ARENA_ARRAY(room->secret, struct model_staff_letter, LETTERS_MAX);
    if (!items || !staff->letters || txn_begin_read(room->folder->device, &txn)) {
        arena_rewind(scratch, mark);
        return;
    }
    enum err err = vault_list(txn, 0, scratch, items, LETTERS_MAX, &count);
    if (err) {
        log_error("the vault cannot be read: %s", err_name(err));
        count = 0;
    }
    for (size_t i = 0; i < count; i++) {
        add_letter(mode, room, txn, &items[i]);
    }
    txn_abort(txn);
    arena_rewind(scratch, mark);
}

static bool letter_find(const struct staff_mode *mode, struct staff_room *room, struct txn *txn,
                        struct upload_id id, struct letter *letter)
{
    struct vault_item item = {0};
    struct arena *scratch = &room->snapshot->scratch;

    return !outbox_find(txn, id, scratch, &item.upload) &&
           !vault_get(txn, id, scratch, &item.sealed) && !letter_open(mode, room, &item, letter);
}

static const struct model_staff_letter *letter_shown(const struct staff_room *room,
                                                     struct upload_id *id)
{
    const struct model_staff *staff = &room->model->staff;

    if (staff->letter < 0 || (size_t)staff->letter >= staff->letter_count ||
        hex_parse(text_of(staff->letters[staff->letter].id), id->b, sizeof id->b)) {
        return NULL;
    }
    return &staff->letters[staff->letter];
}

/* The receipt's key is a slow one: it is computed first, then staff_finish_answer saves. */
void staff_save_answer(struct staff_mode *mode, struct staff_room *room)
{
    struct text typed = text_trim(textfield_text(&room->model->staff.answer));
    struct child_job job = {.work = CHILD_RECEIPT, .cost = room->folder->root.receipt_cost};
    size_t mark = arena_mark(&room->snapshot->scratch);
    struct letter letter;
    struct upload_id id;
    struct txn *txn = NULL;

    if (!mode->vault_open || mode->child.running || !letter_shown(room, &id)) {
        return;
    }
    if (typed.size == 0) {
        staff_say(room, TX_SAY_ANSWER_EMPTY);
        return;
    }
    if (txn_begin_read(room->folder->device, &txn)) {
        staff_say(room, TX_SAY_NOT_SAVED);
        return;
    }
    bool found = letter_find(mode, room, txn, id, &letter);
    txn_abort(txn);
    arena_rewind(&room->snapshot->scratch, mark);
    if (!found) { /* its key has left the vault */
        staff_say(room, TX_SAY_LETTER_TAKEN_BACK);
        return;
    }
    text_copy(letter.receipt, mode->answer_digits, sizeof mode->answer_digits);
    child_job_words(&job, letter.receipt);
    text_copy(room->folder->root.office, job.office, sizeof job.office);
    if (staff_begin(mode, STAFF_MAKE_ANSWER, &job)) {
        staff_say(room, TX_SAY_NOT_SAVED);
    }
    room->model->staff.busy = mode->child.running;
}

static enum err answer_put(struct txn *txn, struct staff_mode *mode, struct staff_room *room,
                           const struct child_answer *found, struct upload_id letter_id)
{
    struct text typed = text_trim(textfield_text(&room->model->staff.answer));
    const struct answer answer = {text_of(mode->answer_digits), typed, text_of(mode->name),
                                  room->clock.now_s};
    const struct answer_text shown = {typed, text_of(mode->name), room->clock.now_s};
    struct shared_key content_key = {{0}};
    struct bytes object, sealed;
    struct upload_id id;

    enum err err = upload_append(txn, room->folder, KIND_answer, &answer, &found->loc, room->secret,
                                 &id, &content_key);
    wipe(&content_key, sizeof content_key);
    if (!err) {
        err = answer_text_encode(&shown, room->secret, &object, NULL);
    }
    if (!err) {
        err = shared_seal(&found->key, object, room->secret, &sealed);
    }
    if (!err) {
        err = receipt_answer(txn, &found->loc, sealed, room->clock.now_s);
    }
    if (!err) {
        err = vault_drop(txn, letter_id);
    }
    if (!err) {
        err = staff_audit(txn, mode, room, "answered a letter");
    }
    return err ? err : upload_raise_floor(txn, &room->clock);
}

void staff_finish_answer(struct staff_mode *mode, struct staff_room *room,
                         const struct child_answer *answer)
{
    struct model_staff *staff = &room->model->staff;
    struct upload_id id;
    struct txn *txn = NULL;

    if (answer->err || !letter_shown(room, &id)) {
        staff_say(room, TX_SAY_NOT_SAVED);
        return;
    }
    enum err err = txn_begin_write(room->folder->device, &txn);
    if (!err) {
        err = answer_put(txn, mode, room, answer, id);
    }
    if (err == ERR_DENIED) {
        txn_abort(txn);
        staff_say(room, TX_SAY_LETTER_TAKEN_BACK);
        return;
    }
    wipe(mode->answer_digits, sizeof mode->answer_digits);
    if (staff_end(room, txn, err)) {
        return;
    }
    staff->letters[staff->letter].answered = true;
    staff->letters[staff->letter].answer =
        arena_text(room->secret, text_trim(textfield_text(&staff->answer)));
    textfield_wipe(&staff->answer);
    staff_say(room, TX_SAY_ANSWER_SAVED);
}

/* ---- the clock ---- */

/* YYYYMMDDhhmm, civil. */
static bool clock_parse(struct text typed, int offset_min, int64_t *at_s)
{
    uint64_t n;

    if (typed.size != 12 || text_parse_uint(typed, UINT64_MAX, &n)) {
        return false;
    }
    struct civil_date date = {(int)(n / 100000000), (int)(n / 1000000 % 100),
                              (int)(n / 10000 % 100)};
    int hour = (int)(n / 100 % 100), minute = (int)(n % 100);
    if (!civil_date_valid(date) || hour > 23 || minute > 59) {
        return false;
    }
    *at_s = civil_midnight(civil_day(date), offset_min) + hour * 3600 + minute * 60;
    return true;
}

void staff_set_clock(struct staff_mode *mode, struct staff_room *room)
{
    struct model_staff *staff = &room->model->staff;
    const struct trust *trust = &room->folder->trust;
    struct txn *txn = NULL;
    int64_t at_s;

    if (!staff->in) {
        return;
    }
    int64_t signed_s = trust->signed_s ? trust->signed_s : trust->floor_s;
    staff->clock_wrong =
        !clock_parse(textfield_text(&staff->clock), room->model->offset_min, &at_s) ||
        at_s + 60 <= trust->floor_s ||
        (signed_s && at_s > signed_s + (int64_t)CLOCK_AHEAD_DAYS_MAX * CIVIL_DAY_S);
    if (staff->clock_wrong) {
        return;
    }
    if (at_s < trust->floor_s) {
        at_s = trust->floor_s; /* the same minute */
    }
    enum err err = txn_begin_write(room->folder->device, &txn);
    if (!err) {
        err = trust_set_offset(txn, at_s - room->raw_s);
    }
    if (!err) {
        err = staff_audit(txn, mode, room, "set the clock");
    }
    if (staff_end(room, txn, err)) {
        return;
    }
    textfield_wipe(&staff->clock);
    staff_say(room, TX_SAY_CLOCK_SET);
}
