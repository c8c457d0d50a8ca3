/* staff_desk.c - what staff do once they are in: visitors, letters, the clock, the overview. */
#include <stdio.h>
#include <string.h>

#include "books.h"
#include "log.h"
#include "receipts.h"
#include "staff_parts.h"
#include "upload.h"
#include "utf8.h"
#include "vault.h"

enum {
    VISIT_NAME,
    VISIT_ADDRESS,
    VISIT_PHONE,
    VISIT_REASON,
    VISIT_TEXT,
    VISIT_FOLLOW_UP,
    LETTERS_MAX = MODEL_LIST_MAX,
};

static const char visits_book[] = "visit";

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
    (void)mode;

    if (!room->folder->device || txn_begin_read(room->folder->device, &txn)) {
        return;
    }
    enum err err = outbox_figures(txn, &figures);
    staff->sync_error = sync_trouble(txn, &room->snapshot->page);
    txn_abort(txn);
    if (err) {
        log_error("the outbox cannot be read: %s", err_name(err));
    }
    staff->waiting = figures.waiting;
    staff->conflicts = figures.conflicts;
    if (room->folder->enrolled && !room->folder->trust.admitted) {
        staff->sync_error = word(TX_SAY_NOT_ADMITTED);
    }
}

/* ---- visitors ---- */

static struct visit visit_of(const struct staff_mode *mode, const struct staff_room *room)
{
    const struct textfield *typed = room->model->staff.visit;

    return (struct visit){
        .at = room->clock.now_s,
        .name = text_trim(textfield_text(&typed[VISIT_NAME])),
        .address = text_trim(textfield_text(&typed[VISIT_ADDRESS])),
        .phone = text_trim(textfield_text(&typed[VISIT_PHONE])),
        .reason = text_trim(textfield_text(&typed[VISIT_REASON])),
        .text = text_trim(textfield_text(&typed[VISIT_TEXT])),
        .host = text_of(mode->name),
        .follow_up = text_trim(textfield_text(&typed[VISIT_FOLLOW_UP])),
    };
}

/* The book's copy, for staff who open the vault. */
static enum err visit_to_book(struct txn *txn, const struct visit *visit, struct upload_id id,
                              struct arena *secret)
{
    struct box_public vault;
    struct bytes object, sealed;
    struct book_ref ref;
    size_t mark = arena_mark(secret);

    enum err err = vault_public(txn, &vault);
    if (!err) {
        err = visit_encode(visit, secret, &object, NULL);
    }
    if (!err) {
        err = box_seal(&vault, object, secret, &sealed);
    }
    if (!err) {
        err = books_append(txn, visits_book, visit->at, sealed, id, NULL, &ref);
    }
    wipe(secret->base + mark, secret->used - mark);
    arena_rewind(secret, mark);
    return err;
}

void staff_save_visit(struct staff_mode *mode, struct staff_room *room)
{
    struct model_staff *staff = &room->model->staff;
    struct visit visit = visit_of(mode, room);
    struct shared_key content_key = {{0}};
    struct upload_id id;
    struct txn *txn = NULL;

    staff->visit_saved = false;
    if (!staff->in) {
        return;
    }
    if (visit.reason.size == 0) {
        staff_say(room, TX_SAY_VISIT_REASON);
        return;
    }
    enum err err = txn_begin_write(room->folder->device, &txn);
    if (!err) {
        err = upload_append(txn, room->folder, KIND_visit, &visit, NULL, room->secret, &id,
                            &content_key);
    }
    wipe(&content_key, sizeof content_key);
    if (!err) {
        err = visit_to_book(txn, &visit, id, room->secret);
    }
    if (!err) {
        err = staff_audit(txn, mode, room, "logged a visitor");
    }
    if (!err) {
        err = upload_raise_floor(txn, &room->clock);
    }
    if (staff_end(room, txn, err)) {
        return;
    }
    for (size_t i = 0; i < sizeof staff->visit / sizeof staff->visit[0]; i++) {
        textfield_wipe(&staff->visit[i]);
    }
    staff->visit_saved = true;
}

static void visit_open(const struct staff_mode *mode, struct staff_room *room,
                       const struct book_entry *entry, struct model_visit *out)
{
    struct bytes object;
    struct visit visit;

    *out = (struct model_visit){.at_s = entry->ref.at_s};
    if (!mode->vault_open || box_open(&mode->vault, entry->sealed, room->secret, &object) ||
        visit_decode(object, room->secret, &visit, NULL)) {
        return;
    }
    out->reason = visit.reason;
    out->host = visit.host;
    out->name = visit.name;
    out->address = visit.address;
    out->phone = visit.phone;
    out->text = visit.text;
}

/* What was opened before is wiped first, so the arena serves one list at a time. */
static void begin_list(struct staff_room *room)
{
    struct model_staff *staff = &room->model->staff;

    staff->visits = NULL;
    staff->letters = NULL;
    staff->visit_count = staff->letter_count = 0;
    wipe(room->secret->base, room->secret->used);
    arena_reset(room->secret);
}

void staff_fill_visits(struct staff_mode *mode, struct staff_room *room)
{
    struct model_staff *staff = &room->model->staff;
    struct arena *scratch = &room->snapshot->scratch;
    size_t mark = arena_mark(scratch), count = 0;
    int64_t from_s = civil_midnight(room->model->today, room->model->offset_min);
    struct txn *txn = NULL;

    begin_list(room);
    struct book_entry *entries = ARENA_ARRAY(scratch, struct book_entry, MODEL_VISITS_MAX);
    staff->visits = ARENA_ARRAY(room->secret, struct model_visit, MODEL_VISITS_MAX);
    if (!entries || !staff->visits || txn_begin_read(room->folder->device, &txn)) {
        arena_rewind(scratch, mark);
        return;
    }
    enum err err = books_list(txn, visits_book, from_s, from_s + CIVIL_DAY_S, scratch, entries,
                              MODEL_VISITS_MAX, &count);
    txn_abort(txn);
    if (err) {
        log_error("the visitors' book cannot be read: %s", err_name(err));
        count = 0;
    }
    for (size_t i = 0; i < count; i++) {
        visit_open(mode, room, &entries[count - 1 - i], &staff->visits[i]); /* newest first */
    }
    staff->visit_count = count;
    arena_rewind(scratch, mark);
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

    begin_list(room);
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
