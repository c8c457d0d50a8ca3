/* Days and moments agree with the calendar, and the system's time zone has no say. */
#include "support.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "civil.h"

static void every_day_agrees_with_the_system_calendar(void **state)
{
    (void)state;
    int32_t last = civil_day_of_ymd(CIVIL_YEAR_MAX, 12, 31);
    for (int32_t day = civil_day_of_ymd(CIVIL_YEAR_MIN, 1, 1); day <= last; day++) {
        time_t at = (time_t)day * CIVIL_DAY_S;
        struct tm tm;
        gmtime_r(&at, &tm);
        struct civil_date date = civil_date_of(day);
        assert_int_equal(date.year, tm.tm_year + 1900);
        assert_int_equal(date.month, tm.tm_mon + 1);
        assert_int_equal(date.day, tm.tm_mday);
        assert_int_equal(civil_day(date), day);
        assert_int_equal(civil_weekday(day), (tm.tm_wday + 6) % 7);
        assert_true(civil_date_valid(date));
    }
}

static void known_days_have_their_numbers(void **state)
{
    (void)state;
    assert_int_equal(civil_day_of_ymd(1970, 1, 1), 0);
    assert_int_equal(civil_day_of_ymd(2000, 3, 1), 11017);
    assert_int_equal(civil_day_of_ymd(2026, 11, 10), 20767);
    assert_int_equal(civil_day_of_ymd(1969, 12, 31), -1);
    assert_int_equal(civil_weekday(civil_day_of_ymd(2026, 11, 10)), 1); /* a Tuesday */
}

static void leap_years_follow_the_gregorian_rule(void **state)
{
    (void)state;
    assert_int_equal(civil_month_days(2000, 2), 29);
    assert_int_equal(civil_month_days(1900, 2), 28);
    assert_int_equal(civil_month_days(2100, 2), 28);
    assert_int_equal(civil_month_days(2028, 2), 29);
    assert_int_equal(civil_month_days(2026, 2), 28);
}

static void months_are_added_within_the_month_reached(void **state)
{
    (void)state;
    int32_t january = civil_day_of_ymd(2027, 1, 31);
    assert_int_equal(civil_add_months(january, 1), civil_day_of_ymd(2027, 2, 28));
    assert_int_equal(civil_add_months(january, 13), civil_day_of_ymd(2028, 2, 29));
    assert_int_equal(civil_add_months(january, -1), civil_day_of_ymd(2026, 12, 31));
    assert_int_equal(civil_add_months(january, -2), civil_day_of_ymd(2026, 11, 30));
    assert_int_equal(civil_add_months(january, 60), civil_day_of_ymd(2032, 1, 31));
    assert_int_equal(civil_add_months(january, 0), january);
}

static void the_day_begins_at_the_community_s_midnight(void **state)
{
    (void)state;
    int32_t day = civil_day_of_ymd(2026, 11, 10);
    int64_t midnight = civil_midnight(day, 480);
    assert_true(midnight == INT64_C(1794240000)); /* 2026-11-09T16:00:00Z */
    assert_int_equal(civil_day_at(midnight, 480), day);
    assert_int_equal(civil_day_at(midnight - 1, 480), day - 1);
    assert_int_equal(civil_day_at(midnight, 0), day - 1);
    assert_int_equal(civil_day_at(-1, 0), -1);
}

static void the_time_zone_of_the_system_has_no_say(void **state)
{
    char text[CIVIL_TIME_BYTES];
    (void)state;
    setenv("TZ", "America/New_York", 1);
    tzset();
    assert_string_equal(civil_format_time(INT64_C(1794240000), 480, text), "2026-11-10 00:00");
    unsetenv("TZ");
}

static void a_moment_has_its_parts(void **state)
{
    (void)state;
    struct civil_time time = civil_time_at(civil_midnight(20767, 480) + 8 * 3600 + 5 * 60 + 9, 480);
    assert_int_equal(time.date.day, 10);
    assert_int_equal(time.hour, 8);
    assert_int_equal(time.minute, 5);
    assert_int_equal(time.second, 9);
    assert_int_equal(time.weekday, 1);
}

