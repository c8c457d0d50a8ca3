/* cbor_oracle.c - see cbor_oracle.h.
 *
 * libcbor is no strict reader: it gives a tree. Here the rules are asked of that tree, in its own
 * terms, and written back it must be the input (libcbor keeps a number's width and writes sizes
 * shortest). */
#include "cbor_oracle.h"

#include <stdlib.h>

#include <cbor.h>

#include "utf8.h"

enum { DEPTH_MAX = 8 };

static bool int_is_shortest(const cbor_item_t *item)
{
    uint64_t value = cbor_get_int(item);
    switch (cbor_int_get_width(item)) {
    case CBOR_INT_8:
        return true; /* 0..23 or the form behind 24; written back it shows */
    case CBOR_INT_16:
        return value > UINT8_MAX;
    case CBOR_INT_32:
        return value > UINT16_MAX;
    case CBOR_INT_64:
        return value > UINT32_MAX;
    }
    return false;
}

static struct bytes written(const cbor_item_t *item)
{
    unsigned char *bytes = NULL;
    size_t room = 0;
    size_t size = cbor_serialize_alloc(item, &bytes, &room);
    return bytes_of(bytes, size);
}

static bool keys_ascend(const cbor_item_t *map)
{
    const struct cbor_pair *pairs = cbor_map_handle(map);
    bool ascend = true;
    for (size_t i = 1; i < cbor_map_size(map) && ascend; i++) {
        struct bytes a = written(pairs[i - 1].key), b = written(pairs[i].key);
        ascend = bytes_compare(a, b) < 0;
        free((void *)(uintptr_t)a.data);
        free((void *)(uintptr_t)b.data);
    }
    return ascend;
}

static bool is_allowed(const cbor_item_t *item, int depth);

static bool children_are_allowed(const cbor_item_t *item, int depth)
{
    bool is_map = cbor_typeof(item) == CBOR_TYPE_MAP;
    if (depth == DEPTH_MAX ||
        !(is_map ? cbor_map_is_definite(item) : cbor_array_is_definite(item))) {
        return false;
    }
    size_t count = is_map ? cbor_map_size(item) : cbor_array_size(item);
    bool allowed = !is_map || keys_ascend(item);
    for (size_t i = 0; i < count && allowed; i++) {
        allowed = is_map ? is_allowed(cbor_map_handle(item)[i].key, depth + 1) &&
                               is_allowed(cbor_map_handle(item)[i].value, depth + 1)
                         : is_allowed(cbor_array_handle(item)[i], depth + 1);
    }
    return allowed;
}

static bool is_allowed(const cbor_item_t *item, int depth)
{
    switch (cbor_typeof(item)) {
    case CBOR_TYPE_UINT:
    case CBOR_TYPE_NEGINT:
        return int_is_shortest(item);
    case CBOR_TYPE_BYTESTRING:
        return cbor_bytestring_is_definite(item);
    case CBOR_TYPE_STRING:
        return cbor_string_is_definite(item) &&
               utf8_valid(bytes_of(cbor_string_handle(item), cbor_string_length(item)));
    case CBOR_TYPE_ARRAY:
    case CBOR_TYPE_MAP:
        return children_are_allowed(item, depth);
    case CBOR_TYPE_FLOAT_CTRL:
        return cbor_float_ctrl_is_ctrl(item) && cbor_is_bool(item);
    case CBOR_TYPE_TAG:
        return false;
    }
    return false;
}

static void note_count(void *most, size_t count)
{
    size_t *so_far = most;
    *so_far = count > *so_far ? count : *so_far;
}

/* libcbor allocates what a head promises; such inputs are no input to cbor_load. */
static bool promises_too_much(struct bytes input)
{
    struct cbor_callbacks callbacks = cbor_empty_callbacks;
    size_t most = 0;
    callbacks.array_start = note_count;
    callbacks.map_start = note_count;
    for (size_t at = 0; at < input.size;) {
        struct cbor_decoder_result result =
            cbor_stream_decode(input.data + at, input.size - at, &callbacks, &most);
        if (result.status != CBOR_DECODER_FINISHED) {
            break;
        }
        at += result.read;
    }
    return most > input.size;
}

bool oracle_accepts(struct bytes input)
{
    if (promises_too_much(input)) {
        return false;
    }
    struct cbor_load_result result;
    cbor_item_t *item = cbor_load(input.data, input.size, &result);
    if (!item) {
        return false;
    }
    bool accepts = result.read == input.size && is_allowed(item, 0);
    if (accepts) {
        struct bytes back = written(item);
        accepts = bytes_equal(back, input);
        free((void *)(uintptr_t)back.data);
    }
    cbor_decref(&item);
    return accepts;
}
