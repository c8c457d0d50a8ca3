/* Painting only what changed gives the pixels of painting everything. */
#include <stdlib.h>
#include <string.h>

#include "golden.h"
#include "support.h"
#include "ui_kit.h"

enum { W = 480, H = 640 };

struct pair {
    struct text_engine *text;
    struct render *render;
    struct screen *screen;
    uint32_t *whole;
};

static int pair_setup(void **state)
{
    struct pair *pair = calloc(1, sizeof *pair);

    pair->text = golden_text();
    assert_ok(render_new(pair->text, &pair->render));
    assert_ok(screen_open_memory(W, H, &pair->screen));
    pair->whole = calloc((size_t)W * H, sizeof *pair->whole);
    *state = pair;
    return 0;
}

static int pair_teardown(void **state)
{
    struct pair *pair = *state;

    screen_close(pair->screen);
    render_free(pair->render);
    text_close(pair->text);
    free(pair->whole);
    free(pair);
    return 0;
}

/* Paints the list on screen anew and compares. */
static void assert_equals_whole(struct pair *pair, int frame)
{
    struct surface whole = {pair->whole, W, H, W}, shown = screen_surface(pair->screen);

    memset(pair->whole, 0x55, (size_t)W * H * sizeof *pair->whole);
    paint(whole, pair->text, render_list(pair->render), (struct rect){0, 0, W, H});
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
            if (whole.pixels[y * W + x] != shown.pixels[y * W + x]) {
                fail_msg("frame %d: pixel %d,%d is %08x, not %08x", frame, x, y,
                         shown.pixels[y * W + x], whole.pixels[y * W + x]);
            }
        }
    }
}

static struct rect random_rect(struct dice *dice)
{
    return (struct rect){(int)dice_below(dice, W) - 40, (int)dice_below(dice, H) - 40,
                         (int)dice_below(dice, 200) + 1, (int)dice_below(dice, 120) + 1};
}

/* A world of shapes that changes a little from frame to frame. */
enum { SHAPES = 24 };
struct world {
    struct {
        int kind;
        struct rect rect;
        uint32_t color;
        bool in_region;
    } shapes[SHAPES];
    int offset;
    struct rect view;
};

static void change_shape(struct world *world, struct dice *dice, size_t i)
{
    world->shapes[i].kind = (int)dice_below(dice, 6);
    world->shapes[i].rect = random_rect(dice);
    world->shapes[i].color = (uint32_t)dice_roll(dice) | (dice_below(dice, 4) ? 0xff000000u : 0);
    world->shapes[i].in_region = dice_below(dice, 2) == 0;
}

static void change(struct world *world, struct dice *dice)
{
    if (dice_below(dice, 3) != 0) {
        world->offset = (int)dice_below(dice, 300);
    }
    for (uint64_t n = dice_below(dice, 4); n > 0; n--) {
        change_shape(world, dice, dice_below(dice, SHAPES));
    }
    if (dice_below(dice, 20) == 0) {
        world->view = (struct rect){50, 100 + (int)dice_below(dice, 3), 300, 350};
    }
}

static void push_shape(struct draw_list *list, struct text_engine *text, const struct world *world,
                       size_t i, int up)
{
    struct rect rect = world->shapes[i].rect;
    uint32_t color = world->shapes[i].color;
    struct text_span span = {
        .text = text_of("居务公开，10月"), .size_px = 20 + (int)i, .color = color};

    rect.y -= up;
    switch (world->shapes[i].kind) {
    case 0:
        draw_fill(list, rect, color);
        break;
    case 1:
        draw_round(list, rect, 12, color, 3, ~color | 0xff000000u);
        break;
    case 2:
        draw_ring(list, rect, 0, 5, color);
        break;
    case 3: {
        struct draw_point points[2] = {{(int16_t)rect.x, (int16_t)rect.y},
                                       {(int16_t)(rect.x + rect.w), (int16_t)(rect.y + rect.h)}};
        draw_stroke(list, points, 2, 6, color);
        break;
    }
    case 4: /* under a clip of its own */
        draw_clip_push(list, (struct rect){rect.x + 5, rect.y + 5, 60, 40});
        draw_round(list, rect, 20, color, 0, 0);
        draw_clip_pop(list);
        break;
    default:
        draw_layout(list, text_lay_out(text, &span, 1, rect.w + 60, 1500, ALIGN_LEFT), &span, 1,
                    rect.x, rect.y);
        break;
    }
}

