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

/* ---- what the record can say since stages became cases ---- */

static void a_hearing_over_two_days_counts_from_its_last(void **state)
{
    struct meeting meeting = hearing();
    (void)state;
    meeting.ended = day("2026-11-28");
    meeting.agreed = 20;
    assert_int_equal(stage_of(&meeting, "2026-11-27", STAGE_MEET).state, STAGE_CURRENT);
    assert_day(stage_of(&meeting, "2026-11-29", STAGE_PUBLISH).due_on, "2026-12-05"); /* T8(3) */
    assert_int_equal(stage_of(&meeting, "2026-12-05", STAGE_PUBLISH).state, STAGE_CURRENT);
    assert_int_equal(stage_of(&meeting, "2026-12-06", STAGE_PUBLISH).state, STAGE_OVERDUE);
    meeting.published = day("2026-11-27");
    assert_err(ERR_INVALID, meeting_check(&meeting, NULL)); /* before its end */
}

static void views_and_copies_are_done_when_written_down(void **state)
{
    struct meeting meeting = hearing();
    (void)state;
    meeting.agreed = 20;
    meeting.opinions = day("2026-11-25");
    meeting.copied = day("2026-12-01");
    assert_int_equal(stage_of(&meeting, "2026-11-24", STAGE_OPINIONS).state, STAGE_UNDER_WAY);
    assert_int_equal(stage_of(&meeting, "2026-11-27", STAGE_OPINIONS).state, STAGE_DONE);
    assert_int_equal(stage_of(&meeting, "2026-11-30", STAGE_COPY).state, STAGE_UNRECORDED);
    assert_int_equal(stage_of(&meeting, "2026-12-01", STAGE_COPY).state, STAGE_DONE);
    meeting.opinions = day("2026-11-26"); /* T8: before the meeting */
    assert_int_equal(stage_of(&meeting, "2026-11-27", STAGE_OPINIONS).state, STAGE_DONE_AMISS);
}

static void an_acute_conflict_has_no_clock(void **state)
{
    struct meeting meeting = {
        .type = text_of("mediation"), .date = day("2026-12-10"), .acute = true};
    (void)state;
    struct stage notice = stage_of(&meeting, "2026-12-10", STAGE_NOTICE); /* T13(1) */
    assert_int_equal(notice.due_on, 0);
    assert_int_equal(notice.from_on, 0);
    meeting.notified = day("2026-11-01");
    assert_int_equal(stage_of(&meeting, "2026-12-10", STAGE_NOTICE).state, STAGE_DONE);
    meeting.acute = false;
    assert_int_equal(stage_of(&meeting, "2026-12-10", STAGE_NOTICE).state, STAGE_DONE_AMISS);
}

static void a_mediation_is_signed_either_way(void **state)
{
    struct meeting meeting = {.type = text_of("mediation"), .date = day("2026-12-10")};
    struct stage stages[STAGES_MAX];
    (void)state;
    assert_int_equal(stage_of(&meeting, "2026-12-11", STAGE_AGREEMENT).state, STAGE_UNRECORDED);
    meeting.outcome = text_of("none"); /* T13(2): without an agreement that is signed too */
    assert_err(ERR_INVALID, meeting_check(&meeting, NULL));
    meeting.signed_on = day("2026-12-10");
    assert_ok(meeting_check(&meeting, NULL));
    assert_int_equal(stage_of(&meeting, "2026-12-11", STAGE_AGREEMENT).state, STAGE_DONE);
    assert_int_equal(meeting_stages(&meeting, day("2026-12-11"), false, stages), 3);
    meeting.later_on = day("2027-01-05"); /* T13(3): filed */
    assert_int_equal(stage_of(&meeting, "2027-01-05", STAGE_LATER).state, STAGE_DONE);
    meeting.outcome = text_of("maybe");
    assert_err(ERR_INVALID, meeting_check(&meeting, NULL));
}

