/* drop.h - a folder that staff put files into: they are imported, and 结果.txt beside them says how
 * it went. Nothing is signed or published by it. */
#pragma once

#include "site.h"

enum {
    DROP_FILES_MAX = 500,
    DROP_SETTLE_S = 2, /* a file younger than this may still be being written */
};

struct drop {
    const char *folder; /* NULL: none */
    struct hash seen;   /* names, sizes and times when it was last imported */
};

/* Imports when something has changed since the last time. */
MUST_CHECK enum err drop_look(struct drop *drop, struct site *site, int64_t clock_s,
                              struct complaint *why);
