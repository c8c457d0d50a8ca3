/* The sample content keeps its own promises: no personal numbers, and the board its README
 * describes. */
#include <dirent.h>

#include "cases.h"

#include "board.h"
#include "privacy.h"

static const char *sample; /* the folder, from the command line */

static void no_sample_file_holds_a_personal_number(void **state)
{
    size_t files = 0;
    DIR *folder = opendir(sample);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        struct complaint why = {0};
        if (entry->d_name[0] == '.' || text_ends(text_of(entry->d_name), ".png")) {
            continue;
        }
        struct bytes bytes = file_bytes(*state, temp_path(sample, entry->d_name));
        assert_ok_why(privacy_check(bytes_text(bytes), NULL, &why), &why);
        files++;
    }
    closedir(folder);
    assert_true(files > 40);
}

/* "disclosure/2026-10/05/1" */
static struct published fact_of_key(struct text key)
{
    struct published fact = {.key = key};
    struct text rest = key, kind, name, item;
    uint64_t number;
    assert_true(text_split(&rest, '/', &kind) && text_split(&rest, '/', &name) &&
                text_split(&rest, '/', &item));
    assert_true(text_is(kind, "disclosure"));
    assert_ok(period_parse(name, &fact.period));
    assert_ok(text_parse_uint(item, ITEM_COUNT, &number));
    fact.item = (unsigned)number;
    assert_ok(text_parse_uint(rest, 99, &number));
    fact.part = (unsigned)number;
    return fact;
}

static size_t read_facts(struct arena *arena, const struct calendar *calendar,
                         struct published *facts)
{
    struct text rest = bytes_text(file_bytes(arena, temp_path(sample, "signing-days"))), line;
    size_t count = 0;
    while (text_split(&rest, '\n', &line) && line.size > 0) {
        struct text signed_on;
        int32_t signed_day;
        assert_true(text_split(&line, '\t', &signed_on));
        assert_ok(civil_parse_date(signed_on, &signed_day));
        struct published *fact = &facts[count++];
        *fact = fact_of_key(line);
        int32_t due = calendar_due_day(calendar, fact->item, fact->period);
        int64_t signed_s = civil_midnight(signed_day, calendar->offset_min) + 9 * 3600;
        fact->opens_at_s = calendar_opens_at(calendar, due, signed_s, 0);
    }
    rest = bytes_text(file_bytes(arena, temp_path(sample, "unsigned")));
    while (text_split(&rest, '\n', &line) && line.size > 0) {
        facts[count] = fact_of_key(line);
        facts[count++].kind = PUBLISHED_ANNOUNCE;
    }
    return count;
}

static void the_board_of_late_november_is_as_described(void **state)
{
    struct calendar calendar = calendar_of("2026-01-05", "2026-01");
    struct published facts[64];
    struct board_row rows[ITEM_COUNT];
    struct board_moment at = {.now_s = moment("2026-11-24 10:00")};
    size_t count = read_facts(*state, &calendar, facts);
    struct board board;
    assert_ok(board_init(*state, &calendar, facts, count, &board));
    board_rows(&board, at, (struct period){0}, rows);
    struct board_counts counts = board_count(rows);
    assert_int_equal(counts.published, 8);
    assert_int_equal(rows[6].state, BOARD_OVERDUE);
    assert_int_equal(rows[6].overdue_days, 14);
    assert_int_equal(rows[9].state, BOARD_UNSIGNED);
    assert_int_equal(rows[3].late_days, 5);
    for (int month = 1; month <= 10; month++) { /* and the boards before it are complete */
        struct period past = {PERIOD_MONTH, 2026, month};
        board_rows(&board, at, past, rows);
        counts = board_count(rows);
        assert_int_equal(counts.published, 9);
        assert_int_equal(counts.not_due, 1); /* nobody had asked for item 10 */
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(no_sample_file_holds_a_personal_number, test_arena),
        TEST(the_board_of_late_november_is_as_described, test_arena),
    };
    if (argc != 2) {
        return EXIT_USAGE;
    }
    sample = argv[1];
    return cmocka_run_group_tests_name("sample", tests, NULL, NULL);
}
