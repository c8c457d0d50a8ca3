/* limit.h - token buckets that survive a reboot, so that pulling the plug refills nothing. */
#pragma once

#include "store.h"

struct limit {
    const char *name; /* of the bucket */
    uint32_t burst;   /* tokens at most */
    uint32_t per_s;   /* seconds until one token comes back */
};

/* Takes one token. ERR_FULL: none left; *wait_s says for how many seconds. A clock that went back
 * refills nothing; it is noted, also with ERR_FULL, so commit then too, else no token comes back
 * before the clock is where it was. Part of the caller's transaction. */
MUST_CHECK enum err limit_take(struct txn *txn, const struct limit *limit, int64_t now_s,
                               int64_t *wait_s);
/* Tokens left, without taking. */
MUST_CHECK enum err limit_left(struct txn *txn, const struct limit *limit, int64_t now_s,
                               uint32_t *left);
