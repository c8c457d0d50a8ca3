/* Our reader and libcbor agree on a hundred thousand inputs, most of them nearly right. */
#include "support.h"

#include "cbor.h"
#include "cbor_oracle.h"

enum { ROUNDS = 100000, INPUT_BYTES_MAX = 256 };

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
