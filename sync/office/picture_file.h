/* picture_file.h - a photograph or drawing as staff have it, turned into what may be published: the
 * picture and nothing else.
 *
 * Cameras and phones write into a file where and when it was taken, by what, and often a small
 * second picture. None of that leaves the office: only the parts that a decoder needs are kept. How
 * a photograph is to be turned is kept as well (EXIF's orientation), since phones rely on it. The
 * pixels are not decoded here: what is too large is made smaller by another process
 * (picture_shrink.h), and the kiosk checks all again before its decoder sees it. */
#pragma once

#include "arena.h"

enum {
    PICTURE_FILE_BYTES_MAX = 24 * 1024 * 1024, /* what is read at all: SHRINK_FILE_BYTES_MAX */
    PICTURE_BYTES_MAX = 409600,                /* what is published: `picture.file` of kinds.def */
    PICTURE_SIDE_PX_MAX = 8192,                /* as the kiosk's own limits */
    PICTURE_PIXELS_MAX = 6 * 1000 * 1000,
    PICTURE_SCANS_MAX = 32, /* of a JPEG */
};

/* Pure. `out` in the arena. ERR_INVALID, in Chinese and saying what to do: neither PNG nor JPEG,
 * cut short. ERR_FULL, likewise: larger in pixels or bytes than a kiosk shows; `out` is clean all
 * the same. ERR_NOMEM. */
MUST_CHECK enum err picture_clean(struct bytes file, struct arena *arena, struct bytes *out,
                                  struct complaint *why);
struct picture_file {
    struct bytes bytes;
    bool shrunk;
};
/* Reads and cleans, and has made smaller what is too large. ERR_NOT_FOUND: there is no such file;
 * ERR_FULL: it is too large, and could not be made smaller here. */
MUST_CHECK enum err picture_file_read(const char *path, struct arena *arena,
                                      struct picture_file *picture, struct complaint *why);
