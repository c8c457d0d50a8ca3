/* crash_shim.c - preloaded: stops or fails a program at its n-th durable call, or at its n-th call
 * of any kind that reads or writes.
 *
 * Durable calls are writes to regular files, flushes, truncation, renames, links, unlinks and
 * opening with O_CREAT, on files in CRASH_FOLDER alone. Read from the environment:
 *   CRASH_FOLDER  the folder that counts; without it nothing does
 *   CRASH_AT      n, from 1
 *   CRASH_MODE    stop    _exit(99) before the n-th call
 *                 cut     the same, and what was not flushed is taken back
 *                 torn    the n-th call, if it writes, writes its first half; then _exit(99)
 *                 enospc  from the n-th call on the disk is full
 *                 short   the n-th call, if it writes, writes half and says so; then enospc
 *                 erofs   from the n-th call on the medium is read-only
 *   CRASH_CALLS   all: with stop, opening, reading and writing of any file, pipe or socket
 *                 counts, wherever it is, if it is called by its name in the C library
 *   CRASH_TOLD    a file: the number of calls is written there when the program ends
 *
 * Children made by fork() are left alone. The calls go to the kernel directly, so the order in
 * which a sanitizer's wrappers were loaded does not matter. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { EXIT_STOPPED = 99, PATH_BYTES = 4096, PIECES_MAX = 64 };

enum mode { MODE_NONE, MODE_STOP, MODE_CUT, MODE_TORN, MODE_ENOSPC, MODE_SHORT, MODE_EROFS };

static struct {
    enum mode mode;
    const char *folder;
    long at, count;
    pid_t pid;
    bool all; /* CRASH_CALLS=all */
    const char *told;
} shim;

__attribute__((constructor)) static void shim_start(void)
{
    static const char *const names[] = {"", "stop", "cut", "torn", "enospc", "short", "erofs"};
    const char *mode = getenv("CRASH_MODE"), *at = getenv("CRASH_AT");

    shim.folder = getenv("CRASH_FOLDER");
    shim.at = at ? strtol(at, NULL, 10) : 0;
    shim.pid = getpid();
    shim.told = getenv("CRASH_TOLD");
    for (int i = MODE_STOP; mode && shim.folder && shim.at > 0 && i <= MODE_EROFS; i++) {
        if (strcmp(mode, names[i]) == 0) {
            shim.mode = (enum mode)i;
        }
    }
    const char *calls = getenv("CRASH_CALLS");
    shim.all = shim.mode == MODE_STOP && calls && strcmp(calls, "all") == 0;
}

__attribute__((destructor)) static void shim_tell(void)
{
    char line[32];

    if (shim.told && shim.mode != MODE_NONE && getpid() == shim.pid) {
        int size = snprintf(line, sizeof line, "%ld\n", shim.count);
        int fd = (int)syscall(SYS_openat, AT_FDCWD, shim.told, O_WRONLY | O_CREAT | O_TRUNC,
                              S_IRUSR | S_IWUSR);
        syscall(SYS_write, fd, line, size);
        syscall(SYS_close, fd);
    }
}

/* A call that is not durable. */
static void call_take(void)
{
    if (shim.all && getpid() == shim.pid && ++shim.count >= shim.at) {
        _exit(EXIT_STOPPED);
    }
}

static bool path_counts(const char *path)
{
    size_t size = shim.folder ? strlen(shim.folder) : 0;

    return shim.mode != MODE_NONE && getpid() == shim.pid && path[0] == '/' &&
           strncmp(path, shim.folder, size) == 0;
}

/* Does the file count? Its path then goes to `path`. */
static bool fd_counts(int fd, char path[PATH_BYTES])
{
    char link[64];
    struct stat st;
    int saved = errno;

    if (shim.mode == MODE_NONE || fstat(fd, &st) != 0 ||
        !(S_ISREG(st.st_mode) || S_ISDIR(st.st_mode))) {
        errno = saved;
        return false;
    }
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, PATH_BYTES - 1);
    errno = saved;
    path[size > 0 ? size : 0] = '\0';
    return path_counts(path);
}

