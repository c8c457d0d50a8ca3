/* child.c - see child.h. */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "file.h"
#include "log.h"

void child_job_words(struct child_job *job, struct text words)
{
    job->words_size = words.size;
    if (words.size <= sizeof job->words) {
        memcpy(job->words, words.data, words.size);
    }
}

void child_compute(const struct child_job *job, struct child_answer *answer)
{
    struct text words = {job->words, job->words_size};

    *answer = (struct child_answer){.err = ERR_INVALID};
    if (job->words_size > sizeof job->words) {
        return;
    }
    if (job->work == CHILD_RECEIPT) {
        answer->err =
            receipt_key(words, text_of(job->office), job->cost, &answer->key, &answer->loc);
    } else {
        answer->err = password_key(text_bytes(words), job->salt, job->cost, &answer->key);
    }
}

/* Never returns: no handler of the parent's, no exit handlers, no display connection is touched. */
static void child_main(struct child_job *job, int fd)
{
    struct child_answer answer;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_DUMPABLE, 0);
    child_compute(job, &answer);
    wipe(job, sizeof *job);
    ssize_t written = write(fd, &answer, sizeof answer);
    wipe(&answer, sizeof answer);
    _exit(written == (ssize_t)sizeof answer ? 0 : 1);
}

enum err child_start(struct child *child, struct child_job *job)
{
    int fds[2];

    if (child->running) {
        wipe(job, sizeof *job);
        return ERR_BUSY;
    }
    if (pipe2(fds, O_CLOEXEC)) {
        wipe(job, sizeof *job);
        return file_err(errno);
    }
    fcntl(fds[0], F_SETFL, O_NONBLOCK);
    pid_t pid = fork();
    if (pid == 0) {
        close(fds[0]);
        child_main(job, fds[1]);
    }
    int error_number = errno;
    close(fds[1]);
    wipe(job, sizeof *job);
    if (pid < 0) {
        log_error("no child process: %s", strerror(error_number));
        close(fds[0]);
        return ERR_IO;
    }
    *child = (struct child){.running = true, .pid = pid, .fd = fds[0]};
    return OK;
}

static void child_reap(struct child *child)
{
    close(child->fd);
    while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR) {
    }
    *child = (struct child){0};
}

enum err child_take(struct child *child, struct child_answer *answer)
{
    struct child_answer got = {0};

    if (!child->running) {
        return ERR_NOT_FOUND;
    }
    ssize_t size = read(child->fd, &got, sizeof got); /* below PIPE_BUF: whole or nothing */
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) {
        return ERR_BUSY;
    }
    child_reap(child);
    if (size != (ssize_t)sizeof got) {
        log_error("a child process ended without its answer");
        got = (struct child_answer){.err = ERR_IO};
    }
    *answer = got;
    wipe(&got, sizeof got);
    return OK;
}

void child_stop(struct child *child)
{
    if (child->running) {
        kill(child->pid, SIGKILL);
        child_reap(child);
    }
}
