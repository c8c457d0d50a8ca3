/* meeting.h - the legal course of a meeting: stages with their clocks, quorum and majority, and
 * what residents may see of it (R, T, W3).
 *
 * Days are counted as the documents do: the first day is not counted; "within the 7 days before" is
 * D-7 .. D-1; "three days before" means notice by D-3. "More than half" of n is n/2 + 1; fractions
 * such as "one fifth or more" round up. Preset `seed`: no clock rolls over a holiday; preset `law`:
 * the last day of a "within" clock rolls to the next working day, one that is counted backwards
 * from the meeting does not. What follows a meeting over several days is counted from its last.
 * Complaints are Chinese: staff act on them. */
#pragma once

#include "rule_set.h"

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
    STAGE_PROPOSAL,  /* somebody proposed to convene it (G10, R12) */
    STAGE_CONVENE,   /* it is held within 15 days of the supervision group's proposal (G10) */
    STAGE_LATER,     /* an agreement found after the mediation is filed (T13) */
    STAGE_COUNT,
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

enum { STAGES_MAX = 10, AGENDA_POWERS = 8 };

struct stage {
    enum stage_name name;
    enum stage_state state;
    int32_t from_on; /* earliest day, 0 none */
    int32_t due_on;  /* last day, 0 when no clock runs */
    int32_t done_on; /* 0 not done or not written down */
};

/* How the assembly is made up (R5). */
enum meeting_form { FORM_UNKNOWN, FORM_RESIDENTS, FORM_HOUSEHOLDS, FORM_REPRESENTATIVES };

struct quorum {
    bool applies;           /* assembly and hearing */
    enum meeting_form form; /* assembly: what `due` counts; FORM_UNKNOWN: not written down */
    uint64_t due;           /* 应到: the base N, ex-officio delegates included (R5, R13) */
    uint64_t ex_officio;    /* of those */
    uint64_t present;       /* before the meeting: those who said they will come */
    uint64_t needed;        /* majority(due), 0 when due is unknown */
    bool reached;           /* present >= needed > 0 */
    uint64_t agreed;
    uint64_t agreed_needed; /* majority(present), 0 when present is unknown */
    bool carried;           /* agreed >= agreed_needed > 0, and the quorum was reached */
};

enum meeting_type meeting_type_of(struct text type);   /* of meeting.type: "hearing" */
const char *meeting_type_id(enum meeting_type type);   /* "hearing"; "" for MEETING_UNKNOWN */
const char *meeting_type_name(enum meeting_type type); /* 听证会; 会议 for MEETING_UNKNOWN */
enum meeting_form meeting_form_of(struct text form);
const char *meeting_form_name(enum meeting_form form); /* 每户派一名代表; "" for FORM_UNKNOWN */
/* As the office's JSON says them: "notice", "under_way"; and in words: 发出通知, 正在进行. */
const char *stage_id(enum stage_name name);
const char *stage_title(enum stage_name name);
const char *stage_state_id(enum stage_state state);
const char *stage_state_title(enum stage_state state);
/* R4's eight powers, 1..AGENDA_POWERS, each in a few words; "" for others. */
const char *agenda_power_name(uint64_t power);

/* "过半数": more than half of n; 0 of 0. */
uint64_t majority_of(uint64_t n);
/* "几分之一以上": one `denominator`-th or more, rounded up. R12: 1/5, 1/3; G5(10): 1/10, 1/3. */
uint64_t fraction_of(uint64_t n, uint64_t denominator);

struct quorum meeting_quorum(const struct meeting *meeting);
/* The same with the rule set's fractions; NULL: more than half. */
struct quorum meeting_quorum_by(const struct meeting *meeting, const struct rule_set *rules);
/* R13 for one matter of the agenda: more than half of those present, with a quorum. */
bool agenda_is_carried(const struct meeting *meeting, const struct agenda_row *row);

/* Its last day: `ended` when it went on for several, else `date`. */
int32_t meeting_last_day(const struct meeting *meeting);
/* Its last day is past, or it is today and what came of it is written down. */
bool meeting_is_over(const struct meeting *meeting, int32_t today);
/* Over, and nothing says that the quorum was missed. */
bool meeting_was_held(const struct meeting *meeting, int32_t today);

/* A meeting with what followed from it. */
struct meeting_case {
    const struct meeting *meeting;
    const struct resolution *resolutions; /* those it adopted, NULL when none are known */
    size_t resolution_count;
    const struct rule_set *rules; /* NULL: the documents' figures, and nothing rolls */
};

/* In legal order; returns how many. With `doubtful`, nothing turns overdue. */
size_t meeting_course(const struct meeting_case *course, int32_t today, bool doubtful,
                      struct stage stages[STAGES_MAX]);
/* The same for a meeting by itself, by the documents' figures. */
size_t meeting_stages(const struct meeting *meeting, int32_t today, bool doubtful,
                      struct stage stages[STAGES_MAX]);

/* ERR_INVALID with a sentence naming the field and article: an unknown type, form, outcome or
 * grade, more present than due, more agreed than present, ex-officio delegates beyond those due, a
 * power that R4 does not have, notified before received, published before the meeting's end, a
 * form for what is no assembly, a mediation's outcome without the day it was signed. */
MUST_CHECK enum err meeting_check(const struct meeting *meeting, struct complaint *why);

/* What was decided stays decided (R14). ERR_DENIED when `after` changes what `before`, already
 * published, had decided: its type, date, result, votes, grade or a mediation's outcome. What was
 * still empty may be filled in. */
MUST_CHECK enum err meeting_check_change(const struct meeting *before, const struct meeting *after,
                                         struct complaint *why);

/* What residents may see, and so what may be on the published tree, which anyone can read. */
struct meeting_shown {
    bool at_all; /* staff, joint and study meetings are the committee's own (W3, W6) */
    bool matter; /* topics, text and result; a mediation shows that it takes place, no more */
};
struct meeting_shown meeting_shown(enum meeting_type type);

/* A meeting among others. */
struct meeting_fact {
    struct text key;
    const struct meeting *record;
};
