/* rule_set.h - a policy made ready for use: calendar, numbers, working days. Compile once, ask
 * often.
 *
 * Meetings, registers, the mailbox and the compliance calendar take it; the board takes its
 * calendar alone. It points into the policy record, which must live as long. */
#pragma once

#include "calendar.h"
#include "rule_value.h"
#include "workdays.h"

struct rule_set {
    enum preset preset;
    struct calendar calendar;
    struct workdays workdays;
    struct rule_value value[RULES];
    const struct policy *policy;
};

/* ERR_INVALID: policy_check() says why. */
MUST_CHECK enum err rule_set_init(const struct policy *policy, struct rule_set *rules);
/* rules->value[id].number as a count of days, times, persons. */
unsigned rule_number(const struct rule_set *rules, enum rule_id id);
/* The last day of the clock `id` (UNIT_DAYS: civil days, rolled if the policy rolls; UNIT_WORKDAYS)
 * that starts with `from`. */
int32_t rule_clock(const struct rule_set *rules, enum rule_id id, int32_t from);
/* Is the office open at civil minute `minute` of `day`, by the weekday's rows `hours`? Holidays are
 * not looked at: a committee that keeps its weekends (W1) says so with its rows. False when no
 * hours are given. */
bool rule_is_open(const struct rule_set *rules, int32_t day, int minute);
