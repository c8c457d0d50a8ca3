/* store.c - see store.h: errors, checksums, opening. */
#include "store.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "env_private.h"
#include "log.h"

enum { DISK_FULL_BYTES = 1024 * 1024 };

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
    err = tables_open(store, why);
    if (!err && store->options.mode == STORE_WRITE) {
        file_run_ahead(store);
    }
    return err;
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

/* ---- after a failed write ---- */

int store_reopen(struct store *store)
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
