/* app_aloud.c - between a page that can be read and the voice that reads it. */
#include "app_parts.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "aloud.h"
#include "care.h"
#include "civil.h"
#include "file.h"
#include "log.h"
#include "reading.h"
#include "words.h"

enum {
    LINES_MAX = 1600,
    SCRIPT_BYTES = 1024 * 1024, /* of one reading, there only while it lasts */
    PIECE_SENTENCES_MAX = 400,
    ALONE_MS = 10 * 60 * 1000, /* after the last touch nobody may be listening any more */
    VOLUME_USUAL = 3,
};
_Static_assert((int)MODEL_VOLUME_MAX == (int)VOICE_VOLUME_MAX,
               "pages and voice count the same steps");

/* What is read: may be an answer to a letter, so it lives in secret memory. */
struct app_script {
    struct text spoken[LINES_MAX]; /* as the voice takes it */
    struct {
        struct text whole; /* a copy: the page's own text may be loaded anew meanwhile */
        size_t from, to;
    } shown[LINES_MAX];
    size_t count;
    struct arena arena;
    uint8_t block[SCRIPT_BYTES];
};

/* ---- a script from a page ---- */

static enum err add_sentence(struct app_script *script, const struct aloud_piece *piece,
                             struct text whole, const struct reading_sentence *sentence)
{
    bool same = text_equal(piece->said, piece->shown);
    struct text pinyin;

    if (script->count == LINES_MAX) {
        return ERR_FULL;
    }
    enum err err = reading_pinyin(sentence->spoken, &script->arena, &pinyin);
    if (err) {
        return err;
    }
    size_t i = script->count++;
    script->spoken[i] = pinyin.size <= VOICE_TEXT_BYTES_MAX ? pinyin : sentence->spoken;
    script->shown[i].whole = whole;
    script->shown[i].from = same ? sentence->from : 0;
    script->shown[i].to = same ? sentence->to : whole.size;
    return OK;
}

static enum err add_piece(struct app_script *script, const struct aloud_piece *piece)
{
    struct reading_sentence sentences[PIECE_SENTENCES_MAX];
    size_t count = 0;
    struct text whole = arena_text(&script->arena, piece->shown);

    enum err err = whole.data
                       ? reading_sentences(piece->said, piece->yuan ? READING_YUAN : READING_TEXT,
                                           &script->arena, sentences, PIECE_SENTENCES_MAX, &count)
                       : ERR_NOMEM;
    for (size_t i = 0; !err && i < count; i++) {
        err = add_sentence(script, piece, whole, &sentences[i]);
    }
    return err;
}

/* What does not fit is not read: the page says it all the same. */
static void write_script(struct app *app, struct app_script *script)
{
    struct aloud aloud;
    enum err err = OK;

    aloud_gather(app->model, &script->arena, &aloud);
    for (size_t i = 0; !err && i < aloud.count; i++) {
        err = add_piece(script, &aloud.at[i]);
    }
    if (err) {
        log_warn("page %s is too long to be read to its end", page_name(app->model->place.page));
    }
}

/* ---- beginning and ending ---- */

static void drop_script(struct app *app)
{
    if (app->script) {
        secret_free(app->script, sizeof *app->script);
        app->script = NULL;
    }
    if (app->playing) {
        close(app->sound_fd);
        app->playing = false;
    }
}

/* ---- the office's own reading ---- */

/* The voice's process takes it from a descriptor: it shares no file with us. */
static enum err sound_open(struct bytes file, int *out)
{
    int fd = memfd_create("recording", MFD_CLOEXEC);

    if (fd < 0) {
        return file_err(errno);
    }
    for (size_t done = 0; done < file.size;) {
        ssize_t n = write(fd, file.data + done, file.size - done);
        if (n < 0 && errno != EINTR) {
            close(fd);
            return ERR_IO;
        }
        done += n > 0 ? (size_t)n : 0;
    }
    *out = fd;
    return OK;
}

/* False: there is none, or it cannot be had; then the text is read. */
static bool play_recording(struct app *app)
{
    struct snapshot *snapshot = &app->snapshot;
    size_t mark = arena_mark(&snapshot->files);
    struct bytes file;

    if (app->model->recording.size == 0) {
        return false;
    }
    enum err err = snapshot_recording(snapshot, app->model->recording, &snapshot->files, &file);
    err = err ? err : sound_open(file, &app->sound_fd);
    arena_rewind(&snapshot->files, mark);
    if (err) {
        log_warn("the office's recording cannot be played: %s", err_name(err));
        return false;
    }
    app->playing = true;
    voice_begin_recording(app->voice, app->sound_fd);
    app->model->voice.on = true;
    app->model->voice.line = 0;
    return true;
}

