/* picture_shrink.h - asks noticepoint-shrink for a smaller picture. */
#pragma once

#include "arena.h"

/* The file's parts were looked at before (picture_clean). `out`: a JPEG, in the arena, without
 * EXIF; it came from another process: to be looked at as any file. ERR_NOT_FOUND: the program is
 * not installed. ERR_UNAVAILABLE: it cannot do it, or took too long. ERR_NOMEM, ERR_IO. */
MUST_CHECK enum err picture_shrink(struct bytes file, struct arena *arena, struct bytes *out);
