/* due.h - what is due on a day, item by item: the figures that `noticepoint-office due` prints.
 *
 * One call over the facts of the view (as board.h has them) gives the ten items in order, each told
 * for its latest period that has come due, and the parts of item 10 one by one. Printed, a value
 * that does not apply is null: `period` and `due_on` with not_due; `archive_year` until published;
 * `next_due_on` for what has no period (item 10 without a part that has one). */
#pragma once

#include "board.h"

struct due_line {
    unsigned item, part;    /* part 0 in due.items but for item 10's, which is the worst one's */
    struct period period;   /* PERIOD_NONE: null; period_format() writes it */
    int32_t due_on;         /* 0: null */
    enum board_state state; /* board_state_id() writes it */
    unsigned overdue_days;  /* 0 unless past due and not published (also unsigned, withdrawn) */
    unsigned late_days;     /* published so many days after its due day; else 0 */
    int archive_year;       /* 0: null, not published */
    int32_t next_due_on;    /* 0: null. In every state, strictly after the day asked about */
    bool nil, corrected;
    const struct published *record; /* NULL: none */
};

struct due {
    int32_t on;                            /* the civil day asked about */
    int32_t next_disclosure_day;           /* that day itself when it is one */
    unsigned days_left;                    /* until then */
    struct due_line items[ITEM_COUNT];     /* items[i].item == i + 1 */
    struct due_line parts[ITEM_PARTS_MAX]; /* of item 10, by part, also those not due yet */
    size_t part_count;
    struct due_line others[OTHER_COUNT]; /* G13: 督促公开, 协助公开; never due, never overdue */
};

/* `moment` is the last of the day asked about for `--on DATE`: due_moment(). */
void due_list(const struct board *board, struct board_moment moment, struct due *due);
/* The end of civil day `day`: what opened on that day counts as published on it. */
struct board_moment due_moment(const struct calendar *calendar, int32_t day);
