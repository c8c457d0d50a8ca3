/* Codes have names and exit codes; complaints are whole sentences and whole characters. */
#include "support.h"

#include <string.h>

#include "errors.h"
#include "utf8.h"

static void every_code_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (int a = OK; a <= ERR_BUSY; a++) {
        assert_string_not_equal(err_name((enum err)a), "unknown");
        for (int b = OK; b < a; b++) {
            assert_string_not_equal(err_name((enum err)a), err_name((enum err)b));
        }
    }
    assert_string_equal(err_name((enum err)99), "unknown");
}

static void exit_codes_are_those_of_the_manual(void **state)
{
    (void)state;
    assert_int_equal(err_exit_code(OK), 0);
    assert_int_equal(err_exit_code(ERR_INVALID), 65);
    assert_int_equal(err_exit_code(ERR_CORRUPT), 65);
    assert_int_equal(err_exit_code(ERR_UNAVAILABLE), 69);
    assert_int_equal(err_exit_code(ERR_IO), 74);
    assert_int_equal(err_exit_code(ERR_FULL), 74);
    assert_int_equal(err_exit_code(ERR_DENIED), 77);
    assert_int_equal(err_exit_code(ERR_NOT_FOUND), 1);
}

static void a_complaint_says_it_and_returns_the_code(void **state)
{
    struct complaint why = {""};
    (void)state;
    assert_err(ERR_INVALID, complain(&why, ERR_INVALID, "line %d", 7));
    complaint_prefix(&why, "%s", "ledger.csv");
    assert_string_equal(why.text, "ledger.csv: line 7");
    assert_err(ERR_IO, complain(NULL, ERR_IO, "nobody listens"));
    complaint_prefix(NULL, "nobody");
}

static void a_long_complaint_is_cut_between_characters(void **state)
{
    char longest[3 * COMPLAINT_BYTES_MAX];
    struct complaint why = {""};
    (void)state;
    for (size_t lead = 0; lead < 4; lead++) {
        memset(longest, 'a', lead);
        for (size_t i = lead; i + 3 < sizeof longest; i += 3) {
            memcpy(longest + i, "居", 4);
        }
        assert_err(ERR_IO, complain(&why, ERR_IO, "%s", longest));
        assert_true(utf8_valid(text_bytes(text_of(why.text))));
        assert_true(strlen(why.text) >= COMPLAINT_BYTES_MAX - 4);
        complaint_prefix(&why, "x");
        assert_true(utf8_valid(text_bytes(text_of(why.text))));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(every_code_has_a_name_of_its_own),
        TEST_PLAIN(exit_codes_are_those_of_the_manual),
        TEST_PLAIN(a_complaint_says_it_and_returns_the_code),
        TEST_PLAIN(a_long_complaint_is_cut_between_characters),
    };
    return cmocka_run_group_tests_name("errors", tests, NULL, NULL);
}
