#include "store.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "env_private.h"
#include "log.h"

enum { UNUSED_FD = -1, DISK_FULL_BYTES = 1024 * 1024 };

/* ---- errors ---- */

enum err store_err(int rc)
{
    switch (rc) {
    case MDB_SUCCESS:
        return OK;
    case MDB_NOTFOUND:
    case ENOENT:
        return ERR_NOT_FOUND;
    case MDB_KEYEXIST:
        return ERR_EXISTS;
    case MDB_MAP_FULL:
    case MDB_TXN_FULL:
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return ERR_FULL;
    case MDB_READERS_FULL:
    case MDB_BAD_RSLOT:
    case MDB_MAP_RESIZED:
    case EBUSY:
    case EAGAIN:
        return ERR_BUSY;
    case MDB_INVALID:
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_CURSOR_FULL:
    case MDB_PAGE_FULL:
    case MDB_INCOMPATIBLE:
    case MDB_BAD_DBI:
        return ERR_CORRUPT;
    case MDB_VERSION_MISMATCH:
        return ERR_NEWER;
    case EROFS:
        return ERR_READONLY;
    case EACCES:
    case EPERM:
        return ERR_DENIED;
    case ENOMEM:
        return ERR_NOMEM;
    case MDB_BAD_VALSIZE:
    case EINVAL:
        return ERR_INVALID;
    default:
        return ERR_IO;
    }
}

/* A write that filled the disk comes back short, and LMDB calls that an input/output error. */
static int full_or(const struct store *store, int rc)
{
    uint64_t left = 0;

    if (rc == EIO && store_disk_free(store, &left) == OK && left < DISK_FULL_BYTES) {
        return ENOSPC;
    }
    return rc;
}

enum err store_fail(const struct store *store, int rc, const char *what)
{
    enum err err = store_err(full_or(store, rc));

    if (err != OK && err != ERR_NOT_FOUND && err != ERR_EXISTS) {
        log_error("store %s: %s: %s", store->folder, what, mdb_strerror(rc));
    }
    return err;
}

/* ---- checksums ---- */

static uint64_t mix(uint64_t sum, uint64_t word)
{
    sum = (sum ^ word) * 0x9e3779b97f4a7c15U;
    return sum ^ sum >> 32;
}

static uint64_t mix_bytes(uint64_t sum, struct bytes bytes)
{
    uint8_t tail[8] = {0};
    size_t at = 0;

    for (; at + 8 <= bytes.size; at += 8) {
        sum = mix(sum, be64_get(bytes.data + at));
    }
    if (at < bytes.size) {
        memcpy(tail, bytes.data + at, bytes.size - at);
    }
    return mix(mix(sum, be64_get(tail)), bytes.size);
}

/* Each step is a bijection of the sum and of the word, so a change within one word is always seen,
 * and any other but once in 2^64. Against the disk, not against people: those meet signatures. */
uint64_t store_sum(unsigned table, struct bytes key, struct bytes value)
{
    return mix_bytes(mix_bytes(mix(0, table + 1), key), value);
}

enum err store_sum_check(unsigned table, struct bytes key, struct bytes *value)
{
    if (value->size < SUM_BYTES) {
        return ERR_CORRUPT;
    }
    struct bytes plain = bytes_of(value->data, value->size - SUM_BYTES);
    if (be64_get(value->data + plain.size) != store_sum(table, key, plain)) {
        return ERR_CORRUPT;
    }
    *value = plain;
    return OK;
}

bool store_is_plain(const struct store_options *options, unsigned table)
{
    return (options->plain_tables >> table & 1) != 0;
}

/* ---- opening ---- */

static enum err folder_ready(const struct store_options *options, struct complaint *why)
{
    if (options->mode == STORE_READ || file_exists(options->folder)) {
        return OK;
    }
    enum err err = folder_make(options->folder, FOLDER_MODE, why);
    /* mkdir obeys the umask and may drop the setgid bit; both users of the group write here. */
    if (!err && chmod(options->folder, FOLDER_MODE) != 0) {
        log_warn("%s: mode 2770 cannot be set: %s", options->folder, strerror(errno));
    }
    return err;
}

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

