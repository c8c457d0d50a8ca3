/* sheet.h - the month's board on paper: its number and check code, what changed since last month,
 * and where else an item was made public (G7, G8).
 *
 * The printed sheet carries the code that a resident compares with the glass (month_issue.h). */
#pragma once

#include <stdio.h>

#include "four_forms.h"
#include "site.h"

/* `month` empty: the board month of `day`. JSON: {month, issue, code, opened, on,
 * supervision_phone, supervision_office, items: [as `due` has them], lines: [{key, version, hash,
 * opens_at}]}. */
MUST_CHECK enum err sheet_print(struct site *site, struct text month, bool json, FILE *out,
                                struct complaint *why);
/* The ten items against the month before. JSON: an array of {item, change, key, before, added,
 * removed, altered, income_before, income, spending_before, spending}; sums in fen. */
MUST_CHECK enum err changes_print(struct site *site, struct text month, bool json, FILE *out,
                                  struct complaint *why);

/* The tick list of an item. JSON: {key, opened_on, forms: [{form, done, by_kiosk, on,
 * days_after}]}. */
MUST_CHECK enum err forms_print(struct site *site, struct text key, bool json, FILE *out,
                                struct complaint *why);
/* Ticks what is given (a day other than 0, a note that is not NULL) beside what is ticked; a draft
 * for the office's signature. ERR_INVALID: no such item, or a day that has not come. */
MUST_CHECK enum err forms_tick(struct site *site, struct text key, const int32_t on[FORM_COUNT],
                               const char *note, FILE *report, struct complaint *why);
