/* clock.c - see clock.h. */
#include "clock.h"

enum { DAY_S = 86400 };

/* Sums that would overflow are doubtful anyway; they stay at the end of the range. */
static int64_t add(int64_t a, int64_t b)
{
    int64_t sum;
    if (__builtin_add_overflow(a, b, &sum)) {
        return b < 0 ? INT64_MIN : INT64_MAX;
    }
    return sum;
}

struct clock_verdict clock_judge(const struct clock_facts *facts)
{
    int64_t now = add(facts->raw_s, facts->offset_s);
    int64_t newest = facts->signed_s ? facts->signed_s : facts->floor_s;
    int64_t latest = add(newest, (int64_t)CLOCK_AHEAD_DAYS_MAX * DAY_S);

    if (!facts->forced_doubtful && now >= facts->floor_s && now <= latest) {
        return (struct clock_verdict){.now_s = now};
    }
    int64_t passed = facts->since_boot_s - facts->floor_boot_s;
    return (struct clock_verdict){
        .now_s = add(facts->floor_s, passed > 0 ? passed : 0),
        .doubtful = true,
    };
}

bool clock_step_allowed(int64_t floor_s, int64_t signed_s)
{
    return floor_s == 0 || signed_s <= add(floor_s, (int64_t)CLOCK_STEP_DAYS_MAX * DAY_S);
}