static enum err lock_open_file(struct store *store, struct complaint *why)
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

static void file_share(const char *folder, const char *name)
{
    char path[FILE_PATH_BYTES_MAX];
    struct stat st;

    if (path_join(path, folder, name) == OK && stat(path, &st) == 0 &&
        (st.st_mode & 0777) != FILE_MODE) {
        (void)chmod(path, FILE_MODE); /* LMDB's open obeyed the umask */
    }
}

static int env_open(struct store *store)
{
    const struct store_options *options = &store->options;
    unsigned flags = store->env_flags | MDB_NOTLS;

    if (options->mode == STORE_READ) {
        flags |= MDB_RDONLY;
    }
    int rc = mdb_env_create(&store->env);
    if (rc == 0) {
        rc = mdb_env_set_maxdbs(store->env, STORE_TABLES_MAX + 1);
    }
    if (rc == 0) {
        rc = mdb_env_set_mapsize(store->env, options->map_bytes);
    }
    if (rc == 0) {
        rc = mdb_env_set_userctx(store->env, store);
    }
    if (rc == 0) {
        rc = mdb_env_open(store->env, store->folder, flags, FILE_MODE);
    }
    if (rc != 0) {
        mdb_env_close(store->env);
        store->env = NULL;
    }
    return rc;
}

/* The file's name must survive a power cut as well as its bytes. */
static void folder_sync(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
}

static enum err env_complain(const struct store *store, int rc, struct complaint *why)
{
    const char *folder = store->folder;
    enum err err = store_err(full_or(store, rc));

    switch ((int)err) {
    case OK:
        return OK;
    case ERR_NOT_FOUND:
        return complain(why, err, "%s: there is no store yet", folder);
    case ERR_CORRUPT:
        return complain(why, err, "%s: damaged, or not a store (%s)", folder, mdb_strerror(rc));
    case ERR_NEWER:
        return complain(why, err,
                        "%s: written by another version of LMDB; install the version of "
                        "Noticepoint that wrote it, or move the folder away to begin anew",
                        folder);
    case ERR_READONLY:
        return complain(why, err, "%s: the medium is read-only; mount it for writing", folder);
    case ERR_DENIED:
        return complain(why, err, "%s: no right to it; add this user to the group noticepoint",
                        folder);
    case ERR_FULL:
        return complain(why, err, "%s: the disk is full; free some space", folder);
    case ERR_NOMEM:
        return complain(why, err,
                        "%s: %zu bytes of address space cannot be had; lower the map size", folder,
                        store->options.map_bytes);
    default:
        return complain(why, err, "%s: %s", folder, mdb_strerror(rc));
    }
}

static MDB_val val_of(struct bytes bytes)
{
    return (MDB_val){.mv_size = bytes.size, .mv_data = (void *)(uintptr_t)bytes.data};
}

/* ---- tables and schema ---- */

static int schema_get(MDB_txn *mdb, MDB_dbi own, uint64_t *schema)
{
    MDB_val key = val_of(text_bytes(text_of(STORE_SCHEMA_KEY)));
    MDB_val val;

    int rc = mdb_get(mdb, own, &key, &val);
    if (rc == 0 && val.mv_size != sizeof *schema) {
        return MDB_CORRUPTED;
    }
    if (rc == 0) {
        *schema = be64_get(val.mv_data);
    }
    return rc;
}

static int schema_put(MDB_txn *mdb, MDB_dbi own, uint64_t schema)
{
    uint8_t number[8];
    MDB_val key = val_of(text_bytes(text_of(STORE_SCHEMA_KEY)));
    MDB_val val = {.mv_size = sizeof number, .mv_data = number};

    be64_put(number, schema);
    return mdb_put(mdb, own, &key, &val, 0);
}

static int tables_find(struct store *store, MDB_txn *mdb, unsigned flags)
{
    int rc = mdb_dbi_open(mdb, STORE_TABLE, flags, &store->own);

    for (size_t i = 0; rc == 0 && i < store->options.table_count; i++) {
        rc = mdb_dbi_open(mdb, store->options.tables[i], flags, &store->tables[i]);
    }
    return rc;
}

