/* Spreadsheets' files are read as RFC 4180 says, and what is wrong names its line. */
#include <string.h>

#include "support.h"

#include "csv.h"

static struct csv parse(struct arena *arena, const char *text)
{
    struct csv csv;
    struct complaint why = {0};
    assert_ok_why(csv_parse(text_of(text), arena, &csv, &why), &why);
    return csv;
}

static void cells_are_split_at_commas_and_trimmed(void **state)
{
    struct csv csv = parse(*state, "a, b ,c\nd,,e\n");
    assert_int_equal(csv.count, 2);
    assert_int_equal(csv.rows[0].count, 3);
    assert_text(csv.rows[0].cells[1], "b");
    assert_text(csv.rows[1].cells[1], "");
    assert_text(csv.rows[1].cells[2], "e");
    assert_int_equal(csv.rows[1].line, 2);
}

static void quotes_hold_commas_quotes_and_line_breaks(void **state)
{
    struct csv csv = parse(*state, "\"1,234.50\",\"说\"\"好\"\"\",\"两\n行\"\nx\n");
    assert_int_equal(csv.count, 2);
    assert_text(csv.rows[0].cells[0], "1,234.50");
    assert_text(csv.rows[0].cells[1], "说\"好\"");
    assert_text(csv.rows[0].cells[2], "两\n行");
    assert_int_equal(csv.rows[1].line, 3); /* the second row is the third line of the file */
}

static void empty_lines_and_trailing_empty_cells_do_not_count(void **state)
{
    struct csv csv = parse(*state, "\n,,,\na,b,,,\n\n");
    assert_int_equal(csv.count, 1);
    assert_int_equal(csv.rows[0].count, 2);
    assert_int_equal(csv.rows[0].line, 3);
    assert_text(csv_cell(&csv.rows[0], 9), "");
}

static void the_last_line_needs_no_line_break(void **state)
{
    struct csv csv = parse(*state, "a,b\nc,\"d\"");
    assert_int_equal(csv.count, 2);
    assert_text(csv.rows[1].cells[1], "d");
}

static void an_open_quote_names_the_line_where_it_began(void **state)
{
    struct csv csv;
    struct complaint why = {0};
    assert_err(ERR_INVALID, csv_parse(text_of("a\n\"b\nc\n"), *state, &csv, &why));
    assert_says(&why, "第 2 行");
    assert_err(ERR_INVALID, csv_parse(text_of("a\n\"b\"c\n"), *state, &csv, &why));
    assert_says(&why, "第 2 行");
}

static void too_many_cells_or_rows_are_refused(void **state)
{
    struct csv csv;
    struct complaint why = {0};
    char wide[CSV_CELLS_MAX + 2];
    static char tall[2 * (CSV_ROWS_MAX + 1) + 1];
    memset(wide, ',', CSV_CELLS_MAX + 1);
    wide[CSV_CELLS_MAX + 1] = '\0';
    for (size_t i = 0; i < CSV_ROWS_MAX + 1; i++) {
        memcpy(tall + 2 * i, "x\n", 2);
    }
    assert_err(ERR_FULL, csv_parse(text_of(wide), *state, &csv, &why));
    assert_err(ERR_FULL, csv_parse(text_of(tall), *state, &csv, &why));
    tall[2 * CSV_ROWS_MAX] = '\0';
    assert_ok(csv_parse(text_of(tall), *state, &csv, &why));
}

static void what_is_written_reads_the_same(void **state)
{
    static const char *const cells[] = {"a", "1,5", "说\"好\"", "两\n行", ""};
    struct arena *arena = *state;
    struct bytes text;
    struct buffer b = buffer_begin(arena);
    for (size_t i = 0; i < 5; i++) {
        csv_write(&b, text_of(cells[i]), i < 4 ? ',' : '\n');
    }
    assert_ok(buffer_end(&b, &text));
    struct csv csv;
    struct complaint why = {0};
    assert_ok_why(csv_parse(bytes_text(text), arena, &csv, &why), &why);
    for (size_t i = 0; i < 4; i++) {
        assert_text(csv.rows[0].cells[i], cells[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(cells_are_split_at_commas_and_trimmed, test_arena),
        TEST(quotes_hold_commas_quotes_and_line_breaks, test_arena),
        TEST(empty_lines_and_trailing_empty_cells_do_not_count, test_arena),
        TEST(the_last_line_needs_no_line_break, test_arena),
        TEST(an_open_quote_names_the_line_where_it_began, test_arena),
        TEST(too_many_cells_or_rows_are_refused, test_arena),
        TEST(what_is_written_reads_the_same, test_arena),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
