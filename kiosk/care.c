#include "care.h"

#include <stddef.h>

struct care_shift care_shift_at(int64_t now_s)
{
    /* A round along the square's edges, steps of at most CARE_STEP_PX, that passes every column and
     * row. */
    static const struct care_shift round[] = {
        {0, 0},   {1, 2},   {3, 3},   {3, 1},  {2, -1}, {3, -3}, {1, -3},
        {-1, -2}, {-3, -3}, {-3, -1}, {-2, 1}, {-3, 3}, {-1, 3}, {0, 1},
    };
    int64_t step = now_s / CARE_SHIFT_S;

    return round[(uint64_t)step % (sizeof round / sizeof round[0])];
}

bool care_is_night(uint64_t from_min, uint64_t to_min, int minute)
{
    uint64_t now = (uint64_t)minute;

    if (from_min == to_min || from_min >= CARE_DAY_MIN || to_min >= CARE_DAY_MIN) {
        return false;
    }
    return from_min < to_min ? now >= from_min && now < to_min : now >= from_min || now < to_min;
}

bool care_is_blank(const uint32_t *pixels, int width, int height, int stride, int step)
{
    for (int y = 0; y < height; y += step) {
        for (int x = 0; x < width; x += step) {
            if (pixels[(size_t)y * (size_t)stride + (size_t)x] != pixels[0]) {
                return false;
            }
        }
    }
    return width > 0 && height > 0;
}
