/* board.c - see board.h. */
#include "board.h"

#include <assert.h>

#include "retention.h"

/* What one evaluation needs to know, gathered once. */
struct question {
    const struct calendar *calendar;
    const struct published *facts;
    size_t count;
    struct board_moment moment;
    int32_t today;
    int32_t reference; /* periods that had come due by this day are told */
};

static struct question question_of(const struct calendar *calendar,
                                   const struct published *published, size_t count,
                                   struct board_moment moment, struct period month)
{
    int32_t today = civil_day_at(moment.now_s, calendar->offset_min);
    int32_t reference = today;
    if (month.kind == PERIOD_MONTH) {
        int32_t that_10th = calendar_disclosure_day(calendar, period_begins(calendar, month));
        reference = that_10th < today ? that_10th : today;
    }
    return (struct question){calendar, published, count, moment, today, reference};
}

static unsigned part_of(const struct published *fact)
{
    return fact->part ? fact->part : 1;
}

bool published_is_open(const struct published *published, int64_t now_s)
{
    return published->kind == PUBLISHED_DISCLOSURE && published->opens_at_s <= now_s;
}

/* ---- one part of one item for one period ---- */

/* The records that speak of it. */
struct findings {
    const struct published *open, *closed, *withdraw, *announce;
    bool any;
};

