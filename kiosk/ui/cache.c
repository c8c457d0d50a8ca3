#include "cache.h"

#include <stdlib.h>

#include "forget.h"

enum { ALIGN = 8 };

enum err cache_init(struct cache *cache, size_t cap, size_t entry_max)
{
    *cache = (struct cache){.cap = cap / ALIGN * ALIGN, .entry_max = entry_max};
    cache->bytes = malloc(cache->cap + ALIGN);
    cache->entries = calloc(entry_max, sizeof *cache->entries);
    cache->buckets = malloc(entry_max * sizeof *cache->buckets);
    if (!cache->bytes || !cache->entries || !cache->buckets) {
        cache_deinit(cache);
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < entry_max; i++) {
        cache->buckets[i] = -1;
    }
    return OK;
}

void cache_deinit(struct cache *cache)
{
    free(cache->bytes);
    free(cache->entries);
    free(cache->buckets);
    *cache = (struct cache){0};
}

static int32_t *bucket_of(const struct cache *cache, uint64_t key)
{
    uint64_t spread = key * UINT64_C(0x9e3779b97f4a7c15);

    return &cache->buckets[spread >> 40 & (cache->entry_max - 1)];
}

void *cache_get(const struct cache *cache, uint64_t key)
{
    for (int32_t at = *bucket_of(cache, key); at >= 0; at = cache->entries[at].next) {
        if (cache->entries[at].key == key) {
            return cache->bytes + cache->entries[at].offset;
        }
    }
    return NULL;
}

static void evict_oldest(struct cache *cache)
{
    int32_t oldest = (int32_t)cache->first;
    int32_t *link = bucket_of(cache, cache->entries[oldest].key);

    while (*link != oldest) {
        link = &cache->entries[*link].next;
    }
    *link = cache->entries[oldest].next;
    cache->used -= cache->entries[oldest].size;
    cache->first = (cache->first + 1) & (cache->entry_max - 1);
    cache->count--;
    cache->evicted++;
}

/* The live blocks lie in the order of their age from the oldest up to `head`, around the end; so
 * only the oldest can be in the way of the next one. */
static void make_room(struct cache *cache, size_t size)
{
    if (cache->head + size > cache->cap) {
        while (cache->count > 0 && cache->entries[cache->first].offset >= cache->head) {
            evict_oldest(cache);
        }
        cache->head = 0;
    }
    while (cache->count > 0) {
        size_t offset = cache->entries[cache->first].offset;
        bool in_the_way = offset >= cache->head && offset < cache->head + size;
        if (!in_the_way && cache->count < cache->entry_max) {
            return;
        }
        evict_oldest(cache);
    }
}

void *cache_put(struct cache *cache, uint64_t key, size_t size)
{
    size = (size + ALIGN - 1) / ALIGN * ALIGN;
    if (size == 0) {
        size = ALIGN; /* so that no two blocks share an offset */
    }
    if (size > cache->cap) {
        return NULL;
    }
    make_room(cache, size);
    size_t at = (cache->first + cache->count) & (cache->entry_max - 1);
    int32_t *bucket = bucket_of(cache, key);
    cache->entries[at] = (struct cache_entry){key, (uint32_t)cache->head, (uint32_t)size, *bucket};
    *bucket = (int32_t)at;
    cache->count++;
    cache->made++;
    cache->used += size;
    cache->head += size;
    return cache->bytes + cache->entries[at].offset;
}

void cache_clear(struct cache *cache)
{
    forget_used(cache->bytes, cache->cap);
    for (size_t i = 0; i < cache->entry_max; i++) {
        cache->buckets[i] = -1;
    }
    cache->head = cache->first = cache->count = cache->used = 0;
}
