/* A window takes fingers, the mouse and keys on one path, and sleeps until something happens. */
#include <pthread.h>
#include <stdlib.h>

#include <SDL.h>

#include "screen.h"
#include "support.h"

static int screen_setup(void **state)
{
    struct complaint why = {{0}};
    struct screen *screen = NULL;
    struct screen_options options = {.title = "test", .width = 200, .height = 400};

    setenv("SDL_VIDEODRIVER", "dummy", 1);
    assert_ok_why(screen_open_sdl(&options, &screen, &why), &why);
    SDL_FlushEvents(SDL_FIRSTEVENT, SDL_LASTEVENT);
    *state = screen;
    return 0;
}

static int screen_teardown(void **state)
{
    screen_close(*state);
    return 0;
}

static void push_finger(Uint32 type, SDL_FingerID finger, float x, float y)
{
    SDL_Event event = {.tfinger = {.type = type, .fingerId = finger, .x = x, .y = y}};

    assert_int_equal(SDL_PushEvent(&event), 1);
}

static struct input gather(struct screen *screen, struct input *input)
{
    screen_wait(screen, input, 0);
    return *input;
}

static void a_finger_presses_and_releases_at_its_place(void **state)
{
    struct input input;

    input_init(&input);
    push_finger(SDL_FINGERDOWN, 5, 0.25f, 0.5f);
    push_finger(SDL_FINGERDOWN, 6, 0.9f, 0.9f); /* a second one is ignored */
    gather(*state, &input);
    assert_true(input.pressed && input.down && input.any);
    assert_int_equal(input.press_x, 50);
    assert_int_equal(input.press_y, 200);
    push_finger(SDL_FINGERUP, 6, 0.9f, 0.9f);
    push_finger(SDL_FINGERUP, 5, 0.5f, 0.5f);
    gather(*state, &input);
    assert_true(input.released && !input.down);
    assert_int_equal(input.x, 100);
}

static void two_taps_in_one_go_are_two_taps(void **state)
{
    struct input input;
    int presses = 0, releases = 0;

    input_init(&input);
    for (int i = 0; i < 2; i++) {
        push_finger(SDL_FINGERDOWN, 1, 0.5f, 0.5f);
        push_finger(SDL_FINGERUP, 1, 0.5f, 0.5f);
    }
    for (int i = 0; i < 4; i++) {
        gather(*state, &input);
        presses += input.pressed;
        releases += input.released;
    }
    assert_int_equal(presses, 2);
    assert_int_equal(releases, 2);
}

static void a_mouse_made_from_a_touch_does_not_count(void **state)
{
    SDL_Event event = {
        .button = {.type = SDL_MOUSEBUTTONDOWN, .which = SDL_TOUCH_MOUSEID, .button = 1}};
    struct input input;

    input_init(&input);
    assert_int_equal(SDL_PushEvent(&event), 1);
    gather(*state, &input);
    assert_false(input.pressed);
    event.button.which = 0;
    event.button.x = 7;
    assert_int_equal(SDL_PushEvent(&event), 1);
    gather(*state, &input);
    assert_true(input.pressed);
    assert_int_equal(input.x, 7);
}

static void typed_characters_and_keys_arrive(void **state)
{
    SDL_Event text = {.text = {.type = SDL_TEXTINPUT, .text = "路"}};
    SDL_Event key = {.key = {.type = SDL_KEYDOWN, .keysym = {.sym = SDLK_BACKSPACE}}};
    SDL_Event tab = {.key = {.type = SDL_KEYDOWN, .keysym = {.sym = SDLK_TAB, .mod = KMOD_LSHIFT}}};
    struct input input;

    input_init(&input);
    SDL_PushEvent(&text);
    SDL_PushEvent(&key);
    SDL_PushEvent(&tab);
    gather(*state, &input);
    assert_text(((struct text){input.text, input.text_size}), "路");
    assert_int_equal(input.key_count, 2);
    assert_int_equal(input.keys[0], KEY_BACKSPACE);
    assert_int_equal(input.keys[1], KEY_BACKTAB);
}

static void *post_from_elsewhere(void *screen)
{
    screen_post(screen);
    return NULL;
}

static void another_thread_ends_the_wait(void **state)
{
    struct input input;
    pthread_t thread;

    input_init(&input);
    assert_int_equal(pthread_create(&thread, NULL, post_from_elsewhere, *state), 0);
    screen_wait(*state, &input, -1); /* would wait for ever */
    assert_true(input.woken);
    pthread_join(thread, NULL);
    gather(*state, &input);
    assert_false(input.woken);
}

