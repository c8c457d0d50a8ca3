/* The subset becomes blocks; what lies outside it comes out as characters, never lost. */
#include "support.h"

#include <string.h>

#include "markdown.h"

static struct blocks parse(void **state, const char *source)
{
    struct blocks blocks = {0};
    assert_ok(markdown_parse(text_of(source), *state, &blocks));
    return blocks;
}

static void assert_block(const struct block *block, enum block_kind kind, unsigned level,
                         const char *text)
{
    assert_int_equal(block->kind, kind);
    assert_int_equal(block->level, level);
    assert_text(block->text, text);
}

static void assert_strong(const struct block *block, size_t index, const char *text)
{
    assert_true(index < block->strong_count);
    struct emphasis span = block->strong[index];
    assert_text(text_slice(block->text, span.from, span.to), text);
}

static void headings_and_paragraphs_come_in_order(void **state)
{
    struct blocks blocks = parse(state, "# 办事指南\n\n正文\n\n### 三级 ###\n下一段\n");
    assert_int_equal(blocks.count, 4);
    assert_block(&blocks.at[0], BLOCK_HEADING, 1, "办事指南");
    assert_block(&blocks.at[1], BLOCK_PARAGRAPH, 0, "正文");
    assert_block(&blocks.at[2], BLOCK_HEADING, 3, "三级");
    assert_block(&blocks.at[3], BLOCK_PARAGRAPH, 0, "下一段");
}

static void lines_join_without_a_blank_between_chinese(void **state)
{
    struct blocks blocks = parse(state, "第一行\n第二行 abc\ndef\n完。  \n硬换行\\\n又一行");
    assert_int_equal(blocks.count, 1);
    assert_block(&blocks.at[0], BLOCK_PARAGRAPH, 0, "第一行第二行 abc def完。\n硬换行\n又一行");
}

static void both_kinds_of_emphasis_are_bold(void **state)
{
    struct blocks blocks = parse(state, "甲**乙**丙*丁*戊***己***");
    assert_int_equal(blocks.count, 1);
    assert_block(&blocks.at[0], BLOCK_PARAGRAPH, 0, "甲乙丙丁戊己");
    assert_int_equal(blocks.at[0].strong_count, 3);
    assert_strong(&blocks.at[0], 0, "乙");
    assert_strong(&blocks.at[0], 1, "丁");
    assert_strong(&blocks.at[0], 2, "己");
}

static void asterisks_that_emphasise_nothing_stay(void **state)
{
    struct blocks blocks = parse(state, "思想“****”与 ** 和 *\n\n**没有结束\n\n\\*\\*不是\\*\\*");
    assert_int_equal(blocks.count, 3);
    assert_block(&blocks.at[0], BLOCK_PARAGRAPH, 0, "思想“****”与 ** 和 *");
    assert_block(&blocks.at[1], BLOCK_PARAGRAPH, 0, "**没有结束");
    assert_block(&blocks.at[2], BLOCK_PARAGRAPH, 0, "**不是**");
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(blocks.at[i].strong_count, 0);
    }
}

static void lists_nest_and_keep_their_numbers(void **state)
{
    struct blocks blocks = parse(state, "- 一\n- 二\n  1. 甲\n  2. 乙\n- \n- 三\n\n  续\n");
    assert_int_equal(blocks.count, 7);
    assert_block(&blocks.at[0], BLOCK_BULLET, 1, "一");
    assert_block(&blocks.at[1], BLOCK_BULLET, 1, "二");
    assert_block(&blocks.at[2], BLOCK_NUMBERED, 2, "甲");
    assert_int_equal(blocks.at[2].number, 1);
    assert_block(&blocks.at[3], BLOCK_NUMBERED, 2, "乙");
    assert_int_equal(blocks.at[3].number, 2);
    assert_block(&blocks.at[4], BLOCK_BULLET, 1, "");
    assert_block(&blocks.at[5], BLOCK_BULLET, 1, "三");
    assert_block(&blocks.at[6], BLOCK_PARAGRAPH, 1, "续");
}

