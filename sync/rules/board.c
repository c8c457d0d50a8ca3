/* board.c - see board.h. */
#include "board.h"

#include <assert.h>
#include <string.h>

#include "retention.h"

const char *board_state_id(enum board_state state)
{
    static const char *const ids[] = {
        [BOARD_NOT_DUE] = "not_due", [BOARD_PUBLISHED] = "published",
        [BOARD_PENDING] = "pending", [BOARD_UNSIGNED] = "unsigned",
        [BOARD_OVERDUE] = "overdue", [BOARD_WITHDRAWN] = "withdrawn",
    };
    return ids[state];
}

static unsigned part_of(const struct published *fact)
{
    return fact->part ? fact->part : 1;
}

bool published_is_open(const struct published *published, int64_t now_s)
{
    return published->kind == PUBLISHED_DISCLOSURE && published->opens_at_s <= now_s;
}

/* ---- the facts in order ---- */

/* Of items with a period of their own: by period, then part. Of item 10, whose parts have one each,
 * by part, then due day. */
struct board_slot {
    uint64_t key;
    uint32_t at; /* in board->facts */
};

/* Slots from .. to. */
struct span {
    size_t from, to;
};

enum { PART_BITS = 8, PERIOD_BITS = 24, DUE_BITS = 24, NUMBER_BITS = 7, YEAR_BITS = 12 };
#define DUE_OFFSET (INT32_C(1) << (DUE_BITS - 1)) /* days before 1970 are negative */

static bool item_has_parts(const struct calendar *calendar, unsigned item)
{
    return item == ITEM_COUNT && calendar->item[item] == PERIOD_NONE;
}

static uint64_t period_code(struct period period)
{
    return ((uint64_t)period.kind << (YEAR_BITS + NUMBER_BITS)) |
           ((uint64_t)period.year << NUMBER_BITS) | (uint64_t)period.number;
}

static uint64_t key_of_period(struct period period, unsigned part)
{
    return (period_code(period) << PART_BITS) | part;
}

static uint64_t key_of_part(unsigned part, int32_t due_day, struct period period)
{
    return ((uint64_t)part << (DUE_BITS + PERIOD_BITS)) |
           ((uint64_t)(due_day + DUE_OFFSET) << PERIOD_BITS) | period_code(period);
}

static uint64_t key_of(const struct calendar *calendar, const struct published *fact)
{
    return item_has_parts(calendar, fact->item)
               ? key_of_part(part_of(fact), calendar_due_day(calendar, fact->item, fact->period),
                             fact->period)
               : key_of_period(fact->period, part_of(fact));
}

static bool belongs(const struct published *fact)
{
    return fact->item >= 1 && fact->item <= ITEM_ASSIST && part_of(fact) <= ITEM_PARTS_MAX;
}

/* Merges the sorted runs from .. middle and middle .. to; equal keys keep their order. */
static void merge(const struct board_slot *slots, size_t from, size_t middle, size_t to,
                  struct board_slot *out)
{
    size_t a = from, b = middle;
    for (size_t i = from; i < to; i++) {
        bool left = a < middle && (b == to || slots[a].key <= slots[b].key);
        out[i] = left ? slots[a++] : slots[b++];
    }
}

static bool is_sorted(const struct board_slot *slots, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (slots[i - 1].key > slots[i].key) {
            return false;
        }
    }
    return true;
}

/* The store hands most items over in order already. */
static void sort_slots(struct board_slot *slots, size_t count, struct board_slot *spare)
{
    for (size_t width = 1; width < count && !is_sorted(slots, count); width *= 2) {
        for (size_t from = 0; from < count; from += 2 * width) {
            size_t middle = from + width < count ? from + width : count;
            size_t to = middle + width < count ? middle + width : count;
            merge(slots, from, middle, to, spare);
        }
        memcpy(slots, spare, count * sizeof(*slots));
    }
}

