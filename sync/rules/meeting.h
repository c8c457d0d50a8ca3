/* meeting.h - the legal course of a meeting: stages with their clocks, quorum and majority (R, T,
 * W3).
 *
 * Days are counted as the documents do: the first day is not counted; "within the 7 days before" is
 * D-7 .. D-1; "three days before" means notice by D-3. "More than half" of n is n/2 + 1; fractions
 * such as "one fifth or more" round up. Preset `seed`: no clock rolls over a holiday. */
#pragma once

#include "calendar.h"

enum meeting_type {
    MEETING_UNKNOWN,
    MEETING_ASSEMBLY,  /* 居民会议、居民代表会议 (R) */
    MEETING_HEARING,   /* 听证会 (T4-T8) */
    MEETING_MEDIATION, /* 协调会 (T9-T13) */
    MEETING_REVIEW,    /* 评议会 (T14-T19) */
    MEETING_STAFF,     /* 工作例会 (W3) */
    MEETING_JOINT,     /* 党政联席会议 (W3) */
    MEETING_STUDY,     /* 学习 (W6) */
};

enum stage_name {
    STAGE_REQUEST,   /* a department's written request came in (T8) */
    STAGE_NOTICE,    /* time, place and people are fixed and told */
    STAGE_OPINIONS,  /* residents' views are gathered first (T8) */
    STAGE_REPORTS,   /* those reviewed are asked for their reports (T19) */
    STAGE_MEET,      /* the meeting itself, with its quorum */
    STAGE_RESOLVE,   /* more than half of those present agree */
    STAGE_AGREEMENT, /* the mediation's agreement is signed, or that there is none */
    STAGE_GRADE,     /* 优秀 合格 不合格 */
    STAGE_PUBLISH,   /* the result is published within 7 days */
    STAGE_FEEDBACK,  /* to the reviewed, its superior and the street office within 7 days */
    STAGE_COPY,      /* in writing to the department or street office concerned */
    STAGE_CARRY_OUT, /* the committee carries the resolution out (R14) */
};

enum stage_state {
    STAGE_AHEAD,      /* its turn has not come */
    STAGE_CURRENT,    /* the next thing to happen */
    STAGE_UNDER_WAY,  /* going on now, beside the current one */
    STAGE_DONE,       /* in time, or no clock runs */
    STAGE_DONE_AMISS, /* done, but outside its clock: too late, or (mediation, review) too early */
    STAGE_OVERDUE,    /* its last day has passed and nothing says it was done */
    STAGE_FAILED,     /* no quorum, or no majority */
    STAGE_UNRECORDED, /* its time is past, no clock runs, and no date was written down */
};

enum { STAGES_MAX = 10, NO_COUNT = -1 };

struct stage {
    enum stage_name name;
    enum stage_state state;
    int32_t from_on; /* earliest day, 0 none */
    int32_t due_on;  /* last day, 0 when no clock runs */
    int32_t done_on; /* 0 not done or not written down */
};

struct quorum {
    bool applies;     /* assembly and hearing */
    uint64_t due;     /* 应到 */
    uint64_t present; /* before the meeting: those who said they will come */
    uint64_t needed;  /* majority(due), 0 when due is unknown */
    bool reached;     /* present >= needed > 0 */
    uint64_t agreed;
    uint64_t agreed_needed; /* majority(present), 0 when present is unknown */
    bool carried;           /* agreed >= agreed_needed > 0, and the quorum was reached */
};

enum meeting_type meeting_type_of(struct text type); /* of meeting.type: "hearing" */
const char *meeting_type_id(enum meeting_type type); /* "hearing"; "" for MEETING_UNKNOWN */

/* "过半数": more than half of n; 0 of 0. */
uint64_t majority_of(uint64_t n);
/* "几分之一以上": one `denominator`-th or more, rounded up. R12: 1/5, 1/3; G5(10): 1/10, 1/3. */
uint64_t fraction_of(uint64_t n, uint64_t denominator);

struct quorum meeting_quorum(const struct meeting *meeting);
/* In legal order; returns how many. With `doubtful`, nothing turns overdue. */
size_t meeting_stages(const struct meeting *meeting, int32_t today, bool doubtful,
                      struct stage stages[STAGES_MAX]);
/* ERR_INVALID with a Chinese sentence naming the field and article: an unknown type, more present
 * than due, more agreed than present, notified before received, published before the meeting. */
MUST_CHECK enum err meeting_check(const struct meeting *meeting, struct complaint *why);
/* W5, R12: representatives meet in each half of the year. The first and last day of the half-year
 * of `day`. */
void half_year_of(int32_t day, int32_t *first, int32_t *last);
