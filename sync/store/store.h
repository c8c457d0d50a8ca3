/* store.h - one LMDB environment: named tables, transactions, cursors. The only face of <lmdb.h>.
 *
 * Durable by default: what txn_commit() returned OK for survives a power cut. Values read are views
 * into the map, valid until the transaction ends (or, in a writing one, until the next change).
 * Readers never block the writer; one writer at a time over all processes. A read transaction lasts
 * one call, never a frame. Errors: ERR_IO (disk), ERR_FULL (map or disk full; the transaction can
 * only be aborted, the store is as before), ERR_READONLY, ERR_CORRUPT (damaged or foreign file),
 * ERR_NEWER (a newer schema), ERR_NOMEM.
 *
 * Damage is found, not met: store_open() walks the file in a child process first, where a wild
 * pointer on a damaged page ends only the child, and every value carries a checksum over table, key
 * and value. One process opens a folder once; a child made by fork() does not touch its parent's
 * store. */
#pragma once

#include "arena.h"

enum {
    STORE_TABLES_MAX = 16,
    STORE_KEY_BYTES_MAX = 511,
    STORE_VALUE_BYTES_MAX = 16 * 1024 * 1024,
};

enum store_mode {
    STORE_READ,  /* ERR_NOT_FOUND when there is none */
    STORE_WRITE, /* makes folder and tables as needed, runs migrations */
};

struct txn;

struct store_options {
    const char *folder; /* holds data.mdb and lock.mdb; made with mode 2770 if missing */
    enum store_mode mode;
    size_t map_bytes;          /* address space, the upper limit of the file */
    const char *const *tables; /* names, index = table number; kept by reference */
    size_t table_count;
    uint32_t schema; /* what this program writes */
    /* Brings an older store one step up; called once per step inside one transaction. */
    enum err (*migrate)(struct txn *txn, uint32_t from, struct complaint *why);
    bool read_only_medium; /* a folder that cannot be written: no lock file (MDB_NOLOCK) */
    /* The file grows by so much at once, and a commit seldom has to tell the disk of a new size; 0:
     * page by page. Where there is little room left it grows page by page anyway. */
    size_t ahead_bytes;
    uint32_t plain_tables; /* a bit per table whose values go without the store's checksum, being
                              named by their hash */
};

struct store;

/* Besides the errors above, each with a sentence: ERR_NOT_FOUND (STORE_READ: nothing there yet),
 * ERR_DENIED (no right to the folder), ERR_UNAVAILABLE (STORE_READ: an older schema, which the
 * program that writes it will bring up first), ERR_BUSY (somebody reads it without a lock). */
MUST_CHECK enum err store_open(const struct store_options *options, struct store **store,
                               struct complaint *why);
void store_close(struct store *store); /* NULL is fine */
/* Clears reader slots of dead processes; at start and now and then. */
void store_check_readers(struct store *store);
/* Bytes in use and the limit. */
MUST_CHECK enum err store_usage(struct store *store, uint64_t *used, uint64_t *limit);
/* What the disk under the folder has left for us. */
MUST_CHECK enum err store_disk_free(const struct store *store, uint64_t *bytes);
/* A compacting copy into `folder` (made, must be empty). */
MUST_CHECK enum err store_copy(struct store *store, const char *folder, struct complaint *why);
const char *store_folder(const struct store *store);
/* After ERR_CORRUPT of store_open with the same options: renames the file to data.mdb.damaged-<n>,
 * n the next free number from 1, so that store_open begins a new one. Nothing happens (OK, *n == 0)
 * when the file turns out sound or gone: another program was first. ERR_BUSY: another program has
 * it open. */
MUST_CHECK enum err store_set_aside(const struct store_options *options, unsigned *n,
                                    struct complaint *why);
/* The highest number of a data.mdb.damaged-<n> in the folder, 0 if none. */
unsigned store_damaged(const char *folder);

MUST_CHECK enum err txn_begin_read(struct store *store, struct txn **txn);
MUST_CHECK enum err txn_begin_write(struct store *store, struct txn **txn);
MUST_CHECK enum err txn_commit(struct txn *txn); /* the txn is gone, whatever is returned */
void txn_abort(struct txn *txn);                 /* NULL is fine */

/* ERR_NOT_FOUND: no such key. */
MUST_CHECK enum err txn_get(struct txn *txn, unsigned table, struct bytes key, struct bytes *value);
/* Neither key nor value may be a view into the same transaction. ERR_INVALID: the key is empty or
 * over STORE_KEY_BYTES_MAX, the value over STORE_VALUE_BYTES_MAX. After ERR_FULL, ERR_IO or
 * ERR_READONLY the transaction can only be aborted; txn_commit() then returns the same error. */
MUST_CHECK enum err txn_put(struct txn *txn, unsigned table, struct bytes key, struct bytes value);
/* ERR_EXISTS: there is one; it stays. */
MUST_CHECK enum err txn_put_new(struct txn *txn, unsigned table, struct bytes key,
                                struct bytes value);
/* ERR_NOT_FOUND: there was none. */
MUST_CHECK enum err txn_del(struct txn *txn, unsigned table, struct bytes key);
MUST_CHECK enum err txn_clear(struct txn *txn, unsigned table);
MUST_CHECK enum err txn_count(struct txn *txn, unsigned table, uint64_t *count);
/* A big-endian number under a short name in a table. Absent reads as 0. */
MUST_CHECK enum err txn_get_number(struct txn *txn, unsigned table, const char *name, uint64_t *n);
MUST_CHECK enum err txn_put_number(struct txn *txn, unsigned table, const char *name, uint64_t n);

/* Walks the keys that begin with `prefix` (empty: all), in bytewise order. */
struct cursor {
    void *handle; /* private */
    struct bytes prefix;
    bool started, backwards, placed, ended;
};

MUST_CHECK enum err cursor_open(struct txn *txn, unsigned table, struct bytes prefix,
                                struct cursor *cursor); /* prefix is kept by reference */
MUST_CHECK enum err cursor_open_last(struct txn *txn, unsigned table, struct bytes prefix,
                                     struct cursor *cursor); /* from the last key backwards */
/* From the first key >= `from` (backwards: the last key <= it), within the prefix. */
MUST_CHECK enum err cursor_seek(struct cursor *cursor, struct bytes from);
/* ERR_NOT_FOUND at the end. */
MUST_CHECK enum err cursor_next(struct cursor *cursor, struct bytes *key, struct bytes *value);
/* Deletes what cursor_next() gave last; the walk goes on behind it. */
MUST_CHECK enum err cursor_del(struct cursor *cursor);
void cursor_close(struct cursor *cursor); /* before the transaction ends */
