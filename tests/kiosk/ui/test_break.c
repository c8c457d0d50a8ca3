/* Lines end where UAX #14 and the rules of Chinese punctuation let them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "break.h"
#include "support.h"
#include "utf8.h"

enum { CHARS_MAX = 256 };

/* The text with '|' where a line may end and '!' where it must. */
static const char *marked(const char *utf8)
{
    static char out[CHARS_MAX * 5];
    uint32_t characters[CHARS_MAX];
    uint8_t breaks[CHARS_MAX];
    size_t count = 0, size = 0;
    struct text rest = text_of(utf8);

    while (rest.size > 0) {
        characters[count++] = utf8_next(&rest);
    }
    break_find(BREAK_CHINESE, characters, count, breaks);
    for (size_t i = 0; i < count; i++) {
        size += utf8_put(characters[i], out + size);
        if (breaks[i] != LINE_NO) {
            out[size++] = breaks[i] == LINE_MUST ? '!' : '|';
        }
    }
    out[size] = 0;
    return out;
}

static void closing_marks_do_not_begin_and_opening_ones_do_not_end_a_line(void **state)
{
    (void)state;
    assert_string_equal(marked("公开，按月（每月）。"), "公|开，|按|月|（每|月）。!");
    assert_string_equal(marked("“公开”《章程》、办法"), "“公|开”|《章|程》、|办|法!");
}

static void numbers_words_and_dashes_stay_whole(void **state)
{
    (void)state;
    assert_string_equal(marked("共1,234.50元"), "共|1,234.50|元!");
    assert_string_equal(marked("电555-0100话"), "电|555-0100|话!");
    assert_string_equal(marked("好——好……好"), "好|——|好……|好!");
    assert_string_equal(marked("见www.a.org看"), "见|www.a.org|看!");
}

static void a_line_feed_ends_the_line(void **state)
{
    (void)state;
    assert_string_equal(marked("一\n二"), "一\n!二!");
}

/* One line of Unicode's conformance file: × and ÷ between characters. False: it is a comment. */
static bool check_line(char *line)
{
    uint32_t characters[CHARS_MAX];
    bool wanted[CHARS_MAX];
    uint8_t breaks[CHARS_MAX];
    size_t count = 0;

    char *comment = strchr(line, '#');
    if (!comment || comment == line) {
        return false;
    }
    *comment = 0;
    strtok(line, " \t\n"); /* the sign before the first character */
    for (char *hex = strtok(NULL, " \t\n"); hex; hex = strtok(NULL, " \t\n")) {
        characters[count] = (uint32_t)strtoul(hex, NULL, 16);
        wanted[count++] = strcmp(strtok(NULL, " \t\n"), "÷") == 0;
    }
    break_find(BREAK_PLAIN, characters, count, breaks);
    for (size_t i = 0; i < count; i++) {
        if ((breaks[i] != LINE_NO) != wanted[i]) {
            fail_msg("U+%04X at %zu of %s", characters[i], i, comment + 1);
        }
    }
    return true;
}

/* All of LineBreakTest.txt (Debian's unicode-data), no line left out. */
static void it_passes_the_conformance_file_of_unicode(void **state)
{
    char line[4096];
    unsigned checked = 0;
    FILE *file = fopen(UNICODE_FOLDER "/auxiliary/LineBreakTest.txt", "re");
    (void)state;

    if (!file) {
        skip();
    }
    while (fgets(line, sizeof line, file)) {
        checked += check_line(line);
    }
    fclose(file);
    print_message("%u lines of LineBreakTest.txt\n", checked);
    assert_true(checked > 7000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(closing_marks_do_not_begin_and_opening_ones_do_not_end_a_line),
        TEST_PLAIN(numbers_words_and_dashes_stay_whole),
        TEST_PLAIN(a_line_feed_ends_the_line),
        TEST_PLAIN(it_passes_the_conformance_file_of_unicode),
    };
    return cmocka_run_group_tests_name("break", tests, NULL, NULL);
}
