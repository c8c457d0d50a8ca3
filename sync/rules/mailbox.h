/* mailbox.h - what is promised for letters, opinions and objections, and how far it was kept
 * (W1 主任信箱, G11(4)).
 *
 * The documents say "in time"; the numbers are the committee's own, signed in the policy and
 * counted in working days after the day the letter came in. Figures, never contents. */
#pragma once

#include "rule_set.h"

enum letter_grade { LETTER_UNGRADED, LETTER_SIMPLE, LETTER_NORMAL, LETTER_COMPLEX };

/* What is known of one letter; moments 0: not yet. */
struct letter_fact {
    struct text id;
    int64_t received_s; /* written at the kiosk */
    int64_t read_s;
    int64_t answered_s;
    int64_t retracted_s;
    enum letter_grade grade; /* LETTER_UNGRADED counts as normal */
    struct text note;        /* why it takes longer; the writer reads it */
};

enum promise_state {
    PROMISE_RUNNING,
    PROMISE_DUE,       /* today is the last day */
    PROMISE_LATE,      /* that day has passed */
    PROMISE_RED,       /* so has the last day of all (60 days) */
    PROMISE_KEPT,      /* answered in time */
    PROMISE_BROKEN,    /* answered late */
    PROMISE_RETRACTED, /* its writer took it back: nothing is owed */
};

struct promise {
    enum promise_state state;
    int32_t read_by, answer_by, last_by; /* last days; last_by in civil days */
    bool read_late;     /* read after read_by, or not yet and that day has passed */
    bool lacks_note;    /* complex, and the writer was not told why */
    unsigned late_days; /* working days past answer_by, 0 in time */
};

/* `today` with a doubtful clock turns nothing late. */
struct promise promise_of(const struct letter_fact *letter, const struct rule_set *rules,
                          int32_t today, bool doubtful);
const char *promise_state_name(enum promise_state state); /* 已逾期 */

/* How the letters that came in in `month` (PERIOD_MONTH) were answered by `as_of`: the record to be
 * disclosed. `month_text` outlives it. */
struct mailbox mailbox_of_month(const struct letter_fact *letters, size_t count,
                                const struct rule_set *rules, struct period month,
                                struct text month_text, int32_t as_of);
/* Of those that were not taken back, in whole percent, rounded down; -1: there were none. */
int mailbox_rate(const struct mailbox *month);
/* ERR_INVALID: figures that cannot be together, no month. */
MUST_CHECK enum err mailbox_check(const struct mailbox *month, struct complaint *why);

/* ---- opinions on what was disclosed (G11(4)) ---- */

struct thread_state {
    bool answered;       /* the last word is the committee's */
    int32_t asked_on;    /* the first entry that waits; 0 none does */
    int32_t answer_by;   /* promised: as a normal letter; 0 when answered */
    int32_t answered_on; /* the committee's last word, 0 none */
    bool late;
};
struct thread_state thread_state_of(const struct thread *thread, const struct rule_set *rules,
                                    int32_t today, bool doubtful);
/* ERR_INVALID with a Chinese sentence: not about a disclosure, another item than its key names, no
 * board month, no entry, entries not in order of their days, somebody unknown speaks, it begins
 * with the committee, an answer nobody signs. */
MUST_CHECK enum err thread_check(const struct thread *thread, struct complaint *why);
/* The threads on an item's month, those with the latest word first; `month` empty: all months. At
 * most `max` are written; returns how many were. */
size_t threads_of_item(const struct thread *threads, size_t count, uint64_t item, struct text month,
                       const struct thread **found, size_t max);

/* ---- 公示: a notice to which one may object ---- */

/* ERR_INVALID with a Chinese sentence: a contact without an end or the reverse, an end before the
 * notice, after it is taken down, or sooner than the rule set's objection_days. */
MUST_CHECK enum err notice_check(const struct notice *notice, const struct rule_set *rules,
                                 struct complaint *why);
bool notice_takes_objections(const struct notice *notice, int32_t today);
