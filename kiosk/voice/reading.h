/* reading.h - written Chinese as it is said: dates, sums, numbers, telephones, units.
 *
 * A text comes apart into sentences. Each keeps its place in the source, so that the page can mark
 * what is being said, and becomes speakable text: Han characters with Chinese marks for pauses, no
 * digits, no signs, no Latin letters. 2026-11-10 is 二〇二六年十一月十日, ¥1,234.50 is
 * 一千二百三十四元五角, 555-0100 is said digit by digit with 幺. Nothing is guessed beyond what
 * stands beside a number; what has no sound (brackets, bullets) is a pause or nothing.
 *
 * Pure: no clock, no file, no engine. The source is well-formed UTF-8. */
#pragma once

#include "arena.h"

enum {
    READING_CHARS_MAX = 90,          /* of one sentence; a longer one is cut at a comma */
    READING_SPOKEN_BYTES_MAX = 3072, /* of one sentence as it is said */
};

enum reading_hint {
    READING_TEXT,
    READING_YUAN, /* a bare number is a sum: a column headed 金额（元） */
    READING_DIAL, /* a bare number is a telephone's */
};

struct reading_sentence {
    size_t from, to; /* bytes of the source, without blanks at either end */
    struct text spoken;
};

/* The sentences of `source` with something to say, in order; at most `max` are written, and later
 * ones are left out. ERR_NOMEM: the arena is too small. */
MUST_CHECK enum err reading_sentences(struct text source, enum reading_hint hint,
                                      struct arena *arena, struct reading_sentence *sentences,
                                      size_t max, size_t *count);

/* Spoken text with the words that voices get wrong written as pinyin with tone digits ("yin2
 * hang2"), blanks around. ERR_NOMEM. */
MUST_CHECK enum err reading_pinyin(struct text spoken, struct arena *arena, struct text *out);
