/* people.c - see people.h. */
#include "people.h"

#include <string.h>

#include "rule_or_seed.h"
#include "utf8.h"

static const struct {
    const char *id, *name;
} bodies[BODY_COUNT] = {
    [BODY_UNKNOWN] = {"", ""},
    [BODY_COMMITTEE] = {"committee", "居民委员会"},
    [BODY_WORKERS] = {"workers", "社区工作者"},
    [BODY_SUPERVISION] = {"supervision", "居务监督小组"},
    [BODY_REPRESENTATIVES] = {"representatives", "居民代表"},
    [BODY_EX_OFFICIO] = {"ex_officio", "当然代表"},
    [BODY_LEAD] = {"lead", "居务公开领导小组"},
};

enum body body_of(struct text id)
{
    for (size_t i = BODY_UNKNOWN + 1; i < BODY_COUNT; i++) {
        if (text_is(id, bodies[i].id)) {
            return (enum body)i;
        }
    }
    return BODY_UNKNOWN;
}

const char *body_id(enum body body)
{
    return bodies[body].id;
}

const char *body_name(enum body body)
{
    return bodies[body].name;
}

static uint32_t next_inked(struct text *rest)
{
    uint32_t c;
    do {
        c = utf8_next(rest);
    } while (c == ' ' || c == '\t' || c == 0x3000);
    return c;
}

bool name_equal(struct text a, struct text b)
{
    uint32_t c;
    do {
        c = next_inked(&a);
        if (c != next_inked(&b)) {
            return false;
        }
    } while (c != 0);
    return true;
}

bool member_serves(const struct member *member, int32_t day)
{
    return (member->from == 0 || member->from <= day) && (member->to == 0 || day <= member->to);
}

size_t roll_serving(const struct roll *roll, int32_t day, const struct member **members, size_t max)
{
    size_t count = 0;
    for (size_t i = 0; roll && i < roll->rows.count; i++) {
        if (!member_serves(&roll->rows.at[i], day)) {
            continue;
        }
        if (count < max) {
            members[count] = &roll->rows.at[i];
        }
        count++;
    }
    return count;
}

static size_t serving_count(const struct roll *roll, int32_t day)
{
    return roll_serving(roll, day, NULL, 0);
}

const struct member *roll_find(const struct roll *roll, struct text name, int32_t day)
{
    for (size_t i = 0; roll && i < roll->rows.count; i++) {
        const struct member *member = &roll->rows.at[i];
        if (member_serves(member, day) && name_equal(member->name, name)) {
            return member;
        }
    }
    return NULL;
}

const struct member *roll_post(const struct roll *roll, const char *post, int32_t day)
{
    for (size_t i = 0; roll && i < roll->rows.count; i++) {
        const struct member *member = &roll->rows.at[i];
        if (member_serves(member, day) && text_is(text_trim(member->post), post)) {
            return member;
        }
    }
    return NULL;
}

size_t roll_vacancies(const struct roll *roll, int32_t day)
{
    size_t serving = serving_count(roll, day);
    return roll && roll->seats > serving ? (size_t)roll->seats - serving : 0;
}

bool roll_is_of_term(const struct roll *roll, const struct calendar *calendar, int32_t day)
{
    struct period term = period_of_day(calendar, PERIOD_TERM, day);
    return roll->elected == 0 || roll->elected >= period_begins(calendar, term);
}

/* ---- one roll ---- */

static bool serve_together(const struct member *a, const struct member *b)
{
    return (a->to == 0 || b->from <= a->to) && (b->to == 0 || a->from <= b->to);
}

/* Posts of which there is one at a time. */
static bool is_single_post(struct text post)
{
    return text_is(post, "主任") || text_is(post, "组长");
}

static enum err check_pair(const struct roll *roll, size_t a, size_t b, struct complaint *why)
{
    const struct member *first = &roll->rows.at[a], *second = &roll->rows.at[b];
    if (!serve_together(first, second)) {
        return OK;
    }
    if (name_equal(first->name, second->name) && text_equal(first->group, second->group)) {
        return complain(why, ERR_INVALID,
                        "第 %zu 行和第 %zu 行是同一人（%.*s）；同名的两位请在姓名后加（甲）（乙）",
                        a + 1, b + 1, TEXT_ARG(second->name));
    }
    struct text post = text_trim(second->post);
    if (is_single_post(post) && text_equal(text_trim(first->post), post)) {
        return complain(why, ERR_INVALID,
                        "第 %zu 行和第 %zu 行同时是%.*s，只能有一位；卸任的请写最后在任的日期",
                        a + 1, b + 1, TEXT_ARG(post));
    }
    return OK;
}

/* Representatives of the row's group on its first day, the row included (R5): the most there are at
 * once are there on some member's first day. */
