/* snapshot_make.h - all that is live in one file, from what a transaction sees (PROTOCOL 7). */
#pragma once

#include "tree.h"

/* The log up to which it goes. */
struct snapshot_place {
    uint64_t seq;
    struct hash tip;
};

struct snapshot_made {
    struct hash name;
    uint64_t size, seq; /* size: plain bytes */
    bool sound;         /* every entry is signed as its kind asks, by keys of the site's root: the
                           office may endorse it (wire/head.h) */
    struct tree_file file;
};

/* Writes it under the name `part` of the tree, where no kiosk looks for it. The place is that of
 * the newest log in `txn`. ERR_BUSY: another process is writing there; the errors of the disk;
 * nothing is left then. */
MUST_CHECK enum err snapshot_make(struct site *site, struct txn *txn,
                                  const struct snapshot_place *place, const char *part,
                                  struct snapshot_made *made, struct complaint *why);
/* Gives it its name; the site's lock is held. Durable after tree_sync(). */
MUST_CHECK enum err snapshot_show(struct site *site, struct snapshot_made *made,
                                  struct complaint *why);
