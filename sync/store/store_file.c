/* store_file.c - the files of a store (store.h): their locks, damaged ones, copies, their size. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "env_private.h"
#include "log.h"

enum { ZEROS_BYTES = 64 * 1024 };

/* ---- locks ---- */

enum err open_file_open(const struct store_options *options, int *fd, struct complaint *why)
{
    char path[FILE_PATH_BYTES_MAX];

    enum err err = path_join(path, options->folder, STORE_OPEN_FILE);
    if (err) {
        return complain(why, err, "%s: the path is too long", options->folder);
    }
    int made = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
    if (made < 0 && options->mode == STORE_READ) {
        made = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        *fd = made;
        return OK; /* on a medium without it nobody replaces the file either */
    }
    if (made < 0) {
        err = file_err(errno);
        return complain(why, err, "%s: %s", path, strerror(errno));
    }
    (void)fchmod(made, FILE_MODE); /* fails for the second user of the group, who needs it not */
    *fd = made;
    return OK;
}

enum err open_file_lock(int fd, int how)
{
    for (int i = 0; i < LOCK_TRIES; i++) {
        if (flock(fd, how | LOCK_NB) == 0) {
            return OK;
        }
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return ERR_IO;
        }
        (void)poll(NULL, 0, LOCK_PAUSE_MS);
    }
    return ERR_BUSY;
}

static bool file_is_denied(const char *folder, const char *name)
{
    char path[FILE_PATH_BYTES_MAX];

    if (path_join(path, folder, name) != OK || access(path, W_OK) == 0) {
        return false;
    }
    return errno == EACCES || errno == EROFS || errno == EPERM;
}

static bool has_file(const char *folder, const char *name)
{
    char path[FILE_PATH_BYTES_MAX];

    return path_join(path, folder, name) == OK && file_exists(path);
}

/* Where LMDB's lock file cannot be written we read without it, alone: a writer would pull pages
 * away under us, so the exclusive lock stays ours until we close. */
static enum err lock_for_reading(struct store *store, struct complaint *why)
{
    const char *folder = store->folder;
    bool lockless = store->options.read_only_medium || file_is_denied(folder, STORE_LOCK_FILE) ||
                    (!has_file(folder, STORE_LOCK_FILE) && file_is_denied(folder, ""));

    if (lockless) {
        store->env_flags |= MDB_NOLOCK;
    }
    if (store->open_fd == UNUSED_FD) {
        return OK;
    }
    enum err err = open_file_lock(store->open_fd, lockless ? LOCK_EX : LOCK_SH);
    if (err && lockless) {
        return complain(
            why, ERR_DENIED,
            "%s: may not be read without its lock while another program has it open; add "
            "this user to the group noticepoint",
            folder);
    }
    return err ? complain(why, err, "%s: another program holds it; try again", folder) : OK;
}

/* A power cut while LMDB made the file leaves it empty or half made. It never held anything. */
static void begin_again_if_never_begun(struct store *store)
{
    char path[FILE_PATH_BYTES_MAX];
    struct stat st;

    if (path_join(path, store->folder, STORE_FILE) != OK || stat(path, &st) != 0 ||
        !S_ISREG(st.st_mode) || st.st_size > BEGUN_BYTES_MIN ||
        flock(store->open_fd, LOCK_EX | LOCK_NB) != 0) {
        return;
    }
    (void)unlink(path);
    if (path_join(path, store->folder, STORE_LOCK_FILE) == OK) {
        (void)unlink(path);
    }
}

enum err lock_open_file(struct store *store, struct complaint *why)
{
    enum err err = open_file_open(&store->options, &store->open_fd, why);
    if (err) {
        return err;
    }
    if (store->options.mode == STORE_READ) {
        return lock_for_reading(store, why);
    }
    begin_again_if_never_begun(store);
    err = open_file_lock(store->open_fd, LOCK_SH);
    return err ? complain(why, err, "%s: another program holds it; try again", store->folder) : OK;
}

enum err lock_file_ready(const char *folder)
{
    char path[FILE_PATH_BYTES_MAX];

    enum err err = path_join(path, folder, STORE_LOCK_FILE);
    if (err) {
        return err;
    }
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
    if (fd < 0) {
        return OK; /* LMDB says why */
    }
    if (fallocate(fd, 0, 0, LOCK_FILE_BYTES) != 0 && (errno == ENOSPC || errno == EDQUOT)) {
        err = ERR_FULL;
    }
    close(fd);
    return err;
}

