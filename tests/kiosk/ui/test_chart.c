/* Charts begin at zero, tell their amounts, and look as their picture. */
#include <stdlib.h>

#include "golden.h"
#include "screen.h"
#include "support.h"
#include "ui_chart.h"
#include "ui_image.h"

enum { CHART_ID = UI_ID(1, 0), WIDTH = 1080, HEIGHT = 1920 };

struct stage {
    struct text_engine *text;
    struct theme theme;
    struct ui ui;
    struct draw_list list;
    struct input input;
    struct ui_chart_value values[12];
    struct ui_chart chart;
    int64_t now_ms;
    int touched;
};

static int stage_setup(void **state)
{
    static const struct {
        const char *label, *amount;
        int64_t value;
    } months[12] = {{"1月", "8,200", 8200},     {"2月", "6,100", 6100},  {"3月", "9,870", 9870},
                    {"4月", "12,400", 12400},   {"5月", "7,000", 7000},  {"6月", "0", 0},
                    {"7月", "10,300", 10300},   {"8月", "没有公开", 0},  {"9月", "11,800", 11800},
                    {"10月", "9,316.80", 9317}, {"11月", "5,500", 5500}, {"12月", "13,250", 13250}};
    struct stage *stage = calloc(1, sizeof *stage);

    stage->text = golden_text();
    theme_init(&stage->theme, &(struct theme_options){.width_px = WIDTH, .height_px = HEIGHT});
    ui_init(&stage->ui, &stage->theme, stage->text);
    input_init(&stage->input);
    for (size_t i = 0; i < 12; i++) {
        stage->values[i] = (struct ui_chart_value){
            text_of(months[i].label), text_of(months[i].amount), months[i].value, i == 7};
    }
    stage->chart = (struct ui_chart){stage->values, 12, 9};
    *state = stage;
    return 0;
}

static int stage_teardown(void **state)
{
    text_close(((struct stage *)*state)->text);
    free(*state);
    return 0;
}

static void frame_of(struct stage *stage, struct rect rect, bool line)
{
    draw_list_begin(&stage->list, WIDTH, HEIGHT, stage->theme.color[COLOR_PAPER]);
    ui_begin(&stage->ui, &stage->list, &stage->input);
    stage->touched = line ? ui_chart_line(&stage->ui, CHART_ID, rect, &stage->chart)
                          : ui_chart_bars(&stage->ui, CHART_ID, rect, &stage->chart);
    ui_end(&stage->ui);
    assert_ok(draw_list_end(&stage->list));
    stage->now_ms += 16;
    input_begin(&stage->input, stage->now_ms);
}

static const struct rect place = {40, 100, 1000, 420};

static size_t count_of(const struct stage *stage, enum draw_kind kind, uint32_t color)
{
    size_t count = 0;

    for (size_t i = 0; i < stage->list.command_count; i++) {
        const struct draw_command *command = &stage->list.commands[i];
        count += command->kind == kind && (color == 0 || command->color == color);
    }
    return count;
}

static const struct draw_command *said(const struct stage *stage, const char *text)
{
    for (size_t i = 0; i < stage->list.command_count; i++) {
        const struct draw_command *command = &stage->list.commands[i];
        struct text words = {stage->list.text + command->text, command->text_size};
        if (command->kind == DRAW_TEXT && text_is(words, text)) {
            return command;
        }
    }
    return NULL;
}

static void twice_as_much_is_twice_as_high(void **state)
{
    struct stage *stage = *state;
    int heights[2] = {0}, found = 0;

    stage->values[0].value = 1000;
    stage->values[1].value = 2000;
    stage->chart.count = 2;
    stage->chart.marked = -1;
    frame_of(stage, place, false);
    for (size_t i = 0; i < stage->list.command_count; i++) {
        const struct draw_command *command = &stage->list.commands[i];
        if (command->kind == DRAW_ROUND && found < 2) {
            heights[found++] = command->rect.h;
        }
    }
    assert_int_equal(found, 2);
    assert_in_range(heights[1] - 2 * heights[0] + 2, 0, 4);
}

static void a_missing_month_has_no_bar_and_a_zero_has_one(void **state)
{
    struct stage *stage = *state;

    frame_of(stage, place, false);
    size_t bars = count_of(stage, DRAW_ROUND, stage->theme.color[COLOR_EDGE]);
    assert_int_equal(bars, 10); /* and the marked one in red */
    stage->values[7].missing = false;
    frame_of(stage, place, false);
    bars = count_of(stage, DRAW_ROUND, stage->theme.color[COLOR_EDGE]);
    assert_int_equal(bars, 11);
}

static void the_line_has_a_gap_where_a_month_is_missing(void **state)
{
    struct stage *stage = *state;

    frame_of(stage, place, true);
    assert_int_equal(count_of(stage, DRAW_STROKE, 0), 9); /* of 11 */
    assert_int_equal(count_of(stage, DRAW_RING, 0), 11);
}

