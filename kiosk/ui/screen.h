/* screen.h - where pixels go and where touches come from.
 *
 * screen_sdl: a window surface on X11, no renderer, no GL, nothing done while nobody touches it.
 * screen_memory: an array of pixels, for renders and goldens. */
#pragma once

#include "input.h"
#include "paint.h"

struct screen;

struct screen_options {
    const char *title;
    int width, height; /* of the window; 0: the whole display */
    bool full;         /* full screen, no pointer shown */
};

/* ERR_UNAVAILABLE: no display. */
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
/* Begins `input` and gathers what happened. Waits up to timeout_ms: 0 does not wait, -1 until
 * something happens. Input left over from the last frame comes first, without waiting. */
void screen_wait(struct screen *screen, struct input *input, int64_t timeout_ms);
/* Ends a screen_wait early (input.woken). The one function that other threads may call. */
void screen_post(struct screen *screen);
/* The time that screen_wait stamps, in ms; for screen_memory what screen_set_now said. */
int64_t screen_now_ms(const struct screen *screen);
void screen_set_now(struct screen *screen, int64_t now_ms);