enum err board_init(struct arena *arena, const struct calendar *calendar,
                    const struct published *facts, size_t count, struct board *board)
{
    struct board made = {.calendar = calendar, .facts = facts, .count = count};
    struct board_slot *slots = ARENA_ARRAY(arena, struct board_slot, count);
    size_t mark = arena_mark(arena);
    struct board_slot *spare = ARENA_ARRAY(arena, struct board_slot, count);
    if (!slots || !spare || count > UINT32_MAX) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        if (belongs(&facts[i])) {
            made.from[facts[i].item + 1]++;
        }
    }
    size_t next[ITEM_ASSIST + 2];
    for (unsigned item = 1; item <= ITEM_ASSIST; item++) {
        made.from[item + 1] += made.from[item];
        next[item] = made.from[item];
    }
    for (size_t i = 0; i < count; i++) {
        if (belongs(&facts[i])) {
            slots[next[facts[i].item]++] =
                (struct board_slot){.key = key_of(calendar, &facts[i]), .at = (uint32_t)i};
        }
    }
    for (unsigned item = 1; item <= ITEM_ASSIST; item++) {
        size_t from = made.from[item];
        sort_slots(slots + from, made.from[item + 1] - from, spare);
    }
    arena_rewind(arena, mark);
    made.slots = slots;
    *board = made;
    return OK;
}

static const struct published *fact_at(const struct board *board, size_t slot)
{
    return &board->facts[board->slots[slot].at];
}

static struct span item_span(const struct board *board, unsigned item)
{
    return (struct span){board->from[item], board->from[item + 1]};
}

/* The first slot of the span whose key is not below `key`. */
static size_t lower_bound(const struct board *board, struct span span, uint64_t key)
{
    while (span.from < span.to) {
        size_t middle = span.from + (span.to - span.from) / 2;
        if (board->slots[middle].key < key) {
            span.from = middle + 1;
        } else {
            span.to = middle;
        }
    }
    return span.from;
}

static struct span slots_between(const struct board *board, unsigned item, uint64_t first,
                                 uint64_t last)
{
    struct span span = item_span(board, item);
    span.from = lower_bound(board, span, first);
    span.to = lower_bound(board, span, last + 1);
    return span;
}

/* All parts of a period; not for the parts of item 10. */
static struct span slots_of_period(const struct board *board, unsigned item, struct period period)
{
    return slots_between(board, item, key_of_period(period, 0),
                         key_of_period(period, (1U << PART_BITS) - 1));
}

static struct span slots_of(const struct board *board, unsigned item, unsigned part,
                            struct period period)
{
    uint64_t key = item_has_parts(board->calendar, item)
                       ? key_of_part(part, calendar_due_day(board->calendar, item, period), period)
                       : key_of_period(period, part);
    return slots_between(board, item, key, key);
}

/* The first slot of another part. */
static size_t skip_part(const struct board *board, struct span span, size_t slot)
{
    unsigned part = part_of(fact_at(board, slot));
    while (slot < span.to && part_of(fact_at(board, slot)) == part) {
        slot++;
    }
    return slot;
}

/* ---- one evaluation ---- */

struct question {
    const struct board *board;
    struct board_moment moment;
    int32_t today;
    int32_t last_day;  /* the last disclosure day: what opened since is new */
    int32_t reference; /* periods that had come due by this day are told */
};

static struct question question_of(const struct board *board, struct board_moment moment,
                                   struct period month)
{
    const struct calendar *calendar = board->calendar;
    int32_t today = civil_day_at(moment.now_s, calendar->offset_min);
    int32_t reference = today;
    if (month.kind == PERIOD_MONTH) {
        int32_t that_10th = calendar_disclosure_day(calendar, period_begins(calendar, month));
        reference = that_10th < today ? that_10th : today;
    }
    return (struct question){board, moment, today, calendar_last_disclosure_day(calendar, today),
                             reference};
}

/* ---- one part of one item for one period ---- */

/* The records that speak of it. */
struct findings {
    const struct published *open, *closed, *withdraw, *announce;
    bool any;
};

