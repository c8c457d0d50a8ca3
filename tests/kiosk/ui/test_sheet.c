/* A sheet shows any part of a table of 2 000 rows by 20 columns, and lays out that part only. */
#include <stdio.h>
#include <stdlib.h>

#include "golden.h"
#include "screen.h"
#include "support.h"
#include "ui_sheet.h"

enum { SHEET_ID = UI_ID(1, 0), WIDTH = 1080, HEIGHT = 1920, ROWS = 2000 };

struct stage {
    struct text_engine *text;
    struct theme theme;
    struct ui ui;
    struct draw_list list;
    struct input input;
    struct ui_sheet sheet;
    struct ui_sheet_state state;
    int64_t now_ms;
    int touched;
};

/* "列 n 行 m"; the third column of row 7 is long. */
static struct text cell(const void *data, size_t row, size_t column)
{
    static char text[128];

    (void)data;
    if (row == 7 && column == 2) {
        return text_of("三号楼二单元门口的路灯、台阶扶手和雨棚一并修理，材料由物业公司按清单采购，"
                       "经监督小组三人到场验收后付款，尾款留到下一季度再付");
    }
    snprintf(text, sizeof text, "列%zu行%zu", column + 1, row + 1);
    return text_of(text);
}

static int stage_setup(void **state)
{
    static const char *const titles[] = {"日期", "项目", "说明", "经手人", "审批人"};
    struct stage *stage = calloc(1, sizeof *stage);

    stage->text = golden_text();
    theme_init(&stage->theme, &(struct theme_options){.width_px = WIDTH, .height_px = HEIGHT});
    ui_init(&stage->ui, &stage->theme, stage->text);
    input_init(&stage->input);
    stage->sheet = (struct ui_sheet){.column_count = UI_SHEET_COLUMNS_MAX,
                                     .fixed = 1,
                                     .row_count = ROWS,
                                     .cell = cell,
                                     .version = 1,
                                     .back_word = text_of("左边的列"),
                                     .on_word = text_of("右边的列")};
    for (size_t i = 0; i < UI_SHEET_COLUMNS_MAX; i++) {
        stage->sheet.columns[i].title = text_of(titles[i % 5]);
    }
    *state = stage;
    return 0;
}

static int stage_teardown(void **state)
{
    text_close(((struct stage *)*state)->text);
    free(*state);
    return 0;
}

static void frame(struct stage *stage)
{
    draw_list_begin(&stage->list, WIDTH, HEIGHT, stage->theme.color[COLOR_PAPER]);
    ui_begin(&stage->ui, &stage->list, &stage->input);
    stage->touched = ui_sheet(&stage->ui, SHEET_ID, (struct rect){40, 100, 1000, 1700},
                              &stage->sheet, &stage->state);
    ui_end(&stage->ui);
    assert_ok(draw_list_end(&stage->list));
    stage->now_ms += 16;
    input_begin(&stage->input, stage->now_ms);
}

static bool says(const struct stage *stage, const char *text)
{
    for (size_t i = 0; i < stage->list.command_count; i++) {
        const struct draw_command *command = &stage->list.commands[i];
        struct text said = {stage->list.text + command->text, command->text_size};
        if (command->kind == DRAW_TEXT && text_is(said, text)) {
            return true;
        }
    }
    return false;
}

static void tap(struct stage *stage, int x, int y)
{
    assert_true(input_point(&stage->input, 1, INPUT_DOWN, x, y));
    frame(stage);
    assert_true(input_point(&stage->input, 1, INPUT_UP, x, y));
    frame(stage);
}

static void only_rows_in_view_are_laid_out(void **state)
{
    struct stage *stage = *state;

    frame(stage);
    assert_true(says(stage, "列1行1"));
    assert_false(says(stage, "列1行100"));
    uint64_t made = text_stats(stage->text).layouts_made;
    assert_in_range(made, 1, 400); /* of 40 000 cells */
    frame(stage);
    assert_int_equal(text_stats(stage->text).layouts_made, made);
    assert_in_range(stage->list.command_count, 1, 400);
}

static void the_last_row_is_reached_and_the_head_stays(void **state)
{
    struct stage *stage = *state;

    frame(stage);
    ui_scroll_to(&stage->state.scroll, 1 << 28);
    frame(stage);
    assert_true(says(stage, "列1行2000"));
    assert_false(says(stage, "列1行1"));
    assert_true(says(stage, "日期"));
    assert_false(ui_scroll_can(&stage->state.scroll, 1));
    ui_scroll_page(&stage->state.scroll, -1, 0);
    frame(stage);
    assert_false(says(stage, "列1行2000"));
}

static void a_foot_stands_below_whatever_scrolls(void **state)
{
    struct stage *stage = *state;

    stage->sheet.foot = true;
    frame(stage);
    assert_true(says(stage, "列1行1"));
    assert_true(says(stage, "列1行2000"));
}

static void columns_that_do_not_fit_come_by_a_key_and_the_first_stays(void **state)
{
    struct stage *stage = *state;
    int seen = 0;

    frame(stage);
    assert_true(says(stage, "列2行1"));
    assert_false(says(stage, "列20行1"));
    for (int i = 0; i < UI_SHEET_COLUMNS_MAX && !says(stage, "列20行1"); i++) {
        tap(stage, 960, 1750);
        frame(stage);
        assert_true(says(stage, "列1行1"));
        seen++;
    }
    assert_true(says(stage, "列20行1"));
    assert_true(seen > 1);
    size_t first = stage->state.first;
    tap(stage, 960, 1750); /* at the end the key is off */
    assert_int_equal(stage->state.first, first);
    for (int i = 0; i < UI_SHEET_COLUMNS_MAX; i++) {
        tap(stage, 120, 1750);
    }
    frame(stage);
    assert_true(says(stage, "列2行1"));
}

