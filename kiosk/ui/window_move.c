#include "window_move.h"

#include <stdlib.h>

#include "xlib.h"

#ifdef SDL_VIDEO_DRIVER_X11

/* A GC as it comes asks for graphics exposures (Xlib, 7.1), which tell what could not be moved. */
static GC gc_of(struct window_move *move, const struct xlib *xlib, Display *display, Window id)
{
    if (!move->gc) {
        move->gc = xlib->create_gc(display, id, 0, NULL);
    }
    return move->gc;
}

bool window_move(struct window_move *move, SDL_Window *window, struct rect view, int up)
{
    Display *display;
    Window id;
    const struct xlib *xlib = xlib_of(window, &display, &id);

    if (!xlib || abs(up) >= view.h) {
        return false;
    }
    if (move->window != window) {
        window_move_end(move);
        move->window = window;
    }
    GC gc = gc_of(move, xlib, display, id);
    if (!gc) {
        return false;
    }
    int from = up > 0 ? up : 0, to = up > 0 ? 0 : -up;
    xlib->copy_area(display, id, id, gc, view.x, view.y + from, (unsigned)view.w,
                    (unsigned)(view.h - abs(up)), view.x, view.y + to);
    return true;
}

void window_move_end(struct window_move *move)
{
    Display *display;
    Window id;
    const struct xlib *xlib = move->gc ? xlib_of(move->window, &display, &id) : NULL;

    if (xlib) {
        xlib->free_gc(display, move->gc);
    }
    *move = (struct window_move){0};
}

bool window_move_was_lost(const SDL_Event *event)
{
    const SDL_SysWMmsg *msg = event->syswm.msg;

    return msg && msg->subsystem == SDL_SYSWM_X11 && msg->msg.x11.event.type == GraphicsExpose;
}

#else

bool window_move(struct window_move *move, SDL_Window *window, struct rect view, int up)
{
    (void)move;
    (void)window;
    (void)view;
    (void)up;
    return false;
}

void window_move_end(struct window_move *move)
{
    (void)move;
}

bool window_move_was_lost(const SDL_Event *event)
{
    (void)event;
    return false;
}

#endif
