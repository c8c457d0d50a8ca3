/* serve.c - see serve.h. */
#include "serve.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cert_pin.h"
#include "civil.h"
#include "drop.h"
#include "fleet.h"
#include "log.h"
#include "plain.h"
#include "publish.h"
#include "readiness.h"
#include "server.h"
#include "tidy.h"

static const char TIME_EXAMPLE[] = "2026-11-10T08:00:00Z"; /* as --now takes it */

enum { TIDY_NICE = 10, TIDY_RETRY_MS = 60 * 1000, TIDY_LOOK_MS = 200 };

struct serve {
    struct site *site;
    const struct serve_options *options;
    struct intake intake;
    struct server *server;
    bool has_tls;
    struct server_tls tls;
    char pin[CERT_PIN_BYTES];
    struct drop drop;
    int signal_fd;
    int64_t head_at_s, head_day; /* of the newest head we issued */
    int64_t publish_at_ms;       /* 0: nothing waits */
    int64_t published_at_ms;     /* the newest publication of our own */
    pid_t tidier;                /* `noticepoint-office tidy` beside us; 0: none */
    bool may_be_untidy;          /* something was published since we last looked */
    int64_t tidy_at_ms;          /* not before */
    int64_t drop_at_ms;
};

static int64_t monotonic_ms(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* ---- keys ---- */

static bool unlock(struct serve *s, const char *role, struct signer *signer)
{
    struct complaint why = {0};
    if (!key_is_ready(s->site->folder, role, s->options->passphrases)) {
        return false;
    }
    if (key_signer(s->site->folder, role, s->options->passphrases, signer, &why)) {
        complaint_make_plain(&why, ERR_DENIED);
        log_error("%s", why.text);
        return false;
    }
    return true;
}

static void unlock_all(struct serve *s)
{
    struct intake *in = &s->intake;
    in->has_head = unlock(s, "head", &in->publisher.head);
    in->publisher.has_office = unlock(s, "office", &in->publisher.office);
    in->has_mailbox = key_is_ready(s->site->folder, "mailbox", s->options->passphrases) &&
                      mailbox_keys_open(s->site, s->options->passphrases, &in->mailbox, NULL) == OK;
    if (!in->has_head) {
        log_warn("发布钥匙（head）没有打开：新内容发不出去，屏幕会越来越旧；请加 "
                 "--passphrase-file");
    }
    if (!in->publisher.has_office) {
        log_warn("居委会签字钥匙（office）没有打开：来信先存下，回执以后再发");
    }
    if (!in->has_mailbox) {
        log_warn("信箱钥匙（mailbox）没有打开：屏幕报来的情况原样封存，打开后再看");
    }
}

/* ---- what is done between requests ---- */

static void tell(enum err err, const char *what, const struct complaint *why)
{
    if (err) {
        log_error("%s: %s %s", what, err_name(err), why->text);
    }
}

static void utc_format(int64_t at_s, char to[sizeof TIME_EXAMPLE])
{
    struct civil_time time = civil_time_at(at_s, 0);
    snprintf(to, sizeof TIME_EXAMPLE, "%04u-%02u-%02uT%02u:%02u:%02uZ",
             (unsigned)time.date.year % 10000, (unsigned)time.date.month % 100,
             (unsigned)time.date.day % 100, (unsigned)time.hour % 100, (unsigned)time.minute % 100,
             (unsigned)time.second % 100);
}

/* What may take long is done by a process beside us: the store has one user in a process, and
 * kiosks wait for none of it. Where the clock was set by --now, its clock is ours. */
static void tidy_start(struct serve *s)
{
    char name[] = "noticepoint-office", verb[] = "tidy", option[] = "--now";
    char now[sizeof TIME_EXAMPLE];
    char *const argv[] = {name, verb, s->site->folder, s->options->clock_offset_s ? option : NULL,
                          now,  NULL};
    posix_spawnattr_t attributes;
    sigset_t none;

    utc_format(s->site->now_s, now);
    sigemptyset(&none);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    int number = posix_spawn(&s->tidier, "/proc/self/exe", NULL, &attributes, argv, environ);
    posix_spawnattr_destroy(&attributes);
    if (number != 0) {
        s->tidier = 0;
        log_error("tidy: %s", strerror(number));
        return;
    }
    (void)setpriority(PRIO_PROCESS, (id_t)s->tidier, TIDY_NICE);
}

static void tidy_reap(struct serve *s, int64_t now_ms)
{
    int status;
    if (!s->tidier || waitpid(s->tidier, &status, WNOHANG) != s->tidier) {
        return;
    }
    s->tidier = 0;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        log_warn("tidy ended with %d; again in %d s", status, TIDY_RETRY_MS / 1000);
        s->tidy_at_ms = now_ms + TIDY_RETRY_MS;
        s->may_be_untidy = true;
    }
}

