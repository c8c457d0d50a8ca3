/* env_private.h - what store.c, store_file.c, txn.c and check.c share; nobody else includes it. */
#pragma once

#include <lmdb.h>

#include "file.h"
#include "store.h"

enum {
    TXNS_MAX = 8, /* open at once in this process */
    FILE_MODE = 0660,
    FOLDER_MODE = 02770,
    SUM_BYTES = 8,              /* behind each value */
    BEGUN_BYTES_MIN = 2 * 4096, /* up to this size a file holds nothing but two empty meta pages */
    LOCK_FILE_BYTES = 8192,     /* what LMDB makes for its 126 readers */
    LOCK_TRIES = 100,
    LOCK_PAUSE_MS = 20,
    UNUSED_FD = -1,
    AHEAD_ROOM = 16, /* the file runs ahead where so many times as much is free on the disk */
};

/* The reserved table and the key of the schema's number in it. */
#define STORE_TABLE "store"
#define STORE_SCHEMA_KEY "schema"
#define STORE_FILE "data.mdb"
#define STORE_LOCK_FILE "lock.mdb"
#define STORE_OPEN_FILE "open.lock" /* shared while open, exclusive while the file is replaced */

struct txn {
    struct store *store; /* NULL: a free slot */
    MDB_txn *mdb;
    bool writes;
    enum err broken; /* the first error that spoils it */
};

struct store {
    MDB_env *env;
    MDB_dbi tables[STORE_TABLES_MAX];
    MDB_dbi own; /* the reserved table */
    struct store_options options;
    char folder[FILE_PATH_BYTES_MAX];
    unsigned env_flags;
    int open_fd;       /* STORE_OPEN_FILE, -1 if there is none */
    bool stays_behind; /* the disk did not let the file run ahead */
    struct txn txns[TXNS_MAX];
};

/* LMDB's or the system's code as ours. */
enum err store_err(int rc);
/* The same with a log line, but for what is no failure. */
enum err store_fail(const struct store *store, int rc, const char *what);

/* The checksum of a value, and its check: on OK `value` is without it. */
uint64_t store_sum(unsigned table, struct bytes key, struct bytes value);
enum err store_sum_check(unsigned table, struct bytes key, struct bytes *value);
bool store_is_plain(const struct store_options *options, unsigned table);

/* Opens STORE_OPEN_FILE; *fd == -1 where it can neither be made nor read. */
enum err open_file_open(const struct store_options *options, int *fd, struct complaint *why);
/* `how` is LOCK_SH or LOCK_EX; waits up to LOCK_TRIES pauses. */
enum err open_file_lock(int fd, int how);

/* Opens it for the store and locks it as its mode demands; a file that a power cut left half made
 * is taken away. ERR_BUSY, ERR_DENIED: another program holds it. */
enum err lock_open_file(struct store *store, struct complaint *why);

/* Gives LMDB's lock file its blocks. LMDB maps and writes it; on a full disk a hole in it would end
 * the process, and a child that checks would seem to have met damage. ERR_FULL when there is no
 * room. */
enum err lock_file_ready(const char *folder);

/* OK: sound, absent, or could not be checked (said in the log). ERR_CORRUPT: damaged or foreign.
 * ERR_IO: the disk cannot read it; what is on it may be whole. */
enum err store_check(const struct store_options *options, unsigned env_flags);

/* Both users of the group may write it: LMDB's open obeyed the umask. */
void file_share(const char *folder, const char *name);
/* After a change: makes the file options.ahead_bytes longer than what is in use, once less than a
 * quarter of that is left. No transaction of this store may write. What fails is logged, not told:
 * nothing depends on it. */
void file_run_ahead(struct store *store);
/* A file's name must survive a power cut as well as its bytes. */
void folder_sync(const char *folder);

/* After a failed write of its own pages LMDB refuses to go on with this handle; a new one looks at
 * what is really on the disk. LMDB's code; the store has no handle after an error. */
int store_reopen(struct store *store);

static inline MDB_val val_of(struct bytes bytes)
{
    return (MDB_val){.mv_size = bytes.size, .mv_data = (void *)(uintptr_t)bytes.data};
}
