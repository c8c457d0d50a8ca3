/* The preset carries the documents' values, and what makes no sense is refused with a sentence. */
#include "cases.h"

#include "policy.h"

static void the_seed_preset_is_the_documents_own(void **state)
{
    static const char *const expected[] = {"term", "term",  "year", "quarter", "month",
                                           "year", "month", "year", "year",    "none"};
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01");
    assert_ok(policy_check(&policy, NULL));
    assert_text(policy.preset, "seed");
    assert_int_equal(policy.term_years, 3);      /* G5(1), R9 */
    assert_int_equal(policy.disclosure_day, 10); /* G8 */
    assert_int_equal(policy.utc_offset_min, 480);
    assert_int_equal(policy.reply_days, 5);
    assert_int_equal(policy.outbox_keep_days, 90);
    assert_int_equal(policy.vault_keep_days, 30);
    assert_int_equal(policy.letters_keep_days, 730);
    assert_int_equal(policy.idle_s, 90);
    for (size_t i = 0; i < ITEM_COUNT; i++) { /* G6 */
        assert_int_equal(policy.periods.at[i].item, i + 1);
        assert_text(policy.periods.at[i].period, expected[i]);
    }
}

static void the_first_board_is_the_month_the_term_starts(void **state)
{
    char month[PERIOD_BYTES];
    (void)state;
    assert_ok(policy_default_first_board(day("2024-09-16"), month));
    assert_string_equal(month, "2024-09");
    assert_err(ERR_INVALID, policy_default_first_board(0, month));
}

static void a_policy_survives_the_record_codec(void **state)
{
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01"), again;
    struct complaint why = {0};
    struct bytes object;
    struct calendar calendar;
    assert_ok_why(policy_encode(&policy, *state, &object, &why), &why);
    assert_ok_why(policy_decode(object, *state, &again, &why), &why);
    assert_ok(calendar_init(&again, &calendar));
    assert_int_equal(calendar.item[5], PERIOD_MONTH);
    assert_int_equal(calendar.item[10], PERIOD_NONE);
}

static void each_wrong_value_is_named(void **state)
{
    struct policy good = policy_of(*state, "2026-01-05", "2026-01"), bad;
    struct complaint why = {0};
    struct calendar calendar;

    bad = good;
    bad.office = text_of("Wutong Li");
    assert_err(ERR_INVALID, policy_check(&bad, &why));
    assert_says(&why, "Wutong Li");
    bad = good;
    bad.name = text_of("  ");
    assert_err(ERR_INVALID, policy_check(&bad, &why));
    assert_says(&why, "名称");
    bad = good;
    bad.disclosure_day = 29;
    assert_err(ERR_INVALID, policy_check(&bad, &why));
    assert_says(&why, "第八条");
    bad = good;
    bad.first_board = text_of("2026-13");
    assert_err(ERR_INVALID, policy_check(&bad, &why));
    assert_says(&why, "2026-13");
    bad = good;
    bad.first_board = text_of("2026");
    assert_err(ERR_INVALID, policy_check(&bad, &why));
    bad = good;
    bad.term_start = 0;
    assert_err(ERR_INVALID, policy_check(&bad, &why));
    assert_says(&why, "任期");
    bad = good;
    bad.term_years = 0;
    assert_err(ERR_INVALID, policy_check(&bad, &why));
    bad = good;
    bad.utc_offset_min = 60 * 24;
    assert_err(ERR_INVALID, policy_check(&bad, &why));
    assert_err(ERR_INVALID, calendar_init(&bad, &calendar));
}

static void every_item_has_exactly_one_period(void **state)
{
    struct complaint why = {0};
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01");
    policy.periods.count = 9;
    assert_err(ERR_INVALID, policy_check(&policy, &why));
    assert_says(&why, "第 10 项");
    policy.periods.count = 10;
    policy.periods.at[9].item = 5;
    assert_err(ERR_INVALID, policy_check(&policy, &why));
    assert_says(&why, "第 5 项");
    policy.periods.at[9].item = 11;
    assert_err(ERR_INVALID, policy_check(&policy, &why));
    assert_says(&why, "第五条");
    policy.periods.at[9] = (struct period_rule){.item = 10, .period = text_of("week")};
    assert_err(ERR_INVALID, policy_check(&policy, &why));
    assert_says(&why, "week");
}