/* ---- a power cut: what was not flushed is taken back, the last first ---- */

struct undo {
    struct undo *before;
    char *path, *was; /* was: the name before a rename; NULL: the bytes are meant, or a new file */
    bool made, named; /* made: it was not there before; named: the folder's flush settles it */
    bool replaced;    /* `bytes` are all of the file that a rename put another in the place of */
    off_t offset, size; /* of the bytes; the file's size before */
    size_t count;
    unsigned char *bytes;
};

static struct undo *undos;

static struct undo *undo_add(const char *path)
{
    struct undo *undo = calloc(1, sizeof *undo);

    if (!undo) {
        abort();
    }
    undo->path = strdup(path);
    undo->before = undos;
    undos = undo;
    return undo;
}

static void undo_bytes(const char *path, off_t offset, size_t count)
{
    struct stat st;

    if (shim.mode != MODE_CUT || stat(path, &st) != 0) {
        return;
    }
    struct undo *undo = undo_add(path);
    undo->offset = offset;
    undo->size = st.st_size;
    undo->bytes = malloc(count + 1);
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY);
    if (fd < 0 || !undo->bytes) {
        abort();
    }
    ssize_t got = pread(fd, undo->bytes, count, offset);
    undo->count = got > 0 ? (size_t)got : 0;
    syscall(SYS_close, fd);
}

/* A rename is about to put another file in the place of this one. */
static void undo_replaced(const char *path)
{
    struct stat st;

    if (shim.mode != MODE_CUT || stat(path, &st) != 0) {
        return;
    }
    struct undo *undo = undo_add(path);
    undo->replaced = true;
    undo->named = true;
    undo->count = (size_t)st.st_size;
    undo->bytes = malloc(undo->count + 1);
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY);
    if (fd < 0 || !undo->bytes || pread(fd, undo->bytes, undo->count, 0) != st.st_size) {
        abort();
    }
    syscall(SYS_close, fd);
}

static void undo_name(const char *path, const char *was)
{
    if (shim.mode == MODE_CUT) {
        struct undo *undo = undo_add(path);
        undo->was = was ? strdup(was) : NULL;
        undo->made = !was;
        undo->named = true;
    }
}

/* The file's bytes, or the names in the folder, are on the disk now. */
static void undo_settle(const char *path)
{
    struct stat st;
    bool folder = stat(path, &st) == 0 && S_ISDIR(st.st_mode);

    for (struct undo **at = &undos; *at;) {
        bool settled = folder ? (*at)->named : !(*at)->named && strcmp((*at)->path, path) == 0;
        if (settled) {
            *at = (*at)->before; /* the memory goes with the process */
        } else {
            at = &(*at)->before;
        }
    }
}

static void undo_one(const struct undo *undo)
{
    if (undo->was) {
        syscall(SYS_renameat2, AT_FDCWD, undo->path, AT_FDCWD, undo->was, 0);
        return;
    }
    if (undo->replaced) {
        struct iovec piece = {undo->bytes, undo->count};
        int file = (int)syscall(SYS_openat, AT_FDCWD, undo->path, O_WRONLY | O_CREAT | O_TRUNC,
                                S_IRUSR | S_IWUSR);
        if (file < 0 || syscall(SYS_pwritev, file, &piece, 1, 0L, 0L) < 0) {
            abort();
        }
        syscall(SYS_close, file);
        return;
    }
    if (undo->made) {
        syscall(SYS_unlinkat, AT_FDCWD, undo->path, 0);
        return;
    }
    int fd = (int)syscall(SYS_openat, AT_FDCWD, undo->path, O_WRONLY);
    if (fd >= 0) {
        struct iovec piece = {undo->bytes, undo->count};
        if (undo->count > 0 && syscall(SYS_pwritev, fd, &piece, 1, undo->offset, 0L) < 0) {
            abort();
        }
        if (syscall(SYS_ftruncate, fd, undo->size) != 0) {
            abort();
        }
    }
}

__attribute__((destructor)) static void power_cut(void)
{
    if (shim.mode == MODE_CUT && getpid() == shim.pid) {
        for (struct undo *undo = undos; undo; undo = undo->before) {
            undo_one(undo);
        }
    }
}

