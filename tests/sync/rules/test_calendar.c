/* What comes due when: G5, G6 and G8 as tables, and against a slow reader of the articles. */
#include "cases.h"

static void periods_are_read_and_written_in_four_forms(void **state)
{
    static const char *const good[] = {"2026-10", "2026-Q3", "2026",   "term-1",
                                       "term-12", "1900-01", "2199-Q4"};
    static const char *const bad[] = {"",         "2026-13", "2026-00",  "2026-1",  "2026-Q0",
                                      "2026-Q5",  "2026-q3", "26-10",    "term-0",  "term-01",
                                      "term-100", "term-",   "2026-10 ", "2026/10", "1899",
                                      "2200-01",  "2026-",   "+026",     "2026-Q33"};
    char text[PERIOD_BYTES];
    struct period value = {0};
    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        assert_string_equal(period_format(period(good[i]), text), good[i]);
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_err(ERR_INVALID, period_parse(text_of(bad[i]), &value));
        assert_int_equal(value.kind, PERIOD_NONE);
    }
    assert_string_equal(period_format((struct period){0}, text), "");
}

static void periods_begin_and_end(void **state)
{
    static const struct {
        const char *name, *begins, *ends;
    } cases[] = {
        {"2026-10", "2026-10-01", "2026-10-31"}, {"2028-02", "2028-02-01", "2028-02-29"},
        {"2100-02", "2100-02-01", "2100-02-28"}, {"2026-Q1", "2026-01-01", "2026-03-31"},
        {"2026-Q4", "2026-10-01", "2026-12-31"}, {"2026", "2026-01-01", "2026-12-31"},
        {"term-1", "2024-09-16", "2027-09-15"},  {"term-2", "2027-09-16", "2030-09-15"},
    };
    struct calendar calendar = calendar_of("2024-09-16", "2024-09");
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_day(period_begins(&calendar, period(cases[i].name)), cases[i].begins);
        assert_day(period_ends(&calendar, period(cases[i].name)), cases[i].ends);
    }
}

static void a_term_from_29_february_begins_on_1_march_in_common_years(void **state)
{
    struct calendar calendar = calendar_of("2024-02-29", "2024-02");
    (void)state;
    assert_day(period_begins(&calendar, period("term-2")), "2027-03-01");
    assert_day(period_ends(&calendar, period("term-1")), "2027-02-28");
    assert_day(period_begins(&calendar, period("term-4")), "2033-03-01");
    assert_day(period_begins(&calendar, period("term-5")), "2036-02-29"); /* and comes back */
    assert_period(period_of_day(&calendar, PERIOD_TERM, day("2027-02-28")), "term-1");
    assert_period(period_of_day(&calendar, PERIOD_TERM, day("2027-03-01")), "term-2");
}

static void neighbours_follow_each_other(void **state)
{
    static const struct {
        const char *name, *next;
    } cases[] = {{"2026-11", "2026-12"}, {"2026-12", "2027-01"}, {"2026-Q3", "2026-Q4"},
                 {"2026-Q4", "2027-Q1"}, {"2026", "2027"},       {"term-1", "term-2"}};
    struct calendar calendar = calendar_of("2024-09-16", "2024-09");
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct period a = period(cases[i].name), b = period(cases[i].next);
        assert_period(period_next(a), cases[i].next);
        assert_period(period_previous(b), cases[i].name);
        assert_true(period_compare(&calendar, a, b) < 0);
        assert_true(period_compare(&calendar, b, a) > 0);
        assert_int_equal(period_compare(&calendar, a, a), 0);
    }
    assert_true(period_compare(&calendar, period("2026"), period("2026-01")) < 0);
}

