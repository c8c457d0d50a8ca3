/* care.h - what keeps the panel well over years: it moves a little, and it rests at night.
 *
 * Pure arithmetic; the moments come in as arguments. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
    CARE_SHIFT_PX = 3,   /* at most, in each direction: nobody sees it, no edge burns in */
    CARE_SHIFT_S = 360,  /* between two steps */
    CARE_STEP_PX = 2,    /* at most from one step to the next */
    CARE_DAY_MIN = 1440, /* minutes of a day */
};

struct care_shift {
    int x, y; /* pixels */
};

/* Where the picture stands at this moment: a slow round through all edges of the square. */
struct care_shift care_shift_at(int64_t now_s);

/* Does the screen rest at `minute` of the day? From `from_min` up to, not including, `to_min`, over
 * midnight too (1380 to 360: 23:00 to 6:00). Equal ones mean never, as do minutes beyond the day.
 */
bool care_is_night(uint64_t from_min, uint64_t to_min, int minute);

/* Is the picture one colour all over, by every `step`-th pixel of every `step`-th row? `stride` in
 * pixels. A picture of nothing is not. */
bool care_is_blank(const uint32_t *pixels, int width, int height, int stride, int step);