static void a_small_arena_is_an_error_not_a_crash(void **state)
{
    uint8_t block[32];
    struct arena arena;
    struct policy policy = {0};
    (void)state;
    arena_init_over(&arena, block, sizeof(block));
    assert_err(ERR_NOMEM, policy_seed(&arena, &policy));
    assert_int_equal(policy.disclosure_day, 0);
}

static void the_law_preset_differs_where_the_law_speaks(void **state)
{
    struct policy policy;
    struct complaint why = {0};
    assert_ok(policy_preset(*state, PRESET_LAW, &policy));
    assert_text(policy.preset, "law");
    assert_int_equal(policy.term_years, 5);
    assert_int_equal(policy.disclosure_day, 10); /* the law has no day of its own */
    assert_int_equal(policy.values.count, RULES);
    policy.office = text_of("wutongli");
    policy.name = text_of("梧桐里社区居民委员会");
    policy.term_start = day("2026-01-05");
    policy.first_board = text_of("2026-01");
    assert_ok_why(policy_check(&policy, &why), &why);
    assert_false(policy.values.at[RULE_term_years].verified);
    assert_true(policy.values.at[RULE_hearing_notice_days].verified);
}

/* The bytes of a policy as offices signed it before the rule set was in the record. */
static void an_older_record_still_reads(void **state)
{
    struct policy old = policy_of(*state, "2026-01-05", "2026-01"), again;
    struct calendar calendar, same;
    struct bytes object;
    assert_ok(calendar_init(&old, &calendar));
    old.values.count = 0;
    assert_ok(policy_encode(&old, *state, &object, NULL));
    assert_ok(policy_decode(object, *state, &again, NULL));
    assert_int_equal(again.values.count + again.parts.count + again.terms.count + again.days.count,
                     0);
    assert_ok(calendar_init(&again, &same));
    assert_int_equal(same.archive_keep_years, 6);
    for (unsigned item = 1; item <= ITEM_COUNT; item++) {
        assert_int_equal(same.item[item], calendar.item[item]);
        assert_int_equal(same.due_month[item], 1);
        assert_int_equal(same.looks_ahead[item], item == 3 || item == 6 || item == 8);
    }
    assert_int_equal(same.term_count, 1);
}

static void the_whole_rule_set_survives_the_codec_in_one_form(void **state)
{
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01"), again;
    struct part_rule part = {.part = 1,
                             .title = text_of("电梯维修"),
                             .period = text_of("quarter"),
                             .since = day("2026-03-02"),
                             .residents = 300,
                             .residents_of = 3000};
    struct term_rule term = {.number = 2, .begins = day("2029-02-11"), .years = 5};
    struct day_range range = {
        .from = day("2026-10-01"), .to = day("2026-10-07"), .name = text_of("国庆")};
    struct open_hours hours = {.weekday = 1, .from_min = 510, .to_min = 690};
    struct contact contact = {.name = text_of("街道民政科"), .phone = text_of("555-0100")};
    struct bytes first, second;
    struct text json;
    policy.parts.at = &part;
    policy.terms.at = &term;
    policy.days.at = &range;
    policy.hours.at = &hours;
    policy.contacts.at = &contact;
    policy.parts.count = policy.terms.count = policy.days.count = 1;
    policy.hours.count = policy.contacts.count = 1;
    assert_ok(policy_check(&policy, NULL));
    assert_ok(policy_encode(&policy, *state, &first, NULL));
    assert_ok(policy_decode(first, *state, &again, NULL));
    assert_ok(policy_encode(&again, *state, &second, NULL));
    assert_true(bytes_equal(first, second));
    assert_true(rule_value_equal(policy_rule(&again, RULE_assembly_representatives),
                                 (struct rule_value){1, 3}));
    assert_ok(record_json(KIND_policy, &again, *state, &json));
    assert_true(memmem(json.data, json.size, "\"hearing_notice_days\",\"number\":7", 32) != NULL);
}

