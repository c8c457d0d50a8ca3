/* break.h - where lines may end: UAX #14 (Unicode 15) with the choices for Chinese.
 *
 * Pure. No closing punctuation begins a line and no opening one ends it; ―― and …… stay whole;
 * numbers keep their units. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { LINE_MUST, LINE_MAY, LINE_NO };

/* breaks[i]: may the line end behind characters[i]? The last one is LINE_MUST. */
void break_find(const uint32_t *characters, size_t count, uint8_t *breaks);