static void no_column_is_skipped_by_the_keys(void **state)
{
    struct stage *stage = *state;
    bool seen[UI_SHEET_COLUMNS_MAX] = {false};

    for (int page = 0; page < UI_SHEET_COLUMNS_MAX; page++) {
        frame(stage);
        for (int i = 0; i < UI_SHEET_COLUMNS_MAX; i++) {
            char text[32];
            snprintf(text, sizeof text, "列%d行1", i + 1);
            seen[i] |= says(stage, text);
        }
        tap(stage, 960, 1750);
    }
    for (int i = 0; i < UI_SHEET_COLUMNS_MAX; i++) {
        assert_true(seen[i]);
    }
}

static void a_table_that_fits_has_no_keys(void **state)
{
    struct stage *stage = *state;

    stage->sheet.column_count = 3;
    stage->sheet.row_count = 6; /* no long cell */
    frame(stage);
    assert_true(says(stage, "列3行1"));
    assert_false(says(stage, "右边的列"));
}

static void a_cell_that_is_cut_says_so_and_a_touch_opens_its_row(void **state)
{
    struct stage *stage = *state;
    struct rect row = {0};

    frame(stage);
    assert_true(says(stage, "…"));
    for (size_t i = 0; i < stage->list.command_count; i++) {
        const struct draw_command *command = &stage->list.commands[i];
        struct text said = {stage->list.text + command->text, command->text_size};
        row = command->kind == DRAW_TEXT && text_is(said, "列1行8") ? command->rect : row;
    }
    assert_true(row.h > 0);
    tap(stage, row.x + 10, row.y + row.h / 2);
    assert_int_equal(stage->touched, 7);
    assert_int_equal(stage->state.open_row, 8);
    frame(stage);
    bool whole = false;
    for (size_t i = 0; i < stage->list.command_count; i++) {
        const struct draw_command *command = &stage->list.commands[i];
        struct text said = {stage->list.text + command->text, command->text_size};
        whole |= command->kind == DRAW_TEXT && text_ends(said, "再付");
    }
    assert_true(whole);
    ui_scroll_to(&stage->state.scroll, 1100);
    frame(stage);
    assert_true(says(stage, "列20行8")); /* also of columns that are not in view */
    ui_scroll_to(&stage->state.scroll, 0);
    frame(stage);
    tap(stage, row.x + 10, row.y + row.h / 2);
    assert_int_equal(stage->state.open_row, 0);
}

static void rows_below_an_opened_one_move_down_and_none_is_lost(void **state)
{
    struct stage *stage = *state;

    frame(stage);
    int closed_h = stage->state.scroll.content_h;
    stage->state.open_row = 3;
    frame(stage);
    assert_true(stage->state.scroll.content_h > closed_h);
    ui_scroll_to(&stage->state.scroll, 1 << 28);
    frame(stage);
    assert_true(says(stage, "列1行2000"));
}

static void a_dragging_finger_opens_nothing(void **state)
{
    struct stage *stage = *state;

    frame(stage);
    assert_true(input_point(&stage->input, 1, INPUT_DOWN, 300, 900));
    frame(stage);
    assert_true(input_point(&stage->input, 1, INPUT_MOVE, 300, 700));
    frame(stage);
    assert_true(input_point(&stage->input, 1, INPUT_UP, 300, 700));
    frame(stage);
    assert_int_equal(stage->touched, -1);
    assert_int_equal(stage->state.scroll.offset, 200);
}

static void the_looks(struct stage *stage, const char *name)
{
    struct screen *screen = NULL;

    frame(stage);
    assert_ok(screen_open_memory(WIDTH, HEIGHT, &screen));
    struct surface surface = screen_surface(screen);
    paint(surface, stage->text, &stage->list, (struct rect){0, 0, WIDTH, HEIGHT});
    assert_golden_list(name, &stage->list);
    assert_golden_picture(name, surface);
    screen_close(screen);
}

static void it_looks_as_its_picture(void **state)
{
    struct stage *stage = *state;

    stage->sheet.foot = true;
    stage->state.open_row = 5;
    frame(stage);
    the_looks(stage, "ui/sheet");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_rows_in_view_are_laid_out, stage),
        TEST(the_last_row_is_reached_and_the_head_stays, stage),
        TEST(a_foot_stands_below_whatever_scrolls, stage),
        TEST(columns_that_do_not_fit_come_by_a_key_and_the_first_stays, stage),
        TEST(no_column_is_skipped_by_the_keys, stage),
        TEST(a_table_that_fits_has_no_keys, stage),
        TEST(a_cell_that_is_cut_says_so_and_a_touch_opens_its_row, stage),
        TEST(rows_below_an_opened_one_move_down_and_none_is_lost, stage),
        TEST(a_dragging_finger_opens_nothing, stage),
        TEST(it_looks_as_its_picture, stage),
    };
    return cmocka_run_group_tests_name("sheet", tests, NULL, NULL);
}
