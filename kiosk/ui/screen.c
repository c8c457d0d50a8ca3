/* screen.c - what all kinds of screens share: the way the picture lies, and where touches go. */
#include <stdlib.h>

#include "log.h"
#include "screen_impl.h"

void screen_init(struct screen *screen, const struct screen_ops *ops)
{
    *screen = (struct screen){.ops = ops, .touch = touch_map_none()};
}

static void drop_picture(struct screen *screen)
{
    free(screen->picture.pixels);
    screen->picture = (struct surface){0};
}

void screen_close(struct screen *screen)
{
    if (screen) {
        drop_picture(screen);
        screen->ops->close(screen);
    }
}

/* ---- pixels ---- */

static void make_picture(struct screen *screen, int w, int h)
{
    drop_picture(screen);
    uint32_t *pixels = calloc((size_t)w * (size_t)h, sizeof *pixels);
    if (!pixels) {
        log_error("screen: no memory for a turned picture");
        return;
    }
    screen->picture = (struct surface){pixels, w, h, w};
    screen->picture_fresh = true;
}

struct surface screen_surface(struct screen *screen)
{
    struct surface panel = screen->ops->surface(screen);
    bool sideways = turn_is_sideways(screen->turn);
    int w = sideways ? panel.h : panel.w, h = sideways ? panel.w : panel.h;

    if (screen->turn == TURN_NONE || !panel.pixels) {
        return panel;
    }
    if (screen->picture.w != w || screen->picture.h != h) {
        make_picture(screen, w, h);
    }
    return screen->picture;
}

bool screen_is_fresh(struct screen *screen)
{
    bool fresh = screen->ops->is_fresh(screen) || screen->picture_fresh;

    screen->picture_fresh = false;
    return fresh;
}

void screen_present(struct screen *screen, const struct rect *rects, size_t count)
{
    enum { RECTS_MAX = DAMAGE_RECTS_MAX + 1 };
    struct rect turned[RECTS_MAX];

    if (screen->turn == TURN_NONE) {
        screen->ops->present(screen, rects, count);
        return;
    }
    struct surface panel = screen->ops->surface(screen);
    bool sideways = turn_is_sideways(screen->turn);
    if (!panel.pixels || screen->picture.w != (sideways ? panel.h : panel.w) ||
        screen->picture.h != (sideways ? panel.w : panel.h)) {
        return; /* it changed its size just now: the next frame is another one */
    }
    count = count < RECTS_MAX ? count : RECTS_MAX;
    for (size_t i = 0; i < count; i++) {
        turned[i] = turn_copy(screen->turn, screen->picture, rects[i], panel);
    }
    screen->ops->present(screen, turned, count);
}

/* On a turned panel each frame is copied anyway. */
bool screen_move(struct screen *screen, struct rect view, int up)
{
    struct surface panel = screen->ops->surface(screen);

    return screen->turn == TURN_NONE && screen->ops->move && panel.pixels &&
           rect_covers((struct rect){0, 0, panel.w, panel.h}, view) &&
           screen->ops->move(screen, view, up);
}

void screen_set_turn(struct screen *screen, enum turn turn)
{
    if (turn != screen->turn) {
        drop_picture(screen);
        screen->turn = turn;
        screen->picture_fresh = true;
        screen->turned = true;
    }
}

enum err screen_is_shown(struct screen *screen, const struct rect *rects, size_t count, bool *shown)
{
    struct surface panel = screen->ops->surface(screen);
    bool same = true;

    if (!screen->ops->shows || !panel.pixels) {
        return ERR_UNAVAILABLE;
    }
    for (size_t i = 0; i < count && same; i++) {
        struct rect rect = rect_common(turn_rect(screen->turn, rects[i], panel),
                                       (struct rect){0, 0, panel.w, panel.h});
        enum err err = rect_is_empty(rect) ? OK : screen->ops->shows(screen, rect, &same);
        if (err) {
            return err;
        }
    }
    *shown = same;
    return OK;
}

enum err screen_reopen(struct screen *screen)
{
    return screen->ops->reopen ? screen->ops->reopen(screen) : ERR_UNAVAILABLE;
}

/* ---- touches ---- */

void screen_set_touch(struct screen *screen, const struct touch_map *map, bool is_mouse)
{
    screen->touch = *map;
    screen->touch_is_mouse = is_mouse;
}

int32_t screen_unit(int px, int size)
{
    return size > 0 ? (int32_t)(((int64_t)px * 2 + 1) * TOUCH_ONE / (2 * (int64_t)size)) : 0;
}

static int pixel_of(int32_t unit, int size)
{
    int64_t at = (int64_t)unit * size;
    return (int)(at >= 0 ? at / TOUCH_ONE : -((-at + TOUCH_ONE - 1) / TOUCH_ONE));
}

void screen_pixel(struct screen *screen, bool mouse, struct touch_place felt, int *x, int *y)
{
    struct surface surface = screen_surface(screen);
    struct touch_place place = felt;

    if (mouse == screen->touch_is_mouse && !touch_map_is_none(&screen->touch)) {
        place = touch_map_apply(&screen->touch, place);
    }
    place = turn_to_picture(screen->turn, place);
    *x = pixel_of(place.x, surface.w);
    *y = pixel_of(place.y, surface.h);
}

bool screen_point(struct screen *screen, struct input *input, int64_t pointer, enum input_act act,
                  struct touch_place felt)
{
    bool mouse = pointer == INPUT_POINTER_MOUSE;
    bool ours = act == INPUT_DOWN ? !input->down : input->down && pointer == input->pointer;
    int x, y;

    screen_pixel(screen, mouse, felt, &x, &y);
    if (!input_point(input, pointer, act, x, y)) {
        return false;
    }
    if (ours && act != INPUT_CANCEL) {
        input->felt.x = felt.x;
        input->felt.y = felt.y;
        input->felt.mouse = mouse;
    }
    return true;
}

bool screen_touch(struct screen *screen, struct input *input, int64_t pointer, enum input_act act,
                  int x, int y)
{
    struct surface panel = screen->ops->surface(screen);

    return screen_point(screen, input, pointer, act,
                        (struct touch_place){screen_unit(x, panel.w), screen_unit(y, panel.h)});
}

/* ---- waiting ---- */

void screen_wait(struct screen *screen, struct input *input, int64_t timeout_ms)
{
    screen->ops->wait(screen, input, screen->turned ? 0 : timeout_ms);
    if (screen->turned) {
        screen->turned = false;
        input->resized = true;
        if (input->down) {
            input_point(input, input->pointer, INPUT_CANCEL, 0, 0);
        }
    }
}

void screen_post(struct screen *screen)
{
    screen->ops->post(screen);
}

int64_t screen_now_ms(const struct screen *screen)
{
    return screen->ops->now_ms(screen);
}
