#include "sound.h"

#include <SDL.h>
#include <stdlib.h>

#include "voice_wire.h"

enum { DEVICE_SAMPLES = 1024, PART_SAMPLES_MAX = 48000 * SOUND_PART_MS / 1000, FULL = 256 };

struct sound {
    SDL_AudioDeviceID device;
    int rate_hz;
    int gain; /* FULL: as it is */
};

enum err sound_open(int rate_hz, struct sound **out, struct complaint *why)
{
    const SDL_AudioSpec wanted = {
        .freq = rate_hz, .format = AUDIO_S16SYS, .channels = 1, .samples = DEVICE_SAMPLES};
    struct sound *sound = calloc(1, sizeof *sound);

    if (!sound) {
        return ERR_NOMEM;
    }
    if (SDL_InitSubSystem(SDL_INIT_AUDIO)) {
        free(sound);
        return complain(why, ERR_UNAVAILABLE, "no sound: %s", SDL_GetError());
    }
    sound->device = SDL_OpenAudioDevice(NULL, 0, &wanted, NULL, 0);
    if (sound->device == 0) {
        free(sound);
        return complain(why, ERR_UNAVAILABLE, "no sound device: %s", SDL_GetError());
    }
    sound->rate_hz = rate_hz;
    sound_set_volume(sound, 3);
    SDL_PauseAudioDevice(sound->device, 0);
    *out = sound;
    return OK;
}

void sound_close(struct sound *sound)
{
    if (sound) {
        SDL_ClearQueuedAudio(sound->device);
        SDL_CloseAudioDevice(sound->device);
        free(sound);
    }
}

int sound_rate(const struct sound *sound)
{
    return sound->rate_hz;
}

void sound_set_volume(struct sound *sound, unsigned volume)
{
    /* Each step is about 5 dB, which the ear takes for one. */
    static const int gains[VOICE_VOLUME_MAX] = {26, 46, 81, 144, FULL};

    sound->gain = gains[volume >= 1 && volume <= VOICE_VOLUME_MAX ? volume - 1 : 2];
}

size_t sound_room(struct sound *sound)
{
    size_t ahead = SDL_GetQueuedAudioSize(sound->device) / sizeof(int16_t);
    size_t most = (size_t)sound->rate_hz * SOUND_AHEAD_MS / 1000;
    size_t part = (size_t)sound->rate_hz * SOUND_PART_MS / 1000;

    return ahead + part <= most ? part : 0;
}

enum err sound_put(struct sound *sound, const int16_t *samples, size_t count)
{
    int16_t part[PART_SAMPLES_MAX];

    for (size_t done = 0; done < count;) {
        size_t n = count - done < PART_SAMPLES_MAX ? count - done : PART_SAMPLES_MAX;
        for (size_t i = 0; i < n; i++) {
            part[i] = (int16_t)(samples[done + i] * sound->gain / FULL);
        }
        if (SDL_QueueAudio(sound->device, part, (Uint32)(n * sizeof part[0]))) {
            return ERR_IO;
        }
        done += n;
    }
    return OK;
}

bool sound_is_quiet(struct sound *sound)
{
    return SDL_GetQueuedAudioSize(sound->device) == 0;
}
