/* tree.h - the files that kiosks fetch, under SITE/tree, by their names on the wire (routes.h).
 *
 * Each file appears whole under its name. tree_sync() makes all that was put durable; the head is
 * put last, after it. The site's lock is held by whoever writes. */
#pragma once

#include "routes.h"
#include "site.h"

/* Makes folders as needed and replaces what is there. Durable only after tree_sync(). */
MUST_CHECK enum err tree_put(const struct site *site, const char *route, struct bytes bytes,
                             struct complaint *why);
/* Durable when it returns OK. */
MUST_CHECK enum err tree_put_durable(const struct site *site, const char *route, struct bytes bytes,
                                     struct complaint *why);
MUST_CHECK enum err tree_sync(const struct site *site, struct complaint *why);
/* Removes what `goes` of the files in one folder, which need not be there; counts them. Names that
 * are none of the wire are left alone. `name` is the last part of the route. */
typedef bool tree_goes_fn(const struct route *route, struct text name, void *data);
MUST_CHECK enum err tree_sweep(const struct site *site, const char *folder, tree_goes_fn *goes,
                               void *data, size_t *removed, struct complaint *why);
MUST_CHECK enum err tree_path(const struct site *site, const char *route,
                              char to[FILE_PATH_BYTES_MAX]);
/* A file for writing piece by piece, renamed to `route` at the end. */
struct tree_file {
    int fd;
    char path[FILE_PATH_BYTES_MAX];
};
/* `part`: its name until then, which begins with a dot. ERR_BUSY: another process is writing it. */
MUST_CHECK enum err tree_file_open(const struct site *site, const char *part,
                                   struct tree_file *file, struct complaint *why);
MUST_CHECK enum err tree_file_write(struct tree_file *file, struct bytes bytes,
                                    struct complaint *why);
MUST_CHECK enum err tree_file_finish(const struct site *site, struct tree_file *file,
                                     const char *route, struct complaint *why);
void tree_file_abort(struct tree_file *file);