static void push_world(struct draw_list *list, struct text_engine *text, const struct world *world)
{
    for (size_t i = 0; i < SHAPES / 2; i++) { /* under the region */
        if (!world->shapes[i].in_region) {
            push_shape(list, text, world, i, 0);
        }
    }
    draw_region_begin(list, 7, world->view, world->offset, 0xfff7f3ea);
    for (size_t i = 0; i < SHAPES; i++) {
        if (world->shapes[i].in_region) {
            push_shape(list, text, world, i, world->offset);
        }
    }
    draw_region_end(list);
    for (size_t i = SHAPES / 2; i < SHAPES; i++) { /* over it */
        if (!world->shapes[i].in_region) {
            push_shape(list, text, world, i, 0);
        }
    }
}

/* What the display shows, after the surface has caught up, is what a full redraw makes. */
static void assert_display_equals_whole(struct pair *pair, int frame)
{
    struct rect all = {0, 0, W, H};
    bool shown = false;

    assert_true(render_settle(pair->render, pair->screen));
    assert_equals_whole(pair, frame);
    assert_ok(screen_is_shown(pair->screen, &all, 1, &shown));
    if (!shown) {
        fail_msg("frame %d: the display shows another picture", frame);
    }
}

/* `seldom`: the surface is looked at only now and then, so that moves come one upon the other. */
static void show_random_frames(struct pair *pair, bool on_display, unsigned seldom)
{
    struct world world = {.view = {50, 100, 300, 350}};
    struct dice dice = {2026};
    int moved = 0;

    for (size_t i = 0; i < SHAPES; i++) {
        change_shape(&world, &dice, i);
    }
    for (int frame = 0; frame < 400; frame++) {
        change(&world, &dice);
        push_world(render_begin(pair->render, pair->screen, 0xfff7f3ea), pair->text, &world);
        assert_ok(render_end(pair->render, pair->screen, NULL));
        moved += render_damage(pair->render)->move_up != 0;
        if (dice_below(&dice, seldom) > 0) {
            continue;
        }
        if (on_display) {
            assert_display_equals_whole(pair, frame);
        } else {
            assert_equals_whole(pair, frame);
        }
    }
    assert_true(moved > 100);
}

static void random_frames_with_scrolling_equal_a_full_redraw(void **state)
{
    show_random_frames(*state, false, 1);
}

static void a_display_that_moves_its_own_pixels_shows_the_same(void **state)
{
    struct pair *pair = *state;

    screen_set_frozen(pair->screen, false); /* it is kept from here on */
    show_random_frames(pair, true, 1);
    show_random_frames(pair, true, 6);
}

/* Half a turn makes new pixels of the same size: there is nothing on them to be looked at. */
static void a_surface_not_yet_painted_is_not_what_was_presented(void **state)
{
    struct pair *pair = *state;

    for (int frame = 0; frame < 2; frame++) {
        draw_fill(render_begin(pair->render, pair->screen, 0xffffffff), (struct rect){9, 9, 99, 9},
                  0xff000000);
        assert_ok(render_end(pair->render, pair->screen, NULL));
        assert_true(render_settle(pair->render, pair->screen));
        assert_equals_whole(pair, frame);
        screen_set_turn(pair->screen, TURN_HALF);
        assert_int_equal(render_settle(pair->render, pair->screen), frame == 1);
    }
    screen_set_turn(pair->screen, TURN_NONE);
}

