#include "audit.h"

#include <string.h>

#include "device.h"
#include "utf8.h"

/* DEVICE_AUDIT: number (big-endian) -> moment, text. */
enum { KEY_BYTES = 8, MOMENT_BYTES = 8 };

static const char LAST[] = "audit_last"; /* in DEVICE_META */

static struct bytes key_of(uint64_t n, uint8_t to[KEY_BYTES])
{
    be64_put(to, n);
    return bytes_of(to, KEY_BYTES);
}

enum err audit_add(struct txn *txn, int64_t at_s, struct text line)
{
    uint8_t key[KEY_BYTES], value[MOMENT_BYTES + AUDIT_LINE_BYTES_MAX + 1];
    uint64_t last = 0;

    if (line.size == 0 || !utf8_valid(text_bytes(line))) {
        return ERR_INVALID;
    }
    enum err err = txn_get_number(txn, DEVICE_META, LAST, &last);
    if (err) {
        return err;
    }
    uint64_t n = last + 1;
    be64_put(value, (uint64_t)at_s);
    char *text = text_copy(line, (char *)value + MOMENT_BYTES, AUDIT_LINE_BYTES_MAX + 1);
    err = txn_put(txn, DEVICE_AUDIT, key_of(n, key), bytes_of(value, MOMENT_BYTES + strlen(text)));
    if (!err && n > AUDIT_LINES_MAX) {
        err = txn_del(txn, DEVICE_AUDIT, key_of(n - AUDIT_LINES_MAX, key));
        err = err == ERR_NOT_FOUND ? OK : err;
    }
    return err ? err : txn_put_number(txn, DEVICE_META, LAST, n);
}

static enum err line_copy(struct bytes key, struct bytes value, struct arena *arena,
                          struct audit_line *line)
{
    if (key.size != KEY_BYTES || value.size <= MOMENT_BYTES) {
        return ERR_CORRUPT;
    }
    line->n = be64_get(key.data);
    line->at_s = (int64_t)be64_get(value.data);
    struct bytes text = bytes_of(value.data + MOMENT_BYTES, value.size - MOMENT_BYTES);
    line->text = arena_text(arena, bytes_text(text));
    return line->text.data ? OK : ERR_NOMEM;
}

enum err audit_list(struct txn *txn, uint64_t before, struct arena *arena, struct audit_line *lines,
                    size_t max, size_t *count)
{
    uint8_t from[KEY_BYTES];
    struct cursor cursor;
    struct bytes key, value;
    size_t n = 0;

    enum err err = cursor_open_last(txn, DEVICE_AUDIT, bytes_of(NULL, 0), &cursor);
    if (err) {
        return err;
    }
    if (before > 0) {
        err = cursor_seek(&cursor, key_of(before - 1, from));
    }
    while (!err && n < max && (err = cursor_next(&cursor, &key, &value)) == OK) {
        err = line_copy(key, value, arena, &lines[n]);
        n += err ? 0 : 1;
    }
    cursor_close(&cursor);
    if (err && err != ERR_NOT_FOUND && !(err == ERR_NOMEM && n > 0)) {
        return err;
    }
    *count = n;
    return OK;
}
