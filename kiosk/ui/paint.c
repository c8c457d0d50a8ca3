#include "paint.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

_Static_assert(sizeof(wchar_t) == sizeof(uint32_t), "wmemset fills pixels");

enum { FINE = 64 }; /* coverage and distances are counted in 64ths, so that every machine agrees */

/* ---- pixels ---- */

static inline uint32_t blend(uint32_t under, uint32_t color, unsigned alpha)
{
    unsigned rest = 255 - alpha;
    uint32_t rb = (under & 0xff00ff) * rest + (color & 0xff00ff) * alpha + 0x800080;
    uint32_t g = (under >> 8 & 0xff) * rest + (color >> 8 & 0xff) * alpha + 0x80;

    rb = (rb + (rb >> 8 & 0xff00ff)) >> 8 & 0xff00ff;
    g = (g + (g >> 8)) >> 8 & 0xff;
    return 0xff000000u | rb | g << 8;
}

static void put(uint32_t *pixel, uint32_t color, unsigned coverage)
{
    unsigned alpha = (color >> 24) * coverage / FINE;

    if (alpha == 255) {
        *pixel = color;
    } else if (alpha > 0) {
        *pixel = blend(*pixel, color, alpha);
    }
}

static void fill_row(uint32_t *row, int from, int to, uint32_t color)
{
    if (color >> 24 == 255) {
        if (to > from) {
            wmemset((wchar_t *)row + from, (wchar_t)color, (size_t)(to - from));
        }
    } else if (color >> 24 > 0) {
        for (int x = from; x < to; x++) {
            row[x] = blend(row[x], color, color >> 24);
        }
    }
}

static int clamp(int value, int low, int high)
{
    if (value < low) {
        return low;
    }
    return value > high ? high : value;
}

/* The whole part of a square root; a double holds the argument, so the answer is exact. */
static int root(int64_t square)
{
    return (int)sqrt((double)square);
}

/* How much of a pixel lies within `radius` of a centre that is (dx, dy) away; all in 64ths. */
static int disc_coverage(int64_t dx, int64_t dy, int radius)
{
    if (radius <= 0) {
        return 0;
    }
    return clamp(radius - root(dx * dx + dy * dy) + FINE / 2, 0, FINE);
}

static uint32_t *row_of(struct surface surface, int y)
{
    return surface.pixels + (size_t)y * (size_t)surface.stride;
}

/* ---- shapes ---- */

static void paint_fill(struct surface surface, const struct draw_command *command, struct rect part)
{
    for (int y = part.y; y < part.y + part.h; y++) {
        fill_row(row_of(surface, y), part.x, part.x + part.w, command->color);
    }
}

/* The border first, as far as the outer shape goes, and the inside over it; nothing may shine
 * through a hollow one. */
static void put_bordered(uint32_t *pixel, const struct draw_command *command, int outer, int inner)
{
    bool hollow = command->color >> 24 == 0;

    if (command->border > 0) {
        put(pixel, command->color2, (unsigned)(hollow ? outer - inner : outer));
    }
    put(pixel, command->color, (unsigned)inner);
}

/* Coverage of a pixel in a corner whose centre is (cx, cy) pixels from the rectangle's corner. */
static void paint_corner_pixel(uint32_t *pixel, const struct draw_command *command, int along_x,
                               int along_y)
{
    int radius = command->radius, border = command->border;
    int64_t dx = radius * FINE - (along_x * FINE + FINE / 2);
    int64_t dy = radius * FINE - (along_y * FINE + FINE / 2);
    int outer = disc_coverage(dx, dy, radius * FINE);
    int inner = outer;

    if (border > 0) {
        inner = radius > border ? disc_coverage(dx, dy, (radius - border) * FINE)
                                : (along_x >= border && along_y >= border ? FINE : 0);
    }
    put_bordered(pixel, command, outer, inner);
}

static void paint_round_row(uint32_t *row, const struct draw_command *command, struct rect part,
                            int y)
{
    struct rect rect = command->rect;
    int from_top = y - rect.y, from_bottom = rect.y + rect.h - 1 - y;
    int along_y = from_top < from_bottom ? from_top : from_bottom;
    int end = part.x + part.w;
    int side = along_y < command->radius ? command->radius : command->border;

    for (int x = part.x; x < end; x++) {
        int from_left = x - rect.x, from_right = rect.x + rect.w - 1 - x;
        int along_x = from_left < from_right ? from_left : from_right;
        if (along_x >= side) { /* straight on to the other side, or the end of the part */
            int to = rect.x + rect.w - side < end ? rect.x + rect.w - side : end;
            fill_row(row, x, to, along_y < command->border ? command->color2 : command->color);
            x = to - 1;
        } else if (along_y < command->radius) {
            paint_corner_pixel(&row[x], command, along_x, along_y);
        } else {
            put(&row[x], command->color2, FINE);
        }
    }
}

