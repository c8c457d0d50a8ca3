/* snapshot_facts.c - what the view says of disclosures, as the rules want it, and the month's
 * board.
 *
 * Reading every record of six years with its signatures would make the first picture wait, so facts
 * are read with their hashes only, and a signature is checked before what it covers can be seen:
 * the record of each row. A record that fails is told as one that lacks its signature, without
 * title. */
#include <string.h>

#include "log.h"
#include "snapshot_parts.h"

enum { OLDER_TRIES = 8 };

static void note_fact_changes(struct snapshot *snapshot)
{
    for (size_t i = 0; i < snapshot->fact_count; i++) {
        int64_t opens_s = snapshot->facts[i].opens_at_s;
        if (opens_s > snapshot->now_s && opens_s < snapshot->changes_s) {
            snapshot->changes_s = opens_s;
        }
    }
}

/* disclosure/<period>/<NN>/<n>, also behind "announce/". */
static bool key_parse(struct text key, struct published *fact)
{
    struct text rest = key, part[5];
    size_t count = 0;
    uint64_t item, number;

    if (text_starts(rest, "announce/")) {
        rest = text_slice(rest, strlen("announce/"), rest.size);
    }
    fact->key = rest;
    while (count < 5 && text_split(&rest, '/', &part[count])) {
        count++;
    }
    if (count != 4 || !text_is(part[0], "disclosure") || period_parse(part[1], &fact->period) ||
        text_parse_uint(part[2], ITEM_ASSIST, &item) || text_parse_uint(part[3], 99, &number) ||
        item == 0) {
        return false;
    }
    fact->item = (unsigned)item;
    fact->part = (unsigned)number;
    return true;
}

static int64_t signed_at(const struct entry *entry)
{
    int64_t at_s = 0;
    for (size_t i = 0; i < entry->signature_count; i++) {
        int64_t signed_s = entry->signatures[i].signed_s;
        at_s = signed_s > at_s ? signed_s : at_s;
    }
    return at_s;
}

static void fact_distrust(struct published *fact)
{
    fact->kind = PUBLISHED_ANNOUNCE;
    fact->title = (struct text){0};
    fact->reason = (struct text){0};
    fact->opens_at_s = fact->first_opens_at_s = 0;
    fact->nil = fact->corrected = false;
    fact->until = 0;
}

static void fact_of_disclosure(struct snapshot *snapshot, const struct entry *entry,
                               const struct disclosure *record, struct published *fact)
{
    fact->kind = PUBLISHED_DISCLOSURE;
    fact->title = arena_text(&snapshot->base, record->title);
    fact->opens_at_s = entry->opens_s;
    fact->nil = record->nil;
    fact->corrected = record->corrected_on != 0;
    fact->until = record->until;
    if (record->first_opened) {
        fact->first_opens_at_s =
            civil_midnight(record->first_opened, snapshot->calendar.offset_min);
    }
}

static enum err fact_decode(struct snapshot *snapshot, const struct entry *entry,
                            struct bytes object, struct published *fact)
{
    struct arena *scratch = &snapshot->scratch;
    struct disclosure disclosure;
    struct announce announce;
    struct withdraw withdraw;
    enum err err = ERR_MISMATCH;

    if (entry->kind == KIND_disclosure) {
        err = disclosure_decode(object, scratch, &disclosure, NULL);
        if (!err) {
            fact_of_disclosure(snapshot, entry, &disclosure, fact);
        }
    } else if (entry->kind == KIND_withdraw) {
        err = withdraw_decode(object, scratch, &withdraw, NULL);
        if (!err) {
            fact->kind = PUBLISHED_WITHDRAW;
            fact->title = arena_text(&snapshot->base, withdraw.title);
            fact->reason = arena_text(&snapshot->base, withdraw.reason);
        }
    } else if (entry->kind == KIND_announce) {
        err = announce_decode(object, scratch, &announce, NULL);
        if (!err) {
            fact->kind = PUBLISHED_ANNOUNCE;
            fact->title = arena_text(&snapshot->base, announce.title);
        }
    }
    return err;
}

