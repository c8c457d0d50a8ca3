/* letter.c - see letter.h. */
#include "letter.h"

char receipt_check_digit(const char digits[11])
{
    int product = 10;
    for (size_t i = 0; i < RECEIPT_DIGITS - 1; i++) {
        int sum = (product + (digits[i] - '0')) % 10;
        product = 2 * (sum ? sum : 10) % 11;
    }
    return (char)('0' + (11 - product) % 10);
}

bool receipt_valid(struct text digits)
{
    if (digits.size != RECEIPT_DIGITS) {
        return false;
    }
    for (size_t i = 0; i < digits.size; i++) {
        if (digits.data[i] < '0' || digits.data[i] > '9') {
            return false;
        }
    }
    return receipt_check_digit(digits.data) == digits.data[RECEIPT_DIGITS - 1];
}
