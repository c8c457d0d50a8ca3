/* break.h - where lines may end: UAX #14 (Unicode 15), all of its rules, and the choices for
 * Chinese.
 *
 * Pure. No closing punctuation begins a line and no opening one ends it; ―― and …… stay whole;
 * numbers keep their units (LB25 as the regular expression of UAX #14, section 8.2, example 7). */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { LINE_MUST, LINE_MAY, LINE_NO };

enum break_manner {
    BREAK_CHINESE, /* ambiguous characters are ideographs, curly quotes open and close, the middle
                      dot does not begin a line */
    BREAK_PLAIN,   /* the standard untailored, as its conformance file has it */
};

/* breaks[i]: may the line end behind characters[i]? The last one is LINE_MUST. */
void break_find(enum break_manner manner, const uint32_t *characters, size_t count,
                uint8_t *breaks);