static void find(const struct question *q, const struct published *fact, struct findings *found)
{
    found->any = true;
    if (fact->kind == PUBLISHED_ANNOUNCE) {
        found->announce = fact;
    } else if (fact->kind == PUBLISHED_WITHDRAW) {
        found->withdraw = fact;
    } else if (!published_is_open(fact, q->moment.now_s)) {
        found->closed = fact; /* under embargo: there, but not for residents yet */
    } else if (!found->open || fact->opens_at_s > found->open->opens_at_s) {
        found->open = fact;
    }
}

static struct findings find_part(const struct question *q, unsigned item, unsigned part,
                                 struct period period)
{
    struct findings found = {0};
    struct span span = slots_of(q->board, item, part, period);
    for (size_t i = span.from; i < span.to; i++) {
        find(q, fact_at(q->board, i), &found);
    }
    /* A new version may wait for its signature after the old one was withdrawn; the later act
     * counts. */
    if (found.announce && found.withdraw) {
        if (found.withdraw->signed_s > found.announce->signed_s) {
            found.announce = NULL;
        } else {
            found.withdraw = NULL;
        }
    }
    return found;
}

static unsigned days_past(int32_t day, int32_t due_day)
{
    return due_day != 0 && day > due_day ? (unsigned)(day - due_day) : 0;
}

static void row_publish(const struct question *q, const struct published *record,
                        struct board_row *row)
{
    int offset = q->board->calendar->offset_min;
    int64_t first_s = record->first_opens_at_s ? record->first_opens_at_s : record->opens_at_s;
    int32_t opened = civil_day_at(record->opens_at_s, offset);

    row->state = BOARD_PUBLISHED;
    row->record = record;
    row->published_day = civil_day_at(first_s, offset);
    row->late_days = days_past(row->published_day, row->due_day);
    row->archive_year = archive_year(q->board->calendar, row->period, row->published_day);
    row->nil = record->nil;
    row->corrected = record->corrected;
    row->expired = record->until != 0 && q->today > record->until;
    row->is_new = opened >= q->last_day;
}

/* `due_day` 0: no clock runs. */
static struct board_row judge_part(const struct question *q, unsigned item, unsigned part,
                                   struct period period, int32_t due_day)
{
    struct findings found = find_part(q, item, part, period);
    struct board_row row = {.item = item,
                            .part = part,
                            .period = period,
                            .due_day = due_day,
                            .parts = found.any ? 1 : 0};
    if (found.open) {
        row_publish(q, found.open, &row);
        return row;
    }
    row.overdue_days = q->moment.doubtful ? 0 : days_past(q->today, due_day);
    if (found.announce && !found.closed) {
        row.state = BOARD_UNSIGNED;
        row.record = found.announce;
    } else if (found.withdraw && !found.closed) {
        row.state = BOARD_WITHDRAWN;
        row.record = found.withdraw;
    } else {
        row.state = row.overdue_days ? BOARD_OVERDUE : BOARD_PENDING;
    }
    return row;
}

/* ---- the parts of item 10 ---- */

/* What a part's own records say is its latest period: those of which the policy says nothing. No
 * further one is expected. */
static bool latest_of_records(const struct question *q, unsigned part, struct period *period,
                              int32_t *due_day)
{
    const struct calendar *calendar = q->board->calendar;
    const struct period none = {0};
    struct span span = slots_between(q->board, ITEM_COUNT, key_of_part(part, -DUE_OFFSET, none),
                                     key_of_part(part + 1, -DUE_OFFSET, none) - 1);
    size_t after = lower_bound(q->board, span, key_of_part(part, q->reference + 1, none));
    if (after == span.from) {
        return false;
    }
    *period = fact_at(q->board, after - 1)->period;
    *due_day = calendar_due_day(calendar, ITEM_COUNT, *period);
    return *due_day == 0 || *due_day >= calendar->first_board;
}

static bool latest_of_part(const struct question *q, unsigned part, struct period *period,
                           int32_t *due_day)
{
    const struct calendar *calendar = q->board->calendar;
    const struct calendar_part *rule = calendar_part_of(calendar, part);
    return rule && rule->kind != PERIOD_NONE
               ? calendar_part_latest(calendar, rule, q->reference, period, due_day)
               : latest_of_records(q, part, period, due_day);
}

