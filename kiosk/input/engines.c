/* engines.c - see engine.h: the three engines, and which question is whose. */
#include "engine.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "log.h"
#include "pinyin.h"
#include "radicals.h"
#include "utf8.h"

/* The two that answer at once keep their answer until it is taken. */
struct local {
    char path[FILE_PATH_BYTES_MAX];
    struct hand *hand;
    struct radicals *radicals;
    bool missing;
    bool ready;
    struct input_answer answer;
};

enum { ENGINE_HAND, ENGINE_PINYIN, ENGINE_RADICALS, ENGINES };

struct input_engines {
    struct local hand, radicals;
    struct pinyin *pinyin;
    struct input_engine engines[ENGINES];
    bool refused; /* the engine of the last question cannot be asked */
    uint32_t refused_serial;
};

static void fill(struct input_answer *answer, const uint32_t *characters, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct input_candidate *candidate = &answer->candidates[i];
        candidate->size = (uint8_t)utf8_put(characters[i], candidate->text);
    }
    answer->count = count;
}

static bool local_take(void *self, struct input_answer *answer, int64_t now_ms)
{
    struct local *local = self;

    (void)now_ms;
    if (!local->ready) {
        return false;
    }
    *answer = local->answer;
    explicit_bzero(&local->answer, sizeof local->answer);
    local->ready = false;
    return true;
}

static int local_fd(const void *self)
{
    (void)self;
    return -1;
}

static int64_t local_due(const void *self)
{
    (void)self;
    return INT64_MAX;
}

static void local_leave(void *self)
{
    struct local *local = self;

    hand_close(local->hand);
    radicals_close(local->radicals);
    local->hand = NULL;
    local->radicals = NULL;
    local->missing = local->ready = false;
    explicit_bzero(&local->answer, sizeof local->answer);
}

static bool note_missing(struct local *local, enum err err, const struct complaint *why)
{
    if (err) {
        log_warn("%s", why->text[0] ? why->text : err_name(err));
        local->missing = true;
    }
    return !err;
}

/* ---- handwriting ---- */

static bool hand_ask(void *self, const struct input_query *query, int64_t now_ms)
{
    struct local *local = self;
    struct complaint why = {0};
    uint32_t characters[CANDIDATES_MAX];

    (void)now_ms;
    if (local->missing ||
        (!local->hand && !note_missing(local, hand_open(local->path, &local->hand, &why), &why))) {
        return false;
    }
    size_t count = query->count < CANDIDATES_MAX ? query->count : CANDIDATES_MAX;
    memset(&local->answer, 0, sizeof local->answer);
    local->answer.serial = query->serial;
    fill(&local->answer, characters, hand_match(local->hand, query->ink, characters, count));
    local->ready = true;
    explicit_bzero(characters, sizeof characters);
    return true;
}

/* ---- radicals ---- */

static bool radicals_ask(void *self, const struct input_query *query, int64_t now_ms)
{
    struct local *local = self;
    struct complaint why = {0};
    uint32_t characters[CANDIDATES_MAX];

    (void)now_ms;
    if (local->missing ||
        (!local->radicals &&
         !note_missing(local, radicals_open(local->path, &local->radicals, &why), &why))) {
        return false;
    }
    size_t max = query->count < CANDIDATES_MAX ? query->count : CANDIDATES_MAX;
    memset(&local->answer, 0, sizeof local->answer);
    local->answer.serial = query->serial;
    size_t count = query->kind == QUERY_RADICALS
                       ? radicals_of(local->radicals, query->number, query->first, characters, max,
                                     &local->answer.more)
                       : radicals_under(local->radicals, query->number, query->first, characters,
                                        max, &local->answer.more);
    fill(&local->answer, characters, count);
    local->ready = true;
    return true;
}

/* ---- all ---- */

enum err input_engines_new(const char *folder, const char *program, struct input_engines **out)
{
    struct input_engines *engines = calloc(1, sizeof *engines);
    char pinyin[FILE_PATH_BYTES_MAX];

