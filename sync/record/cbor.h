/* cbor.h - deterministic CBOR (RFC 8949 section 4.2.1), the one byte form of everything signed.
 *
 * The subset: unsigned and negative integers, byte and text strings, arrays, maps, false and true.
 * Shortest heads, definite lengths, map keys in bytewise order and unique, text well-formed UTF-8;
 * no tags, floats, null or indefinite items. The reader refuses everything else, so two different
 * byte strings never mean the same. It is zero-copy: what it returns points into the bytes read. */
#pragma once

#include "arena.h"

enum { CBOR_DEPTH_MAX = 8 };

enum cbor_type { CBOR_UINT, CBOR_NEGATIVE, CBOR_BYTES, CBOR_TEXT, CBOR_ARRAY, CBOR_MAP, CBOR_BOOL };

/* After the first error every call returns it again, so a caller may check once at the end; values
 * read after an error are 0 or empty. */
struct cbor_reader {
    const uint8_t *at, *end;
    enum err err;
    unsigned depth;
    bool checked;
};

void cbor_read_begin(struct cbor_reader *r, struct bytes bytes);
/* The same for bytes that cbor_check has taken: texts are not looked at once more. */
void cbor_read_begin_checked(struct cbor_reader *r, struct bytes bytes);
/* What comes next; ERR_NOT_FOUND at the end of the bytes. Reads nothing. */
enum err cbor_peek(const struct cbor_reader *r, enum cbor_type *type);
uint64_t cbor_read_uint(struct cbor_reader *r);
int64_t cbor_read_int(struct cbor_reader *r);
bool cbor_read_bool(struct cbor_reader *r);
struct bytes cbor_read_bytes(struct cbor_reader *r);
struct text cbor_read_text(struct cbor_reader *r);
/* The item count; the items follow. cbor_read_map counts pairs; its keys are checked for order and
 * uniqueness by cbor_check, which readers of foreign bytes call first. */
size_t cbor_read_array(struct cbor_reader *r, size_t max);
size_t cbor_read_map(struct cbor_reader *r, size_t max);
void cbor_read_fixed(struct cbor_reader *r, void *to, size_t size); /* a byte string of this size */
/* One whole item, whatever it is: the bytes it takes. */
struct bytes cbor_read_item(struct cbor_reader *r);
/* ERR_INVALID also when bytes are left over. */
MUST_CHECK enum err cbor_read_end(const struct cbor_reader *r);

/* The whole of `bytes` is one deterministic item: ERR_INVALID otherwise. */
MUST_CHECK enum err cbor_check(struct bytes bytes);
/* The first item of `bytes` is; its size goes to *size. ERR_NOT_FOUND: empty. ERR_INVALID: not, or
 * cut. */
MUST_CHECK enum err cbor_check_first(struct bytes bytes, size_t *size);

/* Writing appends to a buffer. Keys of a map are written in ascending order by the caller; integer
 * keys 0..n written in order satisfy the rule. */
void cbor_write_uint(struct buffer *b, uint64_t value);
void cbor_write_int(struct buffer *b, int64_t value);
void cbor_write_bool(struct buffer *b, bool value);
void cbor_write_bytes(struct buffer *b, struct bytes bytes);
void cbor_write_text(struct buffer *b, struct text text);
void cbor_write_array(struct buffer *b, size_t count);
void cbor_write_map(struct buffer *b, size_t pairs);
