/* calendar.h - which period of which item comes due on which day (G5, G6, G8).
 *
 * The board is published once a month, on the disclosure day (the 10th, G8; it never moves for a
 * holiday). A month's or quarter's item comes due on the first disclosure day after its period has
 * ended; a term's on the first one on or after the term begins; a year's on the disclosure day of
 * January (policy: due_month): items 3, 6 and 8 for the year that begins, the others for the year
 * past (policy: tells). What fell due before the first board month is not due. Item 10 has no
 * period of its own: its parts have, from the policy, each from the day the lead group set it. Pure
 * integer arithmetic on civil days. */
#pragma once

#include "civil.h"
#include "record.h"

enum {
    ITEM_COUNT = 10,         /* G5 */
    ITEM_PRESS = 11,         /* G13 督促公开: no period, not among the ten rows */
    ITEM_ASSIST = 12,        /* G13 协助公开 */
    OTHER_COUNT = 2,         /* these two */
    PERIOD_BYTES = 17,       /* "2026-10", "2026-Q3", "2026", "term-1" and NUL */
    TERM_NUMBER_MAX = 99,    /* term-1 .. term-99 */
    ITEM_PARTS_MAX = 99,     /* of an item, numbered from 1 */
    CALENDAR_TERMS_MAX = 21, /* the first, and those of kinds.def's policy.terms */
};

enum period_kind { PERIOD_NONE, PERIOD_MONTH, PERIOD_QUARTER, PERIOD_YEAR, PERIOD_TERM };

struct period {
    enum period_kind kind;
    int year;   /* 0 for a term */
    int number; /* month 1..12, quarter 1..4, term from 1; 0 for a year */
};

/* A term whose beginning is written down; the others are counted from the one before. */
struct calendar_term {
    int number;
    int32_t begins;
    int years;
};

/* A part of item 10 (G5(10), G6(5)). */
struct calendar_part {
    unsigned part;
    enum period_kind kind; /* PERIOD_NONE: the lead group has not set one yet */
    int32_t since;         /* periods that came due before are not asked for */
    int32_t ended;         /* nor those that come due after; 0: no end */
};

/* What the calendar needs of a policy, ready for arithmetic. */
struct calendar {
    int offset_min;
    int disclosure_day;
    int32_t first_board;                   /* the first day of the first board month */
    enum period_kind item[ITEM_COUNT + 1]; /* how often, by item number; [0] unused */
    int due_month[ITEM_COUNT + 1];         /* of a year's item, 1..12 */
    bool looks_ahead[ITEM_COUNT + 1];      /* a year's item tells the year that begins */
    int archive_month;                     /* G12: up to this month belongs to the year before */
    int archive_keep_years;
    struct calendar_term terms[CALENDAR_TERMS_MAX]; /* ascending; the first is term 1 */
    size_t term_count;
    struct calendar_part parts[ITEM_PARTS_MAX]; /* ascending by part */
    size_t part_count;
};

/* ERR_INVALID: policy_check() says why. */
MUST_CHECK enum err calendar_init(const struct policy *policy, struct calendar *calendar);

/* ERR_INVALID: none of the four forms, or a year outside CIVIL_YEAR_MIN..MAX. */
MUST_CHECK enum err period_parse(struct text text, struct period *period);
char *period_format(struct period period, char to[PERIOD_BYTES]); /* "" for PERIOD_NONE */
bool period_equal(struct period a, struct period b);
/* By first day, then the longer before the shorter; negative, 0 or positive. */
int period_compare(const struct calendar *calendar, struct period a, struct period b);
/* Its first and last day. The calendar is asked for terms only: term n + 1 begins term_years after
 * term n on the same day (1 March where there is none); where the policy has a row in `terms`, an
 * election that came late or early moves its own term and those after it, none before. */
int32_t period_begins(const struct calendar *calendar, struct period period);
int32_t period_ends(const struct calendar *calendar, struct period period);
/* A day before the first term reads as term-1. */
struct period period_of_day(const struct calendar *calendar, enum period_kind kind, int32_t day);
/* The one before or after it; a term's number stays within 1..TERM_NUMBER_MAX. */
struct period period_next(struct period period);
struct period period_previous(struct period period);

/* The day `item` (1..10) comes due for `period`, whatever the item's usual frequency (a part of
 * item 10 has a period of its own). 0 for PERIOD_NONE. Does not look at the first board month. */
int32_t calendar_due_day(const struct calendar *calendar, unsigned item, struct period period);
/* The latest period of `item` that has come due by `day`, with its due day. False: none has (before
 * the first board month or the first term), or the item has no period of its own. */
bool calendar_latest(const struct calendar *calendar, unsigned item, int32_t day,
                     struct period *period, int32_t *due_day);
/* The same, whatever the first board month; of an item without a period false. */
bool calendar_latest_ever(const struct calendar *calendar, unsigned item, int32_t day,
                          struct period *period, int32_t *due_day);
/* The first due day of `item` after `day`; of item 10 the earliest of its parts. 0 when nothing has
 * a period. */
int32_t calendar_next_due(const struct calendar *calendar, unsigned item, int32_t day);
/* The period of `item` that comes due on exactly `day`. False: none does. */
bool calendar_due_on(const struct calendar *calendar, unsigned item, int32_t day,
                     struct period *period);

/* The same for one part of item 10 that the policy names. */
bool calendar_part_latest(const struct calendar *calendar, const struct calendar_part *part,
                          int32_t day, struct period *period, int32_t *due_day);
int32_t calendar_part_next_due(const struct calendar *calendar, const struct calendar_part *part,
                               int32_t day);
/* NULL: the policy does not name this part. */
const struct calendar_part *calendar_part_of(const struct calendar *calendar, unsigned part);

/* The disclosure day in the month of `day`. */
int32_t calendar_disclosure_day(const struct calendar *calendar, int32_t day);
bool calendar_is_disclosure_day(const struct calendar *calendar, int32_t day);
/* The next one strictly after `day` (on the 10th itself: next month's), and the last one on or
 * before. */
int32_t calendar_next_disclosure_day(const struct calendar *calendar, int32_t day);
int32_t calendar_last_disclosure_day(const struct calendar *calendar, int32_t day);
/* Days until the next one, 0 on the day itself. */
unsigned calendar_days_left(const struct calendar *calendar, int32_t day);

/* The month (PERIOD_MONTH) whose board hangs on `day`: until the 10th, the month before's. */
struct period calendar_board_month(const struct calendar *calendar, int32_t day);
/* The month a due day belongs to: the key of the index board/<month>/... */
struct period calendar_month_of(int32_t due_day);
/* 第n期: the first board month is number 1. 0 before it, and for anything but a month. */
unsigned calendar_issue_number(const struct calendar *calendar, struct period month);
/* Is there a board of that month at all? (From the first board month on.) */
bool calendar_has_board(const struct calendar *calendar, struct period month);

/* When a record opens: the later of its due day's 00:00 (civil), the moment it was signed, and the
 * day its author asked for (0: none). `due_day` 0: only the others count. */
int64_t calendar_opens_at(const struct calendar *calendar, int32_t due_day, int64_t signed_s,
                          int32_t asked_day);
