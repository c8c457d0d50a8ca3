/* A clock is believed between the floor and 400 days after the newest signed time, and not beyond.
 */
#include "support.h"

#include "clock.h"

enum { DAY_S = 86400 };
static const int64_t floor_s = 1794240000; /* 2026-11-10 in China */

static struct clock_facts facts_of(int64_t raw_s)
{
    return (struct clock_facts){
        .raw_s = raw_s, .floor_s = floor_s, .signed_s = floor_s - DAY_S, .since_boot_s = 90};
}

static void a_clock_between_the_bounds_is_believed(void **state)
{
    (void)state;
    const int64_t fine[] = {floor_s, floor_s + 1, floor_s + 399 * DAY_S};
    for (size_t i = 0; i < 3; i++) {
        struct clock_facts facts = facts_of(fine[i]);
        struct clock_verdict verdict = clock_judge(&facts);
        assert_false(verdict.doubtful);
        assert_true(verdict.now_s == fine[i]);
    }
}

static void a_clock_of_1970_is_doubted_and_the_floor_goes_on_from_boot(void **state)
{
    (void)state;
    struct clock_facts facts = facts_of(33);
    struct clock_verdict verdict = clock_judge(&facts);
    assert_true(verdict.doubtful);
    assert_true(verdict.now_s == floor_s + 90);
    facts.floor_boot_s = 60; /* the floor was taken a minute after boot */
    assert_true(clock_judge(&facts).now_s == floor_s + 30);
    facts.since_boot_s = 10;
    assert_true(clock_judge(&facts).now_s == floor_s);
}

static void a_clock_of_2099_is_doubted(void **state)
{
    (void)state;
    struct clock_facts facts = facts_of(INT64_C(4070908800));
    assert_true(clock_judge(&facts).doubtful);
    facts = facts_of(facts.signed_s + 400 * (int64_t)DAY_S);
    assert_false(clock_judge(&facts).doubtful);
    facts.raw_s++;
    assert_true(clock_judge(&facts).doubtful);
}

static void one_second_below_the_floor_is_doubted(void **state)
{
    (void)state;
    struct clock_facts facts = facts_of(floor_s - 1);
    assert_true(clock_judge(&facts).doubtful);
    assert_true(clock_judge(&facts).now_s >= floor_s);
}

static void staff_s_offset_settles_the_doubt(void **state)
{
    (void)state;
    struct clock_facts facts = facts_of(1000);
    facts.offset_s = floor_s;
    assert_false(clock_judge(&facts).doubtful);
    assert_true(clock_judge(&facts).now_s == floor_s + 1000);
}

static void without_a_signed_time_the_floor_stands_in(void **state)
{
    (void)state;
    struct clock_facts facts = facts_of(floor_s + 400 * (int64_t)DAY_S);
    facts.signed_s = 0;
    assert_false(clock_judge(&facts).doubtful);
    facts.raw_s++;
    assert_true(clock_judge(&facts).doubtful);
}

static void doubt_can_be_asked_for(void **state)
{
    (void)state;
    struct clock_facts facts = facts_of(floor_s + 5);
    facts.forced_doubtful = true;
    assert_true(clock_judge(&facts).doubtful);
    assert_true(clock_judge(&facts).now_s == floor_s + 90);
}

static void absurd_numbers_are_doubted_and_do_not_overflow(void **state)
{
    (void)state;
    struct clock_facts facts = facts_of(INT64_MAX);
    facts.offset_s = INT64_MAX;
    assert_true(clock_judge(&facts).doubtful);
    facts.raw_s = INT64_MIN;
    facts.offset_s = -1;
    assert_true(clock_judge(&facts).doubtful);
}

static void a_signed_time_moves_the_floor_by_400_days_at_most(void **state)
{
    (void)state;
    assert_true(clock_step_allowed(0, INT64_C(4070908800)));
    assert_true(clock_step_allowed(floor_s, floor_s + 400 * (int64_t)DAY_S));
    assert_false(clock_step_allowed(floor_s, floor_s + 400 * (int64_t)DAY_S + 1));
    assert_true(clock_step_allowed(floor_s, floor_s - DAY_S));
    assert_false(clock_step_allowed(floor_s, INT64_MAX));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(a_clock_between_the_bounds_is_believed),
        TEST_PLAIN(a_clock_of_1970_is_doubted_and_the_floor_goes_on_from_boot),
        TEST_PLAIN(a_clock_of_2099_is_doubted),
        TEST_PLAIN(one_second_below_the_floor_is_doubted),
        TEST_PLAIN(staff_s_offset_settles_the_doubt),
        TEST_PLAIN(without_a_signed_time_the_floor_stands_in),
        TEST_PLAIN(doubt_can_be_asked_for),
        TEST_PLAIN(absurd_numbers_are_doubted_and_do_not_overflow),
        TEST_PLAIN(a_signed_time_moves_the_floor_by_400_days_at_most),
    };
    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
