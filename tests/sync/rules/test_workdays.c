/* Working days with the holidays of a made-up year, and clocks that roll or do not. */
#include "cases.h"

#include "rule_set.h"

/* A golden week from a Thursday to the Wednesday after, for which a Saturday and a Sunday are
 * worked. */
static struct policy policy_with_holidays(struct arena *arena, enum preset preset)
{
    static struct day_range ranges[4];
    struct policy policy;
    assert_ok(policy_preset(arena, preset, &policy));
    policy.office = text_of("wutongli");
    policy.name = text_of("梧桐里社区居民委员会");
    policy.term_start = day("2026-01-05");
    policy.first_board = text_of("2026-01");
    ranges[0] = (struct day_range){.from = day("2026-10-01"), .to = day("2026-10-07")};
    ranges[1] = (struct day_range){.from = day("2026-09-27"), .working = true}; /* a Sunday */
    ranges[2] = (struct day_range){.from = day("2026-10-10"), .working = true}; /* a Saturday */
    ranges[3] = (struct day_range){.from = day("2026-01-01"), .to = day("2026-01-01")};
    policy.days.at = ranges;
    policy.days.count = 4;
    return policy;
}

static void weekends_rest_but_for_those_that_are_worked(void **state)
{
    static const struct {
        const char *date;
        bool works;
    } cases[] = {
        {"2026-09-25", true}, {"2026-09-26", false}, /* a Saturday */
        {"2026-09-27", true},                        /* worked in exchange */
        {"2026-09-30", true}, {"2026-10-01", false}, {"2026-10-07", false}, {"2026-10-08", true},
        {"2026-10-10", true}, {"2026-10-11", false}, {"2026-01-01", false}, {"2026-01-02", true},
    };
    struct policy policy = policy_with_holidays(*state, PRESET_SEED);
    struct workdays days = workdays_of(&policy);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(workday_is(&days, day(cases[i].date)), cases[i].works);
    }
    assert_true(workdays_known(&days, day("2026-12-31")));
    assert_false(workdays_known(&days, day("2027-01-01")));
    assert_true(workday_is(&days, day("2027-10-01"))); /* not known, and a Friday */
}

static void working_days_are_counted_without_the_first(void **state)
{
    static const struct {
        const char *from;
        unsigned n;
        const char *to;
    } cases[] = {
        {"2026-09-25", 0, "2026-09-25"}, {"2026-09-25", 1, "2026-09-27"},
        {"2026-09-30", 1, "2026-10-08"}, {"2026-09-30", 3, "2026-10-10"},
        {"2026-09-30", 4, "2026-10-12"}, {"2026-10-03", 1, "2026-10-08"}, /* from within */
    };
    struct policy policy = policy_with_holidays(*state, PRESET_SEED);
    struct workdays days = workdays_of(&policy);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_day(workday_add(&days, day(cases[i].from), cases[i].n), cases[i].to);
        if (workday_is(&days, day(cases[i].from))) {
            int n = (int)cases[i].n;
            assert_int_equal(workdays_between(&days, day(cases[i].from), day(cases[i].to)), n);
        }
    }
    assert_int_equal(workdays_between(&days, day("2026-10-12"), day("2026-09-30")), -4);
}

/* T8: within 7 days of 24 September is 1 October, a holiday. */
static void only_the_law_rolls_a_last_day_over_a_holiday(void **state)
{
    static const struct {
        const char *from, *seed, *law;
    } cases[] = {
        {"2026-09-23", "2026-09-30", "2026-09-30"}, {"2026-09-24", "2026-10-01", "2026-10-08"},
        {"2026-09-30", "2026-10-07", "2026-10-08"}, {"2026-10-01", "2026-10-08", "2026-10-08"},
        {"2026-10-03", "2026-10-10", "2026-10-10"}, {"2026-10-04", "2026-10-11", "2026-10-12"},
    };
    struct policy seed = policy_with_holidays(*state, PRESET_SEED);
    struct policy law = policy_with_holidays(*state, PRESET_LAW);
    struct rule_set seed_rules, law_rules;
    assert_ok(rule_set_init(&seed, &seed_rules));
    assert_ok(rule_set_init(&law, &law_rules));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int32_t from = day(cases[i].from);
        assert_day(rule_clock(&seed_rules, RULE_hearing_result_days, from), cases[i].seed);
        assert_day(rule_clock(&law_rules, RULE_hearing_result_days, from), cases[i].law);
    }
    assert_day(rule_clock(&seed_rules, RULE_mailbox_simple_days, day("2026-09-30")), "2026-10-10");
    /* The 10th is a Saturday and stays (G8). */
    assert_day(calendar_due_day(&law_rules.calendar, 5, period("2026-09")), "2026-10-10");
}

