/* convening.h - when the committee has to convene an assembly: on a proposal (R12, G10), and at
 * least once each half-year (R12, W5).
 *
 * Complaints are Chinese: staff act on them. */
#pragma once

#include "meeting.h"

enum proposer {
    PROPOSER_UNKNOWN,
    PROPOSER_SUPERVISION,     /* G10: over a decision against the assembly, or a grave error */
    PROPOSER_RESIDENTS,       /* R12: 1/5 or more of the residents of 18 and above */
    PROPOSER_HOUSEHOLDS,      /* 1/5 or more of the households' delegates */
    PROPOSER_REPRESENTATIVES, /* 1/3 or more of representatives and ex-officio delegates */
    PROPOSER_GROUPS,          /* preset `law`: 1/3 or more of the residents' groups */
};
enum proposer proposer_of(struct text by); /* "supervision" */

struct convening {
    uint64_t needed; /* how many must propose it; 0: no number is asked for, or no base known */
    bool must;       /* the committee has to convene the assembly */
    int32_t due_on;  /* by this day; 0: "in time", no day is named */
    int32_t held_on; /* 0 not yet */
    bool overdue;    /* due_on has passed without it */
};
/* `meeting`: the record under proposal.meeting, NULL when there is none. */
struct convening convening_of(const struct proposal *proposal, const struct meeting *meeting,
                              const struct rule_set *rules, int32_t today, bool doubtful);
/* ERR_INVALID: an unknown proposer, more proposers than there are people. */
MUST_CHECK enum err proposal_check(const struct proposal *proposal, struct complaint *why);

/* W5, R12: representatives meet in each half of the year. The first and last day of the half-year
 * of `day`. */
void half_year_of(int32_t day, int32_t *first, int32_t *last);

enum half_year_state {
    HALF_YEAR_HELD, /* an assembly was held in it */
    HALF_YEAR_OPEN,
    HALF_YEAR_RED, /* from its day 150 on, and none yet */
};
struct half_year {
    int32_t first, last;
    unsigned day; /* of the half-year, from 1 */
    unsigned days_left;
    enum half_year_state state;
    int32_t held_on;    /* the first assembly with a quorum in it, 0 none */
    int32_t planned_on; /* the next one to come in it, 0 none */
    bool heard_report;  /* W5, R4(4): one of them had the work report on its agenda */
    bool missed_before; /* the half-year before, wholly within `since`, had none */
};
/* `since`: the first day anybody expects assemblies on this system (the first board month). Without
 * an agenda the report is taken to have been heard: older records do not say. */
struct half_year half_year_judge(const struct meeting_fact *meetings, size_t count, int32_t today,
                                 int32_t since);
