/* app.h - the kiosk as a state that turns: input in, one frame out, intents applied.
 *
 * app_turn() alone changes state. It judges the clock, takes what the watching thread and the
 * children brought, lets the page draw and applies the page's intent. Nothing here reads a clock or
 * blocks longer than one commit. Between turns the caller sleeps app_timeout_ms(). */
#pragma once

#include "page.h"
#include "password.h"
#include "screen.h"

enum {
    IDLE_S_DEFAULT = 80, /* without a policy: 60 s, then 20 s of warning */
    IDLE_WARN_S = 20,
    STAFF_IDLE_S = 120,
    ATTRACT_AFTER_S = 300, /* untouched at rest: slides */
    CLEANING_S = 60,
};

struct app_options {
    const char *data;            /* the data folder */
    bool read_only;              /* a render: nothing is written, no thread, no child */
    const char *fonts;           /* folder of the faces */
    const char *print_program;   /* noticepoint-print; NULL: nothing is printed */
    const char *printer, *paper; /* its name in the printing system; 58, 80 or a4 */
    const char *voice_program;   /* noticepoint-voice; NULL: nothing is read aloud */
    const char *input_folder, *input_program; /* engines of the input panel; NULL: none */
    int diagonal_tenth_in;
    enum theme_scale scale;
    bool contrast, low_reach;
    bool doubtful;   /* --doubtful */
    int64_t floor_s; /* the clock cannot be before this: build time, or --now */
    bool sets_clock; /* --now, --at: floor_s is the floor, whatever the store says */
    struct place first;
    struct password_cost staff_cost; /* of PINs and passphrases made here */
};

/* Read by main, once a turn. */
struct app_moment {
    int64_t raw_ms; /* system clock, ms since 1970 */
    int64_t boot_s; /* since boot */
};

struct app;

/* `screen` stays the caller's. ERR_NOT_FOUND: no fonts; store errors as data_folder_open. */
MUST_CHECK enum err app_new(const struct app_options *options, struct screen *screen,
                            const struct app_moment *moment, struct app **app,
                            struct complaint *why);
void app_free(struct app *app); /* accepts NULL; wipes */
/* One turn. True: state changed at its end, so turn again at once. */
bool app_turn(struct app *app, struct input *input, const struct app_moment *moment);
/* Until the next turn is due without input; -1: never. */
int64_t app_timeout_ms(const struct app *app, int64_t now_ms, const struct app_moment *moment);
/* The civil offset in force, for reading times on the command line. */
int app_offset_min(const struct app *app);
bool app_has_ended(const struct app *app); /* a signal asked for it */

/* What is on the glass, for --render and tests. */
const struct model *app_model(const struct app *app);
const struct draw_list *app_draws(const struct app *app);
bool app_is_dark(const struct app *app);    /* the screen rests for the night */
uint64_t app_blanks(const struct app *app); /* pictures found blank and painted anew */
uint64_t app_frozen(const struct app *app); /* looks at which the display showed another picture */
uint64_t app_frames(const struct app *app); /* presented since the start */
