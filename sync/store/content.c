#include "content.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "content_private.h"
#include "hash.h"
#include "log.h"
#include "record.h"

enum {
    ROW_HEAD_BYTES = 8 + HASH_BYTES,
    HISTORY_KEY_BYTES_MAX = RECORD_KEY_BYTES_MAX + 1 + 8,
};

static const char *const tables[TABLES] = {
    [TABLE_META] = "meta",       [TABLE_ENTRIES] = "entries", [TABLE_HISTORY] = "history",
    [TABLE_OBJECTS] = "objects", [TABLE_REFS] = "refs",       [TABLE_FIND] = "find",
};

/* Names in TABLE_META. */
static const char SEQ[] = "seq", TIP[] = "tip", ISSUED[] = "issued", CHECKED[] = "checked",
                  HEAD[] = "head", ROOT[] = "root";

struct content {
    struct store *store;
    struct txn *stage; /* open while objects are staged */
    uint64_t reserve;
    size_t staged_bytes;
    struct arena scratch; /* the indexer's; both made at the first flip */
    struct find_indexer *indexer;
};

/* A row of ENTRIES or HISTORY; `entry` points into the map. */
struct row {
    uint64_t ver;
    struct hash object;
    struct bytes entry;
};

/* ---- opening ---- */

/* Step 1 to 2: the index of search over what is there. */
static enum err migrate(struct txn *txn, uint32_t from, struct complaint *why)
{
    struct arena scratch = {.base = NULL};
    struct find_indexer *indexer = NULL;

    if (from != 1) {
        return complain(why, ERR_CORRUPT, "content: no step from schema %u", (unsigned)from);
    }
    enum err err = arena_init(&scratch, FIND_SCRATCH_BYTES);
    if (!err) {
        indexer = find_indexer_new(&scratch);
        err = indexer ? find_index_all(txn, indexer) : ERR_NOMEM;
    }
    arena_deinit(&scratch);
    return err ? complain(why, err, "content: the index of search cannot be made (%s)",
                          err_name(err))
               : OK;
}

/* A writer that was killed behind its commit, before LMDB's lock file told of it, leaves all who
 * open the store after it the view before, as long as a kiosk keeps that file in use; only the next
 * writer sees, and tells, what is on the disk. An agent that read before it wrote would go by two
 * views. */
static void settle(struct store *store)
{
    struct txn *txn = NULL;

    if (txn_begin_write(store, &txn) == OK) { /* else there is nothing to write either */
        txn_abort(txn);
    }
}

enum err content_open(const char *folder, enum store_mode mode, size_t map_bytes,
                      struct content **content, struct complaint *why)
{
    const struct store_options options = {.folder = folder,
                                          .mode = mode,
                                          .map_bytes = map_bytes,
                                          .tables = tables,
                                          .table_count = TABLES,
                                          .schema = CONTENT_SCHEMA,
                                          .migrate = migrate,
                                          .plain_tables = 1U << TABLE_OBJECTS};
    struct content *made = calloc(1, sizeof *made);
    unsigned aside = 0;

    if (!made) {
        return complain(why, ERR_NOMEM, "%s: no memory", folder);
    }
    enum err err = store_open(&options, &made->store, why);
    if (err == ERR_CORRUPT && mode == STORE_WRITE) { /* the office has it all */
        err = store_set_aside(&options, &aside, why);
        if (!err) {
            err = store_open(&options, &made->store, why);
        }
    }
    if (err) {
        free(made);
        return err;
    }
    if (mode == STORE_WRITE) {
        settle(made->store);
    }
    *content = made;
    return OK;
}

void content_close(struct content *content)
{
    if (content) {
        txn_abort(content->stage);
        store_close(content->store);
        arena_deinit(&content->scratch);
        free(content);
    }
}

struct store *content_store(struct content *content)
{
    return content->store;
}

/* ---- rows, objects and their counts ---- */

