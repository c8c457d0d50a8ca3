/* workdays.c - see workdays.h. */
#include "workdays.h"

#include "rule_value.h"

enum { SATURDAY = 5, RANGE_DAYS_MAX = 31 };

static int32_t range_end(const struct day_range *range)
{
    return range->to ? range->to : range->from;
}

struct workdays workdays_of(const struct policy *policy)
{
    return (struct workdays){.ranges = policy->days.at,
                             .count = policy->days.count,
                             .rolls = policy_rule(policy, RULE_roll_deadlines).number != 0};
}

static const struct day_range *range_on(const struct workdays *days, int32_t day)
{
    for (size_t i = 0; i < days->count; i++) {
        if (day >= days->ranges[i].from && day <= range_end(&days->ranges[i])) {
            return &days->ranges[i];
        }
    }
    return NULL;
}

bool workday_is(const struct workdays *days, int32_t day)
{
    const struct day_range *range = range_on(days, day);
    return range ? range->working : civil_weekday(day) < SATURDAY;
}

bool workdays_known(const struct workdays *days, int32_t day)
{
    int year = civil_date_of(day).year;
    for (size_t i = 0; i < days->count; i++) {
        if (civil_date_of(days->ranges[i].from).year == year ||
            civil_date_of(range_end(&days->ranges[i])).year == year) {
            return true;
        }
    }
    return false;
}

int32_t workday_from(const struct workdays *days, int32_t day)
{
    int32_t last = day + WORKDAY_SEARCH_DAYS;
    while (day < last && !workday_is(days, day)) {
        day++;
    }
    return day;
}

int32_t workday_add(const struct workdays *days, int32_t day, unsigned n)
{
    n = n < WORKDAYS_MAX ? n : WORKDAYS_MAX;
    while (n-- > 0) {
        day = workday_from(days, day + 1);
    }
    return day;
}

int workdays_between(const struct workdays *days, int32_t from, int32_t to)
{
    int count = 0;
    int32_t first = from < to ? from : to, last = from < to ? to : from;
    for (int32_t day = first + 1; day <= last; day++) {
        count += workday_is(days, day);
    }
    return from <= to ? count : -count;
}

int32_t clock_within(const struct workdays *days, int32_t from, unsigned n)
{
    int32_t last = from + (int32_t)n;
    return days->rolls ? workday_from(days, last) : last;
}

/* ---- what makes sense ---- */

static enum err check_range(const struct day_range *range, size_t row, struct complaint *why)
{
    int32_t end = range_end(range);
    char date[CIVIL_DATE_BYTES];
    civil_format_date(range->from, date);
    if (end < range->from) {
        return complain(why, ERR_INVALID, "节假日第 %zu 行（%s 起）的结束早于开始，请改正", row,
                        date);
    }
    if (end - range->from >= RANGE_DAYS_MAX) {
        return complain(why, ERR_INVALID, "节假日第 %zu 行（%s 起）超过 %d 天，请核对", row, date,
                        RANGE_DAYS_MAX);
    }
    for (int32_t day = range->from; range->working && day <= end; day++) {
        if (civil_weekday(day) < SATURDAY) {
            return complain(why, ERR_INVALID,
                            "节假日第 %zu 行：%s 不是星期六、星期日，不用写成调休上班", row,
                            civil_format_date(day, date));
        }
    }
    return OK;
}

enum err workdays_check(const struct policy *policy, struct complaint *why)
{
    for (size_t i = 0; i < policy->days.count; i++) {
        const struct day_range *range = &policy->days.at[i];
        enum err err = check_range(range, i + 1, why);
        if (err) {
            return err;
        }
        for (size_t j = 0; j < i; j++) {
            const struct day_range *other = &policy->days.at[j];
            if (range->working != other->working && range->from <= range_end(other) &&
                other->from <= range_end(range)) {
                return complain(
                    why, ERR_INVALID,
                    "节假日第 %zu 行和第 %zu 行说的是同一天，一个放假一个上班，请留一个", j + 1,
                    i + 1);
            }
        }
    }
    return OK;
}
