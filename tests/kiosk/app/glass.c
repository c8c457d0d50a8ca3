/* glass.c - see glass.h. */
#include "glass.h"

#include <SDL.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "words_on.h"

enum {
    WIDTH = GLASS_WIDTH,
    HEIGHT = GLASS_HEIGHT,
    TURNS_MAX = 50,
    SCROLLS_MAX = 20,
    AWAIT_TURNS_MAX = 20000
};

static void open_app(struct glass *glass)
{
    struct complaint why = {""};
    const struct app_options options = {
        .data = glass->site.folder,
        .fonts = FONT_FOLDER,
        .input_folder = INPUT_FOLDER,
        .input_program = PINYIN_PROGRAM,
        .voice_program = glass->voice,
        .print_program = glass->print,
        .printer = glass->printer,
        .paper = glass->paper,
        .first = place_of(PAGE_HOME, text_of("")),
        .staff_cost = {.ops = 1, .mem_kib = PASSWORD_MEM_KIB_MIN},
    };

    assert_ok_why(app_new(&options, glass->screen, &glass->moment, &glass->app, &why), &why);
    glass_turn(glass);
}

static int setup(void **state, bool sdl)
{
    struct glass *glass = calloc(1, sizeof *glass);
    struct complaint why = {""};
    const struct screen_options window = {.title = "test", .width = WIDTH, .height = HEIGHT};

    assert_non_null(glass);
    signal(SIGPIPE, SIG_IGN); /* as main does: a helper may be gone before it is asked */
    glass->sdl = sdl;
    glass->now_ms = 1000;
    glass->moment.raw_ms = at("2026-11-12 10:00") * 1000;
    glass->moment.boot_s = 100;
    site_make(&glass->site);
    struct disclosure record = ledger_item(&glass->site, "2026-10");
    site_put(&glass->site, KIND_disclosure, "disclosure/2026-10/05/1", 1, &record,
             at("2026-11-10 00:00"), 0, SIGN_BOTH);
    site_put_person(&glass->site, "wang", "王建国", "1234567890123456");
    site_flip(&glass->site, glass->site.folder, at("2026-11-12 09:00"));
    if (sdl) {
        setenv("SDL_VIDEODRIVER", "dummy", 1);
        assert_ok_why(screen_open_sdl(&window, &glass->screen, &why), &why);
    } else {
        assert_ok(screen_open_memory(WIDTH, HEIGHT, &glass->screen));
    }
    input_init(&glass->input);
    open_app(glass);
    *state = glass;
    return 0;
}

int glass_setup(void **state)
{
    return setup(state, false);
}

int glass_sdl_setup(void **state)
{
    return setup(state, true);
}

int glass_teardown(void **state)
{
    struct glass *glass = *state;

    app_free(glass->app);
    screen_close(glass->screen);
    site_unmake(&glass->site);
    free(glass);
    return 0;
}

void glass_restart(struct glass *glass)
{
    app_free(glass->app);
    open_app(glass);
}

/* ---- turning ---- */

static bool turn_once(struct glass *glass)
{
    bool again = app_turn(glass->app, &glass->input, &glass->moment);

    memset(glass->input.text, 0, sizeof glass->input.text);
    return again;
}

void glass_turn(struct glass *glass)
{
    int turns = 0;

    do {
        screen_set_now(glass->screen, glass->now_ms);
        screen_wait(glass->screen, &glass->input, 0);
        assert_true(turns++ < TURNS_MAX);
    } while (turn_once(glass));
}

void glass_pass(struct glass *glass, int64_t ms)
{
    glass->now_ms += ms;
    glass->moment.raw_ms += ms;
    glass->moment.boot_s = 100 + glass->now_ms / 1000;
    glass_turn(glass);
}

void glass_await(struct glass *glass, enum page_id page)
{
    int turns = 0;

    while (app_model(glass->app)->place.page != page || app_model(glass->app)->receipt.busy) {
        assert_true(turns++ < AWAIT_TURNS_MAX);
        usleep(1000);
        glass_turn(glass);
    }
    glass_turn(glass);
}

/* ---- touching ---- */

static void finger_event(struct glass *glass, enum input_act act, int x, int y)
{
    SDL_Event event = {.type = act == INPUT_DOWN ? SDL_FINGERDOWN : SDL_FINGERUP};

    event.tfinger.fingerId = 7;
    event.tfinger.x = ((float)x + 0.5F) / WIDTH;
    event.tfinger.y = ((float)y + 0.5F) / HEIGHT;
    assert_int_equal(SDL_PushEvent(&event), 1);
    glass_turn(glass);
}

static void finger(struct glass *glass, enum input_act act, int x, int y)
{
    if (glass->sdl) {
        finger_event(glass, act, x, y);
        return;
    }
    screen_set_now(glass->screen, glass->now_ms);
    screen_wait(glass->screen, &glass->input, 0);
    assert_true(input_point(&glass->input, 7, act, x, y));
    if (turn_once(glass)) {
        glass_turn(glass);
    }
}

void glass_finger(struct glass *glass, enum input_act act, int x, int y)
{
    finger(glass, act, x, y);
}

void glass_hold(struct glass *glass, int x, int y, int64_t ms)
{
    finger(glass, INPUT_DOWN, x, y);
    if (glass->sdl) {
        usleep((useconds_t)ms * 1000);
        glass_turn(glass);
    } else {
        glass_pass(glass, ms);
    }
    finger(glass, INPUT_UP, x, y);
}

void glass_find(struct glass *glass, struct text text, int *x, int *y)
{
    assert_true(words_on(app_draws(glass->app), text, x, y));
}

bool glass_shows(struct glass *glass, struct text text)
{
    int x, y;
    return words_on(app_draws(glass->app), text, &x, &y);
}

static void scroll(struct glass *glass)
{
    screen_set_now(glass->screen, glass->now_ms);
    screen_wait(glass->screen, &glass->input, 0);
    glass->input.x = WIDTH / 2;
    glass->input.y = HEIGHT / 2;
    glass->input.wheel = 2;
    glass->input.any = true;
    if (turn_once(glass)) {
        glass_turn(glass);
    }
}

void glass_tap(struct glass *glass, struct text text)
{
    int x, y;

    for (int i = 0; i < SCROLLS_MAX && !glass_shows(glass, text); i++) {
        scroll(glass);
    }
    if (!words_on(app_draws(glass->app), text, &x, &y)) {
        print_error("\"%.*s\" is not on page %s\n", TEXT_ARG(text),
                    page_name(app_model(glass->app)->place.page));
        draw_list_print(app_draws(glass->app), stderr);
        fail();
    }
    finger(glass, INPUT_DOWN, x, y);
    finger(glass, INPUT_UP, x, y);
}

void glass_tap_word(struct glass *glass, enum word id)
{
    glass_tap(glass, word(id));
}

void glass_type(struct glass *glass, const char *text)
{
    screen_set_now(glass->screen, glass->now_ms);
    screen_wait(glass->screen, &glass->input, 0);
    assert_true(input_type(&glass->input, text_of(text)));
    if (turn_once(glass)) {
        glass_turn(glass);
    }
}
