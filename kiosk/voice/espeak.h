/* espeak.h - the offline voice: spoken text to samples (the only includer of espeak-ng). */
#pragma once

#include "bytes.h"

enum { ESPEAK_SAMPLES_MAX = 22050 * 150 /* of one sentence; more is cut */ };

/* Loads voice and dictionaries. ERR_UNAVAILABLE. */
MUST_CHECK enum err espeak_load(int *rate_hz, struct complaint *why);
/* The samples of a text of Han characters and pinyin with tone digits, NUL-terminated. They are
 * valid until the next call. ERR_INVALID: there is nothing to hear. */
MUST_CHECK enum err espeak_speak(const char *text, size_t size, const int16_t **samples,
                                 size_t *count);