/* The smallest part above `after` that the policy names or a record has; 0: there is none. */
static unsigned next_part(const struct question *q, unsigned after)
{
    const struct calendar *calendar = q->board->calendar;
    const struct period none = {0};
    struct span span = item_span(q->board, ITEM_COUNT);
    size_t at = lower_bound(q->board, span, key_of_part(after + 1, -DUE_OFFSET, none));
    unsigned part = at < span.to ? part_of(fact_at(q->board, at)) : 0;
    for (size_t i = 0; i < calendar->part_count; i++) {
        unsigned named = calendar->parts[i].part;
        part = named > after && (!part || named < part) ? named : part;
    }
    return part;
}

static size_t parts_of_item_10(const struct question *q, struct board_row *rows, size_t max)
{
    const struct calendar *calendar = q->board->calendar;
    size_t count = 0;
    for (unsigned part = next_part(q, 0); part && count < max; part = next_part(q, part)) {
        const struct calendar_part *rule = calendar_part_of(calendar, part);
        struct period period = {0};
        int32_t due_day = 0;
        if (latest_of_part(q, part, &period, &due_day)) {
            rows[count] = judge_part(q, ITEM_COUNT, part, period, due_day);
        } else if (rule) {
            rows[count] =
                (struct board_row){.item = ITEM_COUNT, .part = part, .state = BOARD_NOT_DUE};
        } else {
            continue;
        }
        rows[count++].next_due_day = rule ? calendar_part_next_due(calendar, rule, q->today) : 0;
    }
    return count;
}

/* ---- the parts of the others ---- */

static size_t parts_of_period(const struct question *q, unsigned item, struct period period,
                              int32_t due_day, struct board_row *rows, size_t max)
{
    struct span span = slots_of_period(q->board, item, period);
    size_t count = 0;
    if (span.from == span.to && max > 0) { /* nothing is there: the whole item is missing */
        rows[count++] = judge_part(q, item, 1, period, due_day);
    }
    for (size_t i = span.from; i < span.to && count < max;) {
        rows[count++] = judge_part(q, item, part_of(fact_at(q->board, i)), period, due_day);
        i = skip_part(q->board, span, i);
    }
    return count;
}

static size_t item_parts(const struct question *q, unsigned item, struct board_row *rows,
                         size_t max)
{
    const struct calendar *calendar = q->board->calendar;
    struct period period;
    int32_t due_day;
    if (item_has_parts(calendar, item)) {
        return parts_of_item_10(q, rows, max);
    }
    if (!calendar_latest(calendar, item, q->reference, &period, &due_day)) {
        return 0;
    }
    return parts_of_period(q, item, period, due_day, rows, max);
}

/* ---- an item's row: the worst of its parts ---- */

static int badness(enum board_state state)
{
    switch (state) {
    case BOARD_OVERDUE:
        return 5;
    case BOARD_UNSIGNED:
        return 4;
    case BOARD_PENDING:
        return 3;
    case BOARD_WITHDRAWN:
        return 2;
    case BOARD_PUBLISHED:
        return 1;
    case BOARD_NOT_DUE:
        break;
    }
    return 0;
}

static bool is_worse(const struct board_row *a, const struct board_row *b)
{
    int a_bad = badness(a->state), b_bad = badness(b->state);
    if (a_bad != b_bad) {
        return a_bad > b_bad;
    }
    return a->overdue_days > b->overdue_days || a->late_days > b->late_days;
}

static bool any_published(const struct board_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].state == BOARD_PUBLISHED) {
            return true;
        }
    }
    return false;
}

