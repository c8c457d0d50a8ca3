/* utf8.h - well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, at most U+10FFFF. */
#pragma once

#include "bytes.h"

bool utf8_valid(struct bytes bytes);
/* Offset of the first byte that breaks the rules; bytes.size when there is none. */
size_t utf8_error_offset(struct bytes bytes);
/* Takes one character off the front of `*rest`; 0 at the end. The text is well-formed. */
static inline uint32_t utf8_next(struct text *rest);
size_t utf8_count(struct text text); /* characters */
/* Byte offset of character number `index` (text.size if there are fewer). */
size_t utf8_offset(struct text text, size_t index);
/* Writes 1..4 bytes, returns how many. */
size_t utf8_put(uint32_t character, char to[4]);
/* Controls other than LF and TAB, U+FEFF inside a text, bidi overrides, line separators,
 * non-characters: what never belongs in a record's text. */
bool utf8_is_unwanted(uint32_t character);
bool utf8_has_unwanted(struct text text);
/* Nothing but LF, printable ASCII, U+3000..U+CFFF and full-width forms: well-formed, and nothing
 * unwanted. False says neither of other bytes. */
bool utf8_is_plain(struct bytes bytes);

/* ---- inline, for whoever passes over every character ---- */

uint32_t utf8_next_any(struct text *rest);

static inline uint32_t utf8_next(struct text *rest)
{
    const uint8_t *data = (const uint8_t *)rest->data;

    /* U+1000..U+CFFF: what most of our texts are made of. Lead bytes tell how long a character is,
     * and the text is well-formed. */
    if (rest->size >= 3 && (uint8_t)(data[0] - 0xE1) <= 0xEC - 0xE1) {
        rest->data += 3;
        rest->size -= 3;
        return (data[0] & 0x0FU) << 12 | (data[1] & 0x3FU) << 6 | (data[2] & 0x3FU);
    }
    return utf8_next_any(rest);
}