static struct bytes hash_bytes(const struct hash *hash)
{
    return bytes_of(hash->b, sizeof hash->b);
}

static enum err row_decode(struct bytes value, struct row *row)
{
    if (value.size < ROW_HEAD_BYTES) {
        return ERR_CORRUPT;
    }
    row->ver = be64_get(value.data);
    memcpy(row->object.b, value.data + 8, HASH_BYTES);
    row->entry = bytes_of(value.data + ROW_HEAD_BYTES, value.size - ROW_HEAD_BYTES);
    return OK;
}

static enum err row_get(struct txn *txn, unsigned table, struct bytes key, struct row *row)
{
    struct bytes value;

    enum err err = txn_get(txn, table, key, &value);
    return err ? err : row_decode(value, row);
}

static enum err row_put(struct txn *txn, unsigned table, struct bytes key, const struct row *row)
{
    uint8_t value[ROW_HEAD_BYTES + CONTENT_ENTRY_BYTES_MAX];

    if (row->entry.size > CONTENT_ENTRY_BYTES_MAX) {
        return ERR_INVALID;
    }
    be64_put(value, row->ver);
    memcpy(value + 8, row->object.b, HASH_BYTES);
    if (row->entry.size > 0) {
        memcpy(value + ROW_HEAD_BYTES, row->entry.data, row->entry.size);
    }
    return txn_put(txn, table, key, bytes_of(value, ROW_HEAD_BYTES + row->entry.size));
}

/* key 0x00 version: no key holds a NUL, so one key's versions lie together. */
static struct bytes history_key(struct text key, uint64_t ver, uint8_t to[HISTORY_KEY_BYTES_MAX])
{
    memcpy(to, key.data, key.size);
    to[key.size] = 0;
    be64_put(to + key.size + 1, ver);
    return bytes_of(to, key.size + 1 + 8);
}

static enum err refs_get(struct txn *txn, const struct hash *object, uint64_t *n)
{
    struct bytes value;

    *n = 0;
    enum err err = txn_get(txn, TABLE_REFS, hash_bytes(object), &value);
    if (err) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    if (value.size != sizeof *n) {
        return ERR_CORRUPT;
    }
    *n = be64_get(value.data);
    return OK;
}

static enum err refs_put(struct txn *txn, const struct hash *object, uint64_t n)
{
    uint8_t number[8];

    be64_put(number, n);
    return txn_put(txn, TABLE_REFS, hash_bytes(object), bytes_of(number, sizeof number));
}

static enum err object_take(struct txn *txn, const struct hash *object)
{
    uint64_t n;

    enum err err = refs_get(txn, object, &n);
    return err ? err : refs_put(txn, object, n + 1);
}

/* The last entry that named it takes the object along. */
static enum err object_release(struct txn *txn, const struct hash *object)
{
    uint64_t n;

    enum err err = refs_get(txn, object, &n);
    if (err) {
        return err;
    }
    if (n > 1) {
        return refs_put(txn, object, n - 1);
    }
    err = txn_del(txn, TABLE_REFS, hash_bytes(object));
    if (!err) {
        err = txn_del(txn, TABLE_OBJECTS, hash_bytes(object));
    }
    return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
}

/* ---- staging ---- */

static enum err stage_fail(struct content *content, enum err err)
{
    txn_abort(content->stage);
    content->stage = NULL;
    content->staged_bytes = 0;
    return err;
}

enum err content_stage_end(struct content *content)
{
    struct txn *txn = content->stage;

    content->stage = NULL;
    content->staged_bytes = 0;
    return txn ? txn_commit(txn) : OK;
}

void content_set_reserve(struct content *content, uint64_t bytes)
{
    content->reserve = bytes;
}

static enum err stage_begin(struct content *content)
{
    uint64_t left = 0;

