/* What is promised for letters, opinions and objections, and how far it was kept (W1, G11(4)). */
#include "cases.h"

#include "mailbox.h"

static struct letter_fact letter(const char *received, enum letter_grade grade)
{
    return (struct letter_fact){.received_s = moment(received), .grade = grade};
}

static enum promise_state state_on(const struct letter_fact *fact, const char *today)
{
    return promise_of(fact, NULL, day(today), false).state;
}

/* A letter of Thursday, 19 November 2026. */
static void each_grade_has_its_days(void **state)
{
    static const struct {
        enum letter_grade grade;
        const char *by, *after;
    } cases[] = {{LETTER_SIMPLE, "2026-11-24", "2026-11-25"},
                 {LETTER_NORMAL, "2026-11-26", "2026-11-27"},
                 {LETTER_UNGRADED, "2026-11-26", "2026-11-27"},
                 {LETTER_COMPLEX, "2026-12-10", "2026-12-11"}};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        struct letter_fact fact = letter("2026-11-19 20:00", cases[i].grade);
        assert_day(promise_of(&fact, NULL, day("2026-11-19"), false).answer_by, cases[i].by);
        assert_int_equal(state_on(&fact, "2026-11-19"), PROMISE_RUNNING);
        assert_int_equal(state_on(&fact, cases[i].by), PROMISE_DUE);
        assert_int_equal(state_on(&fact, cases[i].after), PROMISE_LATE);
        fact.answered_s = moment(cases[i].by) + 3600;
        assert_int_equal(state_on(&fact, "2027-01-10"), PROMISE_KEPT);
        fact.answered_s = moment(cases[i].after);
        assert_int_equal(state_on(&fact, "2027-01-10"), PROMISE_BROKEN);
        assert_int_equal(promise_of(&fact, NULL, day("2027-01-10"), false).late_days, 1);
    }
}

static void the_first_reading_and_the_last_day(void **state)
{
    struct letter_fact fact = letter("2026-11-20 09:00", LETTER_NORMAL); /* a Friday */
    (void)state;
    struct promise promise = promise_of(&fact, NULL, day("2026-11-23"), false);
    assert_day(promise.read_by, "2026-11-23");
    assert_false(promise.read_late);
    assert_true(promise_of(&fact, NULL, day("2026-11-24"), false).read_late);
    assert_false(promise_of(&fact, NULL, day("2026-11-24"), true).read_late); /* doubtful clock */
    fact.read_s = moment("2026-11-24 09:00");
    assert_true(promise_of(&fact, NULL, day("2026-12-24"), false).read_late);
    fact.read_s = moment("2026-11-23 09:00");
    assert_false(promise_of(&fact, NULL, day("2026-12-24"), false).read_late);
    assert_day(promise.last_by, "2027-01-19"); /* 60 days */
    assert_int_equal(state_on(&fact, "2027-01-19"), PROMISE_LATE);
    assert_int_equal(state_on(&fact, "2027-01-20"), PROMISE_RED);
    assert_int_equal(promise_of(&fact, NULL, day("2027-01-20"), true).state, PROMISE_RUNNING);
    assert_string_equal(promise_state_name(PROMISE_RED), "严重逾期");
}

static void a_complex_letter_needs_a_reason(void **state)
{
    struct letter_fact fact = letter("2026-11-20 09:00", LETTER_COMPLEX);
    (void)state;
    assert_true(promise_of(&fact, NULL, day("2026-11-23"), false).lacks_note);
    fact.note = text_of("要请设计单位看");
    assert_false(promise_of(&fact, NULL, day("2026-11-23"), false).lacks_note);
    fact.retracted_s = moment("2026-11-24 09:00");
    assert_int_equal(state_on(&fact, "2027-11-23"), PROMISE_RETRACTED);
    fact.answered_s = moment("2026-11-25 09:00"); /* answered all the same */
    assert_int_equal(state_on(&fact, "2027-11-23"), PROMISE_KEPT);
}

