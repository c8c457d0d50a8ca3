/* One table is the parser and the help; what it does not know is refused by name. */
#include "support.h"

#include "options.h"

static const struct option_spec specs[] = {
    {"data", "DIR", "where the store is"},
    {"json", NULL, "print JSON"},
    {"data-dir", "DIR", "a longer name with the same start"},
};
enum { SPEC_COUNT = 3 };

static struct options options;
static struct complaint why;

#define PARSE(...)                                                                                 \
    parse((const char *[]){"program", __VA_ARGS__},                                                \
          sizeof((const char *[]){"program", __VA_ARGS__}) / sizeof(char *))

static enum err parse(const char **argv, size_t argc)
{
    char *args[16];
    for (size_t i = 0; i < argc; i++) {
        args[i] = (char *)(uintptr_t)argv[i];
    }
    return options_parse(specs, SPEC_COUNT, (int)argc, args, &options, &why);
}

static void options_and_words_come_in_any_order(void **state)
{
    (void)state;
    assert_ok(PARSE("once", "--data", "d1", "--json", "more", "--data-dir=d2"));
    assert_string_equal(option_value(&options, "data"), "d1");
    assert_string_equal(option_value(&options, "data-dir"), "d2");
    assert_true(option_given(&options, "json"));
    assert_int_equal(options.word_count, 2);
    assert_string_equal(options.words[1], "more");
}

static void what_is_not_given_is_null(void **state)
{
    (void)state;
    assert_ok(PARSE("once"));
    assert_null(option_value(&options, "data"));
    assert_false(option_given(&options, "json"));
}

static void two_dashes_end_the_options(void **state)
{
    (void)state;
    assert_ok(PARSE("--", "--json", "-"));
    assert_false(option_given(&options, "json"));
    assert_int_equal(options.word_count, 2);
    assert_string_equal(options.words[0], "--json");
}

static void mistakes_are_named(void **state)
{
    (void)state;
    assert_err(ERR_INVALID, PARSE("--datum", "x"));
    assert_says(&why, "--datum");
    assert_err(ERR_INVALID, PARSE("-j"));
    assert_says(&why, "-j");
    assert_err(ERR_INVALID, PARSE("--data"));
    assert_says(&why, "--data DIR");
    assert_err(ERR_INVALID, PARSE("--data", "--json"));
    assert_says(&why, "--data DIR");
    assert_err(ERR_INVALID, PARSE("--json=1"));
    assert_says(&why, "takes no value");
    assert_ok(PARSE("--data=--json"));
    assert_string_equal(option_value(&options, "data"), "--json");
}

static void a_program_may_say_a_mistake_in_its_own_words(void **state)
{
    (void)state;
    assert_err(ERR_INVALID, PARSE("once", "--datum", "x"));
    assert_int_equal(options.fault, OPTION_UNKNOWN);
    assert_string_equal(options.fault_at, "--datum");
    assert_null(options.fault_of);
    assert_err(ERR_INVALID, PARSE("--data"));
    assert_int_equal(options.fault, OPTION_NEEDS_VALUE);
    assert_string_equal(options.fault_of->name, "data");
    assert_err(ERR_INVALID, PARSE("--json=1"));
    assert_int_equal(options.fault, OPTION_TAKES_NO_VALUE);
    assert_ok(PARSE("--data", "x"));
    assert_int_equal(options.fault, OPTION_FINE);
}

static void too_many_words_are_refused(void **state)
{
    static char *args[OPTION_WORDS_MAX + 2];
    char word[] = "w";
    (void)state;
    for (size_t i = 0; i < OPTION_WORDS_MAX + 2; i++) {
        args[i] = word;
    }
    assert_ok(options_parse(specs, SPEC_COUNT, OPTION_WORDS_MAX + 1, args, &options, &why));
    assert_err(ERR_INVALID,
               options_parse(specs, SPEC_COUNT, OPTION_WORDS_MAX + 2, args, &options, &why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(options_and_words_come_in_any_order),
        TEST_PLAIN(what_is_not_given_is_null),
        TEST_PLAIN(two_dashes_end_the_options),
        TEST_PLAIN(mistakes_are_named),
        TEST_PLAIN(a_program_may_say_a_mistake_in_its_own_words),
        TEST_PLAIN(too_many_words_are_refused),
    };
    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
