/* rules_bench.c - what the rules cost over an archive of so many years: every month's board with
 * its changes, every meeting's course, every ledger checked, summed, shared out and chained;
 * against a bare scan of the same records, turn by turn in one run.
 *
 * A year has 12 months of 10 disclosures each, 84 meetings and 3 334 ledger lines: six years make
 * 72 months x 10 items, 504 meetings and about 20 000 lines. The ledgers are encoded and decoded
 * first, so that their texts lie in the records' own bytes as they do on a kiosk.
 *
 * usage: rules_bench ROUNDS [YEARS...], by default 1 6 30. Prints one JSON object: for each number
 * of years the medians in milliseconds, the cost of a board month in microseconds, the scratch in
 * bytes, and the ratio to the scan. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "board.h"
#include "ledger.h"
#include "meeting.h"
#include "policy.h"

enum {
    FIRST_YEAR = 2026,
    YEARS_MAX = 30,
    ROUNDS_MAX = 10000,
    MONTHS_MAX = YEARS_MAX * 12,
    FACTS_A_MONTH = 10,
    MEETINGS_A_MONTH = 7,
    LINES_A_MONTH = 278,
    RECORDS_BYTES = 128 * 1024 * 1024,
    SCRATCH_BYTES = 4 * 1024 * 1024,
};

struct archive {
    struct policy policy;
    struct calendar calendar;
    size_t months;
    struct published facts[MONTHS_MAX * FACTS_A_MONTH];
    size_t fact_count;
    struct meeting meetings[MONTHS_MAX * MEETINGS_A_MONTH];
    size_t meeting_count;
    struct disclosure ledgers[MONTHS_MAX];
    struct bytes objects[MONTHS_MAX];
    size_t line_count;
};

static struct archive archive;
static volatile uint64_t sink; /* what was computed must not be thrown away unseen */

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t); /* others share the machine: a turn of 30 years is
                                                   long enough to be interrupted */
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void check(int failed, const char *what)
{
    if (failed) {
        fprintf(stderr, "rules_bench: %s failed (%d)\n", what, failed);
        exit(74);
    }
}

/* ---- the records ---- */

static void make_policy(struct arena *arena)
{
    check(policy_seed(arena, &archive.policy), "policy");
    archive.policy.office = text_of("bench");
    archive.policy.name = text_of("测速社区居民委员会");
    archive.policy.term_start = civil_day_of_ymd(FIRST_YEAR, 1, 5);
    archive.policy.first_board = text_of("2026-01");
    check(calendar_init(&archive.policy, &archive.calendar), "calendar");
}

static void add_fact(unsigned item, unsigned part, struct period period)
{
    const struct calendar *calendar = &archive.calendar;
    int32_t due = calendar_due_day(calendar, item, period);
    archive.facts[archive.fact_count++] = (struct published){
        .kind = PUBLISHED_DISCLOSURE,
        .item = item,
        .part = part,
        .period = period,
        .title = text_of("居务公开"),
        .opens_at_s = civil_midnight(due + (int32_t)(archive.fact_count % 5 == 0), 480),
    };
}

/* What the articles ask for in this month, and parts of item 10 until there are ten. */
static void add_facts(struct period month)
{
    size_t first = archive.fact_count;
    unsigned part = 1;
    add_fact(5, 1, month);
    add_fact(7, 1, month);
    if (month.number % 3 == 0) {
        add_fact(4, 1, (struct period){PERIOD_QUARTER, month.year, month.number / 3});
    }
    if (month.number == 1) {
        for (unsigned item = 3; item <= 9; item += item == 3 ? 3 : item == 6 ? 2 : 1) {
            add_fact(item, 1, (struct period){PERIOD_YEAR, month.year, 0});
        }
    }
    while (archive.fact_count < first + FACTS_A_MONTH) {
        add_fact(10, part++, month);
    }
}

static void add_meetings(struct period month)
{
    static const char *const types[] = {"assembly", "hearing", "mediation", "review",
                                        "staff",    "joint",   "study"};
    int32_t first = period_begins(&archive.calendar, month);
    for (size_t i = 0; i < MEETINGS_A_MONTH; i++) {
        int32_t date = first + 10 + (int32_t)i;
        archive.meetings[archive.meeting_count++] = (struct meeting){
            .type = text_of(types[i % (sizeof(types) / sizeof(types[0]))]),
            .title = text_of("加装电梯"),
            .received = date - 9,
            .notified = date - 5,
            .date = date,
            .due = 66,
            .present = 30 + i * 3,
            .agreed = 20 + i,
            .published = i % 3 ? date + 3 : 0,
        };
    }
}

