/* snapshot_archive.c - disclosures beside each other: two periods' accounts, two boards, and the
 * volumes of the archive (G12). */
#include <stdlib.h>
#include <string.h>

#include "changes.h" /* rules */
#include "ledger.h"
#include "log.h"
#include "retention.h"
#include "snapshot_parts.h"

/* ---- accounts of one period ---- */

bool snapshot_disclosure(struct snapshot *snapshot, struct text key, struct arena *arena,
                         struct disclosure *record)
{
    struct shown shown;

    return !snapshot_record(snapshot, KIND_disclosure, key, arena, &shown) &&
           !disclosure_decode(shown.object, arena, record, NULL) &&
           snapshot_passes(snapshot, KIND_disclosure, record);
}

bool snapshot_accounts(struct snapshot *snapshot, struct text key, struct arena *arena,
                       struct disclosure *record)
{
    return snapshot_disclosure(snapshot, key, arena, record) && record->has_ledger;
}

/* "disclosure/2026-09/05/1" of "disclosure/2026-10/05/1"; empty: the key has another form. */
static struct text key_of_period(struct snapshot *snapshot, struct text key, struct period period)
{
    struct text rest = key, part[4];
    char name[PERIOD_BYTES];

    for (size_t i = 0; i < 4; i++) {
        if (!text_split(&rest, '/', &part[i])) {
            return (struct text){0};
        }
    }
    return arena_printf(&snapshot->page, "%.*s/%s/%.*s/%.*s", TEXT_ARG(part[0]),
                        period_format(period, name), TEXT_ARG(part[2]), TEXT_ARG(part[3]));
}

struct text snapshot_key_before(struct snapshot *snapshot, struct text key, struct period period)
{
    if (period.kind == PERIOD_NONE || (period.kind == PERIOD_TERM && period.number <= 1)) {
        return (struct text){0};
    }
    return key_of_period(snapshot, key, period_previous(period));
}

/* ---- compare ---- */

static void take_sums(const struct disclosure *now, const struct disclosure *before,
                      struct model_compare *compare)
{
    struct ledger_sums a = ledger_sum(now), b = ledger_sum(before);

    compare->opening = a.opening;
    compare->income = a.income;
    compare->spending = a.spending;
    compare->closing = a.closing;
    compare->opening_before = b.opening;
    compare->income_before = b.income;
    compare->spending_before = b.spending;
    compare->closing_before = b.closing;
    compare->carries = a.opening == b.closing;
}

static size_t category_row(struct snapshot *snapshot, struct model_compare *compare,
                           struct text name)
{
    for (size_t i = 0; i < compare->row_count; i++) {
        if (text_equal(compare->rows[i].category, name)) {
            return i;
        }
    }
    if (compare->row_count == MODEL_COMPARE_MAX) {
        return MODEL_COMPARE_MAX - 1; /* what is left over shares the last row */
    }
    compare->rows[compare->row_count].category = arena_text(&snapshot->page, name);
    return compare->row_count++;
}

static void take_categories(struct snapshot *snapshot, const struct disclosure *record, bool before,
                            struct model_compare *compare)
{
    struct ledger_category all[LEDGER_CATEGORIES_MAX];
    size_t count = ledger_categories(record, false, all, LEDGER_CATEGORIES_MAX);

    for (size_t i = 0; i < count; i++) {
        size_t at = category_row(snapshot, compare, all[i].name);
        int64_t *sum = before ? &compare->rows[at].before : &compare->rows[at].sum;
        *sum += all[i].sum;
    }
}

/* The months up to and with `period` that have accounts, without a gap, oldest first. */
static void take_course(struct snapshot *snapshot, struct model_compare *compare)
{
    struct period period = compare->period;
    size_t count = 0;

    while (period.kind == PERIOD_MONTH && count < MODEL_COURSE_MAX) {
        size_t mark = arena_mark(&snapshot->scratch);
        struct disclosure record;
        struct text key = key_of_period(snapshot, compare->key, period);
        bool there = snapshot_accounts(snapshot, key, &snapshot->scratch, &record);
        if (there) {
            struct ledger_sums sums = ledger_sum(&record);
            memmove(&compare->course[1], &compare->course[0], count * sizeof compare->course[0]);
            compare->course[0].period = period;
            compare->course[0].income = sums.income;
            compare->course[0].spending = sums.spending;
            count++;
        }
        arena_rewind(&snapshot->scratch, mark);
        if (!there) {
            break;
        }
        period = period_previous(period);
    }
    compare->course_count = count;
}

