#include "voice.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "helper.h"
#include "log.h"
#include "utf8.h"

struct voice {
    char program[FILE_PATH_BYTES_MAX];
    struct helper helper;
    struct speech speech;
    const struct text *sentences; /* the caller's */
    int sound_fd;                 /* the caller's, -1: sentences */
    unsigned volume;
    uint8_t got[VOICE_EVENT_BYTES];
    size_t got_size;
};

struct voice *voice_new(const char *program)
{
    struct voice *voice = calloc(1, sizeof *voice);

    if (voice) {
        text_copy(text_of(program), voice->program, sizeof voice->program);
        voice->helper = (struct helper){.to = -1, .from = -1};
        voice->speech.due_ms = INT64_MAX;
        voice->sound_fd = -1;
        voice->volume = (VOICE_VOLUME_MAX + 1) / 2;
    }
    return voice;
}

void voice_free(struct voice *voice)
{
    if (voice) {
        voice_hush(voice);
        free(voice);
    }
}

static void end_child(struct voice *voice)
{
    helper_stop(&voice->helper);
    voice->got_size = 0;
}

void voice_hush(struct voice *voice)
{
    end_child(voice);
    speech_stop(&voice->speech);
    voice->sentences = NULL;
    voice->sound_fd = -1;
}

void voice_begin(struct voice *voice, const struct text *sentences, size_t count)
{
    voice_hush(voice);
    voice->sentences = sentences;
    speech_begin(&voice->speech, count);
}

void voice_begin_recording(struct voice *voice, int sound_fd)
{
    voice_hush(voice);
    voice->sound_fd = sound_fd;
    speech_begin(&voice->speech, 1);
}

static enum err send(struct voice *voice, const struct voice_command *command)
{
    uint8_t message[VOICE_HEAD_BYTES + VOICE_TEXT_BYTES_MAX];
    size_t size = 0;

    enum err err = voice_command_encode(command, message, &size);
    return err ? err : helper_send(&voice->helper, bytes_of(message, size));
}

void voice_set_volume(struct voice *voice, unsigned volume)
{
    voice->volume = volume < 1 ? 1 : volume > VOICE_VOLUME_MAX ? VOICE_VOLUME_MAX : volume;
    const struct voice_command command = {.kind = VOICE_VOLUME, .volume = voice->volume};
    if (voice->helper.pid > 0 && send(voice, &command)) {
        log_warn("the voice does not hear how loud it should be");
    }
}

static void ask(struct voice *voice, int64_t now_ms)
{
    bool recording = voice->sound_fd >= 0;
    struct text text = recording ? text_of("") : voice->sentences[voice->speech.at];
    int64_t allow_ms = recording ? SPEECH_RECORDING_MS : speech_allowance_ms(utf8_count(text));

    if (!speech_ask(&voice->speech, allow_ms, now_ms)) {
        return;
    }
    enum err err = OK;
    if (voice->helper.pid == 0) {
        if (recording) {
            (void)lseek(voice->sound_fd, 0, SEEK_SET); /* a second try begins anew */
        }
        char *const arguments[] = {voice->program, NULL};
        err = helper_start(&voice->helper, arguments, voice->sound_fd);
    }
    const struct voice_command command = {.kind = recording ? VOICE_PLAY : VOICE_SAY,
                                          .volume = voice->volume,
                                          .serial = voice->speech.serial,
                                          .text = text};
    if (!err) {
        err = send(voice, &command);
    }
    if (err) {
        log_error("the voice cannot be asked: %s", err_name(err));
        end_child(voice);
        speech_broken(&voice->speech);
    }
}

/* True: an event was taken. */
static bool take(struct voice *voice, int64_t now_ms)
{
    struct voice_event event;
    size_t part = 0;

    if (voice->helper.pid == 0) {
        return false;
    }
    enum err err = helper_read(&voice->helper, voice->got + voice->got_size,
                               sizeof voice->got - voice->got_size, &part);
    if (err == ERR_BUSY) {
        return false;
    }
    voice->got_size += part;
    if (!err && voice->got_size < sizeof voice->got) {
        return true; /* the rest of it is on its way */
    }
    voice->got_size = 0;
    if (err || voice_event_decode(voice->got, &event)) {
        log_warn("the voice %s", err ? "ended" : "talks nonsense");
        end_child(voice);
        speech_broken(&voice->speech);
        return true;
    }
    if (event.kind == VOICE_FAILED) {
        end_child(voice);
    }
    (void)speech_event(&voice->speech, &event, now_ms);
    return true;
}

bool voice_turn(struct voice *voice, int64_t now_ms)
{
    bool was_quiet = voice->speech.state == SPEECH_QUIET, changed = false;

    while (take(voice, now_ms)) {
        changed = true;
    }
    if (speech_tick(&voice->speech, now_ms)) {
        log_warn("the voice hangs");
        end_child(voice);
        changed = true;
    }
    while (voice->speech.ask) { /* at most a few times: each failure counts */
        ask(voice, now_ms);
        changed = true;
    }
    if (!was_quiet && voice->speech.state == SPEECH_QUIET) {
        bool failed = voice->speech.failed;
        voice_hush(voice);
        voice->speech.failed = failed;
    }
    return changed;
}

const struct speech *voice_speech(const struct voice *voice)
{
    return &voice->speech;
}

int voice_fd(const struct voice *voice)
{
    return voice->helper.pid > 0 ? voice->helper.from : -1;
}

int64_t voice_due_ms(const struct voice *voice)
{
    return voice->speech.due_ms;
}
