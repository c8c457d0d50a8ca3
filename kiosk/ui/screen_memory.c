#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "screen_impl.h"

struct screen_memory {
    struct screen screen;
    struct surface surface;
    uint32_t *display; /* what a display would show; NULL: nobody asks */
    bool frozen, unmoving;
    bool fresh;
    atomic_bool posted;
    int64_t now_ms;
};

static struct screen_memory *memory_of(struct screen *screen)
{
    return (struct screen_memory *)screen;
}

static void memory_close(struct screen *screen)
{
    free(memory_of(screen)->surface.pixels);
    free(memory_of(screen)->display);
    free(screen);
}

static struct surface memory_surface(struct screen *screen)
{
    return memory_of(screen)->surface;
}

static bool memory_is_fresh(struct screen *screen)
{
    bool fresh = memory_of(screen)->fresh;

    memory_of(screen)->fresh = false;
    return fresh;
}

static void memory_present(struct screen *screen, const struct rect *rects, size_t count)
{
    struct screen_memory *memory = memory_of(screen);
    struct surface surface = memory->surface;

    for (size_t i = 0; i < count && memory->display && !memory->frozen; i++) {
        struct rect part = rect_common(rects[i], (struct rect){0, 0, surface.w, surface.h});
        for (int y = part.y; y < part.y + part.h; y++) {
            size_t at = (size_t)y * (size_t)surface.stride + (size_t)part.x;
            memcpy(memory->display + at, surface.pixels + at,
                   (size_t)part.w * sizeof *surface.pixels);
        }
    }
}

static bool memory_move(struct screen *screen, struct rect view, int up)
{
    struct screen_memory *memory = memory_of(screen);
    struct surface display = memory->surface;

    if (!memory->display || memory->unmoving) {
        return false;
    }
    display.pixels = memory->display;
    if (!memory->frozen) {
        paint_move(display, view, up);
    }
    return true;
}

static enum err memory_shows(struct screen *screen, struct rect rect, bool *same)
{
    struct screen_memory *memory = memory_of(screen);

    if (!memory->display) {
        return ERR_UNAVAILABLE;
    }
    for (int y = rect.y; y < rect.y + rect.h; y++) {
        size_t at = (size_t)y * (size_t)memory->surface.stride + (size_t)rect.x;
        *same = *same && memcmp(memory->display + at, memory->surface.pixels + at,
                                (size_t)rect.w * sizeof *memory->display) == 0;
    }
    return OK;
}

static enum err memory_reopen(struct screen *screen)
{
    memory_of(screen)->fresh = true;
    return OK;
}

static void memory_wait(struct screen *screen, struct input *input, int64_t timeout_ms)
{
    (void)timeout_ms;
    input_begin(input, memory_of(screen)->now_ms);
    input->woken = atomic_exchange(&memory_of(screen)->posted, false);
}

static void memory_post(struct screen *screen)
{
    atomic_store(&memory_of(screen)->posted, true);
}

static int64_t memory_now_ms(const struct screen *screen)
{
    return ((const struct screen_memory *)screen)->now_ms;
}

static const struct screen_ops memory_ops = {
    memory_close, memory_surface, memory_is_fresh, memory_present, memory_wait,
    memory_post,  memory_now_ms,  memory_shows,    memory_reopen,  memory_move,
};

enum err screen_open_memory(int width, int height, struct screen **out)
{
    struct screen_memory *memory = calloc(1, sizeof *memory);
    uint32_t *pixels = calloc((size_t)width * (size_t)height, sizeof *pixels);

    if (!memory || !pixels) {
        free(memory);
        free(pixels);
        return ERR_NOMEM;
    }
    screen_init(&memory->screen, &memory_ops);
    memory->surface = (struct surface){pixels, width, height, width};
    memory->fresh = true;
    *out = &memory->screen;
    return OK;
}

void screen_set_now(struct screen *screen, int64_t now_ms)
{
    if (screen->ops == &memory_ops) {
        memory_of(screen)->now_ms = now_ms;
    }
}

void screen_set_frozen(struct screen *screen, bool frozen)
{
    struct screen_memory *memory = memory_of(screen);
    struct surface surface = memory->surface;
    size_t pixels = (size_t)surface.stride * (size_t)surface.h;

    if (screen->ops != &memory_ops) {
        return;
    }
    if (!memory->display) {
        memory->display = calloc(pixels, sizeof *memory->display);
        if (memory->display) {
            memcpy(memory->display, surface.pixels, pixels * sizeof *surface.pixels);
        }
    }
    memory->frozen = frozen;
}

void screen_set_moving(struct screen *screen, bool moving)
{
    if (screen->ops == &memory_ops) {
        memory_of(screen)->unmoving = !moving;
    }
}
