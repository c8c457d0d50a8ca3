/* rule_set.c - see rule_set.h. */
#include "rule_set.h"

enum err rule_set_init(const struct policy *policy, struct rule_set *rules)
{
    struct calendar calendar;
    enum err err = calendar_init(policy, &calendar);
    if (err) {
        return err;
    }
    *rules = (struct rule_set){.preset = policy_preset_of(policy),
                               .calendar = calendar,
                               .workdays = workdays_of(policy),
                               .policy = policy};
    for (unsigned id = 0; id < RULES; id++) {
        rules->value[id] = policy_rule(policy, (enum rule_id)id);
    }
    return OK;
}

unsigned rule_number(const struct rule_set *rules, enum rule_id id)
{
    return (unsigned)rules->value[id].number; /* never negative: rule_value_is_sane() */
}

int32_t rule_clock(const struct rule_set *rules, enum rule_id id, int32_t from)
{
    return rule_unit_of(id) == UNIT_WORKDAYS
               ? workday_add(&rules->workdays, from, rule_number(rules, id))
               : clock_within(&rules->workdays, from, rule_number(rules, id));
}

bool rule_is_open(const struct rule_set *rules, int32_t day, int minute)
{
    uint64_t weekday = (uint64_t)civil_weekday(day) + 1;
    uint64_t now = (uint64_t)minute;
    for (size_t i = 0; i < rules->policy->hours.count; i++) {
        const struct open_hours *hours = &rules->policy->hours.at[i];
        if (hours->weekday == weekday && now >= hours->from_min && now < hours->to_min) {
            return true;
        }
    }
    return false;
}