static struct findings find_part(const struct question *q, unsigned item, unsigned part,
                                 struct period period)
{
    struct findings found = {0};
    for (size_t i = 0; i < q->count; i++) {
        const struct published *fact = &q->facts[i];
        if (fact->item != item || part_of(fact) != part || !period_equal(fact->period, period)) {
            continue;
        }
        found.any = true;
        if (fact->kind == PUBLISHED_ANNOUNCE) {
            found.announce = fact;
        } else if (fact->kind == PUBLISHED_WITHDRAW) {
            found.withdraw = fact;
        } else if (!published_is_open(fact, q->moment.now_s)) {
            found.closed = fact; /* under embargo: there, but not for residents yet */
        } else if (!found.open || fact->opens_at_s > found.open->opens_at_s) {
            found.open = fact;
        }
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
    int offset = q->calendar->offset_min;
    int64_t first_s = record->first_opens_at_s ? record->first_opens_at_s : record->opens_at_s;
    int32_t opened = civil_day_at(record->opens_at_s, offset);

    row->state = BOARD_PUBLISHED;
    row->record = record;
    row->published_day = civil_day_at(first_s, offset);
    row->late_days = days_past(row->published_day, row->due_day);
    row->archive_year = archive_year(q->calendar, row->period, row->published_day);
    row->nil = record->nil;
    row->corrected = record->corrected;
    row->expired = record->until != 0 && q->today > record->until;
    row->is_new = opened >= calendar_last_disclosure_day(q->calendar, q->today);
}

/* `due_day` 0: no clock runs. */
static struct board_row judge_part(const struct question *q, unsigned item, unsigned part,
                                   struct period period, int32_t due_day)
{
    struct findings found = find_part(q, item, part, period);
    struct board_row row = {
        .item = item, .period = period, .due_day = due_day, .parts = found.any ? 1 : 0};
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

/* ---- the parts of an item ---- */

/* The latest period of one part of item 10 that has come due: as long as the lead group's periods
 * are not in the policy, a part's records say which they are, and no further one is expected. */
static bool latest_of_part(const struct question *q, unsigned item, unsigned part,
                           struct period *period, int32_t *due_day)
{
    bool found = false;
    for (size_t i = 0; i < q->count; i++) {
        const struct published *fact = &q->facts[i];
        if (fact->item != item || part_of(fact) != part) {
            continue;
        }
        int32_t due = calendar_due_day(q->calendar, item, fact->period);
        bool has_come = due == 0 || (due <= q->reference && due >= q->calendar->first_board);
        if (has_come && (!found || due > *due_day)) {
            found = true;
            *period = fact->period;
            *due_day = due;
        }
    }
    return found;
}

static size_t parts_without_period(const struct question *q, unsigned item, struct board_row *rows,
                                   size_t max)
{
    size_t count = 0;
    for (unsigned part = 1; part <= ITEM_PARTS_MAX && count < max; part++) {
        struct period period = {0};
        int32_t due_day = 0;
        if (latest_of_part(q, item, part, &period, &due_day)) {
            rows[count++] = judge_part(q, item, part, period, due_day);
        }
    }
    return count;
}

static size_t parts_of_period(const struct question *q, unsigned item, struct period period,
                              int32_t due_day, struct board_row *rows, size_t max)
{
    bool seen[ITEM_PARTS_MAX + 1] = {false};
    bool any = false;
    size_t count = 0;
    for (size_t i = 0; i < q->count; i++) {
        const struct published *fact = &q->facts[i];
        if (fact->item == item && part_of(fact) <= ITEM_PARTS_MAX &&
            period_equal(fact->period, period)) {
            seen[part_of(fact)] = any = true;
        }
    }
    seen[1] = seen[1] || !any; /* nothing is there: the whole item is missing */
    for (unsigned part = 1; part <= ITEM_PARTS_MAX && count < max; part++) {
        if (seen[part]) {
            rows[count++] = judge_part(q, item, part, period, due_day);
        }
    }
    return count;
}

static size_t item_parts(const struct question *q, unsigned item, struct board_row *rows,
                         size_t max)
{
    struct period period;
    int32_t due_day;
    if (q->calendar->item[item] == PERIOD_NONE) {
        return parts_without_period(q, item, rows, max);
    }
    if (!calendar_latest(q->calendar, item, q->reference, &period, &due_day)) {
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
        if (forgive && row->state == BOARD_WITHDRAWN) {
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
    struct calendar since_ever = *q->calendar;
    struct period period;
    int32_t due_day;
    since_ever.first_board = INT32_MIN;
    if (calendar_latest(&since_ever, item, q->reference, &period, &due_day)) {
        row.record = find_part(q, item, 1, period).open;
    }
    return row;
}

void board_rows(const struct calendar *calendar, const struct published *published, size_t count,
                struct board_moment moment, struct period month, struct board_row rows[ITEM_COUNT])
{
    struct question q = question_of(calendar, published, count, moment, month);
    for (unsigned item = 1; item <= ITEM_COUNT; item++) {
        struct board_row parts[ITEM_PARTS_MAX];
        size_t part_count = item_parts(&q, item, parts, ITEM_PARTS_MAX);
        struct board_row *row = &rows[item - 1];
        *row = part_count ? worst_of(parts, part_count, item) : not_due_row(&q, item);
        row->next_due_day = calendar_next_due(calendar, item, q.today);
    }
}

size_t board_parts(const struct calendar *calendar, const struct published *published, size_t count,
                   struct board_moment moment, struct period month, unsigned item,
                   struct board_row *rows, size_t max)
{
    assert(item >= 1 && item <= ITEM_COUNT);
    struct question q = question_of(calendar, published, count, moment, month);
    size_t part_count = item_parts(&q, item, rows, max);
    for (size_t i = 0; i < part_count; i++) {
        rows[i].next_due_day = calendar_next_due(calendar, item, q.today);
    }
    return part_count;
}

struct board_row board_row_of(const struct calendar *calendar, const struct published *published,
                              size_t count, struct board_moment moment,
                              const struct published *record)
{
    struct question q =
        question_of(calendar, published, count, moment, (struct period){PERIOD_NONE, 0, 0});
    bool is_dated = record->item >= 1 && record->item <= ITEM_COUNT;
    int32_t due_day = is_dated ? calendar_due_day(calendar, record->item, record->period) : 0;
    /* What fell due before this kiosk's first board is neither late nor overdue here. */
    int32_t clock = due_day >= calendar->first_board ? due_day : 0;
    struct board_row row = judge_part(&q, record->item, part_of(record), record->period, clock);
    if (row.state == BOARD_PENDING && due_day > q.today) {
        row.state = BOARD_NOT_DUE;
    }
    row.due_day = due_day;
    row.next_due_day = is_dated ? calendar_next_due(calendar, record->item, q.today) : 0;
    return row;
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

/* Item 10 has no period that could be missing: only what is there can be asked about. */
static void readiness_without_period(const struct question *q, unsigned item, struct readiness *out)
{
    for (unsigned part = 1; part <= ITEM_PARTS_MAX; part++) {
        struct period period = {0};
        int32_t due_day = 0;
        if (latest_of_part(q, item, part, &period, &due_day) && due_day == out->day) {
            readiness_part(q, item, part, period, out);
        }
    }
}

static void readiness_of_period(const struct question *q, unsigned item, struct period period,
                                struct readiness *out)
{
    bool any = false;
    for (unsigned part = 1; part <= ITEM_PARTS_MAX; part++) {
        if (find_part(q, item, part, period).any) {
            any = true;
            readiness_part(q, item, part, period, out);
        }
    }
    if (!any) {
        readiness_part(q, item, 1, period, out);
    }
}

void board_readiness(const struct calendar *calendar, const struct published *published,
                     size_t count, int32_t today, struct readiness *out)
{
    int32_t day = calendar_is_disclosure_day(calendar, today)
                      ? today
                      : calendar_next_disclosure_day(calendar, today);
    struct board_moment moment = {.now_s = civil_midnight(today, calendar->offset_min)};
    struct question q = {calendar, published, count, moment, today, day};
    *out = (struct readiness){.day = day, .days_left = (unsigned)(day - today)};
    for (unsigned item = 1; item <= ITEM_COUNT; item++) {
        struct period period;
        if (calendar->item[item] == PERIOD_NONE) {
            readiness_without_period(&q, item, out);
        } else if (calendar_due_on(calendar, item, day, &period)) {
            readiness_of_period(&q, item, period, out);
        }
    }
    out->warn = out->missing > 0 && out->days_left <= READINESS_WARN_DAYS;
}
