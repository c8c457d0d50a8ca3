/* utf8.c - see utf8.h. */
#include "utf8.h"

#include <assert.h>

/* The size of the well-formed sequence at data[0..size); 0: there is none (RFC 3629, table of
 * section 4: the second byte's range is what rules out overlong forms and surrogates). */
static size_t sequence_size(const uint8_t *data, size_t size)
{
    uint8_t lead = data[0];
    uint8_t low = 0x80, high = 0xBF;
    size_t need = 0;

    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        need = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        need = 3;
        low = lead == 0xE0 ? 0xA0 : low;
        high = lead == 0xED ? 0x9F : high;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        need = 4;
        low = lead == 0xF0 ? 0x90 : low;
        high = lead == 0xF4 ? 0x8F : high;
    }
    if (need == 0 || need > size || data[1] < low || data[1] > high) {
        return 0;
    }
    for (size_t i = 2; i < need; i++) {
        if ((data[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return need;
}

/* What most of our texts are made of, and quick to see: three bytes whose first one leaves the
 * second its full range (U+1000..U+CFFF and U+E000..U+FFFF). */
static inline bool is_plain_three(const uint8_t *data)
{
    return (data[0] & 0xF0) == 0xE0 && data[0] != 0xE0 && data[0] != 0xED &&
           (data[1] & 0xC0) == 0x80 && (data[2] & 0xC0) == 0x80;
}

static inline size_t skip_plain(struct bytes bytes, size_t at)
{
    while (at + 3 <= bytes.size && is_plain_three(bytes.data + at)) {
        at += 3;
    }
    while (at < bytes.size && bytes.data[at] < 0x80) {
        at++;
    }
    return at;
}

size_t utf8_error_offset(struct bytes bytes)
{
    size_t at = 0;
    while ((at = skip_plain(bytes, at)) < bytes.size) {
        size_t size = sequence_size(bytes.data + at, bytes.size - at);
        if (size == 0) {
            return at;
        }
        at += size;
    }
    return at;
}

bool utf8_valid(struct bytes bytes)
{
    return utf8_error_offset(bytes) == bytes.size;
}

uint32_t utf8_next_any(struct text *rest)
{
    if (rest->size == 0) {
        return 0;
    }
    const uint8_t *data = (const uint8_t *)rest->data;
    size_t size = sequence_size(data, rest->size);
    assert(size > 0); /* the text is well-formed */
    uint32_t character = size == 1 ? data[0] : data[0] & (0x7FU >> size);
    for (size_t i = 1; i < size; i++) {
        character = character << 6 | (data[i] & 0x3FU);
    }
    rest->data += size;
    rest->size -= size;
    return character;
}

size_t utf8_count(struct text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        count += ((uint8_t)text.data[i] & 0xC0) != 0x80;
    }
    return count;
}

size_t utf8_offset(struct text text, size_t index)
{
    for (size_t i = 0; i < text.size; i++) {
        if (((uint8_t)text.data[i] & 0xC0) != 0x80 && index-- == 0) {
            return i;
        }
    }
    return text.size;
}

size_t utf8_put(uint32_t character, char to[4])
{
    if (character < 0x80) {
        to[0] = (char)character;
        return 1;
    }
    size_t size = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    for (size_t i = size - 1; i > 0; i--) {
        to[i] = (char)(0x80 | (character & 0x3F));
        character >>= 6;
    }
    to[0] = (char)((0xF00U >> size) | character); /* 110xxxxx, 1110xxxx, 11110xxx */
    return size;
}

static bool is_control(uint32_t c)
{
    return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c <= 0x9F);
}

static bool is_bidi_override(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static bool is_non_character(uint32_t c)
{
    return (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

bool utf8_is_unwanted(uint32_t character)
{
    return is_control(character) || character == 0xFEFF || character == 0x2028 ||
           character == 0x2029 || is_bidi_override(character) || is_non_character(character);
}

bool utf8_has_unwanted(struct text text)
{
    while (text.size > 0) {
        uint8_t lead = (uint8_t)text.data[0];
        /* U+3000..U+CFFF and printable ASCII: nothing there is unwanted. */
        size_t wanted = text.size >= 3 && lead >= 0xE3 && lead <= 0xEC ? 3
                        : lead >= 0x20 && lead < 0x7F                  ? 1
                                                                       : 0;
        text.data += wanted;
        text.size -= wanted;
        if (wanted == 0 && utf8_is_unwanted(utf8_next(&text))) {
            return true;
        }
    }
    return false;
}

/* U+3000..U+CFFF: the lead bytes whose second byte has its full range. */
static inline bool is_chinese(const uint8_t *data)
{
    return (uint8_t)(data[0] - 0xE3) <= 0xEC - 0xE3 &&
           ((data[1] ^ 0x80) & 0xC0) + ((data[2] ^ 0x80) & 0xC0) == 0;
}

/* U+FF00..U+FFBF, the full-width comma and its kin. */
static inline bool is_full_width(const uint8_t *data)
{
    return data[0] == 0xEF && data[1] >= 0xBC && data[1] <= 0xBE && (data[2] & 0xC0) == 0x80;
}

bool utf8_is_plain(struct bytes bytes)
{
    for (size_t at = 0; at < bytes.size;) {
        const uint8_t *data = bytes.data + at;
        if (bytes.size - at >= 3 && (is_chinese(data) || is_full_width(data))) {
            at += 3;
        } else if ((data[0] >= 0x20 && data[0] < 0x7F) || data[0] == '\n') {
            at++;
        } else {
            return false;
        }
    }
    return true;
}
