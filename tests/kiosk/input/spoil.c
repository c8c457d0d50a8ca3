#include "spoil.h"

enum {
    SIDE = 400,     /* pixels of the square written into */
    TEMPLATE = 256, /* of the template's square */
    SHAKE_PX = 12,  /* 3 % each way beside the slant */
    SLANT_PERCENT = 12,
    JOIN_ONE_IN = 3,
    MISSING_FROM = 5, /* strokes a character has before one may be forgotten */
    BETWEEN = 4,      /* points drawn between two of the template's */
};

const char *spoil_name(enum spoil spoil)
{
    static const char *const names[SPOIL_COUNT] = {
        "as taught",    "shaken, slanted",          "any order", "joined", "one missing",
        "one backward", "shaken, any order, joined"};

    return names[spoil];
}

static int off(struct dice *dice, int most)
{
    return most ? (int)dice_below(dice, 2 * (uint64_t)most + 1) - most : 0;
}

struct hand_way {
    int slant, squeeze, shake;
    struct dice *dice;
};

static struct hand_point placed(const struct hand_way *way, struct hand_point p)
{
    int x = p.x * SIDE / TEMPLATE, y = p.y * SIDE / TEMPLATE;

    x += (y - SIDE / 2) * way->slant / 100;
    y += (y - SIDE / 2) * way->squeeze / 100;
    return (struct hand_point){(int16_t)(x + off(way->dice, way->shake)),
                               (int16_t)(y + off(way->dice, way->shake))};
}

/* From where the pen is to the next point, as glass reports it: several places on the way. */
static void draw_to(struct hand_ink *ink, bool begins, struct hand_point to)
{
    size_t used = ink->first[ink->stroke_count];

    if (begins || used == 0) {
        hand_ink_add(ink, true, to.x, to.y);
        return;
    }
    struct hand_point from = ink->points[used - 1];
    for (int i = 1; i <= BETWEEN; i++) {
        hand_ink_add(ink, false, from.x + (to.x - from.x) * i / BETWEEN,
                     from.y + (to.y - from.y) * i / BETWEEN);
    }
}

static void shuffle(size_t *order, size_t count, struct dice *dice)
{
    for (size_t i = count; i > 1; i--) {
        size_t j = dice_below(dice, i), swap = order[i - 1];
        order[i - 1] = order[j];
        order[j] = swap;
    }
}

void spoil_write(const struct hand *hand, uint32_t character, enum spoil spoil, struct dice *dice,
                 struct hand_ink *ink)
{
    static struct hand_ink taught;
    size_t order[HAND_STROKES_MAX];
    bool all = spoil == SPOIL_ALL, shaken = all || spoil == SPOIL_SHAKE;
    const struct hand_way way = {shaken ? off(dice, SLANT_PERCENT) : 0,
                                 shaken ? off(dice, SLANT_PERCENT) : 0, shaken ? SHAKE_PX : 0,
                                 dice};

    assert_ok(hand_template(hand, character, &taught));
    size_t count = taught.stroke_count, gone = SIZE_MAX, back = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        order[i] = i;
    }
    if (all || spoil == SPOIL_ORDER) {
        shuffle(order, count, dice);
    }
    if (spoil == SPOIL_MISSING && count >= MISSING_FROM) {
        gone = dice_below(dice, count);
    } else if (spoil == SPOIL_BACKWARD) {
        back = dice_below(dice, count);
    }
    hand_ink_wipe(ink);
    for (size_t i = 0; i < count; i++) {
        size_t from = taught.first[order[i]], to = taught.first[order[i] + 1];
        bool join = i > 0 && (all || spoil == SPOIL_JOIN) && dice_below(dice, JOIN_ONE_IN) == 0;
        for (size_t p = from; p < to && i != gone; p++) {
            size_t which = i == back ? from + to - 1 - p : p;
            draw_to(ink, p == from && !join, placed(&way, taught.points[which]));
        }
    }
}
