/* driver.c - runs a scenario for every n until it completes, and looks at what it left behind.
 *
 *   driver SHIM SCENARIO_PROGRAM MODE NAME...
 *
 * Stopped (stop, cut, torn): the state is that of before or that of after; what was reported as
 * done is there. Failing disk (enospc, short, erofs): an error with a sentence, the same process
 * reads on, and the state is that of before; whenever "done" was said, that of after. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "scenario.h"
#include "support.h"

enum { EXIT_STOPPED = 99, RUNS_MAX = 400, OUTPUT_BYTES = 4096, FILE_BYTES_MAX = 1024 * 1024 };

struct run {
    int code; /* exit code, 128 + n for a signal */
    char output[OUTPUT_BYTES];
};

struct faults {
    const char *shim, *mode;
    int at; /* 0: none */
    const char *folder;
};

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static void environment_set(const struct faults *faults)
{
    char at[16];

    snprintf(at, sizeof at, "%d", faults->at);
    setenv("LD_PRELOAD", faults->shim, 1);
    setenv("CRASH_MODE", faults->mode, 1);
    setenv("CRASH_AT", at, 1);
    setenv("CRASH_FOLDER", faults->folder, 1);
    /* The shim comes before the sanitizer's runtime, which is said to be wrong and is meant. */
    setenv("ASAN_OPTIONS", "verify_asan_link_order=0:detect_leaks=0", 1);
}

static struct run run_program(const char *program, const char *name, const char *part,
                              const char *folder, const struct faults *faults)
{
    struct run run = {.code = -1};
    int out[2], status = 0;
    size_t used = 0;
    ssize_t got;

    if (pipe(out) != 0) {
        die("pipe");
    }
    pid_t pid = fork();
    if (pid == 0) {
        if (faults && faults->at > 0) {
            environment_set(faults);
        }
        if (dup2(out[1], STDOUT_FILENO) < 0) {
            die("dup2");
        }
        close(out[0]);
        close(out[1]);
        execl(program, program, name, part, folder, (char *)NULL);
        die(program);
    }
    close(out[1]);
    while (used < sizeof run.output - 1 &&
           (got = read(out[0], run.output + used, sizeof run.output - 1 - used)) > 0) {
        used += (size_t)got;
    }
    close(out[0]);
    if (waitpid(pid, &status, 0) != pid) {
        die("waitpid");
    }
    run.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return run;
}

/* The prepared files, byte by byte: each run begins the same. */
static void folder_copy(const char *from, const char *to, struct arena *arena)
{
    char inner_from[TEMP_PATH_BYTES_MAX], inner_to[TEMP_PATH_BYTES_MAX];
    struct stat st;
    DIR *dir = opendir(from);

    if (!dir) {
        die(from);
    }
    for (struct dirent *d = readdir(dir); d; d = readdir(dir)) {
        if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0) {
            continue;
        }
        snprintf(inner_from, sizeof inner_from, "%s", temp_path(from, d->d_name));
        snprintf(inner_to, sizeof inner_to, "%s", temp_path(to, d->d_name));
        if (stat(inner_from, &st) != 0) {
            die(inner_from);
        }
        if (S_ISDIR(st.st_mode)) {
            if (mkdir(inner_to, st.st_mode & 0777) != 0) {
                die(inner_to);
            }
            folder_copy(inner_from, inner_to, arena);
        } else {
            arena_reset(arena);
            temp_file(to, d->d_name, file_bytes(arena, inner_from));
            if (chmod(inner_to, st.st_mode & 0777) != 0) {
                die(inner_to);
            }
        }
    }
    closedir(dir);
}

static bool complain_run(const char *name, const struct faults *faults, const struct run *act,
                         const struct run *verify, const char *what)
{
    fprintf(stderr, "%s, %s at call %d: %s (exit %d, said \"%s\"; found %d \"%s\")\n", name,
            faults->mode, faults->at, what, act->code, act->output, verify->code, verify->output);
    return false;
}

static bool is_stopping(const struct faults *faults)
{
    return strcmp(faults->mode, "stop") == 0 || strcmp(faults->mode, "cut") == 0 ||
           strcmp(faults->mode, "torn") == 0;
}

