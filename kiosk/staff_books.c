/* staff_books.c - the registers at the kiosk: entries are written, corrected and read back.
 *
 * An entry goes up sealed to the office, and sealed to the site's vault into the book, in one
 * transaction; nothing of it is kept open. Which moment it is about and which entry it corrects is
 * all that a book says without the vault. */
#include <stdio.h>
#include <string.h>

#include "books.h"
#include "log.h"
#include "registers.h" /* rules */
#include "staff_parts.h"
#include "upload.h"
#include "vault.h"

enum {
    NOON_S = 12 * 3600,
    EARLIER_DAYS = 366,
    WALK_MAX = 64, /* entries looked at in one step through a whole book */
};

_Static_assert((int)ENTRY_FORM_ID_BYTES == (int)UPLOAD_ID_BYTES,
               "an entry is named by its envelope");

static const char *book_code(enum book book)
{
    return kind_name(book_look(book)->kind);
}

static struct entry_form_start start_of(const struct staff_mode *mode,
                                        const struct staff_room *room)
{
    return (struct entry_form_start){.now_s = room->clock.now_s,
                                     .offset_min = room->model->offset_min,
                                     .person = text_of(mode->name)};
}

static void begin_form(struct staff_mode *mode, struct staff_room *room, enum book book)
{
    struct entry_form_start start = start_of(mode, room);

    entry_form_begin(&room->model->staff.forms[book], book, &start);
}

void staff_open_book(struct staff_mode *mode, struct staff_room *room, enum book book)
{
    struct model_staff *staff = &room->model->staff;

    staff->entry_saved = staff->earlier = false;
    if (!staff->forms[book].open) {
        begin_form(mode, room, book);
    }
}

/* ---- writing ---- */

/* The moment the book sorts by: what an entry tells of a day is at its noon, and of today now. */
static int64_t moment_of(const struct staff_room *room, const struct book_fact *fact)
{
    int32_t day = book_day(fact, room->model->offset_min);
    const void *record = fact->record;

    switch ((int)fact->kind) {
    case KIND_visit:
        return ((const struct visit *)record)->at;
    case KIND_shift:
        return ((const struct shift *)record)->at;
    case KIND_home_visit:
        return ((const struct home_visit *)record)->at;
    default:
        return day == room->model->today ? room->clock.now_s
                                         : civil_midnight(day, room->model->offset_min) + NOON_S;
    }
}

struct walk {
    struct upload_id id;   /* looked for */
    struct book_ref found; /* n 0: not there */
    struct book_ref at;    /* of the entry looked at last */
    bool corrected;        /* another entry corrects it already */
};

static void walk_entry(struct walk *walk, const struct book_entry *entry)
{
    if (memcmp(entry->id.b, walk->id.b, sizeof walk->id.b) == 0) {
        walk->found = entry->ref;
    }
    if (walk->found.n > 0 && entry->corrects.n == walk->found.n) {
        walk->corrected = true;
    }
    walk->at = entry->ref;
}

/* A book's entries in order of their moments, a few at a time; a correction may be about an earlier
 * moment than what it corrects, so the book is walked twice. */
static enum err walk_book(struct txn *txn, const char *book, struct arena *scratch,
                          struct walk *walk)
{
    struct book_entry entries[WALK_MAX];
    int64_t from_s = 0;
    size_t count = WALK_MAX;
    enum err err = OK;

    while (!err && count == WALK_MAX) {
        size_t mark = arena_mark(scratch);
        err = books_list(txn, book, from_s, INT64_MAX, scratch, entries, WALK_MAX, &count);
        for (size_t i = 0; !err && i < count; i++) {
            walk_entry(walk, &entries[i]);
        }
        arena_rewind(scratch, mark);
        from_s = walk->at.at_s > from_s ? walk->at.at_s : from_s + 1;
    }
    return err;
}

/* ERR_NOT_FOUND: no such entry; ERR_EXISTS: it was corrected already. */
static enum err find_corrected(struct txn *txn, struct staff_room *room,
                               const struct entry_form *form, struct book_ref *old)
{
    struct walk walk = {0};
    struct arena *scratch = &room->snapshot->scratch;

    memcpy(walk.id.b, form->corrected, sizeof walk.id.b);
    enum err err = walk_book(txn, book_code(form->book), scratch, &walk);
    err = err ? err : walk_book(txn, book_code(form->book), scratch, &walk);
    if (err) {
        return err;
    }
    *old = walk.found;
    if (walk.found.n == 0) {
        return ERR_NOT_FOUND;
    }
    return walk.corrected ? ERR_EXISTS : OK;
}

/* The book's copy, for staff who open the vault. */
static enum err entry_to_book(struct txn *txn, struct staff_room *room,
                              const struct book_fact *fact, struct upload_id id,
                              const struct book_ref *old)
{
    struct box_public vault;
    struct bytes object, sealed;
    struct book_ref ref;
    struct arena *secret = room->secret;
    size_t mark = arena_mark(secret);

    enum err err = vault_public(txn, &vault);
    if (!err) {
        err = record_encode(fact->kind, fact->record, secret, &object, NULL);
    }
    if (!err) {
        err = box_seal(&vault, object, secret, &sealed);
    }
    if (!err) {
        err =
            books_append(txn, kind_name(fact->kind), moment_of(room, fact), sealed, id, old, &ref);
    }
    wipe(secret->base + mark, secret->used - mark);
    arena_rewind(secret, mark);
    return err;
}

