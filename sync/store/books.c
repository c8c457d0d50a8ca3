#include "books.h"

#include <stdio.h>
#include <string.h>

#include "device.h"

/* DEVICE_BOOKS: book '/' moment number (big-endian) -> id, corrected moment and number, sealed
 * entry. */
enum {
    KEY_BYTES_MAX = BOOK_CODE_BYTES_MAX + 1 + 8 + 8,
    ROW_HEAD_BYTES = UPLOAD_ID_BYTES + 8 + 8,
    COUNTER_BYTES = sizeof "book_" + BOOK_CODE_BYTES_MAX,
};

struct key {
    uint8_t b[KEY_BYTES_MAX];
    size_t size;
};

static bool book_valid(const char *book)
{
    size_t size = strlen(book);

    return size >= 1 && size <= BOOK_CODE_BYTES_MAX &&
           strspn(book, "abcdefghijklmnopqrstuvwxyz_") == size;
}

/* "book/": what all keys of a book begin with. */
static struct key prefix_of(const char *book)
{
    struct key key = {.size = strlen(book) + 1};

    memcpy(key.b, book, key.size - 1);
    key.b[key.size - 1] = '/';
    return key;
}

static struct key key_of(const char *book, struct book_ref ref)
{
    struct key key = prefix_of(book);

    be64_put(key.b + key.size, (uint64_t)ref.at_s);
    be64_put(key.b + key.size + 8, ref.n);
    key.size += 16;
    return key;
}

static struct bytes key_bytes(const struct key *key)
{
    return bytes_of(key->b, key->size);
}

static enum err number_next(struct txn *txn, const char *book, uint64_t *n)
{
    char name[COUNTER_BYTES];
    uint64_t last = 0;

    snprintf(name, sizeof name, "book_%s", book);
    enum err err = txn_get_number(txn, DEVICE_META, name, &last);
    if (!err) {
        err = txn_put_number(txn, DEVICE_META, name, last + 1);
    }
    *n = last + 1;
    return err;
}

enum err books_append(struct txn *txn, const char *book, int64_t at_s, struct bytes sealed,
                      struct upload_id id, const struct book_ref *corrects, struct book_ref *ref)
{
    uint8_t value[ROW_HEAD_BYTES + BOOK_SEALED_BYTES_MAX];
    struct book_ref old = corrects ? *corrects : (struct book_ref){.n = 0};
    struct book_ref made = {.at_s = at_s};
    struct bytes found;
    struct key key;
    enum err err = OK;

    if (!book_valid(book) || at_s < 0 || sealed.size == 0 || sealed.size > BOOK_SEALED_BYTES_MAX) {
        return ERR_INVALID;
    }
    if (corrects) {
        key = key_of(book, old);
        err = txn_get(txn, DEVICE_BOOKS, key_bytes(&key), &found);
    }
    if (!err) {
        err = number_next(txn, book, &made.n);
    }
    if (err) {
        return err;
    }
    memcpy(value, id.b, sizeof id.b);
    be64_put(value + UPLOAD_ID_BYTES, (uint64_t)old.at_s);
    be64_put(value + UPLOAD_ID_BYTES + 8, old.n);
    memcpy(value + ROW_HEAD_BYTES, sealed.data, sealed.size);
    key = key_of(book, made);
    err = txn_put_new(txn, DEVICE_BOOKS, key_bytes(&key),
                      bytes_of(value, ROW_HEAD_BYTES + sealed.size));
    if (!err) {
        *ref = made;
    }
    return err;
}

static int64_t moment_of(struct bytes key)
{
    return (int64_t)be64_get(key.data + key.size - 16);
}

