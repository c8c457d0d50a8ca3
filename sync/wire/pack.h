/* pack.h - zstd frames (the only includer of <zstd.h>). Every frame declares its content size,
 * which is checked against a limit before anything is inflated. */
#pragma once

#include "arena.h"

enum {
    PACK_LEVEL = 19,        /* of small frames, which every kiosk fetches */
    PACK_STREAM_LEVEL = 12, /* of snapshots over PACK_STRONG_BYTES_MAX: the office waits for them */
    PACK_STRONG_BYTES_MAX = 64 * 1024 * 1024,
    PACK_WINDOW_LOG_MAX = 23,
};

/* The most bytes that a frame of `plain_size` plain bytes may take. */
uint64_t frame_bytes_max(uint64_t plain_size);
MUST_CHECK enum err pack_frame(struct bytes plain, struct arena *arena, struct bytes *frame);
/* ERR_INVALID: not one frame, or declares no size, or 0, or a window over PACK_WINDOW_LOG_MAX;
 * ERR_FULL: declares more than `max`. In pieces the same. */
MUST_CHECK enum err unpack_frame(struct bytes frame, size_t max, struct arena *arena,
                                 struct bytes *plain);

/* In pieces. */
struct packer;
struct unpacker;
typedef enum err pack_piece_fn(struct bytes piece, void *data);
MUST_CHECK enum err packer_new(uint64_t plain_size, struct packer **packer);
/* ERR_INVALID: more bytes than packer_new was told, or fewer at the last. */
MUST_CHECK enum err packer_add(struct packer *packer, struct bytes plain, bool last,
                               pack_piece_fn *handle_piece, void *data);
void packer_free(struct packer *packer);
MUST_CHECK enum err unpacker_new(uint64_t max, struct unpacker **unpacker);
MUST_CHECK enum err unpacker_add(struct unpacker *unpacker, struct bytes frame_piece,
                                 pack_piece_fn *handle_piece, void *data);
/* ERR_INVALID: the frame is not complete. */
MUST_CHECK enum err unpacker_end(struct unpacker *unpacker);
void unpacker_free(struct unpacker *unpacker);
