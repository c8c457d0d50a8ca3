/* privacy_private.h - what the two finders of the gate share. */
#pragma once

#include "privacy.h"
#include "utf8.h"

enum digit_form {
    DIGIT_NONE,
    DIGIT_PLAIN, /* 3, ３, ③ */
    DIGIT_WORD,  /* 三, 叁, 幺, 〇 */
};

enum digit_form digit_of(uint32_t c, int *value);
uint32_t character_at(struct text text, size_t at, size_t *next);

/* The first address down to the room at or after byte `from`, policy's venues left out. */
bool find_address(struct text text, size_t from, const struct privacy_allowed *allowed,
                  struct privacy_hit *hit);
