/* Every piece of ui, in both directions of the panel, looks as it did when somebody last looked. */
#include "golden.h"
#include "support.h"
#include "ui_kit.h"

static void shows(const char *name, const struct theme_options *options, int page, int focus,
                  int scrolled)
{
    static struct kit kit;
    struct text_engine *text = golden_text();
    struct render *render = NULL;
    struct screen *screen = NULL;
    struct input input;

    assert_ok(render_new(text, &render));
    assert_ok(screen_open_memory(options->width_px, options->height_px, &screen));
    kit_init(&kit, text, options);
    kit.page = page;
    kit.ui.focus = focus;
    input_init(&input);
    for (int i = 0; i < 3; i++) { /* the second knows how high the content is, the third scrolls */
        struct draw_list *list = render_begin(render, screen, kit.theme.color[COLOR_PAPER]);
        kit_frame(&kit, list, &input);
        ui_scroll_to(&kit.scroll, scrolled);
        assert_ok(render_end(render, screen, NULL));
    }
    assert_golden_list(name, render_list(render));
    assert_golden_picture(name, screen_surface(screen));
    screen_close(screen);
    render_free(render);
    text_close(text);
}

static void the_board_in_portrait(void **state)
{
    (void)state;
    shows("ui/kit_board", &(struct theme_options){.width_px = 1080, .height_px = 1920}, 0, 0, 0);
}

static void the_item_in_portrait(void **state)
{
    (void)state;
    shows("ui/kit_item", &(struct theme_options){.width_px = 1080, .height_px = 1920}, 1, 0, 0);
}

static void the_end_of_the_item(void **state)
{
    (void)state;
    shows("ui/kit_item_end", &(struct theme_options){.width_px = 1080, .height_px = 1920}, 1, 0,
          5000);
}

static void writing_in_portrait(void **state)
{
    (void)state;
    shows("ui/kit_writing", &(struct theme_options){.width_px = 1080, .height_px = 1920}, 2,
          KIT_AREA, 0);
}

static void the_board_in_landscape(void **state)
{
    (void)state;
    shows("ui/kit_board_landscape", &(struct theme_options){.width_px = 1280, .height_px = 800}, 0,
          0, 0);
}

static void the_item_in_large_letters_and_contrast(void **state)
{
    (void)state;
    struct theme_options options = {
        .width_px = 1280, .height_px = 800, .scale = SCALE_LARGE, .palette = PALETTE_CONTRAST};
    shows("ui/kit_item_landscape", &options, 1, 0, 0);
}

static void writing_for_staff_in_landscape(void **state)
{
    (void)state;
    struct theme_options options = {.width_px = 1280, .height_px = 800, .palette = PALETTE_STAFF};
    shows("ui/kit_writing_landscape", &options, 2, KIT_LINE, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(the_board_in_portrait),
        TEST_PLAIN(the_item_in_portrait),
        TEST_PLAIN(the_end_of_the_item),
        TEST_PLAIN(writing_in_portrait),
        TEST_PLAIN(the_board_in_landscape),
        TEST_PLAIN(the_item_in_large_letters_and_contrast),
        TEST_PLAIN(writing_for_staff_in_landscape),
    };
    return cmocka_run_group_tests_name("ui golden", tests, NULL, NULL);
}
