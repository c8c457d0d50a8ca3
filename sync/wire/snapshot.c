/* snapshot.c - see snapshot.h. */
#include "snapshot.h"

#include <string.h>

#include "fields.h"

enum {
    SNAPSHOT_HEAD_BYTES_MAX = 256,
    OBJECT_HEAD_BYTES_MAX = 5, /* a byte string of up to RECORD_BYTES_MAX */
    PENDING_BYTES_MAX = ENTRY_BYTES_MAX + OBJECT_HEAD_BYTES_MAX + RECORD_BYTES_MAX,
    GROUP_BYTES = SNAPSHOT_GROUP * ENTRY_BYTES_MAX,
};

/* ---- writing ---- */

enum err snapshot_write_head(struct text office, uint64_t seq, const struct hash *tip,
                             uint64_t count, struct hasher *name, struct arena *arena,
                             struct bytes *out)
{
    struct buffer b = buffer_begin(arena);
    cbor_write_map(&b, 4);
    cbor_write_uint(&b, 1);
    cbor_write_text(&b, office);
    cbor_write_uint(&b, 2);
    cbor_write_uint(&b, seq);
    cbor_write_uint(&b, 3);
    write_hash(&b, tip);
    cbor_write_uint(&b, 4);
    cbor_write_uint(&b, count);
    enum err err = buffer_end(&b, out);
    if (!err) {
        hasher_add(name, *out);
    }
    return err;
}

/* The whole entry, as far as it is part of the snapshot's name. */
static enum err name_add(struct hasher *name, const struct entry *entry, struct arena *arena,
                         struct bytes *entry_bytes)
{
    enum err err = entry_encode(entry, arena, entry_bytes);
    if (!err) {
        hasher_add(name, *entry_bytes);
    }
    return err;
}

enum err snapshot_write_entry(const struct entry *entry, struct hasher *name, struct arena *arena,
                              struct bytes *out)
{
    struct bytes whole;
    size_t mark = arena_mark(arena);
    enum err err = name_add(name, entry, arena, &whole);
    arena_rewind(arena, mark);
    if (err) {
        return err;
    }
    struct buffer b = buffer_begin(arena);
    entry_write_beside(&b, entry);
    return buffer_end(&b, out);
}

enum err snapshot_write_object(struct bytes object, struct arena *arena, struct bytes *out)
{
    struct buffer b = buffer_begin(arena);
    cbor_write_bytes(&b, object);
    return buffer_end(&b, out);
}

/* ---- reading ---- */

enum err snapshot_read_begin(struct snapshot_reader *reader, struct arena *arena)
{
    *reader = (struct snapshot_reader){.arena = arena, .pending_max = PENDING_BYTES_MAX};
    reader->pending = arena_alloc(arena, reader->pending_max);
    reader->group = arena_alloc(arena, GROUP_BYTES);
    if (!reader->pending || !reader->group) {
        return ERR_NOMEM;
    }
    hasher_begin(&reader->name);
    return OK;
}

/* What one step over the pending bytes found. */
struct unit {
    size_t size; /* bytes taken; 0: more must come first */
};

static enum err head_take(struct snapshot_reader *reader, struct bytes rest, struct unit *unit,
                          struct complaint *why)
{
    struct fields f;
    size_t size;

    if (cbor_check_first(rest, &size)) {
        *unit = (struct unit){0};
        return rest.size < SNAPSHOT_HEAD_BYTES_MAX ? OK
                                                   : complain(why, ERR_INVALID, "not a snapshot");
    }
    if (size > SNAPSHOT_HEAD_BYTES_MAX) { /* in pieces it would have been refused before its end */
        return complain(why, ERR_INVALID, "not a snapshot");
    }
    fields_begin(&f, bytes_of(rest.data, size));
    struct text office = cbor_read_text(field(&f));
    reader->seq = read_number(field(&f), INT64_MAX);
    read_hash(field(&f), &reader->tip);
    reader->count = read_number(field(&f), SNAPSHOT_BYTES_MAX);
    if (fields_end(&f) || !office_id_valid(office) || reader->seq == 0 ||
        hash_is_none(&reader->tip)) {
        return complain(why, ERR_INVALID, "not a snapshot");
    }
    text_copy(office, reader->office_text, sizeof reader->office_text);
    reader->office = text_of(reader->office_text);
    reader->began = true;
    hasher_add(&reader->name, bytes_of(rest.data, size));
    unit->size = size;
    return OK;
}

/* The head of a byte string: how many bytes it takes itself, and how many follow. False: cut, or
 * not the head of a byte string that an object can have. */
static bool object_head(struct bytes bytes, size_t *head, size_t *body)
{
    static const uint8_t byte_string = 0x40;
    uint8_t first = bytes.size > 0 ? bytes.data[0] : 0;
    unsigned extra = first & 0x1f;

    if (bytes.size == 0 || (first & 0xe0) != byte_string) {
        return false;
    }
    if (extra < 24) {
        *head = 1;
        *body = extra;
        return true;
    }
    *head = 1 + ((size_t)1 << (extra - 24));
    if (extra > 26 || bytes.size < *head) {
        return false;
    }
    *body = 0;
    for (size_t i = 1; i < *head; i++) {
        *body = *body << 8 | bytes.data[i];
    }
    return true;
}

/* How many entries the group has that is being read. */
static size_t group_wanted(const struct snapshot_reader *reader)
{
    uint64_t left = reader->count - reader->read + reader->group_done;
    return left < SNAPSHOT_GROUP ? (size_t)left : SNAPSHOT_GROUP;
}

/* An entry of the group, kept until its object comes. */
static enum err entry_take(struct snapshot_reader *reader, struct bytes rest, struct unit *unit,
                           struct complaint *why)
{
    struct entry entry;
    unsigned long long number = reader->read + reader->group_count + 1;
    size_t size;

