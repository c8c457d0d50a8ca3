#include <stdatomic.h>
#include <stdlib.h>

#include "screen_impl.h"

struct screen_memory {
    struct screen screen;
    struct surface surface;
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
    (void)screen;
    (void)rects;
    (void)count;
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

static const struct screen_ops memory_ops = {memory_close,   memory_surface, memory_is_fresh,
                                             memory_present, memory_wait,    memory_post,
                                             memory_now_ms};

enum err screen_open_memory(int width, int height, struct screen **out)
{
    struct screen_memory *memory = calloc(1, sizeof *memory);
    uint32_t *pixels = calloc((size_t)width * (size_t)height, sizeof *pixels);

    if (!memory || !pixels) {
        free(memory);
        free(pixels);
        return ERR_NOMEM;
    }
    memory->screen.ops = &memory_ops;
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
