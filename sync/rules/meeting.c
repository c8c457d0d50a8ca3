/* meeting.c - see meeting.h. */
#include "meeting.h"

#include <string.h>

enum {
    HEARING_NOTICE_DAYS = 7,   /* T8(1): after the written request came in */
    RESULT_DAYS = 7,           /* T8(3), T19: after the meeting */
    ASSEMBLY_NOTICE_DAYS = 3,  /* R12: before the meeting */
    MEDIATION_WINDOW_DAYS = 7, /* T13(1): before the meeting */
    REVIEW_WINDOW_DAYS = 15,   /* T19: before the meeting */
};

static const char *const type_ids[] = {
    [MEETING_UNKNOWN] = "",        [MEETING_ASSEMBLY] = "assembly",
    [MEETING_HEARING] = "hearing", [MEETING_MEDIATION] = "mediation",
    [MEETING_REVIEW] = "review",   [MEETING_STAFF] = "staff",
    [MEETING_JOINT] = "joint",     [MEETING_STUDY] = "study",
};

enum meeting_type meeting_type_of(struct text type)
{
    for (size_t i = MEETING_UNKNOWN + 1; i < sizeof(type_ids) / sizeof(type_ids[0]); i++) {
        if (text_is(type, type_ids[i])) {
            return (enum meeting_type)i;
        }
    }
    return MEETING_UNKNOWN;
}

const char *meeting_type_id(enum meeting_type type)
{
    return type_ids[type];
}

uint64_t majority_of(uint64_t n)
{
    return n ? n / 2 + 1 : 0;
}

uint64_t fraction_of(uint64_t n, uint64_t denominator)
{
    return n / denominator + (n % denominator != 0);
}

struct quorum meeting_quorum(const struct meeting *meeting)
{
    enum meeting_type type = meeting_type_of(meeting->type);
    struct quorum quorum = {
        .applies = type == MEETING_ASSEMBLY || type == MEETING_HEARING,
        .due = meeting->due,
        .present = meeting->present,
        .agreed = meeting->agreed,
    };
    if (quorum.applies) {
        quorum.needed = majority_of(quorum.due);
        quorum.agreed_needed = majority_of(quorum.present);
        quorum.reached = quorum.needed > 0 && quorum.present >= quorum.needed;
        quorum.carried = quorum.reached && quorum.agreed >= quorum.agreed_needed;
    }
    return quorum;
}

/* ---- stages ---- */

struct course {
    const struct meeting *meeting;
    struct quorum quorum;
    int32_t today;
    bool doubtful;
    bool held;   /* its day is past, or what came of it is written down */
    bool failed; /* the quorum was not there: what follows does not happen */
    struct stage *stages;
    size_t count;
};

static void stage_add(struct course *course, struct stage stage)
{
    course->stages[course->count++] = stage;
}

/* A stage with a written date and a window from_on .. due_on (0: open on that side). */
static void stage_dated(struct course *course, enum stage_name name, int32_t done_on,
                        int32_t from_on, int32_t due_on)
{
    struct stage stage = {name, STAGE_AHEAD, from_on, due_on, done_on};
    bool is_past = due_on != 0 && course->today > due_on;
    if (done_on != 0 && done_on <= course->today) {
        bool amiss = (due_on && done_on > due_on) || (from_on && done_on < from_on);
        stage.state = amiss ? STAGE_DONE_AMISS : STAGE_DONE;
    } else if (course->held && due_on <= course->meeting->date) {
        stage.state = STAGE_UNRECORDED; /* the meeting took place; nobody wrote the date down */
    } else if (is_past && !course->failed) {
        stage.state = course->doubtful ? STAGE_AHEAD : STAGE_OVERDUE;
    }
    stage_add(course, stage);
}

static void stage_meet(struct course *course)
{
    int32_t date = course->meeting->date;
    struct stage stage = {STAGE_MEET, STAGE_AHEAD, date, date, course->held ? date : 0};
    if (course->held) {
        stage.state = course->failed ? STAGE_FAILED : STAGE_DONE;
    }
    stage_add(course, stage);
}

static void stage_resolve(struct course *course)
{
    int32_t date = course->meeting->date;
    struct stage stage = {STAGE_RESOLVE, STAGE_AHEAD, date, date, 0};
    if (!course->held || course->failed) {
        stage_add(course, stage);
        return;
    }
    if (course->quorum.agreed > 0) {
        stage.state =
            course->quorum.carried || course->quorum.agreed_needed == 0 ? STAGE_DONE : STAGE_FAILED;
    } else {
        stage.state = course->meeting->result.size > 0 ? STAGE_DONE : STAGE_UNRECORDED;
    }
    stage.done_on = stage.state == STAGE_DONE ? date : 0;
    stage_add(course, stage);
}

/* What follows a meeting without a clock and without a field of its own. */
static void stage_after(struct course *course, enum stage_name name)
{
    struct stage stage = {name, STAGE_AHEAD, 0, 0, 0};
    if (course->held && !course->failed) {
        stage.state = STAGE_UNRECORDED;
    }
    stage_add(course, stage);
}

/* T8(1): the residents' views are gathered between the notice and the meeting. */
static void stage_opinions(struct course *course)
{
    const struct meeting *meeting = course->meeting;
    struct stage stage = {STAGE_OPINIONS, STAGE_AHEAD,
                          meeting->notified ? meeting->notified + 1 : 0, meeting->date - 1, 0};
    if (course->held) {
        stage.state = STAGE_UNRECORDED;
    } else if (meeting->notified && course->today > meeting->notified) {
        stage.state = STAGE_UNDER_WAY;
    }
    stage_add(course, stage);
}

