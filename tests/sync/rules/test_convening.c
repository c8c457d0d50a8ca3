/* When an assembly must be convened: proposals (R12, G10) and the half-year (R12, W5). */
#include "cases.h"

#include "convening.h"

static void enough_proposers_oblige_the_committee(void **state)
{
    static const struct {
        const char *by;
        uint64_t count, base, needed;
        bool must;
    } cases[] = {
        {"residents", 199, 1000, 200, false},
        {"residents", 200, 1000, 200, true},
        {"residents", 200, 1001, 201, false},
        {"households", 79, 400, 80, false},
        {"households", 80, 400, 80, true},
        {"representatives", 21, 66, 22, false},
        {"representatives", 22, 66, 22, true},
        {"representatives", 22, 67, 23, false},
        {"groups", 9, 9, 0, false}, /* preset seed: groups do not propose */
        {"residents", 200, 0, 0, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct proposal proposal = {.on = day("2026-11-01"),
                                    .by = text_of(cases[i].by),
                                    .count = cases[i].count,
                                    .base = cases[i].base};
        struct convening convening = convening_of(&proposal, NULL, NULL, day("2027-11-01"), false);
        assert_int_equal(convening.needed, cases[i].needed);
        assert_int_equal(convening.must, cases[i].must);
        assert_int_equal(convening.due_on, 0); /* R12: "in time" */
        assert_false(convening.overdue);
    }
}

static void the_supervision_groups_proposal_has_fifteen_days(void **state)
{
    struct proposal proposal = {.on = day("2026-12-10"), .by = text_of("supervision")};
    struct meeting meeting = {.type = text_of("assembly"), .date = day("2026-12-24")};
    (void)state;
    struct convening convening = convening_of(&proposal, NULL, NULL, day("2026-12-25"), false);
    assert_true(convening.must);
    assert_day(convening.due_on, "2026-12-25");
    assert_false(convening.overdue);
    assert_true(convening_of(&proposal, NULL, NULL, day("2026-12-26"), false).overdue);
    assert_false(convening_of(&proposal, NULL, NULL, day("2026-12-26"), true).overdue);
    convening = convening_of(&proposal, &meeting, NULL, day("2026-12-26"), false);
    assert_false(convening.overdue);
    assert_day(convening.held_on, "2026-12-24");
    meeting.type = text_of("hearing"); /* no assembly */
    assert_true(convening_of(&proposal, &meeting, NULL, day("2026-12-26"), false).overdue);
    meeting.type = text_of("assembly");
    meeting.date = day("2026-12-09"); /* held before it was proposed */
    assert_true(convening_of(&proposal, &meeting, NULL, day("2026-12-26"), false).overdue);
}

static void the_law_asks_groups_and_rolls(void **state)
{
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01");
    struct rule_set rules;
    policy.preset = text_of("law");
    policy.values.count = 0; /* every number is the preset's */
    assert_ok(rule_set_init(&policy, &rules));
    struct proposal proposal = {
        .on = day("2026-12-04"), .by = text_of("groups"), .count = 3, .base = 9};
    assert_true(convening_of(&proposal, NULL, &rules, day("2026-12-10"), false).must);
    proposal.by = text_of("supervision");
    /* 19 December 2026 is a Saturday */
    assert_day(convening_of(&proposal, NULL, &rules, day("2026-12-10"), false).due_on,
               "2026-12-21");
    assert_day(convening_of(&proposal, NULL, NULL, day("2026-12-10"), false).due_on, "2026-12-19");
}

static void proposals_that_cannot_be_are_refused(void **state)
{
    struct complaint why = {0};
    struct proposal proposal = {
        .on = day("2026-11-01"), .by = text_of("residents"), .count = 10, .base = 9};
    (void)state;
    assert_err(ERR_INVALID, proposal_check(&proposal, &why));
    proposal.base = 10;
    assert_ok_why(proposal_check(&proposal, &why), &why);
    proposal.by = text_of("neighbours");
    assert_err(ERR_INVALID, proposal_check(&proposal, &why));
    assert_says(&why, "neighbours");
}

static struct half_year judge(const struct meeting *meeting, const char *today)
{
    struct meeting_fact fact = {text_of("meeting/1"), meeting};
    return half_year_judge(&fact, meeting ? 1 : 0, day(today), day("2026-01-01"));
}

static void each_half_year_has_its_assembly(void **state)
{
    struct agenda_row rows[] = {{.text = text_of("工作报告"), .power = 4}};
    struct meeting meeting = {
        .type = text_of("assembly"), .date = day("2026-10-20"), .due = 66, .present = 34};
    (void)state;
    struct half_year half = judge(NULL, "2026-07-01");
    assert_day(half.first, "2026-07-01");
    assert_day(half.last, "2026-12-31");
    assert_int_equal(half.day, 1);
    assert_int_equal(half.days_left, 183);
    assert_int_equal(half.state, HALF_YEAR_OPEN);
    assert_true(half.missed_before); /* nothing in the first half */
    assert_int_equal(judge(NULL, "2026-11-26").day, 149);
    assert_int_equal(judge(NULL, "2026-11-26").state, HALF_YEAR_OPEN);
    assert_int_equal(judge(NULL, "2026-11-27").day, 150);
    assert_int_equal(judge(NULL, "2026-11-27").state, HALF_YEAR_RED);
    assert_int_equal(judge(NULL, "2026-05-29").state, HALF_YEAR_OPEN); /* day 149 of the first */
    assert_int_equal(judge(NULL, "2026-05-30").state, HALF_YEAR_RED);
    half = judge(&meeting, "2026-10-19");
    assert_int_equal(half.state, HALF_YEAR_OPEN);
    assert_day(half.planned_on, "2026-10-20");
    half = judge(&meeting, "2026-11-27");
    assert_int_equal(half.state, HALF_YEAR_HELD);
    assert_day(half.held_on, "2026-10-20");
    assert_true(half.heard_report); /* no typed agenda: nobody says otherwise */
    meeting.agenda.at = rows;
    meeting.agenda.count = 1;
    assert_true(judge(&meeting, "2026-11-27").heard_report);
    rows[0].power = 3;
    assert_false(judge(&meeting, "2026-11-27").heard_report); /* W5 */
    meeting.present = 33;
    assert_int_equal(judge(&meeting, "2026-11-27").state, HALF_YEAR_RED); /* R13: no quorum */
}

static void what_was_before_the_first_board_was_not_missed(void **state)
{
    (void)state;
    assert_false(half_year_judge(NULL, 0, day("2026-08-01"), day("2026-03-01")).missed_before);
    assert_true(half_year_judge(NULL, 0, day("2026-08-01"), day("2026-01-01")).missed_before);
    assert_true(half_year_judge(NULL, 0, day("2027-01-01"), day("2026-03-01")).missed_before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(enough_proposers_oblige_the_committee),
        TEST_PLAIN(the_supervision_groups_proposal_has_fifteen_days),
        TEST(the_law_asks_groups_and_rolls, test_arena),
        TEST_PLAIN(proposals_that_cannot_be_are_refused),
        TEST_PLAIN(each_half_year_has_its_assembly),
        TEST_PLAIN(what_was_before_the_first_board_was_not_missed),
    };
    return cmocka_run_group_tests_name("convening", tests, NULL, NULL);
}