/* One fact from one entry as stored; the signatures wait. */
static void add_fact(struct snapshot *snapshot, struct text key, struct bytes entry_bytes)
{
    struct arena *scratch = &snapshot->scratch;
    struct published *fact = &snapshot->facts[snapshot->fact_count];
    struct fact_check *check = &snapshot->checks[snapshot->fact_count];
    size_t mark = arena_mark(scratch);
    struct entry entry = {0};
    struct bytes object;

    *fact = (struct published){0};
    *check = (struct fact_check){0};
    if (snapshot->fact_count == SNAPSHOT_FACTS_MAX - 1 ||
        !key_parse(arena_text(&snapshot->base, key), fact)) {
        return;
    }
    enum err err = entry_decode(entry_bytes, &entry);
    if (!err) {
        err = snapshot_object(snapshot, &entry, scratch, &object, NULL);
    }
    if (!err) {
        err = fact_decode(snapshot, &entry, object, fact);
    }
    fact->signed_s = signed_at(&entry);
    check->version = entry.version;
    if (err) {
        log_warn("%.*s cannot be shown (%s)", TEXT_ARG(key), err_name(err));
        fact_distrust(fact);
        check->state = FACT_BAD;
    }
    arena_rewind(scratch, mark);
    snapshot->fact_count++;
}

/* The newest earlier version under a key; its bytes in `scratch`. */
static enum err older_entry(struct snapshot *snapshot, struct text key, uint64_t version,
                            struct bytes *bytes)
{
    enum err err = ERR_NOT_FOUND;
    for (unsigned i = 1; i <= OLDER_TRIES && version > i && err == ERR_NOT_FOUND; i++) {
        err = content_entry_version(snapshot->folder->content, key, version - i, &snapshot->scratch,
                                    bytes);
    }
    return err;
}

/* A new version that is not open yet: the one before goes on being shown. A correction: the moment
 * the first version opened says whether it was late. */
static void add_history(struct snapshot *snapshot, struct text key, size_t index)
{
    struct published *fact = &snapshot->facts[index];
    uint64_t version = snapshot->checks[index].version;
    struct bytes bytes;
    struct entry entry;

    if (fact->kind != PUBLISHED_DISCLOSURE || version < 2) {
        return;
    }
    if (fact->opens_at_s > snapshot->now_s && !older_entry(snapshot, key, version, &bytes)) {
        add_fact(snapshot, key, bytes);
    }
    if (fact->corrected && !snapshot_entry(snapshot, key, 1, &snapshot->scratch, &entry, NULL)) {
        fact->first_opens_at_s = entry.opens_s;
    }
}

static void read_facts(struct snapshot *snapshot, const char *prefix)
{
    struct data_folder *folder = snapshot->folder;
    struct arena *scratch = &snapshot->scratch;
    size_t mark = arena_mark(scratch), count = 0;
    struct content_item *items = ARENA_ARRAY(scratch, struct content_item, SNAPSHOT_FACTS_MAX);

    if (!items || content_list(folder->content, text_of(prefix), true, scratch, items,
                               SNAPSHOT_FACTS_MAX, &count)) {
        count = 0;
    }
    for (size_t i = 0; i < count && snapshot->fact_count < SNAPSHOT_FACTS_MAX - 1; i++) {
        size_t index = snapshot->fact_count;
        add_fact(snapshot, items[i].key, items[i].entry);
        if (snapshot->fact_count > index) {
            add_history(snapshot, items[i].key, index);
        }
    }
    arena_rewind(scratch, mark);
}

