/* A frame is one zstd frame that says its size before a byte is inflated. */
#include "kit.h"

#include <stdlib.h>
#include <string.h>

static struct bytes sample(struct arena *arena, size_t size)
{
    uint8_t *to = arena_alloc(arena, size);
    for (size_t i = 0; i < size; i++) {
        to[i] = (uint8_t)(i / 100 * 7);
    }
    return bytes_of(to, size);
}

static void what_goes_in_comes_out(void **state)
{
    struct arena *arena = *state;
    const size_t sizes[] = {1, 100, 70000, 3000000};

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct bytes plain = sample(arena, sizes[i]), frame, back;
        assert_ok(pack_frame(plain, arena, &frame));
        assert_true(frame.size <= frame_bytes_max(plain.size));
        assert_ok(unpack_frame(frame, sizes[i], arena, &back));
        assert_true(bytes_equal(plain, back));
    }
}

static void a_size_over_the_limit_is_refused_before_inflating(void **state)
{
    struct arena *arena = *state;
    struct bytes frame, back;

    assert_ok(pack_frame(sample(arena, 1000000), arena, &frame));
    assert_true(frame.size < 10000);
    size_t used = arena_mark(arena);
    assert_err(ERR_FULL, unpack_frame(frame, 999999, arena, &back));
    assert_int_equal(arena_mark(arena), used);
}

static void what_is_not_exactly_one_frame_is_refused(void **state)
{
    struct arena *arena = *state;
    struct bytes frame, back;
    uint8_t two[4096];

    assert_ok(pack_frame(sample(arena, 1000), arena, &frame));
    for (size_t size = 0; size < frame.size; size++) {
        assert_err(ERR_INVALID, unpack_frame(bytes_of(frame.data, size), 1000, arena, &back));
    }
    assert_true(frame.size * 2 <= sizeof two);
    memcpy(two, frame.data, frame.size);
    memcpy(two + frame.size, frame.data, frame.size);
    assert_err(ERR_INVALID, unpack_frame(bytes_of(two, frame.size + 1), 1000, arena, &back));
    assert_err(ERR_INVALID, unpack_frame(bytes_of(two, 2 * frame.size), 2000, arena, &back));
    /* A skippable frame, for which zstd would answer "0 bytes". */
    assert_err(ERR_INVALID,
               unpack_frame(bytes_of_hex("50 2a 4d 18 01 00 00 00 00"), 1000, arena, &back));
    /* A frame of one raw block that declares no size. */
    assert_err(ERR_INVALID,
               unpack_frame(bytes_of_hex("28 b5 2f fd 00 58 09 00 00 61"), 1000, arena, &back));
}

/* ---- in pieces ---- */

static enum err add_piece(struct bytes piece, void *data)
{
    struct buffer *buffer = data;
    buffer_add(buffer, piece.data, piece.size);
    return buffer->failed ? ERR_NOMEM : OK;
}

static enum err unpack_pieces(struct bytes frame, uint64_t max, size_t piece, struct arena *arena,
                              struct bytes *plain)
{
    struct unpacker *unpacker = NULL;
    struct buffer buffer = buffer_begin(arena);
    enum err err = OK;

    assert_ok(unpacker_new(max, &unpacker));
    for (size_t at = 0; !err && at < frame.size; at += piece) {
        size_t size = frame.size - at < piece ? frame.size - at : piece;
        err = unpacker_add(unpacker, bytes_of(frame.data + at, size), add_piece, &buffer);
    }
    if (!err) {
        err = unpacker_end(unpacker);
    }
    unpacker_free(unpacker);
    return err ? err : buffer_end(&buffer, plain);
}

static struct bytes packed(struct arena *arena, struct bytes plain, size_t piece)
{
    struct packer *packer = NULL;
    struct buffer buffer = buffer_begin(arena);
    struct bytes frame;

    assert_ok(packer_new(plain.size, &packer));
    for (size_t at = 0; at < plain.size; at += piece) {
        bool last = plain.size - at <= piece;
        assert_ok(packer_add(packer, bytes_of(plain.data + at, last ? plain.size - at : piece),
                             last, add_piece, &buffer));
    }
    packer_free(packer);
    assert_ok(buffer_end(&buffer, &frame));
    return frame;
}

