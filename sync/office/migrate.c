/* migrate.c - see migrate.h. */
#include "migrate.h"

#include "cbor.h"
#include "site.h"

enum {
    ARENA_BYTES = 1024 * 1024,
    KEY_BYTES_MAX = 64, /* ids of kiosks and uploads */
    /* Schema 1 wrote these in two forms each, the second while it was still called 1. */
    KIOSK_FIELDS_1 = 10,
    KIOSK_FIELDS_2 = 13,
    ITEM_FIELDS_1A = 9,
    ITEM_FIELDS_1B = 14,
    ITEM_FIELDS_2 = 16,
};

/* An array of whole items, and how many there are. */
struct note {
    struct bytes items; /* without the array's head */
    size_t count;
};

static enum err note_read(struct bytes value, size_t most, struct note *note)
{
    struct cbor_reader r;
    cbor_read_begin(&r, value);
    note->count = cbor_read_array(&r, most);
    size_t head = 1; /* up to 23 items: one byte */
    if (value.size <= head || cbor_check(value)) {
        return ERR_CORRUPT;
    }
    note->items = bytes_of(value.data + head, value.size - head);
    return OK;
}

static void note_begin(struct buffer *b, const struct note *note, size_t count)
{
    cbor_write_array(b, count);
    buffer_add(b, note->items.data, note->items.size);
}

/* The number and place of the newest heartbeat were not kept. */
static enum err kiosk_step(struct bytes value, struct arena *arena, struct bytes *to)
{
    static const struct hash none;
    struct note note;
    enum err err = note_read(value, KIOSK_FIELDS_2, &note);
    if (err || note.count == KIOSK_FIELDS_2) {
        *to = value;
        return err;
    }
    struct buffer b = buffer_begin(arena);
    note_begin(&b, &note, KIOSK_FIELDS_2);
    cbor_write_uint(&b, 0);
    cbor_write_uint(&b, 0);
    cbor_write_bytes(&b, bytes_of(none.b, HASH_BYTES));
    return note.count == KIOSK_FIELDS_1 ? buffer_end(&b, to) : ERR_CORRUPT;
}

/* Neither was what became of a letter, nor that it may be destroyed or sealed anew. */
static enum err item_step(struct bytes value, struct arena *arena, struct bytes *to)
{
    struct note note;
    enum err err = note_read(value, ITEM_FIELDS_2, &note);
    if (err || note.count == ITEM_FIELDS_2) {
        *to = value;
        return err;
    }
    struct buffer b = buffer_begin(arena);
    note_begin(&b, &note, ITEM_FIELDS_2);
    if (note.count == ITEM_FIELDS_1A) {
        cbor_write_int(&b, 0);
        cbor_write_int(&b, 0);
        cbor_write_int(&b, 0);
        cbor_write_uint(&b, 0);
        cbor_write_text(&b, (struct text){0});
    }
    cbor_write_int(&b, 0);
    cbor_write_bytes(&b, (struct bytes){0});
    return note.count == ITEM_FIELDS_1A || note.count == ITEM_FIELDS_1B ? buffer_end(&b, to)
                                                                        : ERR_CORRUPT;
}

typedef enum err step_fn(struct bytes value, struct arena *arena, struct bytes *to);

/* The first row at or behind *key, copied, since writing moves things. ERR_NOT_FOUND: none. */
static enum err row_copy(struct txn *txn, enum site_table table, struct arena *arena,
                         struct bytes *key, struct bytes *value)
{
    struct cursor cursor;
    struct bytes found;
    enum err err = cursor_open(txn, table, (struct bytes){0}, &cursor);
    if (err) {
        return err;
    }
    err = key->size ? cursor_seek(&cursor, *key) : OK;
    err = err ? err : cursor_next(&cursor, &found, value);
    if (!err && key->size && bytes_equal(found, *key)) {
        err = cursor_next(&cursor, &found, value);
    }
    if (!err) {
        *key = arena_copy(arena, found.data, found.size);
        *value = arena_copy(arena, value->data, value->size);
        err = key->data && value->data ? OK : ERR_NOMEM;
    }
    cursor_close(&cursor);
    return err;
}

static enum err table_step(struct txn *txn, enum site_table table, struct arena *arena,
                           step_fn *step, struct complaint *why)
{
    uint8_t block[KEY_BYTES_MAX];
    struct bytes key = {0}, value, to;
    enum err err;
    while (!(err = row_copy(txn, table, arena, &key, &value))) {
        err = key.size > sizeof block ? ERR_CORRUPT : step(value, arena, &to);
        err = err ? err : txn_put(txn, table, key, to);
        if (err) {
            return complain(why, err, "旧资料里有认不出的一条，没有改动任何东西；请用备份恢复");
        }
        for (size_t i = 0; i < key.size; i++) {
            block[i] = key.data[i];
        }
        arena_reset(arena);
        key = bytes_of(block, key.size);
    }
    return err == ERR_NOT_FOUND ? OK : err;
}

/* What the head in the tree names was not noted; without it nothing can be acknowledged. */
static enum err tip_step(struct txn *txn)
{
    struct hash tip = {0};
    uint64_t seq = 0, tree_seq = 0;
    enum err err = txn_get_number(txn, SITE_META, "seq", &seq);
    err = err ? err : txn_get_number(txn, SITE_META, "tree-seq", &tree_seq);
    err = err ? err : site_get_value(txn, "tip", tip.b, sizeof tip.b);
    return err || seq != tree_seq ? err : site_put_value(txn, "tree-tip", tip.b, sizeof tip.b);
}

enum err site_migrate(struct txn *txn, uint32_t from, struct complaint *why)
{
    struct arena arena;
    enum err err = from == 1 ? arena_init(&arena, ARENA_BYTES) : ERR_CORRUPT;
    if (err) {
        return complain(why, err, "不认得第 %u 版的资料", (unsigned)from);
    }
    err = table_step(txn, SITE_KIOSKS, &arena, kiosk_step, why);
    err = err ? err : table_step(txn, SITE_INBOX, &arena, item_step, why);
    err = err ? err : tip_step(txn);
    arena_deinit(&arena);
    return err;
}
