/* rule_value.c - see rule_value.h. */
#include "rule_value.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { FRACTION_OF_MAX = 1000 };

struct rule {
    const char *name, *title, *article, *law_article; /* law_article NULL: the law is silent */
    enum rule_unit unit;
    int32_t min, max;
    struct rule_value seed, law;
};

#define RULE(id, u, lo, hi, n, d, a, t)                                                            \
    [RULE_##id] = {.name = #id,                                                                    \
                   .title = (t),                                                                   \
                   .article = (a),                                                                 \
                   .unit = (u),                                                                    \
                   .min = (lo),                                                                    \
                   .max = (hi),                                                                    \
                   .seed = {(n), (d)},                                                             \
                   .law = {(n), (d)}},
#define RULE_LAW(id, u, lo, hi, n, d, a, ln, ld, la, t)                                            \
    [RULE_##id] = {.name = #id,                                                                    \
                   .title = (t),                                                                   \
                   .article = (a),                                                                 \
                   .law_article = (la),                                                            \
                   .unit = (u),                                                                    \
                   .min = (lo),                                                                    \
                   .max = (hi),                                                                    \
                   .seed = {(n), (d)},                                                             \
                   .law = {(ln), (ld)}},
static const struct rule rules[RULES] = {
#include "rule_values.def"
};

static const struct rule *rule_at(enum rule_id id)
{
    assert((unsigned)id < RULES);
    return &rules[id];
}

const char *rule_name(enum rule_id id)
{
    return rule_at(id)->name;
}

const char *rule_title(enum rule_id id)
{
    return rule_at(id)->title;
}

enum rule_unit rule_unit_of(enum rule_id id)
{
    return rule_at(id)->unit;
}

enum rule_id rule_of_name(struct text name)
{
    for (unsigned id = 0; id < RULES; id++) {
        if (text_is(name, rules[id].name)) {
            return (enum rule_id)id;
        }
    }
    return RULES;
}

bool rule_law_speaks(enum rule_id id)
{
    return rule_at(id)->law_article != NULL;
}

struct rule_value rule_preset_value(enum preset preset, enum rule_id id)
{
    return preset == PRESET_LAW ? rule_at(id)->law : rule_at(id)->seed;
}

const char *rule_preset_article(enum preset preset, enum rule_id id)
{
    const struct rule *rule = rule_at(id);
    return preset == PRESET_LAW && rule->law_article ? rule->law_article : rule->article;
}

bool rule_preset_verified(enum preset preset, enum rule_id id)
{
    return preset == PRESET_SEED || !rule_law_speaks(id);
}

bool rule_value_equal(struct rule_value a, struct rule_value b)
{
    return a.number == b.number && a.of == b.of;
}

static bool is_fraction(enum rule_id id)
{
    return rule_at(id)->unit == UNIT_SHARE || rule_at(id)->unit == UNIT_OVER;
}

bool rule_value_is_sane(enum rule_id id, struct rule_value value)
{
    const struct rule *rule = rule_at(id);
    if (value.number < rule->min || value.number > rule->max) {
        return false;
    }
    if (!is_fraction(id)) {
        return value.of == 0;
    }
    if (value.number == 0) {
        return value.of == 0;
    }
    return value.of >= value.number && value.of <= FRACTION_OF_MAX;
}

/* ---- of a policy ---- */

enum preset policy_preset_of(const struct policy *policy)
{
    return text_is(policy->preset, "law") ? PRESET_LAW : PRESET_SEED;
}

static const struct policy_value *row_of(const struct policy *policy, enum rule_id id)
{
    for (size_t i = 0; i < policy->values.count; i++) {
        if (text_is(policy->values.at[i].id, rules[id].name)) {
            return &policy->values.at[i];
        }
    }
    return NULL;
}

int64_t policy_rule_field(const struct policy *policy, enum rule_id id)
{
    const struct policy none = {0};
    uint64_t value;
    policy = policy ? policy : &none;
    if (id == RULE_term_years) {
        value = policy->term_years;
    } else if (id == RULE_disclosure_day) {
        value = policy->disclosure_day;
    } else if (id == RULE_reply_days) {
        value = policy->reply_days;
    } else if (id == RULE_letters_keep_days) {
        value = policy->letters_keep_days;
    } else {
        return RULE_FIELD_NONE;
    }
    return value <= INT32_MAX ? (int64_t)value : INT32_MAX;
}

struct rule_value policy_rule(const struct policy *policy, enum rule_id id)
{
    struct rule_value preset = rule_preset_value(policy_preset_of(policy), id);
    int64_t field = policy_rule_field(policy, id);
    const struct policy_value *row = row_of(policy, id);
    struct rule_value value = preset;
    if (field != RULE_FIELD_NONE) {
        value.number = (int32_t)field;
    } else if (row) {
        bool fits = row->number >= 0 && row->number <= INT32_MAX && row->of <= FRACTION_OF_MAX;
        value.number = fits ? (int32_t)row->number : -1;
        value.of = fits ? (int32_t)row->of : 0;
    }
    return rule_value_is_sane(id, value) ? value : preset;
}

/* Does the preset's own text stand behind what applies? */
static bool is_of_preset(const struct policy *policy, enum rule_id id)
{
    return rule_value_equal(policy_rule(policy, id),
                            rule_preset_value(policy_preset_of(policy), id));
}