static void years_may_be_told_in_other_months(void **state)
{
    struct policy policy = policy_of(*state, "2024-09-16", "2024-09");
    struct calendar calendar;
    policy.periods.at[2].due_month = 3; /* item 3 in March */
    policy.periods.at[8].tells = 1;     /* item 9 for the year that begins */
    policy.periods.at[5].tells = 2;     /* item 6 for the year past */
    policy.periods.at[5].due_month = 12;
    assert_ok(calendar_init(&policy, &calendar));
    assert_day(calendar_due_day(&calendar, 3, period("2026")), "2026-03-10");
    assert_day(calendar_due_day(&calendar, 9, period("2026")), "2026-01-10");
    assert_day(calendar_due_day(&calendar, 6, period("2026")), "2027-12-10");
    struct period got;
    int32_t due;
    assert_true(calendar_latest(&calendar, 3, day("2026-03-09"), &got, &due));
    assert_period(got, "2025");
    assert_true(calendar_latest(&calendar, 6, day("2027-12-09"), &got, &due));
    assert_period(got, "2025");
    assert_true(calendar_latest(&calendar, 6, day("2027-12-10"), &got, &due));
    assert_period(got, "2026");
    assert_day(calendar_next_due(&calendar, 6, day("2027-12-09")), "2027-12-10");
    assert_day(calendar_next_due(&calendar, 6, day("2027-12-10")), "2028-12-10");
}

static void assert_policy_refused(const struct policy *policy, const char *sentence)
{
    struct complaint why = {0};
    assert_err(ERR_INVALID, policy_check(policy, &why));
    assert_says(&why, sentence);
}

static void numbers_are_given_once_and_agree_with_their_field(void **state)
{
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01");
    struct policy_value *values = policy.values.at;
    values[RULE_term_years].number = 3; /* as the field */
    assert_ok(policy_check(&policy, NULL));
    values[RULE_term_years].number = 5;
    assert_policy_refused(&policy, "term_years");
    values[RULE_term_years].number = 0;
    values[RULE_hearing_notice_days].id = text_of("hearing_result_days");
    assert_policy_refused(&policy, "写了两次");
    values[RULE_hearing_notice_days].id = text_of("a_newer_rule");
    values[RULE_hearing_notice_days].number = -77;
    assert_ok(policy_check(&policy, NULL)); /* not ours to judge */
    values[RULE_archive_keep_years].number = 5;
    assert_policy_refused(&policy, "第十二条"); /* G12: at least six */
    values[RULE_archive_keep_years].number = 10;
    values[RULE_supervisors_min].number = 8;
    assert_policy_refused(&policy, "至多");
}

static void terms_come_in_order(void **state)
{
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01");
    struct term_rule terms[] = {{.number = 2, .begins = day("2029-02-11")},
                                {.number = 3, .begins = day("2032-01-01")}};
    policy.terms.at = terms;
    policy.terms.count = 2;
    assert_ok(policy_check(&policy, NULL));
    terms[1].number = 2;
    assert_policy_refused(&policy, "第 2 届");
    terms[1].number = TERM_NUMBER_MAX + 1;
    assert_policy_refused(&policy, "至多 99 届");
    terms[1].number = 3;
    terms[1].begins = day("2029-02-11");
    assert_policy_refused(&policy, "第 3 届");
    terms[0] = (struct term_rule){.number = 1, .begins = day("2026-01-06")};
    assert_policy_refused(&policy, "不一致");
    terms[1] = (struct term_rule){.number = 4, .begins = day("2032-01-05")}; /* no room for 3 */
    terms[0].begins = day("2026-01-05");
    assert_policy_refused(&policy, "排不下");
    terms[1].begins = day("2032-01-06");
    assert_ok(policy_check(&policy, NULL));
    terms[0].begins = day("2026-01-05");
    assert_ok(policy_check(&policy, NULL));
}

/* ---- old and new policy: which term applies when ---- */

