/* Touch targets act on release inside, scrolling cancels them, fields take keys. */
#include <stdlib.h>

#include "golden.h"
#include "support.h"
#include "ui_kit.h"

struct stage {
    struct kit kit;
    struct text_engine *text;
    struct draw_list list;
    struct input input;
    int64_t now_ms;
};

static int stage_setup(void **state)
{
    struct stage *stage = calloc(1, sizeof *stage);

    stage->text = golden_text();
    kit_init(&stage->kit, stage->text,
             &(struct theme_options){.width_px = 1080, .height_px = 1920});
    input_init(&stage->input);
    *state = stage;
    return 0;
}

static int stage_teardown(void **state)
{
    text_close(((struct stage *)*state)->text);
    free(*state);
    return 0;
}

static void begin(struct stage *stage)
{
    stage->now_ms += 16;
    input_begin(&stage->input, stage->now_ms);
}

static void frame(struct stage *stage)
{
    draw_list_begin(&stage->list, 1080, 1920, stage->kit.theme.color[COLOR_PAPER]);
    kit_frame(&stage->kit, &stage->list, &stage->input);
    assert_ok(draw_list_end(&stage->list));
}

static void point(struct stage *stage, enum input_act act, int x, int y)
{
    begin(stage);
    assert_true(input_point(&stage->input, 1, act, x, y));
    frame(stage);
}

static void key(struct stage *stage, enum input_key which)
{
    begin(stage);
    assert_true(input_press_key(&stage->input, which));
    frame(stage);
}

enum { BAR_X = 600, BAR_Y = 1780, LIST_X = 500, LIST_Y = 800 };

static void a_button_acts_when_the_finger_leaves_it(void **state)
{
    struct stage *stage = *state;

    frame(stage);
    uint64_t before = stage->list.hash;
    point(stage, INPUT_DOWN, BAR_X, BAR_Y);
    assert_int_equal(stage->kit.clicks, 0);
    assert_true(stage->list.hash != before); /* seen at once */
    point(stage, INPUT_UP, BAR_X, BAR_Y);
    assert_int_equal(stage->kit.clicks, 1);
    /* What it changed may stand above it and be drawn already: another frame follows at once. */
    assert_int_equal(ui_timeout_ms(&stage->kit.ui, stage->now_ms), 0);
    begin(stage);
    frame(stage);
    assert_int_equal(stage->kit.clicks, 1);
    assert_true(stage->list.hash == before);
}

static void sliding_off_cancels_and_coming_back_does_not(void **state)
{
    struct stage *stage = *state;

    frame(stage);
    point(stage, INPUT_DOWN, BAR_X, BAR_Y);
    point(stage, INPUT_MOVE, BAR_X, 900);
    point(stage, INPUT_UP, BAR_X, 900);
    assert_int_equal(stage->kit.clicks, 0);
    point(stage, INPUT_DOWN, BAR_X, BAR_Y);
    point(stage, INPUT_MOVE, BAR_X, 900);
    point(stage, INPUT_MOVE, BAR_X, BAR_Y);
    point(stage, INPUT_UP, BAR_X, BAR_Y);
    assert_int_equal(stage->kit.clicks, 1);
}

static void a_press_that_began_elsewhere_does_nothing(void **state)
{
    struct stage *stage = *state;

    frame(stage);
    point(stage, INPUT_DOWN, 600, 60);
    point(stage, INPUT_MOVE, BAR_X, BAR_Y);
    point(stage, INPUT_UP, BAR_X, BAR_Y);
    assert_int_equal(stage->kit.clicks, 0);
}

static void a_tap_within_one_frame_counts(void **state)
{
    struct stage *stage = *state;

    frame(stage);
    begin(stage);
    assert_true(input_point(&stage->input, 1, INPUT_DOWN, BAR_X, BAR_Y));
    assert_true(input_point(&stage->input, 1, INPUT_UP, BAR_X, BAR_Y));
    frame(stage);
    assert_int_equal(stage->kit.clicks, 1);
}

