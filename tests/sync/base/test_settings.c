/* Settings say which line is wrong, and a file that is wrong sets nothing. */
#include "support.h"

#include <stdio.h>

#include "settings.h"

static const char *const known[] = {"diagonal", "origin", NULL};
static struct settings settings;
static struct complaint why;

static enum err parse(const char *text)
{
    return settings_parse(bytes_of_text(text), known, &settings, &why);
}

static void values_are_trimmed_and_may_hold_signs(void **state)
{
    (void)state;
    assert_ok_why(parse("\xEF\xBB\xBF# 梧桐里\r\n\r\n diagonal =  21.5 \r\norigin=http://h/?a=b#c"),
                  &why);
    assert_text(settings_get(&settings, "diagonal"), "21.5");
    assert_text(settings_get(&settings, "origin"), "http://h/?a=b#c");
    assert_null(settings_get(&settings, "other").data);
}

static void an_empty_value_is_given_all_the_same(void **state)
{
    (void)state;
    assert_ok(parse("origin ="));
    assert_non_null(settings_get(&settings, "origin").data);
    assert_int_equal(settings_get(&settings, "origin").size, 0);
}

static void mistakes_name_their_line_and_set_nothing(void **state)
{
    (void)state;
    assert_ok(parse("origin = x"));
    assert_err(ERR_INVALID, parse("origin = y\nrubbish\n"));
    assert_says(&why, "line 2");
    assert_err(ERR_INVALID, parse("\n\nspeed = 1"));
    assert_says(&why, "line 3");
    assert_says(&why, "speed");
    assert_err(ERR_INVALID, parse("origin = 1\norigin = 2"));
    assert_says(&why, "line 2");
    assert_err(ERR_INVALID, parse("origin = 1\n# \xFF"));
    assert_says(&why, "line 2");
    assert_text(settings_get(&settings, "origin"), "x");
}

static void more_than_the_limit_is_refused(void **state)
{
    static char names[SETTINGS_MAX + 1][16], text[SETTINGS_MAX * 16];
    static const char *list[SETTINGS_MAX + 2];
    size_t size = 0;
    (void)state;
    for (int i = 0; i <= SETTINGS_MAX; i++) {
        snprintf(names[i], sizeof names[i], "n%d", i);
        list[i] = names[i];
        size += (size_t)snprintf(text + size, sizeof text - size, "n%d=1\n", i);
    }
    assert_err(ERR_INVALID, settings_parse(bytes_of_text(text), list, &settings, &why));
    assert_says(&why, "line 65");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(values_are_trimmed_and_may_hold_signs),
        TEST_PLAIN(an_empty_value_is_given_all_the_same),
        TEST_PLAIN(mistakes_name_their_line_and_set_nothing),
        TEST_PLAIN(more_than_the_limit_is_refused),
    };
    return cmocka_run_group_tests_name("settings", tests, NULL, NULL);
}
