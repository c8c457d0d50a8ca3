/* xlib.h - the calls of libX11 that SDL has no function for; internal to ui.
 *
 * The library is the one SDL has open, and is never linked: under another video driver there is
 * none. */
#pragma once

#include <SDL_syswm.h>
#include <stdbool.h>

#ifdef SDL_VIDEO_DRIVER_X11
#include <X11/Xutil.h>

struct xlib {
    XErrorHandler (*set_error_handler)(XErrorHandler);
    Status (*get_attributes)(Display *, Window, XWindowAttributes *);
    Bool (*translate)(Display *, Window, Window, int, int, int *, int *, Window *);
    XImage *(*get_image)(Display *, Drawable, int, int, unsigned, unsigned, unsigned long, int);
    GC (*create_gc)(Display *, Drawable, unsigned long, XGCValues *);
    int (*free_gc)(Display *, GC);
    int (*copy_area)(Display *, Drawable, Drawable, GC, int, int, unsigned, unsigned, int, int);
};

/* NULL: the window is not on X. Else where it is. */
const struct xlib *xlib_of(SDL_Window *window, Display **display, Window *id);
#endif
