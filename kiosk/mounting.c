/* mounting.c - see mounting.h. */
#include "mounting.h"

#include "device.h"

enum {
    MAP_NUMBERS = 6,
    NUMBER_BYTES = 4,
    MOUNTING_BYTES = 1 + 2 * MAP_NUMBERS * NUMBER_BYTES, /* turn, finger, mouse; big-endian */
    EDGE = TOUCH_ONE / 8,                                /* of a target from the edge */
};

struct mounting mounting_none(void)
{
    return (struct mounting){
        .turn = TURN_NONE, .finger = touch_map_none(), .mouse = touch_map_none()};
}

static void map_put(uint8_t *to, const struct touch_map *map)
{
    const int32_t numbers[MAP_NUMBERS] = {map->xx, map->xy, map->x0, map->yx, map->yy, map->y0};
    for (size_t i = 0; i < MAP_NUMBERS; i++) {
        be32_put(to + i * NUMBER_BYTES, (uint32_t)numbers[i]);
    }
}

static struct touch_map map_get(const uint8_t *from)
{
    int32_t numbers[MAP_NUMBERS];

    for (size_t i = 0; i < MAP_NUMBERS; i++) {
        numbers[i] = (int32_t)be32_get(from + i * NUMBER_BYTES);
    }
    const struct touch_map map = {numbers[0], numbers[1], numbers[2],
                                  numbers[3], numbers[4], numbers[5]};
    return touch_map_is_sane(&map) ? map : touch_map_none();
}

struct mounting mounting_read(struct store *device)
{
    struct mounting panel = mounting_none();
    struct txn *txn = NULL;
    struct bytes kept = {0};

    if (device && txn_begin_read(device, &txn) == OK && device_panel(txn, &kept) == OK &&
        kept.size == MOUNTING_BYTES && kept.data[0] < TURNS) {
        panel = (struct mounting){
            .turn = (enum turn)kept.data[0],
            .finger = map_get(kept.data + 1),
            .mouse = map_get(kept.data + 1 + MAP_NUMBERS * NUMBER_BYTES),
        };
    }
    txn_abort(txn);
    return panel;
}

enum err mounting_write(struct txn *txn, const struct mounting *panel)
{
    uint8_t bytes[MOUNTING_BYTES] = {(uint8_t)panel->turn};

    map_put(bytes + 1, &panel->finger);
    map_put(bytes + 1 + MAP_NUMBERS * NUMBER_BYTES, &panel->mouse);
    return device_note_panel(txn, bytes_of(bytes, sizeof bytes));
}

void mounting_apply(const struct mounting *panel, struct screen *screen)
{
    screen_set_turn(screen, panel->turn);
    screen_set_touch(screen, &panel->finger, false);
    screen_set_touch(screen, &panel->mouse, true);
}

struct touch_place mounting_target(size_t number)
{
    static const struct touch_place targets[MOUNTING_AIMS] = {
        {EDGE, EDGE},
        {TOUCH_ONE - EDGE, EDGE},
        {TOUCH_ONE - EDGE, TOUCH_ONE - EDGE},
        {EDGE, TOUCH_ONE - EDGE},
        {TOUCH_ONE / 2, TOUCH_ONE / 2},
    };
    return targets[number < MOUNTING_AIMS ? number : 0];
}

enum touch_fit mounting_fit(enum turn turn, const struct touch_place felt[MOUNTING_AIMS],
                            struct touch_map *map)
{
    struct touch_place aimed[MOUNTING_AIMS];
    int32_t worst;

    for (size_t i = 0; i < MOUNTING_AIMS; i++) {
        aimed[i] = turn_to_panel(turn, mounting_target(i));
    }
    return touch_map_fit(felt, aimed, MOUNTING_AIMS, map, &worst);
}
