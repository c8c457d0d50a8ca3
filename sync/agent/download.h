/* download.h - a large immutable file, fetched piece by piece into DIR/partial, going on where it
 * broke off, also after a power cut. What it holds is verified by whoever reads it. */
#pragma once

#include "agent.h"
#include "file.h"

enum { DOWNLOAD_ATTEMPTS = 5 /* in one round, as long as each brings something */ };

struct download {
    char folder[FILE_PATH_BYTES_MAX], path[FILE_PATH_BYTES_MAX];
    int fd; /* -1: none */
    uint64_t size;
};

/* Opens DIR/partial/<hash>; what else lies there is removed. */
MUST_CHECK enum err download_begin(struct download *download, const char *data_folder,
                                   const struct hash *hash, struct complaint *why);
/* ERR_UNAVAILABLE: cut again; what came is kept. ERR_FULL: more than `max`, or no room. */
MUST_CHECK enum err download_fetch(struct download *download, struct agent *agent,
                                   const char *route, uint64_t max, struct complaint *why);
/* Hands out the bytes from the start. */
MUST_CHECK enum err download_read(const struct download *download, http_piece_fn *handle_piece,
                                  void *data);
void download_drop(struct download *download); /* removes the file */
void download_end(struct download *download);
