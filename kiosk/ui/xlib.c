#include "xlib.h"

#ifdef SDL_VIDEO_DRIVER_X11
#include <dlfcn.h>

static bool bind_call(void *library, const char *name, void *to)
{
    *(void **)to = dlsym(library, name);
    return *(void **)to != NULL;
}

/* The library stays open with us: SDL opens it again when it starts anew. */
static bool bind(struct xlib *xlib)
{
    void *library = dlopen("libX11.so.6", RTLD_NOW | RTLD_NOLOAD);

    return library && bind_call(library, "XSetErrorHandler", &xlib->set_error_handler) &&
           bind_call(library, "XGetWindowAttributes", &xlib->get_attributes) &&
           bind_call(library, "XTranslateCoordinates", &xlib->translate) &&
           bind_call(library, "XGetImage", &xlib->get_image) &&
           bind_call(library, "XCreateGC", &xlib->create_gc) &&
           bind_call(library, "XFreeGC", &xlib->free_gc) &&
           bind_call(library, "XCopyArea", &xlib->copy_area);
}

const struct xlib *xlib_of(SDL_Window *window, Display **display, Window *id)
{
    static struct xlib xlib;
    static bool bound;
    SDL_SysWMinfo info;

    SDL_VERSION(&info.version);
    if (!window || !SDL_GetWindowWMInfo(window, &info) || info.subsystem != SDL_SYSWM_X11) {
        return NULL;
    }
    bound = bound || bind(&xlib);
    *display = info.info.x11.display;
    *id = info.info.x11.window;
    return bound ? &xlib : NULL;
}
#endif
