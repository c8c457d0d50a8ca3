/* A receipt mistyped in one digit, or in two that changed places, is nobody's receipt (nearly). */
#include "support.h"

#include <string.h>

#include "letter.h"

enum { ROUNDS = 500 };

static void roll_receipt(struct dice *dice, char digits[RECEIPT_DIGITS + 1])
{
    for (size_t i = 0; i < RECEIPT_DIGITS - 1; i++) {
        digits[i] = (char)('0' + dice_below(dice, 10));
    }
    digits[RECEIPT_DIGITS - 1] = receipt_check_digit(digits);
    digits[RECEIPT_DIGITS] = '\0';
}

static void known_numbers_have_their_check_digit(void **state)
{
    (void)state;
    /* Published numbers of ten digits and a check digit of the same standard. A 5 in front leaves
     * the sum where it starts, so the last digit is the published one. */
    assert_int_equal(receipt_check_digit("58609574271"), '9');
    assert_int_equal(receipt_check_digit("53339200596"), '1');
    assert_int_equal(receipt_check_digit("00000000000"), '2');
}

static void every_wrong_digit_is_noticed(void **state)
{
    struct dice dice = {7};
    char digits[RECEIPT_DIGITS + 1];
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        roll_receipt(&dice, digits);
        assert_true(receipt_valid(text_of(digits)));
        for (size_t at = 0; at < RECEIPT_DIGITS; at++) {
            char right = digits[at];
            for (int wrong = '0'; wrong <= '9'; wrong++) {
                digits[at] = (char)wrong;
                assert_int_equal(receipt_valid(text_of(digits)), wrong == right);
            }
            digits[at] = right;
        }
    }
}

static void nearly_every_swap_of_neighbours_is_noticed(void **state)
{
    struct dice dice = {7};
    char digits[RECEIPT_DIGITS + 1];
    size_t swaps = 0, missed = 0;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        roll_receipt(&dice, digits);
        for (size_t at = 0; at + 1 < RECEIPT_DIGITS; at++) {
            char first = digits[at];
            if (first == digits[at + 1]) {
                continue;
            }
            digits[at] = digits[at + 1];
            digits[at + 1] = first;
            swaps++;
            missed += receipt_valid(text_of(digits));
            digits[at + 1] = digits[at];
            digits[at] = first;
        }
    }
    assert_true(missed * 30 < swaps);
}

static void other_forms_are_no_receipt(void **state)
{
    char digits[RECEIPT_DIGITS + 1];
    struct dice dice = {9};
    (void)state;
    roll_receipt(&dice, digits);
    assert_false(receipt_valid((struct text){digits, 11}));
    assert_false(receipt_valid(text_of("")));
    assert_false(receipt_valid(text_of("1234 5678 90")));
    digits[0] = 'a';
    assert_false(receipt_valid(text_of(digits)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(known_numbers_have_their_check_digit),
        TEST_PLAIN(every_wrong_digit_is_noticed),
        TEST_PLAIN(nearly_every_swap_of_neighbours_is_noticed),
        TEST_PLAIN(other_forms_are_no_receipt),
    };
    return cmocka_run_group_tests_name("letter", tests, NULL, NULL);
}
