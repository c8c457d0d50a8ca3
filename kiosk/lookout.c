/* lookout.c - see lookout.h. */
#include "lookout.h"

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

enum { EVENTS_BYTES = 4096, OURS = 3, POLLED = OURS + LOOKOUT_FDS_MAX };

static const char *const stores[] = {"content", "device"};

struct lookout {
    char folder[FILE_PATH_BYTES_MAX];
    int inotify, control, signals;
    pthread_t thread;
    pthread_mutex_t lock;
    int fds[LOOKOUT_FDS_MAX]; /* -1: free; under lock */
    atomic_bool changed, ends, ended;
    void (*handle_wake)(void *data);
    void *data;
};

static void lookout_path(struct lookout *lookout, const char *store, const char *file,
                         uint32_t mask)
{
    char path[FILE_PATH_BYTES_MAX + 32];

    snprintf(path, sizeof path, "%s%s%s%s%s", lookout->folder, store ? "/" : "", store ? store : "",
             file ? "/" : "", file ? file : "");
    if (inotify_add_watch(lookout->inotify, path, mask) < 0 && errno != ENOENT) {
        log_warn("%s cannot be watched: %s", path, strerror(errno));
    }
}

/* Adding a watch that is there already changes nothing, so this is called whenever a name appears.
 */
static void lookout_all(struct lookout *lookout)
{
    lookout_path(lookout, NULL, NULL, IN_CREATE | IN_MOVED_TO);
    for (size_t i = 0; i < sizeof stores / sizeof stores[0]; i++) {
        lookout_path(lookout, stores[i], NULL, IN_CREATE | IN_MOVED_TO);
        lookout_path(lookout, stores[i], "data.mdb", IN_MODIFY);
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

/* Until nothing was written for LOOKOUT_SETTLE_MS. */
static void settle(struct lookout *lookout)
{
    struct pollfd poll_fd = {.fd = lookout->inotify, .events = POLLIN};
    int64_t until_ms = now_ms() + LOOKOUT_SETTLE_MS_MAX;

    do {
        drain(lookout->inotify);
        lookout_all(lookout);
    } while (poll(&poll_fd, 1, LOOKOUT_SETTLE_MS) > 0 && now_ms() < until_ms);
}

static nfds_t gather(struct lookout *lookout, struct pollfd polled[POLLED])
{
    nfds_t count = 0;

    polled[count++] = (struct pollfd){.fd = lookout->control, .events = POLLIN};
    polled[count++] = (struct pollfd){.fd = lookout->inotify, .events = POLLIN};
    polled[count++] = (struct pollfd){.fd = lookout->signals, .events = POLLIN};
    pthread_mutex_lock(&lookout->lock);
    for (size_t i = 0; i < LOOKOUT_FDS_MAX; i++) {
        if (lookout->fds[i] >= 0) {
            polled[count++] = (struct pollfd){.fd = lookout->fds[i], .events = POLLIN};
        }
    }
    pthread_mutex_unlock(&lookout->lock);
    return count;
}

static void forget_fd(struct lookout *lookout, int fd)
{
    pthread_mutex_lock(&lookout->lock);
    for (size_t i = 0; i < LOOKOUT_FDS_MAX; i++) {
        lookout->fds[i] = lookout->fds[i] == fd ? -1 : lookout->fds[i];
    }
    pthread_mutex_unlock(&lookout->lock);
}

static void lookout_turn(struct lookout *lookout)
{
    struct pollfd polled[POLLED];
    nfds_t count = gather(lookout, polled);
    bool wake = false;

    if (poll(polled, count, -1) < 0) {
        return;
    }
    if (polled[0].revents) {
        drain(lookout->control);
    }
    for (nfds_t i = OURS; i < count; i++) {
        if (polled[i].revents) {
            forget_fd(lookout, polled[i].fd);
            wake = true;
        }
    }
    if (polled[1].revents) {
        settle(lookout);
        atomic_store(&lookout->changed, true);
        wake = true;
    }
    if (polled[2].revents) {
        drain(lookout->signals);
        atomic_store(&lookout->ended, true);
        wake = true;
    }
    if (wake && !atomic_load(&lookout->ends)) {
        lookout->handle_wake(lookout->data);
    }
}

static void *lookout_main(void *data)
{
    struct lookout *lookout = data;

    while (!atomic_load(&lookout->ends)) {
        lookout_turn(lookout);
    }
    return NULL;
}

/* Signals are the loop's: the thread takes none. */
static int start_thread(struct lookout *lookout)
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&lookout->thread, NULL, lookout_main, lookout);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}

static void lookout_dispose(struct lookout *lookout)
{
    const int fds[] = {lookout->inotify, lookout->control, lookout->signals};

    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++) {
        if (fds[i] >= 0) {
            close(fds[i]);
        }
    }
    pthread_mutex_destroy(&lookout->lock);
    free(lookout);
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

enum err lookout_open(const char *folder, void (*handle_wake)(void *data), void *data,
                      struct lookout **out, struct complaint *why)
{
    struct lookout *lookout = calloc(1, sizeof *lookout);
    if (!lookout) {
        return ERR_NOMEM;
    }
    snprintf(lookout->folder, sizeof lookout->folder, "%s", folder);
    lookout->handle_wake = handle_wake;
    lookout->data = data;
    memset(lookout->fds, 0xff, sizeof lookout->fds); /* all -1 */
    pthread_mutex_init(&lookout->lock, NULL);
    lookout->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    lookout->control = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    lookout->signals = open_signals();
    if (lookout->inotify >= 0) {
        lookout_all(lookout);
    }
    if (lookout->inotify < 0 || lookout->control < 0 || lookout->signals < 0 ||
        start_thread(lookout)) {
        enum err err = complain(why, ERR_IO, "%s cannot be watched: %s", folder, strerror(errno));
        lookout_dispose(lookout);
        return err;
    }
    *out = lookout;
    return OK;
}

static void nudge(struct lookout *lookout)
{
    uint64_t one = 1;

    if (write(lookout->control, &one, sizeof one) < 0) {
        log_error("the watching thread cannot be reached: %s", strerror(errno));
    }
}

void lookout_close(struct lookout *lookout)
{
    if (!lookout) {
        return;
    }
    atomic_store(&lookout->ends, true);
    nudge(lookout);
    pthread_join(lookout->thread, NULL);
    lookout_dispose(lookout);
}

enum err lookout_fd(struct lookout *lookout, int fd)
{
    bool placed = false;

    pthread_mutex_lock(&lookout->lock);
    for (size_t i = 0; i < LOOKOUT_FDS_MAX && !placed; i++) {
        placed = lookout->fds[i] == fd;
    }
    for (size_t i = 0; i < LOOKOUT_FDS_MAX && !placed; i++) {
        if (lookout->fds[i] < 0) {
            lookout->fds[i] = fd;
            placed = true;
        }
    }
    pthread_mutex_unlock(&lookout->lock);
    if (!placed) {
        return ERR_FULL;
    }
    nudge(lookout);
    return OK;
}

bool lookout_take(struct lookout *lookout)
{
    return atomic_exchange(&lookout->changed, false);
}

bool lookout_ended(const struct lookout *lookout)
{
    return atomic_load(&lookout->ended);
}