static void a_row_is_touched_but_not_by_a_finger_that_scrolls(void **state)
{
    struct stage *stage = *state;
    stage->kit.theme.row_h = 300; /* so that there is something to scroll */

    frame(stage);
    point(stage, INPUT_DOWN, LIST_X, LIST_Y);
    point(stage, INPUT_UP, LIST_X, LIST_Y);
    assert_true(stage->kit.last_row >= 0);
    stage->kit.last_row = -1;
    point(stage, INPUT_DOWN, LIST_X, LIST_Y);
    point(stage, INPUT_MOVE, LIST_X, LIST_Y - 60);
    assert_int_equal(stage->kit.scroll.offset, 60);
    point(stage, INPUT_UP, LIST_X, LIST_Y - 60);
    assert_int_equal(stage->kit.last_row, -1);
}

static void scrolling_stops_at_both_ends(void **state)
{
    struct stage *stage = *state;
    struct ui_scroll *scroll = &stage->kit.scroll;
    stage->kit.page = 1;

    frame(stage);
    int end = scroll->content_h - scroll->view_h;
    assert_true(end > 100);
    ui_scroll_to(scroll, -50);
    assert_int_equal(scroll->offset, 0);
    assert_false(ui_scroll_can(scroll, -1));
    ui_scroll_page(scroll, 100, 0);
    assert_int_equal(scroll->offset, end);
    assert_false(ui_scroll_can(scroll, 1));
    assert_int_equal(ui_scroll_page_number(scroll), ui_scroll_page_count(scroll));
    point(stage, INPUT_DOWN, LIST_X, 400);
    point(stage, INPUT_MOVE, LIST_X, 1700);
    point(stage, INPUT_MOVE, LIST_X, 5000);
    assert_int_equal(scroll->offset, 0);
}

static void a_flung_page_runs_on_and_comes_to_rest(void **state)
{
    struct stage *stage = *state;
    struct ui_scroll *scroll = &stage->kit.scroll;
    stage->kit.page = 1;

    frame(stage);
    point(stage, INPUT_DOWN, LIST_X, 1200);
    point(stage, INPUT_MOVE, LIST_X, 1170);
    point(stage, INPUT_MOVE, LIST_X, 1150);
    point(stage, INPUT_UP, LIST_X, 1150);
    int released_at = scroll->offset;
    assert_true(ui_timeout_ms(&stage->kit.ui, stage->now_ms) >= 0);
    int frames = 0;
    for (; ui_timeout_ms(&stage->kit.ui, stage->now_ms) >= 0 && frames < 1000; frames++) {
        begin(stage);
        frame(stage);
    }
    assert_in_range(frames, 2, 500);
    assert_true(scroll->offset > released_at + 20);
}

static void a_finger_that_rested_does_not_fling(void **state)
{
    struct stage *stage = *state;
    stage->kit.page = 1;

    frame(stage);
    point(stage, INPUT_DOWN, LIST_X, 1200);
    point(stage, INPUT_MOVE, LIST_X, 1100);
    stage->now_ms += 500;
    point(stage, INPUT_UP, LIST_X, 1100);
    assert_int_equal(ui_timeout_ms(&stage->kit.ui, stage->now_ms), -1);
}

static void keys_scroll_where_no_field_has_the_focus(void **state)
{
    struct stage *stage = *state;
    stage->kit.page = 1;

    frame(stage);
    key(stage, KEY_PAGE_DOWN);
    assert_true(stage->kit.scroll.offset > 100);
    key(stage, KEY_HOME);
    assert_int_equal(stage->kit.scroll.offset, 0);
}

static void typing_goes_to_the_field_that_was_tapped(void **state)
{
    struct stage *stage = *state;
    stage->kit.page = 2;

    frame(stage);
    assert_int_equal(stage->kit.ui.focus, 0);
    point(stage, INPUT_DOWN, 900, 730);
    point(stage, INPUT_UP, 900, 730);
    assert_int_equal(stage->kit.ui.focus, KIT_LINE);
    begin(stage);
    assert_true(input_type(&stage->input, text_of("先生")));
    frame(stage);
    assert_text(textfield_text(&stage->kit.line), "张建国先生");
    key(stage, KEY_TAB);
    assert_int_equal(ui_timeout_ms(&stage->kit.ui, stage->now_ms), 0);
    begin(stage);
    frame(stage);
    assert_int_equal(stage->kit.ui.focus, KIT_AREA);
    key(stage, KEY_BACKSPACE);
    assert_true(text_ends(textfield_text(&stage->kit.area), "看不见"));
}

