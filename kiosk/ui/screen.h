/* screen.h - where pixels go and where touches come from.
 *
 * screen_sdl: a window surface on X11, no renderer, no GL, nothing done while nobody touches it.
 * screen_memory: an array of pixels, for renders and goldens. */
#pragma once

#include "input.h"
#include "turn.h"

struct screen;

struct screen_options {
    const char *title;
    int width, height; /* of the window; 0: the whole display */
    bool full;         /* full screen, no pointer shown */
    int display;       /* which of several displays, from 0 */
};

/* ERR_UNAVAILABLE: no display, or no such one; the sentence tells those there are. */
MUST_CHECK enum err screen_open_sdl(const struct screen_options *options, struct screen **out,
                                    struct complaint *why);
MUST_CHECK enum err screen_open_memory(int width, int height, struct screen **out);
void screen_close(struct screen *screen); /* accepts NULL */

/* Valid until the next screen_wait. pixels == NULL: there is nowhere to draw just now. */
struct surface screen_surface(struct screen *screen);
/* The surface's pixels are not those of the last frame (first frame, new size): paint all. Asking
 * clears it. */
bool screen_is_fresh(struct screen *screen);
void screen_present(struct screen *screen, const struct rect *rects, size_t count);
/* What the display shows of `view` goes up by `up` pixels (negative: down) without being presented;
 * the strip left open is for the next screen_present. The surface stays as it is: it is behind
 * until all of it is painted, and is_fresh asks for that where its pixels are needed. False: the
 * display cannot, and nothing was done. */
bool screen_move(struct screen *screen, struct rect view, int up);
/* Begins `input` and gathers what happened. Waits up to timeout_ms: 0 does not wait, -1 until
 * something happens. Input left over from the last frame comes first, without waiting. */
void screen_wait(struct screen *screen, struct input *input, int64_t timeout_ms);
/* A touch as the panel felt it at its pixel (x, y), for tests and other sources of touches: mapped,
 * turned and put into `input`. Returns as input_point. */
bool screen_touch(struct screen *screen, struct input *input, int64_t pointer, enum input_act act,
                  int x, int y);
/* Ends a screen_wait early (input.woken). The one function that other threads may call. */
void screen_post(struct screen *screen);
/* The time that screen_wait stamps, in ms; for screen_memory what screen_set_now said. */
int64_t screen_now_ms(const struct screen *screen);
void screen_set_now(struct screen *screen, int64_t now_ms);

/* How the picture lies on the panel; the next screen_wait says `resized`. */
void screen_set_turn(struct screen *screen, enum turn turn);
/* How touches are put right, those of fingers or those of pointers; the others are left alone, so
 * that a mouse still works where a finger does not. */
void screen_set_touch(struct screen *screen, const struct touch_map *map, bool is_mouse);

/* Does the display show what was presented? Looks at `rects` of the picture; a few lines are
 * enough. ERR_UNAVAILABLE: this screen cannot be looked at. */
MUST_CHECK enum err screen_is_shown(struct screen *screen, const struct rect *rects, size_t count,
                                    bool *shown);
/* A new window in place of the old one, above all others. ERR_UNAVAILABLE: none could be made. */
MUST_CHECK enum err screen_reopen(struct screen *screen);

/* For tests, on screen_memory: from now on what is presented is kept as what the display shows,
 * unless it is frozen. */
void screen_set_frozen(struct screen *screen, bool frozen);
/* The same: whether that display moves its own pixels (it does). */
void screen_set_moving(struct screen *screen, bool moving);
