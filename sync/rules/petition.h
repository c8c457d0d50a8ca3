/* petition.h - G5(10): what a tenth of the residents, or a third of the representatives, ask to
 * see.
 *
 * "十分之一以上" includes the number: 10 * n >= N. Whole numbers only. Who asked is never recorded,
 * only how many; the lead group then sets the period (G6(5)) in a part_rule of the policy. */
#pragma once

#include "rule_value.h"

struct petition {
    uint64_t residents, residents_of; /* asked, of so many */
    uint64_t representatives, representatives_of;
};

struct petition_result {
    bool holds; /* one of the two is reached: the item must be disclosed */
    bool by_residents, by_representatives;
    uint64_t residents_needed; /* the smallest number that reaches it; 0: the whole is not known */
    uint64_t representatives_needed;
};

struct petition_result petition_judge(const struct policy *policy, const struct petition *petition);
/* ERR_INVALID with a Chinese sentence: more asked than there are, or figures that reach neither
 * fraction. No figures at all: the group discloses of its own accord, OK. */
MUST_CHECK enum err petition_check(const struct policy *policy, const struct part_rule *part,
                                   struct complaint *why);