static void what_was_published_keeps_its_meaning(void **state)
{
    struct policy old = policy_of(*state, "2026-01-05", "2026-01"), changed = old;
    struct complaint why = {0};
    int32_t today = day("2026-11-25");
    assert_ok(policy_check_change(&old, &changed, today, &why));
    assert_ok(policy_check_change(&old, &changed, day("2199-12-31"), &why));

    changed.office = text_of("other");
    assert_err(ERR_INVALID, policy_check_change(&old, &changed, today, &why));
    changed = old;
    changed.utc_offset_min = 540;
    assert_err(ERR_INVALID, policy_check_change(&old, &changed, today, &why));
    assert_says(&why, "时差");
    changed = old;
    changed.first_board = text_of("2026-02");
    assert_err(ERR_INVALID, policy_check_change(&old, &changed, today, &why));
    assert_says(&why, "期号");
    assert_ok(policy_check_change(&old, &changed, day("2025-12-31"), &why)); /* not begun */
    changed = old;
    changed.term_start = day("2026-01-06");
    assert_err(ERR_INVALID, policy_check_change(&old, &changed, today, &why));
    assert_says(&why, "第 1 届已于 2026-01-05 开始");
}

static void a_longer_term_moves_only_terms_to_come(void **state)
{
    struct policy old = policy_of(*state, "2026-01-05", "2026-01"), law = old;
    struct term_rule terms[] = {{.number = 2, .begins = day("2029-01-05")}};
    struct complaint why = {0};
    struct calendar calendar;
    law.term_years = 5;
    assert_ok_why(policy_check_change(&old, &law, day("2026-11-25"), &why), &why);
    assert_ok(calendar_init(&law, &calendar));
    assert_period(period_of_day(&calendar, PERIOD_TERM, day("2031-01-04")), "term-1");
    assert_period(period_of_day(&calendar, PERIOD_TERM, day("2031-01-05")), "term-2");

    /* The second term has begun under the old policy: it must stay where it was. */
    assert_err(ERR_INVALID, policy_check_change(&old, &law, day("2029-01-05"), &why));
    assert_says(&why, "第 2 届");
    assert_ok(policy_check_change(&old, &law, day("2029-01-04"), &why));
    law.terms.at = terms;
    law.terms.count = 1;
    assert_ok_why(policy_check_change(&old, &law, day("2029-06-01"), &why), &why);
    assert_ok(calendar_init(&law, &calendar));
    assert_day(period_ends(&calendar, period("term-1")), "2029-01-04");
    assert_day(period_ends(&calendar, period("term-2")), "2034-01-04"); /* five years from there */
    terms[0].begins = day("2029-01-06");
    assert_err(ERR_INVALID, policy_check_change(&old, &law, day("2029-06-01"), &why));
}

static void a_shorter_term_may_not_begin_the_next_in_the_past(void **state)
{
    struct policy old = policy_of(*state, "2026-01-05", "2026-01"), changed = old;
    struct complaint why = {0};
    old.term_years = 5;
    assert_ok(policy_check_change(&old, &changed, day("2029-01-04"), &why));
    assert_err(ERR_INVALID, policy_check_change(&old, &changed, day("2029-01-05"), &why));
    assert_says(&why, "早在 2029-01-05");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_seed_preset_is_the_documents_own, test_arena),
        TEST_PLAIN(the_first_board_is_the_month_the_term_starts),
        TEST(a_policy_survives_the_record_codec, test_arena),
        TEST(each_wrong_value_is_named, test_arena),
        TEST(every_item_has_exactly_one_period, test_arena),
        TEST_PLAIN(a_small_arena_is_an_error_not_a_crash),
        TEST(the_law_preset_differs_where_the_law_speaks, test_arena),
        TEST(an_older_record_still_reads, test_arena),
        TEST(the_whole_rule_set_survives_the_codec_in_one_form, test_arena),
        TEST(years_may_be_told_in_other_months, test_arena),
        TEST(numbers_are_given_once_and_agree_with_their_field, test_arena),
        TEST(terms_come_in_order, test_arena),
        TEST(what_was_published_keeps_its_meaning, test_arena),
        TEST(a_longer_term_moves_only_terms_to_come, test_arena),
        TEST(a_shorter_term_may_not_begin_the_next_in_the_past, test_arena),
    };
    return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
