/* layout.h - rectangles cut from rectangles: a page reads top to bottom as the screen does.
 *
 * Whole pixels, origin at the top left. A cut never gives more than there is, so widths and heights
 * never become negative. */
#pragma once

#include <stdbool.h>

struct rect {
    int x, y, w, h;
};

/* Takes `size` pixels off one side of `*rest` and returns them. */
struct rect cut_top(struct rect *rest, int size);
struct rect cut_bottom(struct rect *rest, int size);
struct rect cut_left(struct rect *rest, int size);
struct rect cut_right(struct rect *rest, int size);
/* The index-th of `count` equal columns (rows) with `gap` pixels between them; the last takes what
 * the division leaves over. */
struct rect split_columns(struct rect whole, int count, int index, int gap);
struct rect split_rows(struct rect whole, int count, int index, int gap);
/* Smaller by that many pixels on each side (larger when negative). */
struct rect inset(struct rect rect, int by);
struct rect inset_xy(struct rect rect, int by_x, int by_y);
/* w by h in the middle of `rect` (may stick out of it). */
struct rect centre(struct rect rect, int w, int h);

bool rect_is_empty(struct rect rect);
bool rect_has(struct rect rect, int x, int y);
bool rect_covers(struct rect rect, struct rect inner);
bool rect_equal(struct rect a, struct rect b);
struct rect rect_common(struct rect a, struct rect b); /* w == 0 or h == 0 when they do not meet */
struct rect rect_around(struct rect a, struct rect b); /* the empty one counts for nothing */
