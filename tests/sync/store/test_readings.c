/* Readings are without tone and complete; forms of a character are one. */
#include "support.h"

#include <string.h>

#include "readings.h"

static bool reads(uint32_t c, const char *syllable)
{
    const char *syllables[READINGS_MAX];
    size_t count = reading_of(c, syllables);

    for (size_t i = 0; i < count; i++) {
        if (!strcmp(syllables[i], syllable)) {
            return true;
        }
    }
    return false;
}

static void every_reading_of_a_character_counts(void **state)
{
    (void)state;
    assert_true(reads(0x884c, "xing") && reads(0x884c, "hang")); /* 行 */
    assert_true(reads(0x91cd, "zhong") && reads(0x91cd, "chong"));
    assert_true(reads(0x4f4e, "di") && reads(0x4fdd, "bao") && reads(0x91d1, "jin"));
    assert_false(reads(0x91d1, "dong"));
}

static void the_u_with_dots_is_typed_as_v(void **state)
{
    (void)state;
    assert_true(reads(0x7eff, "lv")); /* 绿 */
    assert_true(reads(0x5973, "nv")); /* 女 */
}

static void what_is_no_chinese_character_has_no_reading(void **state)
{
    const char *syllables[READINGS_MAX];

    (void)state;
    assert_int_equal(reading_of('a', syllables), 0);
    assert_int_equal(reading_of(0x3002, syllables), 0);
    assert_int_equal(reading_of(0x10ffff, syllables), 0);
}

static void rare_forms_in_names_are_found_by_the_common_one(void **state)
{
    (void)state;
    assert_int_equal(reading_fold(0x9814), reading_fold(0x2cc56));    /* 頔 𬱖 */
    assert_int_equal(reading_fold(0x20164), reading_fold(0x60e0));    /* 𠅤 惠 */
    assert_int_equal(reading_fold(0x6a02), reading_fold(0x4e50));     /* 樂 乐 */
    assert_int_not_equal(reading_fold(0x5f20), reading_fold(0x738b)); /* 张 王 */
}

static void width_and_capitals_do_not_count(void **state)
{
    (void)state;
    assert_int_equal(reading_fold(0xff21), 'a'); /* A */
    assert_int_equal(reading_fold(0xff15), '5');
    assert_int_equal(reading_fold('Q'), 'q');
    assert_int_equal(reading_fold(0x10ffff), 0x10ffff);
}

static void only_beginnings_of_syllables_begin_one(void **state)
{
    (void)state;
    assert_true(reading_begins("zh", 2) && reading_begins("zhuang", 6) && reading_begins("a", 1));
    assert_false(reading_begins("i", 1));
    assert_false(reading_begins("zx", 2));
    assert_false(reading_begins("zhuangx", 7));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(every_reading_of_a_character_counts),
        TEST_PLAIN(the_u_with_dots_is_typed_as_v),
        TEST_PLAIN(what_is_no_chinese_character_has_no_reading),
        TEST_PLAIN(rare_forms_in_names_are_found_by_the_common_one),
        TEST_PLAIN(width_and_capitals_do_not_count),
        TEST_PLAIN(only_beginnings_of_syllables_begin_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
