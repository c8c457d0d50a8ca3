/* Rectangles are cut from rectangles, and nothing gets lost. */
#include "layout.h"
#include "support.h"

static void assert_rect(struct rect rect, int x, int y, int w, int h)
{
    assert_int_equal(rect.x, x);
    assert_int_equal(rect.y, y);
    assert_int_equal(rect.w, w);
    assert_int_equal(rect.h, h);
}

static void cuts_take_from_their_side(void **state)
{
    struct rect rest = {10, 20, 100, 200};
    (void)state;

    assert_rect(cut_top(&rest, 30), 10, 20, 100, 30);
    assert_rect(cut_bottom(&rest, 40), 10, 180, 100, 40);
    assert_rect(cut_left(&rest, 5), 10, 50, 5, 130);
    assert_rect(cut_right(&rest, 6), 104, 50, 6, 130);
    assert_rect(rest, 15, 50, 89, 130);
}

static void a_cut_gives_no_more_than_there_is(void **state)
{
    struct rect rest = {0, 0, 10, 10};
    (void)state;

    assert_rect(cut_top(&rest, 50), 0, 0, 10, 10);
    assert_rect(cut_top(&rest, 50), 0, 10, 10, 0);
    assert_rect(cut_left(&rest, -3), 0, 10, 0, 0);
}

static void columns_share_the_width_to_the_last_pixel(void **state)
{
    struct rect whole = {0, 0, 101, 10};
    (void)state;

    assert_rect(split_columns(whole, 3, 0, 4), 0, 0, 31, 10);
    assert_rect(split_columns(whole, 3, 2, 4), 70, 0, 31, 10);
    assert_rect(split_rows((struct rect){0, 5, 9, 20}, 2, 1, 2), 0, 16, 9, 9);
}

static void common_and_around(void **state)
{
    struct rect a = {0, 0, 10, 10}, b = {5, 6, 10, 10}, c = {20, 20, 1, 1};
    (void)state;

    assert_rect(rect_common(a, b), 5, 6, 5, 4);
    assert_true(rect_is_empty(rect_common(a, c)));
    assert_rect(rect_around(a, c), 0, 0, 21, 21);
    assert_true(rect_covers(a, rect_common(a, b)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(cuts_take_from_their_side),
        TEST_PLAIN(a_cut_gives_no_more_than_there_is),
        TEST_PLAIN(columns_share_the_width_to_the_last_pixel),
        TEST_PLAIN(common_and_around),
    };
    return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
