/* stick.c - see stick.h. */
#include "stick.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bundle.h"
#include "file.h"

enum {
    NO_FD = -1,
    BLOCK_BYTES = 64 * 1024,
    STATUS_OK = 200,
    STATUS_PART = 206,
    STATUS_NOT_FOUND = 404,
    STATUS_RANGE = 416,
};

struct place {
    uint64_t name; /* a sum of it; equal sums are compared */
    uint64_t head, at, size;
};

struct stick {
    char folder[STICK_FOLDER_BYTES_MAX], part[FILE_PATH_BYTES_MAX];
    int fd, up_fd;
    struct place *places;
    size_t count, up_count;
    uint64_t up_size;
};

/* ---- reading ---- */

static enum err read_at(void *data, uint64_t at, uint8_t *to, size_t size)
{
    struct stick *stick = data;

    while (size > 0) {
        ssize_t n = pread(stick->fd, to, size, (off_t)at);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return n == 0 ? ERR_INVALID : file_err(errno); /* it was made shorter */
        }
        at += (uint64_t)n;
        to += n;
        size -= (size_t)n;
    }
    return OK;
}

/* FNV-1a. */
static uint64_t name_sum(const char *name)
{
    uint64_t sum = 14695981039346656037U;
    for (; *name; name++) {
        sum = (sum ^ (uint8_t)*name) * 1099511628211U;
    }
    return sum;
}

/* A FIFO or a device would block or do something: not waited for, and not taken. */
static enum err bundle_file_open(const char *path, int *fd, uint64_t *size, struct complaint *why)
{
    struct stat info;
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);

    if (*fd < 0) {
        return errno == ENOENT ? complain(why, ERR_NOT_FOUND, "%s is not there", path)
                               : complain(why, ERR_INVALID, "%s: %s", path, strerror(errno));
    }
    if (fstat(*fd, &info) || !S_ISREG(info.st_mode)) {
        return complain(why, ERR_INVALID, "%s is no regular file", path);
    }
    *size = (uint64_t)info.st_size;
    return OK;
}

static enum err index_make(struct stick *stick, uint64_t size)
{
    struct bundle_reader reader;
    struct bundle_item item;
    uint64_t head = BUNDLE_MAGIC_BYTES;
    size_t room = 0;
    enum err err = bundle_begin(&reader, size, read_at, stick);

