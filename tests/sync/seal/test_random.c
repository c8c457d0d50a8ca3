/* Randomness cannot be proven; its shape can. */
#include "support.h"

#include <string.h>

#include "hash.h"
#include "random.h"

static void digits_are_digits_and_end(void **state)
{
    char digits[12];
    bool seen[10] = {false};

    (void)state;
    for (int i = 0; i < 100; i++) {
        memset(digits, 'x', sizeof digits);
        random_digits(digits, 11);
        assert_int_equal(strspn(digits, "0123456789"), 11);
        assert_int_equal(strlen(digits), 11);
        for (int k = 0; k < 11; k++) {
            seen[digits[k] - '0'] = true;
        }
    }
    for (int d = 0; d < 10; d++) {
        assert_true(seen[d]);
    }
}

static void numbers_stay_below_their_bound(void **state)
{
    unsigned seen = 0;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        uint32_t n = random_below(3);
        assert_in_range(n, 0, 2);
        seen |= 1U << n;
    }
    assert_int_equal(seen, 7);
}

static void two_fills_differ(void **state)
{
    uint8_t a[16] = {0}, b[16] = {0};

    (void)state;
    random_fill(a, sizeof a);
    random_fill(b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(digits_are_digits_and_end),
        TEST_PLAIN(numbers_stay_below_their_bound),
        TEST_PLAIN(two_fills_differ),
    };
    if (seal_start() != OK) {
        return 1;
    }
    return cmocka_run_group_tests_name("random", tests, NULL, NULL);
}
