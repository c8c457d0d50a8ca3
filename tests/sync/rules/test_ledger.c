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
    };
    return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
