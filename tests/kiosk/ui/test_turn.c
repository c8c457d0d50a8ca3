/* A turned picture lies on its panel as a person turns a sheet, and touches find their way back. */
#include <stdlib.h>

#include "screen.h"
#include "support.h"

enum { PANEL_W = 50, PANEL_H = 37 };

/* Every pixel says where it is. */
static uint32_t mark(int x, int y)
{
    return 0xff000000U | ((uint32_t)y << 8) | (uint32_t)x;
}

static struct screen *open_turned(enum turn turn)
{
    struct screen *screen = NULL;
    struct input input;

    assert_ok(screen_open_memory(PANEL_W, PANEL_H, &screen));
    screen_set_turn(screen, turn);
    input_init(&input);
    screen_wait(screen, &input, 0);
    assert_int_equal(input.resized, turn != TURN_NONE);
    return screen;
}

static struct surface draw_marks(struct screen *screen)
{
    struct surface picture = screen_surface(screen);

    for (int y = 0; y < picture.h; y++) {
        for (int x = 0; x < picture.w; x++) {
            picture.pixels[y * picture.stride + x] = mark(x, y);
        }
    }
    return picture;
}

/* The panel's own pixels: those of the picture that is not turned. */
static struct surface panel_of(struct screen *screen)
{
    screen_set_turn(screen, TURN_NONE);
    return screen_surface(screen);
}

static void a_corner_goes_where_a_sheet_would_be_turned(void **state)
{
    static const struct {
        enum turn turn;
        int x, y; /* of the panel's pixel that shows the picture's first */
    } corners[] = {{TURN_NONE, 0, 0},
                   {TURN_RIGHT, PANEL_W - 1, 0},
                   {TURN_HALF, PANEL_W - 1, PANEL_H - 1},
                   {TURN_LEFT, 0, PANEL_H - 1}};

    (void)state;
    for (size_t i = 0; i < sizeof corners / sizeof corners[0]; i++) {
        struct screen *screen = open_turned(corners[i].turn);
        struct surface picture = draw_marks(screen);
        struct rect all = {0, 0, picture.w, picture.h};
        bool sideways = turn_is_sideways(corners[i].turn);
        assert_int_equal(picture.w, sideways ? PANEL_H : PANEL_W);
        assert_int_equal(picture.h, sideways ? PANEL_W : PANEL_H);
        screen_present(screen, &all, 1);
        struct surface panel = panel_of(screen);
        assert_int_equal(panel.pixels[corners[i].y * panel.stride + corners[i].x], mark(0, 0));
        screen_close(screen);
    }
}

/* Small rectangles one by one make the same panel as the whole at once. */
static void parts_make_the_whole(void **state)
{
    (void)state;
    for (enum turn turn = TURN_NONE; turn < TURNS; turn++) {
        struct screen *whole = open_turned(turn), *parts = open_turned(turn);
        struct surface picture = draw_marks(whole);
        struct rect all = {0, 0, picture.w, picture.h};
        screen_present(whole, &all, 1);
        (void)draw_marks(parts);
        for (int y = 0; y < picture.h; y += 7) {
            for (int x = 0; x < picture.w; x += 9) {
                screen_present(parts, &(struct rect){x, y, 9, 7}, 1); /* some lie over the edge */
            }
        }
        struct surface a = panel_of(whole), b = panel_of(parts);
        for (int i = 0; i < PANEL_W * PANEL_H; i++) {
            assert_int_equal(a.pixels[i], b.pixels[i]);
        }
        screen_close(whole);
        screen_close(parts);
    }
}

/* Touch each pixel of the panel: what is shown there is what is meant. */
static void a_touch_means_what_it_touches(void **state)
{
    (void)state;
    for (enum turn turn = TURN_NONE; turn < TURNS; turn++) {
        struct screen *screen = open_turned(turn);
        struct surface picture = draw_marks(screen);
        struct rect all = {0, 0, picture.w, picture.h};
        uint32_t shown[PANEL_W * PANEL_H];
        screen_present(screen, &all, 1);
        struct surface panel = panel_of(screen);
        for (int i = 0; i < PANEL_W * PANEL_H; i++) {
            shown[i] = panel.pixels[i];
        }
        screen_set_turn(screen, turn);
        for (int i = 0; i < PANEL_W * PANEL_H; i++) {
            struct input input;
            input_init(&input);
            assert_true(screen_touch(screen, &input, 3, INPUT_DOWN, i % PANEL_W, i / PANEL_W));
            assert_int_equal(mark(input.x, input.y), shown[i]);
        }
        screen_close(screen);
    }
}