static struct ledger_row make_line(int32_t first, size_t i)
{
    static const char *const categories[] = {"办公", "维修", "水电", "敬老", "宣传",
                                             "绿化", "安全", "活动", "拨款"};
    static const char *const people[] = {"李敏", "陈立", "王建国", "赵小红"};
    bool income = i % 50 == 0;
    return (struct ledger_row){
        .date = first + (int32_t)(i % 28),
        .item = text_of(i % 2 ? "楼道灯具更换" : "打印纸与墨盒"),
        .category = text_of(categories[income ? 8 : (i * 7) % 8]),
        .handler = text_of(people[i % 4]),
        .approver = text_of(people[(i + 1) % 4]),
        .income = income ? 900000 : 0,
        .spending = income ? 0 : (int64_t)(100 + (i * 7919) % 30000),
    };
}

static void add_ledger(struct period month, size_t at, int64_t *balance, struct arena *arena)
{
    static struct ledger_row rows[LINES_A_MONTH];
    char name[PERIOD_BYTES];
    struct disclosure record = {.item = 5, .part = 1, .has_ledger = true, .opening = *balance};
    for (size_t i = 0; i < LINES_A_MONTH; i++) {
        rows[i] = make_line(period_begins(&archive.calendar, month), i);
    }
    record.period = text_of(period_format(month, name));
    record.title = text_of("社区工作经费收支");
    record.rows.at = rows;
    record.rows.count = LINES_A_MONTH;
    check(disclosure_encode(&record, arena, &archive.objects[at], NULL), "encode");
    check(disclosure_decode(archive.objects[at], arena, &archive.ledgers[at], NULL), "decode");
    *balance = ledger_sum(&archive.ledgers[at]).closing;
    archive.line_count += LINES_A_MONTH;
}

static void make_archive(int years, struct arena *arena)
{
    int64_t balance = 1000000;
    struct period month = {PERIOD_MONTH, FIRST_YEAR, 1};
    archive.fact_count = archive.meeting_count = archive.line_count = 0;
    archive.months = (size_t)years * 12;
    arena_reset(arena);
    make_policy(arena);
    for (size_t i = 0; i < archive.months; i++) {
        add_facts(month);
        add_meetings(month);
        add_ledger(month, i, &balance, arena);
        month = period_next(month);
    }
}

/* ---- the work, and the floor ---- */

static void judge_boards(int32_t today, struct arena *scratch)
{
    struct board board;
    struct board_moment moment = {.now_s = civil_midnight(today, 480)};
    struct period month = {PERIOD_MONTH, FIRST_YEAR, 2};
    check(board_init(scratch, &archive.calendar, archive.facts, archive.fact_count, &board),
          "board");
    for (size_t i = 0; i < archive.months; i++) {
        struct board_row rows[ITEM_COUNT];
        board_rows(&board, moment, month, rows);
        sink += board_count(rows).published;
        month = period_next(month);
    }
}

static void judge_meetings(int32_t today)
{
    for (size_t i = 0; i < archive.meeting_count; i++) {
        struct stage stages[STAGES_MAX];
        sink += meeting_stages(&archive.meetings[i], today, false, stages);
        sink += meeting_quorum(&archive.meetings[i]).reached;
    }
}

static void judge_ledgers(void)
{
    int64_t closing = archive.ledgers[0].opening;
    for (size_t i = 0; i < archive.months; i++) {
        const struct disclosure *ledger = &archive.ledgers[i];
        struct ledger_source source = {.has_previous = true, .previous_closing = closing};
        struct ledger_category categories[LEDGER_CATEGORIES_MAX];
        check(ledger_check(&archive.calendar, ledger, &source, NULL), "ledger");
        closing = ledger_sum(ledger).closing;
        sink += ledger_categories(ledger, false, categories, LEDGER_CATEGORIES_MAX);
    }
}

/* Every record touched once, nothing judged: all dates and sums, the first byte of each text. */
static void scan(void)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < archive.fact_count; i++) {
        const struct published *fact = &archive.facts[i];
        sum += fact->item + (uint64_t)fact->opens_at_s + (uint64_t)fact->period.number +
               (uint8_t)fact->title.data[0];
    }
    for (size_t i = 0; i < archive.meeting_count; i++) {
        const struct meeting *meeting = &archive.meetings[i];
        sum += (uint64_t)meeting->date + (uint64_t)meeting->notified + meeting->present +
               (uint8_t)meeting->type.data[0];
    }
    for (size_t i = 0; i < archive.months; i++) {
        for (size_t j = 0; j < archive.ledgers[i].rows.count; j++) {
            const struct ledger_row *row = &archive.ledgers[i].rows.at[j];
            sum += (uint64_t)row->date + (uint64_t)row->income + (uint64_t)row->spending +
                   (uint8_t)row->item.data[0] + (uint8_t)row->category.data[0] +
                   (uint8_t)row->handler.data[0] + (uint8_t)row->approver.data[0];
        }
    }
    sink += sum;
}

