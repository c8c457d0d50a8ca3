/* policy.h - the rule set of one community as a signed record: presets, sense, and change.
 *
 * What the regulation fixes is signed data (the `policy` record), never a constant in a screen. Two
 * presets are known by name: `seed`, the default, has the values of the four documents; `law` has
 * those of 城市居民委员会组织法 where it speaks, else the documents' (rule_value.h). Either writes
 * every number with its article into the record; a policy signed before there were such rows reads
 * as its preset's. */
#pragma once

#include "calendar.h"
#include "record.h"
#include "rule_value.h"

enum {
    POLICY_OUTBOX_KEEP_DAYS = 90, /* DESIGN "Wire" */
    POLICY_VAULT_KEEP_DAYS = 30,  /* DESIGN "Staff mode and the vault" */
    POLICY_IDLE_S = 90,
};

/* The values of a preset in a policy that names nobody yet: office, name, term_start, first_board,
 * telephones, origins, and the lists parts, terms, days, hours and contacts are empty and wait to
 * be filled in. The lists of periods and values live in `arena`. */
MUST_CHECK enum err policy_preset(struct arena *arena, enum preset preset, struct policy *policy);
MUST_CHECK enum err policy_seed(struct arena *arena, struct policy *policy); /* PRESET_SEED */

/* The month of the term's start as YYYY-MM, for `init` without --first-board. */
MUST_CHECK enum err policy_default_first_board(int32_t term_start, char to[PERIOD_BYTES]);

/* ERR_INVALID with a sentence (Chinese: staff act on it) naming the value, its article and what to
 * do: an id with other characters, no name, a term start that is no date, a disclosure day beyond
 * 28, an item without a period or with two, a first board month that is none; a number outside its
 * range, given twice, or other than its own field; terms out of order; a part of item 10 twice,
 * with a strange period, or whose petition reaches neither fraction (G5(10)); holidays that
 * contradict (workdays_check); opening hours that end before they begin. Unknown ids of numbers are
 * a newer office's and pass. */
MUST_CHECK enum err policy_check(const struct policy *policy, struct complaint *why);

/* May `changed` take the place of `old`, on day `today`? What was published under the old one must
 * keep its meaning: ERR_INVALID (Chinese, says what to do) when the office's id or the offset
 * differs, when a board month that has begun would get another number (first_board), or when a term
 * that has begun would begin on another day. A later term may move: write it as a row of `terms`.
 * Both have passed policy_check(). */
MUST_CHECK enum err policy_check_change(const struct policy *old, const struct policy *changed,
                                        int32_t today, struct complaint *why);