static void paint_round(struct surface surface, const struct draw_command *command,
                        struct rect part)
{
    for (int y = part.y; y < part.y + part.h; y++) {
        paint_round_row(row_of(surface, y), command, part, y);
    }
}

static void paint_ring(struct surface surface, const struct draw_command *command, struct rect part)
{
    struct rect rect = command->rect;
    int side = rect.w < rect.h ? rect.w : rect.h;
    int radius = side * FINE / 2;

    for (int y = part.y; y < part.y + part.h; y++) {
        uint32_t *row = row_of(surface, y);
        int64_t dy = (y - rect.y) * FINE + FINE / 2 - rect.h * FINE / 2;
        for (int x = part.x; x < part.x + part.w; x++) {
            int64_t dx = (x - rect.x) * FINE + FINE / 2 - rect.w * FINE / 2;
            int outer = disc_coverage(dx, dy, radius);
            int inner = command->border > 0 ? disc_coverage(dx, dy, radius - command->border * FINE)
                                            : outer;
            put_bordered(&row[x], command, outer, inner);
        }
    }
}

/* Distance in 64ths of a pixel's middle from a piece of a stroke. */
static int piece_distance(struct draw_point a, struct draw_point b, int x, int y)
{
    int64_t px = x * FINE + FINE / 2 - a.x * FINE, py = y * FINE + FINE / 2 - a.y * FINE;
    int64_t vx = (b.x - a.x) * FINE, vy = (b.y - a.y) * FINE;
    int64_t along = px * vx + py * vy, length = vx * vx + vy * vy;

    if (along <= 0 || length == 0) {
        return root(px * px + py * py);
    }
    if (along >= length) {
        px -= vx;
        py -= vy;
        return root(px * px + py * py);
    }
    return (int)(llabs(px * vy - py * vx) / root(length));
}

static void paint_stroke(struct surface surface, const struct draw_command *command,
                         struct rect part)
{
    for (int y = part.y; y < part.y + part.h; y++) {
        uint32_t *row = row_of(surface, y);
        for (int x = part.x; x < part.x + part.w; x++) {
            int nearest = INT32_MAX;
            for (int i = 0; i + 1 < command->point_count; i++) {
                int distance = piece_distance(command->points[i], command->points[i + 1], x, y);
                nearest = distance < nearest ? distance : nearest;
            }
            int coverage = clamp(command->border * FINE / 2 - nearest + FINE / 2, 0, FINE);
            put(&row[x], command->color, (unsigned)coverage);
        }
    }
}

/* ---- pictures ---- */

static void paint_image(struct surface surface, const struct draw_command *command,
                        struct rect part)
{
    struct rect rect = command->rect;

    for (int y = part.y; y < part.y + part.h; y++) {
        const uint32_t *from =
            command->image.pixels + (size_t)(y - rect.y) * (size_t)rect.w + (part.x - rect.x);
        memcpy(row_of(surface, y) + part.x, from, (size_t)part.w * sizeof *from);
    }
}

static void paint_modules(struct surface surface, const struct draw_list *list,
                          const struct draw_command *command, struct rect part)
{
    const uint8_t *bits = &list->bits[command->bits];
    int side = command->point_count, module_px = command->border;

    for (int y = part.y; y < part.y + part.h; y++) {
        uint32_t *row = row_of(surface, y);
        int from = (y - command->rect.y) / module_px * side;
        for (int x = part.x; x < part.x + part.w; x++) {
            int bit = from + (x - command->rect.x) / module_px;
            if (bits[bit / 8] >> bit % 8 & 1) {
                row[x] = command->color;
            }
        }
    }
}

/* ---- text ---- */

/* Most of a glyph's picture is blank: eight pixels are passed over at once. */
static int skip_blank(const uint8_t *from, int x, int end)
{
    uint64_t eight;

    for (; x + (int)sizeof eight <= end; x += (int)sizeof eight) {
        memcpy(&eight, from + x, sizeof eight);
        if (eight != 0) {
            break;
        }
    }
    return x;
}

