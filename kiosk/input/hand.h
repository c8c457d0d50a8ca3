/* hand.h - which character is meant by strokes on glass: our own matcher.
 *
 * The order and the direction of strokes do not count, joined, missing and extra ones cost a
 * little: people who learnt to write seventy years ago, or in cursive, are not corrected. Integers
 * only, so the same ink gives the same answer on every machine. Templates are made at build time
 * from packaged data (data/make_strokes.py); nothing is learnt from what is written. */
#pragma once

#include "bytes.h"

enum {
    HAND_STROKES_MAX = 64,
    HAND_POINTS_MAX = 2048, /* of all strokes of one character */
    HAND_ANSWERS_MAX = 36,
};

struct hand_point {
    int16_t x, y; /* pixels, or any other unit */
};

/* Ink of one character. Stroke i is points[first[i] .. first[i + 1]). */
struct hand_ink {
    struct hand_point points[HAND_POINTS_MAX];
    uint16_t first[HAND_STROKES_MAX + 1];
    size_t stroke_count;
};

/* Appends a point to the stroke being written, `begins` a new one before. What would exceed the
 * bounds is left out: a person sees it drawn and recognised without. */
void hand_ink_add(struct hand_ink *ink, bool begins, int x, int y);
void hand_ink_undo(struct hand_ink *ink); /* takes the last stroke away */
void hand_ink_wipe(struct hand_ink *ink);

struct hand;

/* Loads the templates, about 3 MB. ERR_NOT_FOUND, ERR_IO; ERR_CORRUPT: not such a file; ERR_NOMEM;
 * each with a sentence in `why`. */
MUST_CHECK enum err hand_open(const char *path, struct hand **hand, struct complaint *why);
void hand_close(struct hand *hand);        /* accepts NULL; wipes what it knew of the last ink */
size_t hand_size(const struct hand *hand); /* characters known */

/* The characters nearest to the ink, best first; returns how many, at most `max`. No ink: 0. */
size_t hand_match(struct hand *hand, const struct hand_ink *ink, uint32_t *characters, size_t max);
/* The strokes of a character of the templates as ink in a square of 256, for tests and benchmarks.
 * ERR_NOT_FOUND: unknown. */
MUST_CHECK enum err hand_template(const struct hand *hand, uint32_t character,
                                  struct hand_ink *ink);
uint32_t hand_character(const struct hand *hand, size_t index); /* index < hand_size */
