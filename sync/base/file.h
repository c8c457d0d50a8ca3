/* file.h - whole files, bounded, and written so that a power cut leaves the old or the new. */
#pragma once

#include "arena.h"

enum { FILE_PATH_BYTES_MAX = 1024 };

/* Reads a regular file of at most `max` bytes into the arena, following no symbolic link in the
 * last component. ERR_NOT_FOUND, ERR_DENIED, ERR_INVALID (not a regular file), ERR_FULL (larger
 * than max), ERR_NOMEM, ERR_IO; each with a sentence in `why` that names the path. */
MUST_CHECK enum err file_read(const char *path, size_t max, struct arena *arena, struct bytes *out,
                              struct complaint *why);
/* Writes beside it, fsyncs, renames over it, fsyncs the folder. `mode` as in open(2). ERR_FULL (no
 * space), ERR_READONLY, ERR_DENIED, ERR_NOT_FOUND (no such folder), ERR_IO; the old file, if any,
 * is untouched by a failure. */
MUST_CHECK enum err file_write(const char *path, struct bytes bytes, unsigned mode,
                               struct complaint *why);
/* As file_write; and its time, in whole seconds, is later than that of the file it replaces. Web
 * servers make a file's ETag of size and time: two heads of one second would be the same to them.
 */
MUST_CHECK enum err file_write_later(const char *path, struct bytes bytes, unsigned mode,
                                     struct complaint *why);
/* As file_write, but ERR_EXISTS when there is a file already (which stays as it is). */
MUST_CHECK enum err file_write_new(const char *path, struct bytes bytes, unsigned mode,
                                   struct complaint *why);
/* Makes the folder and those above it. Being there already is OK. */
MUST_CHECK enum err folder_make(const char *path, unsigned mode, struct complaint *why);
bool file_exists(const char *path);
/* Called with the name of a regular file, from the folder on ("a/b"); what it returns ends the walk
 * and is handed on. */
typedef enum err folder_visit_fn(const char *name, void *data);
/* Every regular file below, in no order; names that begin with a dot are left out and no symbolic
 * link is followed. No such folder: nothing is visited, OK. Files may come and go meanwhile. */
MUST_CHECK enum err folder_walk(const char *folder, folder_visit_fn *visit, void *data,
                                struct complaint *why);
/* to = "folder/name". ERR_INVALID: longer than FILE_PATH_BYTES_MAX. */
MUST_CHECK enum err path_join(char to[FILE_PATH_BYTES_MAX], const char *folder, const char *name);
/* The errno of a failed system call as our code. */
enum err file_err(int error_number);