static void paint_picture(struct surface surface, struct text_picture picture, struct rect part,
                          int left, int top, uint32_t color)
{
    struct rect box = rect_common((struct rect){left, top, picture.w, picture.h}, part);
    uint32_t solid = color | 0xff000000u;

    for (int y = box.y; y < box.y + box.h; y++) {
        const uint8_t *from = picture.data + (size_t)(y - top) * (size_t)picture.w - left;
        uint32_t *row = row_of(surface, y);
        int end = box.x + box.w;
        for (int x = skip_blank(from, box.x, end); x < end; x++) {
            unsigned alpha = from[x];
            if (alpha == 0) {
                x = skip_blank(from, x + 1, end) - 1;
            } else if (alpha == 255) {
                row[x] = solid;
            } else {
                row[x] = blend(row[x], color, alpha);
            }
        }
    }
}

static void paint_text(struct surface surface, struct text_engine *text,
                       const struct draw_list *list, const struct draw_command *command,
                       struct rect part)
{
    int size = command->size_px;

    for (uint32_t i = 0; i < command->glyph_count; i++) {
        const struct draw_glyph *glyph = &list->glyphs[command->glyph + i];
        int x = command->x + glyph->x, y = command->baseline + glyph->y;
        if (x > part.x + part.w + size || x + 2 * size < part.x) {
            continue;
        }
        struct text_picture picture = text_glyph_picture(text, glyph->id, size, command->turn_deg);
        if (picture.data) {
            paint_picture(surface, picture, part, x + picture.left, y - picture.top,
                          command->color);
        }
    }
}

/* ---- lists ---- */

static void paint_command(struct surface surface, struct text_engine *text,
                          const struct draw_list *list, const struct draw_command *command,
                          struct rect part)
{
    part = rect_common(part, rect_common(command->rect, command->clip));
    if (rect_is_empty(part)) {
        return;
    }
    switch ((enum draw_kind)command->kind) {
    case DRAW_FILL:
        paint_fill(surface, command, part);
        return;
    case DRAW_ROUND:
        paint_round(surface, command, part);
        return;
    case DRAW_RING:
        paint_ring(surface, command, part);
        return;
    case DRAW_TEXT:
        paint_text(surface, text, list, command, part);
        return;
    case DRAW_STROKE:
        paint_stroke(surface, command, part);
        return;
    case DRAW_IMAGE:
        paint_image(surface, command, part);
        return;
    case DRAW_MODULES:
        paint_modules(surface, list, command, part);
        return;
    }
}

/* The last opaque fill that covers the part hides all before it. */
static size_t first_needed(const struct draw_list *list, struct rect part)
{
    for (size_t i = list->command_count; i > 0; i--) {
        const struct draw_command *command = &list->commands[i - 1];
        if (command->kind == DRAW_FILL && command->color >> 24 == 255 &&
            rect_covers(rect_common(command->rect, command->clip), part)) {
            return i - 1;
        }
    }
    return list->command_count;
}

void paint(struct surface surface, struct text_engine *text, const struct draw_list *list,
           struct rect part)
{
    part = rect_common(part, (struct rect){0, 0, surface.w, surface.h});
    size_t first = first_needed(list, part);

    if (first == list->command_count) {
        struct draw_command ground = {.color = list->background};
        paint_fill(surface, &ground, part);
        first = 0;
    }
    for (size_t i = first; i < list->command_count; i++) {
        paint_command(surface, text, list, &list->commands[i], part);
    }
}

void paint_move(struct surface surface, struct rect view, int up)
{
    view = rect_common(view, (struct rect){0, 0, surface.w, surface.h});
    int rows = view.h - abs(up);

    for (int i = 0; i < rows; i++) {
        int to = up > 0 ? view.y + i : view.y + view.h - 1 - i;
        memmove(row_of(surface, to) + view.x, row_of(surface, to + up) + view.x,
                (size_t)view.w * sizeof *surface.pixels);
    }
}

void paint_damage(struct surface surface, struct text_engine *text, const struct draw_list *list,
                  const struct damage *damage)
{
    if (damage->move_up != 0) {
        paint_move(surface, damage->move, damage->move_up);
    }
    for (size_t i = 0; i < damage->count; i++) {
        paint(surface, text, list, damage->rects[i]);
    }
}