/* What the call that is due now does. */
enum turn { TURN_GO, TURN_HALF_AND_STOP, TURN_HALF, TURN_FAIL };

static enum turn turn_take(void)
{
    long n = ++shim.count;

    if (n < shim.at) {
        return TURN_GO;
    }
    switch (shim.mode) {
    case MODE_STOP:
    case MODE_CUT:
        power_cut();
        _exit(EXIT_STOPPED);
    case MODE_TORN:
        return TURN_HALF_AND_STOP;
    case MODE_SHORT:
        return n == shim.at ? TURN_HALF : TURN_FAIL;
    case MODE_ENOSPC:
    case MODE_EROFS:
        return TURN_FAIL;
    case MODE_NONE:
        break;
    }
    return TURN_GO;
}

static int fail(void)
{
    errno = shim.mode == MODE_EROFS ? EROFS : ENOSPC;
    return -1;
}

/* A call that cannot be done by half. */
static bool call_fails(void)
{
    switch (turn_take()) {
    case TURN_HALF_AND_STOP:
        _exit(EXIT_STOPPED);
    case TURN_FAIL:
        return true;
    case TURN_GO:
    case TURN_HALF:
        break;
    }
    return false;
}

/* ---- writes: offset -1 stands for the file's own position ---- */

static ssize_t raw_writev(int fd, const struct iovec *pieces, int count, off_t offset)
{
    if (offset < 0) {
        return syscall(SYS_writev, fd, pieces, count);
    }
    return syscall(SYS_pwritev, fd, pieces, count, offset, 0L);
}

static ssize_t write_half(int fd, const struct iovec *pieces, int count, off_t offset)
{
    struct iovec half[PIECES_MAX];
    size_t total = 0, left;
    int n = 0;

    for (int i = 0; i < count; i++) {
        total += pieces[i].iov_len;
    }
    left = total / 2;
    for (; n < count && n < PIECES_MAX && left > 0; n++) {
        half[n] = pieces[n];
        if (half[n].iov_len > left) {
            half[n].iov_len = left;
        }
        left -= half[n].iov_len;
    }
    return raw_writev(fd, half, n, offset);
}

static void write_note(int fd, const char *path, const struct iovec *pieces, int count,
                       off_t offset)
{
    size_t total = 0;

    for (int i = 0; i < count; i++) {
        total += pieces[i].iov_len;
    }
    if ((fcntl(fd, F_GETFL) & O_DSYNC) == 0) { /* else it is flushed as it is written */
        undo_bytes(path, offset < 0 ? lseek(fd, 0, SEEK_CUR) : offset, total);
    }
}

static ssize_t shim_write(int fd, const struct iovec *pieces, int count, off_t offset)
{
    char path[PATH_BYTES];

    if (!fd_counts(fd, path)) {
        call_take();
        return raw_writev(fd, pieces, count, offset);
    }
    switch (turn_take()) {
    case TURN_HALF_AND_STOP:
        (void)write_half(fd, pieces, count, offset);
        _exit(EXIT_STOPPED);
    case TURN_HALF:
        return write_half(fd, pieces, count, offset);
    case TURN_FAIL:
        return fail();
    case TURN_GO:
        break;
    }
    write_note(fd, path, pieces, count, offset);
    return raw_writev(fd, pieces, count, offset);
}

ssize_t write(int fd, const void *data, size_t size)
{
    struct iovec piece = {(void *)(unsigned long)data, size};
    return shim_write(fd, &piece, 1, -1);
}

ssize_t writev(int fd, const struct iovec *pieces, int count)
{
    return shim_write(fd, pieces, count, -1);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset)
{
    struct iovec piece = {(void *)(unsigned long)data, size};
    return shim_write(fd, &piece, 1, offset);
}

ssize_t pwritev(int fd, const struct iovec *pieces, int count, off_t offset)
{
    return shim_write(fd, pieces, count, offset);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset)
{
    return pwrite(fd, data, size, offset);
}

ssize_t pwritev64(int fd, const struct iovec *pieces, int count, off64_t offset)
{
    return pwritev(fd, pieces, count, offset);
}

