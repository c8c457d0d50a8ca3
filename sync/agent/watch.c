/* watch.c - see watch.h. */
#include "watch.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#include "log.h"

enum { NO_FD = -1, PATH_BYTES = 1100, EVENTS_BYTES = 4096 };

static volatile sig_atomic_t *stop_flag;

static void handle_signal(int number)
{
    (void)number;
    if (stop_flag) {
        *stop_flag = 1;
    }
}

static void signals_take(void)
{
    struct sigaction action = {.sa_handler = handle_signal};
    struct sigaction ignore = {.sa_handler = SIG_IGN};

    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
}

/* The file, not the folder: LMDB's lock file beside it changes with every reader. */
static int device_watch(const char *folder)
{
    char path[PATH_BYTES];
    int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

    snprintf(path, sizeof path, "%s/device/data.mdb", folder);
    if (fd >= 0 && inotify_add_watch(fd, path, IN_MODIFY) < 0) {
        close(fd);
        fd = NO_FD;
    }
    if (fd < 0) {
        log_warn("%s cannot be watched; what is written waits for the next round", path);
    }
    return fd;
}

void watch_begin(struct watch *watch, const char *folder, volatile sig_atomic_t *stop)
{
    stop_flag = stop;
    signals_take();
    *watch = (struct watch){.fd = folder ? device_watch(folder) : NO_FD};
    sigprocmask(SIG_BLOCK, NULL, &watch->before);
}

void watch_end(struct watch *watch)
{
    if (watch->fd >= 0) {
        close(watch->fd);
    }
    watch->fd = NO_FD;
    stop_flag = NULL;
}

void watch_drain(struct watch *watch)
{
    char events[EVENTS_BYTES] __attribute__((aligned(8)));

    while (watch->fd >= 0 && read(watch->fd, events, sizeof events) > 0) {
    }
}

static struct timespec span(uint64_t ms)
{
    return (struct timespec){.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000};
}

bool watch_wait(struct watch *watch, uint64_t ms)
{
    struct pollfd poll_fd = {.fd = watch->fd, .events = POLLIN};
    struct timespec timeout = span(ms), moment = span(WATCH_DEBOUNCE_MS);
    sigset_t all, old;

    /* Between looking at *stop and falling asleep no signal may slip in. */
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &old);
    bool stopped = stop_flag && *stop_flag;
    int n = stopped ? 0 : ppoll(&poll_fd, watch->fd >= 0 ? 1 : 0, &timeout, &watch->before);
    sigprocmask(SIG_SETMASK, &old, NULL);
    if (n > 0) {
        nanosleep(&moment, NULL);
        watch_drain(watch);
    }
    return n > 0;
}
