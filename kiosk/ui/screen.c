#include "screen_impl.h"

void screen_close(struct screen *screen)
{
    if (screen) {
        screen->ops->close(screen);
    }
}

struct surface screen_surface(struct screen *screen)
{
    return screen->ops->surface(screen);
}

bool screen_is_fresh(struct screen *screen)
{
    return screen->ops->is_fresh(screen);
}

void screen_present(struct screen *screen, const struct rect *rects, size_t count)
{
    screen->ops->present(screen, rects, count);
}

void screen_wait(struct screen *screen, struct input *input, int64_t timeout_ms)
{
    screen->ops->wait(screen, input, timeout_ms);
}

void screen_post(struct screen *screen)
{
    screen->ops->post(screen);
}

int64_t screen_now_ms(const struct screen *screen)
{
    return screen->ops->now_ms(screen);
}