static bool error_is_clear(const struct faults *faults, const char *output)
{
    /* "error full: a sentence"; half a write is all that LMDB knows of a disk that is just full. */
    if (strcmp(faults->mode, "short") == 0 && strncmp(output, "error input/output: ", 20) == 0) {
        return output[20] != '\n';
    }
    const char *expected =
        strcmp(faults->mode, "erofs") == 0 ? "error read-only: " : "error full: ";
    return strncmp(output, expected, strlen(expected)) == 0 && output[strlen(expected)] != '\n';
}

static bool judge(const char *name, const struct faults *faults, const struct run *act,
                  const struct run *verify)
{
    bool before = strcmp(verify->output, "before\n") == 0;
    bool after = strcmp(verify->output, "after\n") == 0;
    bool done = strncmp(act->output, "done\n", 5) == 0;

    if (verify->code != 0 || (!before && !after)) {
        return complain_run(name, faults, act, verify, "the state is neither before nor after");
    }
    if (done && !after) {
        return complain_run(name, faults, act, verify, "what was reported as done is gone");
    }
    if (act->code == EXIT_STOPPED || act->code == EXIT_DONE) {
        return act->code == EXIT_DONE ? done || complain_run(name, faults, act, verify, "silent")
                                      : is_stopping(faults);
    }
    if (act->code != EXIT_ERROR || is_stopping(faults)) {
        return complain_run(name, faults, act, verify, "the program broke down");
    }
    if (!error_is_clear(faults, act->output)) {
        return complain_run(name, faults, act, verify, "the error is not clear");
    }
    /* It is there, and whether it lasts is what could not be promised. */
    bool unsettled = strstr(act->output, "cannot be synced") != NULL;
    return before || unsettled ||
           complain_run(name, faults, act, verify, "an error, and yet it happened");
}

/* One run with the fault at call `at`. */
static bool run_at(const char *program, const char *name, const char *prepared,
                   struct faults *faults, struct arena *arena, bool *completed, int *afters)
{
    char folder[TEMP_PATH_BYTES_MAX];

    temp_folder_make(folder);
    folder_copy(prepared, folder, arena);
    faults->folder = folder;
    struct run act = run_program(program, name, "act", folder, faults);
    struct run verify = run_program(program, name, "verify", folder, NULL);
    bool good = judge(name, faults, &act, &verify);
    *completed = act.code == EXIT_DONE;
    *afters += strcmp(verify.output, "after\n") == 0 ? 1 : 0;
    folder_remove(folder);
    return good;
}

static bool run_scenario(const char *program, const char *name, struct faults faults,
                         struct arena *arena)
{
    char prepared[TEMP_PATH_BYTES_MAX];
    bool good = true, completed = false;
    int afters = 0, runs = 0, in_a_row = 0;

    temp_folder_make(prepared);
    if (run_program(program, name, "prepare", prepared, NULL).code != 0) {
        fprintf(stderr, "%s: cannot be prepared\n", name);
        good = false;
    }
    /* A flush of the folder that fails is no failure of ours, so one run may complete while the
     * call behind still counts: only a second one in a row says that there are no more. */
    for (faults.at = 1; good && in_a_row < 2 && runs < RUNS_MAX; faults.at++, runs++) {
        good = run_at(program, name, prepared, &faults, arena, &completed, &afters);
        in_a_row = completed ? in_a_row + 1 : 0;
    }
    if (good && (in_a_row < 2 || runs < 3)) {
        fprintf(stderr, "%s, %s: %d runs, the shim does not count\n", name, faults.mode, runs);
        good = false;
    }
    printf("%s: %s: %d runs, %d of them after the change: %s\n", name, faults.mode, runs, afters,
           good ? "ok" : "FAILED");
    folder_remove(prepared);
    return good;
}

int main(int argc, char **argv)
{
    struct arena arena;
    bool good = true;

    if (argc < 5) {
        fprintf(stderr, "usage: driver SHIM PROGRAM MODE,MODE... NAME...\n");
        return 2;
    }
    if (arena_init(&arena, 2 * FILE_BYTES_MAX) != OK) {
        return 1;
    }
    for (int i = 4; i < argc; i++) {
        char modes[64], *rest = modes, *mode;
        snprintf(modes, sizeof modes, "%s", argv[3]);
        while ((mode = strsep(&rest, ",")) != NULL) {
            struct faults faults = {.shim = argv[1], .mode = mode};
            good = run_scenario(argv[2], argv[i], faults, &arena) && good;
        }
    }
    arena_deinit(&arena);
    return good ? 0 : 1;
}