static void dates_are_parsed_strictly(void **state)
{
    int32_t day = 5;
    (void)state;
    const char *const wrong[] = {"",           "2026-02-29", "2026-13-01", "2026-00-10",
                                 "2026-01-00", "2026-1-1",   "2026/01/01", "2026-01-011",
                                 "1899-12-31", "2200-01-01", "2026-0a-01", " 026-01-01"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_err(ERR_INVALID, civil_parse_date(text_of(wrong[i]), &day));
    }
    assert_int_equal(day, 5);
    assert_ok(civil_parse_date(text_of("2028-02-29"), &day));
    char text[CIVIL_DATE_BYTES];
    assert_string_equal(civil_format_date(day, text), "2028-02-29");
}

static void clock_times_reach_from_0_to_24(void **state)
{
    int minutes = -1;
    (void)state;
    assert_ok(civil_parse_clock(text_of("00:00"), &minutes));
    assert_int_equal(minutes, 0);
    assert_ok(civil_parse_clock(text_of("24:00"), &minutes));
    assert_int_equal(minutes, 1440);
    const char *const wrong[] = {"", "24:01", "25:00", "8:30", "08:60", "08-30", "08:3", "08:300"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_err(ERR_INVALID, civil_parse_clock(text_of(wrong[i]), &minutes));
    }
}

static void moments_are_parsed_in_every_form(void **state)
{
    const struct {
        const char *text;
        int64_t at_s;
    } right[] = {
        {"2026-11-10", 1794240000},
        {"2026-11-10 08:05", 1794240000 + 29100},
        {"2026-11-10T08:05", 1794240000 + 29100},
        {"2026-11-10T08:05:07", 1794240000 + 29107},
        {"2026-11-10T00:05:07Z", 1794240000 + 29107},
    };
    int64_t at_s = 0;
    (void)state;
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
        assert_ok(civil_parse_time(text_of(right[i].text), 480, &at_s));
        assert_true(at_s == right[i].at_s);
    }
    const char *const wrong[] = {"",
                                 "2026-11-10T",
                                 "2026-11-10_08:05",
                                 "2026-11-10T24:00",
                                 "2026-11-10T08:05Z",
                                 "2026-11-10T08:05:60",
                                 "2026-11-31T08:05",
                                 "2026-11-10T08:05:07z",
                                 "2026-11-10Z"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_err(ERR_INVALID, civil_parse_time(text_of(wrong[i]), 480, &at_s));
    }
}

static void moments_beyond_all_calendars_do_no_harm(void **state)
{
    char text[CIVIL_TIME_BYTES];
    (void)state;
    civil_time_at(INT64_MAX, 840);
    civil_time_at(INT64_MIN, -720);
    assert_int_equal(strlen(civil_format_time(INT64_MAX, 480, text)), CIVIL_TIME_BYTES - 1);
    assert_int_equal(strlen(civil_format_time(INT64_MIN, 480, text)), CIVIL_TIME_BYTES - 1);
    assert_int_equal(strlen(civil_format_date(INT32_MIN, text)), CIVIL_DATE_BYTES - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(every_day_agrees_with_the_system_calendar),
        TEST_PLAIN(known_days_have_their_numbers),
        TEST_PLAIN(leap_years_follow_the_gregorian_rule),
        TEST_PLAIN(months_are_added_within_the_month_reached),
        TEST_PLAIN(the_day_begins_at_the_community_s_midnight),
        TEST_PLAIN(the_time_zone_of_the_system_has_no_say),
        TEST_PLAIN(a_moment_has_its_parts),
        TEST_PLAIN(dates_are_parsed_strictly),
        TEST_PLAIN(clock_times_reach_from_0_to_24),
        TEST_PLAIN(moments_are_parsed_in_every_form),
        TEST_PLAIN(moments_beyond_all_calendars_do_no_harm),
    };
    return cmocka_run_group_tests_name("civil", tests, NULL, NULL);
}
