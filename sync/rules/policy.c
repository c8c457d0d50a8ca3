/* policy.c - see policy.h. */
#include "policy.h"

#include <string.h>

#include "petition.h"
#include "workdays.h"

enum { OFFSET_MIN_MAX = 14 * 60, OFFICE_BYTES_MAX = 32, TERM_YEARS_MAX = 9 };

enum err policy_default_first_board(int32_t term_start, char to[PERIOD_BYTES])
{
    if (term_start == 0) {
        return ERR_INVALID;
    }
    period_format(calendar_month_of(term_start), to);
    return OK;
}

/* A row for every number; one with a field of its own carries article and mark only. */
static void fill_values(enum preset preset, struct policy_value *rows)
{
    for (unsigned i = 0; i < RULES; i++) {
        enum rule_id id = (enum rule_id)i;
        struct rule_value value = rule_preset_value(preset, id);
        bool has_field = policy_rule_field(NULL, id) != RULE_FIELD_NONE;
        rows[i] = (struct policy_value){
            .id = text_of(rule_name(id)),
            .number = has_field ? 0 : value.number,
            .of = has_field ? 0 : (uint64_t)value.of,
            .article = text_of(rule_preset_article(preset, id)),
            .verified = rule_preset_verified(preset, id),
        };
    }
}

enum err policy_preset(struct arena *arena, enum preset preset, struct policy *policy)
{
    /* G6 (1) to (5) */
    static const char *const periods[ITEM_COUNT] = {
        "term", "term",  "year", "quarter", "month", /* 1 to 5 */
        "year", "month", "year", "year",    "none",  /* 6 to 10 */
    };
    struct period_rule *rules = ARENA_ARRAY(arena, struct period_rule, ITEM_COUNT);
    struct policy_value *values = ARENA_ARRAY(arena, struct policy_value, RULES);
    if (!rules || !values) {
        return ERR_NOMEM;
    }
    for (unsigned i = 0; i < ITEM_COUNT; i++) {
        rules[i] = (struct period_rule){.item = i + 1, .period = text_of(periods[i])};
    }
    fill_values(preset, values);
    *policy = (struct policy){
        .preset = text_of(preset == PRESET_LAW ? "law" : "seed"),
        .term_years = (uint64_t)rule_preset_value(preset, RULE_term_years).number,
        .utc_offset_min = CIVIL_OFFSET_MIN_DEFAULT,
        .disclosure_day = (uint64_t)rule_preset_value(preset, RULE_disclosure_day).number,
        .reply_days = (uint64_t)rule_preset_value(preset, RULE_reply_days).number,
        .outbox_keep_days = POLICY_OUTBOX_KEEP_DAYS,
        .vault_keep_days = POLICY_VAULT_KEEP_DAYS,
        .letters_keep_days = (uint64_t)rule_preset_value(preset, RULE_letters_keep_days).number,
        .idle_s = POLICY_IDLE_S,
    };
    policy->periods.at = rules;
    policy->periods.count = ITEM_COUNT;
    policy->values.at = values;
    policy->values.count = RULES;
    return OK;
}

enum err policy_seed(struct arena *arena, struct policy *policy)
{
    return policy_preset(arena, PRESET_SEED, policy);
}

static bool office_id_is_good(struct text id)
{
    if (id.size == 0 || id.size > OFFICE_BYTES_MAX) {
        return false;
    }
    for (size_t i = 0; i < id.size; i++) {
        char c = id.data[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-')) {
            return false;
        }
    }
    return true;
}

static bool period_name_is_known(struct text name)
{
    return text_is(name, "none") || text_is(name, "month") || text_is(name, "quarter") ||
           text_is(name, "year") || text_is(name, "term");
}

