#include "sight.h"

#include "xlib.h"

#ifdef SDL_VIDEO_DRIVER_X11

enum { COLOR_BITS = 0xffffff, DEPTH = 24, DEPTH_ALPHA = 32, BITS_PER_PIXEL = 32 };

/* The screen may shrink between two of our calls; Xlib's own handler would end the program. */
static int ignore_error(Display *display, XErrorEvent *event)
{
    (void)display;
    (void)event;
    return 0;
}

static bool image_is_same(const XImage *image, struct surface surface, struct rect rect)
{
    for (int y = 0; y < rect.h; y++) {
        const uint32_t *shown =
            (const uint32_t *)(const void *)(image->data + (ptrdiff_t)y * image->bytes_per_line);
        const uint32_t *drawn = surface.pixels + (ptrdiff_t)(rect.y + y) * surface.stride + rect.x;
        for (int x = 0; x < rect.w; x++) {
            if (((shown[x] ^ drawn[x]) & COLOR_BITS) != 0) {
                return false;
            }
        }
    }
    return true;
}

static enum err compare(const struct xlib *xlib, Display *display, Window window,
                        struct surface surface, struct rect rect, bool *same)
{
    XWindowAttributes ours, root;
    Window child;
    int x, y;

    if (!xlib->get_attributes(display, window, &ours) || ours.map_state != IsViewable ||
        (ours.depth != DEPTH && ours.depth != DEPTH_ALPHA) ||
        !xlib->get_attributes(display, ours.root, &root) ||
        !xlib->translate(display, window, ours.root, rect.x, rect.y, &x, &y, &child)) {
        return ERR_UNAVAILABLE;
    }
    struct rect seen = rect_common((struct rect){x, y, rect.w, rect.h},
                                   (struct rect){0, 0, root.width, root.height});
    if (rect_is_empty(seen)) {
        return OK; /* off the screen: there is nothing to see */
    }
    XImage *image = xlib->get_image(display, ours.root, seen.x, seen.y, (unsigned)seen.w,
                                    (unsigned)seen.h, AllPlanes, ZPixmap);
    if (!image) {
        return ERR_UNAVAILABLE;
    }
    bool readable = image->bits_per_pixel == BITS_PER_PIXEL;
    if (readable) {
        struct rect drawn = {rect.x + seen.x - x, rect.y + seen.y - y, seen.w, seen.h};
        *same = *same && image_is_same(image, surface, drawn);
    }
    XDestroyImage(image);
    return readable ? OK : ERR_UNAVAILABLE;
}

enum err sight_compare(SDL_Window *window, struct surface surface, struct rect rect, bool *same)
{
    Display *display;
    Window id;
    const struct xlib *xlib = xlib_of(window, &display, &id);

    if (!xlib) {
        return ERR_UNAVAILABLE;
    }
    XErrorHandler before = xlib->set_error_handler(ignore_error);
    enum err err = compare(xlib, display, id, surface, rect, same);
    xlib->set_error_handler(before);
    return err;
}

#else

enum err sight_compare(SDL_Window *window, struct surface surface, struct rect rect, bool *same)
{
    (void)window;
    (void)surface;
    (void)rect;
    (void)same;
    return ERR_UNAVAILABLE;
}

#endif
