/* fuzz_ledger.c - any rows, whatever they hold, are summed, compared and judged without harm; and
 * what passes the checks adds up.
 *
 * Two ledgers a case, one after the other. A byte says how a field is filled; see take_row(). */
#include <stdlib.h>
#include <string.h>

#include "changes.h"
#include "fuzz_input.h"
#include "ledger.h"
#include "policy.h"

enum { ARENA_BYTES = 8 * 1024 * 1024, ROWS_MAX = 200, COURSES_MAX = 2 * LEDGER_CATEGORIES_MAX };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Small sums mostly; the ends of int64 and beyond FEN_MAX now and then. */
static int64_t take_sum(struct input *in)
{
    uint8_t how = take_byte(in);
    return how < 100   ? 0
           : how < 220 ? take_byte(in) * INT64_C(100) + how
           : how < 240 ? FEN_MAX - take_byte(in)
                       : take_number(in);
}

static struct text take_text(struct input *in)
{
    static const char *const texts[] = {"办公", "维修", "水电费", "", " ", "　", "灯具"};
    uint8_t how = take_byte(in);
    if (how < 200) {
        return text_of(texts[how % 7]);
    }
    size_t left = (size_t)(in->end - in->at), size = how % 16;
    size = size < left ? size : left;
    struct text text = {(const char *)in->at, size};
    in->at += size;
    return text;
}

static struct ledger_row take_row(struct input *in, int32_t first)
{
    uint8_t day = take_byte(in);
    return (struct ledger_row){
        .date = day < 250 ? first + day % 32 : (int32_t)take_number(in) / 4,
        .item = take_text(in),
        .category = take_text(in),
        .handler = take_text(in),
        .approver = take_text(in),
        .income = take_sum(in),
        .spending = take_sum(in),
    };
}

static struct disclosure take_ledger(struct input *in, struct arena *arena, const char *period,
                                     int32_t first)
{
    struct disclosure record = {.item = 5, .part = 1, .has_ledger = true};
    record.period = text_of(period);
    record.opening = take_sum(in);
    record.rows.count = take_byte(in) % ROWS_MAX;
    record.rows.at = ARENA_ARRAY(arena, struct ledger_row, record.rows.count);
    must(record.rows.at != NULL);
    for (size_t i = 0; i < record.rows.count; i++) {
        record.rows.at[i] = take_row(in, first);
    }
    record.text = take_text(in);
    return record;
}

static void must_be_a_hundred(const struct disclosure *record, bool income)
{
    struct ledger_category categories[LEDGER_CATEGORIES_MAX];
    size_t count = ledger_categories(record, income, categories, LEDGER_CATEGORIES_MAX);
    unsigned percent = 0;
    for (size_t i = 0; i < count; i++) {
        must(categories[i].sum > 0);
        must(i == 0 || categories[i - 1].sum >= categories[i].sum);
        percent += categories[i].percent;
    }
    must(percent == (count > 0 ? 100 : 0));
}

static void must_add_up(const struct calendar *calendar, const struct disclosure *record)
{
    struct complaint why = {0};
    struct ledger_sums sums = ledger_sum(record);
    struct ledger_source source = {.has_closing = true, .closing = sums.closing};
    if (ledger_check(calendar, record, NULL, &why)) {
        must(why.text[0] != '\0');
        return;
    }
    must(!sums.overflow);
    must(sums.closing == sums.opening + sums.income - sums.spending);
    bool in_range = sums.closing >= -FEN_MAX && sums.closing <= FEN_MAX;
    must((ledger_check(calendar, record, &source, &why) == OK) == in_range);
    source.closing ^= 1;
    must(ledger_check(calendar, record, &source, &why) == ERR_INVALID);
}

static void must_compare(const struct disclosure *before, const struct disclosure *now,
                         struct arena *arena)
{
    struct ledger_course courses[COURSES_MAX];
    struct changes changes, same;
    must(ledger_compare(before, now, false, courses, COURSES_MAX) <= COURSES_MAX);
    must(changes_between(before, now, arena, &changes) == OK);
    must(changes.count <= CHANGES_MAX);
    must(changes.count <= changes.added + changes.removed + changes.altered);
    must(changes_between(now, now, arena, &same) == OK);
    must(changes_none(&same));
    size_t at = 0;
    struct disclosure both[2] = {*before, *now};
    struct complaint why = {0};
    bool chains = ledger_check_chain(both, 2, &at, &why) == OK;
    must(chains == (ledger_sum(before).closing == now->opening));
}

static void must_parse_what_it_writes(struct text text)
{
    int64_t fen, again;
    char written[FEN_BYTES];
    if (fen_parse(text, &fen) == OK) {
        must(fen_parse(text_of(fen_format(fen, written)), &again) == OK && again == fen);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    struct input in = {data, data + size};
    struct policy policy;
    struct calendar calendar;

    if (!arena.base && arena_init(&arena, ARENA_BYTES)) {
        return 0;
    }
    arena_reset(&arena);
    must(policy_seed(&arena, &policy) == OK);
    policy.office = text_of("wutongli");
    policy.name = text_of("梧桐里");
    policy.term_start = civil_day_of_ymd(2026, 1, 5);
    policy.first_board = text_of("2026-01");
    must(calendar_init(&policy, &calendar) == OK);

    must_parse_what_it_writes((struct text){(const char *)data, size < 40 ? size : 40});
    int32_t october = civil_day_of_ymd(2026, 10, 1), november = civil_day_of_ymd(2026, 11, 1);
    struct disclosure before = take_ledger(&in, &arena, "2026-10", october);
    struct disclosure now = take_ledger(&in, &arena, "2026-11", november);
    must_add_up(&calendar, &before);
    must_add_up(&calendar, &now);
    must_be_a_hundred(&before, true);
    must_be_a_hundred(&now, false);
    must_compare(&before, &now, &arena);
    return 0;
}