static enum err complain_newer(const struct store *store, uint64_t schema, struct complaint *why)
{
    return complain(
        why, ERR_NEWER,
        "%s: written by a newer version of Noticepoint (schema %llu, this one knows %u); "
        "install that version again, or move the folder away to begin anew",
        store->folder, (unsigned long long)schema, store->options.schema);
}

/* Without writing: *ready when all tables are there in our schema. */
static enum err tables_open_as_is(struct store *store, bool *ready, struct complaint *why)
{
    MDB_txn *mdb = NULL;
    uint64_t schema = 0;

    int rc = mdb_txn_begin(store->env, NULL, MDB_RDONLY, &mdb);
    if (rc == 0) {
        rc = mdb_dbi_open(mdb, STORE_TABLE, 0, &store->own);
    }
    if (rc == 0) {
        rc = schema_get(mdb, store->own, &schema);
    }
    if (rc == 0 && schema == store->options.schema) {
        rc = tables_find(store, mdb, 0);
        *ready = rc == 0;
    }
    if (rc == 0) {
        rc = mdb_txn_commit(mdb); /* keeps the table handles */
    } else {
        mdb_txn_abort(mdb);
    }
    if (schema > store->options.schema) {
        return complain_newer(store, schema, why);
    }
    return rc == MDB_NOTFOUND ? OK : env_complain(store, rc, why);
}

static enum err migrate(struct store *store, struct txn *txn, uint64_t schema,
                        struct complaint *why)
{
    enum err err = OK;

    for (; !err && schema < store->options.schema; schema++) {
        if (!store->options.migrate) {
            return complain(why, ERR_CORRUPT, "%s: nothing leads from schema %llu to %u",
                            store->folder, (unsigned long long)schema, store->options.schema);
        }
        log_info("store %s: from schema %llu to %llu", store->folder, (unsigned long long)schema,
                 (unsigned long long)schema + 1);
        err = store->options.migrate(txn, (uint32_t)schema, why);
    }
    if (!err) {
        err = txn->broken;
    }
    return err;
}

/* All in one transaction: a power cut leaves the old schema or the new one. */
static enum err tables_make(struct store *store, struct complaint *why)
{
    struct txn txn = {.store = store, .writes = true};
    uint64_t schema = store->options.schema;

    int rc = mdb_txn_begin(store->env, NULL, 0, &txn.mdb);
    if (rc == 0) {
        rc = tables_find(store, txn.mdb, MDB_CREATE);
    }
    if (rc == 0) {
        rc = schema_get(txn.mdb, store->own, &schema);
        rc = rc == MDB_NOTFOUND ? 0 : rc;
    }
    if (rc == 0 && schema > store->options.schema) {
        mdb_txn_abort(txn.mdb);
        return complain_newer(store, schema, why);
    }
    enum err err = env_complain(store, rc, why);
    if (!err) {
        err = migrate(store, &txn, schema, why);
    }
    if (!err) {
        err = env_complain(store, schema_put(txn.mdb, store->own, store->options.schema), why);
    }
    if (err) {
        mdb_txn_abort(txn.mdb);
        return err;
    }
    return env_complain(store, mdb_txn_commit(txn.mdb), why);
}

static enum err tables_open(struct store *store, struct complaint *why)
{
    bool ready = false;

    enum err err = tables_open_as_is(store, &ready, why);
    if (err || ready) {
        return err;
    }
    if (store->options.mode == STORE_WRITE) {
        err = tables_make(store, why);
        if (!err) {
            folder_sync(store->folder);
        }
        return err;
    }
    return complain(why, ERR_UNAVAILABLE,
                    "%s: of an older version; the program that writes it brings it up first",
                    store->folder);
}

static enum err store_begin(struct store *store, struct complaint *why)
{
    enum err err = lock_open_file(store, why);
    if (err) {
        return err;
    }
    if ((store->env_flags & MDB_NOLOCK) == 0) {
        err = lock_file_ready(store->folder);
    }
    if (err) {
        return env_complain(store, err == ERR_FULL ? ENOSPC : ENAMETOOLONG, why);
    }
    err = store_check(&store->options, store->env_flags);
    if (err) {
        return complain(why, err,
                        err == ERR_IO
                            ? "%s: the disk cannot read it; nothing was changed. Copy the "
                              "folder from the disk and replace it"
                            : "%s: damaged, or not a store of ours",
                        store->folder);
    }
    err = env_complain(store, env_open(store), why);
    if (err) {
        return err;
    }
    if (store->options.mode == STORE_WRITE) {
        file_share(store->folder, STORE_FILE);
        file_share(store->folder, STORE_LOCK_FILE);
    }
    store_check_readers(store);
    return tables_open(store, why);
}

