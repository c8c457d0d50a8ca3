/* helper.h - a program of ours beside the one that needs it, spoken to over two pipes.
 *
 * What may crash, block or be left out of an installation runs in one: it gets nothing of its
 * parent's but its pipes and the environment named here, and is killed when it is no longer wanted
 * or with its parent. Nothing here waits. */
#pragma once

#include "bytes.h"

enum { HELPER_MESSAGE_BYTES_MAX = 4096 /* PIPE_BUF: written whole or not at all */ };

struct helper {
    int pid;      /* 0: none is running */
    int to, from; /* its standard input and output */
};

/* Where the program `name` is: beside `program_path` (/proc/self/exe), or where it is installed.
 * `to` has FILE_PATH_BYTES_MAX. ERR_NOT_FOUND: it is not installed. */
MUST_CHECK enum err helper_find(const char *program_path, const char *name, char *to);
/* `arguments` begin with the program's path and end with NULL. `extra_fd` becomes its descriptor 3,
 * -1: none; it stays the caller's. ERR_BUSY: it is running already. ERR_IO. */
MUST_CHECK enum err helper_start(struct helper *helper, char *const *arguments, int extra_fd);
/* Up to HELPER_MESSAGE_BYTES_MAX, whole or not at all. ERR_BUSY: it does not read now. ERR_IO: it
 * is gone. */
MUST_CHECK enum err helper_send(const struct helper *helper, struct bytes bytes);
/* As much as is there, at most `size`, at least 1 byte: *got. ERR_BUSY: nothing now. ERR_IO: it has
 * ended. */
MUST_CHECK enum err helper_read(const struct helper *helper, void *to, size_t size, size_t *got);
/* No more will be sent. */
void helper_end_input(struct helper *helper);
/* Kills it, and is done when it is gone. May be called at any time. */
void helper_stop(struct helper *helper);
