#include "espeak.h"

#include <espeak-ng/speak_lib.h>
#include <string.h>

enum {
    WORDS_PER_MINUTE = 140, /* slow, but not so slow that a sentence falls apart */
    BUFFER_MS = 200,
};

static int16_t heard[ESPEAK_SAMPLES_MAX];
static size_t heard_count;

static int handle_samples(short *samples, int count, espeak_EVENT *events)
{
    size_t room = ESPEAK_SAMPLES_MAX - heard_count;
    size_t taken = count > 0 ? (size_t)count : 0;

    (void)events;
    taken = taken < room ? taken : room;
    if (samples && taken > 0) {
        memcpy(heard + heard_count, samples, taken * sizeof heard[0]);
        heard_count += taken;
    }
    return room == 0; /* 1: stop */
}

enum err espeak_load(int *rate_hz, struct complaint *why)
{
    int rate = espeak_Initialize(AUDIO_OUTPUT_RETRIEVAL, BUFFER_MS, NULL, 0);

    if (rate <= 0) {
        return complain(why, ERR_UNAVAILABLE,
                        "espeak-ng does not start; is the package espeak-ng-data installed?");
    }
    espeak_SetSynthCallback(handle_samples);
    /* "cmn" of Debian 12 reads pinyin as if it were English. */
    if (espeak_SetVoiceByName("cmn-latn-pinyin") != EE_OK) {
        return complain(why, ERR_UNAVAILABLE, "espeak-ng has no voice cmn-latn-pinyin");
    }
    espeak_SetParameter(espeakRATE, WORDS_PER_MINUTE, 0);
    *rate_hz = rate;
    return OK;
}

enum err espeak_speak(const char *text, size_t size, const int16_t **samples, size_t *count)
{
    heard_count = 0;
    if (espeak_Synth(text, size + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, NULL, NULL) != EE_OK ||
        espeak_Synchronize() != EE_OK || heard_count == 0) {
        return ERR_INVALID;
    }
    *samples = heard;
    *count = heard_count;
    return OK;
}