static void items_come_due_as_article_6_and_8_say(void **state)
{
    static const struct {
        unsigned item;
        const char *period, *due;
    } cases[] = {
        {5, "2026-10", "2026-11-10"}, /* October's accounts on 10 November */
        {5, "2026-12", "2027-01-10"}, /* over the year's end */
        {7, "2028-02", "2028-03-10"}, /* a leap February */
        {4, "2026-Q3", "2026-10-10"}, /* joins October's board */
        {4, "2026-Q4", "2027-01-10"},
        {3, "2026", "2026-01-10"}, /* the year that begins */
        {6, "2026", "2026-01-10"},
        {8, "2026", "2026-01-10"},
        {9, "2026", "2027-01-10"},  /* the year past */
        {10, "2026", "2027-01-10"}, /* a part of item 10 looks back */
        {10, "2026-10", "2026-11-10"},
        {1, "term-1", "2024-10-10"}, /* begins on the 16th: the next 10th */
        {2, "term-2", "2027-10-10"},
    };
    struct calendar calendar = calendar_of("2024-09-16", "2024-09");
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_day(calendar_due_day(&calendar, cases[i].item, period(cases[i].period)),
                   cases[i].due);
    }
    assert_day(calendar_due_day(&calendar, 10, (struct period){0}), "");
}

static void a_term_is_announced_on_or_after_its_first_day(void **state)
{
    struct calendar on_the_10th = calendar_of("2024-09-10", "2024-09");
    struct calendar on_the_11th = calendar_of("2024-09-11", "2024-09");
    struct calendar in_december = calendar_of("2024-12-11", "2024-12");
    (void)state;
    assert_day(calendar_due_day(&on_the_10th, 1, period("term-1")), "2024-09-10");
    assert_day(calendar_due_day(&on_the_11th, 1, period("term-1")), "2024-10-10");
    assert_day(calendar_due_day(&in_december, 1, period("term-1")), "2025-01-10");
}

static void assert_latest(const struct calendar *calendar, unsigned item, const char *on,
                          const char *expected, const char *due)
{
    struct period got = {0};
    int32_t due_day = 0;
    bool found = calendar_latest(calendar, item, day(on), &got, &due_day);
    assert_int_equal(found, expected[0] != '\0');
    assert_period(got, expected);
    assert_day(due_day, due);
}

static void the_latest_period_changes_on_the_10th(void **state)
{
    struct calendar calendar = calendar_of("2024-09-16", "2024-09");
    (void)state;
    assert_latest(&calendar, 5, "2026-11-09", "2026-09", "2026-10-10");
    assert_latest(&calendar, 5, "2026-11-10", "2026-10", "2026-11-10");
    assert_latest(&calendar, 5, "2026-11-30", "2026-10", "2026-11-10");
    assert_latest(&calendar, 5, "2027-01-09", "2026-11", "2026-12-10");
    assert_latest(&calendar, 5, "2027-01-10", "2026-12", "2027-01-10");
    assert_latest(&calendar, 4, "2026-10-09", "2026-Q2", "2026-07-10");
    assert_latest(&calendar, 4, "2026-10-10", "2026-Q3", "2026-10-10");
    assert_latest(&calendar, 4, "2026-12-31", "2026-Q3", "2026-10-10");
    assert_latest(&calendar, 3, "2027-01-09", "2026", "2026-01-10");
    assert_latest(&calendar, 3, "2027-01-10", "2027", "2027-01-10");
    assert_latest(&calendar, 9, "2027-01-09", "2025", "2026-01-10");
    assert_latest(&calendar, 9, "2027-01-10", "2026", "2027-01-10");
    assert_latest(&calendar, 10, "2026-11-10", "", "");
}

static void a_change_of_term_waits_for_its_disclosure_day(void **state)
{
    struct calendar calendar = calendar_of("2024-09-16", "2024-09");
    (void)state;
    assert_latest(&calendar, 1, "2024-10-09", "", ""); /* the first term is not announced yet */
    assert_latest(&calendar, 1, "2024-10-10", "term-1", "2024-10-10");
    assert_latest(&calendar, 1, "2027-09-16", "term-1", "2024-10-10");
    assert_latest(&calendar, 1, "2027-10-09", "term-1", "2024-10-10");
    assert_latest(&calendar, 1, "2027-10-10", "term-2", "2027-10-10");
    assert_latest(&calendar, 2, "2020-01-01", "", "");
}

