/* backoff.h - how long to wait before the next round. The randomness is an argument. */
#pragma once

#include "bytes.h"

enum {
    INTERVAL_S_DEFAULT = 300,
    BACKOFF_S_FIRST = 2,
    BACKOFF_S_MAX = 15 * 60,
};

/* After a good round: interval +- 20 %. `dice`: any 32 random bits. */
uint64_t interval_ms(unsigned interval_s, uint32_t dice);
/* After `failures` >= 1 bad ones in a row: anything between 0 and the step, which doubles up to
 * BACKOFF_S_MAX; so kiosks that failed together do not come back together. */
uint64_t backoff_ms(unsigned failures, uint32_t dice);
