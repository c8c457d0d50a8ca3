/* fuzz_snapshot.c - frames and snapshots, whole and in pieces, come out the same or not at all. */
#include "fuzz_wire.h"

#include "pack.h"
#include "snapshot.h"

enum { ARENA_BYTES = 16 * 1024 * 1024, PLAIN_BYTES_MAX = 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum err add_piece(struct bytes piece, void *data)
{
    struct buffer *buffer = data;
    buffer_add(buffer, piece.data, piece.size);
    return buffer->failed ? ERR_FULL : OK;
}

/* True: it is a frame; *plain is what it holds. */
static bool unpack_pieces(struct bytes frame, size_t piece, struct arena *arena,
                          struct bytes *plain)
{
    struct unpacker *unpacker = NULL;
    struct buffer buffer = buffer_begin(arena);
    enum err err = unpacker_new(PLAIN_BYTES_MAX, &unpacker);

    must(err == OK);
    for (size_t at = 0; !err && at < frame.size; at += piece) {
        size_t size = frame.size - at < piece ? frame.size - at : piece;
        err = unpacker_add(unpacker, bytes_of(frame.data + at, size), add_piece, &buffer);
    }
    if (!err) {
        err = unpacker_end(unpacker);
    }
    unpacker_free(unpacker);
    return !err && buffer_end(&buffer, plain) == OK;
}

static enum err take_item(const struct entry *entry, struct bytes entry_bytes, struct bytes object,
                          void *data, struct complaint *why)
{
    uint64_t *sum = data;
    (void)why;

    must(entry->size == object.size && entry_bytes.size <= ENTRY_BYTES_MAX);
    *sum += entry->version * 31 + object.size;
    return OK;
}

/* What a reader makes of it, fed in pieces: its verdict and a sum over the items. */
static enum err read_pieces(struct bytes plain, size_t piece, struct arena *arena, uint64_t *sum)
{
    struct snapshot_reader reader;
    size_t mark = arena_mark(arena);
    enum err err = snapshot_read_begin(&reader, arena);

    *sum = 0;
    must(err == OK);
    for (size_t at = 0; !err && at < plain.size; at += piece) {
        size_t size = plain.size - at < piece ? plain.size - at : piece;
        err = snapshot_read(&reader, bytes_of(plain.data + at, size), NULL, take_item, sum);
    }
    if (!err) {
        struct hasher name = reader.name;
        struct hash hash = hasher_end(&name);
        err = snapshot_read_end(&reader, &hash, NULL);
    }
    arena_rewind(arena, mark);
    return err;
}

static void check_snapshot(struct bytes plain, struct arena *arena)
{
    uint64_t whole_sum, pieces_sum;
    bool whole = read_pieces(plain, plain.size + 1, arena, &whole_sum) == OK;
    bool pieces = read_pieces(plain, 61, arena, &pieces_sum) == OK;

    must(whole == pieces && (!whole || whole_sum == pieces_sum));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    struct bytes input = bytes_of(data, size), whole, pieces;

    if (!arena.base) {
        must(seal_start() == OK && arena_init(&arena, ARENA_BYTES) == OK);
    }
    arena_reset(&arena);
    bool is_frame = unpack_frame(input, PLAIN_BYTES_MAX, &arena, &whole) == OK;
    bool in_pieces = unpack_pieces(input, 7, &arena, &pieces);
    if (is_frame) {
        must(in_pieces && bytes_equal(whole, pieces));
        check_snapshot(whole, &arena);
    }
    check_snapshot(input, &arena);
    return 0;
}
