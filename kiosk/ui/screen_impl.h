/* screen_impl.h - what a kind of screen must be able to do; internal to ui. */
#pragma once

#include "screen.h"

struct screen {
    const struct screen_ops *ops;
};

struct screen_ops {
    void (*close)(struct screen *screen);
    struct surface (*surface)(struct screen *screen);
    bool (*is_fresh)(struct screen *screen);
    void (*present)(struct screen *screen, const struct rect *rects, size_t count);
    void (*wait)(struct screen *screen, struct input *input, int64_t timeout_ms);
    void (*post)(struct screen *screen);
    int64_t (*now_ms)(const struct screen *screen);
};
