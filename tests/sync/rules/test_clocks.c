/* Every clock of meetings, proposals and promises over 1900-2100, against a calendar that walks day
 * by day from Monday, 1 January 1900, and counts as the articles say: the first day is not counted.
 * Nothing here is computed the way rules/ computes it. */
#include <stdlib.h>

#include "cases.h"

#include "convening.h"
#include "mailbox.h"
#include "meeting.h"

enum {
    FIRST_YEAR = 1900,
    LAST_YEAR = 2100,
    DAYS_MAX = 73500,
    HOLIDAYS = 60,
    AHEAD = 80, /* days kept free at either end for clocks to run into */
};

/* One day of the walk. */
struct walked {
    int year, month, day;
    int weekday; /* 1 Monday .. 7 Sunday */
    int32_t number;
    bool rests; /* weekend or holiday, and not worked in exchange */
    bool named; /* a holiday of the list */
};

static struct walked walk[DAYS_MAX];
static size_t days;

/* "Thirty days hath September", and a leap year each fourth but for three centuries in four. */
static int month_length(int year, int month)
{
    if (month == 4 || month == 6 || month == 9 || month == 11) {
        return 30;
    }
    if (month != 2) {
        return 31;
    }
    return year % 400 == 0 ? 29 : year % 100 == 0 ? 28 : year % 4 == 0 ? 29 : 28;
}

static void walk_all(void)
{
    struct walked at = {FIRST_YEAR, 1, 1, 1, 0, false, false};
    days = 0;
    while (at.year <= LAST_YEAR) {
        char date[40];
        snprintf(date, sizeof date, "%04d-%02d-%02d", at.year, at.month, at.day);
        at.number = day(date);
        at.rests = at.weekday >= 6;
        assert_true(days < DAYS_MAX);
        walk[days++] = at;
        at.weekday = at.weekday == 7 ? 1 : at.weekday + 1;
        if (++at.day > month_length(at.year, at.month)) {
            at.day = 1;
            if (++at.month > 12) {
                at.month = 1;
                at.year++;
            }
        }
    }
}

/* A list of holidays scattered over the two centuries, some Saturdays worked in exchange. */
static void draw_holidays(struct day_range *ranges)
{
    struct dice dice = {.state = 7};
    for (size_t i = 0; i < HOLIDAYS; i++) {
        size_t at = 500 + i * 1200 + dice_below(&dice, 300), length = 1 + dice_below(&dice, 8);
        ranges[i] = (struct day_range){.from = walk[at].number, .to = walk[at + length - 1].number};
        for (size_t j = 0; j < length; j++) {
            walk[at + j].rests = walk[at + j].named = true;
        }
        if (i % 3 == 0) { /* the Saturday before is worked */
            size_t saturday = at - 1;
            while (walk[saturday].weekday != 6) {
                saturday--;
            }
            ranges[i].from = ranges[i].to = walk[saturday].number;
            ranges[i].working = true;
            walk[saturday].rests = false;
            for (size_t j = 0; j < length; j++) { /* this row was spent on the Saturday */
                walk[at + j].rests = walk[at + j].weekday >= 6;
                walk[at + j].named = false;
            }
        }
    }
}

struct fixture {
    struct arena *arena;
    struct policy seed, law;
    struct rule_set seed_rules, law_rules;
    struct day_range holidays[HOLIDAYS];
};
static struct fixture made;

static int set_up(void **state)
{
    if (test_arena_setup(state)) {
        return -1;
    }
    walk_all();
    draw_holidays(made.holidays);
    made.seed = policy_of(*state, "1900-01-05", "1900-01");
    assert_ok(policy_preset(*state, PRESET_LAW, &made.law));
    made.law.office = made.seed.office;
    made.law.name = made.seed.name;
    made.law.term_start = made.seed.term_start;
    made.law.first_board = made.seed.first_board;
    made.seed.days.at = made.law.days.at = made.holidays;
    made.seed.days.count = made.law.days.count = HOLIDAYS;
    assert_ok(rule_set_init(&made.seed, &made.seed_rules));
    assert_ok(rule_set_init(&made.law, &made.law_rules));
    return 0;
}