void snapshot_facts(struct snapshot *snapshot)
{
    if (!snapshot->facts_ready) {
        snapshot->facts = ARENA_ARRAY(&snapshot->base, struct published, SNAPSHOT_FACTS_MAX);
        snapshot->checks = ARENA_ARRAY(&snapshot->base, struct fact_check, SNAPSHOT_FACTS_MAX);
        snapshot->fact_count = 0;
        snapshot->facts_ready = true;
        if (snapshot->checks && snapshot->folder->content && snapshot->folder->enrolled) {
            read_facts(snapshot, "disclosure/");
            read_facts(snapshot, "announce/");
        }
        if (board_init(&snapshot->base, &snapshot->calendar, snapshot->facts, snapshot->fact_count,
                       &snapshot->board)) {
            snapshot->fact_count = 0; /* no room to sort them: as if nothing were there */
            snapshot->board = (struct board){.calendar = &snapshot->calendar};
        }
    }
    note_fact_changes(snapshot);
}

/* ---- signatures of what is about to be seen ---- */

static bool stored_key(const struct published *fact, bool announced,
                       char to[RECORD_KEY_BYTES_MAX + 1])
{
    static const char prefix[] = "announce/";
    size_t lead = announced ? strlen(prefix) : 0;

    if (lead + fact->key.size > RECORD_KEY_BYTES_MAX) {
        return false;
    }
    memcpy(to, prefix, lead);
    memcpy(to + lead, fact->key.data, fact->key.size);
    to[lead + fact->key.size] = 0;
    return true;
}

static bool fact_is_signed(struct snapshot *snapshot, const struct published *fact,
                           uint64_t version)
{
    char key[RECORD_KEY_BYTES_MAX + 1];
    struct arena *scratch = &snapshot->scratch;
    size_t mark = arena_mark(scratch);
    struct entry entry;
    enum err err = ERR_NOT_FOUND;

    if (stored_key(fact, fact->kind == PUBLISHED_ANNOUNCE, key)) {
        err = snapshot_entry(snapshot, text_of(key), 0, scratch, &entry, NULL);
        if (!err && entry.version != version) {
            err = snapshot_entry(snapshot, text_of(key), version, scratch, &entry, NULL);
        }
    }
    arena_rewind(scratch, mark);
    if (err) {
        log_warn("%.*s is not signed as it must be (%s)", TEXT_ARG(fact->key), err_name(err));
    }
    return !err;
}

/* False: the record behind the row cannot be believed, so ask the rules again. */
static bool row_is_good(struct snapshot *snapshot, const struct board_row *row)
{
    if (!row->record) {
        return true;
    }
    size_t index = (size_t)(row->record - snapshot->facts);
    struct fact_check *check = &snapshot->checks[index];
    if (check->state != FACT_UNCHECKED) {
        return true;
    }
    if (fact_is_signed(snapshot, row->record, check->version)) {
        check->state = FACT_GOOD;
        return true;
    }
    check->state = FACT_BAD;
    fact_distrust(&snapshot->facts[index]);
    return false;
}

static struct board_moment moment_of(const struct model *model)
{
    return (struct board_moment){.now_s = model->now_s, .doubtful = model->doubtful};
}

void snapshot_rows(struct snapshot *snapshot, const struct model *model, struct period month,
                   struct board_row rows[ITEM_COUNT])
{
    bool good;
    do {
        good = true;
        board_rows(&snapshot->board, moment_of(model), month, rows);
        for (size_t i = 0; i < ITEM_COUNT; i++) {
            good = row_is_good(snapshot, &rows[i]) && good;
        }
    } while (!good); /* each turn marks a fact as bad for good */
}

struct board_row snapshot_row(struct snapshot *snapshot, const struct model *model,
                              const struct published *record)
{
    struct board_row row;
    do {
        row = board_row_of(&snapshot->board, moment_of(model), record);
    } while (!row_is_good(snapshot, &row));
    return row;
}

/* ---- the board ---- */

/* Also an announcement's title is read by everybody. */
static struct text fit_title(const struct snapshot *snapshot, const struct published *record)
{
    return record && snapshot_gate(snapshot, record->title) ? record->title : (struct text){0};
}

