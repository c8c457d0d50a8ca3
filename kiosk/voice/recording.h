/* recording.h - a recording of the office's, Ogg Opus, to samples (the only includer of
 * opusfile). */
#pragma once

#include "bytes.h"

enum {
    RECORDING_BYTES_MAX = 480 * 1024, /* with its record one object of the wire: five minutes */
    RECORDING_RATE_HZ = 48000,
    RECORDING_MINUTES_MAX = 15,
};

struct recording;

/* `bytes` stay the caller's while it is open. ERR_INVALID: no Ogg Opus, or longer than the limits.
 */
MUST_CHECK enum err recording_open(struct bytes bytes, struct recording **recording,
                                   struct complaint *why);
void recording_close(struct recording *recording); /* accepts NULL */
/* Up to `max` mono samples; 0: the end (or what follows is damaged). */
size_t recording_read(struct recording *recording, int16_t *samples, size_t max);
