/* policy_edit.h - the community's rules: shown with their articles, changed by a new version.
 *
 * A change is a draft under the key `policy` and holds only once both sides have signed it. Several
 * changes before the signatures make one draft. What was published under the old rules keeps its
 * meaning: rules/policy.h refuses what would alter it. */
#pragma once

#include <stdio.h>

#include "site.h"

enum { POLICY_ORIGINS_MAX = 8 };

/* Every rule a line: name, title, value, article, 未核对现行文本 where that is so, and where the
 * documents and the law differ both with their sources. With `conflicts` only those. */
MUST_CHECK enum err policy_print(struct site *site, bool conflicts, bool json, FILE *out,
                                 struct complaint *why);

/* One value asked for on the command line. `article` NULL: the preset's stays. */
struct policy_wish {
    const char *name; /* of a rule (rule_values.def), a field, or period-1 .. period-10, due-month-3
                         and tells-3 (a year's item: in which month, of which year), or term-2 ..
                         term-99 (the day on which an election made it begin) */
    const char *value; /* "7", "1/5", "是", "555-0120", "quarter" */
    const char *article;
    bool verified; /* whoever asks has read it in the text in force */
};
/* ERR_INVALID: no such name, no such value, or policy_check() and policy_check_change() refuse it.
 */
MUST_CHECK enum err policy_set(struct site *site, const struct policy_wish *wish, FILE *report,
                               struct complaint *why);
/* All numbers as preset "seed" or "law" has them; names, telephones and lists stay. */
MUST_CHECK enum err policy_use_preset(struct site *site, const char *preset, FILE *report,
                                      struct complaint *why);

/* ---- for imports of holidays, contacts, hours and the parts of item 10 ---- */

/* The draft, else what is published. */
MUST_CHECK enum err policy_newest(struct site *site, struct txn *txn, struct policy *policy,
                                  struct complaint *why);
/* Stages `changed` as the newest version. *changes false: it says what is there already. */
MUST_CHECK enum err policy_stage(struct site *site, struct txn *txn, const struct policy *changed,
                                 bool *changes, struct complaint *why);
