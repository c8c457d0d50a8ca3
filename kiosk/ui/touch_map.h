/* touch_map.h - from where a touch is felt to where the finger is.
 *
 * A touch panel is glued on by hand, or its driver takes it for another one: what it reports may be
 * moved, stretched, mirrored or turned against the picture. A map is the affine one that fits the
 * points somebody aimed at, found by least squares. Places are units of the panel, TOUCH_ONE from
 * its left to its right and from its top to its bottom, so a map outlives another resolution.
 *
 * Pure. What cannot be a panel mounted by hand is refused: a wrong map locks people out. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TOUCH_ONE = 65536,
    TOUCH_POINTS_MIN = 4,
    TOUCH_POINTS_MAX = 9,
    TOUCH_ERROR_MAX = TOUCH_ONE / 40, /* of one point: 12 mm on a panel 475 mm high */
    TOUCH_STRETCH_MAX =
        4 * TOUCH_ONE, /* a driver that takes the panel for one four times as large */
};

struct touch_place {
    int32_t x, y; /* units; may lie beyond the panel */
};

/* x' = (xx * x + xy * y) / TOUCH_ONE + x0, and y' alike. */
struct touch_map {
    int32_t xx, xy, x0;
    int32_t yx, yy, y0;
};

enum touch_fit {
    TOUCH_FITS,
    TOUCH_TOO_NEAR, /* the points felt lie on one spot or on one line */
    TOUCH_ASTRAY,   /* one of them is farther off than TOUCH_ERROR_MAX */
    TOUCH_SKEW,     /* nothing that is mounted by hand: sheared, or stretched beyond measure */
};

struct touch_map touch_map_none(void); /* felt is where it is */
bool touch_map_is_none(const struct touch_map *map);
/* Could a panel mounted by hand ask for this? For maps that come from a store, too. */
bool touch_map_is_sane(const struct touch_map *map);
struct touch_place touch_map_apply(const struct touch_map *map, struct touch_place felt);
/* The map under which `felt` comes nearest to `aimed`, TOUCH_POINTS_MIN to TOUCH_POINTS_MAX of
 * each. *map is written only when it fits; *worst is how far off the worst point stays, in units.
 */
enum touch_fit touch_map_fit(const struct touch_place *felt, const struct touch_place *aimed,
                             size_t count, struct touch_map *map, int32_t *worst);
