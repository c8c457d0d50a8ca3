/* snapshot.h - everything live in one pack, for a first sync or a kiosk far behind.
 *
 * Plain bytes, a sequence of CBOR items: {1: office, 2: seq, 3: tip, 4: count}, then groups: up to
 * SNAPSHOT_GROUP entries (beside their objects, entry.h), then their objects as byte strings, in
 * the same order. Signatures do not compress; standing together they spoil less of what does. On
 * the wire one zstd frame. Its name is the hash
 * of the head and of the whole entries, in order: they name the objects, so that no byte of an
 * object is hashed twice. Read as a stream: neither side holds it whole. */
#pragma once

#include "entry.h"
#include "hash.h"

enum {
    SNAPSHOT_BYTES_MAX = 1024 * 1024 * 1024,
    SNAPSHOT_BEHIND_MAX = 64, /* log entries */
    SNAPSHOT_GROUP = 512,     /* items; of the last group, what is left */
};

/* ---- writing: head and items, added to `name` as well, which ends as the snapshot's name ---- */
MUST_CHECK enum err snapshot_write_head(struct text office, uint64_t seq, const struct hash *tip,
                                        uint64_t count, struct hasher *name, struct arena *arena,
                                        struct bytes *out);
/* The two halves of an item: all entries of a group come before its objects. */
MUST_CHECK enum err snapshot_write_entry(const struct entry *entry, struct hasher *name,
                                         struct arena *arena, struct bytes *out);
MUST_CHECK enum err snapshot_write_object(struct bytes object, struct arena *arena,
                                          struct bytes *out);

/* ---- reading, fed with pieces of plain bytes ---- */
struct snapshot_reader {
    struct arena *arena; /* holds the entries of a group and an object: some 1.1 MiB */
    struct text office;
    char office_text[OFFICE_ID_BYTES_MAX + 1];
    uint64_t seq, count, read; /* read: items handed out */
    struct hash tip;
    struct hasher name;
    uint8_t *pending;
    size_t pending_size, pending_max;
    bool began;
    uint8_t *group;    /* entries whose objects are still to come, one behind the other */
    size_t group_size; /* bytes */
    size_t group_count, group_done; /* entries in it; objects taken */
    uint32_t group_at[SNAPSHOT_GROUP + 1];
};

/* `handle_item` is called for each entry and its object (views valid during the call). Size and
 * hash of the entry are those of the object that came: signatures tell whether they are right, or,
 * where the office has endorsed the snapshot (head.h), its name at the end. */
typedef enum err snapshot_item_fn(const struct entry *entry, struct bytes entry_bytes,
                                  struct bytes object, void *data, struct complaint *why);
MUST_CHECK enum err snapshot_read_begin(struct snapshot_reader *reader, struct arena *arena);
MUST_CHECK enum err snapshot_read(struct snapshot_reader *reader, struct bytes piece,
                                  struct complaint *why, snapshot_item_fn *handle_item, void *data);
/* ERR_MISMATCH: cut short, or the hash is not `expected`. */
MUST_CHECK enum err snapshot_read_end(struct snapshot_reader *reader, const struct hash *expected,
                                      struct complaint *why);