static void a_review_grades_and_tells_three(void **state)
{
    struct complaint why = {0};
    struct meeting meeting = {.type = text_of("review"), .date = day("2026-12-20")};
    (void)state;
    assert_int_equal(stage_of(&meeting, "2026-12-21", STAGE_GRADE).state, STAGE_UNRECORDED);
    meeting.grade = text_of("qualified");
    assert_ok(meeting_check(&meeting, NULL));
    assert_int_equal(stage_of(&meeting, "2026-12-21", STAGE_GRADE).state, STAGE_DONE);
    meeting.told_reviewed = day("2026-12-21"); /* T19(4): all three within 7 days */
    meeting.told_superior = day("2026-12-22");
    assert_int_equal(stage_of(&meeting, "2026-12-27", STAGE_FEEDBACK).state, STAGE_CURRENT);
    assert_int_equal(stage_of(&meeting, "2026-12-28", STAGE_FEEDBACK).state, STAGE_OVERDUE);
    meeting.told_street = day("2026-12-27");
    assert_int_equal(stage_of(&meeting, "2026-12-28", STAGE_FEEDBACK).state, STAGE_DONE);
    assert_day(stage_of(&meeting, "2026-12-28", STAGE_FEEDBACK).done_on, "2026-12-27");
    meeting.told_street = day("2026-12-28");
    assert_int_equal(stage_of(&meeting, "2026-12-28", STAGE_FEEDBACK).state, STAGE_DONE_AMISS);
    meeting.grade = text_of("good");
    assert_err(ERR_INVALID, meeting_check(&meeting, &why));
    assert_says(&why, "三个");
}

static struct meeting assembly(void)
{
    return (struct meeting){.type = text_of("assembly"),
                            .title = text_of("居民代表会议"),
                            .form = text_of("representatives"),
                            .date = day("2026-12-22"),
                            .notified = day("2026-12-19"),
                            .due = 66,
                            .ex_officio = 12,
                            .present = 34,
                            .agreed = 18};
}

static void an_assembly_says_how_it_is_made_up(void **state)
{
    struct complaint why = {0};
    struct meeting meeting = assembly();
    struct quorum quorum = meeting_quorum(&meeting);
    (void)state;
    assert_ok_why(meeting_check(&meeting, &why), &why);
    assert_int_equal(quorum.form, FORM_REPRESENTATIVES);
    assert_int_equal(quorum.due, 66); /* R13: ex-officio delegates are of the base */
    assert_int_equal(quorum.ex_officio, 12);
    assert_int_equal(quorum.needed, 34);
    assert_true(quorum.reached && quorum.carried); /* 34 of 66, 18 of 34 */
    meeting.present = 33;
    assert_false(meeting_quorum(&meeting).reached);
    meeting.ex_officio = 67;
    assert_err(ERR_INVALID, meeting_check(&meeting, &why));
    assert_says(&why, "第五条");
    meeting = assembly();
    meeting.form = text_of("everybody");
    assert_err(ERR_INVALID, meeting_check(&meeting, &why));
    meeting = hearing();
    meeting.form = text_of("residents");
    assert_err(ERR_INVALID, meeting_check(&meeting, &why));
    assert_string_equal(meeting_form_name(FORM_HOUSEHOLDS), "每户派一名代表");
}

static void an_agenda_is_typed_by_the_eight_powers(void **state)
{
    struct complaint why = {0};
    struct agenda_row rows[] = {{.text = text_of("工作报告"), .power = 4, .agreed = 18},
                                {.text = text_of("明年计划"), .power = 5, .agreed = 17}};
    struct meeting meeting = assembly();
    (void)state;
    meeting.agenda.at = rows;
    meeting.agenda.count = 2;
    assert_ok_why(meeting_check(&meeting, &why), &why);
    assert_true(agenda_is_carried(&meeting, &rows[0]));
    assert_false(agenda_is_carried(&meeting, &rows[1])); /* 17 of 34 are half */
    rows[1].power = 9;
    assert_err(ERR_INVALID, meeting_check(&meeting, &why));
    assert_says(&why, "第四条");
    rows[1].power = 5;
    rows[1].agreed = 35;
    assert_err(ERR_INVALID, meeting_check(&meeting, &why));
    for (uint64_t power = 1; power <= AGENDA_POWERS; power++) {
        assert_true(strlen(agenda_power_name(power)) > 0);
    }
    assert_string_equal(agenda_power_name(0), "");
    assert_string_equal(agenda_power_name(9), "");
}