enum err store_open(const struct store_options *options, struct store **store,
                    struct complaint *why)
{
    struct store *made = NULL;

    assert(options->table_count <= STORE_TABLES_MAX);
    enum err err = folder_ready(options, why);
    if (err) {
        return err;
    }
    made = calloc(1, sizeof *made);
    if (!made) {
        return complain(why, ERR_NOMEM, "%s: no memory", options->folder);
    }
    made->open_fd = UNUSED_FD;
    made->options = *options;
    if (snprintf(made->folder, sizeof made->folder, "%s", options->folder) >=
        (int)sizeof made->folder) {
        err = complain(why, ERR_INVALID, "%s: the path is too long", options->folder);
    }
    made->options.folder = made->folder;
    if (!err) {
        err = store_begin(made, why);
    }
    if (err) {
        store_close(made);
        return err;
    }
    *store = made;
    return OK;
}

void store_close(struct store *store)
{
    if (!store) {
        return;
    }
    mdb_env_close(store->env); /* NULL is fine */
    if (store->open_fd >= 0) {
        close(store->open_fd);
    }
    free(store);
}

const char *store_folder(const struct store *store)
{
    return store->folder;
}

void store_check_readers(struct store *store)
{
    int dead = 0;

    if (mdb_reader_check(store->env, &dead) == 0 && dead > 0) {
        log_info("store %s: freed the slots of %d dead readers", store->folder, dead);
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

/* ---- transactions ---- */

static bool store_is_idle(const struct store *store)
{
    for (size_t i = 0; i < TXNS_MAX; i++) {
        if (store->txns[i].store) {
            return false;
        }
    }
    return true;
}

static struct txn *txn_slot(struct store *store)
{
    for (size_t i = 0; i < TXNS_MAX; i++) {
        if (!store->txns[i].store) {
            return &store->txns[i];
        }
    }
    return NULL;
}

/* After a failed write of its own pages LMDB refuses to go on with this handle; a new one looks at
 * what is really on the disk. */
static int env_reopen(struct store *store)
{
    bool ready = false;

    log_warn("store %s: opened again after a failed write", store->folder);
    mdb_env_close(store->env);
    store->env = NULL;
    int rc = env_open(store);
    if (rc == EROFS || rc == EACCES) { /* the medium no longer takes writes; reading goes on */
        store->env_flags |= MDB_RDONLY;
        rc = env_open(store);
    }
    if (rc == 0 && (tables_open_as_is(store, &ready, NULL) != OK || !ready)) {
        rc = MDB_CORRUPTED;
    }
    return rc;
}

static int mend(struct store *store, int rc)
{
    switch (rc) {
    case MDB_MAP_RESIZED: /* another process has a larger map */
        return store_is_idle(store) ? mdb_env_set_mapsize(store->env, 0) : rc;
    case MDB_READERS_FULL:
        store_check_readers(store);
        return 0;
    case MDB_PANIC:
        return store_is_idle(store) ? env_reopen(store) : rc;
    default:
        return rc;
    }
}

static bool store_is_read_only(const struct store *store)
{
    return store->options.mode == STORE_READ || (store->env_flags & MDB_RDONLY) != 0;
}

static enum err txn_begin(struct store *store, bool writes, struct txn **out)
{
    struct txn *txn = txn_slot(store);
    MDB_txn *mdb = NULL;

    assert(txn); /* a transaction lasts one call: TXNS_MAX of them are a leak */
    if (!store->env) {
        return ERR_IO; /* could not be opened again */
    }
    if (writes && store_is_read_only(store)) {
        return ERR_READONLY;
    }
    unsigned flags = writes ? 0 : MDB_RDONLY;
    int rc = mdb_txn_begin(store->env, NULL, flags, &mdb);
    if (rc != 0) {
        rc = mend(store, rc);
        if (rc == 0 && writes && store_is_read_only(store)) {
            return ERR_READONLY;
        }
        if (rc == 0) {
            rc = mdb_txn_begin(store->env, NULL, flags, &mdb);
        }
    }
    if (rc != 0) {
        return store_fail(store, rc, "begin");
    }
    *txn = (struct txn){.store = store, .mdb = mdb, .writes = writes};
    *out = txn;
    return OK;
}

enum err txn_begin_read(struct store *store, struct txn **txn)
{
    return txn_begin(store, false, txn);
}

enum err txn_begin_write(struct store *store, struct txn **txn)
{
    for (size_t i = 0; i < TXNS_MAX; i++) {
        assert(!(store->txns[i].store && store->txns[i].writes)); /* would wait for itself */
    }
    return txn_begin(store, true, txn);
}

enum err txn_commit(struct txn *txn)
{
    struct store *store = txn->store;
    enum err err = txn->broken;

    if (err || !txn->writes) {
        txn_abort(txn);
        return err;
    }
    err = store_fail(store, mdb_txn_commit(txn->mdb), "commit");
    *txn = (struct txn){.store = NULL};
    return err;
}

void txn_abort(struct txn *txn)
{
    if (txn) {
        mdb_txn_abort(txn->mdb);
        *txn = (struct txn){.store = NULL};
    }
}

/* ---- values ---- */

static bool key_valid(struct bytes key)
{
    return key.size >= 1 && key.size <= STORE_KEY_BYTES_MAX;
}

/* The result of a change: remembers what spoils the transaction. */
static enum err txn_fail(struct txn *txn, int rc, const char *what)
{
    enum err err = rc == EACCES ? ERR_READONLY : store_fail(txn->store, rc, what);

    if (err != OK && err != ERR_NOT_FOUND && err != ERR_EXISTS && !txn->broken) {
        txn->broken = err;
    }
    return err;
}

static enum err value_check(const struct store *store, unsigned table, struct bytes key,
                            struct bytes *value)
{
    if (store_is_plain(&store->options, table)) {
        return OK;
    }
    enum err err = store_sum_check(table, key, value);
    if (err) {
        log_error("store %s: a damaged value in %s", store->folder, store->options.tables[table]);
    }
    return err;
}

enum err txn_get(struct txn *txn, unsigned table, struct bytes key, struct bytes *value)
{
    struct store *store = txn->store;
    MDB_val k = val_of(key), v;

    assert(table < store->options.table_count);
    if (!key_valid(key)) {
        return ERR_NOT_FOUND;
    }
    enum err err = store_fail(store, mdb_get(txn->mdb, store->tables[table], &k, &v), "get");
    if (err) {
        return err;
    }
    struct bytes found = bytes_of(v.mv_data, v.mv_size);
    err = value_check(store, table, key, &found);
    if (!err) {
        *value = found;
    }
    return err;
}

static enum err put(struct txn *txn, unsigned table, struct bytes key, struct bytes value,
                    unsigned flags)
{
    struct store *store = txn->store;
    size_t extra = store_is_plain(&store->options, table) ? 0 : SUM_BYTES;
    MDB_val k = val_of(key);
    MDB_val v = {.mv_size = value.size + extra};

    assert(table < store->options.table_count);
    if (!key_valid(key) || value.size > STORE_VALUE_BYTES_MAX) {
        return ERR_INVALID;
    }
    if (txn->broken) {
        return txn->broken;
    }
    enum err err =
        txn_fail(txn, mdb_put(txn->mdb, store->tables[table], &k, &v, flags | MDB_RESERVE), "put");
    if (err) {
        return err;
    }
    uint8_t *to = v.mv_data;
    if (value.size > 0) {
        memcpy(to, value.data, value.size);
    }
    if (extra > 0) {
        be64_put(to + value.size, store_sum(table, key, value));
    }
    return OK;
}

enum err txn_put(struct txn *txn, unsigned table, struct bytes key, struct bytes value)
{
    return put(txn, table, key, value, 0);
}

enum err txn_put_new(struct txn *txn, unsigned table, struct bytes key, struct bytes value)
{
    return put(txn, table, key, value, MDB_NOOVERWRITE);
}

enum err txn_del(struct txn *txn, unsigned table, struct bytes key)
{
    struct store *store = txn->store;
    MDB_val k = val_of(key);

    assert(table < store->options.table_count);
    if (txn->broken) {
        return txn->broken;
    }
    if (!key_valid(key)) {
        return ERR_NOT_FOUND;
    }
    return txn_fail(txn, mdb_del(txn->mdb, store->tables[table], &k, NULL), "del");
}

enum err txn_clear(struct txn *txn, unsigned table)
{
    assert(table < txn->store->options.table_count);
    if (txn->broken) {
        return txn->broken;
    }
    return txn_fail(txn, mdb_drop(txn->mdb, txn->store->tables[table], 0), "clear");
}

enum err txn_count(struct txn *txn, unsigned table, uint64_t *count)
{
    MDB_stat stat;

    assert(table < txn->store->options.table_count);
    enum err err =
        store_fail(txn->store, mdb_stat(txn->mdb, txn->store->tables[table], &stat), "count");
    if (!err) {
        *count = stat.ms_entries;
    }
    return err;
}

enum err txn_get_number(struct txn *txn, unsigned table, const char *name, uint64_t *n)
{
    struct bytes value;

    enum err err = txn_get(txn, table, text_bytes(text_of(name)), &value);
    if (err == ERR_NOT_FOUND) {
        *n = 0;
        return OK;
    }
    if (!err && value.size != sizeof *n) {
        return ERR_CORRUPT;
    }
    if (!err) {
        *n = be64_get(value.data);
    }
    return err;
}

enum err txn_put_number(struct txn *txn, unsigned table, const char *name, uint64_t n)
{
    uint8_t number[8];

    be64_put(number, n);
    return txn_put(txn, table, text_bytes(text_of(name)), bytes_of(number, sizeof number));
}

/* ---- cursors ---- */

static struct store *cursor_store(const struct cursor *cursor, MDB_txn **mdb)
{
    *mdb = mdb_cursor_txn(cursor->handle);
    return mdb_env_get_userctx(mdb_txn_env(*mdb));
}

static unsigned cursor_table(const struct store *store, const struct cursor *cursor)
{
    MDB_dbi dbi = mdb_cursor_dbi(cursor->handle);
    unsigned table = 0;

    while (store->tables[table] != dbi) {
        table++;
    }
    return table;
}

static enum err cursor_make(struct txn *txn, unsigned table, struct bytes prefix, bool backwards,
                            struct cursor *cursor)
{
    MDB_cursor *handle = NULL;

    assert(table < txn->store->options.table_count);
    if (prefix.size > STORE_KEY_BYTES_MAX) {
        return ERR_INVALID;
    }
    enum err err = store_fail(
        txn->store, mdb_cursor_open(txn->mdb, txn->store->tables[table], &handle), "cursor");
    if (!err) {
        *cursor = (struct cursor){.handle = handle, .prefix = prefix, .backwards = backwards};
    }
    return err;
}

enum err cursor_open(struct txn *txn, unsigned table, struct bytes prefix, struct cursor *cursor)
{
    return cursor_make(txn, table, prefix, false, cursor);
}

enum err cursor_open_last(struct txn *txn, unsigned table, struct bytes prefix,
                          struct cursor *cursor)
{
    return cursor_make(txn, table, prefix, true, cursor);
}

/* Goes to the last key that is <= `bound`, or begins with it when `with_prefix`. */
static int seek_last(MDB_cursor *handle, struct bytes bound, bool with_prefix, MDB_val *k,
                     MDB_val *v)
{
    uint8_t after[STORE_KEY_BYTES_MAX + 1];
    size_t size = bound.size;

    if (size == 0) {
        return mdb_cursor_get(handle, k, v, MDB_LAST);
    }
    memcpy(after, bound.data, size);
    if (with_prefix) { /* the first key behind all that begin so */
        while (size > 0 && after[size - 1] == 0xff) {
            size--;
        }
        if (size == 0) {
            return mdb_cursor_get(handle, k, v, MDB_LAST);
        }
        after[size - 1]++;
    }
    *k = val_of(bytes_of(after, size));
    int rc = mdb_cursor_get(handle, k, v, MDB_SET_RANGE);
    if (rc == MDB_NOTFOUND) {
        return mdb_cursor_get(handle, k, v, MDB_LAST);
    }
    if (rc == 0 && (with_prefix || !bytes_equal(bytes_of(k->mv_data, k->mv_size), bound))) {
        rc = mdb_cursor_get(handle, k, v, MDB_PREV);
    }
    return rc;
}

static int cursor_first(struct cursor *cursor, MDB_val *k, MDB_val *v)
{
    if (cursor->backwards) {
        return seek_last(cursor->handle, cursor->prefix, true, k, v);
    }
    if (cursor->prefix.size == 0) {
        return mdb_cursor_get(cursor->handle, k, v, MDB_FIRST);
    }
    *k = val_of(cursor->prefix);
    return mdb_cursor_get(cursor->handle, k, v, MDB_SET_RANGE);
}

static bool has_prefix(struct bytes key, struct bytes prefix)
{
    return key.size >= prefix.size &&
           (prefix.size == 0 || memcmp(key.data, prefix.data, prefix.size) == 0);
}

/* Where the cursor stands now, if it is still within the prefix. */
static enum err cursor_give(struct cursor *cursor, int rc, const MDB_val *k, const MDB_val *v,
                            struct bytes *key, struct bytes *value)
{
    MDB_txn *mdb;
    struct store *store = cursor_store(cursor, &mdb);

    enum err err = store_fail(store, rc, "cursor");
    if (err) {
        cursor->ended = err == ERR_NOT_FOUND;
        return err;
    }
    struct bytes found = bytes_of(k->mv_data, k->mv_size);
    if (!has_prefix(found, cursor->prefix)) {
        cursor->ended = true;
        return ERR_NOT_FOUND;
    }
    struct bytes held = bytes_of(v->mv_data, v->mv_size);
    err = value_check(store, cursor_table(store, cursor), found, &held);
    if (!err) {
        *key = found;
        *value = held;
    }
    return err;
}

enum err cursor_seek(struct cursor *cursor, struct bytes from)
{
    MDB_val k = val_of(from), v;
    int rc;
    MDB_txn *mdb;
    struct store *store = cursor_store(cursor, &mdb);

    /* Outside of the prefix there is nothing to stand on: begin at its near end. */
    cursor->started = false;
    cursor->ended = false;
    if (!key_valid(from) || !has_prefix(from, cursor->prefix)) {
        int order = bytes_compare(from, cursor->prefix);
        cursor->ended = cursor->backwards ? order < 0 : order > 0;
        return OK;
    }
    if (cursor->backwards) {
        rc = seek_last(cursor->handle, from, false, &k, &v);
    } else {
        rc = mdb_cursor_get(cursor->handle, &k, &v, MDB_SET_RANGE);
    }
    if (rc == MDB_NOTFOUND) {
        cursor->ended = true;
        return OK;
    }
    cursor->placed = rc == 0;
    return store_fail(store, rc, "seek");
}

enum err cursor_next(struct cursor *cursor, struct bytes *key, struct bytes *value)
{
    MDB_val k, v;
    int rc;

    if (cursor->ended) {
        return ERR_NOT_FOUND;
    }
    if (cursor->placed) {
        rc = mdb_cursor_get(cursor->handle, &k, &v, MDB_GET_CURRENT);
    } else if (!cursor->started) {
        rc = cursor_first(cursor, &k, &v);
    } else {
        rc = mdb_cursor_get(cursor->handle, &k, &v, cursor->backwards ? MDB_PREV : MDB_NEXT);
    }
    cursor->placed = false;
    cursor->started = true;
    return cursor_give(cursor, rc, &k, &v, key, value);
}

enum err cursor_del(struct cursor *cursor)
{
    MDB_txn *mdb;
    struct store *store = cursor_store(cursor, &mdb);

    return store_fail(store, mdb_cursor_del(cursor->handle, 0), "del");
}

void cursor_close(struct cursor *cursor)
{
    if (cursor->handle) {
        mdb_cursor_close(cursor->handle);
        cursor->handle = NULL;
    }
}
