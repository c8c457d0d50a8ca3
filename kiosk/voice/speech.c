#include "speech.h"

static void quiet(struct speech *speech, bool failed)
{
    speech->state = SPEECH_QUIET;
    speech->ask = false;
    speech->failed = failed;
    speech->due_ms = INT64_MAX;
}

void speech_begin(struct speech *speech, size_t count)
{
    uint32_t serial = speech->serial;

    *speech = (struct speech){.count = count, .serial = serial, .due_ms = INT64_MAX};
    if (count > 0) {
        speech->state = SPEECH_LOADING;
        speech->ask = true;
    }
}

void speech_stop(struct speech *speech)
{
    quiet(speech, false);
}

int64_t speech_allowance_ms(size_t characters)
{
    return (int64_t)characters * SPEECH_CHARACTER_MS + SPEECH_SPARE_MS;
}

bool speech_ask(struct speech *speech, int64_t allow_ms, int64_t now_ms)
{
    if (!speech->ask) {
        return false;
    }
    speech->ask = false;
    speech->serial++;
    speech->allow_ms = allow_ms;
    speech->due_ms = now_ms + SPEECH_BEGIN_MS;
    return true;
}

bool speech_event(struct speech *speech, const struct voice_event *event, int64_t now_ms)
{
    if (speech->state == SPEECH_QUIET || event->serial != speech->serial || speech->ask) {
        return false;
    }
    switch (event->kind) {
    case VOICE_BEGAN:
        speech->state = SPEECH_SPEAKING;
        speech->due_ms = now_ms + speech->allow_ms;
        return true;
    case VOICE_ENDED:
        speech->at++;
        speech->retries = 0;
        if (speech->at >= speech->count) {
            quiet(speech, false);
        } else {
            speech->ask = true; /* the sentence before stays marked until the next is heard */
            speech->due_ms = INT64_MAX;
        }
        return true;
    case VOICE_FAILED:
    default:
        speech_broken(speech);
        return true;
    }
}

void speech_broken(struct speech *speech)
{
    if (speech->state == SPEECH_QUIET) {
        return;
    }
    if (speech->retries >= SPEECH_RETRIES_MAX) {
        quiet(speech, true);
        return;
    }
    speech->retries++;
    speech->state = SPEECH_LOADING;
    speech->ask = true;
    speech->due_ms = INT64_MAX;
}

bool speech_tick(struct speech *speech, int64_t now_ms)
{
    if (speech->state == SPEECH_QUIET || now_ms < speech->due_ms) {
        return false;
    }
    speech_broken(speech);
    return true;
}
