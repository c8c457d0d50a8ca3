/* Our reader and libcbor agree on a hundred thousand inputs, most of them nearly right.
 *
 * libcbor is no strict reader: it gives a tree. Here the rules are asked of that tree, in its own
 * terms, and written back it must be the input (libcbor keeps a number's width and writes sizes
 * shortest). */
#include "support.h"

#include <stdlib.h>

#include <cbor.h>

/* Ours, under the names that libcbor's <cbor.h> leaves free. */
enum err cbor_check(struct bytes bytes);

#include "utf8.h"

enum { ROUNDS = 100000, INPUT_BYTES_MAX = 256, DEPTH_MAX = 8 };

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

static bool oracle_accepts(struct bytes input)
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

/* ---- inputs ---- */

static void put_head(struct buffer *b, unsigned major, uint64_t value)
{
    if (value < 24) {
        buffer_add_byte(b, (uint8_t)(major << 5 | value));
    } else if (value <= UINT8_MAX) {
        buffer_add_byte(b, (uint8_t)(major << 5 | 24));
        buffer_add_byte(b, (uint8_t)value);
    } else {
        uint8_t eight[8];
        unsigned info = value <= UINT16_MAX ? 25 : value <= UINT32_MAX ? 26 : 27;
        be64_put(eight, value);
        buffer_add_byte(b, (uint8_t)(major << 5 | info));
        buffer_add(b, eight + 8 - (1U << (info - 24)), 1U << (info - 24));
    }
}

static void put_item(struct buffer *b, struct dice *dice, int depth)
{
    static const char words[] = "居委会abc";
    size_t count = dice_below(dice, 4);
    switch (dice_below(dice, depth > 3 ? 5 : 7)) {
    case 0:
        put_head(b, 0, dice_roll(dice) >> dice_below(dice, 64));
        break;
    case 1:
        put_head(b, 1, dice_roll(dice) >> dice_below(dice, 64));
        break;
    case 2:
        put_head(b, 2, count);
        buffer_add(b, words, count);
        break;
    case 3:
        put_head(b, 3, 3 * count);
        buffer_add(b, words, 3 * count);
        break;
    case 4:
        buffer_add_byte(b, dice_below(dice, 2) ? 0xF5 : 0xF4);
        break;
    case 5:
        put_head(b, 4, count);
        for (size_t i = 0; i < count; i++) {
            put_item(b, dice, depth + 1);
        }
        break;
    default:
        put_head(b, 5, count);
        for (size_t i = 0; i < count; i++) {
            put_head(b, 0, 10 * i + dice_below(dice, 11)); /* sometimes twice the same */
            put_item(b, dice, depth + 1);
        }
        break;
    }
}

/* Right, or with a byte or two changed, or cut. */
static size_t make_input(struct arena *arena, struct dice *dice, uint8_t input[INPUT_BYTES_MAX])
{
    struct bytes bytes;
    struct buffer b = buffer_begin(arena);
    put_item(&b, dice, 0);
    assert_ok(buffer_end(&b, &bytes));
    size_t size = bytes.size < INPUT_BYTES_MAX ? bytes.size : INPUT_BYTES_MAX;
    for (size_t i = 0; i < size; i++) {
        input[i] = bytes.data[i];
    }
    for (size_t i = dice_below(dice, 3); i > 0 && size > 0; i--) {
        input[dice_below(dice, size)] = (uint8_t)dice_roll(dice);
    }
    return dice_below(dice, 8) ? size : dice_below(dice, size + 1);
}

static void both_readers_accept_the_same(void **state)
{
    struct dice dice = {20261124};
    struct arena *arena = *state;
    uint8_t input[INPUT_BYTES_MAX];
    size_t accepted = 0;
    for (int i = 0; i < ROUNDS; i++) {
        arena_reset(arena);
        struct bytes bytes = bytes_of(input, make_input(arena, &dice, input));
        bool ours = cbor_check(bytes) == OK;
        if (ours != oracle_accepts(bytes)) {
            char hex[2 * INPUT_BYTES_MAX + 1];
            hex_format(bytes, hex);
            fail_msg("round %d: we %s %s", i, ours ? "accept" : "refuse", hex);
        }
        accepted += ours;
    }
    assert_true(accepted > ROUNDS / 10 &&
                accepted < ROUNDS - ROUNDS / 10); /* both sides were met */
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(both_readers_accept_the_same, test_arena)};
    return cmocka_run_group_tests_name("cbor_oracle", tests, NULL, NULL);
}
