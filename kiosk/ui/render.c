#include "render.h"

#include <stdlib.h>

#include "forget.h"

struct render {
    struct draw_list lists[2];
    int shown; /* which list the pixels show */
    bool has_shown;
    bool behind; /* the display moved pixels that the surface has not moved */
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

/* Lets the display move its own pixels, where it can: then the surface's are neither moved nor
 * presented, and are behind until they are painted next. True: moved. */
static bool move_on_display(struct render *render, struct screen *screen, struct surface surface)
{
    struct damage *damage = &render->damage;

    if (damage->move_up == 0) {
        return false;
    }
    if (screen_move(screen, damage->move, damage->move_up)) {
        render->behind = true;
        return true;
    }
    if (render->behind) { /* there is nothing to move */
        damage_whole(damage, surface.w, surface.h);
    }
    return false;
}

/* A view that was moved here is presented whole; what lies in it then needs no rectangle of its
 * own. */
static void present(struct screen *screen, const struct damage *damage, bool moved)
{
    struct rect rects[DAMAGE_RECTS_MAX + 1], whole = {0, 0, 0, 0};
    size_t count = 0;

    if (damage->move_up != 0 && !moved) {
        whole = damage->move;
        rects[count++] = whole;
    }
    for (size_t i = 0; i < damage->count; i++) {
        if (!rect_covers(whole, damage->rects[i])) {
            rects[count++] = damage->rects[i];
        }
    }
    screen_present(screen, rects, count);
}

static void paint_and_present(struct render *render, struct screen *screen, struct surface surface,
                              const struct draw_list *list)
{
    const struct damage *damage = &render->damage;
    bool moved = move_on_display(render, screen, surface);

    if (moved) {
        for (size_t i = 0; i < damage->count; i++) {
            paint(surface, render->text, list, damage->rects[i]);
        }
    } else {
        paint_damage(surface, render->text, list, damage);
    }
    if (damage->count == 1 &&
        rect_covers(damage->rects[0], (struct rect){0, 0, surface.w, surface.h})) {
        render->behind = false;
    }
    present(screen, damage, moved);
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
            paint_and_present(render, screen, surface, list);
        }
        render->shown = !render->shown;
        render->has_shown = true;
    }
    if (presented) {
        *presented = changed;
    }
    return err;
}

bool render_settle(struct render *render, struct screen *screen)
{
    const struct draw_list *list = &render->lists[render->shown];
    struct surface surface = screen_surface(screen);

    if (screen_is_fresh(screen)) {
        render->has_shown = false;
    }
    if (!render->has_shown || !surface.pixels || surface.w != list->width ||
        surface.h != list->height) {
        return false;
    }
    if (render->behind) {
        paint(surface, render->text, list, (struct rect){0, 0, surface.w, surface.h});
        render->behind = false;
    }
    return true;
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
