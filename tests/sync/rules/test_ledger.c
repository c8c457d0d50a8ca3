/* Sums in fen that add up, and lines that somebody answers for (W7). */
#include "cases.h"

#include "ledger.h"

static void sums_are_read_as_people_write_them(void **state)
{
    static const struct {
        const char *text;
        int64_t fen;
    } good[] = {
        {"0", 0},
        {"1234", 123400},
        {"1,234.56", 123456},
        {"12.5", 1250},
        {" 12.50\r\n", 1250},
        {"-0.50", -50},
        {"0.07", 7},
        {"007.00", 700},
        {"18,240.50", 1824050},
        {"1,000,000", 100000000},
        {"1000000000000", FEN_MAX},
    };
    static const char *const bad[] = {
        "",
        "-",
        ".",
        ".5",
        "5.",
        "1.234",
        "1,23",
        "12,34.5",
        "1,2345",
        ",123",
        "1,,234",
        "1234,567",
        "+5",
        "--5",
        "1.2.3",
        "5元",
        "￥5",
        "1 000",
        "1e3",
        "0x10",
        "1000000000000.01",
        "99999999999999999999",
    };
    int64_t fen = 77;
    (void)state;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        assert_ok(fen_parse(text_of(good[i].text), &fen));
        assert_int_equal(fen, good[i].fen);
    }
    fen = 77;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        if (fen_parse(text_of(bad[i]), &fen) != ERR_INVALID) {
            fail_msg("%s was taken for a sum", bad[i]);
        }
    }
    assert_int_equal(fen, 77);
}

static void sums_are_written_with_separators(void **state)
{
    static const struct {
        int64_t fen;
        const char *text;
    } cases[] = {
        {0, "0.00"},
        {7, "0.07"},
        {-50, "-0.50"},
        {123456, "1,234.56"},
        {99900, "999.00"},
        {100000, "1,000.00"},
        {FEN_MAX, "1,000,000,000,000.00"},
        {-FEN_MAX, "-1,000,000,000,000.00"},
    };
    char text[FEN_BYTES];
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_string_equal(fen_format(cases[i].fen, text), cases[i].text);
    }
}

static void what_is_written_reads_back(void **state)
{
    struct dice dice = {.state = 20261124};
    (void)state;
    for (int i = 0; i < 20000; i++) {
        char text[FEN_BYTES];
        int64_t fen = (int64_t)dice_below(&dice, FEN_MAX) >> dice_below(&dice, 40), again = 0;
        fen = dice_below(&dice, 2) ? -fen : fen;
        assert_ok(fen_parse(text_of(fen_format(fen, text)), &again));
        assert_int_equal(again, fen);
    }
}

/* October's accounts of a small office. */
struct october {
    struct ledger_row rows[4];
    struct disclosure record;
    struct ledger_source source;
    struct calendar calendar;
};

static struct ledger_row row(const char *date, const char *item, const char *category,
                             int64_t income, int64_t spending)
{
    return (struct ledger_row){
        .date = day(date),
        .item = text_of(item),
        .category = text_of(category),
        .handler = text_of("李敏"),
        .approver = text_of("陈立"),
        .income = income,
        .spending = spending,
    };
}

static void october_make(struct october *october)
{
    *october = (struct october){
        .rows =
            {
                row("2026-10-01", "街道拨付工作经费", "拨款", 1200000, 0),
                row("2026-10-12", "楼道灯具更换", "维修", 0, 238000),
                row("2026-10-17", "重阳节敬老活动", "敬老", 0, 315080),
                row("2026-10-31", "灯具尾款", "维修", 0, 10000),
            },
        .record = {.item = 5,
                   .part = 1,
                   .period = text_of("2026-10"),
                   .has_ledger = true,
                   .opening = 1824050},
        .source = {.first_line = 3,
                   .has_closing = true,
                   .closing = 2460970,
                   .has_previous = true,
                   .previous_closing = 1824050},
        .calendar = calendar_of("2026-01-05", "2026-01"),
    };
    october->record.rows.at = october->rows;
    october->record.rows.count = 4;
}

static void assert_refused(struct october *october, const char *sentence)
{
    struct complaint why = {0};
    assert_err(ERR_INVALID,
               ledger_check(&october->calendar, &october->record, &october->source, &why));
    assert_says(&why, sentence);
}

