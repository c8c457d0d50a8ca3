/* numeral.h - numbers as they are said: 12345 is 一万二千三百四十五.
 *
 * Digits come as ASCII text without signs and commas. Everything appends to a buffer. */
#pragma once

#include "arena.h"

enum { NUMERAL_DIGITS_MAX = 16 }; /* 千万亿; longer ones are said digit by digit */

/* As a quantity. `things`: what follows counts things, so a lone 2 is 两. More than
 * NUMERAL_DIGITS_MAX digits, or a leading zero: digit by digit. */
void numeral_count(struct buffer *out, struct text digits, bool things);
/* One after the other, as in years (0 is 〇). */
void numeral_year(struct buffer *out, struct text digits);
/* One after the other, as in telephone and room numbers (1 is 幺). */
void numeral_dial(struct buffer *out, struct text digits);
/* 3.50 is 三点五零. `fraction` may be empty. */
void numeral_decimal(struct buffer *out, struct text whole, struct text fraction, bool things);
/* 1234.50 is 一千二百三十四元五角. At most two decimals; else as a decimal with 元 behind. */
void numeral_sum(struct buffer *out, struct text whole, struct text fraction);
