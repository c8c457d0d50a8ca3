/* due_print.h - what is due on a day, and where a meeting stands, as rules/ judge it. */
#pragma once

#include <stdio.h>

#include "site.h"

/* JSON: an array of ten objects in the order of the items, `item`, `period`, `due_on`, `state`,
 * `overdue_days`, `late_days`, `archive_year`, `next_due_on`, `nil`, `corrected`, `key`, and of
 * item 10 `parts` with the same fields and `part`. What does not apply is null (rules/due.h).
 * Judged by what is published, in today's state. */
MUST_CHECK enum err due_print(struct site *site, int32_t day, bool json, FILE *out,
                              struct complaint *why);
/* The stages with their days, and the quorum's figures. The newest version counts, also one that
 * stays at the office. ERR_INVALID: no such meeting. */
MUST_CHECK enum err meeting_print(struct site *site, struct text key, int32_t day, bool json,
                                  FILE *out, struct complaint *why);
