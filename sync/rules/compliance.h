/* compliance.h - the compass: everything the documents ask of the committee, due and overdue, per
 * person and with its article, and the Monday meeting's agenda made from it (W3).
 *
 * One function over what is known. A part that is not known (NULL where "not known" is said below;
 * a kiosk cannot open its books, for instance) asks for nothing and accuses nobody. With a doubtful
 * clock nothing turns overdue. Sentences are Chinese, for staff; they never hold what a letter, a
 * register or a mediation says. */
#pragma once

#include "board.h"
#include "convening.h"
#include "mailbox.h"
#include "meeting.h"
#include "people.h"
#include "registers.h"
#include "resolution.h"
#include "roster.h"
#include "zones.h"

enum {
    OBLIGATIONS_MAX = 400,
    OBLIGATION_SOON_DAYS = 14, /* what is due later is not listed, but for the next of its kind */
    ROSTER_AHEAD_DAYS = 14,    /* weekend duty is looked at so far ahead (W1) */
    SHIFTS_BACK_DAYS = 7,      /* and the duty log so far back */
};

enum obligation_kind {
    OBLIGATION_DISCLOSE,    /* an item's period (G5, G6, G8) */
    OBLIGATION_SIGN,        /* announced, waits for the group leader (G11) */
    OBLIGATION_WITHDRAWN,   /* taken back, and nothing stands in its place */
    OBLIGATION_PEOPLE,      /* a people_warning (G5, G9, G10, R9, R10) */
    OBLIGATION_SUPERVISION, /* the group may not sit as it does (G10) */
    OBLIGATION_PHONE,       /* the street office's telephone is missing (G10) */
    OBLIGATION_REPORT,      /* the group reports to the assembly once a year (G10) */
    OBLIGATION_CONVENE,     /* an assembly was proposed (G10, R12) */
    OBLIGATION_HALF_YEAR,   /* an assembly each half-year (R12, W5) */
    OBLIGATION_STAGE,       /* a meeting's next or overdue stage (R, T) */
    OBLIGATION_REVIEW,      /* the year-end review (T16) */
    OBLIGATION_RESOLUTION,  /* to be carried out (R14) */
    OBLIGATION_ROSTER,      /* nobody on duty on a Saturday, Sunday or holiday (W1) */
    OBLIGATION_SHIFT,       /* a shift of which the log says nothing (W1) */
    OBLIGATION_VISITS,      /* home visits of the week (W2) */
    OBLIGATION_PASS_ON,     /* opinions heard, not passed on (W2) */
    OBLIGATION_STAFF,       /* Monday's meeting (W3) */
    OBLIGATION_JOINT,       /* the month's joint meeting (W3) */
    OBLIGATION_STUDY,       /* the month's study (W6) */
    OBLIGATION_LIAISON,     /* a call that was agreed on (W8) */
    OBLIGATION_STOCKTAKE,   /* the year's count, or book and goods differ (W9) */
    OBLIGATION_LETTER,      /* a letter's promise (W1) */
    OBLIGATION_OPINION,     /* an opinion on an item waits for its answer (G11) */
    OBLIGATION_FOLLOW_UP,   /* what a visitor was told would follow */
    OBLIGATION_TERM,        /* the term ends: elections, handover (R9, W9) */
    OBLIGATION_FORMS,       /* an item hangs on no fixed board, or on no office wall (G7) */
    OBLIGATION_KINDS,
};

enum obligation_state {
    OBLIGATION_AHEAD,   /* due later */
    OBLIGATION_TODAY,   /* today is the last day */
    OBLIGATION_OVERDUE, /* its day has passed; `days` of it */
    OBLIGATION_AMISS,   /* no day is named, but it should be otherwise */
};

struct obligation {
    enum obligation_kind kind;
    enum obligation_state state;
    int32_t due_on;      /* 0 with OBLIGATION_AMISS */
    unsigned days;       /* overdue, or left */
    struct text who;     /* the person it falls to; "" the committee as a whole */
    struct text what;    /* a sentence */
    const char *article; /* 居务公开制度第八条 */
    struct text key;     /* the record it is about, "" none */
    unsigned item;       /* 1..10, 0 none */
};

const char *obligation_id(enum obligation_kind kind);           /* "half_year", for JSON */
const char *obligation_state_id(enum obligation_state state);   /* "overdue" */
const char *obligation_state_name(enum obligation_state state); /* 逾期 */

struct resolution_fact {
    struct text key;
    const struct resolution *record;
};
struct proposal_fact {
    struct text key;
    const struct proposal *record;
};
struct thread_fact {
    struct text key;
    const struct thread *record;
};

/* What is known. Counts are 0 where a list is NULL. */
struct compliance_facts {
    const struct published *published; /* as the board sees it */
    size_t published_count;
    const struct people *people; /* NULL: not known */
    const struct zone *zones;    /* NULL: not known */
    size_t zone_count;
    const struct duty *duty; /* NULL: not known; an empty roster is a non-NULL of count 0 */
    size_t duty_count;
    const struct meeting_fact *meetings; /* NULL: not known, so nothing is missed */
    size_t meeting_count;
    const struct resolution_fact *resolutions;
    size_t resolution_count;
    const struct proposal_fact *proposals;
    size_t proposal_count;
    const struct thread_fact *threads;
    size_t thread_count;
    const struct letter_fact *letters;
    size_t letter_count;
    const struct books *books; /* NULL: not open here */
    const struct forms *forms; /* G7's tick lists; NULL: not known */
    size_t form_count;
};

/* Everything, the most urgent first: overdue by the longest, then what is due today, what is amiss,
 * then by due day; ties in the documents' order. At most `max` are written; *count says how many.
 * Beyond OBLIGATIONS_MAX the least urgent are left out. Sentences live in `arena`, which is also
 * scratch. ERR_NOMEM: the arena is too small; *count is untouched. */
MUST_CHECK enum err compliance_list(const struct compliance_facts *facts,
                                    const struct rule_set *rules, struct board_moment moment,
                                    struct arena *arena, struct obligation *out, size_t max,
                                    size_t *count);

struct compliance_counts {
    size_t overdue, today, amiss, ahead;
};
struct compliance_counts compliance_count(const struct obligation *obligations, size_t count);

/* ---- by person ---- */

struct person_load {
    struct text who; /* "" the committee as a whole */
    size_t overdue, today, ahead, amiss;
};
/* In the order in which they first appear; at most `max`; returns how many. */
size_t compliance_by_person(const struct obligation *obligations, size_t count,
                            struct person_load *loads, size_t max);

/* ---- the Monday agenda (W3: last week, this week's work by line, what is to be done) ---- */

enum agenda_section {
    AGENDA_LEFT_OVER, /* 上周没办完的: overdue and amiss */
    AGENDA_THIS_WEEK, /* 本周要办的: due Monday to Sunday */
    AGENDA_COMING,    /* 接下来的: due later, the next disclosure day among it */
};
const char *agenda_section_name(enum agenda_section section);

struct agenda_line {
    enum agenda_section section;
    const struct obligation *obligation;
};
/* From compliance_list() of the same day; section by section, within one by line of work (board,
 * people, meetings, books, mailbox), then as listed. The week is that of `day`, on a Saturday or
 * Sunday the next one: the agenda is printed ahead. At most `max`; returns how many. */
size_t compliance_agenda(const struct obligation *obligations, size_t count, int32_t day,
                         struct agenda_line *lines, size_t max);
