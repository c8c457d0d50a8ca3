/* Who is on duty (W1): now, on a day, at the weekend, and where nobody is. */
#include "cases.h"

#include "roster.h"

static struct duty_row shift(const char *date, unsigned from, unsigned to, const char *person)
{
    return (struct duty_row){
        .date = day(date), .from_min = from * 60, .to_min = to * 60, .person = text_of(person)};
}

/* Two months, the later first, with one weekend day forgotten. */
struct roster {
    struct duty_row december[2], november[6];
    struct duty months[2];
};

static void roster_make(struct roster *roster)
{
    *roster = (struct roster){
        .december = {shift("2026-12-05", 9, 17, "周琴"), shift("2026-12-06", 9, 17, "李敏")},
        .november =
            {
                shift("2026-11-24", 13, 17, "李敏"),
                shift("2026-11-24", 8, 12, "王秀兰"),
                shift("2026-11-24", 9, 17, "陈立"),
                shift("2026-11-25", 8, 17, "周琴"),
                shift("2026-11-28", 9, 17, "陈立"),
                shift("2026-11-21", 9, 17, "王秀兰"),
            },
    };
    roster->months[0].month = text_of("2026-12");
    roster->months[0].rows.at = roster->december;
    roster->months[0].rows.count = 2;
    roster->months[1].month = text_of("2026-11");
    roster->months[1].rows.at = roster->november;
    roster->months[1].rows.count = 6;
}

static void a_day_lists_its_shifts_in_order(void **state)
{
    struct roster roster;
    const struct duty_row *rows[4];
    (void)state;
    roster_make(&roster);
    assert_int_equal(roster_on(roster.months, 2, day("2026-11-24"), rows, 4), 3);
    assert_text(rows[0]->person, "王秀兰");
    assert_text(rows[1]->person, "陈立");
    assert_text(rows[2]->person, "李敏");
    assert_int_equal(roster_on(roster.months, 2, day("2026-11-24"), rows, 1), 1);
    assert_text(rows[0]->person, "王秀兰"); /* the earliest, when there is room for one */
    assert_int_equal(roster_on(roster.months, 2, day("2026-11-26"), rows, 4), 0);
}

static void a_moment_knows_who_is_there(void **state)
{
    struct roster roster;
    const struct duty_row *rows[4];
    (void)state;
    roster_make(&roster);
    assert_int_equal(roster_at(roster.months, 2, 480, moment("2026-11-24 08:00"), rows, 4), 1);
    assert_text(rows[0]->person, "王秀兰");
    assert_int_equal(roster_at(roster.months, 2, 480, moment("2026-11-24 11:59"), rows, 4), 2);
    assert_int_equal(roster_at(roster.months, 2, 480, moment("2026-11-24 12:00"), rows, 4),
                     1); /* his lunch */
    assert_text(rows[0]->person, "陈立");
    assert_int_equal(roster_at(roster.months, 2, 480, moment("2026-11-24 17:00"), rows, 4), 0);
}

static void the_next_shift_is_found_over_the_months_end(void **state)
{
    struct roster roster;
    const struct duty_row *next;
    (void)state;
    roster_make(&roster);
    next = roster_next(roster.months, 2, 480, moment("2026-11-24 17:30"), 7);
    assert_text(next->person, "周琴");
    next = roster_next(roster.months, 2, 480, moment("2026-11-24 08:30"), 7);
    assert_text(next->person, "陈立");
    next = roster_next(roster.months, 2, 480, moment("2026-11-29 08:30"), 7);
    assert_day(next->date, "2026-12-05");
    assert_null(roster_next(roster.months, 2, 480, moment("2026-11-29 08:30"), 5));
    assert_null(roster_next(roster.months, 2, 480, moment("2026-12-06 09:00"), 30));
}

static void the_weekend_that_matters(void **state)
{
    (void)state;
    assert_day(roster_weekend(day("2026-11-24")), "2026-11-28"); /* Tuesday */
    assert_day(roster_weekend(day("2026-11-28")), "2026-11-28"); /* Saturday */
    assert_day(roster_weekend(day("2026-11-29")), "2026-11-28"); /* Sunday: this one still */
    assert_day(roster_weekend(day("2026-11-30")), "2026-12-05"); /* Monday */
}

static void weekend_days_without_anybody_are_gaps(void **state)
{
    struct roster roster;
    int32_t days[8];
    (void)state;
    roster_make(&roster);
    assert_int_equal(roster_gaps(roster.months, 2, day("2026-11-20"), day("2026-12-06"), days, 8),
                     2);
    assert_day(days[0], "2026-11-22");
    assert_day(days[1], "2026-11-29");
    assert_int_equal(roster_gaps(roster.months, 2, day("2026-11-20"), day("2026-12-06"), days, 1),
                     2);
    assert_int_equal(roster_gaps(roster.months, 2, day("2026-11-23"), day("2026-11-28"), days, 8),
                     0);
}

/* W1, and the state's list: a holiday needs somebody too, a weekend day that is worked does not. */
static void holidays_are_gaps_and_worked_weekends_are_none(void **state)
{
    struct day_range ranges[] = {{.from = day("2026-11-26"), .to = day("2026-11-27")},
                                 {.from = day("2026-11-22"), .working = true}};
    struct workdays workdays = {.ranges = ranges, .count = 2};
    struct roster roster;
    int32_t days[8];
    (void)state;
    roster_make(&roster);
    assert_int_equal(
        roster_gaps_by(roster.months, 2, &workdays, day("2026-11-20"), day("2026-11-30"), days, 8),
        3);
    assert_day(days[0], "2026-11-26");
    assert_day(days[1], "2026-11-27");
    assert_day(days[2], "2026-11-29"); /* not the 22nd: that Sunday is worked */
}

static void a_roster_that_cannot_be_is_refused(void **state)
{
    struct roster roster;
    struct complaint why = {0};
    (void)state;
    roster_make(&roster);
    assert_ok_why(roster_check(&roster.months[1], &why), &why);
    roster.november[3].date = day("2026-12-01");
    assert_err(ERR_INVALID, roster_check(&roster.months[1], &why));
    assert_says(&why, "第 4 个班次");
    roster_make(&roster);
    roster.november[3].to_min = roster.november[3].from_min;
    assert_err(ERR_INVALID, roster_check(&roster.months[1], &why));
    assert_says(&why, "结束时间");
    roster_make(&roster);
    roster.november[0].person = text_of("陈立"); /* 13-17 beside 9-17 */
    assert_err(ERR_INVALID, roster_check(&roster.months[1], &why));
    assert_says(&why, "重叠");
    roster.november[2].to_min = 13 * 60; /* one after the other is fine */
    assert_ok_why(roster_check(&roster.months[1], &why), &why);
    roster.months[1].month = text_of("2026-Q4");
    assert_err(ERR_INVALID, roster_check(&roster.months[1], &why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(a_day_lists_its_shifts_in_order),
        TEST_PLAIN(a_moment_knows_who_is_there),
        TEST_PLAIN(the_next_shift_is_found_over_the_months_end),
        TEST_PLAIN(the_weekend_that_matters),
        TEST_PLAIN(weekend_days_without_anybody_are_gaps),
        TEST_PLAIN(holidays_are_gaps_and_worked_weekends_are_none),
        TEST_PLAIN(a_roster_that_cannot_be_is_refused),
    };
    return cmocka_run_group_tests_name("roster", tests, NULL, NULL);
}