static void a_good_ledger_passes_and_adds_up(void **state)
{
    struct october october;
    struct complaint why = {0};
    (void)state;
    october_make(&october);
    assert_ok_why(ledger_check(&october.calendar, &october.record, &october.source, &why), &why);
    assert_ok_why(ledger_check(&october.calendar, &october.record, NULL, &why), &why);
    struct ledger_sums sums = ledger_sum(&october.record);
    assert_int_equal(sums.opening, 1824050);
    assert_int_equal(sums.income, 1200000);
    assert_int_equal(sums.spending, 563080);
    assert_int_equal(sums.closing, 2460970);
}

static void every_line_needs_handler_and_approver(void **state)
{
    struct october october;
    (void)state;
    october_make(&october);
    october.rows[1].approver = text_of("");
    assert_refused(&october,
                   "第 4 行"); /* the file's line: a heading and the balance stand above */
    assert_refused(&october, "楼道灯具更换");
    assert_refused(&october, "缺审批人");
    october_make(&october);
    october.rows[0].handler = text_of("　"); /* an income line too; a blank is no name */
    assert_refused(&october, "第 3 行");
    assert_refused(&october, "缺经手人");
    october.source.first_line = 0;
    assert_refused(&october, "第 1 行");
}

static void dates_lie_within_the_period(void **state)
{
    struct october october;
    (void)state;
    october_make(&october);
    october.rows[3].date = day("2026-11-01");
    assert_refused(&october, "2026-10");
    october_make(&october);
    october.rows[0].date = day("2026-09-30");
    assert_refused(&october, "第 3 行");
    october.record.period = text_of("2026-Q4"); /* a quarter's ledger takes the quarter's days */
    october.rows[0].date = day("2026-12-31");
    assert_ok(ledger_check(&october.calendar, &october.record, &october.source, NULL));
    october.record.period = text_of("October");
    assert_refused(&october, "October");
}

static void a_line_is_income_or_spending(void **state)
{
    struct october october;
    (void)state;
    october_make(&october);
    october.rows[1].income = 1;
    assert_refused(&october, "只填一个");
    october_make(&october);
    october.rows[1].spending = 0;
    assert_refused(&october, "只填一个");
    october_make(&october);
    october.rows[1].spending = -5;
    assert_refused(&october, "负数");
    october_make(&october);
    october.rows[1].spending = FEN_MAX + 1;
    assert_refused(&october, "一万亿");
    october_make(&october);
    october.rows[1].category = text_of("");
    assert_refused(&october, "类别");
    october_make(&october);
    october.rows[1].item = text_of("");
    assert_refused(&october, "项目");
}

static void sums_that_do_not_add_up_are_shown(void **state)
{
    struct october october;
    (void)state;
    october_make(&october);
    october.source.closing = 2460960;
    assert_refused(&october, "24,609.70");
    assert_refused(&october, "24,609.60");
    assert_refused(&october, "-0.10");
    october_make(&october);
    october.source.previous_closing = 1824049;
    assert_refused(&october, "接不上");
    assert_refused(&october, "18,240.49");
}

static void categories_come_largest_first_and_make_a_hundred(void **state)
{
    struct october october;
    struct ledger_category categories[LEDGER_CATEGORIES_MAX];
    (void)state;
    october_make(&october);
    assert_int_equal(ledger_categories(&october.record, false, categories, LEDGER_CATEGORIES_MAX),
                     2);
    assert_text(categories[0].name, "敬老");
    assert_int_equal(categories[0].sum, 315080);
    assert_int_equal(categories[0].percent, 56);
    assert_text(categories[1].name, "维修");
    assert_int_equal(categories[1].sum, 248000);
    assert_int_equal(categories[1].percent, 44);
    assert_int_equal(ledger_categories(&october.record, true, categories, 1), 1);
    assert_int_equal(categories[0].percent, 100);
    october.record.rows.count = 0;
    assert_int_equal(ledger_categories(&october.record, false, categories, 4), 0);
}