/* ---- flushes ---- */

static int shim_sync(int fd, long call)
{
    char path[PATH_BYTES];

    if (!fd_counts(fd, path)) {
        return (int)syscall(call, fd);
    }
    if (call_fails()) {
        return fail();
    }
    undo_settle(path);
    return (int)syscall(call, fd);
}

int fsync(int fd)
{
    return shim_sync(fd, SYS_fsync);
}

int fdatasync(int fd)
{
    return shim_sync(fd, SYS_fdatasync);
}

/* Everything on the file system, names and bytes. */
int syncfs(int fd)
{
    char path[PATH_BYTES];

    if (fd_counts(fd, path)) {
        if (call_fails()) {
            return fail();
        }
        undos = NULL;
    }
    return (int)syscall(SYS_syncfs, fd);
}

/* Of a map: LMDB's own way of writing, which we never choose, would be seen. */
int msync(void *map, size_t size, int flags)
{
    return shim.mode != MODE_NONE && getpid() == shim.pid && call_fails()
               ? fail()
               : (int)syscall(SYS_msync, map, size, flags);
}

int ftruncate(int fd, off_t size)
{
    char path[PATH_BYTES];

    if (fd_counts(fd, path)) {
        if (call_fails()) {
            return fail();
        }
        undo_bytes(path, 0, 0);
    }
    return (int)syscall(SYS_ftruncate, fd, size);
}

int fallocate(int fd, int mode, off_t offset, off_t size)
{
    char path[PATH_BYTES];
    struct stat st;

    if (fd_counts(fd, path)) {
        bool fails = call_fails();
        /* Blocks that are there already take no room. */
        bool held = fstat(fd, &st) == 0 && st.st_size >= offset + size &&
                    (off_t)st.st_blocks * 512 >= offset + size;
        if (fails && (shim.mode == MODE_EROFS || !held)) {
            return fail();
        }
        undo_bytes(path, 0, 0);
    }
    return (int)syscall(SYS_fallocate, fd, mode, offset, size);
}

int fallocate64(int fd, int mode, off64_t offset, off64_t size)
{
    return fallocate(fd, mode, offset, size);
}

int ftruncate64(int fd, off64_t size)
{
    return ftruncate(fd, size);
}

/* ---- names ---- */

static bool exists(const char *path)
{
    struct stat st;
    int saved = errno;
    bool there = lstat(path, &st) == 0;

    errno = saved;
    return there;
}

static int shim_open(int folder, const char *path, int flags, mode_t mode)
{
    /* A full disk opens what is there already; a read-only one opens nothing for writing. */
    if ((flags & O_CREAT) != 0 && path_counts(path) && call_fails() &&
        (shim.mode == MODE_EROFS || !exists(path))) {
        return fail();
    }
    if (shim.mode == MODE_EROFS && shim.count >= shim.at && (flags & O_ACCMODE) != O_RDONLY &&
        path_counts(path)) {
        return fail();
    }
    if ((flags & O_CREAT) != 0 && path_counts(path) && !exists(path)) {
        undo_name(path, NULL);
    }
    if ((flags & O_CREAT) == 0 || !path_counts(path)) {
        call_take();
    }
    return (int)syscall(SYS_openat, folder, path, flags, mode);
}

static mode_t open_mode(int flags, va_list args)
{
    return (flags & O_CREAT) != 0 ? (mode_t)va_arg(args, int) : 0;
}

