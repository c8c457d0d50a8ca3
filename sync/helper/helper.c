#include "helper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file.h"
#include "log.h"

enum { SETTING_BYTES_MAX = 300, EXTRA_FD = 3 };

/* What a helper may know of the environment: how sound leaves, where the printing system is. */
static const char *const passed[] = {"SDL_AUDIODRIVER", "SDL_DISKAUDIOFILE", "AUDIODEV",
                                     "XDG_RUNTIME_DIR", "CUPS_SERVER",       "ASAN_OPTIONS"};
enum { PASSED = sizeof passed / sizeof passed[0] };

enum err helper_find(const char *program_path, const char *name, char *to)
{
    static const char *const folders[] = {"", "../libexec/noticepoint/"};
    const char *slash = strrchr(program_path, '/');
    int size = slash ? (int)(slash - program_path) : 1;

    for (size_t i = 0; i < 2; i++) {
        int wanted = snprintf(to, FILE_PATH_BYTES_MAX, "%.*s/%s%s", size,
                              slash ? program_path : ".", folders[i], name);
        if (wanted < FILE_PATH_BYTES_MAX && access(to, X_OK) == 0) {
            return OK;
        }
    }
    return ERR_NOT_FOUND;
}

struct settings_passed {
    char text[PASSED + 1][SETTING_BYTES_MAX];
    char *at[PASSED + 2];
};

static void gather(struct settings_passed *settings)
{
    size_t count = 0;

    snprintf(settings->text[count], SETTING_BYTES_MAX, "LC_ALL=C.UTF-8");
    settings->at[count] = settings->text[count];
    count++;
    for (size_t i = 0; i < PASSED; i++) {
        const char *value = getenv(passed[i]);
        if (value && snprintf(settings->text[count], SETTING_BYTES_MAX, "%s=%s", passed[i], value) <
                         SETTING_BYTES_MAX) {
            settings->at[count] = settings->text[count];
            count++;
        }
    }
    settings->at[count] = NULL;
}

/* In the child: nothing of the parent's is left open. Only async-signal-safe calls from here on. */
static _Noreturn void become(char *const *arguments, char *const *environment, int in, int out,
                             int extra)
{
    sigset_t none;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    /* First out of the way of the numbers they are to have. */
    int high = fcntl(in, F_DUPFD, EXTRA_FD + 1), out_high = fcntl(out, F_DUPFD, EXTRA_FD + 1);
    int extra_high = extra >= 0 ? fcntl(extra, F_DUPFD, EXTRA_FD + 1) : -1;
    if (dup2(high, STDIN_FILENO) < 0 || dup2(out_high, STDOUT_FILENO) < 0 ||
        (extra >= 0 && dup2(extra_high, EXTRA_FD) < 0) ||
        close_range(extra >= 0 ? EXTRA_FD + 1 : EXTRA_FD, ~0U, 0)) {
        _exit(1);
    }
    execve(arguments[0], arguments, environment);
    _exit(1);
}

static enum err make_pipes(int in[2], int out[2])
{
    if (pipe2(in, O_CLOEXEC)) {
        return file_err(errno);
    }
    if (pipe2(out, O_CLOEXEC)) {
        enum err err = file_err(errno);
        close(in[0]);
        close(in[1]);
        return err;
    }
    return OK;
}

enum err helper_start(struct helper *helper, char *const *arguments, int extra_fd)
{
    struct settings_passed settings;
    int in[2], out[2];

    if (helper->pid > 0) {
        return ERR_BUSY;
    }
    gather(&settings);
    enum err err = make_pipes(in, out);
    if (err) {
        return err;
    }
    pid_t pid = fork();
    if (pid == 0) {
        become(arguments, settings.at, in[0], out[1], extra_fd);
    }
    int error_number = errno;
    close(in[0]);
    close(out[1]);
    if (pid < 0) {
        log_error("%s cannot be started: %s", arguments[0], strerror(error_number));
        close(in[1]);
        close(out[0]);
        return ERR_IO;
    }
    fcntl(in[1], F_SETFL, O_NONBLOCK);
    fcntl(out[0], F_SETFL, O_NONBLOCK);
    *helper = (struct helper){.pid = (int)pid, .to = in[1], .from = out[0]};
    return OK;
}

enum err helper_send(const struct helper *helper, struct bytes bytes)
{
    if (helper->pid <= 0 || helper->to < 0 || bytes.size > HELPER_MESSAGE_BYTES_MAX) {
        return ERR_IO;
    }
    ssize_t written = write(helper->to, bytes.data, bytes.size);
    if (written == (ssize_t)bytes.size) {
        return OK;
    }
    return written < 0 && (errno == EAGAIN || errno == EINTR) ? ERR_BUSY : ERR_IO;
}

enum err helper_read(const struct helper *helper, void *to, size_t size, size_t *got)
{
    if (helper->pid <= 0) {
        return ERR_IO;
    }
    ssize_t part = read(helper->from, to, size);
    if (part > 0) {
        *got = (size_t)part;
        return OK;
    }
    return part < 0 && (errno == EAGAIN || errno == EINTR) ? ERR_BUSY : ERR_IO;
}

void helper_end_input(struct helper *helper)
{
    if (helper->pid > 0 && helper->to >= 0) {
        close(helper->to);
        helper->to = -1;
    }
}

void helper_stop(struct helper *helper)
{
    if (helper->pid > 0) {
        kill(helper->pid, SIGKILL);
        helper_end_input(helper);
        close(helper->from);
        while (waitpid(helper->pid, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    *helper = (struct helper){.to = -1, .from = -1};
}
