/* roster.h - who is on duty (W1): now, on a day, at the weekend, and which weekend days have
 * nobody.
 *
 * Works on the duty records of any months, in any order. Rows come back in order of date, then
 * begin. */
#pragma once

#include "calendar.h"
#include "workdays.h"

/* The shifts of civil day `day`, at most `max`; returns how many. */
size_t roster_on(const struct duty *months, size_t count, int32_t day, const struct duty_row **rows,
                 size_t max);
/* The shifts that are running at `now_s`: from_min <= minute < to_min. */
size_t roster_at(const struct duty *months, size_t count, int offset_min, int64_t now_s,
                 const struct duty_row **rows, size_t max);
/* The next shift that begins after `now_s` within `days` days; NULL: none. */
const struct duty_row *roster_next(const struct duty *months, size_t count, int offset_min,
                                   int64_t now_s, int days);
/* The Saturday of the weekend that matters on `day`: this one's on Saturday and Sunday, else the
 * next. */
int32_t roster_weekend(int32_t day);
/* W1: Saturdays and Sundays in from .. to (both counted) on which nobody is on duty; at most `max`
 * are written, all are counted. */
size_t roster_gaps(const struct duty *months, size_t count, int32_t from, int32_t to, int32_t *days,
                   size_t max);
/* The same by the state's list: holidays on weekdays are looked at too, weekend days worked in
 * exchange are not (everybody is there). */
size_t roster_gaps_by(const struct duty *months, size_t count, const struct workdays *workdays,
                      int32_t from, int32_t to, int32_t *days, size_t max);
/* ERR_INVALID with a Chinese sentence naming the row: a date outside the month, a shift that ends
 * before it begins, one person in two places at once, no month. */
MUST_CHECK enum err roster_check(const struct duty *duty, struct complaint *why);