    while (!err && !(err = bundle_next(&reader, &item))) {
        if (stick->count == room) {
            room = room ? room * 2 : 256;
            struct place *places = realloc(stick->places, room * sizeof *places);
            if (!places) {
                return ERR_NOMEM;
            }
            stick->places = places;
        }
        stick->places[stick->count++] =
            (struct place){name_sum(item.name), head, item.at, item.size};
        head = reader.at;
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

static bool name_is(struct stick *stick, const struct place *place, const char *name)
{
    char found[BUNDLE_NAME_BYTES_MAX + 1];
    size_t size = (size_t)(place->at - place->head) - BUNDLE_ITEM_HEAD_BYTES;

    return size == strlen(name) && size < sizeof found &&
           read_at(stick, place->head + BUNDLE_ITEM_HEAD_BYTES, (uint8_t *)found, size) == OK &&
           memcmp(found, name, size) == 0;
}

static const struct place *place_find(struct stick *stick, const char *name)
{
    uint64_t sum = name_sum(name);

    for (size_t i = 0; i < stick->count; i++) {
        if (stick->places[i].name == sum && name_is(stick, &stick->places[i], name)) {
            return &stick->places[i];
        }
    }
    return NULL;
}

static enum err pour(struct stick *stick, const struct place *place, uint64_t from,
                     http_piece_fn *handle_piece, void *data)
{
    static uint8_t block[BLOCK_BYTES];
    enum err err = OK;

    while (!err && from < place->size) {
        uint64_t left = place->size - from;
        size_t size = left < sizeof block ? (size_t)left : sizeof block;
        err = read_at(stick, place->at + from, block, size);
        err = err ? err : handle_piece(bytes_of(block, size), data);
        from += size;
    }
    return err;
}

static enum err stick_get(void *data, const struct http_get *get, struct http_answer *answer,
                          struct complaint *why, http_piece_fn *handle_piece, void *piece_data)
{
    struct stick *stick = data;
    const struct place *place = place_find(stick, get->path);

    *answer = (struct http_answer){.status = STATUS_NOT_FOUND};
    if (!place) {
        return OK;
    }
    if (get->from > 0 && get->from >= place->size) {
        answer->status = STATUS_RANGE;
        return OK;
    }
    if (place->size - get->from > get->max) {
        return complain(why, ERR_FULL, "%s on the stick is larger than it may be", get->path);
    }
    answer->status = get->from > 0 ? STATUS_PART : STATUS_OK;
    enum err err = pour(stick, place, get->from, handle_piece, piece_data);
    return err && why->text[0] == '\0'
               ? complain(why, err, "%s on the stick: %s", get->path, err_name(err))
               : err;
}

/* ---- writing ---- */

static enum err up_write(struct stick *stick, const void *from, size_t size)
{
    const uint8_t *at = from;

    if (stick->up_size + size > BUNDLE_BYTES_MAX) {
        return ERR_FULL;
    }
    for (size_t done = 0; done < size;) {
        ssize_t n = write(stick->up_fd, at + done, size - done);
        if (n < 0 && errno != EINTR) {
            return file_err(errno);
        }
        done += n > 0 ? (size_t)n : 0;
    }
    stick->up_size += size;
    return OK;
}

static enum err up_begin(struct stick *stick)
{
    if (stick->up_fd >= 0) {
        return OK;
    }
    (void)unlink(stick->part); /* what a stick pulled out left behind, whatever it is */
    stick->up_fd = open(stick->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
    return stick->up_fd < 0 ? file_err(errno) : up_write(stick, bundle_magic, BUNDLE_MAGIC_BYTES);
}

static enum err stick_put(void *data, const struct http_put *put, struct arena *arena,
                          struct http_answer *answer, struct bytes *body, struct complaint *why)
{
    struct stick *stick = data;
    uint8_t head[BUNDLE_ITEM_HEAD_BYTES];
    (void)arena;

    *answer = (struct http_answer){.status = STATUS_OK};
    *body = bytes_of(NULL, 0);
    enum err err = stick->up_count < BUNDLE_ITEMS_MAX ? up_begin(stick) : ERR_FULL;
    bundle_item_head(put->path, put->bytes.size, head);
    err = err ? err : up_write(stick, head, sizeof head);
    err = err ? err : up_write(stick, put->path, strlen(put->path));
    err = err ? err : up_write(stick, put->bytes.data, put->bytes.size);
    if (err) {
        return complain(why, ERR_UNAVAILABLE,
                        "%s: the stick cannot be written (%s); what was written here waits",
                        stick->folder, err_name(err));
    }
    stick->up_count++;
    return OK;
}

enum err stick_finish(struct stick *stick, const char *kiosk_id, size_t *count,
                      struct complaint *why)
{
    char name[80], path[FILE_PATH_BYTES_MAX];
    uint8_t end[BUNDLE_ITEM_HEAD_BYTES];

    *count = stick->up_count;
    if (stick->up_fd < 0) {
        return OK;
    }
    snprintf(name, sizeof name, "noticepoint-%s-up.bundle", kiosk_id);
    bundle_item_head(NULL, 0, end);
    enum err err = path_join(path, stick->folder, name);
    err = err ? err : up_write(stick, end, 2);
    if (!err && fsync(stick->up_fd)) {
        err = file_err(errno);
    }
    if (close(stick->up_fd) && !err) {
        err = file_err(errno);
    }
    stick->up_fd = NO_FD;
    if (!err && rename(stick->part, path)) {
        err = file_err(errno);
    }
    return err ? complain(why, err, "%s cannot be written (%s)", path, err_name(err)) : OK;
}

/* ---- life ---- */

enum err stick_open(const char *folder, struct stick **out, struct complaint *why)
{
    char path[FILE_PATH_BYTES_MAX];
    struct stick *stick = calloc(1, sizeof *stick);
    uint64_t size = 0;

    if (!stick) {
        return ERR_NOMEM;
    }
    stick->fd = stick->up_fd = NO_FD;
    text_copy(text_of(folder), stick->folder, sizeof stick->folder);
    enum err err = path_join(path, folder, "noticepoint.bundle");
    err = err ? err : path_join(stick->part, folder, "noticepoint-up.part");
    err = err ? err : bundle_file_open(path, &stick->fd, &size, why);
    if (!err) {
        err = index_make(stick, size);
        if (err) {
            complain(why, err, "%s is damaged, or no bundle of ours", path);
        }
    }
    if (err) {
        stick_free(stick);
        return err;
    }
    *out = stick;
    return OK;
}

void stick_free(struct stick *stick)
{
    if (!stick) {
        return;
    }
    if (stick->up_fd >= 0) {
        close(stick->up_fd);
        (void)unlink(stick->part);
    }
    if (stick->fd >= 0) {
        close(stick->fd);
    }
    free(stick->places);
    free(stick);
}

struct transport transport_stick(struct stick *stick)
{
    return (struct transport){.get = stick_get, .put = stick_put, .data = stick};
}
