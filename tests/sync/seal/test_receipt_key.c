/* The digits of a receipt lead to one name and one key, the same at every kiosk of the office. */
#include "support.h"

#include <string.h>

#include "hash.h"
#include "receipt_key.h"

static const struct password_cost CHEAP = {.ops = 1, .mem_kib = 8};

static void a_new_receipt_is_valid(void **state)
{
    char digits[RECEIPT_DIGITS + 1], other[RECEIPT_DIGITS + 1];

    (void)state;
    receipt_new(digits);
    receipt_new(other);
    assert_true(receipt_valid(text_of(digits)));
    assert_string_not_equal(digits, other);
}

/* Recomputed with the argon2 program and Python's hashlib from the formula of the header. */
static void digits_and_office_give_the_known_key_and_loc(void **state)
{
    struct shared_key key;
    struct receipt_loc loc;

    (void)state;
    assert_ok(receipt_key(text_of("123456789014"), text_of("wutongli"), CHEAP, &key, &loc));
    assert_memory_equal(
        key.b,
        bytes_of_hex("7c74c43087c8a9cd4c8f8313a635b43a74e0da2dc0ebc049af4f121bf4deb8ea").data,
        sizeof key.b);
    assert_memory_equal(loc.b, bytes_of_hex("6d5322281fd763933cc988333b6c9d29").data, sizeof loc.b);
}

static void another_office_gives_another_loc(void **state)
{
    struct shared_key key;
    struct receipt_loc here, there;

    (void)state;
    assert_ok(receipt_key(text_of("123456789014"), text_of("wutongli"), CHEAP, &key, &here));
    assert_ok(receipt_key(text_of("123456789014"), text_of("wutong"), CHEAP, &key, &there));
    assert_memory_not_equal(here.b, there.b, sizeof here.b);
}

static void a_mistyped_digit_is_found_before_the_slow_part(void **state)
{
    struct shared_key key;
    struct receipt_loc loc;

    (void)state;
    assert_err(ERR_INVALID, receipt_key(text_of("123456789015"), text_of("o"), CHEAP, &key, &loc));
    assert_err(ERR_INVALID, receipt_key(text_of("12345678901"), text_of("o"), CHEAP, &key, &loc));
    assert_err(ERR_INVALID, receipt_key(text_of("12345678901x"), text_of("o"), CHEAP, &key, &loc));
    assert_err(ERR_INVALID, receipt_key(text_of(""), text_of("o"), CHEAP, &key, &loc));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(a_new_receipt_is_valid),
        TEST_PLAIN(digits_and_office_give_the_known_key_and_loc),
        TEST_PLAIN(another_office_gives_another_loc),
        TEST_PLAIN(a_mistyped_digit_is_found_before_the_slow_part),
    };
    if (seal_start() != OK) {
        return 1;
    }
    return cmocka_run_group_tests_name("receipt_key", tests, NULL, NULL);
}
