/* shrink.h - a picture too large for a kiosk made small enough, as a JPEG.
 *
 * Decodes what anybody may have made, so it runs in a process of its own that can open nothing
 * (shrink_main.c); picture_file.c of the office has looked at the file's parts before. EXIF's
 * orientation is not applied and not kept: whoever asks puts it back. */
#pragma once

#include "bytes.h"

enum {
    SHRINK_FILE_BYTES_MAX = 24 * 1024 * 1024,
    SHRINK_READ_PIXELS_MAX = 32 * 1000 * 1000, /* three bytes each of a PNG, six of a progressive
                                                  JPEG in full colour: 192 MB */
};

struct shrink_limits {
    uint64_t read_pixels; /* of the file; more are refused before anything is decoded */
    uint64_t pixels;      /* of what is made */
    uint32_t side_px;
    size_t bytes;
};
/* What noticepoint-shrink is asked for: twice the width of a screen of 1080, for the page on which
 * a picture is made twice as large. */
extern const struct shrink_limits shrink_limits_kiosk;

struct shrunk {
    uint8_t *bytes; /* a JPEG; shrink_free() */
    size_t size;
    uint32_t w, h;
};

/* Tries eighths of the size from eight down, each with less and less fidelity, and takes the first
 * that is within the limits. ERR_INVALID: no picture, damaged, with colours for printing (CMYK), or
 * larger than read_pixels; ERR_FULL: at an eighth of its size still not within the limits;
 * ERR_NOMEM. */
MUST_CHECK enum err shrink_picture(struct bytes file, const struct shrink_limits *limits,
                                   struct shrunk *shrunk);
void shrink_free(struct shrunk *shrunk);