static struct board_row worst_of(const struct board_row *rows, size_t count, unsigned item)
{
    struct board_row worst = rows[0];
    /* Item 10 reports the worst of its parts. Of the others, a part that was taken back beside one
     * that stays (a slip of the import) leaves the item disclosed. */
    bool forgive = item != ITEM_COUNT && any_published(rows, count);
    bool all_nil = true, any_new = false, any_corrected = false;
    unsigned parts = 0;
    for (size_t i = 0; i < count; i++) {
        const struct board_row *row = &rows[i];
        parts += row->parts;
        if (row->state == BOARD_NOT_DUE || (forgive && row->state == BOARD_WITHDRAWN)) {
            continue;
        }
        all_nil = all_nil && row->nil;
        any_new = any_new || row->is_new;
        any_corrected = any_corrected || row->corrected;
        if (is_worse(row, &worst) || (forgive && worst.state == BOARD_WITHDRAWN)) {
            worst = *row;
        }
    }
    worst.parts = parts;
    worst.nil = worst.state == BOARD_PUBLISHED && all_nil;
    worst.is_new = worst.state == BOARD_PUBLISHED && any_new;
    worst.corrected = worst.state == BOARD_PUBLISHED && any_corrected;
    return worst;
}

/* Nothing is due yet. If the committee put the running period's record there all the same (an older
 * term's goals, imported for reading), the row leads to it. */
static struct board_row not_due_row(const struct question *q, unsigned item)
{
    struct board_row row = {.item = item, .state = BOARD_NOT_DUE};
    struct period period;
    int32_t due_day;
    if (calendar_latest_ever(q->board->calendar, item, q->reference, &period, &due_day)) {
        row.record = find_part(q, item, 1, period).open;
    }
    return row;
}

static struct board_row item_row(const struct question *q, unsigned item)
{
    struct board_row parts[ITEM_PARTS_MAX];
    size_t count = item_parts(q, item, parts, ITEM_PARTS_MAX);
    struct board_row row = count ? worst_of(parts, count, item) : not_due_row(q, item);
    row.next_due_day = calendar_next_due(q->board->calendar, item, q->today);
    return row;
}

void board_rows(const struct board *board, struct board_moment moment, struct period month,
                struct board_row rows[ITEM_COUNT])
{
    struct question q = question_of(board, moment, month);
    for (unsigned item = 1; item <= ITEM_COUNT; item++) {
        rows[item - 1] = item_row(&q, item);
    }
}

size_t board_parts(const struct board *board, struct board_moment moment, struct period month,
                   unsigned item, struct board_row *rows, size_t max)
{
    assert(item >= 1 && item <= ITEM_COUNT);
    struct question q = question_of(board, moment, month);
    size_t count = item_parts(&q, item, rows, max);
    if (!item_has_parts(board->calendar, item)) { /* those of item 10 have their own */
        int32_t next = calendar_next_due(board->calendar, item, q.today);
        for (size_t i = 0; i < count; i++) {
            rows[i].next_due_day = next;
        }
    }
    return count;
}

/* ---- one record, in today's state ---- */

/* What fell due before this kiosk's first board, or before the lead group asked for it, is neither
 * late nor overdue here. */
static bool clock_runs(const struct calendar *calendar, const struct published *record,
                       int32_t due_day)
{
    const struct calendar_part *rule =
        item_has_parts(calendar, record->item) ? calendar_part_of(calendar, part_of(record)) : NULL;
    return due_day >= calendar->first_board &&
           !(rule && (due_day < rule->since || (rule->ended && due_day > rule->ended)));
}

static int32_t next_due_of(const struct calendar *calendar, const struct published *record,
                           int32_t today)
{
    if (item_has_parts(calendar, record->item)) {
        const struct calendar_part *rule = calendar_part_of(calendar, part_of(record));
        return rule ? calendar_part_next_due(calendar, rule, today) : 0;
    }
    return calendar_next_due(calendar, record->item, today);
}

struct board_row board_row_of(const struct board *board, struct board_moment moment,
                              const struct published *record)
{
    const struct calendar *calendar = board->calendar;
    struct question q = question_of(board, moment, (struct period){PERIOD_NONE, 0, 0});
    bool is_dated = record->item >= 1 && record->item <= ITEM_COUNT;
    int32_t due_day = is_dated ? calendar_due_day(calendar, record->item, record->period) : 0;
    int32_t clock = clock_runs(calendar, record, due_day) ? due_day : 0;
    struct board_row row = judge_part(&q, record->item, part_of(record), record->period, clock);
    if (row.state == BOARD_PENDING && due_day > q.today) {
        row.state = BOARD_NOT_DUE;
    }
    row.due_day = due_day;
    row.next_due_day = is_dated ? next_due_of(calendar, record, q.today) : 0;
    return row;
}

