/* civil.h - calendar days and moments, without time zones of the system.
 *
 * A day is the number of days since 1970-01-01 (proleptic Gregorian), a moment is seconds since
 * 1970-01-01T00:00:00Z, and civil time is a moment plus the community's offset in minutes (+480 for
 * China), whatever TZ says. 0 stands for "no day" / "no moment" in records. */
#pragma once

#include "bytes.h"

enum {
    CIVIL_OFFSET_MIN_DEFAULT = 480,
    CIVIL_DAY_S = 86400,
    CIVIL_YEAR_MIN = 1900,
    CIVIL_YEAR_MAX = 2199,
    CIVIL_DATE_BYTES = 11, /* "2026-11-10" and NUL */
    CIVIL_TIME_BYTES = 17, /* "2026-11-10 08:05" and NUL */
};

struct civil_date {
    int year, month, day; /* month and day from 1 */
};

struct civil_time {
    struct civil_date date;
    int hour, minute, second;
    int weekday; /* 0 Monday .. 6 Sunday */
};

bool civil_date_valid(struct civil_date date);
int civil_month_days(int year, int month);
int32_t civil_day(struct civil_date date); /* the date is valid */
int32_t civil_day_of_ymd(int year, int month, int day);
struct civil_date civil_date_of(int32_t day);
int civil_weekday(int32_t day);
/* `months` may be negative; the day is cut to the month's length unless `day` of the result is
 * valid, e.g. 31 January + 1 month = 28 or 29 February. */
int32_t civil_add_months(int32_t day, int months);

int32_t civil_day_at(int64_t at_s, int offset_min);
int64_t civil_midnight(int32_t day, int offset_min); /* the moment the day begins */
struct civil_time civil_time_at(int64_t at_s, int offset_min);

/* "YYYY-MM-DD" with years CIVIL_YEAR_MIN..MAX. ERR_INVALID: other form, or no such date. */
MUST_CHECK enum err civil_parse_date(struct text text, int32_t *day);
/* "HH:MM", 00:00 to 24:00, as minutes. */
MUST_CHECK enum err civil_parse_clock(struct text text, int *minutes);
/* "YYYY-MM-DD", "YYYY-MM-DD HH:MM", "YYYY-MM-DDTHH:MM[:SS]" civil, or "...:SSZ" UTC. */
MUST_CHECK enum err civil_parse_time(struct text text, int offset_min, int64_t *at_s);
char *civil_format_date(int32_t day, char to[CIVIL_DATE_BYTES]);
char *civil_format_time(int64_t at_s, int offset_min, char to[CIVIL_TIME_BYTES]);
