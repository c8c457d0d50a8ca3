/* sound_file.h - a recording as staff have it, looked at before it is published.
 *
 * Ogg Opus alone (RFC 3533, RFC 7845): what the kiosk's voice plays. A file may say who recorded
 * it, where and with what; one that says more than which program wrote it is refused, since none of
 * that is anybody's business. The sound is not decoded here; the kiosk's voice does that, in a
 * process of its own. */
#pragma once

#include "arena.h"

enum {
    SOUND_BYTES_MAX = 491520, /* `recording.file` of kinds.def: five minutes at 12 kbit/s */
    SOUND_SECONDS_MAX = 900,
};

/* Pure. ERR_INVALID, in Chinese and saying what to do: no Ogg Opus, damaged, with words in it, or
 * too long. *seconds: at least 1. */
MUST_CHECK enum err sound_check(struct bytes file, uint64_t *seconds, struct complaint *why);
/* Reads and looks. ERR_NOT_FOUND: there is no such file. */
MUST_CHECK enum err sound_file_read(const char *path, struct arena *arena, struct bytes *file,
                                    uint64_t *seconds, struct complaint *why);