static size_t group_size_at(const struct roll *roll, const struct member *member)
{
    int32_t day = member->from != 0 ? member->from : INT32_MIN; /* since ever */
    size_t count = 0;
    for (size_t i = 0; i < roll->rows.count; i++) {
        const struct member *other = &roll->rows.at[i];
        count += text_equal(text_trim(other->group), text_trim(member->group)) &&
                 member_serves(other, day);
    }
    return count;
}

static enum err check_representative(const struct roll *roll, size_t row,
                                     const struct rule_set *rules, struct complaint *why)
{
    const struct member *member = &roll->rows.at[row];
    size_t most = rule_or_seed_number(rules, RULE_group_representatives_max);
    if (text_trim(member->group).size == 0) {
        return complain(why, ERR_INVALID,
                        "第 %zu 行（%.*s）没有写是哪个居民小组推选的（居民会议制度第五条）",
                        row + 1, TEXT_ARG(member->name));
    }
    size_t size = group_size_at(roll, member);
    if (size > most) {
        return complain(why, ERR_INVALID,
                        "%.*s有 %zu 位居民代表，每个小组最多 %zu 位（居民会议制度第五条）",
                        TEXT_ARG(text_trim(member->group)), size, most);
    }
    return OK;
}

enum err roll_check(const struct roll *roll, const struct rule_set *rules, struct complaint *why)
{
    enum body body = body_of(roll->body);
    enum err err = OK;
    if (body == BODY_UNKNOWN) {
        return complain(why, ERR_INVALID,
                        "名册类别“%.*s”不认识，请写 committee、workers、supervision、"
                        "representatives、ex_officio 或 lead",
                        TEXT_ARG(roll->body));
    }
    for (size_t i = 0; !err && i < roll->rows.count; i++) {
        const struct member *member = &roll->rows.at[i];
        if (member->to != 0 && member->from != 0 && member->to < member->from) {
            return complain(why, ERR_INVALID, "第 %zu 行（%.*s）的离任日期早于到任日期", i + 1,
                            TEXT_ARG(member->name));
        }
        for (size_t other = 0; !err && other < i; other++) {
            err = check_pair(roll, other, i, why);
        }
        if (!err && body == BODY_REPRESENTATIVES) {
            err = check_representative(roll, i, rules, why);
        }
    }
    return err;
}

/* ---- the rolls together ---- */

static const struct roll *later_of(const struct roll *a, const struct roll *b)
{
    return a && a->elected > b->elected ? a : b;
}

struct people people_of(const struct roll *rolls, size_t count, const struct kin *kin)
{
    struct people people = {.kin = kin};
    for (size_t i = 0; i < count; i++) {
        const struct roll *roll = &rolls[i];
        switch (body_of(roll->body)) {
        case BODY_COMMITTEE:
            people.committee = later_of(people.committee, roll);
            break;
        case BODY_WORKERS:
            people.workers = later_of(people.workers, roll);
            break;
        case BODY_SUPERVISION:
            people.supervision = later_of(people.supervision, roll);
            break;
        case BODY_REPRESENTATIVES:
            people.representatives = later_of(people.representatives, roll);
            break;
        case BODY_EX_OFFICIO:
            people.ex_officio = later_of(people.ex_officio, roll);
            break;
        case BODY_LEAD:
            people.lead = later_of(people.lead, roll);
            break;
        case BODY_UNKNOWN:
        case BODY_COUNT:
            break;
        }
    }
    return people;
}

/* Of whom in the committee is `name` a relative? NULL: of nobody. */
static const struct kin_row *relative_of_committee(const struct people *people, struct text name,
                                                   int32_t day)
{
    for (size_t i = 0; people->kin && i < people->kin->rows.count; i++) {
        const struct kin_row *row = &people->kin->rows.at[i];
        if (name_equal(row->relative, name) && roll_find(people->committee, row->member, day)) {
            return row;
        }
    }
    return NULL;
}

enum err supervision_check(const struct people *people, int32_t day, struct complaint *why)
{
    for (size_t i = 0; people->supervision && i < people->supervision->rows.count; i++) {
        const struct member *member = &people->supervision->rows.at[i];
        if (!member_serves(member, day)) {
            continue;
        }
        if (roll_find(people->committee, member->name, day)) {
            return complain(
                why, ERR_DENIED,
                "监督小组的%.*s是居委会成员，不能担任监督小组成员（居务公开制度第十条）",
                TEXT_ARG(member->name));
        }
        const struct kin_row *row = relative_of_committee(people, member->name, day);
        if (row) {
            return complain(why, ERR_DENIED,
                            "监督小组的%.*s是居委会成员%.*s的%s%.*s，不能担任监督小组成员"
                            "（居务公开制度第十条）",
                            TEXT_ARG(member->name), TEXT_ARG(row->member),
                            row->relation.size > 0 ? "" : "亲属", TEXT_ARG(row->relation));
        }
    }
    return OK;
}

