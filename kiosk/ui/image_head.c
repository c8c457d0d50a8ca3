#include "image.h"

#include <string.h>

enum {
    MARKER = 0xff,
    SOI = 0xd8,
    EOI = 0xd9,
    SOS = 0xda,
    APP1 = 0xe1,
    TAG_ORIENTATION = 0x0112,
    EXIF_HEAD_BYTES = 6, /* "Exif" and two zeros, before the TIFF inside */
    TIFF_ENTRY_BYTES = 12,
};

/* A reader of big- or little-endian numbers that answers 0 behind the end. */
struct view {
    const uint8_t *data;
    size_t size;
    bool little;
};

static unsigned byte_at(const struct view *view, size_t at)
{
    return at < view->size ? view->data[at] : 0;
}

static unsigned u16_at(const struct view *view, size_t at)
{
    unsigned a = byte_at(view, at), b = byte_at(view, at + 1);

    return view->little ? b << 8 | a : a << 8 | b;
}

static uint32_t u32_at(const struct view *view, size_t at)
{
    uint32_t a = u16_at(view, at), b = u16_at(view, at + 2);

    return view->little ? b << 16 | a : a << 16 | b;
}

static enum err sizes_check(uint32_t w, uint32_t h, struct image_head *head)
{
    if (w == 0 || h == 0 || w > IMAGE_SIDE_PX_MAX || h > IMAGE_SIDE_PX_MAX ||
        (uint64_t)w * h > IMAGE_PIXELS_MAX) {
        return ERR_INVALID;
    }
    bool on_its_side = head->turning >= 5;
    head->w = (int)(on_its_side ? h : w);
    head->h = (int)(on_its_side ? w : h);
    return OK;
}

/* ---- PNG ---- */

static enum err png_read(const struct view *file, struct image_head *head)
{
    head->kind = IMAGE_PNG;
    if (file->size < 33 || u32_at(file, 8) != 13 || memcmp(file->data + 12, "IHDR", 4) != 0) {
        return ERR_INVALID;
    }
    return sizes_check(u32_at(file, 16), u32_at(file, 20), head);
}

/* ---- JPEG ---- */

/* The orientation among the first directory's entries of the TIFF in an EXIF segment; 1 if none. */
static int exif_turning(struct view segment)
{
    if (segment.size < EXIF_HEAD_BYTES + 8 || memcmp(segment.data, "Exif\0", 6) != 0) {
        return 1;
    }
    struct view tiff = {segment.data + EXIF_HEAD_BYTES, segment.size - EXIF_HEAD_BYTES, false};
    tiff.little = tiff.data[0] == 'I';
    size_t directory = u32_at(&tiff, 4);
    if (directory > tiff.size) {
        return 1;
    }
    unsigned count = u16_at(&tiff, directory);
    for (unsigned i = 0; i < count; i++) {
        size_t entry = directory + 2 + (size_t)i * TIFF_ENTRY_BYTES;
        if (entry + TIFF_ENTRY_BYTES > tiff.size) {
            break;
        }
        if (u16_at(&tiff, entry) == TAG_ORIENTATION) {
            unsigned turning = u16_at(&tiff, entry + 8);
            return turning >= 1 && turning <= 8 ? (int)turning : 1;
        }
    }
    return 1;
}

/* Frames that hold the size; C4, C8 and CC are other things. Lossless and arithmetic ones are for
 * the decoder to refuse. */
static bool is_frame(unsigned marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/* Within a scan FF is followed by 00 or a restart, so that the two bytes always mean a new one; in
 * other segments they may stand by chance, which only makes us stricter. */
static bool has_too_many_scans(const struct view *file)
{
    int scans = 0;

    for (size_t i = 0; i + 1 < file->size; i++) {
        const uint8_t *found = memchr(file->data + i, MARKER, file->size - i - 1);
        if (!found) {
            break;
        }
        i = (size_t)(found - file->data);
        scans += file->data[i + 1] == SOS;
        if (scans > IMAGE_SCANS_MAX) {
            return true;
        }
    }
    return false;
}

static enum err jpeg_read(const struct view *file, struct image_head *head)
{
    head->kind = IMAGE_JPEG;
    for (size_t at = 2; at + 4 <= file->size;) {
        unsigned marker = byte_at(file, at + 1);
        if (byte_at(file, at) != MARKER || marker == SOS || marker == EOI) {
            return ERR_INVALID; /* pixels begin, and no size was told */
        }
        if (marker == MARKER || (marker >= 0xd0 && marker <= SOI)) {
            at += marker == MARKER ? 1 : 2; /* padding; markers without a segment */
            continue;
        }
        size_t size = u16_at(file, at + 2);
        if (size < 2 || at + 2 + size > file->size) {
            return ERR_INVALID;
        }
        if (marker == APP1) {
            int turning = exif_turning((struct view){file->data + at + 4, size - 2, false});
            head->turning = turning != 1 ? turning : head->turning;
        }
        if (is_frame(marker)) {
            if (size < 8 || has_too_many_scans(file)) {
                return ERR_INVALID;
            }
            return sizes_check(u16_at(file, at + 7), u16_at(file, at + 5), head);
        }
        at += 2 + size;
    }
    return ERR_INVALID;
}

enum err image_head_read(struct bytes bytes, struct image_head *out)
{
    static const uint8_t png[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    struct view file = {bytes.data, bytes.size, false};
    struct image_head head = {.turning = 1};
    enum err err = ERR_INVALID;

    if (bytes.size < sizeof png || bytes.size > IMAGE_FILE_BYTES_MAX) {
        return ERR_INVALID;
    }
    if (memcmp(bytes.data, png, sizeof png) == 0) {
        err = png_read(&file, &head);
    } else if (bytes.data[0] == MARKER && bytes.data[1] == SOI) {
        err = jpeg_read(&file, &head);
    }
    if (!err) {
        *out = head;
    }
    return err;
}