static void the_surface_is_fresh_once(void **state)
{
    struct surface surface = screen_surface(*state);
    struct rect all = {0, 0, 200, 400};

    assert_non_null(surface.pixels);
    assert_int_equal(surface.w, 200);
    assert_int_equal(surface.h, 400);
    assert_true(screen_is_fresh(*state));
    assert_false(screen_is_fresh(*state));
    screen_present(*state, &all, 1);
}

/* A display that was unplugged, lost its pixels or became another one: all is painted anew. */
static void lost_pixels_are_painted_anew(void **state)
{
    const SDL_Event events[] = {
        {.type = SDL_RENDER_TARGETS_RESET},
        {.type = SDL_RENDER_DEVICE_RESET},
        {.display = {.type = SDL_DISPLAYEVENT, .event = SDL_DISPLAYEVENT_DISCONNECTED}},
        {.display = {.type = SDL_DISPLAYEVENT, .event = SDL_DISPLAYEVENT_CONNECTED}},
        {.display = {.type = SDL_DISPLAYEVENT, .event = SDL_DISPLAYEVENT_ORIENTATION}},
        {.window = {.type = SDL_WINDOWEVENT, .event = SDL_WINDOWEVENT_SIZE_CHANGED}},
    };
    struct input input;

    input_init(&input);
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) {
        SDL_Event event = events[i];
        (void)screen_is_fresh(*state);
        assert_int_equal(SDL_PushEvent(&event), 1);
        gather(*state, &input);
        assert_true(input.resized);
        assert_true(screen_is_fresh(*state));
        assert_false(input.any); /* nobody touched it */
    }
}

static void push_window(Uint8 what)
{
    SDL_Event event = {.window = {.type = SDL_WINDOWEVENT, .event = what}};

    assert_int_equal(SDL_PushEvent(&event), 1);
}

static void a_window_that_was_hidden_is_painted_anew_and_one_that_begins_is_not(void **state)
{
    struct input input;

    input_init(&input);
    (void)screen_is_fresh(*state);
    push_window(SDL_WINDOWEVENT_SHOWN);
    gather(*state, &input);
    assert_false(input.resized || screen_is_fresh(*state));
    push_window(SDL_WINDOWEVENT_MINIMIZED);
    push_window(SDL_WINDOWEVENT_RESTORED);
    gather(*state, &input);
    assert_true(input.resized && screen_is_fresh(*state));
}

static void a_new_window_takes_the_place_of_the_old_one(void **state)
{
    (void)screen_surface(*state);
    (void)screen_is_fresh(*state);
    assert_ok(screen_reopen(*state));
    struct surface surface = screen_surface(*state);
    assert_non_null(surface.pixels);
    assert_int_equal(surface.w, 200);
    assert_true(screen_is_fresh(*state));
}

static void a_display_that_is_not_there_is_told_with_those_that_are(void **state)
{
    struct complaint why = {{0}};
    struct screen *screen = NULL;
    (void)state;

    setenv("SDL_VIDEODRIVER", "dummy", 1);
    assert_err(
        ERR_UNAVAILABLE,
        screen_open_sdl(&(struct screen_options){.title = "x", .display = 7}, &screen, &why));
    assert_says(&why, "there is no display 7");
    assert_says(&why, "0 (");
}

static void closing_the_window_asks_for_the_end(void **state)
{
    SDL_Event event = {.type = SDL_QUIT};
    struct input input;

    input_init(&input);
    SDL_PushEvent(&event);
    gather(*state, &input);
    assert_true(input.quit);
}

static void a_machine_without_a_display_is_told_so(void **state)
{
    struct complaint why = {{0}};
    struct screen *screen = NULL;
    (void)state;

    setenv("SDL_VIDEODRIVER", "x11", 1);
    setenv("DISPLAY", ":987", 1);
    assert_err(ERR_UNAVAILABLE,
               screen_open_sdl(&(struct screen_options){.title = "x", .width = 9, .height = 9},
                               &screen, &why));
    assert_says(&why, "no display");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_finger_presses_and_releases_at_its_place, screen),
        TEST(two_taps_in_one_go_are_two_taps, screen),
        TEST(a_mouse_made_from_a_touch_does_not_count, screen),
        TEST(typed_characters_and_keys_arrive, screen),
        TEST(another_thread_ends_the_wait, screen),
        TEST(the_surface_is_fresh_once, screen),
        TEST(lost_pixels_are_painted_anew, screen),
        TEST(a_window_that_was_hidden_is_painted_anew_and_one_that_begins_is_not, screen),
        TEST(a_new_window_takes_the_place_of_the_old_one, screen),
        TEST(closing_the_window_asks_for_the_end, screen),
        TEST_PLAIN(a_display_that_is_not_there_is_told_with_those_that_are),
        TEST_PLAIN(a_machine_without_a_display_is_told_so),
    };
    return cmocka_run_group_tests_name("screen", tests, NULL, NULL);
}
