#include "print_job.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "file.h"
#include "log.h"

void print_job_init(struct print_job *job)
{
    *job = (struct print_job){.helper = {.to = -1, .from = -1}, .due_ms = INT64_MAX};
}

/* The slip in memory that only the child reads. */
static enum err slip_file(struct bytes slip, int *fd)
{
    int file = memfd_create("slip", MFD_CLOEXEC);

    if (file < 0) {
        return file_err(errno);
    }
    if (write(file, slip.data, slip.size) != (ssize_t)slip.size || lseek(file, 0, SEEK_SET) != 0) {
        enum err err = file_err(errno);
        close(file);
        return err;
    }
    *fd = file;
    return OK;
}

enum err print_job_start(struct print_job *job, char *const *arguments, struct bytes slip,
                         int64_t now_ms)
{
    int fd = -1;

    if (job->active) {
        return ERR_BUSY;
    }
    enum err err = slip_file(slip, &fd);
    if (!err) {
        err = helper_start(&job->helper, arguments, fd);
        close(fd);
    }
    if (!err) {
        helper_end_input(&job->helper);
        job->active = true;
        job->has_state = false;
        job->got_size = 0;
        job->due_ms = now_ms + PRINT_HANG_MS;
    }
    return err;
}

void print_job_forget(struct print_job *job)
{
    helper_stop(&job->helper);
    print_job_init(job);
}

static void finish(struct print_job *job, enum print_state state)
{
    helper_stop(&job->helper);
    job->active = false;
    job->has_state = true;
    job->state = state;
    job->due_ms = INT64_MAX;
}

/* True: something was told. */
static bool take(struct print_job *job)
{
    enum print_state state;
    size_t part = 0;

    enum err err =
        helper_read(&job->helper, job->got + job->got_size, sizeof job->got - job->got_size, &part);
    if (err == ERR_BUSY) {
        return false;
    }
    job->got_size += part;
    if (!err && job->got_size < sizeof job->got) {
        return true;
    }
    job->got_size = 0;
    if (err) { /* it has ended: what it told last holds, what waits is printed later */
        finish(job, job->has_state ? job->state : PRINT_FAILED);
    } else if (print_event_decode(job->got, &state)) {
        log_warn("the printing program talks nonsense");
        finish(job, PRINT_FAILED);
    } else if (print_state_is_last(state)) {
        finish(job, state);
    } else {
        job->state = state;
        job->has_state = true;
    }
    return true;
}

bool print_job_turn(struct print_job *job, int64_t now_ms)
{
    bool changed = false;

    while (job->active && take(job)) {
        changed = true;
    }
    if (job->active && now_ms >= job->due_ms) {
        log_warn("the printing program hangs");
        finish(job, job->has_state ? job->state : PRINT_FAILED);
        changed = true;
    }
    return changed;
}

int print_job_fd(const struct print_job *job)
{
    return job->active ? job->helper.from : -1;
}
