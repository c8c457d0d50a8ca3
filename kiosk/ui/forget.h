/* forget.h - overwriting what was drawn, when the words of a draft must leave no trace. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Zeroes the block, and leaves alone what was never written: no page comes into being by
 * forgetting. */
static inline void forget_used(void *block, size_t size)
{
    enum { CHUNK = 4096 };
    uint8_t *bytes = block;

    for (size_t at = 0; at < size; at += CHUNK) {
        size_t part = size - at < CHUNK ? size - at : CHUNK;
        uint8_t any = 0;
        for (size_t i = 0; i < part && !any; i++) {
            any = bytes[at + i];
        }
        if (any) {
            explicit_bzero(bytes + at, part);
        }
    }
}
