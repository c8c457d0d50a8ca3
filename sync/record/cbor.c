/* cbor.c - see cbor.h. */
#include "cbor.h"

#include <string.h>

#include "utf8.h"

enum major {
    MAJOR_UINT,
    MAJOR_NEGATIVE,
    MAJOR_BYTES,
    MAJOR_TEXT,
    MAJOR_ARRAY,
    MAJOR_MAP,
    MAJOR_TAG,
    MAJOR_SIMPLE,
};

enum { SIMPLE_FALSE = 20, SIMPLE_TRUE = 21, INFO_ONE_BYTE = 24, INFO_EIGHT_BYTES = 27 };

struct head {
    enum major major;
    uint64_t value;
};

/* ---- reading ---- */

void cbor_read_begin(struct cbor_reader *r, struct bytes bytes)
{
    const uint8_t *data = bytes.data ? bytes.data : (const uint8_t *)"";
    *r = (struct cbor_reader){.at = data, .end = data + bytes.size};
}

void cbor_read_begin_checked(struct cbor_reader *r, struct bytes bytes)
{
    cbor_read_begin(r, bytes);
    r->checked = true;
}

static size_t left(const struct cbor_reader *r)
{
    return (size_t)(r->end - r->at);
}

static void fail(struct cbor_reader *r)
{
    if (!r->err) {
        r->err = ERR_INVALID;
    }
}

/* The argument behind the initial byte. Shorter forms exist for small values, so those are refused.
 */
static uint64_t read_argument(struct cbor_reader *r, unsigned info)
{
    if (info < INFO_ONE_BYTE) {
        return info;
    }
    size_t size = (size_t)1 << (info - INFO_ONE_BYTE);
    if (info > INFO_EIGHT_BYTES || size > left(r)) {
        fail(r);
        return 0;
    }
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++) {
        value = value << 8 | *r->at++;
    }
    bool shortest = size == 1 ? value >= INFO_ONE_BYTE : value >> (size * 4) != 0;
    if (!shortest) {
        fail(r);
        return 0;
    }
    return value;
}

static struct head read_head(struct cbor_reader *r)
{
    struct head head = {.major = MAJOR_UINT};
    if (r->err || r->at == r->end) {
        fail(r);
        return head;
    }
    unsigned first = *r->at++;
    head.major = (enum major)(first >> 5);
    unsigned info = first & 31U;
    if (head.major == MAJOR_TAG ||
        (head.major == MAJOR_SIMPLE && info != SIMPLE_FALSE && info != SIMPLE_TRUE)) {
        fail(r);
        return head;
    }
    head.value = read_argument(r, info);
    return head;
}

/* The argument of an item that has to be of this major type. */
static uint64_t read_value(struct cbor_reader *r, enum major major)
{
    struct head head = read_head(r);
    if (!r->err && head.major != major) {
        fail(r);
    }
    return r->err ? 0 : head.value;
}

static struct bytes read_string(struct cbor_reader *r, uint64_t size)
{
    if (!r->err && size > left(r)) {
        fail(r);
    }
    if (r->err) {
        return (struct bytes){0};
    }
    struct bytes bytes = {.data = r->at, .size = (size_t)size};
    r->at += size;
    return bytes;
}

enum err cbor_peek(const struct cbor_reader *r, enum cbor_type *type)
{
    static const enum cbor_type types[] = {
        [MAJOR_UINT] = CBOR_UINT, [MAJOR_NEGATIVE] = CBOR_NEGATIVE, [MAJOR_BYTES] = CBOR_BYTES,
        [MAJOR_TEXT] = CBOR_TEXT, [MAJOR_ARRAY] = CBOR_ARRAY,       [MAJOR_MAP] = CBOR_MAP,
        [MAJOR_TAG] = CBOR_UINT,  [MAJOR_SIMPLE] = CBOR_BOOL,
    };
    if (r->err) {
        return r->err;
    }
    if (r->at == r->end) {
        return ERR_NOT_FOUND;
    }
    struct cbor_reader ahead = *r;
    struct head head = read_head(&ahead);
    if (ahead.err) {
        return ahead.err;
    }
    *type = types[head.major];
    return OK;
}

uint64_t cbor_read_uint(struct cbor_reader *r)
{
    return read_value(r, MAJOR_UINT);
}

int64_t cbor_read_int(struct cbor_reader *r)
{
    struct head head = read_head(r);
    if (!r->err && (head.major > MAJOR_NEGATIVE || head.value > INT64_MAX)) {
        fail(r);
    }
    if (r->err) {
        return 0;
    }
    return head.major == MAJOR_UINT ? (int64_t)head.value : -1 - (int64_t)head.value;
}

bool cbor_read_bool(struct cbor_reader *r)
{
    return read_value(r, MAJOR_SIMPLE) == SIMPLE_TRUE;
}

struct bytes cbor_read_bytes(struct cbor_reader *r)
{
    return read_string(r, read_value(r, MAJOR_BYTES));
}

struct text cbor_read_text(struct cbor_reader *r)
{
    struct bytes bytes = read_string(r, read_value(r, MAJOR_TEXT));
    if (!r->checked && !utf8_valid(bytes)) {
        fail(r);
        return (struct text){0};
    }
    return bytes_text(bytes);
}

