/* Every text is there, placeholders are filled, and days look as people say them. */
#include <string.h>

#include "support.h"

#include "civil.h"
#include "utf8.h"
#include "words.h"

#define T(literal) text_of(literal)

static void every_word_has_a_text(void **state)
{
    (void)state;
    for (int id = 0; id < WORD_COUNT; id++) {
        struct text text = word((enum word)id);
        assert_true(text.size > 0);
        assert_true(utf8_valid(text_bytes(text)));
        assert_false(utf8_has_unwanted(text));
    }
    assert_int_equal(word(WORD_COUNT).size, 0);
}

static void placeholders_are_filled_by_number(void **state)
{
    struct arena *arena = *state;

    assert_text(word_fill(arena, TX_NEXT_DISCLOSURE, T("12月10日"), T("15")),
                "下次公开日 12月10日，还有15天");
    assert_text(word_fill(arena, TX_ITEM_TITLE, T("五"), T("收支")), "（五）收支");
    assert_text(word_fill(arena, TX_DAY_WEEK, T("甲")), "甲 ");       /* one is left out */
    assert_text(word_fill(arena, TX_PLAIN_1, T("{1}{2}")), "{1}{2}"); /* filled once, not twice */
}

static void a_full_arena_gives_an_empty_text(void **state)
{
    char block[8];
    struct arena small;

    (void)state;
    arena_init_over(&small, block, sizeof block);
    assert_int_equal(word_fill(&small, TX_DISK_FULL, T("")).size, 0);
    assert_int_equal(word_number(&small, 123456789).size, 0);
}

static void empty_parts_leave_no_dot(void **state)
{
    struct arena *arena = *state;
    const struct text parts[] = {T(""), T("甲"), T(""), T("乙"), T("")};

    assert_text(word_join(arena, parts, 5), "甲 · 乙");
    assert_text(word_join(arena, parts, 1), "");
}

static void a_day_names_its_year_only_when_it_is_another(void **state)
{
    struct arena *arena = *state;
    int32_t today = civil_day_of_ymd(2026, 11, 25);

    assert_text(word_day(arena, today, today), "11月25日");
    assert_text(word_day(arena, civil_day_of_ymd(2025, 1, 9), today), "2025年1月9日");
    assert_text(word_day(arena, civil_day_of_ymd(2025, 1, 9), 0), "1月9日");
    assert_text(word_day_week(arena, today, today), "11月25日 星期三");
}

static void near_days_have_names(void **state)
{
    int32_t today = civil_day_of_ymd(2026, 12, 31);

    (void)state;
    assert_text(word_near_day(today, today), "今天");
    assert_text(word_near_day(today + 1, today), "明天");
    assert_text(word_near_day(today + 2, today), "后天");
    assert_text(word_near_day(today - 1, today), "昨天");
    assert_text(word_near_day(today + 3, today), "");
}

static void times_are_those_of_the_community(void **state)
{
    struct arena *arena = *state;
    int64_t at = civil_midnight(civil_day_of_ymd(2026, 11, 24), 480) + 8 * 3600 + 5 * 60;

    assert_text(word_time(arena, at, 480), "08:05");
    assert_text(word_moment(arena, at, 480, civil_day_of_ymd(2026, 11, 25)), "11月24日 08:05");
    assert_text(word_clock(arena, 24 * 60), "24:00");
    assert_text(word_year_month(arena, 2026, 10), "2026年10月");
}

static void counting_words_follow_each_other(void **state)
{
    (void)state;
    assert_text(word_month_name(1), "一月");
    assert_text(word_month_name(11), "十一月");
    assert_text(word_month_name(13), "");
    assert_text(word_numeral(10), "十");
    assert_text(word_numeral(0), "");
    assert_text(word_item(5), "社区工作经费收支");
    assert_text(word_item(12), "协助公开");
    assert_text(word_item(13), "");
}

static void each_category_has_sentences_that_end(void **state)
{
    (void)state;
    for (int category = 0; category < WORD_CATEGORIES; category++) {
        size_t count = word_phrase_count(category);
        assert_true(word_category(category).size > 0);
        assert_in_range(count, 8, 12);
        for (size_t i = 0; i < count; i++) {
            struct text phrase = word_phrase(category, i);
            assert_true(text_ends(phrase, "。") || text_ends(phrase, "？"));
        }
        assert_int_equal(word_phrase(category, count).size, 0);
    }
    assert_int_equal(word_category(WORD_CATEGORIES).size, 0);
    assert_int_equal(word_category(-1).size, 0);
    assert_int_equal(word_phrase_count(WORD_CATEGORIES), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(every_word_has_a_text),
        TEST(placeholders_are_filled_by_number, test_arena),
        TEST_PLAIN(a_full_arena_gives_an_empty_text),
        TEST(empty_parts_leave_no_dot, test_arena),
        TEST(a_day_names_its_year_only_when_it_is_another, test_arena),
        TEST_PLAIN(near_days_have_names),
        TEST(times_are_those_of_the_community, test_arena),
        TEST_PLAIN(counting_words_follow_each_other),
        TEST_PLAIN(each_category_has_sentences_that_end),
    };
    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
