/* reading_number.h - what begins with a digit: private to reading. */
#pragma once

#include "reading.h"

/* One sentence under way. `all` has ASCII digits and letters only in their plain width. */
struct reader {
    struct text all;
    size_t at;          /* bytes read */
    struct buffer *out; /* what is said */
    enum reading_hint hint;
};

bool reader_is_digit(const struct reader *reader, size_t at);
/* The bytes from `at` on begin with `word`. */
bool reader_has(const struct reader *reader, size_t at, const char *word);
/* Reads the number, date, time or telephone at `reader->at`, with its unit. */
void reading_number(struct reader *reader);
/* Behind a sign of money: reads blanks, number and 万. False: no number comes. */
bool reading_money(struct reader *reader, size_t sign_size);