static void list_months(struct snapshot *snapshot, int32_t today, struct model_board *board)
{
    struct period month = calendar_board_month(&snapshot->calendar, today);

    board->month_count = 0;
    while (board->month_count < MODEL_MONTHS_MAX &&
           calendar_has_board(&snapshot->calendar, month)) {
        board->months[board->month_count].year = month.year;
        board->months[board->month_count].month = month.number;
        board->month_count++;
        month = period_previous(month);
    }
}

/* G13: the newest record of item 11 and of item 12, checked. */
static void list_others(struct snapshot *snapshot, struct model *model, struct period month)
{
    struct board_row rows[OTHER_COUNT];
    bool good;

    do {
        good = true;
        board_other_rows(&snapshot->board, moment_of(model), month, rows);
        for (size_t i = 0; i < OTHER_COUNT; i++) {
            good = row_is_good(snapshot, &rows[i]) && good;
        }
    } while (!good);
    for (size_t i = 0; i < OTHER_COUNT; i++) {
        if (!rows[i].record || rows[i].state == BOARD_NOT_DUE) {
            continue;
        }
        model->board.others[i] = rows[i];
        model->board.other_titles[i] = fit_title(snapshot, rows[i].record);
    }
}

/* How the parts of item 10 stand, one by one. */
static struct board_counts count_ten(struct snapshot *snapshot, const struct model *model,
                                     struct period month)
{
    struct board_row rows[ITEM_COUNT] = {{0}};
    size_t count =
        board_parts(&snapshot->board, moment_of(model), month, ITEM_COUNT, rows, ITEM_COUNT);

    for (size_t i = count; i < ITEM_COUNT;
         i++) { /* board_count() takes ten: the rest say nothing */
        rows[i].state = BOARD_NOT_DUE;
    }
    return board_count(rows);
}

void load_board(struct snapshot *snapshot, struct model *model)
{
    struct model_board *board = &model->board;
    struct period asked = {.kind = PERIOD_NONE};

    *board = (struct model_board){0};
    if (!snapshot->has_policy) {
        return;
    }
    snapshot_facts(snapshot);
    struct period current = calendar_board_month(&snapshot->calendar, model->today);
    bool dated = model->place.page == PAGE_BOARD || model->place.page == PAGE_CHANGES;
    if (dated && model->place.arg[0] && !period_parse(text_of(model->place.arg), &asked) &&
        asked.kind != PERIOD_MONTH) {
        asked = (struct period){.kind = PERIOD_NONE};
    }
    if (asked.kind == PERIOD_NONE || period_compare(&snapshot->calendar, asked, current) >= 0) {
        asked = current;
    }
    board->year = asked.year;
    board->month = asked.number;
    board->is_current = period_equal(asked, current);
    snapshot_rows(snapshot, model, board->is_current ? (struct period){0} : asked, board->rows);
    for (size_t i = 0; i < ITEM_COUNT; i++) {
        board->titles[i] = fit_title(snapshot, board->rows[i].record);
    }
    board->counts = board_count(board->rows);
    board->ten = count_ten(snapshot, model, board->is_current ? (struct period){0} : asked);
    list_others(snapshot, model, board->is_current ? (struct period){0} : asked);
    if (model->place.page == PAGE_BOARD) {
        load_issue(snapshot, model);
    }
    board->next_day = calendar_next_disclosure_day(&snapshot->calendar, model->today);
    board->days_left = (int)(board->next_day - model->today);
    if (calendar_is_disclosure_day(&snapshot->calendar, model->today)) {
        board->next_day = model->today;
        board->days_left = 0;
    }
    list_months(snapshot, model->today, board);
}

void load_readiness(struct snapshot *snapshot, struct model *model)
{
    model->staff.readiness = (struct readiness){0};
    if (!snapshot->has_policy) {
        return;
    }
    snapshot_facts(snapshot);
    board_readiness(&snapshot->board, model->today, &model->staff.readiness);
}
