/* The figures of `due`: ten items on a day, the parts of item 10, and two centuries beside a slow
 * reader of the articles. */
#include "view.h"

#include "due.h"

static struct due due_of(const struct view *view, const char *on)
{
    struct due due;
    due_list(board_of(view), due_moment(&view->calendar, day(on)), &due);
    return due;
}

struct expected {
    unsigned item;
    const char *period, *due_on;
    enum board_state state;
    unsigned overdue, late;
    int archive_year;
    const char *next;
};

static void assert_line(const struct due_line *got, const struct expected *expected)
{
    assert_int_equal(got->item, expected->item);
    assert_period(got->period, expected->period);
    assert_day(got->due_on, expected->due_on);
    assert_string_equal(board_state_id(got->state), board_state_id(expected->state));
    assert_int_equal(got->overdue_days, expected->overdue);
    assert_int_equal(got->late_days, expected->late);
    assert_int_equal(got->archive_year, expected->archive_year);
    assert_day(got->next_due_on, expected->next);
}

static void a_november_day_with_every_state(void **state)
{
    static const struct expected expected[ITEM_COUNT] = {
        {1, "term-1", "2024-10-10", BOARD_PUBLISHED, 0, 0, 2024, "2027-10-10"},
        {2, "term-1", "2024-10-10", BOARD_OVERDUE, 776, 0, 0, "2027-10-10"},
        {3, "2026", "2026-01-10", BOARD_PUBLISHED, 0, 2, 2026, "2027-01-10"},
        {4, "2026-Q3", "2026-10-10", BOARD_UNSIGNED, 46, 0, 0, "2027-01-10"},
        {5, "2026-10", "2026-11-10", BOARD_PUBLISHED, 0, 5, 2026, "2026-12-10"},
        {6, "2026", "2026-01-10", BOARD_WITHDRAWN, 319, 0, 0, "2027-01-10"},
        {7, "2026-10", "2026-11-10", BOARD_OVERDUE, 15, 0, 0, "2026-12-10"},
        {8, "2026", "2026-01-10", BOARD_OVERDUE, 319, 0, 0, "2027-01-10"},
        {9, "2025", "2026-01-10", BOARD_PUBLISHED, 0, 0, 2025, "2027-01-10"},
        {10, "", "", BOARD_NOT_DUE, 0, 0, 0, ""},
    };
    struct view view = view_of("2024-09-16", "2024-09");
    (void)state;
    put(&view, 1, "term-1", "2024-10-10 00:00");
    put(&view, 3, "2026", "2026-01-12 08:00");
    put_announce(&view, 4, "2026-Q3");
    put(&view, 5, "2026-10", "2026-11-15 09:00");
    put_withdraw(&view, 6, "2026");
    put(&view, 9, "2025", "2026-01-10 00:00");
    struct due due = due_of(&view, "2026-11-25");
    for (size_t i = 0; i < ITEM_COUNT; i++) {
        assert_line(&due.items[i], &expected[i]);
        assert_int_equal(due.items[i].part, 0);
    }
    assert_int_equal(due.part_count, 0);
    assert_day(due.on, "2026-11-25");
    assert_day(due.next_disclosure_day, "2026-12-10");
    assert_int_equal(due.days_left, 15);
    due = due_of(&view, "2026-11-10");
    assert_int_equal(due.days_left, 0);
    assert_string_equal(board_state_id(due.items[6].state), "pending");
    assert_string_equal(board_state_id(due.items[4].state), "pending"); /* opens five days later */
}

static void what_opens_in_the_evening_counts_on_its_day(void **state)
{
    struct view view = view_of("2024-09-16", "2024-09");
    (void)state;
    put(&view, 5, "2026-10", "2026-11-12 23:59");
    assert_int_equal(due_of(&view, "2026-11-11").items[4].overdue_days, 1);
    assert_int_equal(due_of(&view, "2026-11-12").items[4].state, BOARD_PUBLISHED);
    assert_int_equal(due_of(&view, "2026-11-12").items[4].late_days, 2);
}