const struct published *board_before(const struct board *board, struct board_moment moment,
                                     const struct published *record)
{
    struct question q = question_of(board, moment, (struct period){PERIOD_NONE, 0, 0});
    struct period before = period_previous(record->period);
    if (record->period.kind == PERIOD_NONE || period_equal(before, record->period)) {
        return NULL; /* the first term has none before it */
    }
    return find_part(&q, record->item, part_of(record), before).open;
}

/* ---- G13 ---- */

static struct board_row other_row(const struct question *q, unsigned item, int64_t before_s)
{
    struct board_row row = {.item = item, .part = 1, .state = BOARD_NOT_DUE};
    struct span span = item_span(q->board, item);
    const struct published *open = NULL, *waiting = NULL;
    for (size_t i = span.from; i < span.to; i++) {
        const struct published *fact = fact_at(q->board, i);
        if (published_is_open(fact, q->moment.now_s) && fact->opens_at_s < before_s) {
            row.parts++;
            open = !open || fact->opens_at_s > open->opens_at_s ? fact : open;
        } else if (fact->kind == PUBLISHED_ANNOUNCE) {
            waiting = fact;
        }
    }
    if (open) {
        row.period = open->period;
        row_publish(q, open, &row);
    } else if (waiting) {
        row.state = BOARD_UNSIGNED;
        row.period = waiting->period;
        row.record = waiting;
    }
    return row;
}

/* The moment the board of `month` gives way to the next one. */
static int64_t board_ends(const struct calendar *calendar, struct period month)
{
    int32_t day = calendar_disclosure_day(calendar, period_begins(calendar, period_next(month)));
    return civil_midnight(day, calendar->offset_min);
}

void board_other_rows(const struct board *board, struct board_moment moment, struct period month,
                      struct board_row rows[OTHER_COUNT])
{
    struct question q = question_of(board, moment, month);
    int64_t before_s = month.kind == PERIOD_MONTH ? board_ends(board->calendar, month) : INT64_MAX;
    rows[0] = other_row(&q, ITEM_PRESS, before_s);
    rows[1] = other_row(&q, ITEM_ASSIST, before_s);
}

/* ---- changes ---- */

static struct board_change change_of(const struct question *q, const struct board_row *now,
                                     const struct board_row *before, int64_t began_s)
{
    struct board_change change = {.item = now->item, .now = now->record};
    bool same_period = period_equal(now->period, before->period) && before->state != BOARD_NOT_DUE;
    if (now->state == BOARD_NOT_DUE) {
        return change;
    }
    if (now->state == BOARD_WITHDRAWN) {
        bool is_news = now->record->signed_s >= began_s;
        change.kind = is_news ? CHANGE_WITHDRAWN : CHANGE_NONE;
        return change;
    }
    if (now->state != BOARD_PUBLISHED) {
        change.kind = same_period ? CHANGE_NONE : CHANGE_MISSING;
        return change;
    }
    int64_t first_s =
        now->record->first_opens_at_s ? now->record->first_opens_at_s : now->record->opens_at_s;
    if (now->corrected && now->record->opens_at_s >= began_s && first_s < began_s) {
        /* Last month told the same period, in the version corrected since. */
        change.kind = CHANGE_CORRECTED;
        return change;
    }
    if (same_period && first_s < began_s) {
        return change;
    }
    change.before = board_before(q->board, q->moment, now->record);
    change.kind = same_period ? CHANGE_LATE : change.before ? CHANGE_NEW_PERIOD : CHANGE_FIRST;
    return change;
}