    if (content->reserve > 0 && store_disk_free(content->store, &left) == OK &&
        left < content->reserve) {
        log_warn("store %s: %llu bytes of the disk left; the reserve is kept for letters",
                 store_folder(content->store), (unsigned long long)left);
        return ERR_FULL;
    }
    return txn_begin_write(content->store, &content->stage);
}

enum err content_stage(struct content *content, const struct hash *hash, struct bytes object)
{
    struct bytes held;
    enum err err = OK;

    if (object.size == 0 || object.size > RECORD_BYTES_MAX) {
        return ERR_INVALID;
    }
    if (!content->stage) {
        err = stage_begin(content);
    }
    if (err) {
        return err;
    }
    /* Named by its hash, so what is there is the same, unless the disk changed it. */
    err = txn_get(content->stage, TABLE_OBJECTS, hash_bytes(hash), &held);
    if (!err && bytes_equal(held, object)) {
        return OK;
    }
    if (!err || err == ERR_NOT_FOUND) {
        err = txn_put(content->stage, TABLE_OBJECTS, hash_bytes(hash), object);
    }
    if (err) {
        return stage_fail(content, err);
    }
    content->staged_bytes += object.size;
    return content->staged_bytes >= CONTENT_STAGE_BYTES ? content_stage_end(content) : OK;
}

/* ---- the flip ---- */

static enum err state_put(struct txn *txn, const struct content_state *state)
{
    enum err err;

    if ((err = txn_put_number(txn, TABLE_META, SEQ, state->seq)) ||
        (err = txn_put(txn, TABLE_META, text_bytes(text_of(TIP)), hash_bytes(&state->tip))) ||
        (err = txn_put_number(txn, TABLE_META, ISSUED, (uint64_t)state->issued_s)) ||
        (err = txn_put_number(txn, TABLE_META, CHECKED, (uint64_t)state->checked_s)) ||
        (err = txn_put(txn, TABLE_META, text_bytes(text_of(HEAD)), state->head))) {
        return err;
    }
    return txn_put(txn, TABLE_META, text_bytes(text_of(ROOT)), state->root);
}

/* What the new view may not do, whoever signed the head: name an object we do not hold, or bring an
 * old version back (the head's key alone can only withhold). */
static enum err change_check(struct txn *txn, const struct content_change *change,
                             const struct hash *object, struct complaint *why)
{
    struct bytes held;
    struct row row;

    if (!record_key_valid(change->key) || change->entry.size > CONTENT_ENTRY_BYTES_MAX) {
        return complain(why, ERR_INVALID, "%.*s: not a key and entry of content",
                        TEXT_ARG(change->key));
    }
    enum err err = txn_get(txn, TABLE_OBJECTS, hash_bytes(object), &held);
    if (err == ERR_NOT_FOUND) {
        return complain(why, err, "%.*s: its object was not received", TEXT_ARG(change->key));
    }
    if (!err) {
        err = row_get(txn, TABLE_ENTRIES, text_bytes(change->key), &row);
    }
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    if (!err && row.ver > change->ver) {
        return complain(why, ERR_MISMATCH, "%.*s: version %llu after version %llu",
                        TEXT_ARG(change->key), (unsigned long long)change->ver,
                        (unsigned long long)row.ver);
    }
    return err;
}

/* The entry now in the view goes to the history, or is forgotten when its version is given again.
 */
static enum err retire(struct txn *txn, const struct content_change *change)
{
    uint8_t copy[CONTENT_ENTRY_BYTES_MAX], key[HISTORY_KEY_BYTES_MAX];
    struct row row;

    enum err err = row_get(txn, TABLE_ENTRIES, text_bytes(change->key), &row);
    if (err) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    if (row.ver == change->ver) {
        return object_release(txn, &row.object);
    }
    if (row.entry.size > sizeof copy) {
        return ERR_CORRUPT;
    }
    memcpy(copy, row.entry.data, row.entry.size); /* a change may move the map's bytes */
    row.entry.data = copy;
    return row_put(txn, TABLE_HISTORY, history_key(change->key, row.ver, key), &row);
}

