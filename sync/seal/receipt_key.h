/* receipt_key.h - what a receipt of 12 digits opens, and under which public name it is found.
 *
 * key = Argon2id(digits, salt = BLAKE2b("np-receipt-v1" 0x00 office)[0..16), cost of the root);
 * loc = the first 16 bytes of BLAKE2b(key || "loc"). Neither can be turned back into the digits. */
#pragma once

#include "letter.h"
#include "password.h"

struct receipt_loc {
    uint8_t b[RECEIPT_LOC_BYTES];
};

/* 11 random digits and the check digit, NUL-terminated. */
void receipt_new(char digits[RECEIPT_DIGITS + 1]);
/* ERR_INVALID: not a receipt (length, digits, check digit). Slow: see password.h. */
MUST_CHECK enum err receipt_key(struct text digits, struct text office, struct password_cost cost,
                                struct shared_key *key, struct receipt_loc *loc);
