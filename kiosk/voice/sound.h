/* sound.h - where samples become sound: SDL's audio, mono, 16 bits.
 *
 * Samples are handed over little by little, so that loudness changes at once. Without a sound
 * device sound_open fails; SDL_AUDIODRIVER=disk writes to a file instead. */
#pragma once

#include "bytes.h"

enum { SOUND_AHEAD_MS = 240, SOUND_PART_MS = 40 };

struct sound;

/* ERR_UNAVAILABLE: no sound device. */
MUST_CHECK enum err sound_open(int rate_hz, struct sound **sound, struct complaint *why);
void sound_close(struct sound *sound); /* accepts NULL; what was handed over is dropped */
int sound_rate(const struct sound *sound);
void sound_set_volume(struct sound *sound, unsigned volume); /* 1 .. VOICE_VOLUME_MAX */
/* How many samples it takes now without running more than SOUND_AHEAD_MS ahead. */
size_t sound_room(struct sound *sound);
MUST_CHECK enum err sound_put(struct sound *sound, const int16_t *samples, size_t count);
bool sound_is_quiet(struct sound *sound); /* everything handed over was heard */
