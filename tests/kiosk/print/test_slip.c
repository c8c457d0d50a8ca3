/* A slip comes out of its bytes as it went in, and onto paper without losing a line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

#include "golden.h"
#include "slip_layout.h"

static struct text_engine *text;

static struct slip slip_of(struct arena *arena)
{
    return (struct slip){
        .lines = ARENA_ARRAY(arena, struct slip_line, SLIP_LINES_MAX),
        .foot = text_of("梧桐里社区居委会 居务公告机\n内容更新于 2026年11月24日 08:05\n"
                        "打印于 2026年11月25日 10:24")};
}

static void add(struct slip *slip, enum slip_kind kind, const char *what)
{
    bool full = false;

    slip_add(slip, kind, text_of(what), &full);
    assert_false(full);
}

static struct slip ledger(struct arena *arena)
{
    struct slip slip = slip_of(arena);

    add(&slip, SLIP_TITLE, "社区工作经费收支");
    add(&slip, SLIP_TEXT, "2026年10月");
    add(&slip, SLIP_SMALL, "单位：元");
    add(&slip, SLIP_PAIR, "上月结余\t18,240.50");
    add(&slip, SLIP_PAIR, "支出\t9,316.80");
    add(&slip, SLIP_RULE, "");
    add(&slip, SLIP_PAIR, "10月12日 2号楼、6号楼楼道灯具更换和配电箱检修\t−2,380.00");
    add(&slip, SLIP_SMALL, "㛃䶮 / 陈立"); /* rare names print as they are shown */
    add(&slip, SLIP_HEADING, "说明");
    add(&slip, SLIP_TEXT, "灯具由三家报价，选了中间一家。坏了请打 555-0123。");
    add(&slip, SLIP_SMALL, "和公开栏的屏幕、书面的一份对照：");
    add(&slip, SLIP_DIGITS, "第7期 校验码 ABCD-EFGH");
    add(&slip, SLIP_CODE, "555-0123");
    return slip;
}

/* ---- bytes ---- */

static void a_slip_comes_out_as_it_went_in(void **state)
{
    struct arena *arena = *state;
    struct slip slip = ledger(arena), got;
    struct bytes bytes, again;

    slip.is_private = true;
    assert_ok(slip_encode(&slip, arena, &bytes));
    assert_ok(slip_decode(bytes, arena, &got));
    assert_int_equal(got.count, slip.count);
    assert_true(got.is_private);
    assert_text(got.lines[0].text, "社区工作经费收支");
    assert_ok(slip_encode(&got, arena, &again));
    assert_true(bytes_equal(bytes, again));
}

static void bytes_that_are_no_slip_are_refused(void **state)
{
    struct arena *arena = *state;
    struct slip slip = ledger(arena), got;
    struct bytes bytes;

    assert_ok(slip_encode(&slip, arena, &bytes));
    for (size_t size = 0; size < bytes.size; size++) {
        size_t mark = arena_mark(arena);
        assert_err(ERR_INVALID, slip_decode(bytes_of(bytes.data, size), arena, &got));
        arena_rewind(arena, mark);
    }
    struct bytes copy = arena_copy(arena, bytes.data, bytes.size);
    uint8_t *broken = arena_alloc(arena, bytes.size);
    memcpy(broken, copy.data, copy.size);
    broken[8] = SLIP_KINDS; /* an unknown kind */
    assert_err(ERR_INVALID, slip_decode(bytes_of(broken, bytes.size), arena, &got));
}

static void what_is_over_the_limits_is_told(void **state)
{
    struct arena *arena = *state;
    struct slip slip = slip_of(arena);
    bool full = false;

    for (int i = 0; i < SLIP_LINES_MAX; i++) {
        slip_add(&slip, SLIP_TEXT, text_of("行"), &full);
    }
    assert_false(full);
    slip_add(&slip, SLIP_TEXT, text_of("再一行"), &full);
    assert_true(full);
    assert_int_equal(slip.count, SLIP_LINES_MAX);
}

/* ---- paper ---- */

static struct surface page_drawn(const struct slip_pages *pages, size_t page)
{
    static struct draw_list list;
    struct surface surface = {NULL, pages->format->width_px, slip_page_height(pages, page),
                              pages->format->width_px};

    surface.pixels = calloc((size_t)surface.w * (size_t)surface.h, sizeof surface.pixels[0]);
    assert_non_null(surface.pixels);
    assert_ok(slip_page_draw(text, pages, page, &list, surface));
    return surface;
}

static void compare(struct arena *arena, enum slip_paper paper, const char *name)
{
    struct slip slip = ledger(arena);
    struct slip_pages pages;

    slip_lay_out(text, &slip, paper, &pages);
    assert_int_equal(pages.count, 1);
    struct surface surface = page_drawn(&pages, 0);
    assert_golden_picture(name, surface);
    free(surface.pixels);
}

static void a_slip_looks_as_its_picture_on_each_paper(void **state)
{
    compare(*state, PAPER_58, "print/slip-58");
    compare(*state, PAPER_80, "print/slip-80");
    compare(*state, PAPER_A4, "print/slip-a4");
}

static void a_long_slip_is_paged_between_lines(void **state)
{
    struct arena *arena = *state;
    struct slip slip = slip_of(arena);
    struct slip_pages pages;

    for (int i = 0; i < 120; i++) {
        add(&slip, SLIP_TEXT, "每一页都从一整行开始，没有哪一行被切成两半，页脚写着是谁的、多新。");
    }
    slip_lay_out(text, &slip, PAPER_A4, &pages);
    assert_true(pages.count > 1 && !pages.cut);
    for (size_t i = 0; i < pages.count; i++) {
        int used = pages.from[i + 1] - pages.from[i];
        assert_true(used > 0);
        assert_true(used + pages.foot_h + 2 * pages.format->margin_px <= pages.format->height_px);
        assert_int_equal(slip_page_height(&pages, i), pages.format->height_px);
    }
}

static void a_slip_without_end_is_cut_and_told(void **state)
{
    struct arena *arena = *state;
    struct slip slip = slip_of(arena);
    struct slip_pages pages;

    for (int i = 0; i < SLIP_LINES_MAX; i++) {
        add(&slip, SLIP_TITLE, "很长很长的一行字很长很长的一行字很长很长的一行字很长很长的一行字");
    }
    slip_lay_out(text, &slip, PAPER_58, &pages);
    assert_true(pages.cut);
    assert_int_equal(pages.count, SLIP_PAGES_MAX);
    for (size_t i = 0; i < pages.count; i++) {
        assert_true(slip_page_height(&pages, i) > 0);
    }
}

static void papers_have_names(void **state)
{
    enum slip_paper paper;

    (void)state;
    assert_ok(slip_paper_parse(text_of("80"), &paper));
    assert_int_equal(paper, PAPER_80);
    assert_err(ERR_INVALID, slip_paper_parse(text_of("a3"), &paper));
}

static int open_text(void **state)
{
    (void)state;
    text = golden_text();
    return 0;
}

static int close_text(void **state)
{
    (void)state;
    text_close(text);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_slip_comes_out_as_it_went_in, test_arena),
        TEST(bytes_that_are_no_slip_are_refused, test_arena),
        TEST(what_is_over_the_limits_is_told, test_arena),
        TEST(a_slip_looks_as_its_picture_on_each_paper, test_arena),
        TEST(a_long_slip_is_paged_between_lines, test_arena),
        TEST(a_slip_without_end_is_cut_and_told, test_arena),
        TEST_PLAIN(papers_have_names),
    };
    return cmocka_run_group_tests_name("slip", tests, open_text, close_text);
}
