/* Clocks, quorum and majority of the meetings (R12, R13, T8, T13, T19). */
#include "cases.h"

#include "convening.h"
#include "meeting.h"

/* The lift at house 3: requested on the 12th, told on the 18th, held on the 26th. */
static struct meeting hearing(void)
{
    return (struct meeting){
        .type = text_of("hearing"),
        .title = text_of("3号楼加装电梯听证会"),
        .received = day("2026-11-12"),
        .notified = day("2026-11-18"),
        .date = day("2026-11-26"),
        .due = 41,
        .present = 27,
    };
}

static struct stage stage_of(const struct meeting *meeting, const char *today, enum stage_name name)
{
    struct stage stages[STAGES_MAX];
    size_t count = meeting_stages(meeting, day(today), false, stages);
    assert_true(count <= STAGES_MAX);
    for (size_t i = 0; i < count; i++) {
        if (stages[i].name == name) {
            return stages[i];
        }
    }
    fail_msg("no stage %d", name);
    return stages[0];
}

static void more_than_half_is_half_and_one(void **state)
{
    (void)state;
    assert_int_equal(majority_of(41), 21);
    assert_int_equal(majority_of(40), 21);
    assert_int_equal(majority_of(100), 51);
    assert_int_equal(majority_of(66), 34);
    assert_int_equal(majority_of(65), 33);
    assert_int_equal(majority_of(1), 1);
    assert_int_equal(majority_of(0), 0);
    assert_int_equal(majority_of(UINT64_MAX), UINT64_MAX / 2 + 1);
    for (uint64_t n = 1; n < 500; n++) { /* as the words say: the least m with 2m > n */
        assert_true(2 * majority_of(n) > n && 2 * (majority_of(n) - 1) <= n);
    }
}

static void or_more_includes_the_number(void **state)
{
    (void)state;
    assert_int_equal(fraction_of(1000, 5), 200);
    assert_int_equal(fraction_of(1001, 5), 201);
    assert_int_equal(fraction_of(100, 3), 34);
    assert_int_equal(fraction_of(99, 10), 10);
    for (uint64_t n = 0; n < 500; n++) { /* the least m with 10m >= n */
        assert_true(10 * fraction_of(n, 10) >= n);
        assert_true(fraction_of(n, 10) == 0 || 10 * (fraction_of(n, 10) - 1) < n);
    }
}

static void a_hearings_quorum_is_more_than_half_of_those_due(void **state)
{
    struct meeting meeting = hearing();
    struct quorum quorum = meeting_quorum(&meeting);
    (void)state;
    assert_true(quorum.applies);
    assert_int_equal(quorum.needed, 21);
    assert_true(quorum.reached);
    assert_int_equal(quorum.agreed_needed, 14);
    assert_false(quorum.carried);
    meeting.present = 20;
    assert_false(meeting_quorum(&meeting).reached);
    meeting.present = 21;
    meeting.agreed = 10;
    assert_true(meeting_quorum(&meeting).reached);
    assert_false(meeting_quorum(&meeting).carried); /* 10 of 21 */
    meeting.agreed = 11;
    assert_true(meeting_quorum(&meeting).carried);
    meeting.present = 20;
    assert_false(meeting_quorum(&meeting).carried); /* no quorum, no resolution */
    meeting.due = 0;
    assert_false(meeting_quorum(&meeting).reached); /* nobody knows of how many */
    meeting.type = text_of("mediation");
    assert_false(meeting_quorum(&meeting).applies);
}