static void a_display_that_cannot_move_any_more_is_painted_whole(void **state)
{
    struct pair *pair = *state;

    screen_set_frozen(pair->screen, false);
    for (int frame = 0; frame < 4; frame++) {
        struct draw_list *list = render_begin(pair->render, pair->screen, 0xffffffff);
        draw_region_begin(list, 1, (struct rect){0, 100, W, 400}, frame * 30, 0xffffffff);
        for (int i = 0; i < 40; i++) {
            draw_fill(list, (struct rect){10, 100 + 25 * i - frame * 30, 100 + i, 20}, 0xffcccccc);
        }
        draw_region_end(list);
        if (frame == 3) { /* the surface is behind, and now has to be right */
            screen_set_moving(pair->screen, false);
        }
        assert_ok(render_end(pair->render, pair->screen, NULL));
        assert_int_equal(render_damage(pair->render)->move_up, frame % 3 ? 30 : 0);
    }
    assert_equals_whole(pair, 3);
    assert_display_equals_whole(pair, 3);
}

static void a_page_that_is_scrolled_and_pressed_equals_a_full_redraw(void **state)
{
    static struct kit kit;
    struct pair *pair = *state;
    struct dice dice = {7};
    struct input input;

    kit_init(&kit, pair->text, &(struct theme_options){.width_px = W, .height_px = H});
    input_init(&input);
    for (int frame = 0; frame < 200; frame++) {
        input_begin(&input, frame * 16);
        int x = (int)dice_below(&dice, W), y = (int)dice_below(&dice, H);
        if (dice_below(&dice, 3) == 0) {
            input_point(&input, 1, input.down ? INPUT_UP : INPUT_DOWN, x, y);
        } else {
            input_point(&input, 1, INPUT_MOVE, x, y);
        }
        if (frame % 50 == 0) {
            kit.page = frame / 50 % 3;
        }
        kit_frame(&kit, render_begin(pair->render, pair->screen, kit.theme.color[COLOR_PAPER]),
                  &input);
        assert_ok(render_end(pair->render, pair->screen, NULL));
        assert_equals_whole(pair, frame);
    }
}

static void an_equal_frame_touches_nothing(void **state)
{
    static struct kit kit;
    struct pair *pair = *state;
    struct input input;
    bool presented = true;

    kit_init(&kit, pair->text, &(struct theme_options){.width_px = W, .height_px = H});
    input_init(&input);
    for (int frame = 0; frame < 2; frame++) {
        kit_frame(&kit, render_begin(pair->render, pair->screen, kit.theme.color[COLOR_PAPER]),
                  &input);
        assert_ok(render_end(pair->render, pair->screen, &presented));
        assert_int_equal(presented, frame == 0);
    }
    assert_int_equal(render_damage(pair->render)->count, 0);
}

static void a_press_paints_little_more_than_the_button(void **state)
{
    struct pair *pair = *state;
    int64_t painted = 0;

    for (int frame = 0; frame < 2; frame++) {
        struct draw_list *list = render_begin(pair->render, pair->screen, 0xffffffff);
        for (int i = 0; i < 10; i++) {
            draw_fill(list, (struct rect){10, 60 * i, 100, 50},
                      frame == 1 && i == 4 ? 0xff000000 : 0xffcccccc);
        }
        assert_ok(render_end(pair->render, pair->screen, NULL));
    }
    const struct damage *damage = render_damage(pair->render);
    for (size_t i = 0; i < damage->count; i++) {
        painted += (int64_t)damage->rects[i].w * damage->rects[i].h;
    }
    assert_int_equal(painted, 100 * 50);
}

static void a_scrolled_page_paints_only_its_new_strip(void **state)
{
    struct pair *pair = *state;

    for (int frame = 0; frame < 2; frame++) {
        struct draw_list *list = render_begin(pair->render, pair->screen, 0xffffffff);
        draw_region_begin(list, 1, (struct rect){0, 100, W, 400}, frame * 30, 0xffffffff);
        for (int i = 0; i < 40; i++) {
            draw_fill(list, (struct rect){10, 100 + 25 * i - frame * 30, 100, 20}, 0xffcccccc);
        }
        draw_region_end(list);
        assert_ok(render_end(pair->render, pair->screen, NULL));
    }
    const struct damage *damage = render_damage(pair->render);
    assert_int_equal(damage->move_up, 30);
    for (size_t i = 0; i < damage->count; i++) {
        assert_true(damage->rects[i].y >= 460 || damage->rects[i].y + damage->rects[i].h <= 100);
    }
}

