/* convening.c - see convening.h. */
#include "convening.h"

#include "rule_or_seed.h"

enum { HALF_YEAR_RED_DAY = 150, POWER_REPORT = 4, SUMMER_MONTHS = 6, MONTHS_A_YEAR = 12 };

enum proposer proposer_of(struct text by)
{
    static const char *const ids[] = {
        [PROPOSER_SUPERVISION] = "supervision", [PROPOSER_RESIDENTS] = "residents",
        [PROPOSER_HOUSEHOLDS] = "households",   [PROPOSER_REPRESENTATIVES] = "representatives",
        [PROPOSER_GROUPS] = "groups",
    };
    for (size_t i = PROPOSER_UNKNOWN + 1; i < sizeof ids / sizeof ids[0]; i++) {
        if (text_is(by, ids[i])) {
            return (enum proposer)i;
        }
    }
    return PROPOSER_UNKNOWN;
}

static struct rule_value share_of(enum proposer by, const struct rule_set *rules)
{
    switch (by) {
    case PROPOSER_RESIDENTS:
        return rule_or_seed(rules, RULE_assembly_residents);
    case PROPOSER_HOUSEHOLDS:
        return rule_or_seed(rules, RULE_assembly_households);
    case PROPOSER_REPRESENTATIVES:
        return rule_or_seed(rules, RULE_assembly_representatives);
    case PROPOSER_GROUPS:
        return rule_or_seed(rules, RULE_assembly_groups);
    case PROPOSER_SUPERVISION:
    case PROPOSER_UNKNOWN:
        break;
    }
    return (struct rule_value){0, 0};
}

struct convening convening_of(const struct proposal *proposal, const struct meeting *meeting,
                              const struct rule_set *rules, int32_t today, bool doubtful)
{
    enum proposer by = proposer_of(proposal->by);
    struct convening convening = {0};
    if (by == PROPOSER_SUPERVISION) { /* G10 */
        convening.must = true;
        convening.due_on = rule_or_seed_clock(rules, RULE_supervision_assembly_days, proposal->on);
    } else { /* R12: "in time", without a number */
        convening.needed = rule_share_needed(share_of(by, rules), proposal->base);
        convening.must = convening.needed > 0 && proposal->count >= convening.needed;
    }
    if (meeting && meeting_type_of(meeting->type) == MEETING_ASSEMBLY &&
        meeting->date >= proposal->on && meeting_is_over(meeting, today)) {
        convening.held_on = meeting->date;
    }
    convening.overdue = convening.must && convening.held_on == 0 && convening.due_on != 0 &&
                        today > convening.due_on && !doubtful;
    return convening;
}

enum err proposal_check(const struct proposal *proposal, struct complaint *why)
{
    if (proposer_of(proposal->by) == PROPOSER_UNKNOWN) {
        return complain(why, ERR_INVALID,
                        "提议人“%.*s”不认识，请写 supervision、residents、households、"
                        "representatives 或 groups（居民会议制度第十二条、居务公开制度第十条）",
                        TEXT_ARG(proposal->by));
    }
    if (proposal->base && proposal->count > proposal->base) {
        return complain(why, ERR_INVALID, "提议的 %llu 人比总数 %llu 人还多，请核对 count 和 base",
                        (unsigned long long)proposal->count, (unsigned long long)proposal->base);
    }
    return OK;
}

/* ---- the half-year ---- */

void half_year_of(int32_t day, int32_t *first, int32_t *last)
{
    int year = civil_date_of(day).year;
    bool is_second = civil_date_of(day).month > SUMMER_MONTHS;
    *first = civil_day_of_ymd(year, is_second ? SUMMER_MONTHS + 1 : 1, 1);
    *last = civil_day_of_ymd(year, is_second ? MONTHS_A_YEAR : SUMMER_MONTHS, is_second ? 31 : 30);
}

static bool hears_report(const struct meeting *meeting)
{
    for (size_t i = 0; i < meeting->agenda.count; i++) {
        if (meeting->agenda.at[i].power == POWER_REPORT) {
            return true;
        }
    }
    return meeting->agenda.count == 0;
}

/* What the assemblies of first .. last come to on `today`. */
static void judge_span(const struct meeting_fact *meetings, size_t count, int32_t today,
                       struct half_year *half)
{
    for (size_t i = 0; i < count; i++) {
        const struct meeting *meeting = meetings[i].record;
        int32_t day = meeting->date;
        if (meeting_type_of(meeting->type) != MEETING_ASSEMBLY || day < half->first ||
            day > half->last) {
            continue;
        }
        if (meeting_was_held(meeting, today)) {
            half->held_on = half->held_on == 0 || day < half->held_on ? day : half->held_on;
            half->heard_report = half->heard_report || hears_report(meeting);
        } else if (!meeting_is_over(meeting, today)) {
            half->planned_on =
                half->planned_on == 0 || day < half->planned_on ? day : half->planned_on;
        }
    }
}

struct half_year half_year_judge(const struct meeting_fact *meetings, size_t count, int32_t today,
                                 int32_t since)
{
    struct half_year half = {0}, before = {0};
    half_year_of(today, &half.first, &half.last);
    half_year_of(half.first - 1, &before.first, &before.last);
    judge_span(meetings, count, today, &half);
    judge_span(meetings, count, today, &before);
    half.day = (unsigned)(today - half.first) + 1;
    half.days_left = (unsigned)(half.last - today);
    half.state = half.held_on                    ? HALF_YEAR_HELD
                 : half.day >= HALF_YEAR_RED_DAY ? HALF_YEAR_RED
                                                 : HALF_YEAR_OPEN;
    half.missed_before = since <= before.first && before.held_on == 0;
    return half;
}
