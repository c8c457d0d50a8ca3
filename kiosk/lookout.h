/* lookout.h - the one blocked thread: it waits for files and answers, and wakes the screen.
 *
 * The stores are watched by inotify on their data.mdb, and on the folders until those exist; a
 * burst of writes (a commit) is let settle, so that what wakes us can be read. The thread decides
 * nothing: it sets flags and calls `handle_wake`, and the loop asks lookout_take(). */
#pragma once

#include "bytes.h"

enum {
    LOOKOUT_SETTLE_MS = 30,      /* quiet for so long: the commit is done */
    LOOKOUT_SETTLE_MS_MAX = 500, /* a long import wakes us now and then nevertheless */
    LOOKOUT_FDS_MAX = 4,
};

struct lookout;

/* `folder` is the data folder; it must exist. `handle_wake` is called from the thread. SIGTERM and
 * SIGINT, blocked by the caller before, are taken by the thread too. */
MUST_CHECK enum err lookout_open(const char *folder, void (*handle_wake)(void *data), void *data,
                                 struct lookout **lookout, struct complaint *why);
void lookout_close(struct lookout *lookout); /* accepts NULL */
/* Wakes once when `fd` becomes readable or its other end is closed; asking again meanwhile is OK.
 * ERR_FULL: LOOKOUT_FDS_MAX. */
MUST_CHECK enum err lookout_fd(struct lookout *lookout, int fd);
/* True once after the stores' files changed. */
bool lookout_take(struct lookout *lookout);
/* A signal asked for the end. */
bool lookout_ended(const struct lookout *lookout);
