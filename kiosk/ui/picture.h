/* picture.h - pixels as PNG files, the same bytes from run to run. */
#pragma once

#include "arena.h"
#include "paint.h"

enum { PICTURE_SIDE_PX_MAX = 8192 };

/* Written beside and renamed. ERR_IO, ERR_FULL, ERR_READONLY with a sentence. */
MUST_CHECK enum err picture_write(const char *path, struct surface surface, struct complaint *why);
/* ERR_NOT_FOUND; ERR_INVALID: no PNG, or larger than PICTURE_SIDE_PX_MAX; ERR_NOMEM. */
MUST_CHECK enum err picture_read(const char *path, struct arena *arena, struct surface *out,
                                 struct complaint *why);