static void a_list_may_start_at_any_number(void **state)
{
    struct blocks blocks = parse(state, "7. 七\n7. 八\n");
    assert_int_equal(blocks.count, 2);
    assert_int_equal(blocks.at[0].number, 7);
    assert_int_equal(blocks.at[1].number, 8);
}

static void emphasis_in_a_list_s_item_is_kept(void **state)
{
    struct blocks blocks = parse(state, "1. **重**要\n   - 内\n\n   # 题\n   **尾**\n");
    assert_int_equal(blocks.count, 4);
    assert_strong(&blocks.at[0], 0, "重");
    assert_block(&blocks.at[2], BLOCK_HEADING, 1, "题");
    assert_block(&blocks.at[3], BLOCK_PARAGRAPH, 1, "尾");
    assert_strong(&blocks.at[3], 0, "尾");
}

static void a_table_has_its_header_in_row_0(void **state)
{
    struct blocks blocks =
        parse(state, "| 日期 | 金额 |\n|---|--:|\n| 10-01 | **1.00** |\n| 少 |\n");
    assert_int_equal(blocks.count, 1);
    const struct block *table = &blocks.at[0];
    assert_block(table, BLOCK_TABLE, 0, "");
    assert_int_equal(table->rows, 3);
    assert_int_equal(table->columns, 2);
    assert_text(table->cells[0], "日期");
    assert_text(table->cells[3], "1.00");
    assert_text(table->cells[4], "少");
    assert_text(table->cells[5], "");
    assert_int_equal(table->strong_count, 0);
}

static void what_lies_outside_the_subset_is_plain_text(void **state)
{
    struct blocks blocks =
        parse(state, "> 引用 <b>网页</b> `代码`\n\n<script>x</script>\n\n~~~ 注意\n"
                     "  甲\n乙\n~~~\n\n    四格\n\n***\n");
    assert_int_equal(blocks.count, 5);
    assert_block(&blocks.at[0], BLOCK_PARAGRAPH, 0, "引用 <b>网页</b> 代码");
    assert_block(&blocks.at[1], BLOCK_PARAGRAPH, 0, "<script>x</script>");
    assert_block(&blocks.at[2], BLOCK_PARAGRAPH, 0, "注意\n  甲\n乙");
    assert_block(&blocks.at[3], BLOCK_PARAGRAPH, 0, "四格");
    assert_block(&blocks.at[4], BLOCK_PARAGRAPH, 0, "———");
}

static void a_link_shows_where_it_leads(void **state)
{
    struct blocks blocks = parse(state, "[市政府](http://a.example/x) <http://b.example>");
    assert_block(&blocks.at[0], BLOCK_PARAGRAPH, 0, "市政府 (http://a.example/x) http://b.example");
}

static void a_picture_in_a_paragraph_stands_by_itself(void **state)
{
    struct blocks blocks = parse(state, "看图： ![*路线* 图](picture/ab) ![](b)\n走到底。");
    assert_int_equal(blocks.count, 4);
    assert_block(&blocks.at[0], BLOCK_PARAGRAPH, 0, "看图： ");
    assert_block(&blocks.at[1], BLOCK_IMAGE, 0, "路线 图");
    assert_text(blocks.at[1].target, "picture/ab");
    assert_int_equal(blocks.at[1].strong_count, 0);
    assert_block(&blocks.at[2], BLOCK_IMAGE, 0, "");
    assert_text(blocks.at[2].target, "b");
    assert_block(&blocks.at[3], BLOCK_PARAGRAPH, 0, "走到底。");
}

