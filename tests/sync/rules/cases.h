/* cases.h - days, periods and calendars written the way a test reads. */
#pragma once

#include <stdio.h>
#include <string.h>

#include "calendar.h"
#include "policy.h"
#include "support.h"

static inline int32_t day(const char *date)
{
    int32_t value;
    assert_ok(civil_parse_date(text_of(date), &value));
    return value;
}

static inline int64_t moment(const char *time)
{
    int64_t value;
    assert_ok(civil_parse_time(text_of(time), CIVIL_OFFSET_MIN_DEFAULT, &value));
    return value;
}

static inline struct period period(const char *name)
{
    struct period value;
    assert_ok(period_parse(text_of(name), &value));
    return value;
}

/* Preset `seed` of an office whose first term begins on `term_start`. */
static inline struct policy policy_of(struct arena *arena, const char *term_start,
                                      const char *first_board)
{
    struct policy policy;
    assert_ok(policy_seed(arena, &policy));
    policy.office = text_of("wutongli");
    policy.name = text_of("梧桐里社区居民委员会");
    policy.term_start = day(term_start);
    policy.first_board = text_of(first_board);
    return policy;
}

static inline struct calendar calendar_of(const char *term_start, const char *first_board)
{
    static uint8_t block[16 * 1024];
    struct arena arena;
    struct calendar calendar;
    arena_init_over(&arena, block, sizeof(block));
    struct policy policy = policy_of(&arena, term_start, first_board);
    assert_ok(calendar_init(&policy, &calendar));
    return calendar;
}

static inline void assert_day_at(int32_t got, const char *expected, const char *what)
{
    char text[CIVIL_DATE_BYTES] = "";
    if (got) {
        civil_format_date(got, text);
    }
    if (strcmp(text, expected) != 0) {
        fail_msg("%s: %s, not %s", what, text, expected);
    }
}
#define assert_day(got, expected) assert_day_at((got), (expected), #got)

static inline void assert_period_at(struct period got, const char *expected, const char *what)
{
    char text[PERIOD_BYTES];
    if (strcmp(period_format(got, text), expected) != 0) {
        fail_msg("%s: %s, not %s", what, text, expected);
    }
}
#define assert_period(got, expected) assert_period_at((got), (expected), #got)
