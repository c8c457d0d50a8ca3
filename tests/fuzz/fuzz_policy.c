/* fuzz_policy.c - whatever a policy says: it is refused with a sentence, or the calendar made of it
 * holds its promises on any day.
 *
 * The input is read field by field into a policy that begins as the preset's, so that most of it
 * makes sense; then days are asked for. */
#include <stdlib.h>
#include <string.h>

#include "due.h"
#include "fuzz_input.h"
#include "policy.h"
#include "retention.h"
#include "rule_set.h"

enum { ARENA_BYTES = 4 * 1024 * 1024, ROWS_MAX = 24, FACTS_MAX = 40, DAYS_ASKED = 12 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Days of 1900 to 2199 as records have them; the record codec lets no other through. */
static int32_t take_day(struct input *in)
{
    int32_t first = civil_day_of_ymd(CIVIL_YEAR_MIN, 1, 1);
    int32_t last = civil_day_of_ymd(CIVIL_YEAR_MAX, 12, 31);
    uint32_t offset = (uint32_t)take_byte(in) << 16 | (uint32_t)take_byte(in) << 8 | take_byte(in);
    int32_t day = first + (int32_t)(offset % (uint32_t)(last - first + 1));
    return day ? day : 1;
}

/* Small numbers mostly. */
static uint64_t take_count(struct input *in)
{
    uint8_t how = take_byte(in);
    return how < 240 ? how % 16 : how < 250 ? take_byte(in) : (uint64_t)take_number(in);
}

static struct text take_period(struct input *in)
{
    static const char *const names[] = {"month", "quarter", "year", "term", "none", "week"};
    return text_of(names[take_byte(in) % 6]);
}

static void take_lists(struct input *in, struct policy *policy)
{
    static struct part_rule parts[ROWS_MAX];
    static struct term_rule terms[ROWS_MAX];
    static struct day_range days[ROWS_MAX];
    policy->parts.at = parts;
    policy->terms.at = terms;
    policy->days.at = days;
    policy->parts.count = take_byte(in) % 4;
    policy->terms.count = take_byte(in) % 4;
    policy->days.count = take_byte(in) % 4;
    for (size_t i = 0; i < policy->parts.count; i++) {
        parts[i] = (struct part_rule){.part = take_count(in),
                                      .title = text_of("部分"),
                                      .period = take_period(in),
                                      .since = take_day(in),
                                      .ended = take_byte(in) % 2 ? take_day(in) : 0,
                                      .residents = take_count(in),
                                      .residents_of = take_count(in)};
    }
    for (size_t i = 0; i < policy->terms.count; i++) {
        terms[i] = (struct term_rule){
            .number = take_count(in), .begins = take_day(in), .years = take_count(in) % 10};
    }
    for (size_t i = 0; i < policy->days.count; i++) {
        int32_t from = take_day(in);
        days[i] = (struct day_range){.from = from,
                                     .to = from + (int32_t)(take_byte(in) % 40) - 2,
                                     .working = take_byte(in) % 2};
    }
}

static struct policy take_policy(struct input *in, struct arena *arena)
{
    static char first_board[8];
    struct policy policy;
    enum preset preset = take_byte(in) % 2 ? PRESET_LAW : PRESET_SEED;
    must(policy_preset(arena, preset, &policy) == OK);
    policy.office = text_of("wutongli");
    policy.name = text_of("梧桐里");
    policy.term_start = take_day(in);
    int32_t first = take_day(in);
    char date[CIVIL_DATE_BYTES];
    memcpy(first_board, civil_format_date(first, date), 7);
    policy.first_board = (struct text){first_board, 7};
    policy.term_years = take_count(in);
    policy.disclosure_day = take_byte(in) % 2 ? 10 : take_count(in);
    policy.utc_offset_min = (int64_t)(take_byte(in) % 4) * 480 - 480;
    for (size_t i = 0; i < policy.periods.count; i++) {
        uint8_t how = take_byte(in);
        if (how < 60) {
            policy.periods.at[i].period = take_period(in);
            policy.periods.at[i].due_month = take_count(in) % 13;
            policy.periods.at[i].tells = how % 3;
        }
    }
    for (size_t changes = take_byte(in) % 4; changes > 0; changes--) {
        struct policy_value *row = &policy.values.at[take_byte(in) % RULES];
        row->number = (int64_t)take_count(in);
        row->of = take_count(in);
    }
    take_lists(in, &policy);
    return policy;
}

static void must_hold_on(const struct rule_set *rules, int32_t day)
{
    const struct calendar *calendar = &rules->calendar;
    int32_t next = calendar_next_disclosure_day(calendar, day);
    must(next > day && calendar_is_disclosure_day(calendar, next) && next - day <= 31);
    must(calendar_last_disclosure_day(calendar, day) <= day);
    must(day + (int32_t)calendar_days_left(calendar, day) >= day);
    for (unsigned item = 1; item <= ITEM_COUNT; item++) {
        struct period period;
        int32_t due = 0, coming = calendar_next_due(calendar, item, day);
        must(coming == 0 || coming > day);
        if (calendar_latest(calendar, item, day, &period, &due)) {
            must(due <= day && due >= calendar->first_board);
            must(due == calendar_due_day(calendar, item, period));
            must(coming == 0 || calendar_due_on(calendar, item, coming, &period));
        }
    }
    struct period term = period_of_day(calendar, PERIOD_TERM, day);
    if (day >= calendar->terms[0].begins && term.number < TERM_NUMBER_MAX) {
        must(period_begins(calendar, term) <= day && day <= period_ends(calendar, term));
    }
    int year = archive_year(calendar, term, day);
    must(!archive_may_delete(calendar, year, day));
    must(workday_from(&rules->workdays, day) >= day);
    must(rule_clock(rules, RULE_hearing_result_days, day) > day);
    must(rule_clock(rules, RULE_mailbox_complex_days, day) > day);
}

static void must_judge(const struct rule_set *rules, struct input *in, struct arena *arena,
                       int32_t day)
{
    static struct published facts[FACTS_MAX];
    static struct due due;
    const struct calendar *calendar = &rules->calendar;
    struct board board;
    size_t count = take_byte(in) % FACTS_MAX;
    for (size_t i = 0; i < count; i++) {
        int32_t about = day - (int32_t)take_byte(in) * 3;
        enum period_kind kind = (enum period_kind)(take_byte(in) % 5);
        facts[i] = (struct published){
            .kind = (enum published_kind)(take_byte(in) % 3),
            .item = take_byte(in) % 14,
            .part = take_byte(in) % 101,
            .period = period_of_day(calendar, kind, about),
            .opens_at_s = civil_midnight(about + take_byte(in), calendar->offset_min),
            .corrected = take_byte(in) % 2,
        };
    }
    must(board_init(arena, calendar, facts, count, &board) == OK);
    due_list(&board, due_moment(calendar, day), &due);
    struct board_change changes[ITEM_COUNT];
    struct readiness readiness;
    board_changes(&board, due_moment(calendar, day), (struct period){PERIOD_NONE, 0, 0}, changes);
    board_readiness(&board, day, &readiness);
    for (size_t i = 0; i < ITEM_COUNT; i++) {
        const struct due_line *line = &due.items[i];
        must(line->item == i + 1 && changes[i].item == i + 1);
        must((line->state == BOARD_PUBLISHED) == (line->archive_year != 0));
        must(line->state == BOARD_PUBLISHED || line->late_days == 0);
        must(line->state != BOARD_PUBLISHED || line->overdue_days == 0);
        must(line->state != BOARD_OVERDUE || line->due_on < day);
        must(line->state != BOARD_NOT_DUE || (line->due_on == 0 && line->overdue_days == 0));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    struct input in = {data, data + size};
    struct rule_set rules;
    struct complaint why = {0};

    if (!arena.base && arena_init(&arena, ARENA_BYTES)) {
        return 0;
    }
    arena_reset(&arena);
    struct policy policy = take_policy(&in, &arena);
    if (policy_check(&policy, &why)) {
        must(why.text[0] != '\0');
        must(rule_set_init(&policy, &rules) == ERR_INVALID);
        return 0;
    }
    must(rule_set_init(&policy, &rules) == OK);
    must(policy_check_change(&policy, &policy, take_day(&in), &why) == OK);
    for (int i = 0; i < DAYS_ASKED; i++) {
        must_hold_on(&rules, take_day(&in));
    }
    must_judge(&rules, &in, &arena, take_day(&in));
    return 0;
}
