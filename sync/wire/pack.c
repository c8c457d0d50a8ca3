/* pack.c - see pack.h. */
#include "pack.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

enum {
    FRAME_HEAD_BYTES_MAX = 18 /* RFC 8878: magic 4, descriptor 1, window 1, dictionary 4, size 8 */
};

/* A frame, not a skippable one (for which zstd declares the size 0). */
static bool frame_begins(struct bytes frame)
{
    static const uint8_t magic[4] = {0x28, 0xb5, 0x2f, 0xfd};
    return frame.size >= sizeof magic && memcmp(frame.data, magic, sizeof magic) == 0;
}

/* RFC 8878, 3.1.1.1: a single segment's window is its content, another's has a byte of its own.
 * Asked here, since only zstd's reading in pieces asks for itself. `frame` is a head with a
 * declared size. */
static bool window_fits(struct bytes frame, uint64_t declared)
{
    static const uint8_t single = 0x20;
    if (frame.data[4] & single) {
        return declared <= (uint64_t)1 << PACK_WINDOW_LOG_MAX;
    }
    unsigned exponent = 10 + (frame.data[5] >> 3), eighths = frame.data[5] & 7;
    uint64_t base = (uint64_t)1 << exponent;
    return base + base / 8 * eighths <= (uint64_t)1 << PACK_WINDOW_LOG_MAX;
}

/* Neither unknown nor nothing: zstd 1.5.4 takes an empty block of repeats whole and refuses it in
 * pieces, and nothing of ours is empty. */
static bool is_declared(unsigned long long declared)
{
    return declared != ZSTD_CONTENTSIZE_UNKNOWN && declared != ZSTD_CONTENTSIZE_ERROR &&
           declared > 0;
}

static bool zstd_set(ZSTD_CCtx *zstd, int level)
{
    return !ZSTD_isError(ZSTD_CCtx_setParameter(zstd, ZSTD_c_compressionLevel, level)) &&
           !ZSTD_isError(ZSTD_CCtx_setParameter(zstd, ZSTD_c_contentSizeFlag, 1)) &&
           !ZSTD_isError(ZSTD_CCtx_setParameter(zstd, ZSTD_c_checksumFlag, 0));
}

uint64_t frame_bytes_max(uint64_t plain_size)
{
    return plain_size + plain_size / 64 + 1024;
}

/* ---- whole ---- */

enum err pack_frame(struct bytes plain, struct arena *arena, struct bytes *frame)
{
    size_t mark = arena_mark(arena);
    size_t bound = ZSTD_compressBound(plain.size);
    uint8_t *to = arena_alloc(arena, bound);
    ZSTD_CCtx *zstd = to ? ZSTD_createCCtx() : NULL;

    if (!zstd || !zstd_set(zstd, PACK_LEVEL)) {
        ZSTD_freeCCtx(zstd);
        arena_rewind(arena, mark);
        return ERR_NOMEM;
    }
    size_t size = ZSTD_compress2(zstd, to, bound, plain.data, plain.size);
    ZSTD_freeCCtx(zstd);
    if (ZSTD_isError(size)) {
        arena_rewind(arena, mark);
        return ERR_NOMEM;
    }
    arena_rewind(arena, arena_mark(arena) - (bound - size));
    *frame = bytes_of(to, size);
    return OK;
}

enum err unpack_frame(struct bytes frame, size_t max, struct arena *arena, struct bytes *plain)
{
    if (!frame_begins(frame) ||
        ZSTD_findFrameCompressedSize(frame.data, frame.size) != frame.size) {
        return ERR_INVALID;
    }
    unsigned long long declared = ZSTD_getFrameContentSize(frame.data, frame.size);
    if (!is_declared(declared)) {
        return ERR_INVALID;
    }
    if (declared > max) {
        return ERR_FULL;
    }
    if (!window_fits(frame, declared)) {
        return ERR_INVALID;
    }
    size_t mark = arena_mark(arena);
    uint8_t *to = arena_alloc(arena, (size_t)declared);
    if (!to) {
        return ERR_NOMEM;
    }
    size_t size = ZSTD_decompress(to, (size_t)declared, frame.data, frame.size);
    if (ZSTD_isError(size) || size != declared) {
        arena_rewind(arena, mark);
        return ERR_INVALID;
    }
    *plain = bytes_of(to, size);
    return OK;
}

/* ---- in pieces ---- */

struct packer {
    ZSTD_CCtx *zstd;
    uint64_t left; /* plain bytes still to come */
    uint8_t *out;
    size_t out_max;
};

static int stream_level(uint64_t plain_size)
{
    return plain_size <= PACK_STRONG_BYTES_MAX ? PACK_LEVEL : PACK_STREAM_LEVEL;
}

enum err packer_new(uint64_t plain_size, struct packer **packer)
{
    struct packer *p = calloc(1, sizeof *p);

    if (p) {
        p->left = plain_size;
        p->zstd = ZSTD_createCCtx();
        p->out_max = ZSTD_CStreamOutSize();
        p->out = malloc(p->out_max);
    }
    if (!p || !p->zstd || !p->out || !zstd_set(p->zstd, stream_level(plain_size)) ||
        ZSTD_isError(ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_windowLog, PACK_WINDOW_LOG_MAX)) ||
        ZSTD_isError(ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_enableLongDistanceMatching, 1)) ||
        ZSTD_isError(ZSTD_CCtx_setPledgedSrcSize(p->zstd, plain_size))) {
        packer_free(p);
        return ERR_NOMEM;
    }
    *packer = p;
    return OK;
}

