/* Articles and headings are found; clauses and references inside articles are not mistaken for
 * them. */
#include <string.h>

#include <stdio.h>

#include "support.h"

#include "regulation_text.h"

static const char articles[] =
    "椿树里居民公约议事规则\n"
    "\n"
    "(二○**年*月*日社区居民会议通过)\n"
    "\n"
    "总则\n"
    "\n"
    "第一条(目的)\n"
    "\n"
    "为了把事情商量好,依据第三条的规定,定下本规则。\n"
    "\n"
    "第二条(人数)\n"
    "\n"
    "(一)每楼推选1――2名;\n"
    "\n"
    "1、年满十八周岁;\n"
    "\n"
    "议事办法\n"
    "\n"
    "第三条(办法)\n"
    "\n"
    "过半数同意,“****”为通过。\n"
    "\n"
    "第十一条 本规则自公布之日起施行,由居民委员会负责解释,未尽事宜另行规定。\n";

static struct toc toc_of(struct arena *arena, const char *text)
{
    struct toc toc;
    assert_ok(regulation_toc(text_of(text), arena, &toc));
    return toc;
}

static void articles_and_chapters_are_found(void **state)
{
    static const struct {
        unsigned level;
        const char *label;
    } expected[] = {
        {1, "总则"},     {2, "第一条(目的)"}, {2, "第二条(人数)"},
        {1, "议事办法"}, {2, "第三条(办法)"}, {2, "第十一条"},
    };
    struct toc toc = toc_of(*state, articles);
    assert_int_equal(toc.count, 6);
    assert_int_equal(toc.articles, 4);
    for (size_t i = 0; i < toc.count; i++) {
        assert_int_equal(toc.at[i].level, expected[i].level);
        assert_text(toc.at[i].label, expected[i].label);
    }
}

static void an_entry_points_at_its_line(void **state)
{
    struct toc toc = toc_of(*state, articles);
    for (size_t i = 0; i < toc.count; i++) {
        const char *at = articles + toc.at[i].at;
        assert_memory_equal(at, toc.at[i].label.data, toc.at[i].label.size);
        assert_true(at[-1] == '\n');
    }
}

static void the_colon_of_a_clock_ends_no_heading(void **state)
{
    struct toc toc = toc_of(*state, "工作制度\n\n(1)夜间22:00后安静制度:放轻脚步。\n\n"
                                    "(2)每天晚上10:00锁门,早上6:00开门。\n\n"
                                    "(3)晚上10\uFF1A00熄灯\n\n(4)第2次:提醒。\n");
    assert_int_equal(toc.count, 3);
    assert_text(toc.at[0].label, "(1)夜间22:00后安静制度");
    assert_text(toc.at[1].label, "(3)晚上10\uFF1A00熄灯");
    assert_text(toc.at[2].label, "(4)第2次");
}

static void the_title_is_the_first_line_that_is_not_blank(void **state)
{
    (void)state;
    assert_text(regulation_title(text_of("\n  \n 公约 \n第一条\n")), "公约");
    assert_text(regulation_title(text_of(" \n\n")), "");
}

static void without_articles_numbered_headings_are_shown(void **state)
{
    struct toc toc =
        toc_of(*state, "工作制度\n\n一、职责\n\n(一)自治\n\n1、订计划。\n\n二、制度\n\n"
                       "(1)值班制度:周六、周日值班。\n\n(2)见面打招呼,有事搭把手。\n");
    assert_int_equal(toc.count, 4);
    assert_int_equal(toc.articles, 0);
    assert_text(toc.at[0].label, "一、职责");
    assert_int_equal(toc.at[1].level, 3);
    assert_text(toc.at[1].label, "(一)自治");
    assert_text(toc.at[2].label, "二、制度");
    assert_text(toc.at[3].label, "(1)值班制度");
}

static void full_width_brackets_and_chapters_are_known(void **state)
{
    struct toc toc = toc_of(
        *state, "规约\n第一章 总则\n第一条\uFF08目的\uFF09\n甲。\n第二章 附则\n第二条 乙。\n");
    assert_int_equal(toc.count, 4);
    assert_text(toc.at[0].label, "第一章 总则");
    assert_text(toc.at[1].label, "第一条\uFF08目的\uFF09");
    assert_text(toc.at[3].label, "第二条");
}

static void the_number_of_headings_has_a_limit(void **state)
{
    static char text[32 * (TOC_MAX + 2)];
    struct toc toc;
    size_t size = (size_t)sprintf(text, "规约\n");
    for (unsigned i = 1; i <= TOC_MAX; i++) {
        size += (size_t)sprintf(text + size, "第%u条\n", i);
    }
    assert_ok(regulation_toc(text_of(text), *state, &toc));
    assert_int_equal(toc.articles, TOC_MAX);
    sprintf(text + size, "第9条\n");
    assert_err(ERR_FULL, regulation_toc(text_of(text), *state, &toc));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(articles_and_chapters_are_found, test_arena),
        TEST(an_entry_points_at_its_line, test_arena),
        TEST_PLAIN(the_title_is_the_first_line_that_is_not_blank),
        TEST(without_articles_numbered_headings_are_shown, test_arena),
        TEST(the_colon_of_a_clock_ends_no_heading, test_arena),
        TEST(full_width_brackets_and_chapters_are_known, test_arena),
        TEST(the_number_of_headings_has_a_limit, test_arena),
    };
    return cmocka_run_group_tests_name("regulation_text", tests, NULL, NULL);
}
