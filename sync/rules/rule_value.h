/* rule_value.h - the numbers of the rule set: which there are, what the two presets say, with which
 * article, and what a community's policy says.
 *
 * A number is an id (`hearing_notice_days`), a value (7, or the fraction 1/5), the article it comes
 * from, and whether that article was read in the text that is in force. The policy record carries
 * all of them as signed rows; a policy signed before there were such rows, or one that leaves a row
 * out, means the value of its preset. rule_values.def is the list.
 *
 * "verified" is false for every number of the law: its text of 2025-10-28 could not be read when
 * the list was made, so the numbers of 2018 stand there, and staff are told (未核对现行文本). A
 * promise of the committee's own has no text to be read against and counts as verified. */
#pragma once

#include "record.h"

enum rule_id {
#define RULE(id, unit, min, max, n, of, article, title) RULE_##id,
#include "rule_values.def"
    RULES /* how many */
};

enum rule_unit {
    UNIT_YEARS,
    UNIT_MONTHS,
    UNIT_DAYS,       /* civil days, "within": the first day is not counted, the last one is */
    UNIT_DAYS_AHEAD, /* at least so many days before */
    UNIT_WORKDAYS,
    UNIT_TIMES,
    UNIT_PERSONS,
    UNIT_SHARE, /* number/of or more: of * n >= number * N. 0/0: this way is not open */
    UNIT_OVER,  /* more than number/of: of * n > number * N */
    UNIT_DAY_OF_MONTH,
    UNIT_MONTH,   /* 1 .. 12 */
    UNIT_WEEKDAY, /* 1 Monday .. 7 Sunday */
    UNIT_SWITCH,  /* 0 no, 1 yes */
};

enum preset { PRESET_SEED, PRESET_LAW };

struct rule_value {
    int32_t number;
    int32_t of; /* of a fraction; 0 otherwise */
};

enum { RULE_FIELD_NONE = -1, RULE_VALUE_BYTES = 64 }; /* "1/5以上" and the like, and NUL */

const char *rule_name(enum rule_id id);  /* "term_years", as in the record and in JSON */
const char *rule_title(enum rule_id id); /* "居委会每届任期" */
enum rule_unit rule_unit_of(enum rule_id id);
/* RULES: there is no such id (a newer office's). */
enum rule_id rule_of_name(struct text name);
/* What a preset says. Where the law is silent, PRESET_LAW gives the documents' value and article.
 */
struct rule_value rule_preset_value(enum preset preset, enum rule_id id);
const char *rule_preset_article(enum preset preset, enum rule_id id);
bool rule_preset_verified(enum preset preset, enum rule_id id);
bool rule_law_speaks(enum rule_id id); /* the law has a value of its own */

/* PRESET_SEED for every name but "law". */
enum preset policy_preset_of(const struct policy *policy);
/* What a policy says: its field (term_years, disclosure_day, reply_days, letters_keep_days), else
 * its row, else its preset. The policy need not have been checked: a value outside the rule's range
 * reads as the preset's, so that arithmetic on it is safe. */
struct rule_value policy_rule(const struct policy *policy, enum rule_id id);
struct text policy_rule_article(const struct policy *policy, enum rule_id id);
bool policy_rule_verified(const struct policy *policy, enum rule_id id);
/* The number in the field of its own that four of them have; RULE_FIELD_NONE: none. `policy` may be
 * NULL to ask only whether there is one (then 0). */
int64_t policy_rule_field(const struct policy *policy, enum rule_id id);
/* Is the value within the rule's range, and a fraction where one is meant? */
bool rule_value_is_sane(enum rule_id id, struct rule_value value);
bool rule_value_equal(struct rule_value a, struct rule_value b);

/* "3年", "7日内", "提前3日", "3个工作日内", "1/5以上", "超过1/2", "每月10日", "星期一", "是",
 * "不设". */
char *rule_value_format(enum rule_id id, struct rule_value value, char to[RULE_VALUE_BYTES]);

/* "以上" includes the number, "过半数" does not. With a value of 0/0, or nobody to count, false. */
bool rule_share_reached(struct rule_value share, uint64_t n, uint64_t whole); /* UNIT_SHARE */
bool rule_over_reached(struct rule_value over, uint64_t n, uint64_t whole);   /* UNIT_OVER */
/* The smallest n that reaches it; 0 when nothing can. */
uint64_t rule_share_needed(struct rule_value share, uint64_t whole);
uint64_t rule_over_needed(struct rule_value over, uint64_t whole);

/* ---- for staff ---- */

/* One line of the list 本居委会的规则: what applies, from where, and what the other text says. */
struct rule_line {
    enum rule_id id;
    struct rule_value applied;
    struct text article; /* of what applies */
    bool verified;       /* false: 未核对现行文本 */
    bool own;            /* neither preset's value: the community's own */
    /* Both texts speak and differ: show both, name which applies. */
    bool conflict;
    struct rule_value seed, law;           /* equal to `seed` where the law is silent */
    struct text seed_article, law_article; /* the latter empty where the law is silent */
    bool law_verified;
};

/* All rules in the order of the list. */
void policy_rule_lines(const struct policy *policy, struct rule_line lines[RULES]);
/* Only those on which the documents and the law differ (term_years, convening, representatives of a
 * group, rolling of deadlines, ...); returns how many. */
size_t policy_conflicts(const struct policy *policy, struct rule_line lines[RULES]);
