#include "turn.h"

enum { BAND_PX = 32 }; /* so many rows at once, so that their lines stay in the cache */

bool turn_is_sideways(enum turn turn)
{
    return turn == TURN_RIGHT || turn == TURN_LEFT;
}

struct touch_place turn_to_picture(enum turn turn, struct touch_place panel)
{
    switch (turn) {
    case TURN_RIGHT:
        return (struct touch_place){panel.y, TOUCH_ONE - panel.x};
    case TURN_HALF:
        return (struct touch_place){TOUCH_ONE - panel.x, TOUCH_ONE - panel.y};
    case TURN_LEFT:
        return (struct touch_place){TOUCH_ONE - panel.y, panel.x};
    case TURN_NONE:
    case TURNS:
        break;
    }
    return panel;
}

struct touch_place turn_to_panel(enum turn turn, struct touch_place picture)
{
    static const enum turn back[TURNS] = {
        [TURN_NONE] = TURN_NONE,
        [TURN_RIGHT] = TURN_LEFT,
        [TURN_HALF] = TURN_HALF,
        [TURN_LEFT] = TURN_RIGHT,
    };

    return turn < TURNS ? turn_to_picture(back[turn], picture) : picture;
}

/* Where the picture's first pixel lies on the panel, and the way from one to the next. */
struct walk {
    ptrdiff_t first, right, down; /* pixels of the panel's surface */
};

static struct walk walk_of(enum turn turn, struct surface panel)
{
    ptrdiff_t stride = panel.stride, last_x = panel.w - 1, last_y = (panel.h - 1) * stride;

    switch (turn) {
    case TURN_RIGHT:
        return (struct walk){last_x, stride, -1};
    case TURN_HALF:
        return (struct walk){last_y + last_x, -1, -stride};
    case TURN_LEFT:
        return (struct walk){last_y, -stride, 1};
    case TURN_NONE:
    case TURNS:
        break;
    }
    return (struct walk){0, 1, stride};
}

struct rect turn_rect(enum turn turn, struct rect rect, struct surface panel)
{
    switch (turn) {
    case TURN_RIGHT:
        return (struct rect){panel.w - rect.y - rect.h, rect.x, rect.h, rect.w};
    case TURN_HALF:
        return (struct rect){panel.w - rect.x - rect.w, panel.h - rect.y - rect.h, rect.w, rect.h};
    case TURN_LEFT:
        return (struct rect){rect.y, panel.h - rect.x - rect.w, rect.h, rect.w};
    case TURN_NONE:
    case TURNS:
        break;
    }
    return rect;
}

struct rect turn_copy(enum turn turn, struct surface picture, struct rect rect,
                      struct surface panel)
{
    struct rect part = rect_common(rect, (struct rect){0, 0, picture.w, picture.h});
    struct walk walk = walk_of(turn, panel);

    for (int top = part.y; top < part.y + part.h; top += BAND_PX) {
        int bottom = top + BAND_PX < part.y + part.h ? top + BAND_PX : part.y + part.h;
        for (int x = part.x; x < part.x + part.w; x++) {
            const uint32_t *from = picture.pixels + (ptrdiff_t)top * picture.stride + x;
            uint32_t *to = panel.pixels + walk.first + x * walk.right + top * walk.down;
            for (int y = top; y < bottom; y++, from += picture.stride, to += walk.down) {
                *to = *from;
            }
        }
    }
    return turn_rect(turn, part, panel);
}
