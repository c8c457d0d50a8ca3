/* fuzz_cbor.c - whatever bytes come, the reader stays inside them, and one meaning has one form.
 *
 * What cbor_check accepts is walked and written again: the same bytes. Whatever record_decode
 * accepts, of any kind, is valid to encode, and the same bytes unless a newer office added keys. */
#include <stdlib.h>

#include "record.h"

enum { ARENA_BYTES = 8 * 1024 * 1024, ITEMS_MAX = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* Copies one item through the reader and the writer. */
static void copy_item(struct cbor_reader *r, struct buffer *b)
{
    enum cbor_type type;
    size_t count;
    must(cbor_peek(r, &type) == OK);
    switch (type) {
    case CBOR_UINT:
        cbor_write_uint(b, cbor_read_uint(r));
        break;
    case CBOR_NEGATIVE: {
        const uint8_t *start = r->at;
        int64_t value = cbor_read_int(r);
        if (r->err) { /* below INT64_MIN: well-formed, and nobody's number */
            r->err = OK;
            r->at = start;
            struct bytes item = cbor_read_item(r);
            buffer_add(b, item.data, item.size);
        } else {
            cbor_write_int(b, value);
        }
        break;
    }
    case CBOR_BYTES:
        cbor_write_bytes(b, cbor_read_bytes(r));
        break;
    case CBOR_TEXT:
        cbor_write_text(b, cbor_read_text(r));
        break;
    case CBOR_BOOL:
        cbor_write_bool(b, cbor_read_bool(r));
        break;
    case CBOR_ARRAY:
        count = cbor_read_array(r, ITEMS_MAX);
        cbor_write_array(b, count);
        for (size_t i = 0; i < count; i++) {
            copy_item(r, b);
        }
        break;
    case CBOR_MAP:
        count = cbor_read_map(r, ITEMS_MAX);
        cbor_write_map(b, count);
        for (size_t i = 0; i < 2 * count; i++) {
            copy_item(r, b);
        }
        break;
    }
}

static void check_reader(struct bytes input, struct arena *arena)
{
    size_t first = 0;
    struct bytes copy;
    enum err err = cbor_check(input);
    enum err first_err = cbor_check_first(input, &first);
    if (err) {
        must(err == ERR_INVALID);
        must(first_err || first < input.size);
        return;
    }
    must(first_err == OK && first == input.size);
    struct cbor_reader r;
    struct buffer b = buffer_begin(arena);
    cbor_read_begin(&r, input);
    copy_item(&r, &b);
    must(cbor_read_end(&r) == OK);
    must(buffer_end(&b, &copy) == OK && bytes_equal(copy, input));
}

/* Reading without a check first, as a careless caller would. */
static void check_careless(struct bytes input)
{
    struct cbor_reader r;
    uint8_t fixed[HASH_BYTES];
    cbor_read_begin(&r, input);
    cbor_read_map(&r, 64);
    cbor_read_uint(&r);
    cbor_read_fixed(&r, fixed, sizeof fixed);
    cbor_read_begin(&r, input);
    while (!r.err) {
        cbor_read_item(&r);
    }
}

static void check_record(enum kind kind, struct bytes input, struct arena *arena)
{
    static _Alignas(max_align_t) uint8_t record[4096], again[4096];
    struct complaint why = {""};
    struct bytes object;
    struct text json;
    must(kind_struct_size(kind) <= sizeof record);
    arena_reset(arena);
    if (record_decode(kind, input, arena, record, &why) != OK) {
        must(why.text[0] != '\0' && arena_mark(arena) == 0);
        return;
    }
    must(record_kind(input) == kind);
    must(record_encode(kind, record, arena, &object, &why) == OK);
    must(object.size <= input.size); /* smaller: unknown keys were skipped */
    must(object.size < input.size || bytes_equal(object, input));
    must(record_decode(kind, object, arena, again, &why) == OK);
    must(record_json(kind, record, arena, &json) == OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum kind kinds[] = {
#define KIND(code, shape, by) KIND_##shape,
#include "kinds.def"
    };
    static struct arena arena;
    struct bytes input = bytes_of(data, size);
    if (!arena.base && arena_init(&arena, ARENA_BYTES) != OK) {
        abort();
    }
    if (size > RECORD_BYTES_MAX) {
        return 0;
    }
    arena_reset(&arena);
    check_reader(input, &arena);
    check_careless(input);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        check_record(kinds[i], input, &arena);
    }
    return 0;
}
