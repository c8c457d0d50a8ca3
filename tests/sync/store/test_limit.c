/* Tokens come back with time, not with a reboot. */
#include "device_fixture.h"

#include "limit.h"

static const struct limit LETTERS = {.name = "letters", .burst = 3, .per_s = 100};

static uint32_t left_at(struct device_fixture *f, int64_t now_s)
{
    uint32_t left = 99;

    assert_ok(limit_left(f->txn, &LETTERS, now_s, &left));
    return left;
}

static void take_all(struct device_fixture *f, int64_t now_s)
{
    int64_t wait_s;

    for (uint32_t i = 0; i < LETTERS.burst; i++) {
        assert_ok(limit_take(f->txn, &LETTERS, now_s, &wait_s));
    }
}

static void a_burst_is_allowed_and_then_a_wait_is_told(void **state)
{
    struct device_fixture *f = *state;
    int64_t wait_s = 0;

    assert_int_equal(left_at(f, 1000), 3);
    take_all(f, 1000);
    assert_int_equal(left_at(f, 1000), 0);
    assert_err(ERR_FULL, limit_take(f->txn, &LETTERS, 1000, &wait_s));
    assert_int_equal(wait_s, 100);
    assert_err(ERR_FULL, limit_take(f->txn, &LETTERS, 1060, &wait_s));
    assert_int_equal(wait_s, 40);
    assert_ok(limit_take(f->txn, &LETTERS, 1100, &wait_s));
    assert_err(ERR_FULL, limit_take(f->txn, &LETTERS, 1101, &wait_s));
}

static void a_reboot_refills_nothing(void **state)
{
    struct device_fixture *f = *state;
    int64_t wait_s;

    take_all(f, 1000);
    fixture_reopen(f);
    assert_err(ERR_FULL, limit_take(f->txn, &LETTERS, 1010, &wait_s));
    assert_int_equal(wait_s, 90);
}

static void time_refills_up_to_the_burst(void **state)
{
    struct device_fixture *f = *state;

    take_all(f, 1000);
    assert_int_equal(left_at(f, 1250), 2);
    assert_int_equal(left_at(f, 1000000), 3);
    assert_int_equal(left_at(f, INT64_MAX), 3);
}

static void a_clock_that_went_back_refills_nothing(void **state)
{
    struct device_fixture *f = *state;
    int64_t wait_s;

    take_all(f, 1000000);
    assert_err(ERR_FULL, limit_take(f->txn, &LETTERS, 5, &wait_s));
    assert_int_equal(left_at(f, 5), 0);
    assert_ok(limit_take(f->txn, &LETTERS, 105, &wait_s)); /* and time goes on from there */
    assert_err(ERR_FULL, limit_take(f->txn, &LETTERS, 106, &wait_s));
}

static void buckets_know_nothing_of_each_other(void **state)
{
    struct device_fixture *f = *state;
    const struct limit visits = {.name = "visits", .burst = 1, .per_s = 10};
    int64_t wait_s;

    take_all(f, 1000);
    assert_ok(limit_take(f->txn, &visits, 1000, &wait_s));
    assert_err(ERR_FULL, limit_take(f->txn, &visits, 1000, &wait_s));
    assert_int_equal(wait_s, 10);
}

static void a_lowered_limit_holds_at_once(void **state)
{
    struct device_fixture *f = *state;
    const struct limit lower = {.name = "letters", .burst = 1, .per_s = 100};
    int64_t wait_s;
    uint32_t left;

    assert_ok(limit_take(f->txn, &LETTERS, 1000, &wait_s)); /* two left */
    assert_ok(limit_left(f->txn, &lower, 1000, &left));
    assert_int_equal(left, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_burst_is_allowed_and_then_a_wait_is_told, device),
        TEST(a_reboot_refills_nothing, device),
        TEST(time_refills_up_to_the_burst, device),
        TEST(a_clock_that_went_back_refills_nothing, device),
        TEST(buckets_know_nothing_of_each_other, device),
        TEST(a_lowered_limit_holds_at_once, device),
    };
    return cmocka_run_group_tests_name("limit", tests, NULL, NULL);
}