static void nothing_is_due_before_the_first_board_month(void **state)
{
    struct calendar calendar = calendar_of("2024-09-16", "2026-10");
    (void)state;
    assert_latest(&calendar, 5, "2026-10-09", "", "");
    assert_latest(&calendar, 5, "2026-10-10", "2026-09", "2026-10-10");
    assert_latest(&calendar, 4, "2026-10-10", "2026-Q3", "2026-10-10");
    assert_latest(&calendar, 3, "2026-12-31", "", ""); /* fell due in January, before */
    assert_latest(&calendar, 3, "2027-01-10", "2027", "2027-01-10");
    assert_latest(&calendar, 1, "2027-10-09", "", "");
    assert_latest(&calendar, 1, "2027-10-10", "term-2", "2027-10-10");
    assert_true(calendar_has_board(&calendar, period("2026-10")));
    assert_false(calendar_has_board(&calendar, period("2026-09")));
}

static void the_next_due_day_lies_strictly_ahead(void **state)
{
    static const struct {
        unsigned item;
        const char *on, *next;
    } cases[] = {
        {5, "2026-11-09", "2026-11-10"}, {5, "2026-11-10", "2026-12-10"},
        {4, "2026-11-24", "2027-01-10"}, {4, "2027-01-09", "2027-01-10"},
        {3, "2026-11-24", "2027-01-10"}, {9, "2027-01-10", "2028-01-10"},
        {1, "2026-11-24", "2027-10-10"}, {1, "2024-09-20", "2024-10-10"},
        {2, "2024-10-10", "2027-10-10"}, {10, "2026-11-24", ""},
    };
    struct calendar calendar = calendar_of("2024-09-16", "2024-09");
    struct calendar late = calendar_of("2024-09-16", "2026-10");
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_day(calendar_next_due(&calendar, cases[i].item, day(cases[i].on)), cases[i].next);
    }
    assert_day(calendar_next_due(&late, 5, day("2025-03-01")), "2026-10-10");
    assert_day(calendar_next_due(&late, 1, day("2025-03-01")), "2027-10-10");
    assert_day(calendar_next_due(&late, 3, day("2025-03-01")), "2027-01-10");
}

static void the_10th_never_moves_and_comes_every_month(void **state)
{
    struct calendar calendar = calendar_of("2024-09-16", "2024-09");
    (void)state;
    assert_day(calendar_next_disclosure_day(&calendar, day("2026-11-25")), "2026-12-10");
    assert_day(calendar_next_disclosure_day(&calendar, day("2026-11-10")), "2026-12-10");
    assert_day(calendar_next_disclosure_day(&calendar, day("2026-11-09")), "2026-11-10");
    assert_day(calendar_next_disclosure_day(&calendar, day("2026-12-31")), "2027-01-10");
    assert_day(calendar_last_disclosure_day(&calendar, day("2026-11-10")), "2026-11-10");
    assert_day(calendar_last_disclosure_day(&calendar, day("2027-01-09")), "2026-12-10");
    assert_true(calendar_is_disclosure_day(&calendar, day("2026-10-10"))); /* a Saturday */
    assert_false(calendar_is_disclosure_day(&calendar, day("2026-10-11")));
    assert_period(calendar_board_month(&calendar, day("2026-11-09")), "2026-10");
    assert_period(calendar_board_month(&calendar, day("2026-11-10")), "2026-11");
    assert_period(calendar_board_month(&calendar, day("2027-01-05")), "2026-12");
    assert_period(calendar_month_of(day("2026-11-10")), "2026-11");
}

static void a_record_opens_at_the_later_of_due_day_signing_and_wish(void **state)
{
    struct calendar calendar = calendar_of("2024-09-16", "2024-09");
    int32_t due = day("2026-11-10");
    (void)state;
    assert_int_equal(calendar_opens_at(&calendar, due, moment("2026-11-06 09:00"), 0),
                     moment("2026-11-10 00:00"));
    assert_int_equal(calendar_opens_at(&calendar, due, moment("2026-11-15 09:30"), 0),
                     moment("2026-11-15 09:30"));
    assert_int_equal(
        calendar_opens_at(&calendar, due, moment("2026-11-06 09:00"), day("2026-11-12")),
        moment("2026-11-12 00:00"));
    assert_int_equal(calendar_opens_at(&calendar, due, moment("2026-11-06 09:00"),
                                       day("2026-11-07")), /* never before the due day */
                     moment("2026-11-10 00:00"));
    assert_int_equal(calendar_opens_at(&calendar, 0, moment("2026-11-06 09:00"), 0),
                     moment("2026-11-06 09:00"));
}