static void elsewhere_a_picture_is_its_words_and_target(void **state)
{
    struct blocks blocks = parse(state, "- ![图](a)\n\n**![图](b)**\n\n[![图](c)](d)\n\n"
                                        "| ![图](e) |\n|---|\n\n![外 ![内](f)](g)");
    assert_int_equal(blocks.count, 5);
    assert_block(&blocks.at[0], BLOCK_BULLET, 1, "图 (a)");
    assert_block(&blocks.at[1], BLOCK_PARAGRAPH, 0, "图 (b)");
    assert_block(&blocks.at[2], BLOCK_PARAGRAPH, 0, "图 (c) (d)");
    assert_text(blocks.at[3].cells[0], "图 (e)");
    assert_block(&blocks.at[4], BLOCK_IMAGE, 0, "外 内 (f)");
    assert_text(blocks.at[4].target, "g");
}

/* md4c lets the inner pictures end behind the outer one (fuzz_markdown). */
static void what_a_picture_leaves_open_ends_with_its_block(void **state)
{
    struct blocks blocks = parse(state, "![![](![]()]())\n\n[](![)](图)\n\n![路口](a)");
    const struct block *last = &blocks.at[blocks.count - 1];
    for (size_t i = 0; i + 1 < blocks.count; i++) {
        assert_true(blocks.at[i].kind == BLOCK_IMAGE || blocks.at[i].target.size == 0);
    }
    assert_block(last, BLOCK_IMAGE, 0, "路口");
    assert_text(last->target, "a");
}

static void a_link_without_text_shows_its_target(void **state)
{
    struct blocks blocks = parse(state, "[](mailto:)\n\n<a@b.example>");
    assert_int_equal(blocks.count, 2);
    assert_block(&blocks.at[0], BLOCK_PARAGRAPH, 0, " (mailto:)");
    assert_block(&blocks.at[1], BLOCK_PARAGRAPH, 0, "a@b.example");
}

static void what_looks_like_a_link_s_definition_is_not_lost(void **state)
{
    struct blocks blocks = parse(state, "[1]: 见附件\n\n`a]:b`\n\n```\nx ]: y\n```\n");
    assert_int_equal(blocks.count, 3);
    assert_block(&blocks.at[0], BLOCK_PARAGRAPH, 0, "[1]: 见附件");
    assert_block(&blocks.at[1], BLOCK_PARAGRAPH, 0, "a]:b");
    assert_block(&blocks.at[2], BLOCK_PARAGRAPH, 0, "x ]: y");
}

