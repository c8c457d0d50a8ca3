/* workdays.h - working days, and clocks that may roll over a rest day.
 *
 * A working day is Monday to Friday, but for the state's holidays, and those Saturdays and Sundays
 * that are worked in exchange: both are signed rows of the policy (`days`). The list is published
 * year by year; for a year of which it says nothing, weekends alone are rest days and
 * workdays_known() says that the answer may still move.
 *
 * Days are counted as the documents do: the first day is not counted. Preset `seed` never rolls a
 * deadline, preset `law` rolls the last day of a "within" clock to the next working day; the rule
 * is `roll_deadlines`. The disclosure day never rolls (G8), nor does "three days ahead" (R12). */
#pragma once

#include "record.h"

struct workdays {
    const struct day_range *ranges; /* of the policy; as long as that lives */
    size_t count;
    bool rolls; /* rule roll_deadlines */
};

struct workdays workdays_of(const struct policy *policy);
bool workday_is(const struct workdays *days, int32_t day);
/* Does the list say anything about the year of `day`? */
bool workdays_known(const struct workdays *days, int32_t day);
/* `day` itself when it is a working day, else the next one. A list that leaves no working day
 * within WORKDAY_SEARCH_DAYS is not believed: then the day after those. */
int32_t workday_from(const struct workdays *days, int32_t day);
/* The n-th working day after `day`, which is not counted. n 0: `day`. At most WORKDAYS_MAX. */
int32_t workday_add(const struct workdays *days, int32_t day, unsigned n);
/* Working days after `from` up to and with `to`; negative when `to` lies before. */
int workdays_between(const struct workdays *days, int32_t from, int32_t to);
/* The last day of "within n days of `from`": from + n, rolled if the policy rolls. */
int32_t clock_within(const struct workdays *days, int32_t from, unsigned n);

enum { WORKDAY_SEARCH_DAYS = 60, WORKDAYS_MAX = 400 };

/* ERR_INVALID with a Chinese sentence naming the row: ends before it begins, longer than a month, a
 * worked day that is no Saturday or Sunday, two rows on one day that contradict each other. */
MUST_CHECK enum err workdays_check(const struct policy *policy, struct complaint *why);