static void another_disclosure_day_moves_everything_with_it(void **state)
{
    struct policy policy = policy_of(*state, "2024-09-16", "2024-09");
    struct calendar calendar;
    policy.disclosure_day = 1;
    assert_ok(calendar_init(&policy, &calendar));
    assert_day(calendar_due_day(&calendar, 5, period("2026-10")), "2026-11-01");
    assert_day(calendar_due_day(&calendar, 3, period("2026")), "2026-01-01");
    assert_latest(&calendar, 5, "2026-11-01", "2026-10", "2026-11-01");
    policy.disclosure_day = 28;
    policy.periods.at[4].period = text_of("quarter"); /* a city that wants accounts quarterly */
    assert_ok(calendar_init(&policy, &calendar));
    assert_latest(&calendar, 5, "2026-10-27", "2026-Q2", "2026-07-28");
    assert_latest(&calendar, 5, "2026-10-28", "2026-Q3", "2026-10-28");
}

/* A calendar with terms that did not begin when the one before was over. */
static struct calendar calendar_with_terms(struct arena *arena, struct term_rule *terms,
                                           size_t count)
{
    struct policy policy = policy_of(arena, "2024-09-16", "2024-09");
    struct calendar calendar;
    policy.terms.at = terms;
    policy.terms.count = count;
    assert_ok(calendar_init(&policy, &calendar));
    return calendar;
}

static void a_late_election_moves_its_term_and_those_after_it(void **state)
{
    struct term_rule terms[] = {{.number = 2, .begins = day("2027-12-20")}};
    static const struct {
        const char *on, *term;
    } cases[] = {
        {"2024-09-01", "term-1"}, {"2027-09-15", "term-1"}, {"2027-09-16", "term-1"}, /* goes on */
        {"2027-12-19", "term-1"}, {"2027-12-20", "term-2"}, {"2030-12-19", "term-2"},
        {"2030-12-20", "term-3"}, {"2033-12-20", "term-4"},
    };
    struct calendar calendar = calendar_with_terms(*state, terms, 1);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_period(period_of_day(&calendar, PERIOD_TERM, day(cases[i].on)), cases[i].term);
    }
    assert_day(period_begins(&calendar, period("term-1")), "2024-09-16");
    assert_day(period_ends(&calendar, period("term-1")), "2027-12-19");
    assert_latest(&calendar, 1, "2028-01-09", "term-1", "2024-10-10");
    assert_latest(&calendar, 1, "2028-01-10", "term-2", "2028-01-10");
    assert_day(calendar_next_due(&calendar, 1, day("2027-10-10")), "2028-01-10");
}

static void an_early_election_ends_the_term_before_its_time(void **state)
{
    struct term_rule terms[] = {{.number = 2, .begins = day("2026-03-10"), .years = 5},
                                {.number = 4, .begins = day("2036-02-29")}};
    struct calendar calendar = calendar_with_terms(*state, terms, 2);
    assert_day(period_ends(&calendar, period("term-1")), "2026-03-09");
    assert_latest(&calendar, 1, "2026-03-10", "term-2", "2026-03-10");    /* on the day itself */
    assert_day(period_begins(&calendar, period("term-3")), "2031-03-10"); /* five years */
    assert_day(period_ends(&calendar, period("term-3")), "2036-02-28");
    assert_period(period_of_day(&calendar, PERIOD_TERM, day("2036-02-28")), "term-3");
    assert_period(period_of_day(&calendar, PERIOD_TERM, day("2036-02-29")), "term-4");
    assert_day(period_begins(&calendar, period("term-5")), "2039-03-01"); /* three, and no 29th */
}

/* R9 and the rows of the policy, read slowly: write down every term's first day one after the
 * other, then look up each day in that list. */