static void nothing_is_due_before_the_first_board_month(void **state)
{
    static const struct {
        const char *on;
        enum board_state accounts, year, term;
    } cases[] = {
        {"2026-09-30", BOARD_NOT_DUE, BOARD_NOT_DUE, BOARD_NOT_DUE},
        {"2026-10-09", BOARD_NOT_DUE, BOARD_NOT_DUE, BOARD_NOT_DUE},
        {"2026-10-10", BOARD_PENDING, BOARD_NOT_DUE, BOARD_NOT_DUE},
        {"2027-01-09", BOARD_OVERDUE, BOARD_NOT_DUE, BOARD_NOT_DUE},
        {"2027-01-10", BOARD_PENDING, BOARD_PENDING, BOARD_NOT_DUE},
        {"2027-10-10", BOARD_PENDING, BOARD_OVERDUE, BOARD_PENDING},
    };
    struct view view = view_of("2024-09-16", "2026-10");
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct due due = due_of(&view, cases[i].on);
        assert_int_equal(due.items[4].state, cases[i].accounts);
        assert_int_equal(due.items[2].state, cases[i].year);
        assert_int_equal(due.items[0].state, cases[i].term);
        assert_true(due.items[0].next_due_on > due.on);
        if (due.items[2].state == BOARD_NOT_DUE) {
            assert_int_equal(due.items[2].due_on, 0);
            assert_int_equal(due.items[2].period.kind, PERIOD_NONE);
        }
    }
}

/* ---- item 10 (G5(10), G6(5)) ---- */

static struct view view_with_parts(struct arena *arena, struct part_rule *rules, size_t count)
{
    struct view view = {.count = 0};
    struct policy policy = policy_of(arena, "2024-09-16", "2024-09");
    struct complaint why = {0};
    policy.parts.at = rules;
    policy.parts.count = count;
    assert_ok_why(policy_check(&policy, &why), &why);
    assert_ok(calendar_init(&policy, &view.calendar));
    return view;
}

static void each_part_has_the_period_the_lead_group_set(void **state)
{
    struct part_rule rules[] = {
        {.part = 1,
         .title = text_of("电梯"),
         .period = text_of("month"),
         .since = day("2026-03-02")},
        {.part = 2,
         .title = text_of("车位"),
         .period = text_of("quarter"),
         .since = day("2026-11-01")},
        {.part = 4,
         .title = text_of("未定"),
         .period = text_of("none"),
         .since = day("2026-03-02")},
        {.part = 7,
         .title = text_of("绿化"),
         .period = text_of("month"),
         .since = day("2026-03-02"),
         .ended = day("2026-08-31")},
    };
    static const struct expected at_first[] = {
        {10, "2026-10", "2026-11-10", BOARD_OVERDUE, 15, 0, 0, "2026-12-10"},
        {10, "", "", BOARD_NOT_DUE, 0, 0, 0, "2027-01-10"}, /* asked for since November only */
        {10, "", "", BOARD_NOT_DUE, 0, 0, 0, ""},
        {10, "2026-07", "2026-08-10", BOARD_PUBLISHED, 0, 0, 2026, ""}, /* it was the last */
    };
    struct view view = view_with_parts(*state, rules, 4);
    put(&view, 10, "2026-07", "2026-08-10 00:00")->part = 7;
    struct due due = due_of(&view, "2026-11-25");
    assert_int_equal(due.part_count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_line(&due.parts[i], &at_first[i]);
        assert_int_equal(due.parts[i].part, rules[i].part);
    }
    /* The item reports the worst of them. */
    assert_line(&due.items[9], &at_first[0]);
    assert_int_equal(due.items[9].part, 1);

    put(&view, 10, "2026-10", "2026-11-13 09:00");
    due = due_of(&view, "2026-11-25");
    assert_line(&due.items[9], &(struct expected){10, "2026-10", "2026-11-10", BOARD_PUBLISHED, 0,
                                                  3, 2026, "2026-12-10"});
    due = due_of(&view, "2027-01-10");
    assert_int_equal(due.items[9].state, BOARD_PENDING);
    due = due_of(&view, "2027-01-12");
    assert_int_equal(due.parts[1].overdue_days, 2);
    assert_period(due.parts[1].period, "2026-Q4");
}

