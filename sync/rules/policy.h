/* policy.h - the rule set of one community: the preset's values, and whether a policy makes sense.
 *
 * What the regulation fixes is signed data (the `policy` record), never a constant in a screen. Two
 * presets are known by name; `seed` is the default and carries the values of the four documents. */
#pragma once

#include "calendar.h"
#include "record.h"

enum {
    POLICY_TERM_YEARS = 3,          /* G5(1), R9 */
    POLICY_DISCLOSURE_DAY = 10,     /* G8 */
    POLICY_REPLY_DAYS = 5,          /* working days; practice, G11 says only "in time" */
    POLICY_OUTBOX_KEEP_DAYS = 90,   /* DESIGN "Wire" */
    POLICY_VAULT_KEEP_DAYS = 30,    /* DESIGN "Staff mode and the vault" */
    POLICY_LETTERS_KEEP_DAYS = 730, /* what the mailbox page promises */
    POLICY_IDLE_S = 90,
    POLICY_SUPERVISORS_MIN = 5, /* G10 */
    POLICY_SUPERVISORS_MAX = 7,
};

/* The values of preset `seed` in a policy that names nobody yet: office, name, term_start,
 * first_board, telephones and origins are empty and wait to be filled in. The list of periods lives
 * in `arena`. */
MUST_CHECK enum err policy_seed(struct arena *arena, struct policy *policy);

/* The month of the term's start as YYYY-MM, for `init` without --first-board. */
MUST_CHECK enum err policy_default_first_board(int32_t term_start, char to[PERIOD_BYTES]);

/* ERR_INVALID with a sentence (Chinese: staff act on it) naming the value, its article and what to
 * do: an id with other characters, no name, a term start that is no date, a disclosure day beyond
 * 28, an item without a period or with two, a first board month that is none. */
MUST_CHECK enum err policy_check(const struct policy *policy, struct complaint *why);
