/* backoff.c - see backoff.h. */
#include "backoff.h"

/* Uniform in [0, range). */
static uint64_t share(uint64_t range, uint32_t dice)
{
    return range * dice >> 32;
}

uint64_t interval_ms(unsigned interval_s, uint32_t dice)
{
    uint64_t ms = (uint64_t)interval_s * 1000;
    return ms - ms / 5 + share(ms / 5 * 2 + 1, dice);
}

uint64_t backoff_ms(unsigned failures, uint32_t dice)
{
    uint64_t step_s = BACKOFF_S_FIRST;

    for (unsigned i = 0; i < failures && step_s < BACKOFF_S_MAX; i++) {
        step_s *= 2;
    }
    step_s = step_s > BACKOFF_S_MAX ? BACKOFF_S_MAX : step_s;
    return share(step_s * 1000 + 1, dice);
}