static enum err check_periods(const struct policy *policy, struct complaint *why)
{
    bool seen[ITEM_COUNT + 1] = {false};
    for (size_t i = 0; i < policy->periods.count; i++) {
        const struct period_rule *rule = &policy->periods.at[i];
        if (rule->item < 1 || rule->item > ITEM_COUNT) {
            return complain(why, ERR_INVALID,
                            "公开时限写到了第 %llu 项，居务公开只有 1 到 10 项（公开制度第五条）",
                            (unsigned long long)rule->item);
        }
        if (seen[rule->item]) {
            return complain(why, ERR_INVALID, "第 %llu 项的公开时限写了两次，请只留一个",
                            (unsigned long long)rule->item);
        }
        if (!period_name_is_known(rule->period)) {
            return complain(why, ERR_INVALID,
                            "第 %llu 项的公开时限“%.*s”不认识，请写 month、quarter、year、term 或 "
                            "none（公开制度第六条）",
                            (unsigned long long)rule->item, TEXT_ARG(rule->period));
        }
        seen[rule->item] = true;
    }
    for (unsigned item = 1; item <= ITEM_COUNT; item++) {
        if (!seen[item]) {
            return complain(why, ERR_INVALID, "第 %u 项没有公开时限，请补上（公开制度第六条）",
                            item);
        }
    }
    return OK;
}

static enum err check_term(const struct policy *policy, struct complaint *why)
{
    struct period month;
    if (policy->term_start < civil_day_of_ymd(CIVIL_YEAR_MIN, 1, 1) ||
        policy->term_start > civil_day_of_ymd(CIVIL_YEAR_MAX, 12, 31) || policy->term_start == 0) {
        return complain(why, ERR_INVALID, "没有任期开始的日期，请写成 2026-01-05 的样子");
    }
    if (policy->term_years < 1 || policy->term_years > TERM_YEARS_MAX) {
        return complain(why, ERR_INVALID, "任期 %llu 年不合理，应为 1 到 9 年（制度定为三年）",
                        (unsigned long long)policy->term_years);
    }
    if (period_parse(policy->first_board, &month) || month.kind != PERIOD_MONTH) {
        return complain(why, ERR_INVALID, "启用公开栏的月份“%.*s”不对，请写成 2026-01 的样子",
                        TEXT_ARG(policy->first_board));
    }
    return OK;
}

/* Terms that are written down: ascending, each after the one before has begun. */
static enum err check_terms(const struct policy *policy, struct complaint *why)
{
    enum { MONTHS_A_YEAR = 12 };
    uint64_t number = 1, years = policy->term_years;
    int32_t begins = policy->term_start;
    for (size_t i = 0; i < policy->terms.count; i++) {
        const struct term_rule *rule = &policy->terms.at[i];
        char date[CIVIL_DATE_BYTES];
        civil_format_date(rule->begins, date);
        if (i >= CALENDAR_TERMS_MAX - 1) {
            return complain(why, ERR_INVALID, "写明的届数超过 %d 届", CALENDAR_TERMS_MAX - 1);
        }
        if (i == 0 && rule->number == 1) {
            if (rule->begins != policy->term_start) {
                return complain(why, ERR_INVALID, "第 1 届开始的日期写了两个，不一致：%s", date);
            }
            years = rule->years ? rule->years : policy->term_years;
            continue;
        }
        if (rule->number > TERM_NUMBER_MAX || rule->years > TERM_YEARS_MAX) {
            return complain(why, ERR_INVALID, "第 %llu 届不合理：至多 %d 届，每届至多 %d 年",
                            (unsigned long long)rule->number, TERM_NUMBER_MAX, TERM_YEARS_MAX);
        }
        if (rule->number <= number || rule->begins <= begins) {
            return complain(why, ERR_INVALID,
                            "第 %llu 届（%s 开始）的次序不对：届次和日期都要一届比一届晚",
                            (unsigned long long)rule->number, date);
        }
        int between = (int)((rule->number - number - 1) * years) * MONTHS_A_YEAR;
        if (civil_add_months(begins, between) >= rule->begins) {
            return complain(why, ERR_INVALID,
                            "第 %llu 届（%s 开始）太早：第 %llu 届之后中间的几届排不下",
                            (unsigned long long)rule->number, date, (unsigned long long)number);
        }
        number = rule->number;
        years = rule->years ? rule->years : policy->term_years;
        begins = rule->begins;
    }
    return OK;
}