static void turning_back_and_forth_is_no_turn(void **state)
{
    (void)state;
    for (enum turn turn = TURN_NONE; turn < TURNS; turn++) {
        struct touch_place place = {12345, 54321};
        struct touch_place there = turn_to_panel(turn, turn_to_picture(turn, place));
        assert_int_equal(there.x, place.x);
        assert_int_equal(there.y, place.y);
    }
}

static void a_map_is_for_fingers_or_for_pointers(void **state)
{
    const struct touch_map mirrored = {-TOUCH_ONE, 0, TOUCH_ONE, 0, TOUCH_ONE, 0};
    struct screen *screen = open_turned(TURN_NONE);
    struct input input;

    (void)state;
    screen_set_touch(screen, &mirrored, false);
    input_init(&input);
    assert_true(screen_touch(screen, &input, 3, INPUT_DOWN, 10, 20));
    assert_int_equal(input.x, PANEL_W - 11);
    assert_int_equal((int64_t)input.felt.x * PANEL_W / TOUCH_ONE, 10); /* as the panel felt it */
    assert_false(input.felt.mouse);
    input_init(&input);
    assert_true(screen_touch(screen, &input, INPUT_POINTER_MOUSE, INPUT_DOWN, 10, 20));
    assert_int_equal(input.x, 10);
    assert_true(input.felt.mouse);
    screen_close(screen);
}

static void a_finger_that_is_down_while_the_picture_turns_is_let_go(void **state)
{
    struct screen *screen = open_turned(TURN_NONE);
    struct input input;

    (void)state;
    input_init(&input);
    assert_true(screen_touch(screen, &input, 3, INPUT_DOWN, 10, 20));
    screen_set_turn(screen, TURN_HALF);
    screen_wait(screen, &input, -1);
    assert_true(input.cancelled && !input.down && input.resized);
    assert_true(screen_is_fresh(screen));
    screen_close(screen);
}

static void a_display_that_is_frozen_is_seen_in_any_position(void **state)
{
    (void)state;
    for (enum turn turn = TURN_NONE; turn < TURNS; turn++) {
        struct screen *screen = open_turned(turn);
        struct surface picture = screen_surface(screen);
        struct rect all = {0, 0, picture.w, picture.h}, line = {2, 5, 8, 1};
        bool shown = false;
        assert_err(ERR_UNAVAILABLE, screen_is_shown(screen, &all, 1, &shown));
        screen_set_frozen(screen, false);
        draw_marks(screen);
        screen_present(screen, &all, 1);
        assert_ok(screen_is_shown(screen, &all, 1, &shown));
        assert_true(shown);
        screen_set_frozen(screen, true);
        picture.pixels[5 * picture.stride + 4] = 0xff123456U;
        screen_present(screen, &line, 1);
        assert_ok(screen_is_shown(screen, &line, 1, &shown));
        assert_false(shown);
        screen_set_frozen(screen, false);
        screen_present(screen, &line, 1);
        assert_ok(screen_is_shown(screen, &all, 1, &shown));
        assert_true(shown);
        screen_close(screen);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(a_corner_goes_where_a_sheet_would_be_turned),
        TEST_PLAIN(parts_make_the_whole),
        TEST_PLAIN(a_touch_means_what_it_touches),
        TEST_PLAIN(turning_back_and_forth_is_no_turn),
        TEST_PLAIN(a_map_is_for_fingers_or_for_pointers),
        TEST_PLAIN(a_finger_that_is_down_while_the_picture_turns_is_let_go),
        TEST_PLAIN(a_display_that_is_frozen_is_seen_in_any_position),
    };
    return cmocka_run_group_tests_name("turn", tests, NULL, NULL);
}