/* At the book's first entry from `from_s` on. */
static enum err book_cursor(struct txn *txn, const char *book, int64_t from_s,
                            const struct key *prefix, struct cursor *cursor)
{
    struct key from = key_of(book, (struct book_ref){.at_s = from_s < 0 ? 0 : from_s});

    enum err err = cursor_open(txn, DEVICE_BOOKS, key_bytes(prefix), cursor);
    if (err) {
        return err;
    }
    err = cursor_seek(cursor, key_bytes(&from));
    if (err) {
        cursor_close(cursor);
    }
    return err;
}

/* The next entry before `until_s`; ERR_NOT_FOUND when there is none. */
static enum err book_next(struct cursor *cursor, int64_t until_s, struct bytes *key,
                          struct bytes *value)
{
    enum err err = cursor_next(cursor, key, value);

    if (err) {
        return err;
    }
    if (key->size != cursor->prefix.size + 16 || value->size <= ROW_HEAD_BYTES) {
        return ERR_CORRUPT;
    }
    return moment_of(*key) < until_s ? OK : ERR_NOT_FOUND;
}

static enum err entry_copy(struct bytes key, struct bytes value, struct arena *arena,
                           struct book_entry *entry)
{
    entry->ref = (struct book_ref){.at_s = moment_of(key), .n = be64_get(key.data + key.size - 8)};
    memcpy(entry->id.b, value.data, UPLOAD_ID_BYTES);
    entry->corrects = (struct book_ref){.at_s = (int64_t)be64_get(value.data + UPLOAD_ID_BYTES),
                                        .n = be64_get(value.data + UPLOAD_ID_BYTES + 8)};
    entry->sealed = arena_copy(arena, value.data + ROW_HEAD_BYTES, value.size - ROW_HEAD_BYTES);
    return entry->sealed.data ? OK : ERR_NOMEM;
}

enum err books_list(struct txn *txn, const char *book, int64_t from_s, int64_t until_s,
                    struct arena *arena, struct book_entry *entries, size_t max, size_t *count)
{
    struct cursor cursor;
    struct bytes key, value;
    size_t n = 0;

    if (!book_valid(book)) {
        return ERR_INVALID;
    }
    struct key prefix = prefix_of(book);
    enum err err = book_cursor(txn, book, from_s, &prefix, &cursor);
    if (err) {
        return err;
    }
    while (!err && n < max && (err = book_next(&cursor, until_s, &key, &value)) == OK) {
        err = entry_copy(key, value, arena, &entries[n]);
        n += err ? 0 : 1;
    }
    cursor_close(&cursor);
    if (err && err != ERR_NOT_FOUND && !(err == ERR_NOMEM && n > 0)) {
        return err;
    }
    *count = n;
    return OK;
}

enum err books_count(struct txn *txn, const char *book, int64_t from_s, int64_t until_s,
                     uint64_t *count)
{
    struct cursor cursor;
    struct bytes key, value;
    uint64_t n = 0;

    if (!book_valid(book)) {
        return ERR_INVALID;
    }
    struct key prefix = prefix_of(book);
    enum err err = book_cursor(txn, book, from_s, &prefix, &cursor);
    if (err) {
        return err;
    }
    while ((err = book_next(&cursor, until_s, &key, &value)) == OK) {
        n++;
    }
    cursor_close(&cursor);
    if (err != ERR_NOT_FOUND) {
        return err;
    }
    *count = n;
    return OK;
}

enum err books_purge(struct txn *txn, const char *book, int64_t before_s, size_t *count)
{
    struct cursor cursor;
    struct bytes key, value;
    size_t n = 0;

    if (!book_valid(book)) {
        return ERR_INVALID;
    }
    struct key prefix = prefix_of(book);
    enum err err = book_cursor(txn, book, 0, &prefix, &cursor);
    if (err) {
        return err;
    }
    while (!err && (err = book_next(&cursor, before_s, &key, &value)) == OK) {
        err = cursor_del(&cursor);
        n += err ? 0 : 1;
    }
    cursor_close(&cursor);
    if (err != ERR_NOT_FOUND) {
        return err;
    }
    *count = n;
    return OK;
}
