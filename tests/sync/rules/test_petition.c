/* G5(10): a tenth of the residents or a third of the representatives, at their edges. */
#include "cases.h"

#include "petition.h"

static void a_tenth_or_a_third_is_enough_and_one_less_is_not(void **state)
{
    static const struct {
        uint64_t residents, of, representatives, representatives_of;
        bool holds;
    } cases[] = {
        {299, 3000, 0, 0, false}, {300, 3000, 0, 0, true},  {300, 3001, 0, 0, false},
        {301, 3001, 0, 0, true},  {0, 3000, 13, 41, false}, {0, 3000, 14, 41, true},
        {0, 0, 13, 39, true},     {0, 0, 12, 39, false},    {299, 3000, 12, 39, false},
        {1, 1, 0, 0, true},       {0, 0, 0, 0, false},      {0, 3000, 0, 39, false},
    };
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01");
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct petition petition = {cases[i].residents, cases[i].of, cases[i].representatives,
                                    cases[i].representatives_of};
        struct petition_result result = petition_judge(&policy, &petition);
        assert_int_equal(result.holds, cases[i].holds);
        assert_int_equal(result.by_residents || result.by_representatives, cases[i].holds);
    }
    struct petition_result told =
        petition_judge(&policy, &(struct petition){.residents_of = 3001, .representatives_of = 41});
    assert_int_equal(told.residents_needed, 301);
    assert_int_equal(told.representatives_needed, 14);
}

static void the_fractions_are_the_policys(void **state)
{
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01");
    policy.values.at[RULE_petition_residents].of = 20;
    assert_true(petition_judge(&policy, &(struct petition){150, 3000, 0, 0}).holds);
    assert_false(petition_judge(&policy, &(struct petition){149, 3000, 0, 0}).holds);
}

static void a_part_that_nobody_could_ask_for_is_refused(void **state)
{
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01");
    struct part_rule part = {.part = 1,
                             .title = text_of("电梯维修"),
                             .period = text_of("month"),
                             .since = day("2026-03-02")};
    struct complaint why = {0};
    policy.parts.at = &part;
    policy.parts.count = 1;
    assert_ok_why(policy_check(&policy, &why), &why); /* the group's own wish */
    part.residents = 299;
    part.residents_of = 3000;
    assert_err(ERR_INVALID, policy_check(&policy, &why));
    assert_says(&why, "第 1 部分");
    assert_says(&why, "300");
    part.residents = 300;
    assert_ok_why(policy_check(&policy, &why), &why);
    part.residents = 3001;
    assert_err(ERR_INVALID, policy_check(&policy, &why));
    assert_says(&why, "比总数还多");
}

static void parts_are_listed_once_in_order_with_a_period(void **state)
{
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01");
    struct part_rule parts[] = {
        {.part = 1, .title = text_of("甲"), .period = text_of("month"), .since = day("2026-03-02")},
        {.part = 2, .title = text_of("乙"), .period = text_of("none"), .since = day("2026-03-02")}};
    struct complaint why = {0};
    policy.parts.at = parts;
    policy.parts.count = 2;
    assert_ok_why(policy_check(&policy, &why), &why);
    parts[1].part = 1;
    assert_err(ERR_INVALID, policy_check(&policy, &why));
    parts[1].part = 2;
    parts[1].period = text_of("week");
    assert_err(ERR_INVALID, policy_check(&policy, &why));
    assert_says(&why, "week");
    parts[1].period = text_of("year");
    parts[1].ended = day("2026-03-01");
    assert_err(ERR_INVALID, policy_check(&policy, &why));
    assert_says(&why, "早于开始");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_tenth_or_a_third_is_enough_and_one_less_is_not, test_arena),
        TEST(the_fractions_are_the_policys, test_arena),
        TEST(a_part_that_nobody_could_ask_for_is_refused, test_arena),
        TEST(parts_are_listed_once_in_order_with_a_period, test_arena),
    };
    return cmocka_run_group_tests_name("petition", tests, NULL, NULL);
}