enum err packer_add(struct packer *packer, struct bytes plain, bool last,
                    pack_piece_fn *handle_piece, void *data)
{
    ZSTD_inBuffer in = {.src = plain.data, .size = plain.size};
    bool more = true;

    /* zstd itself lets a first call that is the last one change the size it was told. */
    if (plain.size > packer->left || (last && plain.size < packer->left)) {
        return ERR_INVALID;
    }
    packer->left -= plain.size;
    while (more) {
        ZSTD_outBuffer out = {.dst = packer->out, .size = packer->out_max};
        size_t left =
            ZSTD_compressStream2(packer->zstd, &out, &in, last ? ZSTD_e_end : ZSTD_e_continue);
        if (ZSTD_isError(left)) {
            return ERR_INVALID;
        }
        enum err err = out.pos > 0 ? handle_piece(bytes_of(packer->out, out.pos), data) : OK;
        if (err) {
            return err;
        }
        more = last ? left > 0 : in.pos < in.size;
    }
    return OK;
}

void packer_free(struct packer *packer)
{
    if (packer) {
        ZSTD_freeCCtx(packer->zstd);
        free(packer->out);
        free(packer);
    }
}

struct unpacker {
    ZSTD_DCtx *zstd;
    uint64_t max;
    uint8_t head[FRAME_HEAD_BYTES_MAX]; /* until the declared size is known */
    size_t head_size;
    bool declared, ended;
    uint8_t *out;
    size_t out_max;
};

enum err unpacker_new(uint64_t max, struct unpacker **unpacker)
{
    struct unpacker *u = calloc(1, sizeof *u);

    if (u) {
        u->max = max;
        u->zstd = ZSTD_createDCtx();
        u->out_max = ZSTD_DStreamOutSize();
        u->out = malloc(u->out_max);
    }
    if (!u || !u->zstd || !u->out ||
        ZSTD_isError(ZSTD_DCtx_setParameter(u->zstd, ZSTD_d_windowLogMax, PACK_WINDOW_LOG_MAX))) {
        unpacker_free(u);
        return ERR_NOMEM;
    }
    *unpacker = u;
    return OK;
}

static enum err inflate(struct unpacker *u, struct bytes piece, pack_piece_fn *handle_piece,
                        void *data)
{
    ZSTD_inBuffer in = {.src = piece.data, .size = piece.size};
    bool full = false; /* the last output filled its block: there may be more without any input */

    while (in.pos < in.size || full) {
        if (u->ended) {
            return in.pos < in.size ? ERR_INVALID : OK; /* something behind the frame */
        }
        ZSTD_outBuffer out = {.dst = u->out, .size = u->out_max};
        size_t left = ZSTD_decompressStream(u->zstd, &out, &in);
        if (ZSTD_isError(left)) {
            return ERR_INVALID;
        }
        u->ended = left == 0;
        full = out.pos == out.size;
        enum err err = out.pos > 0 ? handle_piece(bytes_of(u->out, out.pos), data) : OK;
        if (err) {
            return err;
        }
    }
    return OK;
}

/* Takes bytes off the piece until the head says how large the content is. */
static enum err declared_read(struct unpacker *u, struct bytes *piece)
{
    while (!u->declared && piece->size > 0) {
        u->head[u->head_size++] = piece->data[0];
        *piece = bytes_of(piece->data + 1, piece->size - 1);
        unsigned long long declared = ZSTD_getFrameContentSize(u->head, u->head_size);
        bool known = is_declared(declared);
        if (known && !frame_begins(bytes_of(u->head, u->head_size))) {
            return ERR_INVALID;
        }
        if (declared == ZSTD_CONTENTSIZE_UNKNOWN || (!known && u->head_size == sizeof u->head)) {
            return ERR_INVALID;
        }
        if (known && declared > u->max) {
            return ERR_FULL;
        }
        if (known && !window_fits(bytes_of(u->head, u->head_size), declared)) {
            return ERR_INVALID;
        }
        u->declared = known;
    }
    return OK;
}

enum err unpacker_add(struct unpacker *unpacker, struct bytes frame_piece,
                      pack_piece_fn *handle_piece, void *data)
{
    if (!unpacker->declared) {
        enum err err = declared_read(unpacker, &frame_piece);
        if (err || !unpacker->declared) {
            return err;
        }
        err = inflate(unpacker, bytes_of(unpacker->head, unpacker->head_size), handle_piece, data);
        if (err) {
            return err;
        }
    }
    return inflate(unpacker, frame_piece, handle_piece, data);
}

enum err unpacker_end(struct unpacker *unpacker)
{
    return unpacker->ended ? OK : ERR_INVALID;
}

void unpacker_free(struct unpacker *unpacker)
{
    if (unpacker) {
        ZSTD_freeDCtx(unpacker->zstd);
        free(unpacker->out);
        free(unpacker);
    }
}
