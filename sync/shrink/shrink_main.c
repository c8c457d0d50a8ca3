/* shrink_main.c - noticepoint-shrink: a picture on descriptor 3 comes out small on standard output.
 *
 * Nothing of what the decoders may be led to do reaches further than this process: before the file
 * is read it gives up all but memory and what is open. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"
#include "sandbox.h"
#include "shrink.h"

enum { PICTURE_FD = 3, CPU_S_MAX = 60, MEMORY_BYTES_MAX = 288 * 1024 * 1024 };

static void limit(void)
{
    const struct rlimit cpu = {CPU_S_MAX, CPU_S_MAX};
    setrlimit(RLIMIT_CPU, &cpu);
#ifndef __SANITIZE_ADDRESS__ /* which takes terabytes of addresses */
    const struct rlimit memory = {MEMORY_BYTES_MAX, MEMORY_BYTES_MAX};
    setrlimit(RLIMIT_AS, &memory);
#endif
}

static enum err read_all(uint8_t *to, size_t size)
{
    for (size_t at = 0; at < size;) {
        ssize_t part = read(PICTURE_FD, to + at, size - at);
        if (part <= 0) {
            return ERR_IO;
        }
        at += (size_t)part;
    }
    return OK;
}

static enum err write_all(const uint8_t *from, size_t size)
{
    for (size_t at = 0; at < size;) {
        ssize_t part = write(STDOUT_FILENO, from + at, size - at);
        if (part <= 0) {
            return ERR_IO;
        }
        at += (size_t)part;
    }
    return OK;
}

static enum err shrink(size_t size)
{
    struct shrunk shrunk;
    uint8_t *file = malloc(size);
    enum err err = file ? read_all(file, size) : ERR_NOMEM;

    err = err ? err : shrink_picture(bytes_of(file, size), &shrink_limits_kiosk, &shrunk);
    if (!err) {
        err = write_all(shrunk.bytes, shrunk.size);
        shrink_free(&shrunk);
    }
    free(file);
    return err;
}

int main(void)
{
    struct stat info;
    struct complaint why = {0};

    log_open("noticepoint-shrink");
    if (fstat(PICTURE_FD, &info) || info.st_size <= 0 || info.st_size > SHRINK_FILE_BYTES_MAX) {
        fprintf(stderr, "Started by noticepoint-office, with a picture as descriptor 3.\n");
        return EXIT_USAGE;
    }
    sandbox_before();
    limit();
    enum err err = sandbox_enter(&why);
    err = err ? err : shrink((size_t)info.st_size);
    if (err) {
        log_error("%s", why.text[0] ? why.text : err_name(err));
    }
    return err_exit_code(err);
}
