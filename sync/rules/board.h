/* board.h - the month's board: ten rows that say what is due, there, missing or late (G5-G8, G11).
 *
 * A pure function of the calendar, the facts of what is in the view, and the moment. State is told
 * for the latest period of each item that has come due: PENDING on the due day itself, OVERDUE by n
 * days from the day after, UNSIGNED when it is announced but lacks the supervision group's
 * signature, PUBLISHED once open, WITHDRAWN, NOT_DUE before any period has come due
 * (本机启用前见公开栏). A record whose opens_at lies ahead is not published yet. With a doubtful
 * clock nothing turns overdue. Nothing is allocated; the cost is one pass over the facts. */
#pragma once

#include "calendar.h"

enum board_state {
    BOARD_NOT_DUE,
    BOARD_PUBLISHED,
    BOARD_PENDING,
    BOARD_UNSIGNED,
    BOARD_OVERDUE,
    BOARD_WITHDRAWN,
};

enum published_kind { PUBLISHED_DISCLOSURE, PUBLISHED_ANNOUNCE, PUBLISHED_WITHDRAW };

/* What the board needs to know of one record in the view; the snapshot fills it in. */
struct published {
    enum published_kind kind;
    unsigned item; /* 1..12 */
    unsigned part; /* from 1; 0 reads as 1 */
    struct period period;
    struct text key; /* of the record itself (of an announce: of what it announces) */
    struct text title;
    struct text reason;       /* of a withdrawal */
    int64_t opens_at_s;       /* from the signature; 0 for an announce */
    int64_t first_opens_at_s; /* of the earliest version under this key when this one corrects; else
                                 0 */
    int64_t signed_s;         /* when it was signed, if known */
    int32_t until;            /* lists of persons: last day it is shown, 0 none */
    bool nil;                 /* 本月无此项 */
    bool corrected;           /* 更正 */
};

struct board_row {
    unsigned item;
    enum board_state state;
    struct period period; /* kind PERIOD_NONE with BOARD_NOT_DUE */
    int32_t due_day;      /* 0 with BOARD_NOT_DUE */
    unsigned
        overdue_days;   /* past due and not published (also when unsigned or withdrawn); else 0 */
    unsigned late_days; /* published, but so many days after the due day: 已公开(迟n天) */
    int32_t published_day; /* 0 until published; of a corrected record, when it was first */
    int archive_year;      /* G12, 0 until published */
    int32_t next_due_day;  /* 0 for item 10 without a period */
    bool nil, corrected;
    bool expired; /* published, but a list of persons whose `until` has passed */
    bool is_new;  /* opened (or corrected) on or after the last disclosure day: 新 */
    unsigned
        parts; /* records of this period that exist; more than one is told apart by board_parts() */
    /* The record that decides the state, NULL when there is none; its key opens the item's page. */
    const struct published *record;
};

struct board_counts {
    unsigned published, overdue, unsigned_, pending, withdrawn, not_due;
};

/* When and how sure. */
struct board_moment {
    int64_t now_s;
    bool doubtful;
};

/* The ten rows. `month` is PERIOD_NONE for today's board, or a PERIOD_MONTH: the periods due by
 * that month's disclosure day, in today's state. A month whose disclosure day lies ahead shows
 * today's. */
void board_rows(const struct calendar *calendar, const struct published *published, size_t count,
                struct board_moment moment, struct period month, struct board_row rows[ITEM_COUNT]);
struct board_counts board_count(const struct board_row rows[ITEM_COUNT]);
/* The row of one record's item and period, in today's state, as its own page tells it (also for
 * earlier periods and for items 11 and 12, which are never late). */
struct board_row board_row_of(const struct calendar *calendar, const struct published *published,
                              size_t count, struct board_moment moment,
                              const struct published *record);
/* The parts of a row's item one by one, in order of their number, at most `max`. Item 10 may hold
 * several, each with a period of its own: its row reports the worst of them. */
size_t board_parts(const struct calendar *calendar, const struct published *published, size_t count,
                   struct board_moment moment, struct period month, unsigned item,
                   struct board_row *rows, size_t max);
/* Is the record open to residents at this moment? */
bool published_is_open(const struct published *published, int64_t now_s);

/* ---- staff: will the coming disclosure day find everything in place? ---- */

enum { READINESS_WARN_DAYS = 2, READINESS_MAX = 32 }; /* from the 8th on */

enum readiness_state { READY, READY_UNSIGNED, READY_MISSING, READY_WITHDRAWN };

struct readiness_line {
    unsigned item, part;
    struct period period;
    enum readiness_state state;
    const struct published *record; /* NULL when missing */
};

struct readiness {
    int32_t day; /* the disclosure day meant: today's, or the next */
    unsigned days_left;
    unsigned missing; /* lines that are not READY */
    bool warn;        /* something is missing and the day is READINESS_WARN_DAYS away or less */
    struct readiness_line lines[READINESS_MAX];
    size_t count;
};

void board_readiness(const struct calendar *calendar, const struct published *published,
                     size_t count, int32_t today, struct readiness *out);