static void the_supervision_groups_proposal_runs_fifteen_days(void **state)
{
    struct meeting meeting = assembly();
    (void)state;
    meeting.proposed = day("2026-12-10");
    meeting.proposer = text_of("supervision"); /* G10 */
    assert_day(stage_of(&meeting, "2026-12-20", STAGE_CONVENE).due_on, "2026-12-25");
    assert_int_equal(stage_of(&meeting, "2026-12-20", STAGE_PROPOSAL).state, STAGE_DONE);
    assert_int_equal(stage_of(&meeting, "2026-12-23", STAGE_CONVENE).state, STAGE_DONE);
    meeting.date = day("2026-12-26");
    meeting.agreed = 0;
    assert_int_equal(stage_of(&meeting, "2026-12-25", STAGE_CONVENE).state, STAGE_AHEAD);
    assert_int_equal(stage_of(&meeting, "2026-12-26", STAGE_CONVENE).state, STAGE_OVERDUE);
    assert_int_equal(stage_of(&meeting, "2026-12-27", STAGE_CONVENE).state, STAGE_DONE_AMISS);
    meeting.proposer = text_of("residents"); /* R12 names no day */
    struct stage stages[STAGES_MAX];
    size_t count = meeting_stages(&meeting, day("2026-12-20"), false, stages);
    for (size_t i = 0; i < count; i++) {
        assert_int_not_equal(stages[i].name, STAGE_CONVENE);
    }
}

static struct stage carry_out(const struct resolution *resolutions, size_t count, const char *today)
{
    struct meeting meeting = assembly();
    struct meeting_case of = {&meeting, resolutions, count, NULL};
    struct stage stages[STAGES_MAX];
    size_t stage_count = meeting_course(&of, day(today), false, stages);
    assert_int_equal(stages[stage_count - 1].name, STAGE_CARRY_OUT);
    return stages[stage_count - 1];
}

static void what_was_resolved_is_followed_until_done(void **state)
{
    struct step step = {.on = day("2027-01-10"), .text = text_of("招标")};
    struct resolution both[] = {{.number = 1, .adopted = day("2026-12-22")},
                                {.number = 2, .adopted = day("2026-12-22")}};
    (void)state;
    assert_int_equal(carry_out(both, 0, "2027-02-01").state, STAGE_UNRECORDED);
    assert_int_equal(carry_out(both, 2, "2027-01-05").state, STAGE_CURRENT);
    both[0].steps.at = &step;
    both[0].steps.count = 1;
    assert_int_equal(carry_out(both, 2, "2027-02-01").state, STAGE_UNDER_WAY);
    both[1].due = day("2027-03-31");
    assert_int_equal(carry_out(both, 2, "2027-03-31").state, STAGE_UNDER_WAY);
    assert_int_equal(carry_out(both, 2, "2027-04-01").state, STAGE_OVERDUE);
    both[0].done = day("2027-04-02");
    both[1].superseded_on = day("2027-06-20"); /* R14: by a later assembly */
    both[1].superseded_by = text_of("meeting/2027-06-20-1");
    assert_int_equal(carry_out(both, 2, "2027-06-19").state, STAGE_UNDER_WAY);
    struct stage done = carry_out(both, 2, "2027-06-20");
    assert_int_equal(done.state, STAGE_DONE);
    assert_day(done.done_on, "2027-06-20");
}

