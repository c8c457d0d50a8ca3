/* Each page as text and as a picture. Look at the pictures before you commit new ones. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

#include "golden.h"
#include "models.h"
#include "render.h"

enum { PORTRAIT_W = 1080, PORTRAIT_H = 1920, LANDSCAPE_W = 1280, LANDSCAPE_H = 800 };

struct stage_set {
    struct text_engine *text;
    struct arena arena;
    struct bench bench;
};

static struct stage_set *set; /* one for all tests: fonts are opened once */

/* Draws what the bench has drawn into memory, and compares both. */
static void compare(const char *name)
{
    struct bench *bench = &set->bench;
    struct screen *screen = NULL;
    struct render *render = NULL;
    char path[128];

    (void)bench_settle(bench);
    snprintf(path, sizeof path, "pages/%s", name);
    assert_golden_list(path, &bench->list);
    assert_ok(screen_open_memory(bench->theme.width_px, bench->theme.height_px, &screen));
    assert_ok(render_new(set->text, &render));
    struct draw_list *list = render_begin(render, screen, bench->theme.color[COLOR_PAPER]);
    ui_begin(&bench->ui, list, &bench->input);
    (void)page_frame(bench->model->place.page, &bench->state, &bench->ui, bench->model);
    ui_end(&bench->ui);
    assert_ok(render_end(render, screen, NULL));
    assert_golden_picture(path, screen_surface(screen));
    render_free(render);
    screen_close(screen);
}

static struct model *full(const char *place)
{
    arena_reset(&set->arena);
    return model_full(&set->arena, place);
}

static void portrait(struct model *model, const char *name)
{
    bench_init(&set->bench, set->text, model, PORTRAIT_W, PORTRAIT_H, SCALE_STANDARD);
    compare(name);
}

static void landscape(struct model *model, const char *name)
{
    bench_init(&set->bench, set->text, model, LANDSCAPE_W, LANDSCAPE_H, SCALE_STANDARD);
    compare(name);
}

static void every_page_looks_as_its_picture(void **state)
{
    enum page_id before = PAGES;

    (void)state;
    for (size_t i = 0; i < model_place_count; i++) {
        struct model *model = full(model_places[i]);
        enum page_id page = model->place.page;
        char name[64];
        snprintf(name, sizeof name, "%s%s", page_name(page), page == before ? "-2" : "");
        portrait(model, name);
        before = page;
    }
}

static void home_and_board_look_as_their_pictures_in_landscape(void **state)
{
    (void)state;
    landscape(full("home"), "home-landscape");
    landscape(full("board"), "board-landscape");
}

static void the_course_of_spending_looks_as_its_picture(void **state)
{
    (void)state;
    bench_init(&set->bench, set->text, full("compare/disclosure/2026-10/05/1"), PORTRAIT_W,
               PORTRAIT_H, SCALE_STANDARD);
    (void)bench_settle(&set->bench);
    ui_scroll_to(&set->bench.state.scroll, INT_MAX);
    compare("compare-end");
}

static void the_first_start_says_what_to_do(void **state)
{
    (void)state;
    arena_reset(&set->arena);
    portrait(model_empty(&set->arena, "home"), "home-first");
}

static void large_letters_look_as_their_pictures(void **state)
{
    (void)state;
    bench_init(&set->bench, set->text, full("home"), PORTRAIT_W, PORTRAIT_H, SCALE_XLARGE);
    compare("home-xlarge");
    bench_init(&set->bench, set->text, full("board"), PORTRAIT_W, PORTRAIT_H, SCALE_XLARGE);
    compare("board-xlarge");
}

static void contrast_and_low_reach_look_as_their_pictures(void **state)
{
    struct model *model = full("home");

    (void)state;
    model->contrast = model->low_reach = true;
    portrait(model, "home-contrast-low");
    model = full("board");
    model->low_reach = true;
    portrait(model, "board-low");
    model = full("write");
    model->low_reach = true;
    portrait(model, "write-low");
}

static void the_words_of_a_regulation_are_found(void **state)
{
    struct model *model = full("regulation/regulation/disclosure");

    (void)state;
    textfield_set(&model->search.query, text_of("公开"));
    bench_init(&set->bench, set->text, model, PORTRAIT_W, PORTRAIT_H, SCALE_STANDARD);
    set->bench.state.tab = 2;
    compare("regulation-find");
}

static void the_hits_of_a_search_look_as_their_picture(void **state)
{
    (void)state;
    bench_init(&set->bench, set->text, full("search"), PORTRAIT_W, PORTRAIT_H, SCALE_STANDARD);
    set->bench.state.tab = 1;
    compare("search-hits");
}

static void the_agenda_looks_as_its_picture(void **state)
{
    (void)state;
    bench_init(&set->bench, set->text, full("staff-due"), PORTRAIT_W, PORTRAIT_H, SCALE_STANDARD);
    set->bench.state.tab = 2;
    compare("staff-due-agenda");
}

static void the_states_of_an_item_look_as_their_pictures(void **state)
{
    struct model *model = full("item/disclosure/2026-10/07/1");

    (void)state;
    model->item = (struct model_item){.state = ITEM_MISSING, .row = model->board.rows[6]};
    portrait(model, "item-missing");
    model = full("item/disclosure/2026-10/05/1");
    model->item.corrected = true;
    model->item.corrected_on = civil_day_of_ymd(2026, 11, 20);
    model->item.correction = text_of("10月16日公开栏印刷的金额写错了，应为486.00元。");
    model->item.older_key = text_of("disclosure/2026-10/05/1@1");
    model->site.freshness = FRESH_DAYS;
    model->site.checked_s = model->now_s - 4 * CIVIL_DAY_S;
    portrait(model, "item-corrected");
}

static void the_warning_before_the_wipe_looks_as_its_picture(void **state)
{
    struct model *model = full("write");

    (void)state;
    model->idle_left_ms = 19500;
    portrait(model, "idle");
}

static int set_up(void **state)
{
    (void)state;
    set = calloc(1, sizeof *set);
    assert_non_null(set);
    assert_ok(arena_init(&set->arena, 16 * 1024 * 1024));
    set->text = golden_text();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    text_close(set->text);
    arena_deinit(&set->arena);
    free(set);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(every_page_looks_as_its_picture),
        TEST_PLAIN(home_and_board_look_as_their_pictures_in_landscape),
        TEST_PLAIN(the_course_of_spending_looks_as_its_picture),
        TEST_PLAIN(the_first_start_says_what_to_do),
        TEST_PLAIN(large_letters_look_as_their_pictures),
        TEST_PLAIN(contrast_and_low_reach_look_as_their_pictures),
        TEST_PLAIN(the_words_of_a_regulation_are_found),
        TEST_PLAIN(the_hits_of_a_search_look_as_their_picture),
        TEST_PLAIN(the_agenda_looks_as_its_picture),
        TEST_PLAIN(the_states_of_an_item_look_as_their_pictures),
        TEST_PLAIN(the_warning_before_the_wipe_looks_as_its_picture),
    };
    return cmocka_run_group_tests_name("golden pages", tests, set_up, tear_down);
}
