/* readings.h - how a character is read in Mandarin, and which characters are forms of one.
 *
 * For search alone: tones are dropped, all readings of a character count, rare and common forms are
 * one (頔 and 𬱖, 乐 and 樂). Names are shown as written; nothing here ever changes a text.
 * Source: Unihan (UAX #38), kMandarin, kHanyuPinlu, kXHC1983, kTGHZ2013 and the variant fields. */
#pragma once

#include "bytes.h"

enum { READINGS_MAX = 16, READING_LETTERS_MAX = 6 };

/* The character that stands for all forms of `c`: simplified or traditional, full or half width,
 * capital or small. */
uint32_t reading_fold(uint32_t c);
/* Its syllables in small letters without tone ("xing", "lv"), NUL-terminated and static. Returns
 * how many, 0 for what is no Chinese character. */
size_t reading_of(uint32_t c, const char *syllables[READINGS_MAX]);
/* Does a syllable of the language begin with these small letters? */
bool reading_begins(const char *letters, size_t count);
