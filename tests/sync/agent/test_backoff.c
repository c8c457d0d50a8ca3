/* Waiting: spread out, longer after each failure, never too long. */
#include "support.h"

#include "backoff.h"

static void a_round_comes_at_the_interval_more_or_less(void **state)
{
    (void)state;
    assert_int_equal(interval_ms(300, 0), 240000);
    assert_int_equal(interval_ms(300, 0x80000000U), 300000);
    assert_int_equal(interval_ms(300, UINT32_MAX), 360000);
}

static void the_step_doubles_up_to_a_quarter_of_an_hour(void **state)
{
    (void)state;
    assert_int_equal(backoff_ms(1, UINT32_MAX), 4000);
    assert_int_equal(backoff_ms(2, UINT32_MAX), 8000);
    assert_int_equal(backoff_ms(3, 0x80000000U), 8000);
    assert_int_equal(backoff_ms(9, UINT32_MAX), 900000);
    assert_int_equal(backoff_ms(4000000000U, UINT32_MAX), 900000);
}

static void anything_down_to_nothing_is_possible(void **state)
{
    (void)state;
    assert_int_equal(backoff_ms(9, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(a_round_comes_at_the_interval_more_or_less),
        TEST_PLAIN(the_step_doubles_up_to_a_quarter_of_an_hour),
        TEST_PLAIN(anything_down_to_nothing_is_possible),
    };
    return cmocka_run_group_tests_name("agent.backoff", tests, NULL, NULL);
}