void load_compare(struct snapshot *snapshot, struct model *model)
{
    struct model_compare *compare = &model->compare;
    size_t mark = arena_mark(&snapshot->scratch);
    struct disclosure now, before;

    *compare = (struct model_compare){0};
    load_item(snapshot, model);
    const struct model_item *item = &model->item;
    compare->key = item->key;
    compare->period = item->row.period;
    if (item->state != ITEM_SHOWN || item->before_key.size == 0) {
        return;
    }
    if (snapshot_accounts(snapshot, item->key, &snapshot->scratch, &now) &&
        snapshot_accounts(snapshot, item->before_key, &snapshot->scratch, &before)) {
        compare->before_key = item->before_key;
        compare->before = period_previous(compare->period);
        take_sums(&now, &before, compare);
        take_categories(snapshot, &now, false, compare);
        take_categories(snapshot, &before, true, compare);
        take_course(snapshot, compare);
    }
    arena_rewind(&snapshot->scratch, mark);
}

/* ---- what changed between two boards ---- */

/* The version that `now` corrects, where this kiosk still holds it and it may be shown. */
static bool corrected_version(struct snapshot *snapshot, struct text key,
                              const struct disclosure *now, struct disclosure *older)
{
    struct arena *scratch = &snapshot->scratch;
    struct entry entry;
    struct bytes object;

    if (snapshot_entry(snapshot, key, 0, scratch, &entry, NULL)) {
        return false;
    }
    for (uint64_t version = entry.version; version > 1; version--) {
        if (!snapshot_entry(snapshot, key, version - 1, scratch, &entry, NULL) &&
            entry.kind == KIND_disclosure && hash_equal(&entry.hash, &now->corrects)) {
            return !snapshot_object(snapshot, &entry, scratch, &object, NULL) &&
                   !disclosure_decode(object, scratch, older, NULL) &&
                   snapshot_passes(snapshot, KIND_disclosure, older);
        }
    }
    return false;
}

/* What last month told of the same item: the period before, or the version corrected since. */
static bool told_before(struct snapshot *snapshot, const struct board_change *change,
                        const struct disclosure *now, struct disclosure *before)
{
    if (change->kind == CHANGE_CORRECTED) {
        return corrected_version(snapshot, change->now->key, now, before);
    }
    return change->before &&
           snapshot_disclosure(snapshot, change->before->key, &snapshot->scratch, before);
}

/* Line by line, where both sides may be shown. */
static void take_lines(struct snapshot *snapshot, const struct board_change *change,
                       struct model_change *model)
{
    size_t mark = arena_mark(&snapshot->scratch);
    struct disclosure now, before;
    struct changes changes;

    if (change->now && snapshot_disclosure(snapshot, change->now->key, &snapshot->scratch, &now) &&
        told_before(snapshot, change, &now, &before) &&
        !changes_between(&before, &now, &snapshot->scratch, &changes)) {
        model->has_sums = now.has_ledger && before.has_ledger;
        model->spending = changes.now.spending;
        model->spending_before = changes.before.spending;
        model->added = changes.added;
        model->removed = changes.removed;
        model->altered = changes.altered;
    }
    arena_rewind(&snapshot->scratch, mark);
}

void load_changes(struct snapshot *snapshot, struct model *model)
{
    struct model_changes *changes = &model->changes;
    struct board_change all[ITEM_COUNT];

    *changes = (struct model_changes){0};
    load_board(snapshot, model);
    const struct model_board *board = &model->board;
    struct period month = {PERIOD_MONTH, board->year, board->month};
    if (board->month == 0 || !calendar_has_board(&snapshot->calendar, period_previous(month))) {
        return;
    }
    changes->year = board->year;
    changes->month = board->month;
    board_changes(&snapshot->board,
                  (struct board_moment){.now_s = model->now_s, .doubtful = model->doubtful},
                  board->is_current ? (struct period){0} : month, all);
    for (size_t i = 0; i < ITEM_COUNT; i++) {
        struct model_change *change = &changes->items[changes->count++];
        change->row = board->rows[i]; /* its record is checked */
        change->kind = all[i].kind;
        if (change->row.record) {
            change->key = change->row.record->key;
        }
        if (change->kind != CHANGE_NONE) {
            take_lines(snapshot, &all[i], change);
        }
    }
}

/* ---- the archive ---- */

/* One published disclosure in its volume. */
struct filed {
    size_t fact;
    int volume;
    int32_t day;
    int64_t opens_s;
};

static int in_order(const void *a, const void *b)
{
    const struct filed *x = a, *y = b;

    if (x->volume != y->volume) {
        return x->volume < y->volume ? -1 : 1;
    }
    if (x->opens_s != y->opens_s) {
        return x->opens_s < y->opens_s ? -1 : 1;
    }
    return x->fact < y->fact ? -1 : 1;
}