static enum err entry_put(struct txn *txn, struct staff_mode *mode, struct staff_room *room,
                          const struct book_fact *fact, const struct book_ref *old)
{
    struct shared_key content_key = {{0}};
    struct upload_id id;
    char act[64];

    enum err err = upload_append(txn, room->folder, fact->kind, fact->record, NULL, room->secret,
                                 &id, &content_key);
    wipe(&content_key, sizeof content_key);
    if (!err) {
        err = entry_to_book(txn, room, fact, id, old);
    }
    if (!err) {
        snprintf(act, sizeof act, "%s a %s", old ? "corrected" : "logged", kind_name(fact->kind));
        err = staff_audit(txn, mode, room, act);
    }
    return err ? err : upload_raise_floor(txn, &room->clock);
}

/* What is missing is named and opened; what the rules do not let through says why itself. */
static bool is_ready(struct staff_room *room, struct entry_form *form)
{
    struct arena *arena = &room->snapshot->page;
    int lacks = entry_form_lacks(form);

    form->asked = true;
    if (lacks < 0) {
        return true;
    }
    bool empty = entry_form_is_empty(&form->fields[lacks]);
    form->writing = lacks;
    room->model->message = word_fill(arena, empty ? TX_SAY_FILL : TX_SAY_FILL_RIGHT,
                                     word(form->fields[lacks].ask.label));
    return false;
}

static enum err save(struct staff_mode *mode, struct staff_room *room, struct entry_form *form,
                     const struct book_fact *fact)
{
    struct book_ref old = {.n = 0};
    struct txn *txn = NULL;

    enum err err = txn_begin_write(room->folder->device, &txn);
    if (!err && form->corrects) {
        err = find_corrected(txn, room, form, &old);
    }
    if (!err) {
        err = entry_put(txn, mode, room, fact, form->corrects ? &old : NULL);
    }
    if (err == ERR_EXISTS) {
        txn_abort(txn);
        staff_say(room, TX_SAY_CORRECTED_ALREADY);
        return err;
    }
    return staff_end(room, txn, err);
}

void staff_save_entry(struct staff_mode *mode, struct staff_room *room)
{
    struct model_staff *staff = &room->model->staff;
    enum book book = book_of_name(text_of(room->model->place.arg));
    struct complaint why = {0};

    staff->entry_saved = false;
    if (!staff->in || book == BOOKS || !staff->forms[book].open ||
        !is_ready(room, &staff->forms[book])) {
        return;
    }
    struct entry_form *form = &staff->forms[book];
    size_t mark = arena_mark(room->secret);
    struct book_fact fact = {.kind = book_look(book)->kind};
    void *record = arena_alloc(room->secret, kind_struct_size(fact.kind));
    if (!record) { /* what was read with the vault fills it: the list is read anew */
        staff_begin_list(room);
        mark = arena_mark(room->secret);
        record = arena_alloc(room->secret, kind_struct_size(fact.kind));
    }
    entry_form_record(form, room->model->offset_min, record);
    fact.record = record;
    if (book_check(&fact, room->model->offset_min, room->model->today, &why)) {
        room->model->message = arena_text(&room->snapshot->page, text_of(why.text));
    } else if (!save(mode, room, form, &fact)) {
        begin_form(mode, room, book);
        staff->entry_saved = true;
    }
    wipe(room->secret->base + mark, room->secret->used - mark);
    arena_rewind(room->secret, mark);
}

void staff_correct_entry(struct staff_mode *mode, struct staff_room *room)
{
    struct model_staff *staff = &room->model->staff;

    if (!staff->in || staff->entry < 0 || (size_t)staff->entry >= staff->entry_count) {
        return;
    }
    const struct model_entry *entry = &staff->entries[staff->entry];
    struct entry_form *form = &staff->forms[staff->entries_of];
    begin_form(mode, room, staff->entries_of);
    if (entry->record) {
        entry_form_fill(form, entry->record, room->model->offset_min);
    }
    entry_form_correct(form, entry->id, entry->at_s);
}

void staff_correct_not(struct staff_mode *mode, struct staff_room *room)
{
    enum book book = book_of_name(text_of(room->model->place.arg));

    if (room->model->staff.in && book != BOOKS) {
        begin_form(mode, room, book);
    }
}

/* ---- reading ---- */

/* What was opened before is wiped first, so the arena serves one list at a time. */
void staff_begin_list(struct staff_room *room)
{
    struct model_staff *staff = &room->model->staff;

    staff->entries = NULL;
    staff->letters = NULL;
    staff->entry_count = staff->letter_count = 0;
    staff->entry = -1;
    wipe(room->secret->base, room->secret->used);
    arena_reset(room->secret);
}

static const void *entry_open(const struct staff_mode *mode, struct staff_room *room,
                              enum kind kind, const struct book_entry *entry)
{
    struct bytes object;
    void *record = arena_alloc(room->secret, kind_struct_size(kind));