static void the_marked_amount_and_the_extremes_are_always_told(void **state)
{
    struct stage *stage = *state;

    frame_of(stage, place, false);
    assert_non_null(said(stage, "9,316.80"));
    assert_non_null(said(stage, "13,250"));
    assert_non_null(said(stage, "0"));
    stage->chart.marked = 0;
    frame_of(stage, place, true);
    assert_non_null(said(stage, "8,200"));
}

static void amounts_stay_inside_and_do_not_cover_each_other(void **state)
{
    struct stage *stage = *state;
    static const char *const amounts[] = {"9,316.80", "13,250", "0"};

    stage->chart.marked = 10; /* beside the highest */
    frame_of(stage, place, false);
    for (size_t i = 0; i < 3; i++) {
        const struct draw_command *command = said(stage, amounts[i]);
        int slack = stage->theme.style[STYLE_NOTE].size_px;
        assert_true(!command || rect_covers(inset(place, -slack), command->rect));
    }
    assert_non_null(said(stage, "5,500"));
}

static void what_is_below_zero_hangs_below_the_line(void **state)
{
    struct stage *stage = *state;

    stage->values[2].value = -4000;
    stage->values[2].amount = text_of("−4,000");
    stage->chart.marked = 2;
    frame_of(stage, place, false);
    const struct draw_command *below = said(stage, "−4,000"), *label = said(stage, "3月");
    const struct draw_command *above = said(stage, "13,250");
    assert_true(below && label && above);
    assert_true(below->rect.y > above->rect.y + above->rect.h);
    assert_true(label->baseline > below->baseline);
}

static void a_touched_month_is_told(void **state)
{
    struct stage *stage = *state;

    frame_of(stage, place, false);
    uint64_t before = stage->list.hash;
    assert_true(input_point(&stage->input, 1, INPUT_DOWN, 40 + 1000 / 24, 300));
    frame_of(stage, place, false);
    assert_true(stage->list.hash != before); /* seen in the very frame */
    assert_true(input_point(&stage->input, 1, INPUT_UP, 40 + 1000 / 24, 300));
    frame_of(stage, place, false);
    assert_int_equal(stage->touched, 0);
}

/* Both charts, one below zero, and a code and a picture's place: everything new on one sheet. */
static void they_look_as_their_picture(void **state)
{
    struct stage *stage = *state;
    struct screen *screen = NULL;
    struct ui *ui = &stage->ui;
    struct ui_image image = {.words = text_of("三号楼门口新装的扶手（照片不能显示）")};
    struct rect rest = {40, 60, 1000, HEIGHT - 100};

    draw_list_begin(&stage->list, WIDTH, HEIGHT, stage->theme.color[COLOR_PAPER]);
    ui_begin(ui, &stage->list, &stage->input);
    ui_chart_bars(ui, 0, cut_top(&rest, ui_chart_height(ui)), &stage->chart);
    cut_top(&rest, 40);
    ui_chart_line(ui, 0, cut_top(&rest, ui_chart_height(ui)), &stage->chart);
    cut_top(&rest, 40);
    struct ui_chart_value few[4] = {stage->values[0], stage->values[1], stage->values[2],
                                    stage->values[3]};
    few[1].value = -3000;
    few[1].amount = text_of("−3,000");
    struct ui_chart chart = {few, 4, 1};
    ui_chart_bars(ui, 0, cut_top(&rest, 300), &chart);
    cut_top(&rest, 40);
    struct rect code = cut_left(&rest, 420);
    assert_ok(ui_qr(ui, code, bytes_of_text("BEGIN:VCARD\nFN:梧桐里社区\nTEL:555-0100\nEND:VCARD"),
                    text_of("联系方式")));
    int w, h;
    assert_err(ERR_INVALID, ui_image_fit(ui, &image, rest.w, 300, &w, &h));
    ui_image(ui, (struct rect){rest.x, rest.y, w, h}, &image);
    ui_end(ui);
    assert_ok(draw_list_end(&stage->list));
    assert_ok(screen_open_memory(WIDTH, HEIGHT, &screen));
    struct surface surface = screen_surface(screen);
    paint(surface, stage->text, &stage->list, (struct rect){0, 0, WIDTH, HEIGHT});
    assert_golden_list("ui/charts", &stage->list);
    assert_golden_picture("ui/charts", surface);
    screen_close(screen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(twice_as_much_is_twice_as_high, stage),
        TEST(a_missing_month_has_no_bar_and_a_zero_has_one, stage),
        TEST(the_line_has_a_gap_where_a_month_is_missing, stage),
        TEST(the_marked_amount_and_the_extremes_are_always_told, stage),
        TEST(amounts_stay_inside_and_do_not_cover_each_other, stage),
        TEST(what_is_below_zero_hangs_below_the_line, stage),
        TEST(a_touched_month_is_told, stage),
        TEST(they_look_as_their_picture, stage),
    };
    return cmocka_run_group_tests_name("chart", tests, NULL, NULL);
}
