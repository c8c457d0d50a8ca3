/* file.c - see file.h. */
#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum err file_err(int error_number)
{
    switch (error_number) {
    case 0:
        return OK;
    case ENOENT:
    case ENOTDIR:
        return ERR_NOT_FOUND;
    case EACCES:
    case EPERM:
        return ERR_DENIED;
    case EEXIST:
    case ENOTEMPTY:
        return ERR_EXISTS;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return ERR_FULL;
    case EROFS:
        return ERR_READONLY;
    case ENOMEM:
        return ERR_NOMEM;
    case EISDIR:
    case ELOOP:
    case ENAMETOOLONG:
    case EINVAL:
        return ERR_INVALID;
    case EBUSY:
    case EAGAIN:
    case ETXTBSY:
        return ERR_BUSY;
    default:
        return ERR_IO;
    }
}

/* "path: cannot be read: No such file or directory", with errno's code. */
static enum err complain_errno(struct complaint *why, const char *path, const char *what)
{
    int error_number = errno;
    return complain(why, file_err(error_number), "%s: %s: %s", path, what, strerror(error_number));
}

static enum err read_all(int fd, uint8_t *to, size_t size, size_t *got)
{
    size_t at = 0;
    while (at < size) {
        ssize_t count = read(fd, to + at, size - at);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return file_err(errno);
        }
        if (count == 0) {
            break;
        }
        at += (size_t)count;
    }
    *got = at;
    return OK;
}

enum err file_read(const char *path, size_t max, struct arena *arena, struct bytes *out,
                   struct complaint *why)
{
    struct stat info;
    size_t got = 0;
    size_t mark = arena_mark(arena);
    enum err err = OK;

    /* O_NONBLOCK: opening a FIFO that nobody writes would wait for ever. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0) {
        return complain_errno(why, path, "cannot be opened");
    }
    if (fstat(fd, &info) != 0) {
        err = complain_errno(why, path, "cannot be examined");
        goto done;
    }
    if (!S_ISREG(info.st_mode)) {
        err = complain(why, ERR_INVALID, "%s: not a regular file", path);
        goto done;
    }
    if (info.st_size < 0 || (uint64_t)info.st_size > max) {
        err = complain(why, ERR_FULL, "%s: larger than %zu bytes", path, max);
        goto done;
    }
    size_t size = (size_t)info.st_size;
    uint8_t *to = arena_alloc(arena, size);
    if (!to) {
        err = complain(why, ERR_NOMEM, "%s: no memory for %zu bytes", path, size);
        goto done;
    }
    err = read_all(fd, to, size, &got);
    if (err) {
        arena_rewind(arena, mark);
        complain_errno(why, path, "cannot be read");
        goto done;
    }
    *out = bytes_of(to, got);

done:
    close(fd);
    return err;
}

static int write_all(int fd, struct bytes bytes)
{
    while (bytes.size > 0) {
        ssize_t count = write(fd, bytes.data, bytes.size);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return -1;
        }
        bytes = bytes_of(bytes.data + count, bytes.size - (size_t)count);
    }
    return 0;
}

/* The folder that holds `path`, fsynced, so that the new name outlives a power cut. */
static int sync_folder(const char *path)
{
    char folder[FILE_PATH_BYTES_MAX];
    const char *slash = strrchr(path, '/');
    if (!slash) {
        memcpy(folder, ".", sizeof ".");
    } else {
        size_t size = slash == path ? 1 : (size_t)(slash - path);
        memcpy(folder, path, size);
        folder[size] = '\0';
    }
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return -1;
    }
    int result = fsync(fd);
    if (result != 0 && errno == EINVAL) {
        result = 0; /* this file system has nothing to sync about a folder */
    }
    int error_number = errno;
    close(fd);
    errno = error_number;
    return result;
}

/* A temporary left by a program that died has our pid only by chance, and then nobody uses it. */
static int open_temporary(const char *path, unsigned mode)
{
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
    int fd = open(path, flags, (mode_t)mode);
    if (fd < 0 && errno == EEXIST && unlink(path) == 0) {
        fd = open(path, flags, (mode_t)mode);
    }
    return fd;
}

/* link(2) is the old way to a name that must be new; FAT knows only the first one. */
static int rename_new(const char *from, const char *to)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) {
        return 0;
    }
    if ((errno != EINVAL && errno != ENOSYS) || link(from, to) != 0) {
        return -1;
    }
    return unlink(from);
}

enum write_how { WRITE_REPLACES, WRITE_LATER, WRITE_NEW };

/* The file is a second younger than what lies under `path`, or of now. */
static int make_later(int fd, const char *path)
{
    struct stat old, now;

    if (lstat(path, &old) != 0 || fstat(fd, &now) != 0 || now.st_mtim.tv_sec > old.st_mtim.tv_sec) {
        return 0;
    }
    const struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = old.st_mtim.tv_sec + 1}};
    return futimens(fd, times);
}

