/* petition.c - see petition.h. */
#include "petition.h"

struct petition_result petition_judge(const struct policy *policy, const struct petition *petition)
{
    struct rule_value tenth = policy_rule(policy, RULE_petition_residents);
    struct rule_value third = policy_rule(policy, RULE_petition_representatives);
    struct petition_result result = {
        .residents_needed = rule_share_needed(tenth, petition->residents_of),
        .representatives_needed = rule_share_needed(third, petition->representatives_of),
        .by_residents = rule_share_reached(tenth, petition->residents, petition->residents_of),
        .by_representatives =
            rule_share_reached(third, petition->representatives, petition->representatives_of),
    };
    result.holds = result.by_residents || result.by_representatives;
    return result;
}

enum err petition_check(const struct policy *policy, const struct part_rule *part,
                        struct complaint *why)
{
    const struct petition petition = {part->residents, part->residents_of, part->representatives,
                                      part->representatives_of};
    if (petition.residents > petition.residents_of ||
        petition.representatives > petition.representatives_of) {
        return complain(why, ERR_INVALID, "联名的人数比总数还多，请核对");
    }
    if (petition.residents == 0 && petition.representatives == 0) {
        return OK;
    }
    struct petition_result result = petition_judge(policy, &petition);
    if (result.holds) {
        return OK;
    }
    return complain(why, ERR_INVALID,
                    "联名不够：要居民 %llu 人（共 %llu 人）或居民代表 %llu 人（共 %llu 人）；"
                    "领导小组自己决定公开的，不要写联名人数（公开制度第五条第十项）",
                    (unsigned long long)result.residents_needed,
                    (unsigned long long)petition.residents_of,
                    (unsigned long long)result.representatives_needed,
                    (unsigned long long)petition.representatives_of);
}
