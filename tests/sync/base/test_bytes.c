/* Views are compared, cut and split without ever reading past what they show. */
#include "support.h"

#include <string.h>

#include "bytes.h"

static void empty_views_are_equal_whatever_they_point_at(void **state)
{
    (void)state;
    assert_true(bytes_equal(bytes_of(NULL, 0), bytes_of("x", 0)));
    assert_true(text_is(text_of(NULL), ""));
    assert_false(text_is(text_of("a"), ""));
}

static void a_prefix_sorts_before_what_it_begins(void **state)
{
    (void)state;
    assert_true(bytes_compare(bytes_of_text("ab"), bytes_of_text("abc")) < 0);
    assert_true(bytes_compare(bytes_of_text("b"), bytes_of_text("abc")) > 0);
    assert_int_equal(bytes_compare(bytes_of_text("abc"), bytes_of_text("abc")), 0);
    assert_true(bytes_compare(bytes_of_hex("7f"), bytes_of_hex("80")) < 0); /* unsigned */
}

static void starts_and_ends_are_found(void **state)
{
    (void)state;
    assert_true(text_starts(text_of("2026-10"), "2026"));
    assert_false(text_starts(text_of("20"), "2026"));
    assert_true(text_ends(text_of("a.csv"), ".csv"));
    assert_false(text_ends(text_of("csv"), ".csv"));
    assert_true(text_starts(text_of(""), ""));
}

static void trimming_takes_blanks_of_both_scripts(void **state)
{
    (void)state;
    assert_text(text_trim(text_of(" \t　上月 结余　\r\n")), "上月 结余");
    assert_text(text_trim(text_of(" 　 ")), "");
    assert_text(text_trim(text_of("")), "");
}

static void a_split_gives_every_field_once(void **state)
{
    struct text rest = text_of("a,,b,");
    struct text part;
    (void)state;
    assert_true(text_split(&rest, ',', &part));
    assert_text(part, "a");
    assert_true(text_split(&rest, ',', &part));
    assert_text(part, "");
    assert_true(text_split(&rest, ',', &part));
    assert_text(part, "b");
    assert_true(text_split(&rest, ',', &part));
    assert_text(part, "");
    assert_false(text_split(&rest, ',', &part));
}

static void a_copy_is_cut_between_characters(void **state)
{
    char to[6];
    (void)state;
    assert_string_equal(text_copy(text_of("居委会"), to, sizeof to), "居");
    assert_string_equal(text_copy(text_of("abcde"), to, sizeof to), "abcde");
    assert_string_equal(text_copy(text_of("abcdef"), to, sizeof to), "abcde");
    assert_string_equal(text_copy(text_of(NULL), to, 1), "");
}

static void only_plain_decimal_digits_are_a_number(void **state)
{
    uint64_t value = 7;
    (void)state;
    assert_ok(text_parse_uint(text_of("18446744073709551615"), UINT64_MAX, &value));
    assert_true(value == UINT64_MAX);
    assert_ok(text_parse_uint(text_of("007"), 7, &value));
    assert_int_equal(value, 7);
    const char *const wrong[] = {"",  "8", "+1", "-1", " 1", "1 ", "0x1", "18446744073709551616",
                                 "一"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_err(ERR_INVALID, text_parse_uint(text_of(wrong[i]), 7, &value));
    }
    assert_err(ERR_INVALID, text_parse_uint(text_of("18446744073709551616"), UINT64_MAX, &value));
    assert_int_equal(value, 7);
}

static void big_endian_numbers_come_back(void **state)
{
    uint8_t b[8];
    (void)state;
    be64_put(b, UINT64_C(0x0102030405060708));
    assert_memory_equal(b, "\1\2\3\4\5\6\7\10", 8);
    assert_true(be64_get(b) == UINT64_C(0x0102030405060708));
    be32_put(b, 0xFFFEFDFC);
    assert_true(be32_get(b) == 0xFFFEFDFC);
}

static void hex_is_lower_case_and_exact(void **state)
{
    uint8_t b[2] = {9, 9};
    char to[5];
    (void)state;
    hex_format(bytes_of("\x0F\xA0", 2), to);
    assert_string_equal(to, "0fa0");
    assert_err(ERR_INVALID, hex_parse(text_of("0FA0"), b, 2));
    assert_err(ERR_INVALID, hex_parse(text_of("0fa"), b, 2));
    assert_err(ERR_INVALID, hex_parse(text_of("0fa0a0"), b, 2));
    assert_err(ERR_INVALID, hex_parse(text_of("0fag"), b, 2));
    assert_int_equal(b[0], 9);
    assert_ok(hex_parse(text_of("0fa0"), b, 2));
    assert_memory_equal(b, "\x0F\xA0", 2);
}

static void base32_is_that_of_the_rfc(void **state)
{
    char to[17];
    (void)state;
    base32_format(bytes_of_text("foobar"), 9, to);
    assert_string_equal(to, "mzxw6ytbo"); /* RFC 4648: MZXW6YTBOI====== */
    base32_format(bytes_of_text("fooba"), 8, to);
    assert_string_equal(to, "mzxw6ytb");
    base32_format(bytes_of_hex("ffffffffffffffffffff"), 16, to);
    assert_string_equal(to, "7777777777777777");
}

static void a_hash_of_zeroes_is_none(void **state)
{
    struct hash hash = {{0}}, other = {{0}};
    (void)state;
    assert_true(hash_is_none(&hash));
    hash.b[31] = 1;
    assert_false(hash_is_none(&hash));
    assert_false(hash_equal(&hash, &other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(empty_views_are_equal_whatever_they_point_at),
        TEST_PLAIN(a_prefix_sorts_before_what_it_begins),
        TEST_PLAIN(starts_and_ends_are_found),
        TEST_PLAIN(trimming_takes_blanks_of_both_scripts),
        TEST_PLAIN(a_split_gives_every_field_once),
        TEST_PLAIN(a_copy_is_cut_between_characters),
        TEST_PLAIN(only_plain_decimal_digits_are_a_number),
        TEST_PLAIN(big_endian_numbers_come_back),
        TEST_PLAIN(hex_is_lower_case_and_exact),
        TEST_PLAIN(base32_is_that_of_the_rfc),
        TEST_PLAIN(a_hash_of_zeroes_is_none),
    };
    return cmocka_run_group_tests_name("bytes", tests, NULL, NULL);
}
