/* readings_table.h - the shape of the tables that make_readings.py makes; readings.c reads them. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { READINGS_PAGES = 0x400 };

extern const char reading_syllables[][8];
extern const size_t reading_syllable_count;
extern const uint16_t reading_sets[]; /* at an index: how many, then numbers of syllables */
extern const uint16_t reading_pages[READINGS_PAGES];
extern const uint16_t reading_blocks[][256]; /* index into reading_sets, 0: none */
extern const uint16_t form_pages[READINGS_PAGES];
extern const uint16_t form_blocks[][256]; /* index into form_stands, 0: itself */
extern const uint32_t form_stands[];      /* the character that stands for a class of forms */