static void two_centuries_of_moved_terms_agree_with_a_written_list(void **state)
{
    enum { LISTED = 80 };
    struct dice dice = {.state = 1911};
    for (int round = 0; round < 60; round++) {
        struct term_rule rules[4];
        struct civil_date start = {1900 + (int)dice_below(&dice, 8), 2,
                                   28 + (int)dice_below(&dice, 2)};
        int32_t begins[LISTED];
        size_t rule_count = 0;
        int counted_from = 0; /* index of the last term that is written down */
        if (!civil_date_valid(start)) {
            start.day = 28;
        }
        begins[0] = civil_day(start);
        for (int i = 1; i < LISTED; i++) {
            struct civil_date from = civil_date_of(begins[counted_from]);
            int year = from.year + 3 * (i - counted_from);
            bool exists = from.day <= civil_month_days(year, from.month);
            begins[i] = exists ? civil_day_of_ymd(year, from.month, from.day)
                               : civil_day_of_ymd(year, from.month + 1, 1);
            if (rule_count < 4 && dice_below(&dice, 12) == 0) { /* a year early to two years late */
                begins[i] += (int32_t)dice_below(&dice, 1095) - 365;
                rules[rule_count++] =
                    (struct term_rule){.number = (uint64_t)i + 1, .begins = begins[i]};
                counted_from = i;
            }
        }
        struct policy policy = policy_of(*state, "1900-02-28", "1900-02");
        struct calendar calendar;
        policy.term_start = begins[0];
        policy.terms.at = rules;
        policy.terms.count = rule_count;
        assert_ok(calendar_init(&policy, &calendar));
        int at = 0;
        for (int32_t on = begins[0]; on <= day("2100-12-31");
             on += 1 + (int32_t)dice_below(&dice, 9)) {
            while (begins[at + 1] <= on) {
                at++;
            }
            struct period term = period_of_day(&calendar, PERIOD_TERM, on);
            assert_int_equal(term.number, at + 1);
            assert_int_equal(period_begins(&calendar, term), begins[at]);
            assert_int_equal(period_ends(&calendar, term), begins[at + 1] - 1);
        }
    }
}

static void the_last_term_there_is_a_number_for_has_none_after_it(void **state)
{
    struct policy policy = policy_of(*state, "1935-01-01", "1935-01");
    struct calendar calendar;
    policy.term_years = 1;
    assert_ok(calendar_init(&policy, &calendar));
    assert_period(period_of_day(&calendar, PERIOD_TERM, day("2033-01-01")), "term-99");
    assert_period(period_of_day(&calendar, PERIOD_TERM, day("2100-01-01")), "term-99");
    assert_period(period_next(period("term-99")), "term-99");
    assert_day(calendar_next_due(&calendar, 1, day("2033-01-10")), "");
    assert_day(calendar_next_due(&calendar, 1, day("2033-01-09")), "2033-01-10");
}

static void the_days_left_are_counted_to_the_10th(void **state)
{
    struct calendar calendar = calendar_of("2024-09-16", "2024-09");
    (void)state;
    assert_int_equal(calendar_days_left(&calendar, day("2026-11-09")), 1);
    assert_int_equal(calendar_days_left(&calendar, day("2026-11-10")), 0);
    assert_int_equal(calendar_days_left(&calendar, day("2026-11-11")), 29);
    assert_int_equal(calendar_days_left(&calendar, day("2028-02-11")), 28);
}

/* The article's text, read slowly: walk the days of the calendar one by one; on each 10th, the
 * periods that have ended since the 10th before (or begin with this January, or whose term has
 * begun) come due. */
