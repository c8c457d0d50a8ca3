/* sight.h - what the X server really shows; internal to ui.
 *
 * A window's surface says what we drew. Another window above ours, a driver that hangs or a server
 * that lost our pixels show nothing of it, so now and then the root window is read back. */
#pragma once

#include <SDL.h>

#include "errors.h"
#include "paint.h"

/* Does the display show the pixels of `rect` of the window's surface? *same becomes false when it
 * does not. ERR_UNAVAILABLE: not X, or not 24 bits of colour, or the window is not mapped. */
MUST_CHECK enum err sight_compare(SDL_Window *window, struct surface surface, struct rect rect,
                                  bool *same);
