/* mix.h - a quick 64-bit hash for caches and draw lists; not for anything an enemy chooses. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash << 23 | hash >> 41) + value * UINT64_C(0x9e3779b97f4a7c15) + 1;
    hash = (hash ^ hash >> 32) * UINT64_C(0xd6e8feb86659fd93);
    return hash ^ hash >> 29;
}

static inline uint64_t mix_bytes(uint64_t hash, const void *data, size_t size)
{
    const char *at = data;
    uint64_t word;

    hash = mix(hash, size);
    for (; size >= sizeof word; size -= sizeof word, at += sizeof word) {
        memcpy(&word, at, sizeof word);
        hash = mix(hash, word);
    }
    word = 0;
    if (size > 0) {
        memcpy(&word, at, size);
    }
    return mix(hash, word);
}