void file_share(const char *folder, const char *name)
{
    char path[FILE_PATH_BYTES_MAX];
    struct stat st;

    if (path_join(path, folder, name) == OK && stat(path, &st) == 0 &&
        (st.st_mode & 0777) != FILE_MODE) {
        (void)chmod(path, FILE_MODE); /* LMDB's open obeyed the umask */
    }
}

void folder_sync(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
}

/* ---- running ahead ---- */

struct file_place {
    int fd;
    uint64_t size, used; /* bytes; LMDB writes nothing behind `used` but pages it takes anew */
};

static bool place_of(const struct store *store, struct file_place *place)
{
    struct stat st;
    MDB_envinfo info;
    MDB_stat stat;

    if (mdb_env_get_fd(store->env, &place->fd) != 0 || fstat(place->fd, &st) != 0) {
        return false;
    }
    mdb_env_info(store->env, &info);
    mdb_env_stat(store->env, &stat);
    place->size = (uint64_t)st.st_size;
    place->used = (uint64_t)(info.me_last_pgno + 1) * stat.ms_psize;
    return true;
}

static bool is_short(const struct store *store, const struct file_place *place)
{
    size_t ahead = store->options.ahead_bytes;

    return place->size < place->used + ahead / 4 && place->size < store->options.map_bytes;
}

/* Zeros, written and flushed: a hole, or blocks that were only promised, would have their own news
 * for the disk when they are first written. */
static bool zeros_put(int fd, uint64_t from, uint64_t to)
{
    static const uint8_t zeros[ZEROS_BYTES];

    while (from < to) {
        size_t size = to - from < sizeof zeros ? (size_t)(to - from) : sizeof zeros;
        ssize_t n = pwrite(fd, zeros, size, (off_t)from);
        if (n <= 0 && !(n < 0 && errno == EINTR)) {
            return false;
        }
        from += n > 0 ? (uint64_t)n : 0;
    }
    return fdatasync(fd) == 0;
}

/* While LMDB's writer lock is ours nobody else's page can lie behind the end. */
static void run_ahead_locked(struct store *store)
{
    struct file_place place;

    if (!place_of(store, &place) || !is_short(store, &place)) {
        return; /* another process was first */
    }
    uint64_t to = place.used + store->options.ahead_bytes;
    to = to < store->options.map_bytes ? to : store->options.map_bytes;
    if (!zeros_put(place.fd, place.size, to)) {
        log_warn("store %s: does not run ahead: %s", store->folder, strerror(errno));
        store->stays_behind = true;
        (void)!ftruncate(place.fd, (off_t)place.size);
    }
}

void file_run_ahead(struct store *store)
{
    struct file_place place;
    MDB_txn *mdb = NULL;
    uint64_t left = 0;

    if (store->options.ahead_bytes == 0 || store->stays_behind || !store->env ||
        !place_of(store, &place) || !is_short(store, &place) ||
        store_disk_free(store, &left) != OK || left / AHEAD_ROOM < store->options.ahead_bytes) {
        return;
    }
    if (mdb_txn_begin(store->env, NULL, 0, &mdb) == 0) {
        run_ahead_locked(store);
        mdb_txn_abort(mdb);
    }
}

/* ---- damaged files ---- */

unsigned store_damaged(const char *folder)
{
    static const char prefix[] = STORE_FILE ".damaged-";
    struct dirent *entry;
    unsigned highest = 0;

    DIR *dir = opendir(folder);
    if (!dir) {
        return 0;
    }
    while ((entry = readdir(dir)) != NULL) {
        struct text name = text_of(entry->d_name);
        uint64_t n;
        if (text_starts(name, prefix) &&
            text_parse_uint(text_slice(name, sizeof prefix - 1, name.size), UINT_MAX, &n) == OK &&
            n > highest) {
            highest = (unsigned)n;
        }
    }
    closedir(dir);
    return highest;
}

static enum err rename_damaged(const char *folder, unsigned n, struct complaint *why)
{
    char from[FILE_PATH_BYTES_MAX], to[FILE_PATH_BYTES_MAX + 32], lock[FILE_PATH_BYTES_MAX];

