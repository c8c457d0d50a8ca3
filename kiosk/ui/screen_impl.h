/* screen_impl.h - what a kind of screen must be able to do; internal to ui. */
#pragma once

#include "screen.h"

struct screen {
    const struct screen_ops *ops;
    enum turn turn;
    struct touch_map touch;
    bool touch_is_mouse;    /* `touch` holds for pointers, not for fingers */
    struct surface picture; /* of a turned panel, ours; else nothing */
    bool picture_fresh;
    bool turned; /* to be told by the next wait */
};

/* Sets what all kinds of screens begin with. */
void screen_init(struct screen *screen, const struct screen_ops *ops);
/* A touch, felt by the panel at so many units of it, on its way to `input`. Returns as input_point.
 */
bool screen_point(struct screen *screen, struct input *input, int64_t pointer, enum input_act act,
                  struct touch_place felt);
/* The pixel of the picture there. */
void screen_pixel(struct screen *screen, bool mouse, struct touch_place felt, int *x, int *y);
/* The middle of pixel `px` of `size` in units. */
int32_t screen_unit(int px, int size);

struct screen_ops {
    void (*close)(struct screen *screen);
    struct surface (*surface)(struct screen *screen);
    bool (*is_fresh)(struct screen *screen);
    void (*present)(struct screen *screen, const struct rect *rects, size_t count);
    void (*wait)(struct screen *screen, struct input *input, int64_t timeout_ms);
    void (*post)(struct screen *screen);
    int64_t (*now_ms)(const struct screen *screen);
    /* May be NULL: it cannot be seen. Does the display show the panel's pixels in `rect`? */
    enum err (*shows)(struct screen *screen, struct rect rect, bool *same);
    enum err (*reopen)(struct screen *screen); /* may be NULL */
    /* May be NULL: it cannot. Moves what the display shows of `view`; see screen_move. */
    bool (*move)(struct screen *screen, struct rect view, int up);
};