static void a_full_list_is_an_error_and_not_a_silent_gap(void **state)
{
    struct pair *pair = *state;
    struct draw_list *list = render_begin(pair->render, pair->screen, 0xffffffff);

    for (int i = 0; i <= DRAW_COMMANDS_MAX; i++) {
        draw_fill(list, (struct rect){i % W, 0, 1, 1}, 0xff000000);
    }
    assert_true(list->overflow);
    assert_err(ERR_FULL, render_end(pair->render, pair->screen, NULL));
}

static void damage_is_never_lost_when_rectangles_are_joined(void **state)
{
    struct dice dice = {5};
    (void)state;

    for (int round = 0; round < 200; round++) {
        struct damage damage = {0};
        struct rect added[40];
        for (int i = 0; i < 40; i++) {
            added[i] = random_rect(&dice);
            damage_add(&damage, added[i]);
            assert_true(damage.count <= DAMAGE_RECTS_MAX);
        }
        for (int i = 0; i < 40; i++) {
            bool covered = false;
            for (size_t r = 0; r < damage.count; r++) {
                covered |= rect_covers(damage.rects[r], added[i]);
            }
            assert_true(covered);
        }
    }
}

/* Pictures and codes in a region that scrolls: what is moved, and painted anew in strips, equals
 * the whole; one whose pixels changed (another key) is painted again. */
static void pictures_and_codes_that_scroll_equal_a_full_redraw(void **state)
{
    struct pair *pair = *state;
    enum { SIDE = 90, MODULES = 21 };
    static uint32_t pixels[2][SIDE * SIDE];
    static uint8_t bits[(MODULES * MODULES + 7) / 8];
    struct dice dice = {5};

    for (size_t i = 0; i < sizeof bits; i++) {
        bits[i] = (uint8_t)dice_roll(&dice);
    }
    for (size_t i = 0; i < SIDE * SIDE; i++) {
        pixels[0][i] = 0xff000000u | (uint32_t)dice_roll(&dice);
        pixels[1][i] = 0xff000000u | (uint32_t)dice_roll(&dice);
    }
    for (int frame = 0; frame < 40; frame++) {
        int offset = (int)dice_below(&dice, 300), key = frame / 10 % 2;
        struct draw_list *list = render_begin(pair->render, pair->screen, 0xffffffffu);
        draw_region_begin(list, 1, (struct rect){20, 40, 400, 500}, offset, 0xfffffdf8u);
        for (int i = 0; i < 6; i++) {
            int y = 40 - offset + i * 180;
            draw_image(list, (struct rect){30 + i * 7, y, SIDE, SIDE}, (uint64_t)key + 1,
                       pixels[key], text_of("照片"));
            draw_modules(list, 200, y + 11, 5, MODULES, bits, 0xff000000u, text_of("码"));
        }
        draw_region_end(list);
        assert_ok(render_end(pair->render, pair->screen, NULL));
        assert_equals_whole(pair, frame);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(random_frames_with_scrolling_equal_a_full_redraw, pair),
        TEST(a_display_that_moves_its_own_pixels_shows_the_same, pair),
        TEST(a_display_that_cannot_move_any_more_is_painted_whole, pair),
        TEST(a_surface_not_yet_painted_is_not_what_was_presented, pair),
        TEST(a_page_that_is_scrolled_and_pressed_equals_a_full_redraw, pair),
        TEST(an_equal_frame_touches_nothing, pair),
        TEST(a_press_paints_little_more_than_the_button, pair),
        TEST(a_scrolled_page_paints_only_its_new_strip, pair),
        TEST(a_full_list_is_an_error_and_not_a_silent_gap, pair),
        TEST(pictures_and_codes_that_scroll_equal_a_full_redraw, pair),
        TEST_PLAIN(damage_is_never_lost_when_rectangles_are_joined),
    };
    return cmocka_run_group_tests_name("damage", tests, NULL, NULL);
}
