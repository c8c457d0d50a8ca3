/* changes.h - what is different between two disclosures of the same item: last month's and this
 * month's, or the version that was wrong and its correction.
 *
 * Ledgers are compared line by line of the same matter and category: several lines of one month add
 * up, so that "水电费" of October stands beside that of November whatever the dates. Texts are
 * compared line by line (blank lines and the rule below a table's head left out); a line that only
 * moved has not changed. A line that went and one that came with the same label (what stands before
 * the first '：', or the first cell of a table) are one line that was altered.
 *
 * Which two to compare: board_changes() and board_before() in board.h. */
#pragma once

#include "arena.h"
#include "ledger.h"

enum {
    CHANGE_LINES_MAX = 4000, /* of each side; what lies beyond is not compared, and said: `cut` */
    CHANGES_MAX = 400,       /* listed; all are counted */
};

enum line_change_kind { LINE_ADDED, LINE_REMOVED, LINE_ALTERED };

/* One line that is different. Texts point into the two records. */
struct line_change {
    enum line_change_kind kind;
    bool is_ledger;
    struct text before, after; /* text: the lines, "" where there is none */
    /* Ledger: */
    struct text category;
    bool income;                   /* else spending */
    int64_t before_fen, after_fen; /* 0 where there is none */
    unsigned before_rows,
        after_rows; /* how many lines add up to it; matter: `after`, or `before` */
};

struct changes {
    struct line_change *at; /* ledger lines first, the largest difference first; then the text's */
    size_t count;           /* listed, at most CHANGES_MAX */
    unsigned added, removed, altered; /* all */
    bool has_ledger;                  /* either side has */
    struct ledger_sums before, now;   /* all 0 on a side without a ledger */
    bool became_nil, was_nil;         /* 本月无此项 now, but not before; and the reverse */
    bool cut;                         /* CHANGE_LINES_MAX */
};

/* `before` NULL: there is nothing to compare with; then `changes` is all empty. ERR_NOMEM: the
 * arena needs room for both sides' lines, at most 64 bytes a line. */
MUST_CHECK enum err changes_between(const struct disclosure *before, const struct disclosure *now,
                                    struct arena *arena, struct changes *changes);
/* Nothing at all is different in lines and sums. */
bool changes_none(const struct changes *changes);