/* What a kiosk has done before: the same ledgers from their bytes. */
static void decode(struct arena *arena)
{
    size_t mark = arena_mark(arena);
    for (size_t i = 0; i < archive.months; i++) {
        struct disclosure record;
        check(disclosure_decode(archive.objects[i], arena, &record, NULL), "decode");
        sink += record.rows.count;
        arena_rewind(arena, mark);
    }
}

/* ---- measuring ---- */

enum part { BOARDS, MEETINGS, LEDGERS, WHOLE, SCAN, DECODE, RATIO, PARTS };
static double times[PARTS][ROUNDS_MAX];

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(enum part part, int rounds)
{
    qsort(times[part], (size_t)rounds, sizeof(double), by_value);
    return times[part][rounds / 2];
}

static size_t measure(int rounds, struct arena *arena, struct arena *scratch)
{
    struct period last = {PERIOD_MONTH, FIRST_YEAR + (int)(archive.months / 12), 2};
    int32_t today = period_begins(&archive.calendar, last);
    size_t most = 0;
    for (int i = 0; i < rounds; i++) {
        arena_reset(scratch);
        double a = now_ms();
        judge_boards(today, scratch);
        double b = now_ms();
        judge_meetings(today);
        double c = now_ms();
        judge_ledgers();
        double d = now_ms();
        scan();
        double e = now_ms();
        decode(arena);
        double f = now_ms();
        /* board_init() needs as much again while it sorts, and gives it back. */
        most = 2 * arena_mark(scratch) > most ? 2 * arena_mark(scratch) : most;
        times[BOARDS][i] = b - a;
        times[MEETINGS][i] = c - b;
        times[LEDGERS][i] = d - c;
        times[WHOLE][i] = d - a;
        times[SCAN][i] = e - d;
        times[DECODE][i] = f - e;
        times[RATIO][i] = (d - a) / (e - d);
    }
    return most;
}

/* Medians first: they sort, and the best round is then the first. */
static void print(int years, int rounds, size_t scratch, bool last)
{
    double whole = median(WHOLE, rounds), boards = median(BOARDS, rounds);
    double months = (double)archive.months;
    printf("\"%d\":{\"months\":%zu,\"disclosures\":%zu,\"meetings\":%zu,\"lines\":%zu,", years,
           archive.months, archive.fact_count, archive.meeting_count, archive.line_count);
    printf("\"whole_ms\":%.4f,\"best_ms\":%.4f,\"boards_ms\":%.4f,\"meetings_ms\":%.4f,", whole,
           times[WHOLE][0], boards, median(MEETINGS, rounds));
    printf("\"ledgers_ms\":%.4f,\"month_us\":%.3f,\"board_month_us\":%.3f,",
           median(LEDGERS, rounds), whole * 1e3 / months, boards * 1e3 / months);
    printf("\"board_month_best_us\":%.3f,\"scratch_bytes\":%zu,", times[BOARDS][0] * 1e3 / months,
           scratch);
    printf("\"scan_ms\":%.4f,\"decode_ms\":%.4f,", median(SCAN, rounds), median(DECODE, rounds));
    printf("\"whole_over_scan_paired\":%.2f,\"whole_over_decode\":%.3f}%s", median(RATIO, rounds),
           whole / median(DECODE, rounds), last ? "" : ",");
}

int main(int argc, char **argv)
{
    static const char *const by_default[] = {"1", "6", "30"};
    int rounds = argc > 1 ? atoi(argv[1]) : 0;
    int count = argc > 2 ? argc - 2 : 3;
    struct arena arena, scratch;
    if (rounds < 1 || rounds > ROUNDS_MAX) {
        fprintf(stderr, "usage: rules_bench ROUNDS [YEARS...]\n");
        return 2;
    }
    check(arena_init(&arena, RECORDS_BYTES) || arena_init(&scratch, SCRATCH_BYTES), "memory");
    printf("{\"rounds\":%d,\"years\":{", rounds);
    for (int i = 0; i < count; i++) {
        int years = atoi(argc > 2 ? argv[i + 2] : by_default[i]);
        if (years < 1 || years > YEARS_MAX) {
            fprintf(stderr, "rules_bench: 1 to %d years\n", YEARS_MAX);
            return 2;
        }
        make_archive(years, &arena);
        size_t most = measure(rounds, &arena, &scratch);
        print(years, rounds, most, i + 1 == count);
    }
    printf("}}\n");
    arena_deinit(&arena);
    arena_deinit(&scratch);
    return 0;
}
