/* watch.h - sleeping until something happens: time, a signal, or a change of the device store. */
#pragma once

#include <signal.h>

#include "bytes.h"

enum { WATCH_DEBOUNCE_MS = 100 };

struct watch {
    int fd;          /* inotify; -1: none, then only time and signals wake */
    sigset_t before; /* the mask while asleep */
};

/* SIGTERM, SIGINT and SIGHUP set *stop and are delivered only inside watch_wait and transfers that
 * look at *stop. A folder that cannot be watched is no error. */
void watch_begin(struct watch *watch, const char *folder, volatile sig_atomic_t *stop);
void watch_end(struct watch *watch);
/* Forgets changes so far. */
void watch_drain(struct watch *watch);
/* Until `ms` have passed, a change came (and a moment for others to join it), or a signal. True: a
 * change. */
bool watch_wait(struct watch *watch, uint64_t ms);
