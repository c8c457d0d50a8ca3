/* Exactly the well-formed sequences of RFC 3629 pass, and every character comes back. */
#include "support.h"

#include <string.h>

#include "utf8.h"

static bool is_surrogate(uint32_t c)
{
    return c >= 0xD800 && c <= 0xDFFF;
}

static void every_character_comes_back(void **state)
{
    char bytes[4];
    (void)state;
    for (uint32_t c = 1; c <= 0x10FFFF; c++) {
        size_t size = utf8_put(c, bytes);
        assert_int_equal(utf8_valid(bytes_of(bytes, size)), !is_surrogate(c));
        if (!is_surrogate(c)) {
            struct text text = {bytes, size};
            assert_int_equal(utf8_count(text), 1);
            assert_int_equal(utf8_next(&text), c);
            assert_int_equal(text.size, 0);
        }
    }
}

static void overlong_forms_surrogates_and_stray_bytes_are_refused(void **state)
{
    const char *const wrong[] = {
        "c0 80",    "c1 bf",    "e0 80 80",    "e0 9f bf",      "f0 80 80 80", "f0 8f bf bf",
        "ed a0 80", "ed bf bf", "f4 90 80 80", "f5 80 80 80",   "ff",          "fe",
        "80",       "bf",       "c2",          "e4 b8",         "f0 9f 98",    "c2 41",
        "e4 41 80", "e4 b8 41", "f0 9f 98 41", "f8 88 80 80 80"};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(utf8_valid(bytes_of_hex(wrong[i])));
        assert_int_equal(utf8_error_offset(bytes_of_hex(wrong[i])), 0);
    }
}

static void the_first_wrong_byte_is_named(void **state)
{
    (void)state;
    assert_int_equal(utf8_error_offset(bytes_of("ab居\xFFz", 7)), 5);
    assert_int_equal(utf8_error_offset(bytes_of_text("ab居")), 5);
    assert_int_equal(utf8_error_offset(bytes_of(NULL, 0)), 0);
}

static void characters_are_counted_and_found(void **state)
{
    struct text text = text_of("a居𠀀b");
    (void)state;
    assert_int_equal(utf8_count(text), 4);
    assert_int_equal(utf8_offset(text, 0), 0);
    assert_int_equal(utf8_offset(text, 2), 4);
    assert_int_equal(utf8_offset(text, 3), 8);
    assert_int_equal(utf8_offset(text, 4), 9);
    assert_int_equal(utf8_offset(text, 99), 9);
    text = (struct text){0};
    assert_int_equal(utf8_next(&text), 0);
}

static void what_never_belongs_in_a_record_is_known(void **state)
{
    const uint32_t unwanted[] = {0,      1,      '\r',   0x1B,   0x7F,    0x85,
                                 0x9F,   0x2028, 0x2029, 0x202A, 0x202E,  0x2066,
                                 0x2069, 0xFEFF, 0xFDD0, 0xFFFE, 0x10FFFF};
    const uint32_t welcome[] = {'\n',   '\t',   ' ',     'a',     0xA0,  0x2014,
                                0x3000, 0x4E2D, 0x20000, 0x1F600, 0xFFFD};
    (void)state;
    for (size_t i = 0; i < sizeof unwanted / sizeof unwanted[0]; i++) {
        assert_true(utf8_is_unwanted(unwanted[i]));
    }
    for (size_t i = 0; i < sizeof welcome / sizeof welcome[0]; i++) {
        assert_false(utf8_is_unwanted(welcome[i]));
    }
    assert_true(utf8_has_unwanted(text_of("居\r")));
    assert_false(utf8_has_unwanted(text_of("居\n\t")));
}

static void what_is_plain_is_well_formed_and_wanted(void **state)
{
    static const uint8_t unfinished[] = {0xE5, 0xB1}, stray[] = {0xE5, 0xB1, 0x41};

    (void)state;
    assert_true(utf8_is_plain(text_bytes(text_of(""))));
    assert_true(utf8_is_plain(text_bytes(text_of("居务公开，每月 10 日。\nA～Z（空）"))));
    assert_false(utf8_is_plain(bytes_of(unfinished, sizeof unfinished)));
    assert_false(utf8_is_plain(bytes_of(stray, sizeof stray)));
    for (uint32_t c = 0; c < 0x110000; c++) {
        char form[4];
        if (c >= 0xD800 && c <= 0xDFFF) {
            continue; /* no character */
        }
        struct bytes bytes = bytes_of(form, utf8_put(c, form));
        assert_false(utf8_is_plain(bytes) && utf8_is_unwanted(c));
    }
    for (uint32_t row = 0xE00000; row < 0xF00000; row++) { /* good characters and bad */
        const uint8_t three[] = {(uint8_t)(row >> 16), (uint8_t)(row >> 8), (uint8_t)row};
        struct bytes bytes = bytes_of(three, sizeof three);
        assert_false(utf8_is_plain(bytes) && !utf8_valid(bytes));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(every_character_comes_back),
        TEST_PLAIN(overlong_forms_surrogates_and_stray_bytes_are_refused),
        TEST_PLAIN(the_first_wrong_byte_is_named),
        TEST_PLAIN(characters_are_counted_and_found),
        TEST_PLAIN(what_never_belongs_in_a_record_is_known),
        TEST_PLAIN(what_is_plain_is_well_formed_and_wanted),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