static void a_hearing_on_the_eve(void **state)
{
    static const enum stage_name order[] = {STAGE_REQUEST, STAGE_NOTICE,  STAGE_OPINIONS,
                                            STAGE_MEET,    STAGE_RESOLVE, STAGE_PUBLISH,
                                            STAGE_COPY};
    static const enum stage_state states[] = {STAGE_DONE,    STAGE_DONE,  STAGE_UNDER_WAY,
                                              STAGE_CURRENT, STAGE_AHEAD, STAGE_AHEAD,
                                              STAGE_AHEAD};
    struct meeting meeting = hearing();
    struct stage stages[STAGES_MAX];
    (void)state;
    assert_int_equal(meeting_stages(&meeting, day("2026-11-25"), false, stages), 7);
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(stages[i].name, order[i]);
        assert_int_equal(stages[i].state, states[i]);
    }
    assert_day(stages[1].due_on, "2026-11-19"); /* T8: within 7 days, the first not counted */
    assert_day(stages[1].done_on, "2026-11-18");
    assert_day(stages[2].from_on, "2026-11-19");
    assert_day(stages[3].due_on, "2026-11-26");
    assert_day(stages[5].due_on, "2026-12-03");
}

static void the_notice_clock_runs_from_the_written_request(void **state)
{
    struct meeting meeting = hearing();
    struct stage stages[STAGES_MAX];
    (void)state;
    meeting.notified = 0;
    assert_int_equal(stage_of(&meeting, "2026-11-19", STAGE_NOTICE).state, STAGE_CURRENT);
    assert_int_equal(stage_of(&meeting, "2026-11-20", STAGE_NOTICE).state, STAGE_OVERDUE);
    assert_int_equal(stage_of(&meeting, "2026-11-20", STAGE_MEET).state, STAGE_AHEAD);
    assert_int_equal(meeting_stages(&meeting, day("2026-11-20"), true, stages), 7);
    assert_int_equal(stages[1].state, STAGE_CURRENT); /* a doubtful clock accuses nobody */
    meeting.notified = day("2026-11-19");
    assert_int_equal(stage_of(&meeting, "2026-11-22", STAGE_NOTICE).state, STAGE_DONE);
    meeting.notified = day("2026-11-20");
    assert_int_equal(stage_of(&meeting, "2026-11-22", STAGE_NOTICE).state, STAGE_DONE_AMISS);
}

static void no_clock_runs_where_the_committee_convenes_itself(void **state)
{
    struct meeting meeting = hearing();
    struct stage stages[STAGES_MAX];
    (void)state;
    meeting.received = 0; /* T5 */
    assert_int_equal(meeting_stages(&meeting, day("2026-11-25"), false, stages), 5);
    assert_int_equal(stages[0].name, STAGE_NOTICE);
    assert_int_equal(stages[0].due_on, 0);
    assert_int_equal(stages[0].state, STAGE_DONE);
    assert_int_equal(stages[4].name, STAGE_PUBLISH); /* nobody to send a copy to */
}

static void a_hearings_result_is_public_within_seven_days(void **state)
{
    struct meeting meeting = hearing();
    (void)state;
    meeting.agreed = 20;
    assert_int_equal(stage_of(&meeting, "2026-11-26", STAGE_MEET).state, STAGE_DONE);
    assert_int_equal(stage_of(&meeting, "2026-11-27", STAGE_RESOLVE).state, STAGE_DONE);
    assert_int_equal(stage_of(&meeting, "2026-12-03", STAGE_PUBLISH).state, STAGE_CURRENT);
    assert_int_equal(stage_of(&meeting, "2026-12-04", STAGE_PUBLISH).state, STAGE_OVERDUE);
    meeting.published = day("2026-12-03");
    assert_int_equal(stage_of(&meeting, "2026-12-04", STAGE_PUBLISH).state, STAGE_DONE);
    meeting.published = day("2026-12-04");
    assert_int_equal(stage_of(&meeting, "2026-12-05", STAGE_PUBLISH).state, STAGE_DONE_AMISS);
    assert_int_equal(stage_of(&meeting, "2026-12-05", STAGE_COPY).state, STAGE_UNRECORDED);
}

