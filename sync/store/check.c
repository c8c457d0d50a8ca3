/* LMDB trusts its pages: a damaged one sends it through wild pointers. So a child walks the file
 * before anybody else does. If the child dies of it, the file is damaged; the parent goes on. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "env_private.h"
#include "log.h"

enum { EXIT_SOUND = 0, EXIT_DAMAGED = 40, EXIT_UNKNOWN = 41, READ_BYTES = 64 * 1024 };

static void handle_crash(int signal_number)
{
    (void)signal_number;
    _exit(EXIT_DAMAGED);
}

static void handle_assert(MDB_env *env, const char *message)
{
    (void)env;
    (void)message;
    _exit(EXIT_DAMAGED);
}

static bool is_damage(int rc)
{
    return store_err(rc) == ERR_CORRUPT;
}

/* What a table's values promise. */
struct shape {
    const struct store_options *options;
    unsigned table; /* of options; STORE_TABLES_MAX: no checksum, no promise */
    bool cut;       /* the file is shorter than it claims */
};

static bool value_sound(const struct shape *shape, struct bytes key, struct bytes value)
{
    volatile uint8_t last;

    if (shape->table == STORE_TABLES_MAX) {
        return true;
    }
    if (!store_is_plain(shape->options, shape->table)) {
        return store_sum_check(shape->table, key, &value) == OK;
    }
    if (value.size > STORE_VALUE_BYTES_MAX) {
        return false;
    }
    if (shape->cut && value.size > 0) {
        last = value.data[value.size - 1]; /* faults here rather than later */
        (void)last;
    }
    return true;
}

/* Keys must rise, which also ends a walk on pages that point in a circle. */
static int walk(MDB_txn *mdb, MDB_dbi dbi, const struct shape *shape)
{
    MDB_cursor *cursor = NULL;
    MDB_val k, v;
    MDB_stat stat;
    uint8_t before[STORE_KEY_BYTES_MAX];
    struct bytes last = {before, 0};
    uint64_t count = 0;

    int rc = mdb_stat(mdb, dbi, &stat);
    if (rc == 0) {
        rc = mdb_cursor_open(mdb, dbi, &cursor);
    }
    while (rc == 0 && (rc = mdb_cursor_get(cursor, &k, &v, MDB_NEXT)) == 0) {
        struct bytes key = bytes_of(k.mv_data, k.mv_size);
        if (key.size == 0 || key.size > STORE_KEY_BYTES_MAX ||
            (count > 0 && bytes_compare(last, key) >= 0) ||
            !value_sound(shape, key, bytes_of(v.mv_data, v.mv_size))) {
            rc = MDB_CORRUPTED;
            break;
        }
        memcpy(before, key.data, key.size);
        last.size = key.size;
        count++;
    }
    if (rc == MDB_NOTFOUND) {
        rc = count == stat.ms_entries ? 0 : MDB_CORRUPTED;
    }
    mdb_cursor_close(cursor);
    return rc;
}

/* LMDB's own list of free pages: transaction number -> count, page numbers falling. A wrong number
 * here would let it write over pages in use. */
static int walk_free(MDB_env *env, MDB_txn *mdb)
{
    MDB_cursor *cursor = NULL;
    MDB_val k, v;
    MDB_envinfo info;
    size_t last_txn = 0;

    mdb_env_info(env, &info);
    int rc = mdb_cursor_open(mdb, 0, &cursor);
    while (rc == 0 && (rc = mdb_cursor_get(cursor, &k, &v, MDB_NEXT)) == 0) {
        size_t txn, count, page, above = info.me_last_pgno + 1;
        if (k.mv_size != sizeof txn || v.mv_size < sizeof count) {
            rc = MDB_CORRUPTED;
            break;
        }
        memcpy(&txn, k.mv_data, sizeof txn);
        memcpy(&count, v.mv_data, sizeof count);
        if (txn <= last_txn || count >= v.mv_size / sizeof page) {
            rc = MDB_CORRUPTED;
            break;
        }
        last_txn = txn;
        for (size_t i = 1; rc == 0 && i <= count; i++) {
            memcpy(&page, (const uint8_t *)v.mv_data + i * sizeof page, sizeof page);
            rc = page >= 2 && page < above ? 0 : MDB_CORRUPTED;
            above = page;
        }
    }
    mdb_cursor_close(cursor);
    return rc == MDB_NOTFOUND ? 0 : rc;
}

/* Pages that were given out and back within one transaction are never written: a file may well end
 * before its last page number. Then each value is touched. */
static bool is_cut(MDB_env *env)
{
    MDB_envinfo info;
    MDB_stat stat;
    struct stat file;
    int fd;

    mdb_env_info(env, &info);
    mdb_env_stat(env, &stat);
    return mdb_env_get_fd(env, &fd) != 0 || fstat(fd, &file) != 0 ||
           (uint64_t)file.st_size < (uint64_t)(info.me_last_pgno + 1) * stat.ms_psize;
}

