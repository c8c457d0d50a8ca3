/* A touch panel that was mounted by hand is put right; what no hand could mount is refused. */
#include <stdlib.h>

#include "support.h"
#include "touch_map.h"

enum { TARGETS = 5, TENTH = TOUCH_ONE / 10 };

static const struct touch_place targets[TARGETS] = {
    {TENTH, TENTH},
    {9 * TENTH, TENTH},
    {9 * TENTH, 9 * TENTH},
    {TENTH, 9 * TENTH},
    {TOUCH_ONE / 2, TOUCH_ONE / 2},
};

/* What a panel feels that is stretched, mirrored and moved: its own map, backwards. */
static void feel(const struct touch_map *panel, struct touch_place felt[TARGETS])
{
    for (int i = 0; i < TARGETS; i++) {
        felt[i] = touch_map_apply(panel, targets[i]);
    }
}

static void assert_fits(const struct touch_map *panel)
{
    struct touch_place felt[TARGETS];
    struct touch_map map;
    int32_t worst;

    feel(panel, felt);
    assert_int_equal(touch_map_fit(felt, targets, TARGETS, &map, &worst), TOUCH_FITS);
    assert_true(worst < TOUCH_ONE / 1000);
    assert_true(touch_map_is_sane(&map));
    for (int32_t y = 0; y <= TOUCH_ONE; y += TOUCH_ONE / 8) {
        for (int32_t x = 0; x <= TOUCH_ONE; x += TOUCH_ONE / 8) {
            struct touch_place at =
                touch_map_apply(&map, touch_map_apply(panel, (struct touch_place){x, y}));
            assert_true(abs(at.x - x) < TOUCH_ONE / 500 && abs(at.y - y) < TOUCH_ONE / 500);
        }
    }
}

static void any_way_of_mounting_is_put_right(void **state)
{
    static const struct touch_map panels[] = {
        {TOUCH_ONE, 0, 0, 0, TOUCH_ONE, 0},                         /* as it should be */
        {TOUCH_ONE, 0, 3000, 0, TOUCH_ONE, -2000},                  /* moved */
        {TOUCH_ONE / 2, 0, 9000, 0, TOUCH_ONE * 2 / 3, 400},        /* taken for a larger one */
        {-TOUCH_ONE, 0, TOUCH_ONE, 0, TOUCH_ONE, 0},                /* mirrored */
        {0, TOUCH_ONE, 0, -TOUCH_ONE, 0, TOUCH_ONE},                /* turned by 90 degrees */
        {65400, 1143, 0, -1143, 65400, 500},                        /* glued on by one degree */
        {TOUCH_ONE * 5 / 4, 0, -8000, 0, TOUCH_ONE * 5 / 4, -8000}, /* and for a smaller one */
    };

    (void)state;
    for (size_t i = 0; i < sizeof panels / sizeof panels[0]; i++) {
        assert_fits(&panels[i]);
    }
}

static void fingers_that_tremble_are_averaged(void **state)
{
    struct touch_place felt[TARGETS];
    struct touch_map map;
    int32_t worst;

    (void)state;
    for (int i = 0; i < TARGETS; i++) {
        felt[i].x = targets[i].x + (i % 2 ? 500 : -500); /* 0.8 %: 2 mm of 270 */
        felt[i].y = targets[i].y + (i % 3 ? -400 : 400);
    }
    assert_int_equal(touch_map_fit(felt, targets, TARGETS, &map, &worst), TOUCH_FITS);
    assert_true(worst > 0 && worst <= TOUCH_ERROR_MAX);
}

static void a_cross_that_was_missed_is_noticed(void **state)
{
    struct touch_place felt[TARGETS];
    struct touch_map panel = touch_map_none(), map = panel;
    int32_t worst;

    (void)state;
    feel(&panel, felt);
    felt[2].x -= TOUCH_ONE / 6;
    assert_int_equal(touch_map_fit(felt, targets, TARGETS, &map, &worst), TOUCH_ASTRAY);
    assert_true(worst > TOUCH_ERROR_MAX);
    assert_true(touch_map_is_none(&map)); /* nothing was written */
}

static void two_crosses_in_the_wrong_order_are_noticed(void **state)
{
    struct touch_place felt[TARGETS], swap;
    struct touch_map panel = touch_map_none(), map;
    int32_t worst;

    (void)state;
    feel(&panel, felt);
    swap = felt[1];
    felt[1] = felt[2];
    felt[2] = swap;
    assert_int_not_equal(touch_map_fit(felt, targets, TARGETS, &map, &worst), TOUCH_FITS);
}

static void one_spot_touched_again_and_again_says_nothing(void **state)
{
    struct touch_place felt[TARGETS];
    struct touch_map map;
    int32_t worst;

    (void)state;
    for (int i = 0; i < TARGETS; i++) {
        felt[i] = (struct touch_place){20000 + i * 10, 30000 - i * 7};
    }
    assert_int_equal(touch_map_fit(felt, targets, TARGETS, &map, &worst), TOUCH_TOO_NEAR);
    for (int i = 0; i < TARGETS; i++) { /* a panel whose rows are dead: all on a line */
        felt[i] = (struct touch_place){targets[i].x, 30000};
    }
    assert_int_equal(touch_map_fit(felt, targets, TARGETS, &map, &worst), TOUCH_TOO_NEAR);
}

static void what_no_hand_mounts_is_refused(void **state)
{
    static const struct touch_map insane[] = {
        {0, 0, 0, 0, 0, 0},
        {TOUCH_ONE, TOUCH_ONE, 0, 0, TOUCH_ONE, 0},          /* sheared */
        {TOUCH_ONE, TOUCH_ONE, 0, -TOUCH_ONE, TOUCH_ONE, 0}, /* by 45 degrees */
        {TOUCH_ONE / 8, 0, 0, 0, TOUCH_ONE, 0},              /* squeezed */
        {8 * TOUCH_ONE, 0, 0, 0, TOUCH_ONE, 0},
        {TOUCH_ONE, 0, INT32_MAX, 0, TOUCH_ONE, 0},
        {INT32_MIN, 0, 0, 0, INT32_MIN, 0},
    };
    struct touch_place felt[TARGETS];
    struct touch_map map;
    int32_t worst;

    (void)state;
    for (size_t i = 0; i < sizeof insane / sizeof insane[0]; i++) {
        assert_false(touch_map_is_sane(&insane[i]));
    }
    feel(&insane[1], felt);
    assert_int_equal(touch_map_fit(felt, targets, TARGETS, &map, &worst), TOUCH_SKEW);
}

static void places_far_off_do_not_overflow(void **state)
{
    const struct touch_map map = {INT32_MAX, INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN, INT32_MIN};
    struct touch_place at = touch_map_apply(&map, (struct touch_place){INT32_MAX, INT32_MAX});

    (void)state;
    assert_true(at.x > 0 && at.y < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(any_way_of_mounting_is_put_right),
        TEST_PLAIN(fingers_that_tremble_are_averaged),
        TEST_PLAIN(a_cross_that_was_missed_is_noticed),
        TEST_PLAIN(two_crosses_in_the_wrong_order_are_noticed),
        TEST_PLAIN(one_spot_touched_again_and_again_says_nothing),
        TEST_PLAIN(what_no_hand_mounts_is_refused),
        TEST_PLAIN(places_far_off_do_not_overflow),
    };
    return cmocka_run_group_tests_name("touch_map", tests, NULL, NULL);
}