static void a_meeting_without_quorum_or_majority_fails(void **state)
{
    struct meeting meeting = hearing();
    (void)state;
    meeting.agreed = 13;
    assert_int_equal(stage_of(&meeting, "2026-11-27", STAGE_RESOLVE).state, STAGE_FAILED);
    meeting.agreed = 0;
    assert_int_equal(stage_of(&meeting, "2026-11-27", STAGE_RESOLVE).state, STAGE_UNRECORDED);
    meeting.result = text_of("形成决议");
    assert_int_equal(stage_of(&meeting, "2026-11-27", STAGE_RESOLVE).state, STAGE_DONE);
    meeting.present = 20;
    assert_int_equal(stage_of(&meeting, "2026-11-25", STAGE_MEET).state, STAGE_CURRENT);
    assert_int_equal(stage_of(&meeting, "2026-11-27", STAGE_MEET).state, STAGE_FAILED);
    assert_int_equal(stage_of(&meeting, "2026-12-20", STAGE_PUBLISH).state, STAGE_AHEAD);
}

static void an_assembly_is_told_three_days_before(void **state)
{
    struct meeting meeting = {.type = text_of("assembly"),
                              .notified = day("2026-12-19"),
                              .date = day("2026-12-22"),
                              .due = 66,
                              .present = 34};
    (void)state;
    assert_day(stage_of(&meeting, "2026-12-20", STAGE_NOTICE).due_on, "2026-12-19"); /* R12 */
    assert_int_equal(stage_of(&meeting, "2026-12-20", STAGE_NOTICE).state, STAGE_DONE);
    assert_int_equal(stage_of(&meeting, "2026-12-20", STAGE_MEET).state, STAGE_CURRENT);
    assert_int_equal(stage_of(&meeting, "2026-12-23", STAGE_MEET).state, STAGE_DONE); /* 34 of 66 */
    meeting.notified = day("2026-12-20");
    assert_int_equal(stage_of(&meeting, "2026-12-21", STAGE_NOTICE).state, STAGE_DONE_AMISS);
    meeting.notified = 0;
    assert_int_equal(stage_of(&meeting, "2026-12-19", STAGE_NOTICE).state, STAGE_CURRENT);
    assert_int_equal(stage_of(&meeting, "2026-12-20", STAGE_NOTICE).state, STAGE_OVERDUE);
    assert_int_equal(stage_of(&meeting, "2026-12-23", STAGE_NOTICE).state, STAGE_UNRECORDED);
    assert_int_equal(stage_of(&meeting, "2026-12-23", STAGE_CARRY_OUT).state, STAGE_UNRECORDED);
}

static void a_mediation_is_told_within_the_seven_days_before(void **state)
{
    struct meeting meeting = {.type = text_of("mediation"), .date = day("2026-12-10")};
    (void)state;
    meeting.notified = day("2026-12-02"); /* T13: D-8 is too early */
    assert_int_equal(stage_of(&meeting, "2026-12-05", STAGE_NOTICE).state, STAGE_DONE_AMISS);
    meeting.notified = day("2026-12-03");
    assert_int_equal(stage_of(&meeting, "2026-12-05", STAGE_NOTICE).state, STAGE_DONE);
    meeting.notified = day("2026-12-09");
    assert_int_equal(stage_of(&meeting, "2026-12-09", STAGE_NOTICE).state, STAGE_DONE);
    meeting.notified = day("2026-12-10"); /* acute: at any time */
    assert_int_equal(stage_of(&meeting, "2026-12-10", STAGE_NOTICE).state, STAGE_DONE);
}

static void a_review_asks_for_reports_and_feeds_back(void **state)
{
    struct meeting meeting = {.type = text_of("review"), .date = day("2026-12-28")};
    (void)state;
    meeting.notified = day("2026-12-13"); /* T19: D-15 */
    assert_int_equal(stage_of(&meeting, "2026-12-20", STAGE_REPORTS).state, STAGE_DONE);
    meeting.notified = day("2026-12-12");
    assert_int_equal(stage_of(&meeting, "2026-12-20", STAGE_REPORTS).state, STAGE_DONE_AMISS);
    assert_day(stage_of(&meeting, "2026-12-29", STAGE_FEEDBACK).due_on, "2027-01-04");
    assert_int_equal(stage_of(&meeting, "2027-01-05", STAGE_FEEDBACK).state, STAGE_OVERDUE);
}

