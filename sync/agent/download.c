/* download.c - see download.h. */
#include "download.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fetch.h"

enum {
    NO_FD = -1,
    BLOCK_BYTES = 64 * 1024,
    STATUS_OK = 200,
    STATUS_PART = 206,
    STATUS_RANGE = 416,
};

/* What another snapshot left. */
static void others_remove(const struct download *download, const char *name)
{
    DIR *folder = opendir(download->folder);
    struct dirent *file;

    if (!folder) {
        return;
    }
    while ((file = readdir(folder)) != NULL) {
        if (file->d_name[0] != '.' && strcmp(file->d_name, name) != 0) {
            (void)unlinkat(dirfd(folder), file->d_name, 0);
        }
    }
    closedir(folder);
}

enum err download_begin(struct download *download, const char *data_folder, const struct hash *hash,
                        struct complaint *why)
{
    char name[HASH_HEX_BYTES + 1];
    struct stat info;

    *download = (struct download){.fd = NO_FD};
    hex_format(bytes_of(hash->b, sizeof hash->b), name);
    enum err err = path_join(download->folder, data_folder, "partial");
    if (!err) {
        err = path_join(download->path, download->folder, name);
    }
    if (err) {
        return complain(why, err, "%s: the path is too long", data_folder);
    }
    err = folder_make(download->folder, 02770, why);
    if (err) {
        return err;
    }
    others_remove(download, name);
    download->fd = open(download->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_APPEND, 0640);
    if (download->fd < 0 || fstat(download->fd, &info)) {
        err = file_err(errno);
        return complain(why, err, "%s: %s", download->path, strerror(errno));
    }
    download->size = (uint64_t)info.st_size;
    return OK;
}

static enum err add_piece(struct bytes piece, void *data)
{
    struct download *download = data;

    while (piece.size > 0) {
        ssize_t n = write(download->fd, piece.data, piece.size);
        if (n < 0 && errno != EINTR) {
            return file_err(errno);
        }
        if (n > 0) {
            piece = bytes_of(piece.data + n, piece.size - (size_t)n);
            download->size += (uint64_t)n;
        }
    }
    return OK;
}

static enum err start_over(struct download *download)
{
    download->size = 0;
    return ftruncate(download->fd, 0) ? file_err(errno) : OK;
}

/* One request. `done`: the file is whole, as far as HTTP can tell. */
static enum err attempt(struct download *download, struct agent *agent, const char *route,
                        uint64_t max, bool *done, struct complaint *why)
{
    struct http_answer answer;
    const struct http_get get = {
        .path = route, .from = download->size, .max = max - download->size};
    const struct transport *t = &agent->transport;
    enum err err = t->get(t->data, &get, &answer, why, add_piece, download);

    if (err == ERR_MISMATCH && get.from > 0) {
        return start_over(download); /* a server without ranges */
    }
    if (err) {
        return err;
    }
    if (get.from > 0 && (answer.status == STATUS_OK || answer.status == STATUS_RANGE)) {
        /* 416: there is nothing behind what we have. It may be all; reading will tell. */
        *done = answer.status == STATUS_RANGE;
        return *done ? OK : start_over(download);
    }
    *done = answer.status == (get.from > 0 ? STATUS_PART : STATUS_OK);
    return *done ? OK : answer_refuse(agent, route, &answer, why);
}

enum err download_fetch(struct download *download, struct agent *agent, const char *route,
                        uint64_t max, struct complaint *why)
{
    bool done = false;
    enum err err = OK;

    if (download->size > max) {
        err = start_over(download);
    }
    for (int i = 0; !err && !done && i < DOWNLOAD_ATTEMPTS; i++) {
        uint64_t before = download->size;
        err = attempt(download, agent, route, max, &done, why);
        if (err == ERR_UNAVAILABLE && download->size > before) {
            err = OK; /* it went on; so do we */
        }
    }
    if (!err && !done) {
        err = complain(why, ERR_UNAVAILABLE, "%s: broke off %d times", route, DOWNLOAD_ATTEMPTS);
    }
    return err;
}

enum err download_read(const struct download *download, http_piece_fn *handle_piece, void *data)
{
    uint8_t block[BLOCK_BYTES];
    enum err err = OK;
    off_t at = 0;

    while (!err) {
        ssize_t n = pread(download->fd, block, sizeof block, at);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return n == 0 ? OK : file_err(errno);
        }
        at += n;
        err = handle_piece(bytes_of(block, (size_t)n), data);
    }
    return err;
}

void download_drop(struct download *download)
{
    (void)unlink(download->path);
}

void download_end(struct download *download)
{
    if (download->fd >= 0) {
        close(download->fd);
    }
    download->fd = NO_FD;
}
