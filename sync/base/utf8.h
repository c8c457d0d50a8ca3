/* utf8.h - well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, at most U+10FFFF. */
#pragma once

#include "bytes.h"

bool utf8_valid(struct bytes bytes);
/* Offset of the first byte that breaks the rules; bytes.size when there is none. */
size_t utf8_error_offset(struct bytes bytes);
/* Takes one character off the front of `*rest`; 0 at the end. The text is well-formed. */
uint32_t utf8_next(struct text *rest);
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
