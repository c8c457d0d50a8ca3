/* A panel that moves and rests lasts for years. */
#include "support.h"

#include <stdlib.h>

#include "care.h"

static void the_picture_passes_every_edge_in_small_steps(void **state)
{
    int seen_x = 0, seen_y = 0;

    (void)state;
    for (int64_t s = 0; s < 100 * CARE_SHIFT_S; s += CARE_SHIFT_S) {
        struct care_shift here = care_shift_at(s), next = care_shift_at(s + CARE_SHIFT_S);
        assert_true(abs(here.x) <= CARE_SHIFT_PX && abs(here.y) <= CARE_SHIFT_PX);
        assert_true(abs(next.x - here.x) <= CARE_STEP_PX && abs(next.y - here.y) <= CARE_STEP_PX);
        assert_true(next.x != here.x || next.y != here.y);
        seen_x |= 1 << (here.x + CARE_SHIFT_PX);
        seen_y |= 1 << (here.y + CARE_SHIFT_PX);
    }
    assert_int_equal(seen_x, 0x7f);
    assert_int_equal(seen_y, 0x7f);
}

static void it_stands_still_between_steps(void **state)
{
    struct care_shift first = care_shift_at(10 * CARE_SHIFT_S);
    struct care_shift last = care_shift_at(11 * CARE_SHIFT_S - 1);

    (void)state;
    assert_int_equal(first.x, last.x);
    assert_int_equal(first.y, last.y);
}

static void a_night_may_pass_midnight(void **state)
{
    (void)state;
    assert_false(care_is_night(1380, 360, 1379));
    assert_true(care_is_night(1380, 360, 1380));
    assert_true(care_is_night(1380, 360, 0));
    assert_true(care_is_night(1380, 360, 359));
    assert_false(care_is_night(1380, 360, 360));
}

static void a_rest_may_lie_within_a_day(void **state)
{
    (void)state;
    assert_false(care_is_night(720, 780, 719));
    assert_true(care_is_night(720, 780, 720));
    assert_false(care_is_night(720, 780, 780));
}

static void equal_or_impossible_times_mean_never(void **state)
{
    (void)state;
    for (int minute = 0; minute < CARE_DAY_MIN; minute++) {
        assert_false(care_is_night(0, 0, minute));
        assert_false(care_is_night(1380, 1440, minute));
        assert_false(care_is_night(UINT64_MAX, 360, minute));
    }
}

static void one_other_pixel_is_a_picture(void **state)
{
    uint32_t pixels[10 * 8] = {0};

    (void)state;
    assert_true(care_is_blank(pixels, 9, 8, 10, 2));
    pixels[4 * 10 + 6] = 1;
    assert_false(care_is_blank(pixels, 9, 8, 10, 2));
    pixels[4 * 10 + 6] = 0;
    pixels[4 * 10 + 9] = 1; /* beside the picture */
    assert_true(care_is_blank(pixels, 9, 8, 10, 3));
    assert_false(care_is_blank(pixels, 0, 0, 10, 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(the_picture_passes_every_edge_in_small_steps),
        TEST_PLAIN(it_stands_still_between_steps),
        TEST_PLAIN(a_night_may_pass_midnight),
        TEST_PLAIN(a_rest_may_lie_within_a_day),
        TEST_PLAIN(equal_or_impossible_times_mean_never),
        TEST_PLAIN(one_other_pixel_is_a_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