int open(const char *path, int flags, ...)
{
    va_list args;

    va_start(args, flags);
    mode_t mode = open_mode(flags, args);
    va_end(args);
    return shim_open(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list args;

    va_start(args, flags);
    mode_t mode = open_mode(flags, args);
    va_end(args);
    return shim_open(AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
    va_list args;

    va_start(args, flags);
    mode_t mode = open_mode(flags, args);
    va_end(args);
    return shim_open(folder, path, flags, mode);
}

int rename(const char *from, const char *to)
{
    if (path_counts(to)) {
        if (call_fails()) {
            return fail();
        }
        undo_replaced(to);
        undo_name(to, from);
    }
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int link(const char *from, const char *to)
{
    return path_counts(to) && call_fails()
               ? fail()
               : (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlink(const char *path)
{
    /* Unlinking works on a full disk. */
    return path_counts(path) && call_fails() && shim.mode == MODE_EROFS
               ? fail()
               : (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int mkdir(const char *path, mode_t mode)
{
    return path_counts(path) && call_fails() ? fail()
                                             : (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

/* ---- what is not durable: counted, never changed. Of the names with _chk, which fortified
 * programs call, the C library has checked nothing that matters here. ---- */

ssize_t __read_chk(int fd, void *to, size_t size, size_t room);
ssize_t __pread_chk(int fd, void *to, size_t size, off_t offset, size_t room);
ssize_t __pread64_chk(int fd, void *to, size_t size, off64_t offset, size_t room);
ssize_t __recv_chk(int fd, void *to, size_t size, size_t room, int flags);
ssize_t __recvfrom_chk(int fd, void *to, size_t size, size_t room, int flags, struct sockaddr *from,
                       socklen_t *from_size);
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);

ssize_t read(int fd, void *to, size_t size)
{
    call_take();
    return syscall(SYS_read, fd, to, size);
}

ssize_t __read_chk(int fd, void *to, size_t size, size_t room)
{
    (void)room;
    return read(fd, to, size);
}

ssize_t readv(int fd, const struct iovec *pieces, int count)
{
    call_take();
    return syscall(SYS_readv, fd, pieces, count);
}

ssize_t pread(int fd, void *to, size_t size, off_t offset)
{
    call_take();
    return syscall(SYS_pread64, fd, to, size, offset);
}

ssize_t pread64(int fd, void *to, size_t size, off64_t offset)
{
    return pread(fd, to, size, offset);
}

ssize_t __pread_chk(int fd, void *to, size_t size, off_t offset, size_t room)
{
    (void)room;
    return pread(fd, to, size, offset);
}

ssize_t __pread64_chk(int fd, void *to, size_t size, off64_t offset, size_t room)
{
    (void)room;
    return pread(fd, to, size, offset);
}

ssize_t recvfrom(int fd, void *restrict to, size_t size, int flags, struct sockaddr *restrict from,
                 socklen_t *restrict from_size)
{
    call_take();
    return syscall(SYS_recvfrom, fd, to, size, flags, from, from_size);
}

ssize_t recv(int fd, void *to, size_t size, int flags)
{
    return recvfrom(fd, to, size, flags, NULL, NULL);
}

ssize_t __recv_chk(int fd, void *to, size_t size, size_t room, int flags)
{
    (void)room;
    return recvfrom(fd, to, size, flags, NULL, NULL);
}

ssize_t __recvfrom_chk(int fd, void *to, size_t size, size_t room, int flags, struct sockaddr *from,
                       socklen_t *from_size)
{
    (void)room;
    return recvfrom(fd, to, size, flags, from, from_size);
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    call_take();
    return syscall(SYS_recvmsg, fd, message, flags);
}

ssize_t sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *to,
               socklen_t to_size)
{
    call_take();
    return syscall(SYS_sendto, fd, data, size, flags, to, to_size);
}

ssize_t send(int fd, const void *data, size_t size, int flags)
{
    return sendto(fd, data, size, flags, NULL, 0);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    call_take();
    return syscall(SYS_sendmsg, fd, message, flags);
}

int connect(int fd, const struct sockaddr *to, socklen_t size)
{
    call_take();
    return (int)syscall(SYS_connect, fd, to, size);
}

int accept4(int fd, struct sockaddr *restrict from, socklen_t *restrict size, int flags)
{
    call_take();
    return (int)syscall(SYS_accept4, fd, from, size, flags);
}

int accept(int fd, struct sockaddr *restrict from, socklen_t *restrict size)
{
    return accept4(fd, from, size, 0);
}

int __open_2(const char *path, int flags)
{
    return shim_open(AT_FDCWD, path, flags, 0);
}

int __open64_2(const char *path, int flags)
{
    return shim_open(AT_FDCWD, path, flags, 0);
}