/* The store is asked after a publication, not after each request. */
static void tidy_look(struct serve *s, int64_t now_ms)
{
    bool due = false;
    tidy_reap(s, now_ms);
    if (!s->may_be_untidy || s->tidier || now_ms < s->tidy_at_ms) {
        return;
    }
    if (tidy_is_due(s->site, &due) == OK) {
        s->may_be_untidy = false;
    } else {
        s->tidy_at_ms = now_ms + TIDY_RETRY_MS;
    }
    if (due) {
        tidy_start(s);
    }
}

/* Its work is not lost: it is done before we end, or taken up by the next. */
static void tidy_end(const struct serve *s)
{
    if (s->tidier) {
        (void)waitpid(s->tidier, NULL, 0);
    }
}

static void issue_head(struct serve *s)
{
    struct complaint why = {0};
    enum err err = OK;
    if (s->intake.has_head) {
        err = publish_head(s->site, &s->intake.publisher, &why);
        s->may_be_untidy = true;
    }
    if (err != ERR_BUSY) { /* else soon again */
        s->head_at_s = s->site->now_s;
        s->head_day = civil_day_at(s->site->now_s, CIVIL_OFFSET_MIN_DEFAULT);
        tell(err, "head", &why);
    }
}

static void publish_own(struct serve *s)
{
    struct complaint why = {0};
    enum err err = publish_run(s->site, &s->intake.publisher, PUBLISH_OWN, NULL, &why);
    s->intake.publish_due = err == ERR_BUSY;
    s->publish_at_ms = 0;
    s->published_at_ms = monotonic_ms();
    s->may_be_untidy = true;
    if (err != ERR_BUSY) {
        tell(err, "publish", &why);
    }
}

/* The keys may have been renewed by another process: then the new ones are opened. */
static void root_look(struct serve *s)
{
    struct complaint why = {0};
    bool changed = false;
    tell(site_root_look(s->site, &changed, &why), "root", &why);
    if (changed) {
        log_info("root %llu: the keys are opened anew", (unsigned long long)s->site->root.version);
        unlock_all(s);
    }
}

static void do_due(struct serve *s)
{
    struct complaint why = {0};
    root_look(s);
    int64_t now_ms = monotonic_ms();
    int64_t day = civil_day_at(s->site->now_s, CIVIL_OFFSET_MIN_DEFAULT);
    if (s->intake.publish_due && s->intake.has_head && s->publish_at_ms == 0) {
        int64_t soon = now_ms + SERVE_PUBLISH_DELAY_MS,
                pause = s->published_at_ms + SERVE_PUBLISH_EVERY_MS;
        s->publish_at_ms = soon > pause ? soon : pause;
    }
    if (s->publish_at_ms && now_ms >= s->publish_at_ms) {
        publish_own(s);
    }
    if (day != s->head_day && s->intake.has_head) {
        publish_own(s); /* what was held until today */
    }
    if (day != s->head_day) {
        tell(readiness_print(s->site, READINESS_DAILY, stderr, &why), "readiness", &why);
    }
    if (day != s->head_day || s->site->now_s - s->head_at_s >= SERVE_HEAD_EVERY_S) {
        issue_head(s);
    }
    tidy_look(s, now_ms);
    if (s->drop.folder && now_ms >= s->drop_at_ms) {
        s->drop_at_ms = now_ms + SERVE_DROP_EVERY_MS;
        tell(drop_look(&s->drop, s->site, (int64_t)time(NULL), &why), "drop", &why);
    }
}

/* What an earlier run left behind, and today's head, are there before anybody is told the address.
 */
static void complete(struct serve *s)
{
    s->site->now_s = (int64_t)time(NULL) + s->options->clock_offset_s;
    s->intake.publisher.hurried = false; /* nobody waits for us yet */
    if (s->intake.publish_due) {
        publish_own(s);
    }
    do_due(s);
    s->intake.publisher.hurried = true;
}

static int sooner(int a, int64_t b)
{
    int64_t limit = b < 0 ? 0 : b;
    return a < 0 || a > limit ? (int)limit : a;
}

