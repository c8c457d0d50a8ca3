/* cache.h - blocks of bytes by key under a fixed cap; the oldest go first.
 *
 * One ring of bytes, given out in order. Internal to ui: glyph pictures and layouts live here. */
#pragma once

#include "bytes.h"

struct cache_entry {
    uint64_t key;
    uint32_t offset, size;
    int32_t next; /* in its bucket; -1: the last */
};

struct cache {
    uint8_t *bytes;
    size_t cap, head;            /* bytes; where the next block goes */
    struct cache_entry *entries; /* a ring: entries[first .. first + count) modulo entry_max */
    int32_t *buckets;
    size_t entry_max; /* a power of two */
    size_t first, count;
    size_t used;
    uint64_t evicted, made;
};

MUST_CHECK enum err cache_init(struct cache *cache, size_t cap, size_t entry_max);
void cache_deinit(struct cache *cache);
/* NULL: not there. Valid until the next cache_put. */
void *cache_get(const struct cache *cache, uint64_t key);
/* Room for a new key, aligned to 8. NULL: larger than the cap. */
void *cache_put(struct cache *cache, uint64_t key, size_t size);
/* Drops and overwrites everything. */
void cache_clear(struct cache *cache);
