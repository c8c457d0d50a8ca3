/* month_issue.h - the table of contents of a board month, and its check code (rules/issue.h).
 *
 * A publication that changes what opens in a month brings the month's `issue` record with it, under
 * the office's signature alone: every line of it is signed by both already. So a kiosk that came
 * later, or that no longer holds a list of persons, works out the same code as the printed sheet.
 */
#pragma once

#include "issue.h"
#include "site.h"

/* What a person compares. */
struct month_code {
    struct period month;
    unsigned number; /* 第n期; 0: before the first board month */
    char code[ISSUE_CODE_BYTES];
    size_t opened; /* lines the code stands for */
    struct issue_line *lines;
    size_t count; /* all lines, also those that open later */
};

/* Of what is published, as of `now_s`; lines in the scratch arena. ERR_NOMEM; ERR_FULL: more than
 * ISSUE_LINES_MAX lines in one month. */
MUST_CHECK enum err month_code(struct site *site, struct txn *txn, struct period month,
                               int64_t now_s, struct month_code *code, struct complaint *why);

enum { MONTH_ISSUES_MAX = 24 }; /* months that one publication may change */

/* Makes the records of the months in which `ready` (about to be published) opens, signs each with
 * the office's key and leaves it as a draft; their entries go to `staged`. A record that would be
 * as it is already is not made again, nor are months before the first board. ERR_FULL: more than
 * MONTH_ISSUES_MAX months, or too many lines in one. */
MUST_CHECK enum err month_issue_stage(struct site *site, struct txn *txn,
                                      const struct signer *office, const struct entry *ready,
                                      size_t ready_count, int64_t signed_s,
                                      struct entry staged[MONTH_ISSUES_MAX], size_t *count,
                                      struct complaint *why);