    if (cbor_check_first(rest, &size)) {
        return rest.size < ENTRY_BYTES_MAX
                   ? OK
                   : complain(why, ERR_INVALID, "snapshot: item %llu is no entry", number);
    }
    if (size > ENTRY_BYTES_MAX || entry_decode_beside(bytes_of(rest.data, size), &entry)) {
        return complain(why, ERR_INVALID, "snapshot: item %llu is no entry", number);
    }
    memcpy(reader->group + reader->group_size, rest.data, size);
    reader->group_at[reader->group_count++] = (uint32_t)reader->group_size;
    reader->group_size += size;
    reader->group_at[reader->group_count] = (uint32_t)reader->group_size;
    unit->size = size;
    return OK;
}

/* The next object, once all of it is here. */
static enum err object_take(const struct entry *entry, struct bytes rest, struct unit *unit,
                            struct bytes *object, struct complaint *why)
{
    struct cbor_reader r;
    size_t head, body, size;

    if (!object_head(rest, &head, &body)) {
        return rest.size < OBJECT_HEAD_BYTES_MAX
                   ? OK
                   : complain(why, ERR_INVALID, "snapshot: %.*s has no object",
                              TEXT_ARG(entry->key));
    }
    if (body == 0 || body > RECORD_BYTES_MAX) {
        return complain(why, ERR_MISMATCH, "snapshot: %.*s: an object of %zu bytes",
                        TEXT_ARG(entry->key), body);
    }
    if (rest.size < head + body) {
        return OK;
    }
    if (cbor_check_first(rest, &size) || size != head + body) {
        return complain(why, ERR_INVALID, "snapshot: %.*s has no object", TEXT_ARG(entry->key));
    }
    cbor_read_begin(&r, bytes_of(rest.data, size));
    *object = cbor_read_bytes(&r);
    unit->size = size;
    return OK;
}

/* An object, and with it the item that it completes. */
static enum err item_take(struct snapshot_reader *reader, struct bytes rest, struct unit *unit,
                          struct complaint *why, snapshot_item_fn *handle_item, void *data)
{
    struct entry entry;
    struct bytes object, entry_bytes;
    const uint32_t *at = &reader->group_at[reader->group_done];

    if (entry_decode_beside(bytes_of(reader->group + at[0], at[1] - at[0]), &entry)) {
        return ERR_INVALID; /* it was one when it came */
    }
    enum err err = object_take(&entry, rest, unit, &object, why);
    if (err || unit->size == 0) {
        return err;
    }
    entry.size = object.size;
    entry.hash = hash_of(object);
    size_t mark = arena_mark(reader->arena);
    err = name_add(&reader->name, &entry, reader->arena, &entry_bytes);
    if (!err) {
        reader->read++;
        reader->group_done++;
        err = handle_item(&entry, entry_bytes, object, data, why);
    }
    if (reader->group_done == reader->group_count) { /* the next group */
        reader->group_count = reader->group_done = reader->group_size = 0;
    }
    arena_rewind(reader->arena, mark);
    return err;
}

/* Entries until the group has them all, then their objects. */
static enum err group_take(struct snapshot_reader *reader, struct bytes rest, struct unit *unit,
                           struct complaint *why, snapshot_item_fn *handle_item, void *data)
{
    return reader->group_count < group_wanted(reader)
               ? entry_take(reader, rest, unit, why)
               : item_take(reader, rest, unit, why, handle_item, data);
}

/* Takes what is complete in the pending bytes. */
static enum err pending_take(struct snapshot_reader *reader, struct complaint *why,
                             snapshot_item_fn *handle_item, void *data)
{
    size_t done = 0;
    enum err err = OK;

    while (!err && done < reader->pending_size) {
        struct bytes rest = bytes_of(reader->pending + done, reader->pending_size - done);
        struct unit unit = {0};
        if (!reader->began) {
            err = head_take(reader, rest, &unit, why);
        } else if (reader->read < reader->count) {
            err = group_take(reader, rest, &unit, why, handle_item, data);
        } else {
            err = complain(why, ERR_INVALID, "snapshot: more than the %llu items it declares",
                           (unsigned long long)reader->count);
        }
        if (unit.size == 0) {
            break;
        }
        done += unit.size;
    }
    reader->pending_size -= done;
    memmove(reader->pending, reader->pending + done, reader->pending_size);
    return err;
}

enum err snapshot_read(struct snapshot_reader *reader, struct bytes piece, struct complaint *why,
                       snapshot_item_fn *handle_item, void *data)
{
    enum err err = OK;

    while (!err && piece.size > 0) {
        size_t room = reader->pending_max - reader->pending_size;
        size_t size = piece.size < room ? piece.size : room;
        if (size == 0) {
            return complain(why, ERR_INVALID, "snapshot: an item over the limits");
        }
        memcpy(reader->pending + reader->pending_size, piece.data, size);
        reader->pending_size += size;
        piece = bytes_of(piece.data + size, piece.size - size);
        err = pending_take(reader, why, handle_item, data);
    }
    return err;
}

enum err snapshot_read_end(struct snapshot_reader *reader, const struct hash *expected,
                           struct complaint *why)
{
    struct hash hash = hasher_end(&reader->name);

    if (!reader->began || reader->read < reader->count || reader->pending_size > 0) {
        return complain(why, ERR_MISMATCH, "snapshot: cut short after %llu of %llu items",
                        (unsigned long long)reader->read, (unsigned long long)reader->count);
    }
    if (!hash_equal(&hash, expected)) {
        return complain(why, ERR_MISMATCH, "snapshot: not the one that the head names");
    }
    return OK;
}
