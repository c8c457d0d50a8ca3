/* syllables.h - the syllables of Mandarin, and the nine keys they are on. */
#pragma once

#include "bytes.h"

enum { SYLLABLE_BYTES_MAX = 6 };

char syllable_digit(char letter); /* '2' .. '9' for a-z */
/* Syllables whose first `digits.size` or fewer keys are those of `digits`: whole syllables that the
 * digits begin with, longest first, and, when none is that long, those that the digits themselves
 * begin. Number `first` on, at most `max`; returns how many. *more: others follow. */
size_t syllables_of(struct text digits, size_t first, struct text *syllables, size_t max,
                    bool *more);