struct text policy_rule_article(const struct policy *policy, enum rule_id id)
{
    const struct policy_value *row = row_of(policy, id);
    if (row && row->article.size > 0) {
        return row->article;
    }
    return text_of(is_of_preset(policy, id) ? rule_preset_article(policy_preset_of(policy), id)
                                            : "本居委会自定");
}

bool policy_rule_verified(const struct policy *policy, enum rule_id id)
{
    const struct policy_value *row = row_of(policy, id);
    if (row) {
        return row->verified;
    }
    return is_of_preset(policy, id) && rule_preset_verified(policy_preset_of(policy), id);
}

/* ---- as text ---- */

static const char *weekday_name(int32_t weekday)
{
    static const char *const names[] = {"一", "二", "三", "四", "五", "六", "日"};
    return weekday >= 1 && weekday <= 7 ? names[weekday - 1] : "?";
}

char *rule_value_format(enum rule_id id, struct rule_value value, char to[RULE_VALUE_BYTES])
{
    int n = value.number, of = value.of;
    switch (rule_at(id)->unit) {
    case UNIT_YEARS:
        snprintf(to, RULE_VALUE_BYTES, "%d年", n);
        break;
    case UNIT_MONTHS:
        snprintf(to, RULE_VALUE_BYTES, "%d个月一次", n);
        break;
    case UNIT_DAYS:
        snprintf(to, RULE_VALUE_BYTES, "%d日内", n);
        break;
    case UNIT_DAYS_AHEAD:
        snprintf(to, RULE_VALUE_BYTES, "提前%d日", n);
        break;
    case UNIT_WORKDAYS:
        snprintf(to, RULE_VALUE_BYTES, "%d个工作日内", n);
        break;
    case UNIT_TIMES:
        snprintf(to, RULE_VALUE_BYTES, "%d次", n);
        break;
    case UNIT_PERSONS:
        snprintf(to, RULE_VALUE_BYTES, "%d人", n);
        break;
    case UNIT_SHARE:
        snprintf(to, RULE_VALUE_BYTES, n ? "%d/%d以上" : "不设", n, of);
        break;
    case UNIT_OVER:
        snprintf(to, RULE_VALUE_BYTES, "超过%d/%d", n, of);
        break;
    case UNIT_DAY_OF_MONTH:
        snprintf(to, RULE_VALUE_BYTES, "每月%d日", n);
        break;
    case UNIT_MONTH:
        snprintf(to, RULE_VALUE_BYTES, "%d月", n);
        break;
    case UNIT_WEEKDAY:
        snprintf(to, RULE_VALUE_BYTES, "星期%s", weekday_name(n));
        break;
    case UNIT_SWITCH:
        snprintf(to, RULE_VALUE_BYTES, "%s", n ? "是" : "否");
        break;
    }
    return to;
}

/* ---- fractions ---- */

bool rule_share_reached(struct rule_value share, uint64_t n, uint64_t whole)
{
    uint64_t needed = rule_share_needed(share, whole);
    return needed > 0 && n >= needed;
}

bool rule_over_reached(struct rule_value over, uint64_t n, uint64_t whole)
{
    uint64_t needed = rule_over_needed(over, whole);
    return needed > 0 && n >= needed;
}

/* whole * number / of without overflow, the remainder apart. */
static uint64_t scaled(struct rule_value value, uint64_t whole, uint64_t *remainder)
{
    uint64_t number = (uint64_t)value.number, of = (uint64_t)value.of;
    uint64_t rest = whole % of * number; /* of and number are at most FRACTION_OF_MAX */
    *remainder = rest % of;
    return whole / of * number + rest / of;
}

uint64_t rule_share_needed(struct rule_value share, uint64_t whole)
{
    uint64_t rest;
    if (share.number < 1 || share.of < share.number || share.of > FRACTION_OF_MAX || whole == 0) {
        return 0;
    }
    uint64_t quotient = scaled(share, whole, &rest);
    return quotient + (rest > 0);
}

uint64_t rule_over_needed(struct rule_value over, uint64_t whole)
{
    uint64_t rest;
    if (over.number < 1 || over.of <= over.number || over.of > FRACTION_OF_MAX || whole == 0) {
        return 0;
    }
    return scaled(over, whole, &rest) + 1;
}

/* ---- for staff ---- */

static struct rule_line line_of(const struct policy *policy, enum rule_id id)
{
    const struct rule *rule = rule_at(id);
    struct rule_line line = {
        .id = id,
        .applied = policy_rule(policy, id),
        .article = policy_rule_article(policy, id),
        .verified = policy_rule_verified(policy, id),
        .seed = rule->seed,
        .law = rule->law,
        .seed_article = text_of(rule->article),
        .law_article = text_of(rule->law_article),
        .law_verified = rule_preset_verified(PRESET_LAW, id),
    };
    line.conflict = rule_law_speaks(id) && !rule_value_equal(rule->seed, rule->law);
    line.own = !rule_value_equal(line.applied, rule->seed) &&
               !(rule_law_speaks(id) && rule_value_equal(line.applied, rule->law));
    return line;
}

void policy_rule_lines(const struct policy *policy, struct rule_line lines[RULES])
{
    for (unsigned id = 0; id < RULES; id++) {
        lines[id] = line_of(policy, (enum rule_id)id);
    }
}

size_t policy_conflicts(const struct policy *policy, struct rule_line lines[RULES])
{
    size_t count = 0;
    for (unsigned id = 0; id < RULES; id++) {
        struct rule_line line = line_of(policy, (enum rule_id)id);
        if (line.conflict) {
            lines[count++] = line;
        }
    }
    return count;
}