static enum err write_beside(const char *path, struct bytes bytes, unsigned mode,
                             enum write_how how, struct complaint *why)
{
    char beside[FILE_PATH_BYTES_MAX];
    int size = snprintf(beside, sizeof beside, "%s.%ld.tmp", path, (long)getpid());
    if (size < 0 || (size_t)size >= sizeof beside) {
        return complain(why, ERR_INVALID, "%.60s…: the path is longer than %d bytes", path,
                        FILE_PATH_BYTES_MAX);
    }
    int fd = open_temporary(beside, mode);
    if (fd < 0) {
        return complain_errno(why, path, "cannot be written");
    }
    bool failed = write_all(fd, bytes) != 0 || (how == WRITE_LATER && make_later(fd, path) != 0) ||
                  fsync(fd) != 0;
    int error_number = errno;
    if (close(fd) != 0 && !failed) {
        failed = true;
        error_number = errno;
    }
    if (!failed && (how == WRITE_NEW ? rename_new(beside, path) : rename(beside, path)) != 0) {
        failed = true;
        error_number = errno;
    }
    if (failed) {
        unlink(beside);
        errno = error_number;
        return complain_errno(why, path, "cannot be written");
    }
    return sync_folder(path) == 0 ? OK : complain_errno(why, path, "its folder cannot be synced");
}

enum err file_write(const char *path, struct bytes bytes, unsigned mode, struct complaint *why)
{
    return write_beside(path, bytes, mode, WRITE_REPLACES, why);
}

enum err file_write_later(const char *path, struct bytes bytes, unsigned mode,
                          struct complaint *why)
{
    return write_beside(path, bytes, mode, WRITE_LATER, why);
}

enum err file_write_new(const char *path, struct bytes bytes, unsigned mode, struct complaint *why)
{
    if (file_exists(path)) {
        return complain(why, ERR_EXISTS, "%s: exists already", path);
    }
    return write_beside(path, bytes, mode, WRITE_NEW, why);
}

static enum err make_one(const char *path, unsigned mode, struct complaint *why)
{
    struct stat info;
    if (mkdir(path, (mode_t)mode) == 0) {
        return OK;
    }
    int error_number = errno;
    if (stat(path, &info) == 0) {
        return S_ISDIR(info.st_mode)
                   ? OK
                   : complain(why, ERR_EXISTS, "%s: is there and not a folder", path);
    }
    errno = error_number;
    return complain_errno(why, path, "the folder cannot be made");
}

enum err folder_make(const char *path, unsigned mode, struct complaint *why)
{
    char part[FILE_PATH_BYTES_MAX];
    size_t size = strlen(path);
    if (size == 0 || size >= sizeof part) {
        return complain(why, ERR_INVALID, "a folder's path is 1 to %d bytes long",
                        FILE_PATH_BYTES_MAX - 1);
    }
    memcpy(part, path, size + 1);
    for (size_t i = 1; i < size; i++) {
        if (part[i] == '/') {
            part[i] = '\0';
            enum err err = make_one(part, mode, why);
            part[i] = '/';
            if (err) {
                return err;
            }
        }
    }
    return make_one(part, mode, why);
}

bool file_exists(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0;
}

enum err path_join(char to[FILE_PATH_BYTES_MAX], const char *folder, const char *name)
{
    int size = snprintf(to, FILE_PATH_BYTES_MAX, "%s/%s", folder, name);
    return size < 0 || size >= FILE_PATH_BYTES_MAX ? ERR_INVALID : OK;
}

struct walk {
    const char *top;
    folder_visit_fn *visit;
    void *data;
    struct complaint *why;
};

static enum err walk_part(struct walk *w, const char *part)
{
    char path[FILE_PATH_BYTES_MAX];
    struct dirent *found;
    enum err err = path_join(path, w->top, part[0] ? part : ".");
    DIR *folder = err ? NULL : opendir(path);

    if (!folder) {
        return err ? err : errno == ENOENT ? OK : complain_errno(w->why, path, "cannot be opened");
    }
    while (!err && (found = readdir(folder)) != NULL) {
        char name[FILE_PATH_BYTES_MAX];
        struct stat st;
        if (found->d_name[0] == '.') {
            continue;
        }
        if (part[0]) {
            err = path_join(name, part, found->d_name);
        } else {
            text_copy(text_of(found->d_name), name, sizeof name);
        }
        if (!err && fstatat(dirfd(folder), found->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
            err = S_ISDIR(st.st_mode)   ? walk_part(w, name)
                  : S_ISREG(st.st_mode) ? w->visit(name, w->data)
                                        : OK;
        }
    }
    closedir(folder);
    return err;
}

enum err folder_walk(const char *folder, folder_visit_fn *visit, void *data, struct complaint *why)
{
    struct walk walk = {.top = folder, .visit = visit, .data = data, .why = why};
    return walk_part(&walk, "");
}
