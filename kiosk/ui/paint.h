/* paint.h - a draw list as pixels.
 *
 * The only place where pixels are made. What a pixel becomes does not depend on the rectangle it is
 * painted in, so a part painted anew equals the whole. */
#pragma once

#include "damage.h"

/* 0xFFRRGGBB, row by row. Owned by whoever made it. */
struct surface {
    uint32_t *pixels;
    int w, h;
    int stride; /* pixels from one row to the next */
};

void paint(struct surface surface, struct text_engine *text, const struct draw_list *list,
           struct rect part);
/* The pixels of `view` go up by `up` (negative: down); the strip left open keeps what it had. */
void paint_move(struct surface surface, struct rect view, int up);
/* Moves the damage's view and paints its rectangles. */
void paint_damage(struct surface surface, struct text_engine *text, const struct draw_list *list,
                  const struct damage *damage);