/* Day 0 (1 January 1970) stands for "no day" in records: nothing there is dated by it. */
static bool near_day_zero(size_t i)
{
    return walk[i].number > -2 * AHEAD && walk[i].number < 2 * AHEAD;
}

/* "Within n days": n steps from the day it starts; the law steps on while the last day rests. */
static size_t step_within(size_t from, unsigned n, bool rolls)
{
    for (; n > 0; n--) {
        from++;
    }
    while (rolls && walk[from].rests) {
        from++;
    }
    return from;
}

static size_t step_work_days(size_t from, unsigned n)
{
    while (n > 0) {
        from++;
        n -= !walk[from].rests;
    }
    return from;
}

static struct stage one_stage(const struct meeting *meeting, const struct rule_set *rules,
                              int32_t today, enum stage_name name)
{
    struct meeting_case of = {.meeting = meeting, .rules = rules};
    struct stage stages[STAGES_MAX];
    size_t count = meeting_course(&of, today, false, stages);
    for (size_t i = 0; i < count; i++) {
        if (stages[i].name == name) {
            return stages[i];
        }
    }
    fail_msg("no stage %s", stage_id(name));
    return stages[0];
}

static void assert_clock(const struct meeting *meeting, bool law, size_t due, enum stage_name name)
{
    const struct rule_set *rules = law ? &made.law_rules : &made.seed_rules;
    struct stage on = one_stage(meeting, rules, walk[due].number, name);
    struct stage after = one_stage(meeting, rules, walk[due + 1].number, name);
    if (on.due_on != walk[due].number || on.state == STAGE_OVERDUE ||
        after.state != STAGE_OVERDUE) {
        fail_msg("%s of %04d-%02d-%02d: %d, %d; states %d, %d", stage_id(name), walk[due].year,
                 walk[due].month, walk[due].day, on.due_on, walk[due].number, on.state,
                 after.state);
    }
}

/* T8(1): within seven days of the written request; T8(3): of the hearing's end. */
static void a_hearings_clocks(void **state)
{
    (void)state;
    for (size_t i = AHEAD; i + AHEAD < days; i += 3) {
        if (near_day_zero(i)) {
            continue;
        }
        for (int law = 0; law < 2; law++) {
            struct meeting meeting = {.type = text_of("hearing"),
                                      .received = walk[i].number,
                                      .date = walk[i + 40].number};
            assert_clock(&meeting, law, step_within(i, 7, law), STAGE_NOTICE);
            meeting.notified = walk[i + 1].number;
            meeting.result = text_of("通过");
            assert_clock(&meeting, law, step_within(i + 40, 7, law), STAGE_PUBLISH);
        }
    }
}

/* T19(4): within seven days of the review. G10: within fifteen of the proposal. */
static void feedback_and_convening(void **state)
{
    (void)state;
    for (size_t i = AHEAD; i + AHEAD < days; i += 5) {
        if (near_day_zero(i)) {
            continue;
        }
        for (int law = 0; law < 2; law++) {
            const struct rule_set *rules = law ? &made.law_rules : &made.seed_rules;
            struct meeting review = {.type = text_of("review"),
                                     .date = walk[i].number,
                                     .grade = text_of("excellent"),
                                     .notified = walk[i - 5].number};
            struct proposal proposal = {.on = walk[i].number, .by = text_of("supervision")};
            size_t due = step_within(i, 15, law);
            assert_clock(&review, law, step_within(i, 7, law), STAGE_FEEDBACK);
            struct convening on = convening_of(&proposal, NULL, rules, walk[due].number, false);
            assert_int_equal(on.due_on, walk[due].number);
            assert_false(on.overdue);
            assert_true(convening_of(&proposal, NULL, rules, walk[due + 1].number, false).overdue);
        }
    }
}

