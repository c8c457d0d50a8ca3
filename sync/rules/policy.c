/* policy.c - see policy.h. */
#include "policy.h"

#include <string.h>

enum { OFFSET_MIN_MAX = 14 * 60, OFFICE_BYTES_MAX = 32 };

enum err policy_default_first_board(int32_t term_start, char to[PERIOD_BYTES])
{
    if (term_start == 0) {
        return ERR_INVALID;
    }
    period_format(calendar_month_of(term_start), to);
    return OK;
}

enum err policy_seed(struct arena *arena, struct policy *policy)
{
    /* G6 (1) to (5) */
    static const char *const periods[ITEM_COUNT] = {
        "term", "term",  "year", "quarter", "month", /* 1 to 5 */
        "year", "month", "year", "year",    "none",  /* 6 to 10 */
    };
    struct period_rule *rules = ARENA_ARRAY(arena, struct period_rule, ITEM_COUNT);
    if (!rules) {
        return ERR_NOMEM;
    }
    for (unsigned i = 0; i < ITEM_COUNT; i++) {
        rules[i] = (struct period_rule){.item = i + 1, .period = text_of(periods[i])};
    }
    *policy = (struct policy){
        .preset = text_of("seed"),
        .term_years = POLICY_TERM_YEARS,
        .utc_offset_min = CIVIL_OFFSET_MIN_DEFAULT,
        .disclosure_day = POLICY_DISCLOSURE_DAY,
        .reply_days = POLICY_REPLY_DAYS,
        .outbox_keep_days = POLICY_OUTBOX_KEEP_DAYS,
        .vault_keep_days = POLICY_VAULT_KEEP_DAYS,
        .letters_keep_days = POLICY_LETTERS_KEEP_DAYS,
        .idle_s = POLICY_IDLE_S,
    };
    policy->periods.at = rules;
    policy->periods.count = ITEM_COUNT;
    return OK;
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
    if (policy->term_years < 1 || policy->term_years > 9) {
        return complain(why, ERR_INVALID, "任期 %llu 年不合理，应为 1 到 9 年（制度定为三年）",
                        (unsigned long long)policy->term_years);
    }
    if (period_parse(policy->first_board, &month) || month.kind != PERIOD_MONTH) {
        return complain(why, ERR_INVALID, "启用公开栏的月份“%.*s”不对，请写成 2026-01 的样子",
                        TEXT_ARG(policy->first_board));
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
    return err ? err : check_periods(policy, why);
}