static int wait_ms(const struct serve *s)
{
    enum { AT_LEAST_EVERY_MS = 60 * 1000 };
    int64_t now_ms = monotonic_ms();
    int ms = sooner(server_timeout_ms(s->server), s->tidier ? TIDY_LOOK_MS : AT_LEAST_EVERY_MS);
    if (s->publish_at_ms) {
        ms = sooner(ms, s->publish_at_ms - now_ms);
    }
    if (s->drop.folder) {
        ms = sooner(ms, s->drop_at_ms - now_ms);
    }
    return ms;
}

static enum err loop(struct serve *s, struct complaint *why)
{
    for (;;) {
        struct pollfd fds[] = {{.fd = s->signal_fd, .events = POLLIN},
                               {.fd = server_fd(s->server), .events = POLLIN}};
        s->site->now_s = (int64_t)time(NULL) + s->options->clock_offset_s;
        do_due(s);
        if (poll(fds, 2, wait_ms(s)) < 0 && errno != EINTR) {
            return complain(why, ERR_IO, "poll: %s", strerror(errno));
        }
        if (fds[0].revents) {
            return OK;
        }
        s->site->now_s = (int64_t)time(NULL) + s->options->clock_offset_s;
        server_run(s->server);
    }
}

/* ---- life ---- */

static enum err take_signals(struct serve *s, struct complaint *why)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    signal(SIGPIPE, SIG_IGN);
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0) {
        return complain(why, ERR_IO, "sigprocmask: %s", strerror(errno));
    }
    s->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return s->signal_fd < 0 ? complain(why, ERR_IO, "signalfd: %s", strerror(errno)) : OK;
}

static bool is_loopback(const char *listen)
{
    return text_starts(text_of(listen), "127.") || text_starts(text_of(listen), "[::1]");
}

/* The certificate and its key, and what kiosks pin. */
static enum err tls_read(struct serve *s, struct complaint *why)
{
    struct arena *arena = &s->site->arena;
    struct bytes cert, key;
    const struct serve_options *o = s->options;
    if (!o->tls_cert && !o->tls_key) {
        return OK;
    }
    if (!o->tls_cert || !o->tls_key) {
        return complain(why, ERR_INVALID, "--tls-cert 和 --tls-key 要一起给");
    }
    enum err err = file_read(o->tls_cert, CERT_FILE_BYTES_MAX, arena, &cert, why);
    err = err ? err : file_read(o->tls_key, CERT_FILE_BYTES_MAX, arena, &key, why);
    if (err) {
        return err;
    }
    if (cert_pin(bytes_text(cert), arena, s->pin)) {
        return complain(why, ERR_INVALID, "%s 里没有证书（要 PEM 格式，以 BEGIN CERTIFICATE 开头）",
                        o->tls_cert);
    }
    struct text cert_text = arena_printf(arena, "%.*s", (int)cert.size, (const char *)cert.data);
    struct text key_text = arena_printf(arena, "%.*s", (int)key.size, (const char *)key.data);
    if (!cert_text.data || !key_text.data) {
        return ERR_NOMEM;
    }
    s->tls = (struct server_tls){cert_text.data, key_text.data};
    s->has_tls = true;
    return OK;
}

static void say_ready(const struct serve *s)
{
    const char *colon = strrchr(s->options->listen, ':');
    printf("%s://%.*s:%u\n", s->has_tls ? "https" : "http", (int)(colon - s->options->listen),
           s->options->listen, server_port(s->server));
    if (s->has_tls) {
        printf("%s\n", s->pin);
    }
    fflush(stdout);
    if (!s->has_tls && !is_loopback(s->options->listen)) {
        log_warn(
            "这个地址是普通 http：屏幕能来取内容，要送信须经 https，或规则里允许 plain_upload");
    }
}

enum err serve_run(struct site *site, const struct serve_options *options, struct complaint *why)
{
    struct serve s = {
        .site = site,
        .options = options,
        .intake = {.site = site, .admit_new = options->admit_new},
        .drop = {.folder = options->drop},
        .signal_fd = -1,
        .may_be_untidy = true, /* an earlier run's */
    };
    unlock_all(&s);
    s.intake.publish_due = s.intake.has_head; /* what an earlier run left behind */
    enum err err = take_signals(&s, why);
    err = err ? err : tls_read(&s, why);
    err = err ? err
              : server_open(options->listen, s.has_tls ? &s.tls : NULL, &s.intake, &s.server, why);
    if (!err) {
        complete(&s);
        say_ready(&s);
        err = loop(&s, why);
    }
    server_close(s.server);
    tidy_end(&s);
    if (s.signal_fd >= 0) {
        close(s.signal_fd);
    }
    wipe(&s.intake, sizeof s.intake);
    return err;
}