static size_t file_all(struct snapshot *snapshot, struct filed *filed)
{
    int offset_min = snapshot_offset_min(snapshot);
    size_t count = 0;

    for (size_t i = 0; i < snapshot->fact_count; i++) {
        const struct published *fact = &snapshot->facts[i];
        if (fact->kind != PUBLISHED_DISCLOSURE || !published_is_open(fact, snapshot->now_s)) {
            continue;
        }
        int64_t opens_s = fact->first_opens_at_s ? fact->first_opens_at_s : fact->opens_at_s;
        int32_t day = civil_day_at(opens_s, offset_min);
        filed[count++] =
            (struct filed){i, archive_year(&snapshot->calendar, fact->period, day), day, opens_s};
    }
    qsort(filed, count, sizeof *filed, in_order);
    return count;
}

static void list_years(const struct filed *filed, size_t count, struct model_archive *archive)
{
    for (size_t i = count; i-- > 0;) { /* newest first */
        size_t last = archive->year_count;
        if (last > 0 && archive->years[last - 1].year == filed[i].volume) {
            archive->years[last - 1].count++;
        } else if (last < MODEL_VOLUME_YEARS_MAX) {
            archive->years[last].year = filed[i].volume;
            archive->years[archive->year_count++].count = 1;
        }
    }
}

static void list_volume_months(const struct filed *filed, size_t count,
                               struct model_archive *archive)
{
    enum { MONTHS_MAX = sizeof archive->months / sizeof archive->months[0] };

    for (size_t i = 0; i < count; i++) {
        struct civil_date date = civil_date_of(filed[i].day);
        size_t last = archive->month_count;
        if (filed[i].volume != archive->year) {
            continue;
        }
        if (last > 0 && archive->months[last - 1].year == date.year &&
            archive->months[last - 1].month == date.month) {
            archive->months[last - 1].count++;
        } else if (last < MONTHS_MAX) {
            archive->months[last].year = date.year;
            archive->months[last].month = date.month;
            archive->months[archive->month_count++].count = 1;
        }
    }
}

/* "2026" or "2026/2026-11"; what is not there is the newest. */
static void choose_year(const struct model *model, struct model_archive *archive)
{
    struct text rest = text_of(model->place.arg), year;
    uint64_t asked = 0;

    archive->year = archive->year_count > 0 ? archive->years[0].year : 0;
    if (text_split(&rest, '/', &year) && !text_parse_uint(year, CIVIL_YEAR_MAX, &asked)) {
        for (size_t i = 0; i < archive->year_count; i++) {
            archive->year = archive->years[i].year == (int)asked ? (int)asked : archive->year;
        }
    }
}

static void choose_month(const struct model *model, struct model_archive *archive)
{
    struct text rest = text_of(model->place.arg), year;
    struct period month = {.kind = PERIOD_NONE};

    if (archive->month_count == 0) {
        return;
    }
    size_t at = archive->month_count - 1;
    if (text_split(&rest, '/', &year) && !period_parse(rest, &month)) {
        for (size_t i = 0; i < archive->month_count; i++) {
            bool it =
                archive->months[i].year == month.year && archive->months[i].month == month.number;
            at = it ? i : at;
        }
    }
    archive->month_year = archive->months[at].year;
    archive->month = archive->months[at].month;
}

static void list_items(struct snapshot *snapshot, struct model *model, const struct filed *filed,
                       size_t count)
{
    struct model_archive *archive = &model->archive;

    archive->items = ARENA_ARRAY(&snapshot->page, struct model_volume_item, MODEL_VOLUME_ITEMS_MAX);
    for (size_t i = 0; i < count && archive->items; i++) {
        const struct published *fact = &snapshot->facts[filed[i].fact];
        struct civil_date date = civil_date_of(filed[i].day);
        if (filed[i].volume != archive->year || date.year != archive->month_year ||
            date.month != archive->month) {
            continue;
        }
        if (archive->item_count == MODEL_VOLUME_ITEMS_MAX) {
            archive->more = true;
            return;
        }
        struct model_volume_item *item = &archive->items[archive->item_count];
        item->row = snapshot_row(snapshot, model, fact);
        if (item->row.state != BOARD_PUBLISHED) { /* its signatures do not hold */
            continue;
        }
        item->key = fact->key;
        item->title = snapshot_gate(snapshot, fact->title) ? fact->title : (struct text){0};
        archive->item_count++;
    }
}

void load_archive(struct snapshot *snapshot, struct model *model)
{
    struct model_archive *archive = &model->archive;
    size_t mark = arena_mark(&snapshot->scratch);

    *archive = (struct model_archive){0};
    if (!snapshot->has_policy) {
        return;
    }
    snapshot_facts(snapshot);
    struct filed *filed = ARENA_ARRAY(&snapshot->scratch, struct filed, SNAPSHOT_FACTS_MAX);
    if (filed) {
        size_t count = file_all(snapshot, filed);
        list_years(filed, count, archive);
        choose_year(model, archive);
        archive->keep_until = archive_keep_until(&snapshot->calendar, archive->year);
        list_volume_months(filed, count, archive);
        choose_month(model, archive);
        list_items(snapshot, model, filed, count);
    }
    arena_rewind(&snapshot->scratch, mark);
}