void app_hush(struct app *app)
{
    struct model_voice *voice = &app->model->voice;

    if (app->voice) {
        voice_hush(app->voice);
    }
    drop_script(app);
    voice->asked = voice->on = false;
    voice->whole = (struct text){0};
}

void app_usual_volume(struct app *app)
{
    app->model->voice.volume = VOLUME_USUAL;
    if (app->voice) {
        voice_set_volume(app->voice, VOLUME_USUAL);
    }
}

static void read_text(struct app *app)
{
    struct model_voice *voice = &app->model->voice;

    app->script = secret_new(sizeof *app->script);
    if (!app->script) {
        app_say(app, word(TX_ALOUD_FAILED));
        return;
    }
    arena_init_over(&app->script->arena, app->script->block, sizeof app->script->block);
    write_script(app, app->script);
    voice_begin(app->voice, app->script->spoken, app->script->count);
    voice->on = app->script->count > 0;
    voice->line = 0;
}

void app_speak(struct app *app, bool confirmed)
{
    struct model_voice *voice = &app->model->voice;
    bool is_private = false;

    app_hush(app);
    if (!app->voice || voice->night || !aloud_can(app->model, &is_private)) {
        return;
    }
    if (is_private && !confirmed) {
        voice->asked = true;
        return;
    }
    app_say(app, (struct text){0});
    if (!play_recording(app)) {
        read_text(app);
    }
}

void app_volume(struct app *app, int64_t volume)
{
    if (app->voice && volume >= 1 && volume <= MODEL_VOLUME_MAX) {
        app->model->voice.volume = (unsigned)volume;
        voice_set_volume(app->voice, (unsigned)volume);
    }
}

/* ---- while it is read ---- */

static bool is_night(const struct app *app)
{
    const struct policy *policy = &app->snapshot.policy;
    struct civil_time time = civil_time_at(app->clock.now_s, app_offset_min(app));

    return !app->clock.doubtful &&
           care_is_night(policy->dark_from_min, policy->dark_to_min, time.hour * 60 + time.minute);
}

static void show_line(struct app *app, const struct speech *speech)
{
    struct model_voice *voice = &app->model->voice;

    if (app->script && speech->state == SPEECH_SPEAKING && speech->at < app->script->count) {
        voice->whole = app->script->shown[speech->at].whole;
        voice->from = app->script->shown[speech->at].from;
        voice->to = app->script->shown[speech->at].to;
        voice->line = (uint32_t)speech->at + 1;
    }
}

/* Somebody who listens does not touch: for a while that is as good. */
static void stay_awake(struct app *app, const struct input *input)
{
    if (input->any || app->listened_ms == 0) {
        app->listened_ms = input->now_ms;
    }
    if (app->model->voice.on && input->now_ms - app->listened_ms < ALONE_MS) {
        app->touched_ms = input->now_ms;
    }
}

bool app_aloud_turn(struct app *app, const struct input *input)
{
    struct model_voice *voice = &app->model->voice;

    stay_awake(app, input);
    voice->available = app->voice != NULL;
    if (!app->voice) {
        return false;
    }
    voice->night = is_night(app);
    if (voice->night && (voice->on || voice->asked)) {
        app_hush(app);
        return true;
    }
    if (!voice->on) {
        return false;
    }
    bool changed = voice_turn(app->voice, app->now_ms);
    const struct speech *speech = voice_speech(app->voice);
    if (speech->state == SPEECH_QUIET) {
        bool failed = speech->failed, played = app->playing;
        app_hush(app);
        if (failed && played) {
            read_text(app); /* the words are there all the same */
        } else if (failed) {
            app_say(app, word(TX_ALOUD_FAILED));
        }
        return true;
    }
    if (changed) {
        show_line(app, speech);
    }
    int fd = voice_fd(app->voice);
    if (fd >= 0 && app->lookout && lookout_fd(app->lookout, fd)) {
        log_error("too many children are watched");
    }
    return false; /* drawn in this turn */
}

void app_aloud_touched(struct app *app, const struct input *input, const struct intent *intent)
{
    bool tap = input->released && !app->ui.slid;

    if (app->model->voice.on && (tap || input->key_count > 0) && intent->kind != INTENT_VOLUME &&
        intent->kind != INTENT_SPEAK) {
        app_hush(app);
        app->must_draw = true;
    }
}
