/* log_entry.c - see log_entry.h. */
#include "log_entry.h"

#include "fields.h"
#include "hash.h"

enum err log_entry_encode(const struct log_entry *log, struct arena *arena, struct bytes *plain)
{
    size_t inline_bytes = 0;
    struct buffer b = buffer_begin(arena);

    cbor_write_map(&b, 5);
    cbor_write_uint(&b, 1);
    cbor_write_text(&b, log->office);
    cbor_write_uint(&b, 2);
    cbor_write_uint(&b, log->seq);
    cbor_write_uint(&b, 3);
    write_hash(&b, &log->previous);
    cbor_write_uint(&b, 4);
    cbor_write_array(&b, log->entry_count);
    for (size_t i = 0; i < log->entry_count; i++) {
        entry_write(&b, &log->entries[i]);
    }
    cbor_write_uint(&b, 5);
    cbor_write_array(&b, log->object_count);
    for (size_t i = 0; i < log->object_count; i++) {
        cbor_write_bytes(&b, log->objects[i]);
        inline_bytes += log->objects[i].size;
    }
    bool fits = log->entry_count > 0 && log->entry_count <= LOG_ENTRIES_MAX &&
                inline_bytes <= LOG_INLINE_BYTES_MAX && buffer_size(&b) <= LOG_BYTES_MAX;
    enum err err = buffer_end(&b, plain);
    return !err && !fits ? ERR_INVALID : err;
}

static enum err entries_read(struct cbor_reader *r, struct arena *arena, struct log_entry *log)
{
    log->entry_count = cbor_read_array(r, LOG_ENTRIES_MAX);
    log->entries = ARENA_ARRAY(arena, struct entry, log->entry_count);
    log->entry_bytes = ARENA_ARRAY(arena, struct bytes, log->entry_count);
    if (!log->entries || !log->entry_bytes) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < log->entry_count; i++) {
        log->entry_bytes[i] = cbor_read_item(r);
        if (r->err || entry_decode(log->entry_bytes[i], &log->entries[i])) {
            return ERR_INVALID;
        }
    }
    return OK;
}

static enum err objects_read(struct cbor_reader *r, struct arena *arena, struct log_entry *log)
{
    size_t inline_bytes = 0;

    /* No more objects than entries: each is what an entry names. */
    log->object_count = cbor_read_array(r, log->entry_count);
    log->objects = ARENA_ARRAY(arena, struct bytes, log->object_count);
    if (!log->objects) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < log->object_count; i++) {
        log->objects[i] = cbor_read_bytes(r);
        inline_bytes += log->objects[i].size;
        if (log->objects[i].size == 0 || inline_bytes > LOG_INLINE_BYTES_MAX) {
            return ERR_INVALID;
        }
    }
    return OK;
}

enum err log_entry_decode(struct bytes plain, struct arena *arena, struct log_entry *log,
                          struct complaint *why)
{
    struct log_entry found = {0};
    struct fields f;

    if (plain.size > LOG_BYTES_MAX) {
        return complain(why, ERR_INVALID, "not a log entry: over %d bytes", LOG_BYTES_MAX);
    }
    fields_begin(&f, plain);
    found.office = cbor_read_text(field(&f));
    found.seq = read_number(field(&f), INT64_MAX);
    read_hash(field(&f), &found.previous);
    enum err err = entries_read(field(&f), arena, &found);
    if (!err) {
        err = objects_read(field(&f), arena, &found);
    }
    if (err == ERR_NOMEM) {
        return complain(why, err, "a log entry too large for the memory set aside");
    }
    if (err || fields_end(&f) || found.entry_count == 0 || found.seq == 0 ||
        (found.seq == 1) != hash_is_none(&found.previous) || !office_id_valid(found.office)) {
        return complain(why, ERR_INVALID, "not a log entry");
    }
    *log = found;
    return OK;
}

static bool key_came_before(const struct log_entry *log, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (text_equal(log->entries[i].key, log->entries[index].key)) {
            return true;
        }
    }
    return false;
}

static bool object_is_named(const struct log_entry *log, struct bytes object)
{
    struct hash hash = hash_of(object);

    for (size_t i = 0; i < log->entry_count; i++) {
        if (hash_equal(&log->entries[i].hash, &hash)) {
            return true;
        }
    }
    return false;
}

enum err log_entry_check(const struct log_entry *log, const struct root *root, uint64_t seq,
                         const struct hash *tip, struct complaint *why)
{
    unsigned long long number = log->seq;

    if (!text_equal(log->office, root->office)) {
        return complain(why, ERR_MISMATCH, "log %llu: of another office: %.*s", number,
                        TEXT_ARG(log->office));
    }
    if (log->seq != seq + 1) {
        return complain(why, ERR_MISMATCH, "log %llu does not follow log %llu", number,
                        (unsigned long long)seq);
    }
    if (!hash_equal(&log->previous, tip)) {
        return complain(why, ERR_MISMATCH, "log %llu: its past is not ours", number);
    }
    for (size_t i = 0; i < log->object_count; i++) {
        if (!object_is_named(log, log->objects[i])) {
            return complain(why, ERR_MISMATCH, "log %llu: an object that no entry names", number);
        }
    }
    for (size_t i = 0; i < log->entry_count; i++) {
        enum err err = OK;
        if (key_came_before(log, i)) {
            err = complain(why, ERR_MISMATCH, "%.*s twice", TEXT_ARG(log->entries[i].key));
        } else {
            err = entry_check(&log->entries[i], root, why);
        }
        if (err) {
            complaint_prefix(why, "log %llu", number);
            return err;
        }
    }
    return OK;
}