static void a_list_that_contradicts_itself_is_refused(void **state)
{
    struct policy policy = policy_with_holidays(*state, PRESET_SEED);
    struct day_range *last = &policy.days.at[3];
    struct complaint why = {0};
    assert_ok_why(policy_check(&policy, &why), &why);
    last->from = day("2026-10-07");
    last->to = day("2026-10-06");
    assert_err(ERR_INVALID, policy_check(&policy, &why));
    assert_says(&why, "早于开始");
    *last = (struct day_range){.from = day("2026-10-12"), .working = true};
    assert_err(ERR_INVALID, policy_check(&policy, &why));
    assert_says(&why, "2026-10-12");
    *last = (struct day_range){.from = day("2026-10-04"), .working = true};
    assert_err(ERR_INVALID, policy_check(&policy, &why));
    assert_says(&why, "第 1 行和第 4 行");
    *last = (struct day_range){.from = day("2026-02-01"), .to = day("2026-03-04")};
    assert_err(ERR_INVALID, policy_check(&policy, &why));
    assert_says(&why, "超过 31 天");
}

static void a_list_without_a_working_day_does_not_hang(void **state)
{
    struct policy policy = policy_with_holidays(*state, PRESET_LAW);
    policy.days.at[0].to = day("2199-12-31"); /* not checked */
    struct workdays days = workdays_of(&policy);
    assert_day(workday_from(&days, day("2026-10-01")), "2026-11-30");
    assert_true(workday_add(&days, day("2026-10-01"), UINT32_MAX) > day("2026-10-01"));
}

static void opening_hours_are_by_weekday(void **state)
{
    struct open_hours hours[] = {{.weekday = 1, .from_min = 510, .to_min = 690},
                                 {.weekday = 1, .from_min = 840, .to_min = 1020},
                                 {.weekday = 7, .to_min = 60}};
    struct policy policy = policy_with_holidays(*state, PRESET_SEED);
    struct rule_set rules;
    struct complaint why = {0};
    policy.hours.at = hours;
    policy.hours.count = 3;
    assert_ok(rule_set_init(&policy, &rules));
    assert_false(rule_is_open(&rules, day("2026-11-23"), 509)); /* a Monday */
    assert_true(rule_is_open(&rules, day("2026-11-23"), 510));
    assert_false(rule_is_open(&rules, day("2026-11-23"), 690));
    assert_true(rule_is_open(&rules, day("2026-11-23"), 840));
    assert_false(rule_is_open(&rules, day("2026-11-24"), 840));
    assert_true(rule_is_open(&rules, day("2026-11-22"), 0));
    hours[1].to_min = 840;
    assert_err(ERR_INVALID, policy_check(&policy, &why));
    assert_says(&why, "第 2 行");
}

/* Against a reader who crosses off days one by one. */
static void two_centuries_agree_with_a_paper_calendar(void **state)
{
    struct policy policy = policy_with_holidays(*state, PRESET_LAW);
    struct workdays days = workdays_of(&policy);
    int weekday = 0; /* 1900-01-01 was a Monday */
    int32_t last_working = 0;
    for (int32_t on = day("1900-01-01"); on <= day("2100-12-31"); on++) {
        bool golden = on >= day("2026-10-01") && on <= day("2026-10-07");
        bool extra = on == day("2026-09-27") || on == day("2026-10-10");
        bool works = extra || (weekday < 5 && !golden && on != day("2026-01-01"));
        assert_int_equal(workday_is(&days, on), works);
        if (works && last_working) {
            assert_int_equal(workday_add(&days, last_working, 1), on);
            assert_int_equal(clock_within(&days, last_working - 6, 7), on);
        }
        last_working = works ? on : last_working;
        weekday = (weekday + 1) % 7;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(weekends_rest_but_for_those_that_are_worked, test_arena),
        TEST(working_days_are_counted_without_the_first, test_arena),
        TEST(only_the_law_rolls_a_last_day_over_a_holiday, test_arena),
        TEST(a_list_that_contradicts_itself_is_refused, test_arena),
        TEST(a_list_without_a_working_day_does_not_hang, test_arena),
        TEST(opening_hours_are_by_weekday, test_arena),
        TEST(two_centuries_agree_with_a_paper_calendar, test_arena),
    };
    return cmocka_run_group_tests_name("workdays", tests, NULL, NULL);
}
