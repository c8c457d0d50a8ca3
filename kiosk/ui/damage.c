#include "damage.h"

#include <stdlib.h>

enum { LOOK_AHEAD = 256, CHEAP_PX = 6000 };

void damage_whole(struct damage *damage, int width, int height)
{
    *damage = (struct damage){.rects = {{0, 0, width, height}}, .count = 1};
}

static int64_t area(struct rect rect)
{
    return (int64_t)rect.w * rect.h;
}

/* What joining two rectangles paints in vain. */
static int64_t waste(struct rect a, struct rect b)
{
    return area(rect_around(a, b)) - area(a) - area(b) + area(rect_common(a, b));
}

static void join(struct damage *damage, size_t a, size_t b)
{
    damage->rects[a] = rect_around(damage->rects[a], damage->rects[b]);
    damage->rects[b] = damage->rects[--damage->count];
}

/* Joins pairs that cost little, and the cheapest one in any case when `full`. */
static bool join_cheapest(struct damage *damage, bool full)
{
    int64_t best = INT64_MAX;
    size_t best_a = 0, best_b = 0;

    for (size_t a = 0; a < damage->count; a++) {
        for (size_t b = a + 1; b < damage->count; b++) {
            int64_t cost = waste(damage->rects[a], damage->rects[b]);
            if (cost < best) {
                best = cost;
                best_a = a;
                best_b = b;
            }
        }
    }
    if (best == INT64_MAX || (!full && best > CHEAP_PX)) {
        return false;
    }
    join(damage, best_a, best_b);
    return true;
}

void damage_add(struct damage *damage, struct rect rect)
{
    if (rect_is_empty(rect)) {
        return;
    }
    for (size_t i = 0; i < damage->count; i++) {
        if (rect_covers(damage->rects[i], rect)) {
            return;
        }
    }
    if (damage->count == DAMAGE_RECTS_MAX) {
        join_cheapest(damage, true);
    }
    damage->rects[damage->count++] = rect;
    while (join_cheapest(damage, false)) {
    }
}

/* ---- which regions moved ---- */

struct comparison {
    const struct draw_list *old_list, *new_list;
    struct damage *damage;
    const struct draw_region *from, *to; /* the one whose pixels are moved, or NULL */
};

static const struct draw_region *region_of(const struct draw_list *list, int id)
{
    for (size_t i = 0; i < list->region_count; i++) {
        if (list->regions[i].id == id) {
            return &list->regions[i];
        }
    }
    return NULL;
}

/* Pixels of one region a frame are moved; another that scrolled at the same time is painted anew.
 */
static void find_move(struct comparison *it)
{
    for (size_t i = 0; i < it->new_list->region_count && !it->to; i++) {
        const struct draw_region *to = &it->new_list->regions[i];
        const struct draw_region *from = region_of(it->old_list, to->id);
        if (!from || !rect_equal(from->view, to->view) || rect_is_empty(to->view)) {
            continue;
        }
        int up = to->offset - from->offset;
        if (up != 0 && abs(up) < to->view.h) {
            it->from = from;
            it->to = to;
            it->damage->move = to->view;
            it->damage->move_up = up;
        }
    }
}

/* Do equal hashes mean equal pixels (where the region's were moved along)? */
static bool comparable(const struct comparison *it, const struct draw_command *a,
                       const struct draw_command *b)
{
    if (a->region == 0 || b->region == 0) {
        return a->region == b->region;
    }
    const struct draw_region *from = &it->old_list->regions[a->region - 1];
    const struct draw_region *to = &it->new_list->regions[b->region - 1];
    if (from->id != to->id) {
        return false;
    }
    return to == it->to || (rect_equal(from->view, to->view) && from->offset == to->offset);
}

static bool same(const struct comparison *it, size_t old_index, size_t new_index)
{
    const struct draw_command *a = &it->old_list->commands[old_index];
    const struct draw_command *b = &it->new_list->commands[new_index];

    return a->hash == b->hash && comparable(it, a, b);
}

/* ---- what differs ---- */

static struct rect seen(const struct draw_command *command)
{
    return rect_common(command->rect, command->clip);
}

static void gone(struct comparison *it, size_t index)
{
    const struct draw_command *command = &it->old_list->commands[index];
    struct rect rect = seen(command);

    if (it->from && command->region == it->from - it->old_list->regions + 1) {
        rect.y -= it->damage->move_up;
        rect = rect_common(rect, it->damage->move);
    }
    damage_add(it->damage, rect);
}

static void came(struct comparison *it, size_t index)
{
    damage_add(it->damage, seen(&it->new_list->commands[index]));
}

/* The strip that the move leaves open. */
static void add_strip(struct damage *damage)
{
    struct rect strip = damage->move;

    if (damage->move_up > 0) {
        strip = cut_bottom(&strip, damage->move_up);
    } else {
        strip = cut_top(&strip, -damage->move_up);
    }
    damage_add(damage, strip);
}

/* What lies over the region (drawn after it) was moved with it and is not where it belongs. */
static void add_overlays(struct comparison *it)
{
    struct rect view = it->damage->move;

    for (size_t i = it->from->end; i < it->old_list->command_count; i++) {
        struct rect rect = rect_common(seen(&it->old_list->commands[i]), view);
        if (rect_is_empty(rect)) {
            continue;
        }
        damage_add(it->damage, rect);
        rect.y -= it->damage->move_up;
        damage_add(it->damage, rect_common(rect, view));
    }
    for (size_t i = it->to->end; i < it->new_list->command_count; i++) {
        damage_add(it->damage, rect_common(seen(&it->new_list->commands[i]), view));
    }
}

/* Walks both lists; commands that are not matched in order are damaged. A poor match costs pixels,
 * never correctness. */
static void compare(struct comparison *it)
{
    size_t a = 0, b = 0;
    size_t a_end = it->old_list->command_count, b_end = it->new_list->command_count;

    while (a_end > 0 && b_end > 0 && same(it, a_end - 1, b_end - 1)) {
        a_end--;
        b_end--;
    }
    while (a < a_end && b < b_end) {
        if (same(it, a, b)) {
            a++;
            b++;
            continue;
        }
        size_t skip = 1;
        bool in_old = false, in_new = false;
        for (; skip < LOOK_AHEAD && !in_old && !in_new; skip++) {
            in_old = a + skip < a_end && same(it, a + skip, b);
            in_new = b + skip < b_end && same(it, a, b + skip);
        }
        skip = in_old || in_new ? skip - 1 : 1;
        for (size_t i = 0; i < skip && !in_new; i++) {
            gone(it, a++);
        }
        for (size_t i = 0; i < skip && !in_old; i++) {
            came(it, b++);
        }
    }
    while (a < a_end) {
        gone(it, a++);
    }
    while (b < b_end) {
        came(it, b++);
    }
}

void damage_between(struct damage *damage, const struct draw_list *old_list,
                    const struct draw_list *new_list)
{
    struct comparison it = {old_list, new_list, damage, NULL, NULL};

    *damage = (struct damage){0};
    if (old_list->hash == new_list->hash) {
        return;
    }
    if (old_list->background != new_list->background) {
        damage_whole(damage, new_list->width, new_list->height);
        return;
    }
    find_move(&it);
    compare(&it);
    if (it.to) {
        add_strip(damage);
        add_overlays(&it);
    }
}
