/* clock.h - may the clock of this machine be believed?
 *
 * Boards have no clock battery: after a power cut the system clock can say anything. Nobody uses it
 * before it was judged here (DESIGN "Time"). Pure arithmetic; the moments come in as arguments. */
#pragma once

#include "bytes.h"

enum {
    CLOCK_AHEAD_DAYS_MAX = 400, /* of the newest signed time: further ahead is doubtful */
    CLOCK_STEP_DAYS_MAX = 400,  /* one signed time may not move the floor further than this */
};

/* What is known. All moments are seconds since 1970 UTC. */
struct clock_facts {
    int64_t raw_s;        /* what the system clock says */
    int64_t offset_s;     /* correction set by staff or network time, 0 if none; added to raw_s */
    int64_t floor_s;      /* latest of build time, newest signed head, own last write */
    int64_t signed_s;     /* newest signed time seen, 0 if none (then floor_s stands in) */
    int64_t since_boot_s; /* CLOCK_BOOTTIME */
    int64_t floor_boot_s; /* since_boot_s when the floor was taken in this boot, else 0 */
    bool forced_doubtful; /* --doubtful */
};

struct clock_verdict {
    int64_t now_s;
    bool doubtful; /* show 时间待校准, open no embargo early, call nothing overdue */
};

/* Trusted: raw + offset, when floor <= raw + offset <= signed + CLOCK_AHEAD_DAYS_MAX. Doubtful
 * otherwise, and then now = floor + time since boot (since the floor was taken, in the same boot).
 */
struct clock_verdict clock_judge(const struct clock_facts *facts);

/* May a signed time move the floor from `floor_s` to `signed_s`? False: more than
 * CLOCK_STEP_DAYS_MAX ahead of the floor (a stolen head key must not push us into the far future).
 * A floor of 0 accepts anything. */
bool clock_step_allowed(int64_t floor_s, int64_t signed_s);