static enum err check_value(const struct policy *policy, size_t index, struct complaint *why)
{
    const struct policy_value *row = &policy->values.at[index];
    enum rule_id id = rule_of_name(row->id);
    char text[RULE_VALUE_BYTES];
    if (id == RULES) {
        return OK; /* a newer office's */
    }
    for (size_t i = 0; i < index; i++) {
        if (text_equal(policy->values.at[i].id, row->id)) {
            return complain(why, ERR_INVALID, "“%s”（%.*s）写了两次，请只留一个", rule_title(id),
                            TEXT_ARG(row->id));
        }
    }
    if (policy_rule_field(policy, id) != RULE_FIELD_NONE) {
        if (row->of != 0 || (row->number != 0 && row->number != policy_rule_field(policy, id))) {
            return complain(why, ERR_INVALID, "“%s”（%.*s）在两处写的不一样，请改成一样",
                            rule_title(id), TEXT_ARG(row->id));
        }
        return OK;
    }
    bool fits = row->number >= 0 && row->number <= INT32_MAX && row->of <= INT32_MAX;
    struct rule_value value = {fits ? (int32_t)row->number : -1, fits ? (int32_t)row->of : 0};
    if (!rule_value_is_sane(id, value)) {
        return complain(why, ERR_INVALID, "“%s”（%.*s）的数不合理；制度定为%s（%s）",
                        rule_title(id), TEXT_ARG(row->id),
                        rule_value_format(id, rule_preset_value(PRESET_SEED, id), text),
                        rule_preset_article(PRESET_SEED, id));
    }
    return OK;
}

static enum err check_pair(const struct policy *policy, enum rule_id low, enum rule_id high,
                           struct complaint *why)
{
    if (policy_rule(policy, low).number > policy_rule(policy, high).number) {
        return complain(why, ERR_INVALID, "“%s”不能比“%s”多", rule_title(low), rule_title(high));
    }
    return OK;
}

static enum err check_values(const struct policy *policy, struct complaint *why)
{
    for (size_t i = 0; i < policy->values.count; i++) {
        enum err err = check_value(policy, i, why);
        if (err) {
            return err;
        }
    }
    enum err err = check_pair(policy, RULE_supervisors_min, RULE_supervisors_max, why);
    return err ? err
               : check_pair(policy, RULE_group_representatives_min, RULE_group_representatives_max,
                            why);
}

static enum err check_parts(const struct policy *policy, struct complaint *why)
{
    uint64_t last = 0;
    for (size_t i = 0; i < policy->parts.count; i++) {
        const struct part_rule *part = &policy->parts.at[i];
        unsigned long long number = part->part;
        if (part->part <= last || part->part > ITEM_PARTS_MAX) {
            return complain(why, ERR_INVALID, "第 10 项的第 %llu 部分写了两次，或次序不对", number);
        }
        last = part->part;
        if (!period_name_is_known(part->period)) {
            return complain(
                why, ERR_INVALID,
                "第 10 项第 %llu 部分的公开时限“%.*s”不认识，请写 month、quarter、year、"
                "term，还没定就写 none（公开制度第六条）",
                number, TEXT_ARG(part->period));
        }
        if (part->ended && part->ended < part->since) {
            return complain(why, ERR_INVALID, "第 10 项第 %llu 部分的结束早于开始", number);
        }
        enum err err = petition_check(policy, part, why);
        if (err) {
            complaint_prefix(why, "第 10 项第 %llu 部分", number);
            return err;
        }
    }
    return OK;
}