static enum err change_apply(struct txn *txn, const struct content_change *change,
                             const struct hash *object, struct find_indexer *indexer)
{
    struct row row = {.ver = change->ver, .object = *object, .entry = change->entry};

    /* Taken before the old one is released: it may be the same object. */
    enum err err = object_take(txn, object);
    if (!err) {
        err = retire(txn, change);
    }
    if (!err) {
        err = row_put(txn, TABLE_ENTRIES, text_bytes(change->key), &row);
    }
    return err ? err : find_index(txn, change->key, indexer);
}

static enum err changes_check(struct txn *txn, const struct content_change *changes,
                              const struct hash *objects, size_t count, struct complaint *why)
{
    enum err err = OK;

    for (size_t i = 0; !err && i < count; i++) {
        err = change_check(txn, &changes[i], &objects[i], why);
    }
    return err;
}

static enum err view_clear(struct txn *txn)
{
    enum err err = txn_clear(txn, TABLE_ENTRIES);

    if (!err) {
        err = txn_clear(txn, TABLE_HISTORY);
    }
    if (!err) {
        err = txn_clear(txn, TABLE_FIND);
    }
    return err ? err : txn_clear(txn, TABLE_REFS);
}

/* Deletes the objects that no entry names. */
static enum err sweep(struct txn *txn)
{
    struct cursor cursor;
    struct bytes key, value, refs;

