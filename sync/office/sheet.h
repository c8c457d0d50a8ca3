/* sheet.h - the month's board on paper: its number and check code, and what changed since last
 * month (G8).
 *
 * The printed sheet carries the code that a resident compares with the glass (month_issue.h). */
#pragma once

#include <stdio.h>

#include "site.h"

/* Which board, and as of when. */
struct sheet_wish {
    struct text month; /* "2026-11"; empty: the board month of that day */
    int32_t on;        /* as it stands at the end of this day; 0: now */
    bool lines;        /* with the lines that the code is made of */
};

/* JSON: {month, issue, code, opened, on, supervision_office, supervision_phone, items: [as `due`
 * has them], lines: [{key, version, hash, opens_at, open}]}; `lines` is for people, JSON has the
 * lines always. ERR_INVALID: no month, or one before the first board. */
MUST_CHECK enum err sheet_print(struct site *site, const struct sheet_wish *wish, bool json,
                                FILE *out, struct complaint *why);
/* The ten items against the month before. JSON: an array of {item, change, state, key, before,
 * added, removed, altered, income_before, income, spending_before, spending}; sums in fen. An item
 * that is `missing` says by its state whether it waits for a signature. Errors as above. */
MUST_CHECK enum err changes_print(struct site *site, struct text month, bool json, FILE *out,
                                  struct complaint *why);
