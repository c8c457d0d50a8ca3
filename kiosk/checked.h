/* checked.h - which published entries were found to be signed as they must be.
 *
 * A signature costs more than a page; an entry's bytes that were found good under a root stay good
 * under it, so they are remembered by their hash. A small table where newer ones push out older. */
#pragma once

#include "entry.h"

enum { CHECKED_MAX = 1024 };

struct checked {
    struct hash seen[CHECKED_MAX];
    uint64_t signatures_checked; /* entries really verified, for tests and the bench */
};

void checked_forget(struct checked *checked); /* the root changed */
/* `bytes` is an entry under `key`, signed as its kind asks. ERR_INVALID, ERR_MISMATCH (of another
 * key), ERR_DENIED. `entry` points into `bytes`. */
MUST_CHECK enum err checked_entry(struct checked *checked, const struct root *root, struct text key,
                                  struct bytes bytes, struct entry *entry, struct complaint *why);
/* `object` is what this (checked) entry names. ERR_MISMATCH. */
MUST_CHECK enum err checked_object(const struct entry *entry, struct bytes object,
                                   struct complaint *why);
