/* watch.c - see watch.h. */
#include "watch.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "file.h"
#include "log.h"

enum { EVENTS_BYTES = 4096, OURS = 3, POLLED = OURS + WATCH_FDS_MAX };

static const char *const stores[] = {"content", "device"};

struct watch {
    char folder[FILE_PATH_BYTES_MAX];
    int inotify, control, signals;
    pthread_t thread;
    pthread_mutex_t lock;
    int fds[WATCH_FDS_MAX]; /* -1: free; under lock */
    atomic_bool changed, ends, ended;
    void (*handle_wake)(void *data);
    void *data;
};

static void watch_path(struct watch *watch, const char *store, const char *file, uint32_t mask)
{
    char path[FILE_PATH_BYTES_MAX + 32];

    snprintf(path, sizeof path, "%s%s%s%s%s", watch->folder, store ? "/" : "", store ? store : "",
             file ? "/" : "", file ? file : "");
    if (inotify_add_watch(watch->inotify, path, mask) < 0 && errno != ENOENT) {
        log_warn("%s cannot be watched: %s", path, strerror(errno));
    }
}

/* Adding a watch that is there already changes nothing, so this is called whenever a name appears.
 */
static void watch_all(struct watch *watch)
{
    watch_path(watch, NULL, NULL, IN_CREATE | IN_MOVED_TO);
    for (size_t i = 0; i < sizeof stores / sizeof stores[0]; i++) {
        watch_path(watch, stores[i], NULL, IN_CREATE | IN_MOVED_TO);
        watch_path(watch, stores[i], "data.mdb", IN_MODIFY);
    }
}

static void drain(int fd)
{
    _Alignas(struct inotify_event) char events[EVENTS_BYTES];
    ssize_t got;

    do {
        got = read(fd, events, sizeof events);
    } while (got > 0 || (got < 0 && errno == EINTR));
}

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Until nothing was written for WATCH_SETTLE_MS. */
static void settle(struct watch *watch)
{
    struct pollfd poll_fd = {.fd = watch->inotify, .events = POLLIN};
    int64_t until_ms = now_ms() + WATCH_SETTLE_MS_MAX;

    do {
        drain(watch->inotify);
        watch_all(watch);
    } while (poll(&poll_fd, 1, WATCH_SETTLE_MS) > 0 && now_ms() < until_ms);
}

static nfds_t gather(struct watch *watch, struct pollfd polled[POLLED])
{
    nfds_t count = 0;

    polled[count++] = (struct pollfd){.fd = watch->control, .events = POLLIN};
    polled[count++] = (struct pollfd){.fd = watch->inotify, .events = POLLIN};
    polled[count++] = (struct pollfd){.fd = watch->signals, .events = POLLIN};
    pthread_mutex_lock(&watch->lock);
    for (size_t i = 0; i < WATCH_FDS_MAX; i++) {
        if (watch->fds[i] >= 0) {
            polled[count++] = (struct pollfd){.fd = watch->fds[i], .events = POLLIN};
        }
    }
    pthread_mutex_unlock(&watch->lock);
    return count;
}

static void forget_fd(struct watch *watch, int fd)
{
    pthread_mutex_lock(&watch->lock);
    for (size_t i = 0; i < WATCH_FDS_MAX; i++) {
        watch->fds[i] = watch->fds[i] == fd ? -1 : watch->fds[i];
    }
    pthread_mutex_unlock(&watch->lock);
}

static void watch_turn(struct watch *watch)
{
    struct pollfd polled[POLLED];
    nfds_t count = gather(watch, polled);
    bool wake = false;

    if (poll(polled, count, -1) < 0) {
        return;
    }
    if (polled[0].revents) {
        drain(watch->control);
    }
    for (nfds_t i = OURS; i < count; i++) {
        if (polled[i].revents) {
            forget_fd(watch, polled[i].fd);
            wake = true;
        }
    }
    if (polled[1].revents) {
        settle(watch);
        atomic_store(&watch->changed, true);
        wake = true;
    }
    if (polled[2].revents) {
        drain(watch->signals);
        atomic_store(&watch->ended, true);
        wake = true;
    }
    if (wake && !atomic_load(&watch->ends)) {
        watch->handle_wake(watch->data);
    }
}

static void *watch_main(void *data)
{
    struct watch *watch = data;

    while (!atomic_load(&watch->ends)) {
        watch_turn(watch);
    }
    return NULL;
}

/* Signals are the loop's: the thread takes none. */
static int start_thread(struct watch *watch)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&watch->thread, NULL, watch_main, watch);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}

static void watch_dispose(struct watch *watch)
{
    const int fds[] = {watch->inotify, watch->control, watch->signals};

    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++) {
        if (fds[i] >= 0) {
            close(fds[i]);
        }
    }
    pthread_mutex_destroy(&watch->lock);
    free(watch);
}

/* Those that main has blocked; elsewhere they keep their meaning. */
static int open_signals(void)
{
    sigset_t ends;

    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    return signalfd(-1, &ends, SFD_NONBLOCK | SFD_CLOEXEC);
}

enum err watch_open(const char *folder, void (*handle_wake)(void *data), void *data,
                    struct watch **out, struct complaint *why)
{
    struct watch *watch = calloc(1, sizeof *watch);
    if (!watch) {
        return ERR_NOMEM;
    }
    snprintf(watch->folder, sizeof watch->folder, "%s", folder);
    watch->handle_wake = handle_wake;
    watch->data = data;
    memset(watch->fds, 0xff, sizeof watch->fds); /* all -1 */
    pthread_mutex_init(&watch->lock, NULL);
    watch->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    watch->control = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    watch->signals = open_signals();
    if (watch->inotify >= 0) {
        watch_all(watch);
    }
    if (watch->inotify < 0 || watch->control < 0 || watch->signals < 0 || start_thread(watch)) {
        enum err err = complain(why, ERR_IO, "%s cannot be watched: %s", folder, strerror(errno));
        watch_dispose(watch);
        return err;
    }
    *out = watch;
    return OK;
}

static void nudge(struct watch *watch)
{
    uint64_t one = 1;

    if (write(watch->control, &one, sizeof one) < 0) {
        log_error("the watching thread cannot be reached: %s", strerror(errno));
    }
}

void watch_close(struct watch *watch)
{
    if (!watch) {
        return;
    }
    atomic_store(&watch->ends, true);
    nudge(watch);
    pthread_join(watch->thread, NULL);
    watch_dispose(watch);
}

enum err watch_fd(struct watch *watch, int fd)
{
    bool placed = false;

    pthread_mutex_lock(&watch->lock);
    for (size_t i = 0; i < WATCH_FDS_MAX && !placed; i++) {
        if (watch->fds[i] < 0) {
            watch->fds[i] = fd;
            placed = true;
        }
    }
    pthread_mutex_unlock(&watch->lock);
    if (!placed) {
        return ERR_FULL;
    }
    nudge(watch);
    return OK;
}

bool watch_take(struct watch *watch)
{
    return atomic_exchange(&watch->changed, false);
}

bool watch_ended(const struct watch *watch)
{
    return atomic_load(&watch->ended);
}