void board_changes(const struct board *board, struct board_moment moment, struct period month,
                   struct board_change changes[ITEM_COUNT])
{
    const struct calendar *calendar = board->calendar;
    struct question now = question_of(board, moment, month);
    if (month.kind != PERIOD_MONTH) {
        month = calendar_board_month(calendar, now.today);
    }
    struct question before = question_of(board, moment, period_previous(month));
    int32_t began = calendar_disclosure_day(calendar, period_begins(calendar, month));
    int64_t began_s = civil_midnight(began, calendar->offset_min);
    for (unsigned item = 1; item <= ITEM_COUNT; item++) {
        struct board_row row = item_row(&now, item), older = item_row(&before, item);
        changes[item - 1] = change_of(&now, &row, &older, began_s);
    }
}

struct board_counts board_count(const struct board_row rows[ITEM_COUNT])
{
    struct board_counts counts = {0};
    for (size_t i = 0; i < ITEM_COUNT; i++) {
        switch (rows[i].state) {
        case BOARD_PUBLISHED:
            counts.published++;
            break;
        case BOARD_PENDING:
            counts.pending++;
            break;
        case BOARD_UNSIGNED:
            counts.unsigned_++;
            break;
        case BOARD_OVERDUE:
            counts.overdue++;
            break;
        case BOARD_WITHDRAWN:
            counts.withdrawn++;
            break;
        case BOARD_NOT_DUE:
            counts.not_due++;
            break;
        }
    }
    return counts;
}

/* ---- readiness ---- */

static void readiness_add(struct readiness *out, struct readiness_line line)
{
    out->missing += line.state != READY;
    if (out->count < READINESS_MAX) {
        out->lines[out->count++] = line;
    }
}

static void readiness_part(const struct question *q, unsigned item, unsigned part,
                           struct period period, struct readiness *out)
{
    struct findings found = find_part(q, item, part, period);
    struct readiness_line line = {.item = item, .part = part, .period = period};
    if (found.open || found.closed) {
        line.state = READY;
        line.record = found.open ? found.open : found.closed;
    } else if (found.announce) {
        line.state = READY_UNSIGNED;
        line.record = found.announce;
    } else if (found.withdraw) {
        line.state = READY_WITHDRAWN;
        line.record = found.withdraw;
    } else {
        line.state = READY_MISSING;
    }
    readiness_add(out, line);
}

/* Parts that the policy names are asked for; of the others, only what is there can be. */
static void readiness_of_item_10(const struct question *q, struct readiness *out)
{
    for (unsigned part = next_part(q, 0); part; part = next_part(q, part)) {
        struct period period = {0};
        int32_t due_day = 0;
        if (latest_of_part(q, part, &period, &due_day) && due_day == out->day) {
            readiness_part(q, ITEM_COUNT, part, period, out);
        }
    }
}

static void readiness_of_period(const struct question *q, unsigned item, struct period period,
                                struct readiness *out)
{
    struct span span = slots_of_period(q->board, item, period);
    if (span.from == span.to) {
        readiness_part(q, item, 1, period, out);
    }
    for (size_t i = span.from; i < span.to;) {
        unsigned part = part_of(fact_at(q->board, i));
        readiness_part(q, item, part, period, out);
        i = skip_part(q->board, span, i);
    }
}

void board_readiness(const struct board *board, int32_t today, struct readiness *out)
{
    const struct calendar *calendar = board->calendar;
    int32_t day = calendar_is_disclosure_day(calendar, today)
                      ? today
                      : calendar_next_disclosure_day(calendar, today);
    struct board_moment moment = {.now_s = civil_midnight(today, calendar->offset_min)};
    struct question q = {board, moment, today, calendar_last_disclosure_day(calendar, today), day};
    *out = (struct readiness){.day = day, .days_left = (unsigned)(day - today)};
    for (unsigned item = 1; item <= ITEM_COUNT; item++) {
        struct period period;
        if (item_has_parts(calendar, item)) {
            readiness_of_item_10(&q, out);
        } else if (calendar->item[item] != PERIOD_NONE &&
                   calendar_due_on(calendar, item, day, &period)) {
            readiness_of_period(&q, item, period, out);
        }
    }
    out->warn = out->missing > 0 && out->days_left <= READINESS_WARN_DAYS;
}