static int walk_tables(MDB_env *env, MDB_txn *mdb, const struct store_options *options)
{
    MDB_dbi dbi, main_dbi;
    MDB_stat stat;
    struct shape shape = {.options = options, .table = STORE_TABLES_MAX, .cut = is_cut(env)};

    int rc = mdb_dbi_open(mdb, NULL, 0, &main_dbi);
    if (rc == 0) {
        rc = walk(mdb, main_dbi, &shape);
    }
    if (rc == 0) {
        rc = mdb_stat(mdb, main_dbi, &stat);
    }
    if (rc != 0 || stat.ms_entries == 0) {
        return rc; /* made, and never used */
    }
    rc = mdb_dbi_open(mdb, STORE_TABLE, 0, &dbi);
    if (rc != 0) {
        return rc == MDB_NOTFOUND ? MDB_INVALID : rc; /* another program's */
    }
    rc = walk(mdb, dbi, &shape);
    for (unsigned i = 0; rc == 0 && i < options->table_count; i++) {
        rc = mdb_dbi_open(mdb, options->tables[i], 0, &dbi);
        if (rc == MDB_NOTFOUND) {
            rc = 0; /* of an older schema */
            continue;
        }
        shape.table = i;
        rc = rc == 0 ? walk(mdb, dbi, &shape) : rc;
    }
    return rc;
}

/* LMDB maps as far as the file claims to reach. When that fails and our own map size would not, the
 * claim is wrong. */
static bool claims_too_much(int rc, size_t map_bytes)
{
    if (rc != ENOMEM && rc != EINVAL && rc != EOVERFLOW) {
        return false;
    }
    void *map =
        mmap(NULL, map_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return map != MAP_FAILED;
}

static int look(const struct store_options *options, unsigned env_flags)
{
    MDB_env *env = NULL;
    MDB_txn *mdb = NULL;

    int rc = mdb_env_create(&env);
    if (rc != 0) {
        return EXIT_UNKNOWN;
    }
    mdb_env_set_assert(env, handle_assert);
    mdb_env_set_maxdbs(env, STORE_TABLES_MAX + 1);
    mdb_env_set_mapsize(env, options->map_bytes);
    rc = mdb_env_open(env, options->folder, env_flags | MDB_RDONLY | MDB_NOTLS, FILE_MODE);
    if (rc != 0) {
        mdb_env_close(env);
        return is_damage(rc) || claims_too_much(rc, options->map_bytes) ? EXIT_DAMAGED
                                                                        : EXIT_UNKNOWN;
    }
    rc = mdb_txn_begin(env, NULL, MDB_RDONLY, &mdb);
    if (rc == 0) {
        rc = walk_free(env, mdb);
    }
    if (rc == 0) {
        rc = walk_tables(env, mdb, options);
    }
    mdb_txn_abort(mdb);
    mdb_env_close(env);
    if (rc == 0) {
        return EXIT_SOUND;
    }
    return is_damage(rc) ? EXIT_DAMAGED : EXIT_UNKNOWN;
}

static _Noreturn void child(const struct store_options *options, unsigned env_flags)
{
    static const int crashes[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL};
    struct sigaction action = {.sa_handler = handle_crash};

    for (size_t i = 0; i < sizeof crashes / sizeof crashes[0]; i++) {
        sigaction(crashes[i], &action, NULL);
    }
    _exit(look(options, env_flags));
}

/* A disk that fails to read ends the child just as damage does; reading without a map tells them
 * apart. */
static bool disk_fails(const char *path)
{
    uint8_t block[READ_BYTES];
    off_t at = 0;
    ssize_t got;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0) {
        return errno == EIO;
    }
    do {
        got = pread(fd, block, sizeof block, at);
        at += got > 0 ? got : 0;
    } while (got > 0 || (got < 0 && errno == EINTR));
    bool fails = got < 0 && errno == EIO;
    close(fd);
    return fails;
}

enum err store_check(const struct store_options *options, unsigned env_flags)
{
    char path[FILE_PATH_BYTES_MAX];
    int status = 0;
    pid_t done;

    if (path_join(path, options->folder, STORE_FILE) != OK || !file_exists(path)) {
        return OK;
    }
    pid_t pid = fork();
    if (pid == 0) {
        child(options, env_flags);
    }
    do {
        done = pid < 0 ? -1 : waitpid(pid, &status, 0);
    } while (done < 0 && pid > 0 && errno == EINTR);
    if (done == pid && WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SOUND) {
        return OK;
    }
    if (done == pid && WIFEXITED(status) && WEXITSTATUS(status) == EXIT_DAMAGED) {
        return disk_fails(path) ? ERR_IO : ERR_CORRUPT;
    }
    log_info("store %s: could not be checked beforehand", options->folder);
    return OK;
}