    enum err err = cursor_open(txn, TABLE_OBJECTS, bytes_of(NULL, 0), &cursor);
    if (err) {
        return err;
    }
    while (!err && (err = cursor_next(&cursor, &key, &value)) == OK) {
        err = txn_get(txn, TABLE_REFS, key, &refs);
        if (err == ERR_NOT_FOUND) {
            err = cursor_del(&cursor);
        }
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

enum flip_kind {
    FLIP_ADD,   /* changes of the view */
    FLIP_WHOLE, /* all of the view, compared with what was in it */
    FLIP_ANEW,  /* all of it, whatever was in it */
};

static enum err indexer_make(struct content *content)
{
    enum err err = content->scratch.base ? OK : arena_init(&content->scratch, FIND_SCRATCH_BYTES);

    if (err) {
        return err;
    }
    content->indexer = find_indexer_new(&content->scratch);
    return content->indexer ? OK : ERR_NOMEM;
}

static enum err flip(struct content *content, const struct content_change *changes,
                     const struct hash *objects, size_t count, const struct content_state *state,
                     enum flip_kind kind, struct complaint *why)
{
    struct txn *txn = NULL;
    bool said = false;

    enum err err = content_stage_end(content);
    if (!err && !content->indexer) {
        err = indexer_make(content);
    }
    if (!err) {
        err = txn_begin_write(content->store, &txn);
    }
    if (!err && kind == FLIP_ANEW) {
        err = view_clear(txn);
    }
    if (!err) {
        err = changes_check(txn, changes, objects, count, why);
        said = err == ERR_NOT_FOUND || err == ERR_MISMATCH || err == ERR_INVALID;
    }
    if (!err && kind == FLIP_WHOLE) {
        err = view_clear(txn);
    }
    for (size_t i = 0; !err && i < count; i++) {
        err = change_apply(txn, &changes[i], &objects[i], content->indexer);
    }
    if (!err && kind != FLIP_ADD) {
        err = sweep(txn);
    }
    if (!err) {
        err = state_put(txn, state);
    }
    if (err) {
        txn_abort(txn);
    } else {
        err = txn_commit(txn);
    }
    if (err && !said) {
        complain(why, err, "%s: the new content cannot be kept (%s)", store_folder(content->store),
                 err_name(err));
    }
    return err;
}

enum err content_flip(struct content *content, const struct content_change *changes,
                      const struct hash *objects, size_t count, const struct content_state *state,
                      struct complaint *why)
{
    return flip(content, changes, objects, count, state, FLIP_ADD, why);
}

enum err content_flip_whole(struct content *content, const struct content_change *changes,
                            const struct hash *objects, size_t count,
                            const struct content_state *state, struct complaint *why)
{
    return flip(content, changes, objects, count, state, FLIP_WHOLE, why);
}

enum err content_flip_anew(struct content *content, const struct content_change *changes,
                           const struct hash *objects, size_t count,
                           const struct content_state *state, struct complaint *why)
{
    return flip(content, changes, objects, count, state, FLIP_ANEW, why);
}

enum err content_confirm(struct content *content, int64_t issued_s, int64_t checked_s,
                         struct bytes head)
{
    struct txn *txn = NULL;

    enum err err = content_stage_end(content);
    if (!err) {
        err = txn_begin_write(content->store, &txn);
    }
    if (err) {
        return err;
    }
    err = txn_put_number(txn, TABLE_META, ISSUED, (uint64_t)issued_s);
    if (!err) {
        err = txn_put_number(txn, TABLE_META, CHECKED, (uint64_t)checked_s);
    }
    if (!err && head.size > 0) {
        err = txn_put(txn, TABLE_META, text_bytes(text_of(HEAD)), head);
    }
    if (err) {
        txn_abort(txn);
        return err;
    }
    return txn_commit(txn);
}

enum err content_sweep(struct content *content)
{
    struct txn *txn = NULL;

    enum err err = content_stage_end(content);
    if (!err) {
        err = txn_begin_write(content->store, &txn);
    }
    if (err) {
        return err;
    }
    err = sweep(txn);
    if (err) {
        txn_abort(txn);
        return err;
    }
    return txn_commit(txn);
}

enum err content_forget(struct content *content, struct text key, uint64_t ver)
{
    uint8_t at[HISTORY_KEY_BYTES_MAX];
    struct txn *txn = NULL;
    struct row row;

    if (!record_key_valid(key)) {
        return ERR_NOT_FOUND;
    }
    enum err err = content_stage_end(content);
    if (!err) {
        err = txn_begin_write(content->store, &txn);
    }
    if (err) {
        return err;
    }
    struct bytes where = history_key(key, ver, at);
    err = row_get(txn, TABLE_HISTORY, where, &row);
    if (!err) {
        err = object_release(txn, &row.object);
    }
    if (!err) {
        err = txn_del(txn, TABLE_HISTORY, where);
    }
    if (err) {
        txn_abort(txn);
        return err;
    }
    return txn_commit(txn);
}

/* The next row of a table whose entry is over, from *key on, where the walk left off; the key is
 * copied, since deleting moves things. */
static enum err over_find(struct txn *txn, unsigned table, content_over_fn *is_over, void *data,
                          uint8_t to[HISTORY_KEY_BYTES_MAX], struct bytes *key, struct row *row)
{
    struct cursor cursor;
    struct bytes found, value;
    enum err err = cursor_open(txn, table, bytes_of(NULL, 0), &cursor);

    if (err) {
        return err;
    }
    err = key->size > 0 ? cursor_seek(&cursor, *key) : OK;
    while (!err && !(err = cursor_next(&cursor, &found, &value)) &&
           !(err = row_decode(value, row)) && !is_over(row->entry, table == TABLE_ENTRIES, data)) {
    }
    if (!err && found.size > HISTORY_KEY_BYTES_MAX) {
        err = ERR_CORRUPT;
    }
    if (!err) {
        memcpy(to, found.data, found.size);
        *key = bytes_of(to, found.size);
    }
    cursor_close(&cursor);
    return err;
}

static enum err table_expire(struct txn *txn, unsigned table, content_over_fn *is_over, void *data,
                             size_t *count)
{
    uint8_t block[HISTORY_KEY_BYTES_MAX];
    struct bytes key = {0};
    struct row row;
    enum err err;

    while (!(err = over_find(txn, table, is_over, data, block, &key, &row))) {
        struct hash object = row.object;
        err = txn_del(txn, table, key);
        if (!err && table == TABLE_ENTRIES) {
            err = txn_del(txn, TABLE_FIND, key);
            err = err == ERR_NOT_FOUND ? OK : err;
        }
        err = err ? err : object_release(txn, &object);
        if (err) {
            return err;
        }
        (*count)++;
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err content_expire(struct content *content, content_over_fn *is_over, void *data,
                        size_t *count)
{
    struct txn *txn = NULL;
    size_t gone = 0;
    enum err err = content_stage_end(content);

    err = err ? err : txn_begin_write(content->store, &txn);
    if (err) {
        return err;
    }
    err = table_expire(txn, TABLE_ENTRIES, is_over, data, &gone);
    err = err ? err : table_expire(txn, TABLE_HISTORY, is_over, data, &gone);
    if (err || gone == 0) {
        txn_abort(txn);
    } else {
        err = txn_commit(txn);
    }
    if (!err) {
        *count = gone;
    }
    return err;
}

/* ---- reading ---- */

/* What is staged is seen by who stages it. */
enum err content_look_begin(struct content *content, struct txn **txn)
{
    if (content->stage) {
        *txn = content->stage;
        return OK;
    }
    return txn_begin_read(content->store, txn);
}

void content_look_end(struct content *content, struct txn *txn)
{
    if (txn != content->stage) {
        txn_abort(txn);
    }
}

enum err content_txn_object(struct txn *txn, struct text key, struct bytes *object)
{
    struct row row;

    enum err err = row_get(txn, TABLE_ENTRIES, text_bytes(key), &row);
    return err ? err : txn_get(txn, TABLE_OBJECTS, hash_bytes(&row.object), object);
}

static enum err copy(struct arena *arena, struct bytes from, struct bytes *to)
{
    struct bytes copied = arena_copy(arena, from.data, from.size);

    if (!copied.data) {
        return ERR_NOMEM;
    }
    *to = copied;
    return OK;
}

static enum err meta_copy(struct txn *txn, const char *name, struct arena *arena, struct bytes *to)
{
    struct bytes value;

    enum err err = txn_get(txn, TABLE_META, text_bytes(text_of(name)), &value);
    if (err) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    return copy(arena, value, to);
}

static enum err tip_get(struct txn *txn, struct hash *tip)
{
    struct bytes value;

    enum err err = txn_get(txn, TABLE_META, text_bytes(text_of(TIP)), &value);
    if (err) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    if (value.size != sizeof tip->b) {
        return ERR_CORRUPT;
    }
    memcpy(tip->b, value.data, sizeof tip->b);
    return OK;
}

static enum err state_get(struct txn *txn, struct arena *arena, struct content_state *state)
{
    uint64_t issued = 0, checked = 0;
    enum err err;

    if ((err = txn_get_number(txn, TABLE_META, SEQ, &state->seq)) ||
        (err = tip_get(txn, &state->tip)) ||
        (err = txn_get_number(txn, TABLE_META, ISSUED, &issued)) ||
        (err = txn_get_number(txn, TABLE_META, CHECKED, &checked)) ||
        (err = meta_copy(txn, HEAD, arena, &state->head)) ||
        (err = meta_copy(txn, ROOT, arena, &state->root))) {
        return err;
    }
    state->issued_s = (int64_t)issued;
    state->checked_s = (int64_t)checked;
    return OK;
}

enum err content_state(struct content *content, struct arena *arena, struct content_state *state)
{
    struct txn *txn = NULL;
    struct content_state found = {.seq = 0};

    enum err err = content_look_begin(content, &txn);
    if (err) {
        return err;
    }
    err = state_get(txn, arena, &found);
    content_look_end(content, txn);
    if (!err) {
        *state = found;
    }
    return err;
}

bool content_has(struct content *content, const struct hash *hash)
{
    struct txn *txn = NULL;
    struct bytes object;

    if (content_look_begin(content, &txn) != OK) {
        return false;
    }
    bool has = txn_get(txn, TABLE_OBJECTS, hash_bytes(hash), &object) == OK;
    content_look_end(content, txn);
    return has;
}

static enum err entry_copy(struct content *content, unsigned table, struct bytes key,
                           struct arena *arena, struct bytes *entry, uint64_t *ver)
{
    struct txn *txn = NULL;
    struct row row;

    enum err err = content_look_begin(content, &txn);
    if (err) {
        return err;
    }
    err = row_get(txn, table, key, &row);
    if (!err && (*ver == 0 || *ver == row.ver)) {
        err = copy(arena, row.entry, entry);
    } else if (!err) {
        err = ERR_NOT_FOUND;
    }
    content_look_end(content, txn);
    return err;
}

enum err content_entry(struct content *content, struct text key, struct arena *arena,
                       struct bytes *entry)
{
    uint64_t any = 0;

    return entry_copy(content, TABLE_ENTRIES, text_bytes(key), arena, entry, &any);
}

enum err content_entry_version(struct content *content, struct text key, uint64_t ver,
                               struct arena *arena, struct bytes *entry)
{
    uint8_t at[HISTORY_KEY_BYTES_MAX];

    if (!record_key_valid(key)) {
        return ERR_NOT_FOUND;
    }
    enum err err =
        entry_copy(content, TABLE_HISTORY, history_key(key, ver, at), arena, entry, &ver);
    if (err == ERR_NOT_FOUND && ver != 0) {
        err = entry_copy(content, TABLE_ENTRIES, text_bytes(key), arena, entry, &ver);
    }
    return err;
}

enum err content_object(struct content *content, const struct hash *hash, struct arena *arena,
                        struct bytes *object)
{
    struct txn *txn = NULL;
    struct bytes held;

    enum err err = content_look_begin(content, &txn);
    if (err) {
        return err;
    }
    err = txn_get(txn, TABLE_OBJECTS, hash_bytes(hash), &held);
    if (!err) {
        struct hash found = hash_of(held);
        err = hash_equal(&found, hash) ? copy(arena, held, object) : ERR_CORRUPT;
    }
    content_look_end(content, txn);
    if (err == ERR_CORRUPT) {
        log_error("store %s: an object is damaged", store_folder(content->store));
    }
    return err;
}

static enum err item_copy(struct bytes key, struct bytes value, struct arena *arena,
                          struct content_item *item)
{
    struct row row;
    struct bytes name;

    enum err err = row_decode(value, &row);
    if (!err) {
        err = copy(arena, key, &name);
    }
    if (!err) {
        err = copy(arena, row.entry, &item->entry);
    }
    if (!err) {
        item->key = bytes_text(name);
    }
    return err;
}

enum err content_list(struct content *content, struct text prefix, bool backwards,
                      struct arena *arena, struct content_item *items, size_t max, size_t *count)
{
    struct txn *txn = NULL;
    struct cursor cursor = {.handle = NULL};
    struct bytes key, value;
    size_t n = 0;

    enum err err = content_look_begin(content, &txn);
    if (err) {
        return err;
    }
    err = backwards ? cursor_open_last(txn, TABLE_ENTRIES, text_bytes(prefix), &cursor)
                    : cursor_open(txn, TABLE_ENTRIES, text_bytes(prefix), &cursor);
    while (!err && n < max && (err = cursor_next(&cursor, &key, &value)) == OK) {
        err = item_copy(key, value, arena, &items[n]);
        n += err ? 0 : 1;
    }
    cursor_close(&cursor);
    content_look_end(content, txn);
    if (err && err != ERR_NOT_FOUND) {
        return err;
    }
    *count = n;
    return OK;
}
