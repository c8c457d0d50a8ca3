/* speech.h - which sentence is being said: a state machine without clock, process or sound.
 *
 * Sentences are said one after the other. The voice says when it begins and ends one; what it does
 * not say in time counts as hanging, and is tried once more with a new voice before all is given
 * up. Time comes in as an argument. */
#pragma once

#include "voice_wire.h"

enum {
    SPEECH_BEGIN_MS = 6000,               /* to load the engine and begin */
    SPEECH_CHARACTER_MS = 900,            /* nobody speaks slower; so long may a sentence take, */
    SPEECH_RECORDING_MS = 20 * 60 * 1000, /* and a recording, */
    SPEECH_SPARE_MS = 8000,               /* and this more */
    SPEECH_RETRIES_MAX = 1,               /* of one sentence */
};

enum speech_state {
    SPEECH_QUIET,
    SPEECH_LOADING,  /* asked for, no sound yet */
    SPEECH_SPEAKING, /* sentence `at` is heard */
};

struct speech {
    enum speech_state state;
    size_t count, at; /* sentences */
    uint32_t serial;  /* of what was asked for last */
    bool ask;         /* sentence `at` must be asked for */
    bool failed;      /* it ended because the voice does not work */
    unsigned retries;
    int64_t due_ms;   /* when the voice hangs; INT64_MAX while quiet */
    int64_t allow_ms; /* for the sentence asked for */
};

/* From the first of `count` sentences on. None: quiet. */
void speech_begin(struct speech *speech, size_t count);
void speech_stop(struct speech *speech);
/* True once for each sentence (or try): ask the voice for sentence `at` under `serial`, which may
 * take allow_ms. */
bool speech_ask(struct speech *speech, int64_t allow_ms, int64_t now_ms);
/* How long `characters` may take. */
int64_t speech_allowance_ms(size_t characters);
/* What the voice said. True: something changed. Another serial than the last is old news. */
bool speech_event(struct speech *speech, const struct voice_event *event, int64_t now_ms);
/* The voice died, talked nonsense or could not be asked. */
void speech_broken(struct speech *speech);
/* True: it hangs; end the voice. Call when due_ms has come. */
bool speech_tick(struct speech *speech, int64_t now_ms);
