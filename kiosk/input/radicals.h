/* radicals.h - characters by radical and remaining strokes, for names no other way writes. */
#pragma once

#include "bytes.h"

enum { RADICAL_STROKES_MAX = 17 };

struct radicals;

/* About 120 kB. ERR_NOT_FOUND, ERR_IO, ERR_CORRUPT, ERR_NOMEM, with a sentence in `why`. */
MUST_CHECK enum err radicals_open(const char *path, struct radicals **radicals,
                                  struct complaint *why);
void radicals_close(struct radicals *radicals); /* accepts NULL */
/* Radicals of so many strokes, from number `first` on, at most `max`; returns how many. *more:
 * there are others behind. */
size_t radicals_of(const struct radicals *radicals, uint32_t strokes, size_t first,
                   uint32_t *characters, size_t max, bool *more);
/* The same for the characters under a radical, fewest remaining strokes first, common ones first
 * among equals. An unknown radical has none. */
size_t radicals_under(const struct radicals *radicals, uint32_t radical, size_t first,
                      uint32_t *characters, size_t max, bool *more);