static void hearing_stages(struct course *course)
{
    const struct meeting *meeting = course->meeting;
    int32_t notice_due = 0;
    if (meeting->received) { /* T5: where the committee convenes by itself no clock runs */
        stage_dated(course, STAGE_REQUEST, meeting->received, 0, 0);
        notice_due = meeting->received + HEARING_NOTICE_DAYS;
    }
    stage_dated(course, STAGE_NOTICE, meeting->notified, 0, notice_due);
    stage_opinions(course);
    stage_meet(course);
    stage_resolve(course);
    stage_dated(course, STAGE_PUBLISH, meeting->published, 0, meeting->date + RESULT_DAYS);
    if (meeting->received) {
        stage_after(course, STAGE_COPY);
    }
}

static void assembly_stages(struct course *course)
{
    const struct meeting *meeting = course->meeting;
    stage_dated(course, STAGE_NOTICE, meeting->notified, 0, meeting->date - ASSEMBLY_NOTICE_DAYS);
    stage_meet(course);
    stage_resolve(course);
    stage_after(course, STAGE_CARRY_OUT);
}

static void mediation_stages(struct course *course)
{
    const struct meeting *meeting = course->meeting;
    /* At any time when the conflict is acute: a notice on the day itself is not held against it. */
    int32_t due = meeting->notified == meeting->date ? meeting->date : meeting->date - 1;
    stage_dated(course, STAGE_NOTICE, meeting->notified, meeting->date - MEDIATION_WINDOW_DAYS,
                due);
    stage_meet(course);
    stage_after(course, STAGE_AGREEMENT);
}

static void review_stages(struct course *course)
{
    const struct meeting *meeting = course->meeting;
    stage_dated(course, STAGE_REPORTS, meeting->notified, meeting->date - REVIEW_WINDOW_DAYS,
                meeting->date - 1);
    stage_meet(course);
    stage_after(course, STAGE_GRADE);
    stage_dated(course, STAGE_FEEDBACK, meeting->published, 0, meeting->date + RESULT_DAYS);
}

static bool stage_is_open(enum stage_state state)
{
    return state == STAGE_AHEAD || state == STAGE_OVERDUE;
}

/* The first stage that still has to happen is the current one (an overdue one says so already). */
static void mark_current(struct course *course)
{
    if (course->failed) {
        return;
    }
    for (size_t i = 0; i < course->count; i++) {
        struct stage *stage = &course->stages[i];
        if (stage->state == STAGE_OVERDUE) {
            return;
        }
        if (stage_is_open(stage->state) && stage->name != STAGE_OPINIONS) {
            stage->state = STAGE_CURRENT;
            return;
        }
    }
}

size_t meeting_stages(const struct meeting *meeting, int32_t today, bool doubtful,
                      struct stage stages[STAGES_MAX])
{
    struct course course = {
        .meeting = meeting,
        .quorum = meeting_quorum(meeting),
        .today = today,
        .doubtful = doubtful,
        .stages = stages,
    };
    bool has_outcome = meeting->result.size > 0 || meeting->agreed > 0 || meeting->published != 0;
    course.held = today > meeting->date || (today == meeting->date && has_outcome);
    course.failed = course.held && course.quorum.needed > 0 && course.quorum.present > 0 &&
                    !course.quorum.reached;
    switch (meeting_type_of(meeting->type)) {
    case MEETING_HEARING:
        hearing_stages(&course);
        break;
    case MEETING_ASSEMBLY:
        assembly_stages(&course);
        break;
    case MEETING_MEDIATION:
        mediation_stages(&course);
        break;
    case MEETING_REVIEW:
        review_stages(&course);
        break;
    case MEETING_STAFF:
    case MEETING_JOINT:
    case MEETING_STUDY:
    case MEETING_UNKNOWN:
        stage_meet(&course);
        break;
    }
    mark_current(&course);
    return course.count;
}

enum err meeting_check(const struct meeting *meeting, struct complaint *why)
{
    if (meeting_type_of(meeting->type) == MEETING_UNKNOWN) {
        return complain(why, ERR_INVALID,
                        "会议类别“%.*s”不认识，请写 assembly、hearing、mediation、review、staff、"
                        "joint 或 study",
                        TEXT_ARG(meeting->type));
    }
    if (meeting->date == 0) {
        return complain(why, ERR_INVALID, "没有开会的日期（date）");
    }
    if (meeting->due && meeting->present > meeting->due) {
        return complain(why, ERR_INVALID, "到会 %llu 人比应到 %llu 人还多，请核对 due 和 present",
                        (unsigned long long)meeting->present, (unsigned long long)meeting->due);
    }
    if (meeting->agreed > meeting->present) {
        return complain(why, ERR_INVALID, "同意 %llu 人比到会 %llu 人还多，请核对 agreed",
                        (unsigned long long)meeting->agreed, (unsigned long long)meeting->present);
    }
    if (meeting->received && meeting->notified && meeting->notified < meeting->received) {
        return complain(why, ERR_INVALID,
                        "发通知的日期早于收到书面要求的日期（听证会制度第八条），请核对");
    }
    if (meeting->notified > meeting->date) {
        return complain(why, ERR_INVALID, "发通知的日期晚于开会的日期，请核对 notified");
    }
    if (meeting->published && meeting->published < meeting->date) {
        return complain(why, ERR_INVALID, "公示结果的日期早于开会的日期，请核对 published");
    }
    return OK;
}

void half_year_of(int32_t day, int32_t *first, int32_t *last)
{
    int year = civil_date_of(day).year;
    bool is_second = civil_date_of(day).month > 6;
    *first = civil_day_of_ymd(year, is_second ? 7 : 1, 1);
    *last = civil_day_of_ymd(year, is_second ? 12 : 6, is_second ? 31 : 30);
}