/* ---- warnings ---- */

struct warnings {
    struct people_warning *at;
    size_t count, max;
};

static void warn(struct warnings *warnings, struct people_warning warning)
{
    if (warnings->count < warnings->max) {
        warnings->at[warnings->count] = warning;
    }
    warnings->count++;
}

static void warn_committee(const struct people *people, int32_t day, struct warnings *warnings)
{
    if (!people->committee) {
        warn(warnings, (struct people_warning){.kind = PEOPLE_NO_COMMITTEE});
        return;
    }
    if (!roll_post(people->committee, "主任", day)) {
        warn(warnings, (struct people_warning){.kind = PEOPLE_NO_DIRECTOR});
    }
    for (size_t i = 0; i < people->committee->rows.count; i++) {
        const struct member *member = &people->committee->rows.at[i];
        if (member_serves(member, day) && text_trim(member->duties).size == 0) {
            warn(warnings, (struct people_warning){.kind = PEOPLE_NO_DUTIES, .who = member->name});
        }
    }
}

/* G10: "mostly residents' representatives" is more than half of the group. */
static bool is_mostly_representatives(const struct people *people, int32_t day, size_t members)
{
    size_t representatives = 0;
    for (size_t i = 0; i < people->supervision->rows.count; i++) {
        const struct member *member = &people->supervision->rows.at[i];
        representatives += member_serves(member, day) &&
                           roll_find(people->representatives, member->name, day) != NULL;
    }
    return 2 * representatives > members;
}

static void warn_supervision(const struct people *people, const struct rule_set *rules, int32_t day,
                             struct warnings *warnings)
{
    if (!people->supervision) {
        warn(warnings, (struct people_warning){.kind = PEOPLE_NO_SUPERVISION});
        return;
    }
    struct people_warning size = {
        .count = serving_count(people->supervision, day),
        .least = rule_or_seed_number(rules, RULE_supervisors_min),
        .most = rule_or_seed_number(rules, RULE_supervisors_max),
    };
    if (size.count < size.least || size.count > size.most) {
        size.kind = size.count < size.least ? PEOPLE_SUPERVISION_FEW : PEOPLE_SUPERVISION_MANY;
        warn(warnings, size);
    }
    if (!roll_post(people->supervision, "组长", day)) {
        warn(warnings, (struct people_warning){.kind = PEOPLE_SUPERVISION_HEAD});
    }
    if (people->representatives && size.count > 0 &&
        !is_mostly_representatives(people, day, size.count)) {
        warn(warnings,
             (struct people_warning){.kind = PEOPLE_SUPERVISION_MIX, .count = size.count});
    }
}

static void warn_terms(const struct people *people, const struct rule_set *rules, int32_t day,
                       struct warnings *warnings)
{
    if (!rules) {
        return;
    }
    if (people->supervision && !roll_is_of_term(people->supervision, &rules->calendar, day)) {
        warn(warnings,
             (struct people_warning){.kind = PEOPLE_SUPERVISION_STALE, .body = BODY_SUPERVISION});
    }
    if (people->representatives &&
        !roll_is_of_term(people->representatives, &rules->calendar, day)) {
        warn(warnings, (struct people_warning){.kind = PEOPLE_REPRESENTATIVES_STALE,
                                               .body = BODY_REPRESENTATIVES});
    }
}

static void warn_vacancies(const struct people *people, int32_t day, struct warnings *warnings)
{
    const struct roll *const rolls[] = {people->committee, people->supervision,
                                        people->representatives};
    for (size_t i = 0; i < sizeof rolls / sizeof rolls[0]; i++) {
        size_t empty = roll_vacancies(rolls[i], day);
        if (empty > 0) {
            warn(warnings, (struct people_warning){.kind = PEOPLE_VACANCY,
                                                   .body = body_of(rolls[i]->body),
                                                   .count = empty});
        }
    }
}

static void warn_responsible(const struct people *people, const struct rule_set *rules, int32_t day,
                             struct warnings *warnings)
{
    if (!rules) {
        return;
    }
    struct text who = text_trim(rules->policy->responsible);
    if (who.size == 0) {
        warn(warnings, (struct people_warning){.kind = PEOPLE_NO_RESPONSIBLE});
    } else if (people->committee && !roll_find(people->committee, who, day) &&
               !roll_find(people->workers, who, day)) {
        warn(warnings, (struct people_warning){.kind = PEOPLE_RESPONSIBLE_GONE, .who = who});
    }
}

