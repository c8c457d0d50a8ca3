/* One finger, one path: presses, releases, keys and typed text arrive whole. */
#include "input.h"
#include "support.h"

static void a_second_finger_is_ignored_until_the_first_is_up(void **state)
{
    struct input input;
    (void)state;

    input_init(&input);
    input_begin(&input, 0);
    assert_true(input_point(&input, 1, INPUT_DOWN, 10, 10));
    assert_true(input_point(&input, 2, INPUT_DOWN, 90, 90));
    assert_true(input_point(&input, 2, INPUT_MOVE, 95, 95));
    assert_true(input_point(&input, 2, INPUT_UP, 95, 95));
    assert_int_equal(input.x, 10);
    assert_true(input.down);
    assert_false(input.released);
}

static void press_and_release_fit_one_frame_but_the_next_press_waits(void **state)
{
    struct input input;
    (void)state;

    input_init(&input);
    input_begin(&input, 0);
    assert_true(input_point(&input, 1, INPUT_DOWN, 10, 10));
    assert_true(input_point(&input, 1, INPUT_UP, 12, 11));
    assert_true(input.pressed && input.released && !input.down);
    assert_false(input_point(&input, 1, INPUT_DOWN, 50, 50));
    input_begin(&input, 5);
    assert_true(input_point(&input, 1, INPUT_DOWN, 50, 50));
    assert_int_equal(input.press_x, 50);
}

static void a_cancelled_touch_is_no_release(void **state)
{
    struct input input;
    (void)state;

    input_init(&input);
    input_begin(&input, 0);
    assert_true(input_point(&input, 1, INPUT_DOWN, 10, 10));
    assert_true(input_point(&input, 1, INPUT_CANCEL, 0, 0));
    assert_true(input.cancelled);
    assert_false(input.released);
    assert_int_equal(input.x, 10);
}

static void typed_text_has_no_controls_and_waits_when_it_does_not_fit(void **state)
{
    struct input input;
    char big[INPUT_TEXT_BYTES_MAX];
    (void)state;

    input_init(&input);
    input_begin(&input, 0);
    assert_true(input_type(&input, text_of("路\x01灯\n")));
    assert_text(((struct text){input.text, input.text_size}), "路灯");
    for (size_t i = 0; i < sizeof big; i++) {
        big[i] = 'a';
    }
    assert_false(input_type(&input, (struct text){big, sizeof big}));
    input_begin(&input, 0);
    assert_true(input_type(&input, (struct text){big, sizeof big}));
}

static void keys_have_a_limit(void **state)
{
    struct input input;
    (void)state;

    input_init(&input);
    input_begin(&input, 0);
    for (int i = 0; i < INPUT_KEYS_MAX; i++) {
        assert_true(input_press_key(&input, KEY_LEFT));
    }
    assert_false(input_press_key(&input, KEY_LEFT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(a_second_finger_is_ignored_until_the_first_is_up),
        TEST_PLAIN(press_and_release_fit_one_frame_but_the_next_press_waits),
        TEST_PLAIN(a_cancelled_touch_is_no_release),
        TEST_PLAIN(typed_text_has_no_controls_and_waits_when_it_does_not_fit),
        TEST_PLAIN(keys_have_a_limit),
    };
    return cmocka_run_group_tests_name("input", tests, NULL, NULL);
}