static void other_meetings_simply_take_place(void **state)
{
    static const char *const types[] = {"staff", "joint", "study"};
    struct stage stages[STAGES_MAX];
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct meeting meeting = {.type = text_of(types[i]), .date = day("2026-11-30")};
        assert_int_equal(meeting_stages(&meeting, day("2026-11-30"), false, stages), 1);
        assert_int_equal(stages[0].state, STAGE_CURRENT);
        assert_int_equal(meeting_stages(&meeting, day("2026-12-01"), false, stages), 1);
        assert_int_equal(stages[0].state, STAGE_DONE);
        assert_string_equal(meeting_type_id(meeting_type_of(meeting.type)), types[i]);
    }
    assert_int_equal(meeting_type_of(text_of("party")), MEETING_UNKNOWN);
}

static void figures_that_cannot_be_are_refused(void **state)
{
    struct complaint why = {0};
    struct meeting meeting = hearing();
    (void)state;
    assert_ok_why(meeting_check(&meeting, &why), &why);
    meeting.present = 42;
    assert_err(ERR_INVALID, meeting_check(&meeting, &why));
    assert_says(&why, "41");
    meeting = hearing();
    meeting.agreed = 28;
    assert_err(ERR_INVALID, meeting_check(&meeting, &why));
    meeting = hearing();
    meeting.notified = day("2026-11-11");
    assert_err(ERR_INVALID, meeting_check(&meeting, &why));
    assert_says(&why, "第八条");
    meeting.notified = day("2026-11-27");
    assert_err(ERR_INVALID, meeting_check(&meeting, &why));
    meeting = hearing();
    meeting.published = day("2026-11-25");
    assert_err(ERR_INVALID, meeting_check(&meeting, &why));
    meeting.published = 0;
    meeting.date = 0;
    assert_err(ERR_INVALID, meeting_check(&meeting, &why));
    meeting.type = text_of("听证会");
    assert_err(ERR_INVALID, meeting_check(&meeting, &why));
    assert_says(&why, "听证会");
}

static void half_years_meet_in_summer(void **state)
{
    int32_t first, last;
    (void)state;
    half_year_of(day("2026-06-30"), &first, &last);
    assert_day(first, "2026-01-01");
    assert_day(last, "2026-06-30");
    half_year_of(day("2026-07-01"), &first, &last);
    assert_day(first, "2026-07-01");
    assert_day(last, "2026-12-31");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(more_than_half_is_half_and_one),
        TEST_PLAIN(or_more_includes_the_number),
        TEST_PLAIN(a_hearings_quorum_is_more_than_half_of_those_due),
        TEST_PLAIN(a_hearing_on_the_eve),
        TEST_PLAIN(the_notice_clock_runs_from_the_written_request),
        TEST_PLAIN(no_clock_runs_where_the_committee_convenes_itself),
        TEST_PLAIN(a_hearings_result_is_public_within_seven_days),
        TEST_PLAIN(a_meeting_without_quorum_or_majority_fails),
        TEST_PLAIN(an_assembly_is_told_three_days_before),
        TEST_PLAIN(a_mediation_is_told_within_the_seven_days_before),
        TEST_PLAIN(a_review_asks_for_reports_and_feeds_back),
        TEST_PLAIN(other_meetings_simply_take_place),
        TEST_PLAIN(figures_that_cannot_be_are_refused),
        TEST_PLAIN(half_years_meet_in_summer),
    };
    return cmocka_run_group_tests_name("meeting", tests, NULL, NULL);
}