static void shares_use_the_largest_remainder(void **state)
{
    static const int64_t thirds[] = {1, 1, 1}, mixed[] = {315080, 270000, 238000, 108600};
    static const int64_t nothing[] = {0, 0}, huge[] = {FEN_MAX, FEN_MAX, 1};
    unsigned percents[4];
    (void)state;
    shares_of_hundred(thirds, 3, percents);
    assert_int_equal(percents[0], 34);
    assert_int_equal(percents[1], 33);
    assert_int_equal(percents[2], 33);
    shares_of_hundred(mixed, 4, percents);
    assert_int_equal(percents[0], 34);
    assert_int_equal(percents[1], 29);
    assert_int_equal(percents[2], 25);
    assert_int_equal(percents[3], 12);
    shares_of_hundred(nothing, 2, percents);
    assert_int_equal(percents[0] + percents[1], 0);
    shares_of_hundred(huge, 3, percents);
    assert_int_equal(percents[0] + percents[1] + percents[2], 100);
}

static void shares_always_make_a_hundred(void **state)
{
    struct dice dice = {.state = 7};
    (void)state;
    for (int round = 0; round < 5000; round++) {
        int64_t parts[LEDGER_CATEGORIES_MAX];
        unsigned percents[LEDGER_CATEGORIES_MAX], sum = 0;
        size_t count = 1 + dice_below(&dice, LEDGER_CATEGORIES_MAX);
        for (size_t i = 0; i < count; i++) {
            parts[i] = (int64_t)dice_below(&dice, FEN_MAX) >> dice_below(&dice, 46);
        }
        parts[0]++;
        shares_of_hundred(parts, count, percents);
        for (size_t i = 0; i < count; i++) {
            sum += percents[i];
        }
        assert_int_equal(sum, 100);
    }
}

static void too_many_categories_are_refused(void **state)
{
    static char names[LEDGER_CATEGORIES_MAX + 1][16];
    static struct ledger_row rows[LEDGER_CATEGORIES_MAX + 1];
    struct october october;
    (void)state;
    october_make(&october);
    for (size_t i = 0; i <= LEDGER_CATEGORIES_MAX; i++) {
        snprintf(names[i], sizeof(names[i]), "类别%zu", i);
        rows[i] = row("2026-10-02", "支出", names[i], 0, 100);
    }
    october.record.rows.at = rows;
    october.record.rows.count = LEDGER_CATEGORIES_MAX + 1;
    october.source.has_closing = false;
    assert_refused(&october, "64");
    october.record.rows.count = LEDGER_CATEGORIES_MAX;
    assert_ok(ledger_check(&october.calendar, &october.record, &october.source, NULL));
}

static void a_ledger_has_at_most_two_thousand_lines(void **state)
{
    static struct ledger_row rows[LEDGER_LINES_MAX + 1];
    struct october october;
    struct complaint why = {0};
    (void)state;
    october_make(&october);
    for (size_t i = 0; i <= LEDGER_LINES_MAX; i++) {
        rows[i] = row("2026-10-31", "纸张", "办公", 0, FEN_MAX);
    }
    october.record.rows.at = rows;
    october.record.rows.count = LEDGER_LINES_MAX;
    assert_ok_why(ledger_check(&october.calendar, &october.record, NULL, &why), &why);
    struct ledger_sums sums = ledger_sum(&october.record); /* the largest there can be */
    assert_false(sums.overflow);
    assert_int_equal(sums.spending, LEDGER_LINES_MAX * FEN_MAX);
    assert_int_equal(sums.closing, 1824050 - LEDGER_LINES_MAX * FEN_MAX);
    october.record.rows.count++;
    assert_err(ERR_FULL, ledger_check(&october.calendar, &october.record, NULL, &why));
    assert_says(&why, "2001 行");
}

/* What is on the wire was signed, but not by arithmetic. */
static void sums_of_hostile_rows_stop_at_the_end(void **state)
{
    struct ledger_row rows[] = {
        {.spending = INT64_MAX}, {.spending = INT64_MAX}, {.income = INT64_MIN}, {.income = -1}};
    struct disclosure record = {.opening = INT64_MIN, .rows = {rows, 4}};
    char text[FEN_BYTES];
    (void)state;
    struct ledger_sums sums = ledger_sum(&record);
    assert_true(sums.overflow);
    assert_int_equal(sums.spending, INT64_MAX);
    assert_int_equal(sums.income, INT64_MIN);
    assert_int_equal(sums.closing, INT64_MIN);
    assert_string_equal(fen_format(INT64_MIN, text), "-92,233,720,368,547,758.08");
    assert_string_equal(fen_format(INT64_MAX, text), "92,233,720,368,547,758.07");
    assert_int_equal(fen_add(INT64_MAX, 1), INT64_MAX);
    assert_int_equal(fen_add(INT64_MIN, -1), INT64_MIN);
    struct ledger_category categories[LEDGER_CATEGORIES_MAX];
    assert_int_equal(ledger_categories(&record, false, categories, LEDGER_CATEGORIES_MAX), 1);
    assert_int_equal(categories[0].percent, 100);
}

