/* ledger.h - the accounts of item 5: sums in fen that add up, and lines that somebody answers for.
 *
 * W7: every sum on the accounts carries the approving leader and the handler. Integers only; a line
 * that breaks a rule names itself. Complaints are Chinese: staff act on them. */
#pragma once

#include "calendar.h"

enum {
    FEN_BYTES = 32,          /* any int64 and NUL */
    LEDGER_LINES_MAX = 2000, /* kinds.def; a table of Markdown: 2 000 by 20, markdown.h */
    LEDGER_CATEGORIES_MAX = 64,
};
#define FEN_MAX INT64_C(100000000000000) /* 10^12 yuan: 2 000 of them add up within int64 */

/* "1234", "1,234.5", "-0.50": yuan, thousands separators either everywhere or nowhere, at most two
 * decimals, no sign but '-'. Blanks around are ignored. ERR_INVALID: another form, or beyond
 * FEN_MAX. */
MUST_CHECK enum err fen_parse(struct text yuan, int64_t *fen);
/* "-1,234.50", of any value. */
char *fen_format(int64_t fen, char to[FEN_BYTES]);

/* Sums that would leave int64 stay at its end instead of wrapping round. */
int64_t fen_add(int64_t a, int64_t b);

struct ledger_sums {
    int64_t opening, income, spending, closing; /* closing = opening + income - spending */
    bool overflow; /* a sum left int64: the rows cannot have passed ledger_check() */
};

/* Of any rows; of rows that passed ledger_check() exact. */
struct ledger_sums ledger_sum(const struct disclosure *disclosure);

/* Where a ledger came from, so that a complaint can point at the line. */
struct ledger_source {
    size_t first_line;                 /* line of rows[0] in the file; 0: rows are counted from 1 */
    size_t opening_line, closing_line; /* of the two balances; 0: unknown */
    bool has_closing;                  /* the file gave a closing balance to be checked */
    int64_t closing;
    bool has_previous; /* the balance of the period before is known */
    int64_t previous_closing;
};

/* ERR_FULL: more than LEDGER_LINES_MAX lines. ERR_INVALID with a sentence naming the line: no
 * approver or no handler (W7), a date outside the period, income and spending both or neither, a
 * negative sum, no category or matter, more than LEDGER_CATEGORIES_MAX categories; opening + income
 * - spending is not the closing balance; the opening is not the closing balance of the period
 * before. `source` NULL: the rows alone. */
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

/* ---- month beside month ---- */

enum category_course { CATEGORY_SAME, CATEGORY_MORE, CATEGORY_LESS, CATEGORY_NEW, CATEGORY_GONE };

struct ledger_course {
    struct text name;
    enum category_course course;
    int64_t before, now; /* fen; 0 where the category is not there */
    int64_t difference;  /* now - before */
    int percent;         /* of `before`, rounded half away from zero; 0 for a new category */
};

/* Spending (or income) of two periods by category: this period's in the order of
 * ledger_categories(), then those that are gone. At most `max` (2 * LEDGER_CATEGORIES_MAX is always
 * enough); returns how many. Line by line: changes.h. */
size_t ledger_compare(const struct disclosure *before, const struct disclosure *now, bool income,
                      struct ledger_course *courses, size_t max);

/* Does each period's opening balance take up the closing balance of the one before? `ledgers` are
 * of one item and part, in order of their periods. ERR_INVALID with a sentence naming the first two
 * that do not fit, *at the second one's index; a gap (a period missing between two) breaks no rule
 * and starts anew. */
MUST_CHECK enum err ledger_check_chain(const struct disclosure *ledgers, size_t count, size_t *at,
                                       struct complaint *why);