static void what_was_decided_is_not_rewritten(void **state)
{
    struct agenda_row before_row = {.text = text_of("计划"), .power = 5, .agreed = 18};
    struct agenda_row after_row = before_row;
    struct meeting before = assembly(), after;
    struct complaint why = {0};
    (void)state;
    before.agreed = 0;
    after = before;
    after.date = day("2026-12-23"); /* nothing decided yet: the day may move */
    assert_ok(meeting_check_change(&before, &after, &why));
    before.result = text_of("同意装灯");
    after = before;
    after.published = day("2026-12-24"); /* what was empty may be filled in */
    after.agreed = 18;
    assert_ok(meeting_check_change(&before, &after, &why));
    after.result = text_of("同意修路");
    assert_err(ERR_DENIED, meeting_check_change(&before, &after, &why));
    assert_says(&why, "第十四条");
    after = before;
    after.present = 40;
    assert_err(ERR_DENIED, meeting_check_change(&before, &after, &why));
    after = before;
    after.date = day("2026-12-23");
    assert_err(ERR_DENIED, meeting_check_change(&before, &after, &why));
    before = assembly();
    before.agreed = 0;
    before.agenda.at = &before_row;
    before.agenda.count = 1;
    after = before;
    after.agenda.at = &after_row;
    assert_ok(meeting_check_change(&before, &after, &why));
    after_row.agreed = 19;
    assert_err(ERR_DENIED, meeting_check_change(&before, &after, &why));
    after.agenda.count = 0;
    assert_err(ERR_DENIED, meeting_check_change(&before, &after, &why));
}

static void the_rule_sets_fractions_judge_too(void **state)
{
    struct policy policy = policy_of(*state, "2026-01-05", "2026-01");
    struct policy_value half = {.id = text_of("assembly_quorum"), .number = 1, .of = 2};
    struct rule_set rules;
    struct meeting meeting = assembly();
    policy.values.at = &half;
    policy.values.count = 1;
    assert_ok(rule_set_init(&policy, &rules));
    for (uint64_t due = 1; due < 300; due++) { /* the rule set and R13's words agree */
        meeting.due = due;
        meeting.present = due / 2 + due % 2;
        struct quorum quorum = meeting_quorum_by(&meeting, &rules);
        assert_int_equal(quorum.needed, meeting_quorum(&meeting).needed);
        assert_int_equal(quorum.reached, 2 * meeting.present > due);
    }
}

static void every_name_has_an_id_and_words(void **state)
{
    (void)state;
    for (int name = 0; name < STAGE_COUNT; name++) {
        assert_true(strlen(stage_id((enum stage_name)name)) > 0);
        assert_true(strlen(stage_title((enum stage_name)name)) > 0);
        for (int other = 0; other < name; other++) {
            assert_string_not_equal(stage_id((enum stage_name)name),
                                    stage_id((enum stage_name)other));
        }
    }
    assert_string_equal(stage_state_id(STAGE_OVERDUE), "overdue");
    assert_string_equal(stage_state_title(STAGE_OVERDUE), "逾期未办");
    assert_string_equal(meeting_type_name(MEETING_REVIEW), "评议会");
}

static void residents_see_what_is_theirs(void **state)
{
    (void)state;
    assert_true(meeting_shown(MEETING_ASSEMBLY).matter);
    assert_true(meeting_shown(MEETING_HEARING).matter);
    assert_true(meeting_shown(MEETING_REVIEW).matter);
    assert_true(meeting_shown(MEETING_MEDIATION).at_all);
    assert_false(meeting_shown(MEETING_MEDIATION).matter);
    assert_false(meeting_shown(MEETING_STAFF).at_all);
    assert_false(meeting_shown(MEETING_JOINT).at_all);
    assert_false(meeting_shown(MEETING_STUDY).at_all);
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
        TEST_PLAIN(a_hearing_over_two_days_counts_from_its_last),
        TEST_PLAIN(views_and_copies_are_done_when_written_down),
        TEST_PLAIN(an_acute_conflict_has_no_clock),
        TEST_PLAIN(a_mediation_is_signed_either_way),
        TEST_PLAIN(a_review_grades_and_tells_three),
        TEST_PLAIN(an_assembly_says_how_it_is_made_up),
        TEST_PLAIN(an_agenda_is_typed_by_the_eight_powers),
        TEST_PLAIN(the_supervision_groups_proposal_runs_fifteen_days),
        TEST_PLAIN(what_was_resolved_is_followed_until_done),
        TEST_PLAIN(what_was_decided_is_not_rewritten),
        TEST(the_rule_sets_fractions_judge_too, test_arena),
        TEST_PLAIN(every_name_has_an_id_and_words),
        TEST_PLAIN(residents_see_what_is_theirs),
        TEST_PLAIN(half_years_meet_in_summer),
    };
    return cmocka_run_group_tests_name("meeting", tests, NULL, NULL);
}
