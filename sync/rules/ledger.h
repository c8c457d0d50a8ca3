/* ledger.h - the accounts of item 5: sums in fen that add up, and lines that somebody answers for.
 *
 * W7: every sum on the accounts carries the approving leader and the handler. Integers only; a line
 * that breaks a rule names itself. Complaints are Chinese: staff act on them. */
#pragma once

#include "calendar.h"

enum {
    FEN_BYTES = 24, /* "-1,000,000,000,000.00" and NUL */
    LEDGER_CATEGORIES_MAX = 64,
};
#define FEN_MAX INT64_C(100000000000000) /* 10^12 yuan: 2 000 of them add up within int64 */

/* "1234", "1,234.5", "-0.50": yuan, thousands separators either everywhere or nowhere, at most two
 * decimals, no sign but '-'. Blanks around are ignored. ERR_INVALID: another form, or beyond
 * FEN_MAX. */
MUST_CHECK enum err fen_parse(struct text yuan, int64_t *fen);
/* "-1,234.50". */
char *fen_format(int64_t fen, char to[FEN_BYTES]);

struct ledger_sums {
    int64_t opening, income, spending, closing; /* closing = opening + income - spending */
};

/* Of rows that passed ledger_check(). */
struct ledger_sums ledger_sum(const struct disclosure *disclosure);

/* Where a ledger came from, so that a complaint can point at the line. */
struct ledger_source {
    size_t first_line; /* line of rows[0] in the file; 0: rows are counted from 1 */
    bool has_closing;  /* the file gave a closing balance to be checked */
    int64_t closing;
    bool has_previous; /* the balance of the period before is known */
    int64_t previous_closing;
};

/* ERR_INVALID with a sentence naming the line: no approver or no handler (W7), a date outside the
 * period, income and spending both or neither, a negative sum, no category or matter, more than
 * LEDGER_CATEGORIES_MAX categories; opening + income - spending is not the closing balance; the
 * opening is not the closing balance of the period before. `source` NULL: the rows alone. */
MUST_CHECK enum err ledger_check(const struct calendar *calendar,
                                 const struct disclosure *disclosure,
                                 const struct ledger_source *source, struct complaint *why);

struct ledger_category {
    struct text name;
    int64_t sum;      /* fen */
    unsigned percent; /* of all spending (or income) */
};

/* Spending (or income) by category, largest first, ties in order of appearance. The percents add up
 * to exactly 100 (largest remainder), or are all 0 when nothing was spent. At most `max`
 * (LEDGER_CATEGORIES_MAX is always enough for a checked ledger); returns how many. */
size_t ledger_categories(const struct disclosure *disclosure, bool income,
                         struct ledger_category *categories, size_t max);

/* Whole percents of `parts` that add up to 100; all 0 when the parts are. */
void shares_of_hundred(const int64_t *parts, size_t count, unsigned *percents);