static void a_tap_puts_the_caret_between_characters(void **state)
{
    struct stage *stage = *state;
    stage->kit.page = 2;

    frame(stage);
    point(stage, INPUT_DOWN, 125, 730);
    point(stage, INPUT_UP, 125, 730);
    assert_int_equal(stage->kit.line.caret, 3);
}

static void the_digit_pad_writes_digits(void **state)
{
    struct stage *stage = *state;
    stage->kit.page = 2;
    textfield_set(&stage->kit.line, text_of(""));

    frame(stage);
    point(stage, INPUT_DOWN, 130, 930);
    point(stage, INPUT_UP, 130, 930);
    assert_text(textfield_text(&stage->kit.line), "1");
}

static void a_held_corner_answers_once(void **state)
{
    struct stage *stage = *state;
    struct ui *ui = &stage->kit.ui;
    struct rect corner = {0, 0, 100, 100};
    int answers = 0;

    for (int i = 0; i < 10; i++) {
        begin(stage);
        stage->now_ms += 500;
        if (i == 0) {
            input_point(&stage->input, 1, INPUT_DOWN, 50, 50);
        }
        draw_list_begin(&stage->list, 1080, 1920, 0xffffffff);
        ui_begin(ui, &stage->list, &stage->input);
        answers += ui_hold(ui, 99, corner, 3000);
        ui_end(ui);
    }
    assert_int_equal(answers, 1);
}

static void under_a_dialogue_nothing_reacts(void **state)
{
    struct stage *stage = *state;
    struct ui *ui = &stage->kit.ui;
    int touched = 0, over = 0;

    for (int i = 0; i < 2; i++) {
        begin(stage);
        input_point(&stage->input, 1, i == 0 ? INPUT_DOWN : INPUT_UP, 50, 50);
        draw_list_begin(&stage->list, 1080, 1920, 0xffffffff);
        ui_begin(ui, &stage->list, &stage->input);
        ui_input_off(ui, true);
        touched += ui_touch(ui, 1, (struct rect){0, 0, 100, 100}, NULL);
        ui_input_off(ui, false);
        over += ui_touch(ui, 2, (struct rect){0, 0, 100, 100}, NULL);
        ui_end(ui);
    }
    assert_int_equal(touched, 0);
    assert_int_equal(over, 1);
}

/* The text of a hint does not begin where the caret of the empty field stands. */
static void a_hint_stands_beside_the_caret(void **state)
{
    struct stage *stage = *state;
    struct rect caret = {0}, hint = {0};

    stage->kit.page = 2;
    textfield_set(&stage->kit.area, text_of(""));
    stage->kit.ui.focus = KIT_AREA;
    frame(stage);
    for (size_t i = 0; i < stage->list.command_count; i++) {
        const struct draw_command *command = &stage->list.commands[i];
        struct text said = {stage->list.text + command->text, command->text_size};
        if (command->kind == DRAW_FILL && command->color == stage->kit.theme.color[COLOR_RED]) {
            caret = command->rect;
        } else if (command->kind == DRAW_TEXT && text_is(said, "请写在这里")) {
            hint = (struct rect){command->x, command->rect.y, command->rect.w, command->rect.h};
        }
    }
    assert_true(caret.w > 0 && hint.w > 0);
    assert_true(hint.x >= caret.x + caret.w);
    assert_true(hint.y < caret.y + caret.h && caret.y < hint.y + hint.h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_button_acts_when_the_finger_leaves_it, stage),
        TEST(sliding_off_cancels_and_coming_back_does_not, stage),
        TEST(a_press_that_began_elsewhere_does_nothing, stage),
        TEST(a_tap_within_one_frame_counts, stage),
        TEST(a_row_is_touched_but_not_by_a_finger_that_scrolls, stage),
        TEST(scrolling_stops_at_both_ends, stage),
        TEST(a_flung_page_runs_on_and_comes_to_rest, stage),
        TEST(a_finger_that_rested_does_not_fling, stage),
        TEST(keys_scroll_where_no_field_has_the_focus, stage),
        TEST(typing_goes_to_the_field_that_was_tapped, stage),
        TEST(a_tap_puts_the_caret_between_characters, stage),
        TEST(the_digit_pad_writes_digits, stage),
        TEST(a_held_corner_answers_once, stage),
        TEST(under_a_dialogue_nothing_reacts, stage),
        TEST(a_hint_stands_beside_the_caret, stage),
    };
    return cmocka_run_group_tests_name("ui", tests, NULL, NULL);
}
