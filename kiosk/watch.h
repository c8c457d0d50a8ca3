/* watch.h - the one blocked thread: it waits for files and answers, and wakes the screen.
 *
 * The stores are watched by inotify on their data.mdb, and on the folders until those exist; a
 * burst of writes (a commit) is let settle, so that what wakes us can be read. The thread decides
 * nothing: it sets flags and calls `handle_wake`, and the loop asks watch_take(). */
#pragma once

#include "bytes.h"

enum {
    WATCH_SETTLE_MS = 30,      /* quiet for so long: the commit is done */
    WATCH_SETTLE_MS_MAX = 500, /* a long import wakes us now and then nevertheless */
    WATCH_FDS_MAX = 4,
};

struct watch;

/* `folder` is the data folder; it must exist. `handle_wake` is called from the thread. SIGTERM and
 * SIGINT, blocked by the caller before, are taken by the thread too. */
MUST_CHECK enum err watch_open(const char *folder, void (*handle_wake)(void *data), void *data,
                               struct watch **watch, struct complaint *why);
void watch_close(struct watch *watch); /* accepts NULL */
/* Wakes once when `fd` becomes readable or its other end is closed. ERR_FULL: WATCH_FDS_MAX. */
MUST_CHECK enum err watch_fd(struct watch *watch, int fd);
/* True once after the stores' files changed. */
bool watch_take(struct watch *watch);
/* A signal asked for the end. */
bool watch_ended(const struct watch *watch);
