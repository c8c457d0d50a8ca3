/* glass.h - a kiosk under a finger: the app on a screen, touched where its words stand.
 *
 * On screen_memory time is ours and input goes straight in; on screen_sdl (the dummy driver)
 * touches are SDL_FINGER events and time is real. */
#pragma once

#include "site_fixture.h"

#include "app.h"
#include "words.h"

enum { GLASS_WIDTH = 1080, GLASS_HEIGHT = 1920 };

struct glass {
    struct site site;
    struct screen *screen;
    struct app *app;
    struct app_moment moment;
    struct input input;
    bool sdl;
    const char *print, *printer, *paper; /* as app_options; NULL: no printer. Likewise */
    const char *voice; /* program that reads aloud; NULL: none. Set before glass_restart */
    int64_t now_ms;
};

/* *state is a struct glass * on screen_memory, the site published at 2026-11-12 10:00. */
int glass_setup(void **state);
int glass_sdl_setup(void **state);
int glass_teardown(void **state);
/* Starts the app again on the same data folder. */
void glass_restart(struct glass *glass);

/* Turns until nothing is left to do at once. */
void glass_turn(struct glass *glass);
/* Time passes (memory only), in one turn. */
void glass_pass(struct glass *glass, int64_t ms);
bool glass_shows(struct glass *glass, struct text text);
/* Puts a finger on the words and lifts it; scrolls down to them if need be. The test fails when
 * they are not there. */
void glass_tap(struct glass *glass, struct text text);
void glass_tap_word(struct glass *glass, enum word id);
/* One finger, straight to the place: INPUT_DOWN, INPUT_MOVE, INPUT_UP (memory only). */
void glass_finger(struct glass *glass, enum input_act act, int x, int y);
/* Where the words stand; the test fails when they are not there. */
void glass_find(struct glass *glass, struct text text, int *x, int *y);
void glass_hold(struct glass *glass, int x, int y, int64_t ms);
void glass_type(struct glass *glass, const char *text);
/* Waits for a child process until `page` is on the glass. */
void glass_await(struct glass *glass, enum page_id page);