static void pieces_of_any_size_give_the_same(void **state)
{
    struct arena *arena = *state;
    struct bytes plain = sample(arena, 900000), back;
    struct bytes frame = packed(arena, plain, 33333);
    const size_t sizes[] = {1, 7, 1000, 100000};

    assert_ok(unpack_frame(frame, plain.size, arena, &back));
    assert_true(bytes_equal(plain, back));
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        assert_ok(unpack_pieces(frame, plain.size, sizes[i], arena, &back));
        assert_true(bytes_equal(plain, back));
    }
}

static void a_packer_keeps_to_the_size_it_was_told(void **state)
{
    struct arena *arena = *state;
    struct bytes plain = sample(arena, 1000);
    struct packer *packer = NULL;
    struct buffer buffer = buffer_begin(arena);

    assert_ok(packer_new(999, &packer));
    assert_err(ERR_INVALID, packer_add(packer, plain, true, add_piece, &buffer));
    packer_free(packer);
}

static void pieces_are_bounded_and_complete(void **state)
{
    struct arena *arena = *state;
    struct bytes plain = sample(arena, 5000), back;
    struct bytes frame;
    uint8_t longer[4096];

    assert_ok(pack_frame(plain, arena, &frame));
    assert_err(ERR_FULL, unpack_pieces(frame, 4999, 3, arena, &back));
    assert_err(ERR_INVALID,
               unpack_pieces(bytes_of(frame.data, frame.size - 1), 5000, 3, arena, &back));
    assert_err(ERR_INVALID, unpack_pieces(bytes_of(frame.data, 2), 5000, 1, arena, &back));
    assert_true(frame.size < sizeof longer);
    memcpy(longer, frame.data, frame.size);
    longer[frame.size] = 0;
    assert_err(ERR_INVALID,
               unpack_pieces(bytes_of(longer, frame.size + 1), 5000, 4096, arena, &back));
    assert_err(ERR_INVALID,
               unpack_pieces(bytes_of_hex("50 2a 4d 18 01 00 00 00 00"), 5000, 1, arena, &back));
}

/* What zstd takes whole and not in pieces. */
static void what_is_refused_in_pieces_is_refused_whole(void **state)
{
    static const char *const frames[] = {
        "28 b5 2f fd a1 00 00 00 00 00 03 00 00 e1", /* nothing, repeated (fuzz_snapshot) */
        "28 b5 2f fd 20 00 01 00 00",                /* nothing */
        "28 b5 2f fd 80 70 05 00 00 00 29 00 00 61 62 63 64 65", /* a window of 16 MiB */
    };
    struct bytes back;

    for (size_t i = 0; i < sizeof frames / sizeof frames[0]; i++) {
        struct bytes frame = bytes_of_hex(frames[i]);
        assert_err(ERR_INVALID, unpack_frame(frame, 1000, *state, &back));
        for (size_t piece = 1; piece <= frame.size; piece++) {
            assert_err(ERR_INVALID, unpack_pieces(frame, 1000, piece, *state, &back));
        }
    }
    /* The same with the largest window that there may be. */
    assert_ok(unpack_frame(bytes_of_hex("28 b5 2f fd 80 68 05 00 00 00 29 00 00 61 62 63 64 65"),
                           1000, *state, &back));
    assert_true(bytes_equal(back, bytes_of_text("abcde")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_goes_in_comes_out, test_arena),
        TEST(a_size_over_the_limit_is_refused_before_inflating, test_arena),
        TEST(what_is_not_exactly_one_frame_is_refused, test_arena),
        TEST(pieces_of_any_size_give_the_same, test_arena),
        TEST(a_packer_keeps_to_the_size_it_was_told, test_arena),
        TEST(pieces_are_bounded_and_complete, test_arena),
        TEST(what_is_refused_in_pieces_is_refused_whole, test_arena),
    };
    return cmocka_run_group_tests_name("wire.pack", tests, NULL, NULL);
}