static void months_are_compared_by_category(void **state)
{
    struct ledger_row september[] = {row("2026-09-03", "电梯维修", "维修", 0, 100000),
                                     row("2026-09-10", "茶叶", "办公", 0, 20000),
                                     row("2026-09-12", "重阳", "敬老", 0, 315080),
                                     row("2026-09-01", "拨款", "拨款", 1200000, 0)};
    struct disclosure before = {.period = text_of("2026-09"), .rows = {september, 4}};
    static const struct {
        const char *name;
        enum category_course course;
        int64_t before, now;
        int percent;
    } expected[] = {
        {"敬老", CATEGORY_SAME, 315080, 315080, 0},
        {"维修", CATEGORY_MORE, 100000, 248000, 148},
        {"办公", CATEGORY_GONE, 20000, 0, -100},
    };
    struct october october;
    struct ledger_course courses[2 * LEDGER_CATEGORIES_MAX];
    (void)state;
    october_make(&october);
    assert_int_equal(ledger_compare(&before, &october.record, false, courses, 128), 3);
    for (size_t i = 0; i < 3; i++) {
        assert_text(courses[i].name, expected[i].name);
        assert_int_equal(courses[i].course, expected[i].course);
        assert_int_equal(courses[i].before, expected[i].before);
        assert_int_equal(courses[i].now, expected[i].now);
        assert_int_equal(courses[i].difference, expected[i].now - expected[i].before);
        assert_int_equal(courses[i].percent, expected[i].percent);
    }
    assert_int_equal(ledger_compare(&before, &october.record, true, courses, 128), 1);
    assert_int_equal(courses[0].course, CATEGORY_SAME);
    before.rows.count = 0;
    assert_int_equal(ledger_compare(&before, &october.record, false, courses, 128), 2);
    assert_int_equal(courses[0].course, CATEGORY_NEW);
    assert_int_equal(courses[0].percent, 0);
    assert_int_equal(ledger_compare(&before, &october.record, false, courses, 1), 1);
}

static void percents_of_a_difference_are_rounded_half_away(void **state)
{
    static const struct {
        int64_t before, now;
        int percent;
    } cases[] = {{200, 201, 1},   {200, 199, -1}, {1000, 1004, 0},         {1000, 1005, 1},
                 {1000, 995, -1}, {1000, 996, 0}, {1, FEN_MAX, INT32_MAX}, {3, 4, 33}};
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct ledger_row a = row("2026-09-03", "一", "类", 0, cases[i].before);
        struct ledger_row b = row("2026-10-03", "一", "类", 0, cases[i].now);
        struct disclosure before = {.rows = {&a, 1}}, now = {.rows = {&b, 1}};
        struct ledger_course course;
        assert_int_equal(ledger_compare(&before, &now, false, &course, 1), 1);
        assert_int_equal(course.percent, cases[i].percent);
    }
}

static void balances_are_carried_from_month_to_month(void **state)
{
    struct ledger_row spent = row("2026-09-03", "一", "类", 0, 300);
    struct disclosure months[] = {
        {.period = text_of("2025-11"), .opening = 1000, .rows = {&spent, 1}},
        {.period = text_of("2025-12"), .opening = 700, .rows = {&spent, 1}},
        {.period = text_of("2026-01"), .opening = 400},
        {.period = text_of("2026-03"), .opening = 9999}, /* February is missing */
    };
    struct complaint why = {0};
    size_t at = 99;
    (void)state;
    assert_ok_why(ledger_check_chain(months, 4, &at, &why), &why);
    assert_int_equal(at, 99);
    months[2].opening = 401;
    assert_err(ERR_INVALID, ledger_check_chain(months, 4, &at, &why));
    assert_int_equal(at, 2);
    assert_says(&why, "2026-01 的上月结余是 4.01");
    assert_says(&why, "2025-12 的结余是 4.00");
    assert_ok(ledger_check_chain(NULL, 0, &at, &why));
}

