/* letter.h - the life of a letter to the 主任信箱, as the office and the kiosks name it. */
#pragma once

#include "record.h"

enum receipt_state {
    RECEIPT_RECEIVED = 1,  /* the office has it */
    RECEIPT_HANDLING = 2,  /* somebody read it */
    RECEIPT_ANSWERED = 3,  /* a reply is published under the same loc */
    RECEIPT_RETRACTED = 4, /* taken back by its writer before it was answered */
};

enum { RECEIPT_DIGITS = 12, RECEIPT_LOC_BYTES = 16 };

/* ISO 7064 MOD 11,10: the check digit for the first 11 digits. */
char receipt_check_digit(const char digits[11]);
/* 12 digits whose last is right. */
bool receipt_valid(struct text digits);
