/* window_move.h - pixels of a window that the X server moves itself; internal to ui.
 *
 * A view that scrolls is megabytes a frame. To move them where they are costs the server a fraction
 * of taking them from us: they lie in its own cache, and ours are in another core's. */
#pragma once

#include <SDL.h>
#include <stdbool.h>

#include "paint.h"

struct window_move {
    SDL_Window *window;
    void *gc; /* made at the first move */
};

/* What the display shows of `view` goes up by `up` pixels (negative: down); the strip that is left
 * open shows anything. Drawn in turn with what SDL presents. False: it cannot be done, and nothing
 * was. */
bool window_move(struct window_move *move, SDL_Window *window, struct rect view, int up);
/* Before its window goes. */
void window_move_end(struct window_move *move);

/* SDL tells of the server's events that it does not know (SDL_SYSWMEVENT): is this one of them that
 * says that pixels could not be moved, since another window lay above them? Then what was presented
 * has to be presented again. */
bool window_move_was_lost(const SDL_Event *event);
