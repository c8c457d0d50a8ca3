/* bytes.h - views of memory that somebody else owns, and the few ways bytes are written as text.
 *
 * A view is valid as long as what it points into; an empty view may have data == NULL. `struct
 * text` is promised to be well-formed UTF-8 by whoever makes it; it is not NUL-terminated unless
 * said. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "errors.h"

struct bytes {
    const uint8_t *data;
    size_t size; /* bytes */
};

struct text {
    const char *data;
    size_t size; /* bytes, not characters */
};

/* printf("%.*s", TEXT_ARG(t)) */
#define TEXT_ARG(t) (int)(t).size, (t).data ? (t).data : ""

enum { HASH_BYTES = 32, HASH_HEX_BYTES = 64 };

/* A BLAKE2b-256 value; seal.h makes them. All zero means "none". */
struct hash {
    uint8_t b[HASH_BYTES];
};

struct bytes bytes_of(const void *data, size_t size);
struct text text_of(const char *nul_terminated); /* NULL gives the empty text */
struct bytes text_bytes(struct text text);
struct text bytes_text(struct bytes bytes); /* the caller has checked that it is UTF-8 */

bool bytes_equal(struct bytes a, struct bytes b);
bool text_equal(struct text a, struct text b);
bool text_is(struct text a, const char *nul_terminated);
bool text_starts(struct text a, const char *prefix);
bool text_ends(struct text a, const char *suffix);
/* memcmp order, a prefix before what it begins. */
int bytes_compare(struct bytes a, struct bytes b);
/* Without blanks, tabs, CR and LF (and U+3000) at either end. */
struct text text_trim(struct text text);
/* The part before the first `separator`, which is taken off `*rest` with it; the whole of `*rest`
 * when there is none. False once `*rest` has been used up (an empty last field is given once). */
bool text_split(struct text *rest, char separator, struct text *part);
/* From `from` up to `to` (byte offsets, to <= size). */
struct text text_slice(struct text text, size_t from, size_t to);
/* Copies with a NUL into to[size], cut at a character boundary. Returns `to`. */
char *text_copy(struct text text, char *to, size_t size);
/* Decimal digits only, no sign, no blanks. ERR_INVALID also when it exceeds `max`. */
MUST_CHECK enum err text_parse_uint(struct text text, uint64_t max, uint64_t *value);

bool hash_equal(const struct hash *a, const struct hash *b);
bool hash_is_none(const struct hash *hash);

void be64_put(uint8_t to[8], uint64_t value);
uint64_t be64_get(const uint8_t from[8]);
void be32_put(uint8_t to[4], uint32_t value);
uint32_t be32_get(const uint8_t from[4]);

/* Lower-case hex. `to` has room for 2 * size + 1 and is NUL-terminated. */
void hex_format(struct bytes bytes, char *to);
/* Exactly 2 * size lower-case digits, else ERR_INVALID and `to` is untouched. */
MUST_CHECK enum err hex_parse(struct text hex, uint8_t *to, size_t size);
/* RFC 4648 base32, lower case, no padding, of the first `chars * 5` bits. `to`: chars + 1 bytes. */
void base32_format(struct bytes bytes, size_t chars, char *to);
