#include "touch_map.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

/* Of the points felt, about their middle, in panels squared; four corners give 0.4 and more. A
 * panel whose driver thinks it four times as large still gives 0.002. */
#define SPREAD_MIN 0.0005

struct touch_map touch_map_none(void)
{
    return (struct touch_map){.xx = TOUCH_ONE, .yy = TOUCH_ONE};
}

bool touch_map_is_none(const struct touch_map *map)
{
    return map->xx == TOUCH_ONE && map->yy == TOUCH_ONE && map->xy == 0 && map->yx == 0 &&
           map->x0 == 0 && map->y0 == 0;
}

static bool is_within(int32_t value, int32_t limit)
{
    return value >= -limit && value <= limit;
}

/* `along` stretches by a quarter to four, `across` adds at most a quarter of it: 14 degrees. */
static bool is_axis(int32_t along, int32_t across)
{
    return is_within(along, TOUCH_STRETCH_MAX) && !is_within(along, TOUCH_ONE / 4 - 1) &&
           is_within(across, abs(along) / 4);
}

bool touch_map_is_sane(const struct touch_map *map)
{
    bool upright = is_axis(map->xx, map->xy) && is_axis(map->yy, map->yx);
    bool swapped = is_axis(map->xy, map->xx) && is_axis(map->yx, map->yy);

    return (upright || swapped) && is_within(map->x0, 2 * TOUCH_STRETCH_MAX) &&
           is_within(map->y0, 2 * TOUCH_STRETCH_MAX);
}

static int32_t apply_row(int32_t a, int32_t b, int32_t c, struct touch_place felt)
{
    int64_t sum = (int64_t)a * felt.x + (int64_t)b * felt.y;
    int64_t value = sum / TOUCH_ONE + c;

    value = value < INT32_MIN / 2 ? INT32_MIN / 2 : value;
    return (int32_t)(value > INT32_MAX / 2 ? INT32_MAX / 2 : value);
}

struct touch_place touch_map_apply(const struct touch_map *map, struct touch_place felt)
{
    return (struct touch_place){apply_row(map->xx, map->xy, map->x0, felt),
                                apply_row(map->yx, map->yy, map->y0, felt)};
}

/* ---- fitting ---- */

struct moments {
    double x, y;       /* means */
    double xx, xy, yy; /* about them */
};

/* In panels, so that nothing grows large. */
static double panels(int32_t units)
{
    return (double)units / TOUCH_ONE;
}

static struct moments moments_of(const struct touch_place *felt, size_t count)
{
    struct moments m = {0};

    for (size_t i = 0; i < count; i++) {
        m.x += panels(felt[i].x) / (double)count;
        m.y += panels(felt[i].y) / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        double x = panels(felt[i].x) - m.x, y = panels(felt[i].y) - m.y;
        m.xx += x * x;
        m.xy += x * y;
        m.yy += y * y;
    }
    return m;
}

/* One row of the map: what of the felt x and y makes the wanted coordinate. False: it would not fit
 * an integer of ours. */
static bool fit_row(const struct moments *m, const struct touch_place *felt, const double *wanted,
                    size_t count, int32_t row[3])
{
    double mean = 0, xw = 0, yw = 0, det = m->xx * m->yy - m->xy * m->xy;

    for (size_t i = 0; i < count; i++) {
        mean += wanted[i] / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        xw += (panels(felt[i].x) - m->x) * (wanted[i] - mean);
        yw += (panels(felt[i].y) - m->y) * (wanted[i] - mean);
    }
    double a = (xw * m->yy - yw * m->xy) / det, b = (yw * m->xx - xw * m->xy) / det;
    double out[3] = {a, b, mean - a * m->x - b * m->y};
    for (int i = 0; i < 3; i++) {
        if (!(fabs(out[i]) < 1000)) {
            return false;
        }
        row[i] = (int32_t)lround(out[i] * TOUCH_ONE);
    }
    return true;
}

static int32_t worst_of(const struct touch_map *map, const struct touch_place *felt,
                        const struct touch_place *aimed, size_t count)
{
    int32_t worst = 0;

    for (size_t i = 0; i < count; i++) {
        struct touch_place at = touch_map_apply(map, felt[i]);
        int32_t x = abs(at.x - aimed[i].x), y = abs(at.y - aimed[i].y);
        worst = x > worst ? x : worst;
        worst = y > worst ? y : worst;
    }
    return worst;
}

enum touch_fit touch_map_fit(const struct touch_place *felt, const struct touch_place *aimed,
                             size_t count, struct touch_map *map, int32_t *worst)
{
    double x[TOUCH_POINTS_MAX], y[TOUCH_POINTS_MAX];
    struct moments m = moments_of(felt, count);
    int32_t row_x[3], row_y[3];

    assert(count >= TOUCH_POINTS_MIN && count <= TOUCH_POINTS_MAX);
    for (size_t i = 0; i < count; i++) {
        x[i] = panels(aimed[i].x);
        y[i] = panels(aimed[i].y);
    }
    *worst = INT32_MAX;
    if (!(m.xx * m.yy - m.xy * m.xy > SPREAD_MIN)) {
        return TOUCH_TOO_NEAR;
    }
    if (!fit_row(&m, felt, x, count, row_x) || !fit_row(&m, felt, y, count, row_y)) {
        return TOUCH_SKEW;
    }
    struct touch_map found = {row_x[0], row_x[1], row_x[2], row_y[0], row_y[1], row_y[2]};
    *worst = worst_of(&found, felt, aimed, count);
    if (*worst > TOUCH_ERROR_MAX) {
        return TOUCH_ASTRAY;
    }
    if (!touch_map_is_sane(&found)) {
        return TOUCH_SKEW;
    }
    *map = found;
    return TOUCH_FITS;
}