static void entities_become_characters(void **state)
{
    struct blocks blocks = parse(state, "&lt;&amp;&#20013;&#x6587;&unknown;|&#0;&#xD800;&#x202e;");
    assert_block(&blocks.at[0], BLOCK_PARAGRAPH, 0,
                 "<&中文&unknown;|\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

static void a_text_that_breaks_off_inside_a_link_is_shown(void **state)
{
    struct blocks blocks = parse(state, "[图](o/");
    assert_block(&blocks.at[0], BLOCK_PARAGRAPH, 0, "[图](o/");
    blocks = parse(state, "[图](<o/");
    assert_block(&blocks.at[0], BLOCK_PARAGRAPH, 0, "[图](<o/");
    blocks = parse(state, "[图](o 'x");
    assert_block(&blocks.at[0], BLOCK_PARAGRAPH, 0, "[图](o 'x");
}

static void nothing_gives_no_blocks(void **state)
{
    assert_int_equal(parse(state, "").count, 0);
    assert_int_equal(parse(state, "\n \n\t\n").count, 0);
    struct blocks blocks;
    assert_ok(markdown_parse((struct text){0}, *state, &blocks));
    assert_int_equal(blocks.count, 0);
}

/* `count` times `part`, as one text. */
static struct text repeated(struct arena *arena, const char *head, const char *part, size_t count)
{
    struct bytes bytes;
    struct buffer b = buffer_begin(arena);
    buffer_add_text(&b, text_of(head));
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(&b, text_of(part));
    }
    buffer_add_byte(&b, '\n');
    assert_ok(buffer_end(&b, &bytes));
    return bytes_text(bytes);
}

static void the_limits_hold(void **state)
{
    struct arena *arena = *state;
    struct blocks blocks;
    struct text most = repeated(arena, "", "甲\n\n", MARKDOWN_BLOCKS_MAX);
    assert_ok(markdown_parse(most, arena, &blocks));
    assert_int_equal(blocks.count, MARKDOWN_BLOCKS_MAX);
    size_t mark = arena_mark(arena);
    struct text more = repeated(arena, "", "甲\n\n", MARKDOWN_BLOCKS_MAX + 1);
    size_t after = arena_mark(arena);
    assert_err(ERR_FULL, markdown_parse(more, arena, &blocks));
    assert_int_equal(arena_mark(arena), after);
    assert_true(after > mark);

    const char *head = "|a|b|\n|---|---|\n";
    assert_ok(
        markdown_parse(repeated(arena, head, "|1|2|\n", MARKDOWN_ROWS_MAX - 1), arena, &blocks));
    assert_int_equal(blocks.at[0].rows, MARKDOWN_ROWS_MAX);
    assert_err(ERR_FULL,
               markdown_parse(repeated(arena, head, "|1|2|\n", MARKDOWN_ROWS_MAX), arena, &blocks));
    for (size_t columns = MARKDOWN_COLUMNS_MAX; columns <= MARKDOWN_COLUMNS_MAX + 1; columns++) {
        struct text names = repeated(arena, "|", "a|", columns);
        struct text rule = repeated(arena, "|", "---|", columns);
        struct text both = arena_printf(arena, "%.*s%.*s", TEXT_ARG(names), TEXT_ARG(rule));
        enum err expected = columns > MARKDOWN_COLUMNS_MAX ? ERR_FULL : OK;
        assert_err(expected, markdown_parse(both, arena, &blocks));
    }
}

static void an_arena_too_small_is_given_back(void **state)
{
    uint8_t block[512];
    struct arena small;
    struct blocks blocks;
    (void)state;
    for (size_t size = 0; size <= sizeof block; size++) {
        arena_init_over(&small, block, size);
        enum err err =
            markdown_parse(text_of("# 题\n\n正**文**\n\n- 项\n\n|a|\n|---|\n"), &small, &blocks);
        assert_true(err == ERR_NOMEM || size > 300);
        assert_true(err == OK || arena_mark(&small) == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(headings_and_paragraphs_come_in_order, test_arena),
        TEST(lines_join_without_a_blank_between_chinese, test_arena),
        TEST(both_kinds_of_emphasis_are_bold, test_arena),
        TEST(asterisks_that_emphasise_nothing_stay, test_arena),
        TEST(lists_nest_and_keep_their_numbers, test_arena),
        TEST(a_list_may_start_at_any_number, test_arena),
        TEST(emphasis_in_a_list_s_item_is_kept, test_arena),
        TEST(a_table_has_its_header_in_row_0, test_arena),
        TEST(what_lies_outside_the_subset_is_plain_text, test_arena),
        TEST(a_picture_in_a_paragraph_stands_by_itself, test_arena),
        TEST(elsewhere_a_picture_is_its_words_and_target, test_arena),
        TEST(what_a_picture_leaves_open_ends_with_its_block, test_arena),
        TEST(a_link_shows_where_it_leads, test_arena),
        TEST(a_link_without_text_shows_its_target, test_arena),
        TEST(what_looks_like_a_link_s_definition_is_not_lost, test_arena),
        TEST(entities_become_characters, test_arena),
        TEST(a_text_that_breaks_off_inside_a_link_is_shown, test_arena),
        TEST(nothing_gives_no_blocks, test_arena),
        TEST(the_limits_hold, test_arena),
        TEST_PLAIN(an_arena_too_small_is_given_back),
    };
    return cmocka_run_group_tests_name("markdown", tests, NULL, NULL);
}
