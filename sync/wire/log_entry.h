/* log_entry.h - one publication: what changed, chained to the one before. Named log/<seq>.
 *
 * Plain bytes: {1: office, 2: seq, 3: hash of log/<seq-1>'s plain bytes (none for 1), 4: [entry,
 * ...], 5: [object bytes, ...]}: small objects ride along. On the wire it is one zstd frame. (The
 * file is named so because base has a log.h.) */
#pragma once

#include "entry.h"

enum {
    LOG_BYTES_MAX = 4 * 1024 * 1024, /* plain */
    LOG_ENTRIES_MAX = 4096,
    LOG_INLINE_BYTES_MAX = 64 * 1024, /* all inline objects together */
};

struct log_entry {
    struct text office;
    uint64_t seq;
    struct hash previous;
    struct entry *entries;     /* at least one */
    struct bytes *entry_bytes; /* the same, as encoded */
    size_t entry_count;
    struct bytes *objects; /* inline */
    size_t object_count;
};

MUST_CHECK enum err log_entry_encode(const struct log_entry *log, struct arena *arena,
                                     struct bytes *plain);
/* Form only; views into `plain`, arrays in the arena. */
MUST_CHECK enum err log_entry_decode(struct bytes plain, struct arena *arena, struct log_entry *log,
                                     struct complaint *why);
/* Chains to (seq, tip), every entry is signed as its kind asks, no key twice. ERR_MISMATCH,
 * ERR_DENIED. */
MUST_CHECK enum err log_entry_check(const struct log_entry *log, const struct root *root,
                                    uint64_t seq, const struct hash *tip, struct complaint *why);