static void a_months_letters_make_its_figures(void **state)
{
    struct letter_fact letters[] = {
        letter("2026-10-31 23:59", LETTER_NORMAL), letter("2026-11-01 00:00", LETTER_NORMAL),
        letter("2026-11-02 09:00", LETTER_SIMPLE), letter("2026-11-03 09:00", LETTER_NORMAL),
        letter("2026-11-20 09:00", LETTER_NORMAL), letter("2026-12-01 00:00", LETTER_NORMAL),
        letter("2026-11-25 09:00", LETTER_COMPLEX)};
    struct period november = period("2026-11");
    struct complaint why = {0};
    (void)state;
    letters[1].answered_s = moment("2026-11-03 09:00"); /* in time */
    letters[2].answered_s = moment("2026-11-09 09:00"); /* late: by the 5th */
    letters[3].retracted_s = moment("2026-11-04 09:00");
    letters[6].answered_s = moment("2026-12-12 09:00"); /* after the figures were made */
    struct mailbox figures =
        mailbox_of_month(letters, 7, NULL, november, text_of("2026-11"), day("2026-12-09"));
    assert_int_equal(figures.received, 5);
    assert_int_equal(figures.retracted, 1);
    assert_int_equal(figures.answered, 2);
    assert_int_equal(figures.in_time, 1);
    assert_int_equal(figures.late, 1);            /* of the 20th; the complex one still has time */
    assert_int_equal(mailbox_rate(&figures), 50); /* 2 of 4 */
    assert_ok_why(mailbox_check(&figures, &why), &why);
    figures.in_time = 3;
    assert_err(ERR_INVALID, mailbox_check(&figures, &why));
    figures.in_time = 1;
    figures.late = 3;
    assert_err(ERR_INVALID, mailbox_check(&figures, &why));
    figures.late = 1;
    figures.month = text_of("2026-Q4");
    assert_err(ERR_INVALID, mailbox_check(&figures, &why));
    figures = mailbox_of_month(letters, 7, NULL, period("2026-09"), text_of("2026-09"),
                               day("2026-12-09"));
    assert_int_equal(mailbox_rate(&figures), -1);
}

/* ---- threads ---- */

static struct thread_entry entries[4];

static struct thread thread_on(const char *about, unsigned item, size_t count)
{
    struct thread thread = {.about = text_of(about), .item = item, .month = text_of("2026-11")};
    entries[0] =
        (struct thread_entry){day("2026-11-12"), text_of("resident"), text_of("灯具太贵"), {0}};
    entries[1] = (struct thread_entry){day("2026-11-16"), text_of("committee"), text_of("三家比价"),
                                       text_of("顾明远")};
    entries[2] =
        (struct thread_entry){day("2026-11-20"), text_of("supervision"), text_of("请附单据"), {0}};
    entries[3] =
        (struct thread_entry){day("2026-11-21"), text_of("resident"), text_of("同意"), {0}};
    thread.entries.at = entries;
    thread.entries.count = count;
    return thread;
}

static void an_opinion_waits_until_the_committee_answers(void **state)
{
    struct thread thread = thread_on("disclosure/2026-10/05/1", 5, 1);
    (void)state;
    struct thread_state now = thread_state_of(&thread, NULL, day("2026-11-19"), false);
    assert_false(now.answered);
    assert_day(now.answer_by, "2026-11-19"); /* five working days after Thursday the 12th */
    assert_false(now.late);
    assert_true(thread_state_of(&thread, NULL, day("2026-11-20"), false).late);
    assert_false(thread_state_of(&thread, NULL, day("2026-11-20"), true).late);
    thread.entries.count = 2;
    now = thread_state_of(&thread, NULL, day("2026-11-20"), false);
    assert_true(now.answered);
    assert_day(now.answered_on, "2026-11-16");
    assert_int_equal(now.answer_by, 0);
    thread.entries.count = 4; /* the clock runs from the first that waits */
    now = thread_state_of(&thread, NULL, day("2026-11-27"), false);
    assert_day(now.asked_on, "2026-11-20");
    assert_day(now.answer_by, "2026-11-27");
    assert_day(now.answered_on, "2026-11-16");
}

