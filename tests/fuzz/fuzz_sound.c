/* fuzz_sound.c - any bytes are a recording or refused. Checksums stand in the way of a fuzzer, so
 * those of whole pages are put right first. */
#include <stdlib.h>
#include <string.h>

#include "sound_file.h"

enum { BYTES_MAX = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* Ogg's, in the plainest form. */
static uint32_t sum_of(const uint8_t *at, size_t size)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < size * 8; i++) {
        uint32_t bit = at[i / 8] >> (7 - i % 8) & 1U, top = sum >> 31;
        sum = sum << 1 ^ (top != bit ? 0x04c11db7U : 0);
    }
    return sum;
}

static void mend(uint8_t *at, size_t size)
{
    while (size >= 27) {
        size_t page = 27U + at[26];
        for (size_t i = 0; i < at[26] && 27 + i < size; i++) {
            page += at[27 + i];
        }
        if (page > size) {
            return;
        }
        memset(at + 22, 0, 4);
        uint32_t sum = sum_of(at, page);
        for (int i = 0; i < 4; i++) {
            at[22 + i] = (uint8_t)(sum >> 8 * i);
        }
        at += page;
        size -= page;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t mended[BYTES_MAX];
    uint64_t seconds = 0;

    if (sound_check(bytes_of(data, size), &seconds, NULL) == OK) {
        must(seconds >= 1 && seconds <= SOUND_SECONDS_MAX);
    }
    if (size == 0 || size > sizeof mended) {
        return 0;
    }
    memcpy(mended, data, size);
    mend(mended, size);
    if (sound_check(bytes_of(mended, size), &seconds, NULL) == OK) {
        must(seconds >= 1 && seconds <= SOUND_SECONDS_MAX);
        must(memcmp(mended, "OggS", 4) == 0);
    }
    return 0;
}
