/* rule_or_seed.h - a rule set, or the documents' own figures where no policy is at hand. */
#pragma once

#include "rule_set.h"

static inline struct rule_value rule_or_seed(const struct rule_set *rules, enum rule_id id)
{
    return rules ? rules->value[id] : rule_preset_value(PRESET_SEED, id);
}

static inline unsigned rule_or_seed_number(const struct rule_set *rules, enum rule_id id)
{
    return (unsigned)rule_or_seed(rules, id).number;
}

/* The last day of "within n days of `from`"; without a policy nothing rolls. */
static inline int32_t rule_or_seed_clock(const struct rule_set *rules, enum rule_id id,
                                         int32_t from)
{
    return rules ? rule_clock(rules, id, from) : from + rule_preset_value(PRESET_SEED, id).number;
}
