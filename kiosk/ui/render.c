#include "render.h"

#include <stdlib.h>

#include "forget.h"

struct render {
    struct draw_list lists[2];
    int shown; /* which list the pixels show */
    bool has_shown;
    int dx, dy;
    struct text_engine *text;
    struct damage damage;
};

enum err render_new(struct text_engine *text, struct render **out)
{
    struct render *render = calloc(1, sizeof *render);

    if (!render) {
        return ERR_NOMEM;
    }
    render->text = text;
    *out = render;
    return OK;
}

void render_free(struct render *render)
{
    free(render);
}

struct draw_list *render_begin(struct render *render, struct screen *screen, uint32_t background)
{
    struct draw_list *list = &render->lists[!render->shown];
    struct surface surface = screen_surface(screen);

    draw_list_begin(list, surface.w, surface.h, background);
    return list;
}

/* The moved view is presented whole; what lies in it needs no rectangle of its own. */
static void present(struct screen *screen, const struct damage *damage)
{
    struct rect rects[DAMAGE_RECTS_MAX + 1];
    size_t count = 0;

    if (damage->move_up != 0) {
        rects[count++] = damage->move;
    }
    for (size_t i = 0; i < damage->count; i++) {
        if (damage->move_up == 0 || !rect_covers(damage->move, damage->rects[i])) {
            rects[count++] = damage->rects[i];
        }
    }
    screen_present(screen, rects, count);
}

static void find_damage(struct render *render, struct screen *screen, struct surface surface)
{
    const struct draw_list *shown = &render->lists[render->shown];
    const struct draw_list *next = &render->lists[!render->shown];
    bool fresh = screen_is_fresh(screen) || !render->has_shown;

    if (fresh || shown->width != surface.w || shown->height != surface.h) {
        damage_whole(&render->damage, surface.w, surface.h);
    } else {
        damage_between(&render->damage, shown, next);
    }
}

enum err render_end(struct render *render, struct screen *screen, bool *presented)
{
    struct draw_list *list = &render->lists[!render->shown];
    struct surface surface = screen_surface(screen);
    if (render->dx != 0 || render->dy != 0) {
        draw_list_shift(list, render->dx, render->dy);
    }
    enum err err = draw_list_end(list);
    bool changed = false;

    if (surface.pixels && surface.w == list->width && surface.h == list->height) {
        find_damage(render, screen, surface);
        changed = render->damage.count > 0 || render->damage.move_up != 0;
        if (changed) {
            paint_damage(surface, render->text, list, &render->damage);
            present(screen, &render->damage);
        }
        render->shown = !render->shown;
        render->has_shown = true;
    }
    if (presented) {
        *presented = changed;
    }
    return err;
}

void render_set_shift(struct render *render, int dx, int dy)
{
    render->dx = dx;
    render->dy = dy;
}

void render_repaint(struct render *render)
{
    render->has_shown = false;
}

const struct draw_list *render_list(const struct render *render)
{
    return &render->lists[render->shown];
}

const struct damage *render_damage(const struct render *render)
{
    return &render->damage;
}

void render_forget(struct render *render)
{
    forget_used(render->lists, sizeof render->lists);
    render->has_shown = false;
}
