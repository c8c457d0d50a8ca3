/* child.h - the slow keys (Argon2id), computed in a process of their own.
 *
 * What blocks runs beside the loop, never in it. A child gets its job by being forked, answers
 * through a pipe and ends; if it dies instead, the answer is ERR_IO. Secrets of the screen are not
 * inherited (secret.h), the job's own words are wiped on both sides. */
#pragma once

#include <sys/types.h>

#include "receipt_key.h"
#include "root.h"

enum { CHILD_WORDS_BYTES_MAX = PASSWORD_BYTES_MAX };

enum child_work {
    CHILD_RECEIPT,  /* words: digits; office, cost -> key, loc */
    CHILD_PASSWORD, /* words, salt, cost -> key */
};

struct child_job {
    enum child_work work;
    char words[CHILD_WORDS_BYTES_MAX];
    size_t words_size;
    char office[OFFICE_ID_BYTES_MAX + 1];
    uint8_t salt[PASSWORD_SALT_BYTES];
    struct password_cost cost;
};

struct child_answer {
    enum err err;
    struct shared_key key;
    struct receipt_loc loc;
};

struct child {
    bool running;
    pid_t pid;
    int fd; /* becomes readable when there is an answer */
};

/* Words beyond CHILD_WORDS_BYTES_MAX are ERR_INVALID. The job is wiped by child_start. */
void child_job_words(struct child_job *job, struct text words);
MUST_CHECK enum err child_start(struct child *child, struct child_job *job);
/* ERR_BUSY: still computing (or none is running: ERR_NOT_FOUND). Else the child is gone and
 * answer->err says what it found. */
MUST_CHECK enum err child_take(struct child *child, struct child_answer *answer);
/* Ends it without an answer. */
void child_stop(struct child *child);
/* The same in this process, for --render and tests. */
void child_compute(const struct child_job *job, struct child_answer *answer);