size_t people_warnings(const struct people *people, const struct rule_set *rules, int32_t day,
                       struct people_warning *warnings, size_t max)
{
    struct warnings found = {.at = warnings, .max = max};
    warn_committee(people, day, &found);
    warn_supervision(people, rules, day, &found);
    warn_terms(people, rules, day, &found);
    warn_vacancies(people, day, &found);
    warn_responsible(people, rules, day, &found);
    return found.count;
}

struct text people_warning_text(const struct people_warning *warning, struct arena *arena)
{
    switch (warning->kind) {
    case PEOPLE_NO_COMMITTEE:
        return text_of("还没有居委会成员名册");
    case PEOPLE_NO_DIRECTOR:
        return text_of("居委会名册里没有在任的主任");
    case PEOPLE_NO_DUTIES:
        return arena_printf(arena, "居委会的%.*s没有写分工", TEXT_ARG(warning->who));
    case PEOPLE_NO_SUPERVISION:
        return text_of("还没有居务监督小组名册");
    case PEOPLE_SUPERVISION_FEW:
    case PEOPLE_SUPERVISION_MANY:
        return arena_printf(arena, "监督小组现在 %zu 人，应为 %u 至 %u 人", warning->count,
                            warning->least, warning->most);
    case PEOPLE_SUPERVISION_HEAD:
        return text_of("监督小组没有在任的组长，没有人能逐项签字");
    case PEOPLE_SUPERVISION_MIX:
        return text_of("监督小组成员应以居民代表为主，现在不到一半");
    case PEOPLE_SUPERVISION_STALE:
        return text_of("监督小组是上一届推选的，任期与居委会相同，请重新推选");
    case PEOPLE_REPRESENTATIVES_STALE:
        return text_of("居民代表是上一届推选的，与居委会同时换届");
    case PEOPLE_VACANCY:
        return arena_printf(arena, "%s缺 %zu 人，请补选", body_name(warning->body), warning->count);
    case PEOPLE_NO_RESPONSIBLE:
        return text_of("没有写明谁负责居务公开的日常工作");
    case PEOPLE_RESPONSIBLE_GONE:
        return arena_printf(arena, "负责居务公开的%.*s不在居委会和社区工作者名册里",
                            TEXT_ARG(warning->who));
    }
    return text_of("");
}

const char *people_warning_article(enum people_warning_kind kind)
{
    switch (kind) {
    case PEOPLE_NO_COMMITTEE:
    case PEOPLE_NO_DIRECTOR:
    case PEOPLE_NO_DUTIES:
        return "居务公开制度第五条第二项";
    case PEOPLE_NO_SUPERVISION:
    case PEOPLE_SUPERVISION_FEW:
    case PEOPLE_SUPERVISION_MANY:
    case PEOPLE_SUPERVISION_HEAD:
    case PEOPLE_SUPERVISION_MIX:
    case PEOPLE_SUPERVISION_STALE:
        return "居务公开制度第十条";
    case PEOPLE_REPRESENTATIVES_STALE:
        return "居民会议制度第九条";
    case PEOPLE_VACANCY:
        return "居民会议制度第十条、居务公开制度第十条";
    case PEOPLE_NO_RESPONSIBLE:
    case PEOPLE_RESPONSIBLE_GONE:
        break;
    }
    return "居务公开制度第九条";
}

/* ---- representatives ---- */

size_t representatives_by_group(const struct roll *representatives, int32_t day,
                                struct group_count *groups, size_t max)
{
    size_t count = 0;
    for (size_t i = 0; representatives && i < representatives->rows.count; i++) {
        const struct member *member = &representatives->rows.at[i];
        struct text name = text_trim(member->group);
        size_t at = 0;
        while (at < count && at < max && !text_equal(groups[at].name, name)) {
            at++;
        }
        if (at == count && at < max) {
            groups[count++] = (struct group_count){.name = name};
        }
        if (at < count && at < max) {
            groups[at].serving += member_serves(member, day);
        }
    }
    return count;
}

uint64_t assembly_base(const struct people *people, int32_t day)
{
    const struct roll *const rolls[] = {people->representatives, people->ex_officio,
                                        people->committee};
    uint64_t base = 0;
    for (size_t r = 0; r < sizeof rolls / sizeof rolls[0]; r++) {
        for (size_t i = 0; rolls[r] && i < rolls[r]->rows.count; i++) {
            const struct member *member = &rolls[r]->rows.at[i];
            bool counted = !member_serves(member, day);
            for (size_t earlier = 0; !counted && earlier < r; earlier++) {
                counted = roll_find(rolls[earlier], member->name, day) != NULL;
            }
            base += !counted;
        }
    }
    return base;
}