static void a_thread_is_tied_to_its_item(void **state)
{
    struct complaint why = {0};
    struct thread thread = thread_on("disclosure/2026-10/05/1", 5, 3);
    (void)state;
    assert_ok_why(thread_check(&thread, &why), &why);
    thread.item = 6;
    assert_err(ERR_INVALID, thread_check(&thread, &why));
    thread = thread_on("meeting/2026-10-05-1", 5, 3);
    assert_err(ERR_INVALID, thread_check(&thread, &why));
    thread = thread_on("disclosure/2026-10/05/1", 5, 0);
    assert_err(ERR_INVALID, thread_check(&thread, &why));
    thread = thread_on("disclosure/2026-10/05/1", 5, 3);
    thread.month = text_of("2026");
    assert_err(ERR_INVALID, thread_check(&thread, &why));
    thread = thread_on("disclosure/2026-10/05/1", 5, 3);
    entries[1].by = text_of(" "); /* G11: somebody answers */
    assert_err(ERR_INVALID, thread_check(&thread, &why));
    thread = thread_on("disclosure/2026-10/05/1", 5, 3);
    entries[2].on = day("2026-11-15");
    assert_err(ERR_INVALID, thread_check(&thread, &why));
    assert_says(&why, "第 3 条");
    thread = thread_on("disclosure/2026-10/05/1", 5, 3);
    entries[0].from = text_of("committee");
    assert_err(ERR_INVALID, thread_check(&thread, &why));
    entries[0].from = text_of("neighbour");
    assert_err(ERR_INVALID, thread_check(&thread, &why));
}

static void threads_stand_beside_their_item(void **state)
{
    struct thread_entry words[3] = {
        {.on = day("2026-11-12")}, {.on = day("2026-11-20")}, {.on = day("2026-11-15")}};
    struct thread threads[4];
    const struct thread *found[4];
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        threads[i] = (struct thread){.item = i == 3 ? 6 : 5, .month = text_of("2026-11")};
        threads[i].entries.at = &words[i % 3];
        threads[i].entries.count = 1;
    }
    threads[2].month = text_of("2026-10");
    assert_int_equal(threads_of_item(threads, 4, 5, text_of("2026-11"), found, 4), 2);
    assert_ptr_equal(found[0], &threads[1]); /* the latest word first */
    assert_ptr_equal(found[1], &threads[0]);
    assert_int_equal(threads_of_item(threads, 4, 5, text_of(""), found, 4), 3);
    assert_ptr_equal(found[1], &threads[2]);
    assert_int_equal(threads_of_item(threads, 4, 5, text_of(""), found, 1), 1);
    assert_ptr_equal(found[0], &threads[1]);
    assert_int_equal(threads_of_item(threads, 4, 5, text_of(""), found, 0), 0);
}

/* ---- 公示 ---- */

static void a_public_notice_says_whom_to_tell_and_until_when(void **state)
{
    struct complaint why = {0};
    struct notice notice = {.title = text_of("低保公示"), .date = day("2026-11-20")};
    (void)state;
    assert_ok_why(notice_check(&notice, NULL, &why), &why); /* a plain notice */
    notice.objection_contact = text_of("蒋丽 555-0123");
    assert_err(ERR_INVALID, notice_check(&notice, NULL, &why));
    notice.objections_until = day("2026-11-26");
    assert_err(ERR_INVALID, notice_check(&notice, NULL, &why)); /* sooner than 7 days */
    assert_says(&why, "2026-11-27");
    notice.objections_until = day("2026-11-27");
    assert_ok_why(notice_check(&notice, NULL, &why), &why);
    notice.until = day("2026-11-26");
    assert_err(ERR_INVALID, notice_check(&notice, NULL, &why)); /* taken down before its end */
    notice.until = day("2026-11-27");
    assert_ok_why(notice_check(&notice, NULL, &why), &why);
    assert_false(notice_takes_objections(&notice, day("2026-11-19")));
    assert_true(notice_takes_objections(&notice, day("2026-11-20")));
    assert_true(notice_takes_objections(&notice, day("2026-11-27")));
    assert_false(notice_takes_objections(&notice, day("2026-11-28")));
    notice.objection_contact = (struct text){0};
    assert_err(ERR_INVALID, notice_check(&notice, NULL, &why));
    notice.objection_contact = text_of("蒋丽");
    notice.date = 0;
    assert_err(ERR_INVALID, notice_check(&notice, NULL, &why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(each_grade_has_its_days),
        TEST_PLAIN(the_first_reading_and_the_last_day),
        TEST_PLAIN(a_complex_letter_needs_a_reason),
        TEST_PLAIN(a_months_letters_make_its_figures),
        TEST_PLAIN(an_opinion_waits_until_the_committee_answers),
        TEST_PLAIN(a_thread_is_tied_to_its_item),
        TEST_PLAIN(threads_stand_beside_their_item),
        TEST_PLAIN(a_public_notice_says_whom_to_tell_and_until_when),
    };
    return cmocka_run_group_tests_name("mailbox", tests, NULL, NULL);
}