static void the_day_a_part_is_asked_for_bounds_what_is_due(void **state)
{
    static const struct {
        const char *since, *ended, *on, *period;
    } cases[] = {
        {"2026-11-10", "", "2026-11-10", "2026-10"},
        {"2026-11-11", "", "2026-11-10", ""},
        {"2026-11-11", "", "2026-12-09", ""},
        {"2026-11-11", "", "2026-12-10", "2026-11"},
        {"2026-01-01", "2026-11-10", "2026-12-31", "2026-10"},
        {"2026-01-01", "2026-11-09", "2026-12-31", "2026-09"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct part_rule rule = {.part = 1,
                                 .title = text_of("电梯"),
                                 .period = text_of("month"),
                                 .since = day(cases[i].since)};
        rule.ended = cases[i].ended[0] ? day(cases[i].ended) : 0;
        struct view view = view_with_parts(*state, &rule, 1);
        assert_period(due_of(&view, cases[i].on).parts[0].period, cases[i].period);
    }
}

static void parts_the_policy_does_not_name_go_by_their_records(void **state)
{
    struct part_rule rule = {.part = 2,
                             .title = text_of("电梯"),
                             .period = text_of("month"),
                             .since = day("2026-03-02")};
    struct view view = view_with_parts(*state, &rule, 1);
    put(&view, 10, "2026-Q2", "2026-07-10 00:00")->part = 5;
    put(&view, 10, "2026-10", "2026-11-10 00:00")->part = 2;
    struct due due = due_of(&view, "2026-11-25");
    assert_int_equal(due.part_count, 2);
    assert_int_equal(due.parts[1].part, 5);
    assert_period(due.parts[1].period, "2026-Q2");
    assert_int_equal(due.parts[1].next_due_on, 0); /* no further one is expected */
    assert_int_equal(due.items[9].state, BOARD_PUBLISHED);
    assert_day(due.items[9].next_due_on, "2026-12-10");
}

static void a_record_of_a_part_is_judged_by_the_part_s_own_days(void **state)
{
    struct part_rule rule = {.part = 1,
                             .title = text_of("电梯"),
                             .period = text_of("month"),
                             .since = day("2026-11-01")};
    struct view view = view_with_parts(*state, &rule, 1);
    put(&view, 10, "2026-08", "2026-11-05 00:00"); /* due before anybody asked */
    put(&view, 10, "2026-10", "2026-11-12 00:00");
    struct board_moment at = {.now_s = moment("2026-11-25 00:00")};
    assert_int_equal(board_row_of(board_of(&view), at, &view.at[0]).late_days, 0);
    assert_int_equal(board_row_of(board_of(&view), at, &view.at[1]).late_days, 2);
    assert_day(board_row_of(board_of(&view), at, &view.at[1]).next_due_day, "2026-12-10");
}

/* ---- G13, corrections ---- */

static void article_13_is_listed_beside_the_ten(void **state)
{
    struct view view = view_of("2024-09-16", "2024-09");
    (void)state;
    put(&view, ITEM_ASSIST, "2026-10", "2026-11-20 09:00");
    struct due due = due_of(&view, "2026-11-25");
    assert_line(&due.others[0], &(struct expected){11, "", "", BOARD_NOT_DUE, 0, 0, 0, ""});
    assert_line(&due.others[1],
                &(struct expected){12, "2026-10", "", BOARD_PUBLISHED, 0, 0, 2026, ""});
}

static void a_corrected_item_is_late_by_its_first_version(void **state)
{
    struct view view = view_of("2024-09-16", "2024-09");
    (void)state;
    struct published *fact = put(&view, 5, "2026-11", "2027-01-20 09:00");
    fact->corrected = true;
    fact->first_opens_at_s = moment("2026-12-10 00:00");
    struct board_moment at = {.now_s = moment("2027-01-25 00:00")};
    struct board_row row = board_row_of(board_of(&view), at, fact);
    assert_int_equal(row.late_days, 0);
    assert_int_equal(row.archive_year, 2026);
}

/* ---- two centuries against a slow reader ---- */

/* Which period of `item` the articles ask for on `on`: walks back day by day to a 10th on which one
 * came due. "" when none had. */
static bool slow_latest(unsigned item, int32_t on, int32_t first, int32_t term_start, char *name,
                        int32_t *due)
{
    for (int32_t d = on; d >= first; d--) {
        struct civil_date date = civil_date_of(d);
        if (date.day != 10) {
            continue;
        }
        int last_month = date.month == 1 ? 12 : date.month - 1;
        int its_year = date.month == 1 ? date.year - 1 : date.year;
        *due = d;
        if (item == 5 || item == 7) { /* G6(4): by the month, after its end */
            snprintf(name, PERIOD_BYTES, "%04d-%02d", its_year, last_month);
            return true;
        }
        if (item == 4 && last_month % 3 == 0) { /* G6(3): by the quarter */
            snprintf(name, PERIOD_BYTES, "%04d-Q%d", its_year, last_month / 3);
            return true;
        }
        bool by_year = item == 3 || item == 6 || item == 8 || item == 9;
        if (by_year && date.month == 1) { /* G6(2) */
            snprintf(name, PERIOD_BYTES, "%04d", item == 9 ? date.year - 1 : date.year);
            return true;
        }
        if (item <= 2) { /* G6(1): a term that began since the 10th before */
            int32_t previous = civil_day_of_ymd(its_year, last_month, 10);
            struct civil_date start = civil_date_of(term_start);
            for (int number = 1, year = start.year; year <= date.year; number++, year += 3) {
                bool exists = start.day <= civil_month_days(year, start.month);
                int32_t begins = exists ? civil_day_of_ymd(year, start.month, start.day)
                                        : civil_day_of_ymd(year, start.month + 1, 1);
                if (begins > previous && begins <= d) {
                    snprintf(name, PERIOD_BYTES, "term-%d", number);
                    return true;
                }
            }
        }
    }
    return false;
}

/* G12, read aloud: what was published in January about what ended the year before is the year
 * before's. */
static int slow_volume(const struct calendar *calendar, struct period period, int32_t published)
{
    struct civil_date date = civil_date_of(published);
    if (date.month == 1) {
        int32_t last = period_ends(calendar, period);
        if (last >= civil_day_of_ymd(date.year - 1, 1, 1) &&
            last <= civil_day_of_ymd(date.year - 1, 12, 31)) {
            return date.year - 1;
        }
    }
    return date.year;
}

static void two_centuries_agree_with_the_slow_reader(void **state)
{
    static const char *const starts[] = {"1904-02-29", "1901-12-31", "1902-01-10"};
    struct dice dice = {.state = 1900};
    (void)state;
    for (int round = 0; round < 3000; round++) {
        const char *start = starts[dice_below(&dice, 3)];
        struct view view = view_of(start, "1904-06");
        int32_t term_start = view.calendar.terms[0].begins;
        int32_t on = day("1904-01-01") + (int32_t)dice_below(&dice, 71950); /* to 2100 */
        unsigned item = 1 + (unsigned)dice_below(&dice, 9);
        char name[PERIOD_BYTES];
        int32_t due = 0;
        bool found = slow_latest(item, on, day("1904-06-01"), term_start, name, &due);
        int32_t opened = due + (int32_t)dice_below(&dice, 40) - 20;
        bool there = found && dice_below(&dice, 3) > 0;
        if (there) {
            struct published *fact = put(&view, item, name, "1904-06-01 00:00");
            fact->opens_at_s =
                civil_midnight(opened > due ? opened : due, CIVIL_OFFSET_MIN_DEFAULT);
        }
        struct due list;
        due_list(board_of(&view), due_moment(&view.calendar, on), &list);
        const struct due_line *line = &list.items[item - 1];
        int late = opened > due ? opened - due : 0;
        bool open = there && due + late <= on;
        if (!found) {
            assert_int_equal(line->state, BOARD_NOT_DUE);
            continue;
        }
        assert_period(line->period, name);
        assert_int_equal(line->due_on, due);
        assert_int_equal(line->state, open        ? BOARD_PUBLISHED
                                      : on == due ? BOARD_PENDING
                                                  : BOARD_OVERDUE);
        assert_int_equal(line->late_days, open ? late : 0);
        assert_int_equal(line->overdue_days, open ? 0 : on - due);
        assert_int_equal(line->archive_year,
                         open ? slow_volume(&view.calendar, line->period, due + late) : 0);
        char next_name[PERIOD_BYTES];
        int32_t next_due = 0;
        assert_true(slow_latest(item, line->next_due_on, day("1904-06-01"), term_start, next_name,
                                &next_due));
        assert_int_equal(next_due, line->next_due_on);
        assert_true(slow_latest(item, line->next_due_on - 1, day("1904-06-01"), term_start,
                                next_name, &next_due));
        assert_string_equal(next_name, name); /* and none between */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(a_november_day_with_every_state),
        TEST_PLAIN(what_opens_in_the_evening_counts_on_its_day),
        TEST_PLAIN(nothing_is_due_before_the_first_board_month),
        TEST(each_part_has_the_period_the_lead_group_set, test_arena),
        TEST(the_day_a_part_is_asked_for_bounds_what_is_due, test_arena),
        TEST(parts_the_policy_does_not_name_go_by_their_records, test_arena),
        TEST(a_record_of_a_part_is_judged_by_the_part_s_own_days, test_arena),
        TEST_PLAIN(article_13_is_listed_beside_the_ten),
        TEST_PLAIN(a_corrected_item_is_late_by_its_first_version),
        TEST_PLAIN(two_centuries_agree_with_the_slow_reader),
    };
    return cmocka_run_group_tests_name("due", tests, NULL, NULL);
}
