/* engine.h - what turns strokes, letters and radicals into characters: one interface for all.
 *
 * A question is asked, its answer taken later (or at once); a new question replaces an old one that
 * has not been answered. Engines load at the first question of their kind and are gone after
 * input_engines_leave, with all they knew. Nothing is learnt, nothing is written. */
#pragma once

#include "hand.h"

enum {
    QUERY_KEYS_MAX = 40,      /* letters, digits 2-9 and ' of one composition */
    CANDIDATES_MAX = 36,      /* of one answer */
    CANDIDATE_BYTES_MAX = 90, /* thirty characters */
};

enum query_kind {
    QUERY_NONE,
    QUERY_HAND,     /* ink: which character */
    QUERY_KEYS,     /* keys: which words */
    QUERY_PICK,     /* of these keys, candidate number `pick` was chosen: what remains */
    QUERY_RADICALS, /* the radicals of `number` strokes */
    QUERY_RADICAL,  /* the characters under the radical `number` (its character) */
};

enum pinyin_scheme { SCHEME_FULL, SCHEME_FUZZY, SCHEME_NINE, SCHEME_COUNT };

struct input_query {
    enum query_kind kind;
    uint32_t serial; /* comes back with the answer */
    enum pinyin_scheme scheme;
    char keys[QUERY_KEYS_MAX];
    size_t keys_size;
    uint32_t number;
    size_t pick;
    size_t first, count;        /* which candidates are wanted, count <= CANDIDATES_MAX */
    const struct hand_ink *ink; /* QUERY_HAND; read before input_engines_ask returns */
};

struct input_candidate {
    uint8_t size;
    char text[CANDIDATE_BYTES_MAX];
};

struct input_answer {
    uint32_t serial;
    bool failed; /* the engine is not there, or did not answer */
    bool more;   /* there are candidates after these */
    size_t count;
    struct input_candidate candidates[CANDIDATES_MAX];
    struct input_candidate commit;  /* QUERY_PICK: what is settled */
    struct input_candidate preedit; /* the keys as syllables, for reading */
    char rest[QUERY_KEYS_MAX];      /* QUERY_PICK: the keys that are left */
    size_t rest_size;
};

/* One engine. `self` is its own; all functions may be called at any time. */
struct input_engine {
    /* May load. False: cannot be asked now or ever; `take` will not answer. */
    bool (*ask)(void *self, const struct input_query *query, int64_t now_ms);
    /* True once an answer is there. */
    bool (*take)(void *self, struct input_answer *answer, int64_t now_ms);
    int (*fd)(const void *self);         /* becomes readable with the answer; -1 none */
    int64_t (*due_ms)(const void *self); /* when take wants to be called anyway; INT64_MAX */
    void (*leave)(void *self);           /* forgets and unloads; may be asked again */
    void *self;
};

struct input_engines;

/* Where data and program of the engines are: `given` (a folder; NULL: none), beside the build of
 * `program_path` (/proc/self/exe), or where they are installed. Buffers of FILE_PATH_BYTES_MAX.
 * ERR_NOT_FOUND: nowhere; the panel then offers what needs no engine. */
MUST_CHECK enum err input_engines_find(const char *program_path, const char *given, char *folder,
                                       char *program);
/* `folder` has strokes.bin, radicals.bin and pinyin/; `program` is noticepoint-pinyin. What is
 * missing is logged at its first question and its answers fail. Paths are copied. ERR_NOMEM. */
MUST_CHECK enum err input_engines_new(const char *folder, const char *program,
                                      struct input_engines **engines);
void input_engines_free(struct input_engines *engines); /* accepts NULL */
void input_engines_ask(struct input_engines *engines, const struct input_query *query,
                       int64_t now_ms);
/* True: *answer was written. Call until false. */
bool input_engines_take(struct input_engines *engines, struct input_answer *answer, int64_t now_ms);
int input_engines_fd(const struct input_engines *engines);
int64_t input_engines_due_ms(const struct input_engines *engines);
void input_engines_leave(struct input_engines *engines);
/* Process of the pinyin engine, 0 none: for measuring and for tests. */
int input_engines_child(const struct input_engines *engines);