static bool slow_due_on(const struct calendar *calendar, unsigned item, int32_t on, char *name)
{
    struct civil_date date = civil_date_of(on);
    if (date.day != 10) {
        return false;
    }
    switch (item) {
    case 5:
    case 7:
        snprintf(name, PERIOD_BYTES, "%04d-%02d", date.month == 1 ? date.year - 1 : date.year,
                 date.month == 1 ? 12 : date.month - 1);
        return true;
    case 4:
        if (date.month % 3 != 1) {
            return false;
        }
        snprintf(name, PERIOD_BYTES, "%04d-Q%d", date.month == 1 ? date.year - 1 : date.year,
                 date.month == 1 ? 4 : (date.month - 1) / 3);
        return true;
    case 3:
    case 6:
    case 8:
    case 9:
        snprintf(name, PERIOD_BYTES, "%04d", item == 9 ? date.year - 1 : date.year);
        return date.month == 1;
    case 1:
    case 2: {
        struct civil_date start = civil_date_of(calendar->terms[0].begins);
        for (int number = 1; start.year + (number - 1) * 3 <= date.year; number++) {
            int year = start.year + (number - 1) * 3;
            bool exists = start.day <= civil_month_days(year, start.month);
            int32_t begins = civil_day_of_ymd(year, exists ? start.month : start.month + 1,
                                              exists ? start.day : 1);
            int previous_month = date.month == 1 ? 12 : date.month - 1;
            int32_t previous =
                civil_day_of_ymd(date.month == 1 ? date.year - 1 : date.year, previous_month, 10);
            if (begins > previous && begins <= on) {
                snprintf(name, PERIOD_BYTES, "term-%d", number);
                return true;
            }
        }
        return false;
    }
    default:
        return false;
    }
}

static void two_centuries_agree_with_the_slow_reading(void **state)
{
    static const char *const starts[] = {"1904-02-29", "1901-01-10", "1903-12-31"};
    (void)state;
    for (size_t s = 0; s < sizeof(starts) / sizeof(starts[0]); s++) {
        struct calendar calendar = calendar_of(starts[s], "1900-06");
        for (unsigned item = 1; item <= ITEM_COUNT; item++) {
            char latest[PERIOD_BYTES] = "", due_name[PERIOD_BYTES] = "";
            int32_t latest_due = 0;
            for (int32_t on = day("1900-06-01"); on <= day("2100-12-31"); on++) {
                struct period got = {0};
                int32_t due = 0;
                bool due_today = slow_due_on(&calendar, item, on, due_name);
                if (due_today) {
                    memcpy(latest, due_name, sizeof(latest));
                    latest_due = on;
                }
                if (on > day("1900-07-10") && civil_date_of(on).day % 3 != 0 && !due_today) {
                    continue; /* the days around are enough: 9, 12, and every 10th that counts */
                }
                bool found = calendar_latest(&calendar, item, on, &got, &due);
                assert_int_equal(found, latest_due != 0);
                assert_int_equal(due, latest_due);
                assert_period(got, latest);
                assert_int_equal(calendar_due_on(&calendar, item, on, &got), due_today);
                if (due_today) {
                    assert_int_equal(calendar_next_due(&calendar, item, on - 1), on);
                }
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(periods_are_read_and_written_in_four_forms),
        TEST_PLAIN(periods_begin_and_end),
        TEST_PLAIN(a_term_from_29_february_begins_on_1_march_in_common_years),
        TEST_PLAIN(neighbours_follow_each_other),
        TEST_PLAIN(items_come_due_as_article_6_and_8_say),
        TEST_PLAIN(a_term_is_announced_on_or_after_its_first_day),
        TEST_PLAIN(the_latest_period_changes_on_the_10th),
        TEST_PLAIN(a_change_of_term_waits_for_its_disclosure_day),
        TEST_PLAIN(nothing_is_due_before_the_first_board_month),
        TEST_PLAIN(the_next_due_day_lies_strictly_ahead),
        TEST_PLAIN(the_10th_never_moves_and_comes_every_month),
        TEST_PLAIN(a_record_opens_at_the_later_of_due_day_signing_and_wish),
        TEST(another_disclosure_day_moves_everything_with_it, test_arena),
        TEST_PLAIN(two_centuries_agree_with_the_slow_reading),
        TEST(a_late_election_moves_its_term_and_those_after_it, test_arena),
        TEST(an_early_election_ends_the_term_before_its_time, test_arena),
        TEST(two_centuries_of_moved_terms_agree_with_a_written_list, test_arena),
        TEST(the_last_term_there_is_a_number_for_has_none_after_it, test_arena),
        TEST_PLAIN(the_days_left_are_counted_to_the_10th),
    };
    return cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}
