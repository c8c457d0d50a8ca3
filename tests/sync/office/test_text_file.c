/* Files in the encodings that staff have become text; what is neither is refused with its line. */
#include <string.h>

#include "support.h"

#include "text_file.h"

static struct text_file decode(struct arena *arena, struct bytes raw)
{
    struct text_file file;
    struct complaint why = {0};
    assert_ok_why(text_file_decode(raw, arena, &file, &why), &why);
    return file;
}

static void utf8_is_taken_as_it_is(void **state)
{
    struct text_file file = decode(*state, bytes_of_text("居委会\n"));
    assert_int_equal(file.encoding, ENCODING_UTF8);
    assert_text(file.text, "居委会\n");
}

static void a_bom_is_taken_off(void **state)
{
    struct text_file file = decode(*state, bytes_of_text("\xEF\xBB\xBF日期,项目\n"));
    assert_int_equal(file.encoding, ENCODING_UTF8_BOM);
    assert_text(file.text, "日期,项目\n");
}

static void gb18030_is_recognised(void **state)
{
    /* 居委会工作经费, then a character of four bytes (U+3400) */
    struct text_file file =
        decode(*state, bytes_of_hex("be d3 ce af bb e1 b9 a4 d7 f7 be ad b7 d1 0a 81 39 ee 39 0a"));
    assert_int_equal(file.encoding, ENCODING_GB18030);
    assert_text(file.text, "居委会工作经费\n㐀\n");
}

static void line_ends_become_lf_and_the_original_is_kept(void **state)
{
    struct text_file file = decode(*state, bytes_of_text("一\r\n二\r三\n"));
    assert_text(file.text, "一\n二\n三\n");
    assert_text(file.decoded, "一\r\n二\r三\n");
}

static void refused(struct arena *arena, struct bytes raw, const char *part)
{
    struct text_file file;
    struct complaint why = {0};
    assert_err(ERR_INVALID, text_file_decode(raw, arena, &file, &why));
    assert_says(&why, part);
}

static void broken_utf8_is_not_mistaken_for_gb18030(void **state)
{
    refused(*state, bytes_of_text("居民委员会\n公开\xE6\x97 栏\n"), "第 2 行");
    refused(*state, bytes_of_text("\xEF\xBB\xBF好\n\xFF\n"), "第 2 行");
}

static void controls_and_utf16_are_refused(void **state)
{
    refused(*state, bytes_of_text("一\n二\x01\n"), "第 2 行");
    refused(*state, bytes_of_text("一\n\xE2\x80\xAE二\n"), "第 2 行"); /* a bidi override */
    refused(*state, bytes_of_hex("ff fe 45 00"), "UTF-16");
}

static void the_size_has_a_limit(void **state)
{
    static char big[TEXT_FILE_BYTES_MAX + 1];
    struct text_file file;
    struct complaint why = {0};
    memset(big, 'x', sizeof big);
    assert_err(ERR_FULL, text_file_decode(bytes_of(big, sizeof big), *state, &file, &why));
    assert_ok(text_file_decode(bytes_of(big, sizeof big - 1), *state, &file, &why));
}

static void the_line_of_an_offset_counts_from_one(void **state)
{
    (void)state;
    assert_int_equal(text_line_at(text_of("a\nb\nc"), 0), 1);
    assert_int_equal(text_line_at(text_of("a\nb\nc"), 4), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(utf8_is_taken_as_it_is, test_arena),
        TEST(a_bom_is_taken_off, test_arena),
        TEST(gb18030_is_recognised, test_arena),
        TEST(line_ends_become_lf_and_the_original_is_kept, test_arena),
        TEST(broken_utf8_is_not_mistaken_for_gb18030, test_arena),
        TEST(controls_and_utf16_are_refused, test_arena),
        TEST(the_size_has_a_limit, test_arena),
        TEST_PLAIN(the_line_of_an_offset_counts_from_one),
    };
    return cmocka_run_group_tests_name("text_file", tests, NULL, NULL);
}