    if (path_join(from, folder, STORE_FILE) != OK ||
        path_join(lock, folder, STORE_LOCK_FILE) != OK) {
        return complain(why, ERR_INVALID, "%s: the path is too long", folder);
    }
    snprintf(to, sizeof to, "%s.damaged-%u", from, n);
    if (rename(from, to) != 0) {
        enum err err = file_err(errno);
        return complain(why, err, "%s: cannot be set aside: %s", from, strerror(errno));
    }
    (void)unlink(lock); /* it describes the file that is gone */
    folder_sync(folder);
    log_error("store %s: damaged; kept as %s", folder, to);
    return OK;
}

/* Looked at again now that we are alone: another program may have been here before us. */
static enum err set_aside_alone(const struct store_options *options, unsigned *n,
                                struct complaint *why)
{
    unsigned number = store_damaged(options->folder) + 1;

    enum err err = lock_file_ready(options->folder);
    if (err) {
        return complain(why, err, "%s: damaged, and the disk is full; free some space",
                        options->folder);
    }
    if (store_check(options, 0) != ERR_CORRUPT) {
        *n = 0;
        return OK;
    }
    err = rename_damaged(options->folder, number, why);
    if (!err) {
        *n = number;
    }
    return err;
}

enum err store_set_aside(const struct store_options *options, unsigned *n, struct complaint *why)
{
    int fd = UNUSED_FD;

    enum err err = open_file_open(options, &fd, why);
    if (err) {
        return err;
    }
    err = open_file_lock(fd, LOCK_EX);
    if (err) {
        complain(why, err, "%s: damaged, and another program has it open; stop that one first",
                 options->folder);
    } else {
        err = set_aside_alone(options, n, why);
    }
    close(fd);
    return err;
}

/* ---- usage and copies ---- */

static int free_pages(MDB_txn *mdb, uint64_t *pages)
{
    MDB_cursor *cursor = NULL;
    MDB_val key, val;
    size_t listed;

    int rc = mdb_cursor_open(mdb, 0, &cursor); /* table 0 is LMDB's list of free pages */
    while (rc == 0 && (rc = mdb_cursor_get(cursor, &key, &val, MDB_NEXT)) == 0) {
        memcpy(&listed, val.mv_data, sizeof listed);
        *pages += listed;
    }
    mdb_cursor_close(cursor);
    return rc == MDB_NOTFOUND ? 0 : rc;
}

enum err store_usage(struct store *store, uint64_t *used, uint64_t *limit)
{
    struct txn *txn = NULL;
    MDB_envinfo info;
    MDB_stat stat;
    uint64_t unused = 0;

    enum err err = txn_begin_read(store, &txn);
    if (err) {
        return err;
    }
    err = store_fail(store, free_pages(txn->mdb, &unused), "usage");
    txn_abort(txn);
    if (err) {
        return err;
    }
    mdb_env_info(store->env, &info);
    mdb_env_stat(store->env, &stat);
    *used = (info.me_last_pgno + 1 - unused) * stat.ms_psize;
    *limit = info.me_mapsize;
    return OK;
}

enum err store_disk_free(const struct store *store, uint64_t *bytes)
{
    struct statvfs disk;

    if (statvfs(store->folder, &disk) != 0) {
        return file_err(errno);
    }
    *bytes = (uint64_t)disk.f_bavail * disk.f_frsize;
    return OK;
}

static enum err file_sync(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0) {
        return file_err(errno);
    }
    enum err err = fsync(fd) == 0 ? OK : file_err(errno);
    close(fd);
    return err;
}

enum err store_copy(struct store *store, const char *folder, struct complaint *why)
{
    char path[FILE_PATH_BYTES_MAX];

    enum err err = path_join(path, folder, STORE_FILE);
    if (err) {
        return complain(why, err, "%s: the path is too long", folder);
    }
    if (file_exists(path)) {
        return complain(why, ERR_EXISTS, "%s: there is a copy already; it stays", path);
    }
    err = folder_make(folder, FOLDER_MODE, why);
    if (err) {
        return err;
    }
    int rc = mdb_env_copy2(store->env, folder, MDB_CP_COMPACT);
    err = store_fail(store, rc, "copy");
    if (!err) {
        err = file_sync(path); /* LMDB leaves the flushing of a copy to us */
    }
    if (err) {
        (void)unlink(path);
        return complain(why, err, "%s: the copy failed: %s", folder,
                        rc ? mdb_strerror(rc) : strerror(errno));
    }
    file_share(folder, STORE_FILE);
    folder_sync(folder);
    return OK;
}
