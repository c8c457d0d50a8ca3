#include "pinyin.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file.h"
#include "log.h"
#include "pinyin_wire.h"

struct pinyin {
    char program[FILE_PATH_BYTES_MAX], folder[FILE_PATH_BYTES_MAX];
    pid_t pid; /* 0 none */
    int to, from;
    bool fresh; /* has not answered yet: it is still loading */
    int failures;
    struct input_query asked; /* ink is never in it */
    bool waiting;
    bool given_up;
    int64_t due_ms; /* of the answer waited for */
    uint8_t got[PINYIN_LENGTH_BYTES + PINYIN_MESSAGE_MAX];
    size_t got_size;
};

struct pinyin *pinyin_new(const char *program, const char *folder)
{
    struct pinyin *pinyin = calloc(1, sizeof *pinyin);

    if (pinyin) {
        text_copy(text_of(program), pinyin->program, sizeof pinyin->program);
        text_copy(text_of(folder), pinyin->folder, sizeof pinyin->folder);
        pinyin->to = pinyin->from = -1;
    }
    return pinyin;
}

/* ---- the process ---- */

static void forget_answer(struct pinyin *pinyin)
{
    explicit_bzero(pinyin->got, sizeof pinyin->got);
    pinyin->got_size = 0;
}

static void stop(struct pinyin *pinyin)
{
    if (pinyin->pid > 0) {
        kill(pinyin->pid, SIGKILL);
        close(pinyin->to);
        close(pinyin->from);
        while (waitpid(pinyin->pid, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    pinyin->pid = 0;
    pinyin->to = pinyin->from = -1;
    forget_answer(pinyin);
}

/* In the child: nothing of the kiosk's is left open, no environment, only the two pipes. */
static void become_engine(struct pinyin *pinyin, int in, int out)
{
    char *const arguments[] = {pinyin->program, pinyin->folder, NULL};
    static char locale[] = "LC_ALL=C.UTF-8";
    char *const environment[] = {locale, NULL};
    sigset_t none;

    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 ||
        close_range(STDERR_FILENO + 1, ~0U, 0)) {
        _exit(1);
    }
    execve(pinyin->program, arguments, environment);
    _exit(1);
}

static bool start(struct pinyin *pinyin)
{
    int in[2], out[2];

    if (pipe2(in, O_CLOEXEC)) {
        return false;
    }
    if (pipe2(out, O_CLOEXEC)) {
        close(in[0]);
        close(in[1]);
        return false;
    }
    pid_t pid = fork();
    if (pid == 0) {
        become_engine(pinyin, in[0], out[1]);
    }
    close(in[0]);
    close(out[1]);
    if (pid < 0) {
        close(in[1]);
        close(out[0]);
        return false;
    }
    fcntl(in[1], F_SETFL, O_NONBLOCK);
    fcntl(out[0], F_SETFL, O_NONBLOCK);
    pinyin->pid = pid;
    pinyin->to = in[1];
    pinyin->from = out[0];
    pinyin->fresh = true;
    return true;
}

/* ---- asking ---- */

static bool send(struct pinyin *pinyin, int64_t now_ms)
{
    struct pinyin_message message;

    if (pinyin->pid == 0 && !start(pinyin)) {
        log_error("the pinyin engine cannot be started: %s", strerror(errno));
        return false;
    }
    bool sent = pinyin_query_encode(&pinyin->asked, &message) == OK &&
                write(pinyin->to, message.data, message.size) == (ssize_t)message.size;
    explicit_bzero(&message, sizeof message);
    pinyin->due_ms = now_ms + (pinyin->fresh ? PINYIN_START_MS : PINYIN_HANG_MS);
    return sent;
}

/* The child failed the question. Again with a new one, or the end. */
static bool try_again(struct pinyin *pinyin, int64_t now_ms)
{
    stop(pinyin);
    while (pinyin->failures < PINYIN_RESTARTS_MAX) {
        pinyin->failures++;
        if (send(pinyin, now_ms)) {
            return true;
        }
        stop(pinyin);
    }
    if (!pinyin->given_up) {
        log_error("the pinyin engine failed %d times and is left alone", pinyin->failures);
    }
    pinyin->given_up = true;
    return false;
}

static bool ask(void *self, const struct input_query *query, int64_t now_ms)
{
    struct pinyin *pinyin = self;

    if (pinyin->given_up || access(pinyin->program, X_OK)) {
        return false;
    }
    pinyin->asked = *query;
    pinyin->asked.ink = NULL;
    pinyin->waiting = true;
    return send(pinyin, now_ms) || try_again(pinyin, now_ms);
}

/* ---- the answer ---- */

enum reading { READ_NOTHING, READ_ANSWER, READ_BROKEN };

/* Reads what there is; a whole message is decoded. */
static enum reading read_answer(struct pinyin *pinyin, struct input_answer *answer)
{
    for (;;) {
        size_t want = PINYIN_LENGTH_BYTES;
        if (pinyin->got_size >= PINYIN_LENGTH_BYTES) {
            size_t body = pinyin_body_size(pinyin->got);
            if (body == 0) {
                return READ_BROKEN;
            }
            want += body;
        }
        if (pinyin->got_size == want) {
            struct bytes body = {pinyin->got + PINYIN_LENGTH_BYTES, want - PINYIN_LENGTH_BYTES};
            enum err err = pinyin_answer_decode(body, answer);
            forget_answer(pinyin);
            return err ? READ_BROKEN : READ_ANSWER;
        }
        ssize_t part = read(pinyin->from, pinyin->got + pinyin->got_size, want - pinyin->got_size);
        if (part < 0 && (errno == EAGAIN || errno == EINTR)) {
            return READ_NOTHING;
        }
        if (part <= 0) {
            return READ_BROKEN;
        }
        pinyin->got_size += (size_t)part;
    }
}

static bool fail(struct pinyin *pinyin, struct input_answer *answer)
{
    *answer = (struct input_answer){.serial = pinyin->asked.serial, .failed = true};
    pinyin->waiting = false;
    return true;
}

static bool take(void *self, struct input_answer *answer, int64_t now_ms)
{
    struct pinyin *pinyin = self;
    enum reading reading;

    if (!pinyin->waiting) {
        return false;
    }
    if (pinyin->pid == 0) {
        return fail(pinyin, answer);
    }
    while ((reading = read_answer(pinyin, answer)) == READ_ANSWER) {
        pinyin->fresh = false;
        if (answer->serial == pinyin->asked.serial) {
            pinyin->waiting = false;
            pinyin->failures = 0;
            return true;
        } /* else the answer to a question that was replaced */
    }
    bool hangs = reading == READ_NOTHING && now_ms >= pinyin->due_ms;
    if (reading == READ_BROKEN || hangs) {
        log_warn("the pinyin engine %s", hangs ? "does not answer" : "ended or answered nonsense");
        if (!try_again(pinyin, now_ms)) {
            return fail(pinyin, answer);
        }
    }
    return false;
}

static int answer_fd(const void *self)
{
    const struct pinyin *pinyin = self;

    return pinyin->waiting ? pinyin->from : -1;
}

static int64_t due(const void *self)
{
    const struct pinyin *pinyin = self;

    return pinyin->waiting ? pinyin->due_ms : INT64_MAX;
}

static void leave(void *self)
{
    struct pinyin *pinyin = self;

    stop(pinyin);
    explicit_bzero(&pinyin->asked, sizeof pinyin->asked);
    pinyin->waiting = pinyin->given_up = false;
    pinyin->failures = 0;
}

struct input_engine pinyin_engine(struct pinyin *pinyin)
{
    return (struct input_engine){ask, take, answer_fd, due, leave, pinyin};
}

int pinyin_child(const struct pinyin *pinyin)
{
    return (int)pinyin->pid;
}

void pinyin_free(struct pinyin *pinyin)
{
    if (pinyin) {
        leave(pinyin);
        free(pinyin);
    }
}
