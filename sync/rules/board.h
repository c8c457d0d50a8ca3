/* board.h - the month's board: ten rows that say what is due, there, missing or late (G5-G8, G11).
 *
 * A pure function of the calendar, the facts of what is in the view, and the moment. State is told
 * for the latest period of each item that has come due: PENDING on the due day itself, OVERDUE by n
 * days from the day after, UNSIGNED when it is announced but lacks the supervision group's
 * signature, PUBLISHED once open, WITHDRAWN, NOT_DUE before any period has come due
 * (本机启用前见公开栏). A record whose opens_at lies ahead is not published yet. With a doubtful
 * clock nothing turns overdue.
 *
 * board_init() sorts the facts once; after that a month costs the same however long the archive is.
 * Nothing else is allocated. */
#pragma once

#include "arena.h"
#include "calendar.h"

enum board_state {
    BOARD_NOT_DUE,
    BOARD_PUBLISHED,
    BOARD_PENDING,
    BOARD_UNSIGNED,
    BOARD_OVERDUE,
    BOARD_WITHDRAWN,
};

/* "published", "unsigned", "pending", "overdue", "withdrawn", "not_due". */
const char *board_state_id(enum board_state state);

enum published_kind { PUBLISHED_DISCLOSURE, PUBLISHED_ANNOUNCE, PUBLISHED_WITHDRAW };

/* What the board needs to know of one record in the view; the snapshot fills it in. */
struct published {
    enum published_kind kind;
    unsigned item; /* 1..12; other facts are left out */
    unsigned part; /* 1..ITEM_PARTS_MAX; 0 reads as 1, others are left out */
    struct period period;
    struct text key; /* of the record itself (of an announce: of what it announces) */
    struct text title;
    struct text reason;       /* of a withdrawal */
    int64_t opens_at_s;       /* from the signature; 0 for an announce */
    int64_t first_opens_at_s; /* of the earliest version under this key when this one corrects (from
                                 that version, or 00:00 of disclosure.first_opened); else 0 */
    int64_t signed_s;         /* when it was signed, if known */
    int32_t until;            /* lists of persons: last day it is shown, 0 none */
    bool nil;                 /* 本月无此项 */
    bool corrected;           /* 更正 */
};

struct board_row {
    unsigned item, part; /* the part that decides the state */
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

/* The facts in order; its members are private. Facts and calendar must live as long. A fact may
 * change in place afterwards (a signature that does not hold makes it an announce), but for item,
 * part and period. */
struct board {
    const struct calendar *calendar;
    const struct published *facts;
    size_t count;
    const struct board_slot *slots;
    size_t from[ITEM_ASSIST + 2]; /* slots of item i: from[i] .. from[i + 1] */
};

/* ERR_NOMEM: 16 bytes a fact, and as many again while it sorts. */
MUST_CHECK enum err board_init(struct arena *arena, const struct calendar *calendar,
                               const struct published *facts, size_t count, struct board *board);

/* The ten rows. `month` is PERIOD_NONE for today's board, or a PERIOD_MONTH: the periods due by
 * that month's disclosure day, in today's state. A month whose disclosure day lies ahead shows
 * today's. */
void board_rows(const struct board *board, struct board_moment moment, struct period month,
                struct board_row rows[ITEM_COUNT]);
/* G13, which has no periods: 督促公开 and 协助公开, each told by its newest record that had opened
 * before the month after `month` (of today's board: by now) began. NOT_DUE when there is none.
 * Never late, never overdue; `parts` counts the records there are. */
void board_other_rows(const struct board *board, struct board_moment moment, struct period month,
                      struct board_row rows[OTHER_COUNT]);
struct board_counts board_count(const struct board_row rows[ITEM_COUNT]);
/* The row of one record's item and period, in today's state, as its own page tells it (also for
 * earlier periods and for items 11 and 12, which are never late). */
struct board_row board_row_of(const struct board *board, struct board_moment moment,
                              const struct published *record);
/* The parts of a row's item one by one, in order of their number, at most `max`. Item 10 holds
 * those that the policy names, each with the period the lead group set (NOT_DUE before that,
 * next_due_day then says when), and any others of which there are records: its row reports the
 * worst. */
size_t board_parts(const struct board *board, struct board_moment moment, struct period month,
                   unsigned item, struct board_row *rows, size_t max);
/* The open record of the period before, of the same item and part: what a reader compares with.
 * NULL when there is none. */
const struct published *board_before(const struct board *board, struct board_moment moment,
                                     const struct published *record);

/* ---- what changed since last month's board ---- */

enum board_change_kind {
    CHANGE_NONE,       /* as last month */
    CHANGE_NEW_PERIOD, /* another period is told: compare it with `before` */
    CHANGE_FIRST,      /* told for the first time, there is nothing before it */
    CHANGE_LATE,       /* came after last month's board had gone without it */
    CHANGE_CORRECTED,  /* 更正 of what last month told: compare it with the version it corrects
                          (disclosure.corrects); `before` is NULL */
    CHANGE_WITHDRAWN,
    CHANGE_MISSING, /* a new period came due and is not there */
};

struct board_change {
    unsigned item;
    enum board_change_kind kind;
    /* NULL: none. `before`, the period before, with NEW_PERIOD and LATE only. Contents: changes.h
     */
    const struct published *now, *before;
};

/* The ten items of `month`'s board (PERIOD_NONE: today's) against the board of the month before. Of
 * an item with several parts, the part that its row reports. */
void board_changes(const struct board *board, struct board_moment moment, struct period month,
                   struct board_change changes[ITEM_COUNT]);
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

void board_readiness(const struct board *board, int32_t today, struct readiness *out);