static size_t read_count(struct cbor_reader *r, enum major major, size_t max)
{
    uint64_t count = read_value(r, major);
    if (count > max || count > left(r)) { /* each item takes a byte at least */
        fail(r);
        return 0;
    }
    return (size_t)count;
}

size_t cbor_read_array(struct cbor_reader *r, size_t max)
{
    return read_count(r, MAJOR_ARRAY, max);
}

size_t cbor_read_map(struct cbor_reader *r, size_t max)
{
    return read_count(r, MAJOR_MAP, max);
}

void cbor_read_fixed(struct cbor_reader *r, void *to, size_t size)
{
    struct bytes bytes = cbor_read_bytes(r);
    if (bytes.size == size && size > 0) {
        memcpy(to, bytes.data, size);
        return;
    }
    if (bytes.size != size) {
        fail(r);
    }
    memset(to, 0, size);
}

/* ---- walking over whole items ---- */

static void skip_item(struct cbor_reader *r);

static void skip_map(struct cbor_reader *r, uint64_t pairs)
{
    struct bytes before = {0};
    for (uint64_t i = 0; i < pairs && !r->err; i++) {
        const uint8_t *start = r->at;
        skip_item(r);
        struct bytes key = bytes_of(start, (size_t)(r->at - start));
        if (i > 0 && bytes_compare(before, key) >= 0) {
            fail(r);
        }
        before = key;
        skip_item(r);
    }
}

static void skip_children(struct cbor_reader *r, struct head head)
{
    if (r->depth == CBOR_DEPTH_MAX || head.value > left(r)) {
        fail(r);
        return;
    }
    r->depth++;
    if (head.major == MAJOR_MAP) {
        skip_map(r, head.value);
    } else {
        for (uint64_t i = 0; i < head.value && !r->err; i++) {
            skip_item(r);
        }
    }
    r->depth--;
}

/* Recurses at most CBOR_DEPTH_MAX deep. */
static void skip_item(struct cbor_reader *r)
{
    struct head head = read_head(r);
    if (r->err) {
        return;
    }
    if (head.major == MAJOR_ARRAY || head.major == MAJOR_MAP) {
        skip_children(r, head);
    } else if (head.major == MAJOR_BYTES || head.major == MAJOR_TEXT) {
        struct bytes bytes = read_string(r, head.value);
        if (head.major == MAJOR_TEXT && !utf8_valid(bytes)) {
            fail(r);
        }
    }
}

struct bytes cbor_read_item(struct cbor_reader *r)
{
    const uint8_t *start = r->at;
    skip_item(r);
    return r->err ? (struct bytes){0} : bytes_of(start, (size_t)(r->at - start));
}

enum err cbor_read_end(const struct cbor_reader *r)
{
    if (r->err) {
        return r->err;
    }
    return r->at == r->end ? OK : ERR_INVALID;
}

enum err cbor_check(struct bytes bytes)
{
    struct cbor_reader r;
    cbor_read_begin(&r, bytes);
    cbor_read_item(&r);
    return cbor_read_end(&r);
}

enum err cbor_check_first(struct bytes bytes, size_t *size)
{
    struct cbor_reader r;
    if (bytes.size == 0) {
        return ERR_NOT_FOUND;
    }
    cbor_read_begin(&r, bytes);
    struct bytes item = cbor_read_item(&r);
    if (r.err) {
        return r.err;
    }
    *size = item.size;
    return OK;
}

/* ---- writing ---- */

static void write_head(struct buffer *b, enum major major, uint64_t value)
{
    uint8_t head[9];
    unsigned info = value < INFO_ONE_BYTE ? (unsigned)value
                    : value <= UINT8_MAX  ? INFO_ONE_BYTE
                    : value <= UINT16_MAX ? INFO_ONE_BYTE + 1
                    : value <= UINT32_MAX ? INFO_ONE_BYTE + 2
                                          : INFO_EIGHT_BYTES;
    size_t size = info < INFO_ONE_BYTE ? 0 : (size_t)1 << (info - INFO_ONE_BYTE);
    head[0] = (uint8_t)((unsigned)major << 5 | info);
    for (size_t i = size; i > 0; i--) {
        head[i] = (uint8_t)value;
        value >>= 8;
    }
    buffer_add(b, head, 1 + size);
}

void cbor_write_uint(struct buffer *b, uint64_t value)
{
    write_head(b, MAJOR_UINT, value);
}

void cbor_write_int(struct buffer *b, int64_t value)
{
    if (value < 0) {
        write_head(b, MAJOR_NEGATIVE, (uint64_t)(-1 - value));
    } else {
        write_head(b, MAJOR_UINT, (uint64_t)value);
    }
}

void cbor_write_bool(struct buffer *b, bool value)
{
    write_head(b, MAJOR_SIMPLE, value ? SIMPLE_TRUE : SIMPLE_FALSE);
}

void cbor_write_bytes(struct buffer *b, struct bytes bytes)
{
    write_head(b, MAJOR_BYTES, bytes.size);
    buffer_add(b, bytes.data, bytes.size);
}

void cbor_write_text(struct buffer *b, struct text text)
{
    write_head(b, MAJOR_TEXT, text.size);
    buffer_add(b, text.data, text.size);
}

void cbor_write_array(struct buffer *b, size_t count)
{
    write_head(b, MAJOR_ARRAY, count);
}

void cbor_write_map(struct buffer *b, size_t pairs)
{
    write_head(b, MAJOR_MAP, pairs);
}
