/* bytes.c - see bytes.h. */
#include "bytes.h"

#include <assert.h>
#include <string.h>

struct bytes bytes_of(const void *data, size_t size)
{
    return (struct bytes){.data = data, .size = size};
}

struct text text_of(const char *nul_terminated)
{
    return (struct text){.data = nul_terminated,
                         .size = nul_terminated ? strlen(nul_terminated) : 0};
}

struct bytes text_bytes(struct text text)
{
    return (struct bytes){.data = (const uint8_t *)text.data, .size = text.size};
}

struct text bytes_text(struct bytes bytes)
{
    return (struct text){.data = (const char *)bytes.data, .size = bytes.size};
}

bool bytes_equal(struct bytes a, struct bytes b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

bool text_equal(struct text a, struct text b)
{
    return bytes_equal(text_bytes(a), text_bytes(b));
}

bool text_is(struct text a, const char *nul_terminated)
{
    return text_equal(a, text_of(nul_terminated));
}

bool text_starts(struct text a, const char *prefix)
{
    size_t size = strlen(prefix);
    return a.size >= size && (size == 0 || memcmp(a.data, prefix, size) == 0);
}

bool text_ends(struct text a, const char *suffix)
{
    size_t size = strlen(suffix);
    return a.size >= size && (size == 0 || memcmp(a.data + a.size - size, suffix, size) == 0);
}

int bytes_compare(struct bytes a, struct bytes b)
{
    size_t common = a.size < b.size ? a.size : b.size;
    int order = common ? memcmp(a.data, b.data, common) : 0;
    if (order) {
        return order;
    }
    return (a.size > b.size) - (a.size < b.size);
}

static const char IDEOGRAPHIC_SPACE[] = "\xE3\x80\x80"; /* U+3000 */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The size of the blank that `text` begins with; 0: none. */
static size_t blank_at_start(struct text text)
{
    if (text.size > 0 && is_blank(text.data[0])) {
        return 1;
    }
    return text.size >= 3 && text.data[0] == IDEOGRAPHIC_SPACE[0] &&
                   text_starts(text, IDEOGRAPHIC_SPACE)
               ? 3
               : 0;
}

static size_t blank_at_end(struct text text)
{
    if (text.size > 0 && is_blank(text.data[text.size - 1])) {
        return 1;
    }
    return text.size >= 3 && text.data[text.size - 1] == IDEOGRAPHIC_SPACE[2] &&
                   text_ends(text, IDEOGRAPHIC_SPACE)
               ? 3
               : 0;
}

struct text text_trim(struct text text)
{
    for (size_t blank; (blank = blank_at_start(text)) > 0;) {
        text.data += blank;
        text.size -= blank;
    }
    for (size_t blank; (blank = blank_at_end(text)) > 0;) {
        text.size -= blank;
    }
    return text;
}

bool text_split(struct text *rest, char separator, struct text *part)
{
    if (!rest->data) {
        return false;
    }
    const char *end = rest->size ? memchr(rest->data, separator, rest->size) : NULL;
    if (!end) {
        *part = *rest;
        *rest = (struct text){0};
        return true;
    }
    size_t size = (size_t)(end - rest->data);
    *part = text_slice(*rest, 0, size);
    *rest = text_slice(*rest, size + 1, rest->size);
    return true;
}

struct text text_slice(struct text text, size_t from, size_t to)
{
    assert(from <= to && to <= text.size);
    return (struct text){.data = text.data ? text.data + from : NULL, .size = to - from};
}

char *text_copy(struct text text, char *to, size_t size)
{
    assert(size > 0);
    size_t count = text.size;
    if (count > size - 1) {
        count = size - 1;
        while (count > 0 && ((uint8_t)text.data[count] & 0xC0) == 0x80) {
            count--;
        }
    }
    if (count > 0) {
        memcpy(to, text.data, count);
    }
    to[count] = '\0';
    return to;
}

enum err text_parse_uint(struct text text, uint64_t max, uint64_t *value)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') {
            return ERR_INVALID;
        }
        if (__builtin_mul_overflow(sum, UINT64_C(10), &sum) ||
            __builtin_add_overflow(sum, (uint64_t)(text.data[i] - '0'), &sum) || sum > max) {
            return ERR_INVALID;
        }
    }
    if (text.size == 0) {
        return ERR_INVALID;
    }
    *value = sum;
    return OK;
}

bool hash_equal(const struct hash *a, const struct hash *b)
{
    return memcmp(a->b, b->b, HASH_BYTES) == 0;
}

bool hash_is_none(const struct hash *hash)
{
    static const struct hash none;
    return hash_equal(hash, &none);
}

void be64_put(uint8_t to[8], uint64_t value)
{
    be32_put(to, (uint32_t)(value >> 32));
    be32_put(to + 4, (uint32_t)value);
}

uint64_t be64_get(const uint8_t from[8])
{
    return (uint64_t)be32_get(from) << 32 | be32_get(from + 4);
}

void be32_put(uint8_t to[4], uint32_t value)
{
    to[0] = (uint8_t)(value >> 24);
    to[1] = (uint8_t)(value >> 16);
    to[2] = (uint8_t)(value >> 8);
    to[3] = (uint8_t)value;
}

uint32_t be32_get(const uint8_t from[4])
{
    return (uint32_t)from[0] << 24 | (uint32_t)from[1] << 16 | (uint32_t)from[2] << 8 | from[3];
}

void hex_format(struct bytes bytes, char *to)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < bytes.size; i++) {
        to[2 * i] = digits[bytes.data[i] >> 4];
        to[2 * i + 1] = digits[bytes.data[i] & 15];
    }
    to[2 * bytes.size] = '\0';
}

/* -1: not a lower-case hex digit. */
static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

enum err hex_parse(struct text hex, uint8_t *to, size_t size)
{
    if (hex.size != 2 * size) {
        return ERR_INVALID;
    }
    for (size_t i = 0; i < hex.size; i++) {
        if (hex_value(hex.data[i]) < 0) {
            return ERR_INVALID;
        }
    }
    for (size_t i = 0; i < size; i++) {
        to[i] = (uint8_t)(hex_value(hex.data[2 * i]) * 16 + hex_value(hex.data[2 * i + 1]));
    }
    return OK;
}

void base32_format(struct bytes bytes, size_t chars, char *to)
{
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
    assert(chars * 5 <= bytes.size * 8);
    for (size_t i = 0; i < chars; i++) {
        size_t bit = i * 5;
        unsigned pair = (unsigned)bytes.data[bit / 8] << 8;
        if (bit / 8 + 1 < bytes.size) {
            pair |= bytes.data[bit / 8 + 1];
        }
        to[i] = digits[pair >> (11 - bit % 8) & 31];
    }
    to[chars] = '\0';
}