/* Which of the days before a meeting are in order for its notice? Counted back one by one: "three
 * days before" leaves three days to step to the meeting; "within the seven before" are the steps
 * one to seven. No preset rolls these. */
static void notices_count_back_from_the_meeting(void **state)
{
    static const struct {
        const char *type;
        enum stage_name name;
        unsigned nearest, farthest;
    } cases[] = {
        {"assembly", STAGE_NOTICE, 3, AHEAD},
        {"mediation", STAGE_NOTICE, 0, 7}, /* on the day itself it is acute */
        {"review", STAGE_REPORTS, 1, 15},
    };
    (void)state;
    for (size_t i = AHEAD; i + AHEAD < days; i += 41) {
        if (near_day_zero(i)) {
            continue;
        }
        for (size_t c = 0; c < 3; c++) {
            for (unsigned back = 0; back <= 20; back++) {
                size_t told = i;
                for (unsigned step = 0; step < back; step++) {
                    told--;
                }
                struct meeting meeting = {.type = text_of(cases[c].type),
                                          .date = walk[i].number,
                                          .notified = walk[told].number};
                bool fine = back >= cases[c].nearest && back <= cases[c].farthest;
                struct stage stage =
                    one_stage(&meeting, &made.law_rules, walk[i].number, cases[c].name);
                assert_int_equal(stage.state, fine ? STAGE_DONE : STAGE_DONE_AMISS);
            }
        }
    }
}

/* W5, R12: red from the 150th day of the half-year on. */
static void the_half_year_is_counted_day_by_day(void **state)
{
    unsigned counted = 0;
    (void)state;
    for (size_t i = 0; i < days; i++) {
        bool begins = walk[i].day == 1 && (walk[i].month == 1 || walk[i].month == 7);
        counted = begins ? 1 : counted + 1;
        struct half_year half =
            half_year_judge(NULL, 0, walk[i].number, made.seed_rules.calendar.first_board);
        assert_int_equal(half.day, counted);
        assert_int_equal(half.first, walk[i - counted + 1].number);
        assert_int_equal(half.state, counted >= 150 ? HALF_YEAR_RED : HALF_YEAR_OPEN);
        assert_int_equal(half.last - walk[i].number, half.days_left);
        assert_true(walk[i].month <= 6 ? civil_date_of(half.last).month == 6
                                       : civil_date_of(half.last).month == 12);
    }
}

/* Promises run in working days by the state's list, whatever the preset. */
static void promises_run_in_working_days(void **state)
{
    static const struct {
        enum letter_grade grade;
        unsigned days;
    } cases[] = {
        {LETTER_SIMPLE, 3}, {LETTER_NORMAL, 5}, {LETTER_UNGRADED, 5}, {LETTER_COMPLEX, 15}};
    (void)state;
    for (size_t i = AHEAD; i + AHEAD < days; i += 7) {
        size_t c = i % 4;
        if (walk[i].year < 1971) {
            continue; /* a letter's moment is after 1970 */
        }
        struct letter_fact letter = {.received_s = civil_midnight(walk[i].number, 480) + 3600,
                                     .grade = cases[c].grade};
        size_t due = step_work_days(i, cases[c].days);
        struct promise promise = promise_of(&letter, &made.seed_rules, walk[due].number, false);
        assert_int_equal(promise.answer_by, walk[due].number);
        assert_int_equal(promise.read_by, walk[step_work_days(i, 1)].number);
        assert_int_equal(promise.state, PROMISE_DUE);
        promise = promise_of(&letter, &made.seed_rules, walk[due + 1].number, false);
        assert_int_equal(promise.state, PROMISE_LATE);
        assert_int_equal(promise.late_days, !walk[due + 1].rests);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hearings_clocks),
        cmocka_unit_test(feedback_and_convening),
        cmocka_unit_test(notices_count_back_from_the_meeting),
        cmocka_unit_test(the_half_year_is_counted_day_by_day),
        cmocka_unit_test(promises_run_in_working_days),
    };
    return cmocka_run_group_tests_name("clocks", tests, set_up, test_arena_teardown);
}