    if (!record || !mode->vault_open ||
        box_open(&mode->vault, entry->sealed, room->secret, &object) ||
        record_decode(kind, object, room->secret, record, NULL)) {
        return NULL;
    }
    return record;
}

static bool is_corrected(const struct book_entry *entries, size_t count, struct book_ref ref)
{
    for (size_t i = 0; i < count; i++) {
        if (entries[i].corrects.n == ref.n) {
            return true;
        }
    }
    return false;
}

/* Where a list must begin so that it holds no more than it can; the newest are wanted. */
static int64_t list_begins(struct txn *txn, const char *book, int64_t from_s, int64_t until_s)
{
    uint64_t count = 0;

    while (!books_count(txn, book, from_s, until_s, &count) && count > MODEL_ENTRIES_MAX) {
        from_s += (until_s - from_s + 1) / 2;
    }
    return from_s;
}

/* The entries of `from` up to the end of today, oldest first, in the snapshot's scratch. */
static size_t list_book(struct staff_room *room, enum book book, int32_t from,
                        struct book_entry *entries, int64_t *from_s)
{
    int64_t until_s = civil_midnight(room->model->today + 1, room->model->offset_min);
    struct txn *txn = NULL;
    size_t count = 0;

    *from_s = civil_midnight(from, room->model->offset_min);
    if (!room->folder->device || txn_begin_read(room->folder->device, &txn)) {
        return 0;
    }
    *from_s = list_begins(txn, book_code(book), *from_s, until_s);
    enum err err = books_list(txn, book_code(book), *from_s, until_s, &room->snapshot->scratch,
                              entries, MODEL_ENTRIES_MAX, &count);
    txn_abort(txn);
    if (err) {
        log_error("the book %s cannot be read: %s", book_code(book), err_name(err));
        return 0;
    }
    return count;
}

static void fill_entries(struct staff_mode *mode, struct staff_room *room, enum book book,
                         int32_t from)
{
    struct model_staff *staff = &room->model->staff;
    struct arena *scratch = &room->snapshot->scratch;
    size_t mark = arena_mark(scratch);
    struct book_entry *entries = ARENA_ARRAY(scratch, struct book_entry, MODEL_ENTRIES_MAX);
    int64_t from_s = 0;

    staff->entries_of = book;
    staff->entries = ARENA_ARRAY(room->secret, struct model_entry, MODEL_ENTRIES_MAX);
    size_t count = entries && staff->entries ? list_book(room, book, from, entries, &from_s) : 0;
    for (size_t i = 0; i < count; i++) {
        const struct book_entry *entry = &entries[count - 1 - i]; /* newest first */
        struct model_entry *out = &staff->entries[i];
        *out = (struct model_entry){
            .at_s = entry->ref.at_s,
            .corrects = entry->corrects.n > 0,
            .corrected = is_corrected(entries, count, entry->ref),
            .record = entry_open(mode, room, book_look(book)->kind, entry),
        };
        memcpy(out->id, entry->id.b, sizeof out->id);
    }
    staff->entry_count = count;
    staff->entries_from = civil_day_at(from_s, room->model->offset_min);
    arena_rewind(scratch, mark);
}

/* So many of the book's period count: what was corrected does not. */
static void count_book(struct staff_room *room, enum book book)
{
    struct arena *scratch = &room->snapshot->scratch;
    size_t mark = arena_mark(scratch), count = 0;
    struct book_entry *entries = ARENA_ARRAY(scratch, struct book_entry, MODEL_ENTRIES_MAX);
    int64_t from_s;
    int32_t from = book_period_begins(book, room->model->today);

    size_t all = entries ? list_book(room, book, from, entries, &from_s) : 0;
    for (size_t i = 0; i < all; i++) {
        count += is_corrected(entries, all, entries[i].ref) ? 0 : 1;
    }
    room->model->staff.books[book].count = (unsigned)count;
    arena_rewind(scratch, mark);
}

void staff_fill_book(struct staff_mode *mode, struct staff_room *room)
{
    struct model_staff *staff = &room->model->staff;
    struct text arg = text_of(room->model->place.arg), name = {0};
    bool named = text_split(&arg, '/', &name);
    enum book book = named ? book_of_name(name) : BOOKS;
    int entry = staff->entry;

    staff_begin_list(room);
    if (!staff->in || book == BOOKS) {
        return;
    }
    int32_t today = room->model->today;
    count_book(room, book);
    fill_entries(mode, room, book,
                 staff->earlier ? today - EARLIER_DAYS : book_period_begins(book, today));
    staff->entry = room->model->place.page == PAGE_STAFF_ENTRY ? entry : -1;
}

void staff_fill_books(struct staff_mode *mode, struct staff_room *room)
{
    if (!room->model->staff.in) {
        return;
    }
    for (int book = 0; book < BOOKS; book++) {
        count_book(room, (enum book)book);
    }
    staff_fill_letters(mode, room); /* how many wait; it begins the list anew */
    fill_entries(mode, room, BOOK_visit, room->model->today);
}