/* Slowly: add up on paper, line by line, for random months in a row. */
static void random_months_chain_and_their_shares_make_a_hundred(void **state)
{
    static const char *const names[] = {"办公", "维修", "敬老", "宣传", "水电"};
    struct dice dice = {.state = 20261125};
    int64_t balance = 500000;
    (void)state;
    struct calendar calendar = calendar_of("2026-01-05", "2026-01");
    struct period month = period("2026-01");
    for (int round = 0; round < 300; round++) {
        struct ledger_row rows[20];
        char name[PERIOD_BYTES];
        int64_t income = 0, spending = 0, by_name[5] = {0};
        size_t count = dice_below(&dice, 20);
        for (size_t i = 0; i < count; i++) {
            int64_t fen = 1 + (int64_t)dice_below(&dice, 1000000);
            size_t which = dice_below(&dice, 5);
            bool in = dice_below(&dice, 4) == 0;
            rows[i] = row("2026-01-01", "一", names[which], in ? fen : 0, in ? 0 : fen);
            rows[i].date = period_begins(&calendar, month) + (int32_t)dice_below(&dice, 28);
            income += in ? fen : 0;
            spending += in ? 0 : fen;
            by_name[which] += in ? 0 : fen;
        }
        struct disclosure record = {.period = text_of(period_format(month, name)),
                                    .opening = balance,
                                    .rows = {rows, count}};
        struct ledger_source source = {.has_closing = true,
                                       .closing = balance + income - spending,
                                       .has_previous = true,
                                       .previous_closing = balance};
        struct complaint why = {0};
        assert_ok_why(ledger_check(&calendar, &record, &source, &why), &why);
        source.closing++;
        assert_err(ERR_INVALID, ledger_check(&calendar, &record, &source, &why));
        source.closing--;
        source.previous_closing--;
        assert_err(ERR_INVALID, ledger_check(&calendar, &record, &source, &why));
        struct ledger_category categories[LEDGER_CATEGORIES_MAX];
        size_t found = ledger_categories(&record, false, categories, LEDGER_CATEGORIES_MAX);
        unsigned percent = 0;
        for (size_t i = 0; i < found; i++) {
            percent += categories[i].percent;
            for (size_t n = 0; n < 5; n++) {
                if (text_is(categories[i].name, names[n])) {
                    assert_int_equal(categories[i].sum, by_name[n]);
                    by_name[n] = 0;
                }
            }
            /* within one of the exact share */
            int64_t exact = categories[i].sum * 100;
            int64_t told = (int64_t)categories[i].percent * spending;
            assert_true(told > exact - spending && told < exact + spending);
        }
        assert_int_equal(percent, spending > 0 ? 100 : 0);
        for (size_t n = 0; n < 5; n++) {
            assert_int_equal(by_name[n], 0);
        }
        balance += income - spending;
        month = period_next(month);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(sums_are_read_as_people_write_them),
        TEST_PLAIN(sums_are_written_with_separators),
        TEST_PLAIN(what_is_written_reads_back),
        TEST_PLAIN(a_good_ledger_passes_and_adds_up),
        TEST_PLAIN(every_line_needs_handler_and_approver),
        TEST_PLAIN(dates_lie_within_the_period),
        TEST_PLAIN(a_line_is_income_or_spending),
        TEST_PLAIN(sums_that_do_not_add_up_are_shown),
        TEST_PLAIN(categories_come_largest_first_and_make_a_hundred),
        TEST_PLAIN(shares_use_the_largest_remainder),
        TEST_PLAIN(shares_always_make_a_hundred),
        TEST_PLAIN(too_many_categories_are_refused),
        TEST_PLAIN(a_ledger_has_at_most_two_thousand_lines),
        TEST_PLAIN(sums_of_hostile_rows_stop_at_the_end),
        TEST_PLAIN(months_are_compared_by_category),
        TEST_PLAIN(percents_of_a_difference_are_rounded_half_away),
        TEST_PLAIN(balances_are_carried_from_month_to_month),
        TEST_PLAIN(random_months_chain_and_their_shares_make_a_hundred),
    };
    return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