static enum err check_hours(const struct policy *policy, struct complaint *why)
{
    for (size_t i = 0; i < policy->hours.count; i++) {
        const struct open_hours *hours = &policy->hours.at[i];
        if (hours->to_min <= hours->from_min) {
            return complain(why, ERR_INVALID, "接待时间第 %zu 行的结束不晚于开始，请改正", i + 1);
        }
    }
    return OK;
}

enum err policy_check(const struct policy *policy, struct complaint *why)
{
    if (!office_id_is_good(policy->office)) {
        return complain(why, ERR_INVALID,
                        "居委会代号“%.*s”不对，只能用小写字母、数字和 -，最多 %d 个",
                        TEXT_ARG(policy->office), OFFICE_BYTES_MAX);
    }
    if (text_trim(policy->name).size == 0) {
        return complain(why, ERR_INVALID, "没有写居委会的名称");
    }
    if (policy->disclosure_day < 1 || policy->disclosure_day > 28) {
        return complain(why, ERR_INVALID,
                        "公开日是每月 %llu 日，应为 1 到 28 日之间（公开制度第八条定为 10 日）",
                        (unsigned long long)policy->disclosure_day);
    }
    if (policy->utc_offset_min < -OFFSET_MIN_MAX || policy->utc_offset_min > OFFSET_MIN_MAX) {
        return complain(why, ERR_INVALID, "时差 %lld 分钟不合理，中国标准时间是 480",
                        (long long)policy->utc_offset_min);
    }
    enum err err = check_term(policy, why);
    err = err ? err : check_terms(policy, why);
    err = err ? err : check_periods(policy, why);
    err = err ? err : check_values(policy, why);
    err = err ? err : check_parts(policy, why);
    err = err ? err : workdays_check(policy, why);
    return err ? err : check_hours(policy, why);
}

/* ---- change ---- */

static enum err check_change_of_terms(const struct calendar *old, const struct calendar *changed,
                                      int32_t today, struct complaint *why)
{
    struct period term = period_of_day(old, PERIOD_TERM, today);
    for (int number = 1; number <= term.number; number++) {
        struct period one = {PERIOD_TERM, 0, number};
        int32_t before = period_begins(old, one), after = period_begins(changed, one);
        char a[CIVIL_DATE_BYTES], b[CIVIL_DATE_BYTES];
        if (before != after && before <= today) {
            return complain(why, ERR_INVALID,
                            "第 %d 届已于 %s 开始，不能改成 %s；以前公开的要留在原来那一届。"
                            "换届晚了就写明下一届的日期",
                            number, civil_format_date(before, a), civil_format_date(after, b));
        }
    }
    struct period next = {PERIOD_TERM, 0, term.number + 1};
    if (term.number < TERM_NUMBER_MAX && period_begins(changed, next) <= today) {
        char date[CIVIL_DATE_BYTES];
        return complain(why, ERR_INVALID,
                        "照这样改，第 %d 届早在 %s 就开始了；请写明第 %d 届开始的日期", next.number,
                        civil_format_date(period_begins(changed, next), date), next.number);
    }
    return OK;
}

enum err policy_check_change(const struct policy *old, const struct policy *changed, int32_t today,
                             struct complaint *why)
{
    struct calendar was, will;
    enum err err = calendar_init(old, &was);
    err = err ? err : calendar_init(changed, &will);
    if (err) {
        return err;
    }
    if (!text_equal(old->office, changed->office)) {
        return complain(why, ERR_INVALID, "居委会代号不能改：签名和地址都认它");
    }
    if (was.offset_min != will.offset_min) {
        return complain(why, ERR_INVALID, "时差不能改：以前公开的日子会跟着变");
    }
    if (was.first_board != will.first_board && was.first_board <= today) {
        return complain(why, ERR_INVALID, "公开栏已从 %.*s 启用，期号由此数起，不能改",
                        TEXT_ARG(old->first_board));
    }
    return check_change_of_terms(&was, &will, today, why);
}
