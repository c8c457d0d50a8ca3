#include "readings.h"

#include <string.h>

#include "readings_table.h"

enum {
    FULL_WIDTH_FIRST = 0xff01, /* U+FF01..U+FF5E are U+0021..U+007E, wide */
    FULL_WIDTH_LAST = 0xff5e,
    FULL_WIDTH_SHIFT = 0xff01 - 0x21,
};

uint32_t reading_fold(uint32_t c)
{
    if (c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST) {
        c -= FULL_WIDTH_SHIFT;
    }
    if (c < 0x80) {
        return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
    }
    if (c >> 8 >= READINGS_PAGES) {
        return c;
    }
    uint16_t form = form_blocks[form_pages[c >> 8]][c & 0xff];
    return form ? form_stands[form] : c;
}

size_t reading_of(uint32_t c, const char *syllables[READINGS_MAX])
{
    if (c >> 8 >= READINGS_PAGES) {
        return 0;
    }
    const uint16_t *set = &reading_sets[reading_blocks[reading_pages[c >> 8]][c & 0xff]];
    size_t count = set[0] < READINGS_MAX ? set[0] : READINGS_MAX;
    for (size_t i = 0; i < count; i++) {
        syllables[i] = reading_syllables[set[1 + i]];
    }
    return count;
}

bool reading_begins(const char *letters, size_t count)
{
    size_t low = 0, high = reading_syllable_count;

    if (count > READING_LETTERS_MAX) {
        return false;
    }
    while (low < high) { /* the first syllable that is not before the letters */
        size_t middle = low + (high - low) / 2;
        if (strncmp(reading_syllables[middle], letters, count) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < reading_syllable_count && strncmp(reading_syllables[low], letters, count) == 0;
}
