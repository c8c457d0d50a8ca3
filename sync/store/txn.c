/* txn.c - see store.h: transactions, values, cursors. */
#include <assert.h>
#include <errno.h>
#include <string.h>

#include "env_private.h"
#include "log.h"

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

static int mend(struct store *store, int rc)
{
    switch (rc) {
    case MDB_MAP_RESIZED: /* another process has a larger map */
        return store_is_idle(store) ? mdb_env_set_mapsize(store->env, 0) : rc;
    case MDB_READERS_FULL:
        store_check_readers(store);
        return 0;
    case MDB_PANIC:
        return store_is_idle(store) ? store_reopen(store) : rc;
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
    if (!err) {
        file_run_ahead(store);
    }
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