    if (!engines) {
        return ERR_NOMEM;
    }
    enum err err = path_join(engines->hand.path, folder, "strokes.bin");
    err = err ? err : path_join(engines->radicals.path, folder, "radicals.bin");
    err = err ? err : path_join(pinyin, folder, "pinyin");
    engines->pinyin = err ? NULL : pinyin_new(program, pinyin);
    if (!engines->pinyin) {
        free(engines);
        return err ? err : ERR_NOMEM;
    }
    engines->engines[ENGINE_HAND] = (struct input_engine){hand_ask,  local_take,  local_fd,
                                                          local_due, local_leave, &engines->hand};
    engines->engines[ENGINE_RADICALS] = (struct input_engine){
        radicals_ask, local_take, local_fd, local_due, local_leave, &engines->radicals};
    engines->engines[ENGINE_PINYIN] = pinyin_engine(engines->pinyin);
    *out = engines;
    return OK;
}

void input_engines_free(struct input_engines *engines)
{
    if (engines) {
        input_engines_leave(engines);
        pinyin_free(engines->pinyin);
        free(engines);
    }
}

/* ---- finding them ---- */

enum err input_engines_find(const char *program_path, const char *given, char *folder,
                            char *program)
{
    static const char *const folders[] = {"../input", "../share/noticepoint/input"};
    static const char *const programs[] = {"noticepoint-pinyin",
                                           "../libexec/noticepoint/noticepoint-pinyin"};
    const char *slash = strrchr(program_path, '/');
    int size = slash ? (int)(slash - program_path) : 1;
    const char *beside = slash ? program_path : ".";
    bool found = given != NULL;

    snprintf(folder, FILE_PATH_BYTES_MAX, "%s", given ? given : "");
    for (size_t i = 0; i < 2 && !found; i++) {
        snprintf(folder, FILE_PATH_BYTES_MAX, "%.*s/%s", size, beside, folders[i]);
        found = access(folder, R_OK) == 0;
    }
    for (size_t i = 0; i < 2; i++) {
        snprintf(program, FILE_PATH_BYTES_MAX, "%.*s/%s", size, beside, programs[i]);
        if (access(program, X_OK) == 0) {
            break;
        }
    }
    return found ? OK : ERR_NOT_FOUND;
}

static struct input_engine *engine_for(struct input_engines *engines, enum query_kind kind)
{
    switch (kind) {
    case QUERY_HAND:
        return &engines->engines[ENGINE_HAND];
    case QUERY_KEYS:
    case QUERY_PICK:
        return &engines->engines[ENGINE_PINYIN];
    case QUERY_RADICALS:
    case QUERY_RADICAL:
        return &engines->engines[ENGINE_RADICALS];
    case QUERY_NONE:
        break;
    }
    return NULL;
}

void input_engines_ask(struct input_engines *engines, const struct input_query *query,
                       int64_t now_ms)
{
    struct input_engine *engine = engine_for(engines, query->kind);

    engines->refused = engine && !engine->ask(engine->self, query, now_ms);
    engines->refused_serial = query->serial;
}

bool input_engines_take(struct input_engines *engines, struct input_answer *answer, int64_t now_ms)
{
    if (engines->refused) {
        engines->refused = false;
        *answer = (struct input_answer){.serial = engines->refused_serial, .failed = true};
        return true;
    }
    for (int i = 0; i < ENGINES; i++) {
        if (engines->engines[i].take(engines->engines[i].self, answer, now_ms)) {
            return true;
        }
    }
    return false;
}

int input_engines_fd(const struct input_engines *engines)
{
    const struct input_engine *engine = &engines->engines[ENGINE_PINYIN];

    return engine->fd(engine->self);
}

int64_t input_engines_due_ms(const struct input_engines *engines)
{
    const struct input_engine *engine = &engines->engines[ENGINE_PINYIN];

    return engine->due_ms(engine->self);
}

void input_engines_leave(struct input_engines *engines)
{
    for (int i = 0; i < ENGINES; i++) {
        engines->engines[i].leave(engines->engines[i].self);
    }
    engines->refused = false;
    malloc_trim(0); /* else what the strokes took stays with us, unused, until the next letter */
}

int input_engines_child(const struct input_engines *engines)
{
    return pinyin_child(engines->pinyin);
}
