/* picture_shrink.c - see picture_shrink.h. */
#include "picture_shrink.h"

#include <errno.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include "file.h"
#include "helper.h"
#include "picture_file.h"

enum { WAIT_MS = 60 * 1000 };

static enum err find_program(char to[FILE_PATH_BYTES_MAX])
{
    char self[FILE_PATH_BYTES_MAX];
    ssize_t size = readlink("/proc/self/exe", self, sizeof self - 1);

    if (size <= 0) {
        return ERR_NOT_FOUND;
    }
    self[size] = '\0';
    return helper_find(self, "noticepoint-shrink", to);
}

/* A file that lies nowhere. */
static enum err lend(struct bytes file, int *fd)
{
    *fd = memfd_create("picture", MFD_CLOEXEC);
    if (*fd < 0) {
        return file_err(errno);
    }
    for (size_t at = 0; at < file.size;) {
        ssize_t part = write(*fd, file.data + at, file.size - at);
        if (part <= 0) {
            enum err err = file_err(errno);
            close(*fd);
            return err;
        }
        at += (size_t)part;
    }
    if (lseek(*fd, 0, SEEK_SET) != 0) {
        close(*fd);
        return ERR_IO;
    }
    return OK;
}

/* Up to its end, or a byte more than may be published. */
static enum err receive(const struct helper *helper, struct buffer *b)
{
    uint8_t part[16 * 1024];
    size_t size = 0, got = 0;
    struct pollfd fd = {.fd = helper->from, .events = POLLIN};

    while (size <= PICTURE_BYTES_MAX) {
        if (poll(&fd, 1, WAIT_MS) == 0) {
            return ERR_UNAVAILABLE;
        }
        enum err err = helper_read(helper, part, sizeof part, &got);
        if (err == ERR_BUSY) {
            continue;
        }
        if (err) {
            return size > 0 ? OK : ERR_UNAVAILABLE; /* it has ended */
        }
        buffer_add(b, part, got);
        size += got;
    }
    return ERR_UNAVAILABLE;
}

enum err picture_shrink(struct bytes file, struct arena *arena, struct bytes *out)
{
    char program[FILE_PATH_BYTES_MAX];
    char *const arguments[] = {program, NULL};
    struct helper helper = {0};
    int fd = -1;
    enum err err = find_program(program);

    err = err ? err : lend(file, &fd);
    if (err) {
        return err;
    }
    struct buffer b = buffer_begin(arena);
    err = helper_start(&helper, arguments, fd);
    close(fd);
    if (!err) {
        err = receive(&helper, &b);
        helper_stop(&helper);
    }
    enum err full = buffer_end(&b, out);
    return err ? err : full;
}
