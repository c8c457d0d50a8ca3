/* meeting.c - see meeting.h. */
#include "meeting.h"

#include <string.h>

#include "rule_or_seed.h"

/* A word of the record, and what people call it. */
struct name {
    const char *id, *title;
};

static const struct name types[] = {
    [MEETING_UNKNOWN] = {"", "会议"},
    [MEETING_ASSEMBLY] = {"assembly", "居民会议"},
    [MEETING_HEARING] = {"hearing", "听证会"},
    [MEETING_MEDIATION] = {"mediation", "协调会"},
    [MEETING_REVIEW] = {"review", "评议会"},
    [MEETING_STAFF] = {"staff", "工作例会"},
    [MEETING_JOINT] = {"joint", "党政联席会议"},
    [MEETING_STUDY] = {"study", "学习"},
};

static const struct name forms[] = {
    [FORM_UNKNOWN] = {"", ""},
    [FORM_RESIDENTS] = {"residents", "十八周岁以上全体居民"},
    [FORM_HOUSEHOLDS] = {"households", "每户派一名代表"},
    [FORM_REPRESENTATIVES] = {"representatives", "居民小组推选的代表"},
};

static const struct name stage_names[STAGE_COUNT] = {
    [STAGE_REQUEST] = {"request", "收到书面要求"},
    [STAGE_NOTICE] = {"notice", "定好时间、地点、人员，发出通知"},
    [STAGE_OPINIONS] = {"opinions", "听取居民意见"},
    [STAGE_REPORTS] = {"reports", "请被评议单位交工作总结"},
    [STAGE_MEET] = {"meet", "开会"},
    [STAGE_RESOLVE] = {"resolve", "到会过半数同意，形成决议"},
    [STAGE_AGREEMENT] = {"agreement", "在协调文书上签字"},
    [STAGE_GRADE] = {"grade", "评定等级"},
    [STAGE_PUBLISH] = {"publish", "公示表决结果"},
    [STAGE_FEEDBACK] = {"feedback", "向被评议对象、上级和街道反馈"},
    [STAGE_COPY] = {"copy", "书面抄送有关部门或街道办事处"},
    [STAGE_CARRY_OUT] = {"carry_out", "居委会组织落实"},
    [STAGE_PROPOSAL] = {"proposal", "有人提议召集"},
    [STAGE_CONVENE] = {"convene", "按提议召集居民会议"},
    [STAGE_LATER] = {"later", "会后达成一致，书面存档"},
};

static const struct name stage_states[] = {
    [STAGE_AHEAD] = {"ahead", "还没到"},
    [STAGE_CURRENT] = {"current", "接下来"},
    [STAGE_UNDER_WAY] = {"under_way", "正在进行"},
    [STAGE_DONE] = {"done", "已办"},
    [STAGE_DONE_AMISS] = {"done_amiss", "办了，但不在期限内"},
    [STAGE_OVERDUE] = {"overdue", "逾期未办"},
    [STAGE_FAILED] = {"failed", "未达人数"},
    [STAGE_UNRECORDED] = {"unrecorded", "没有记录"},
};

static const char *const powers[AGENDA_POWERS + 1] = {
    "",
    "选举、撤换、补选居委会成员",
    "居民公约和自治章程",
    "涉及全体居民利益的重要问题",
    "工作报告和经费收支报告",
    "社区规划、年度计划和实事项目",
    "反映居民意见和要求",
    "评议居委会成员",
    "纠正居委会的错误决定",
};

static size_t index_of(const struct name *names, size_t count, struct text id)
{
    for (size_t i = 1; i < count; i++) {
        if (text_is(id, names[i].id)) {
            return i;
        }
    }
    return 0;
}
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum meeting_type meeting_type_of(struct text type)
{
    return (enum meeting_type)index_of(types, COUNT_OF(types), type);
}

const char *meeting_type_id(enum meeting_type type)
{
    return types[type].id;
}

const char *meeting_type_name(enum meeting_type type)
{
    return types[type].title;
}

enum meeting_form meeting_form_of(struct text form)
{
    return (enum meeting_form)index_of(forms, COUNT_OF(forms), form);
}

const char *meeting_form_name(enum meeting_form form)
{
    return forms[form].title;
}

const char *stage_id(enum stage_name name)
{
    return stage_names[name].id;
}

const char *stage_title(enum stage_name name)
{
    return stage_names[name].title;
}

const char *stage_state_id(enum stage_state state)
{
    return stage_states[state].id;
}

const char *stage_state_title(enum stage_state state)
{
    return stage_states[state].title;
}

const char *agenda_power_name(uint64_t power)
{
    return power <= AGENDA_POWERS ? powers[power] : "";
}

uint64_t majority_of(uint64_t n)
{
    return n ? n / 2 + 1 : 0;
}

uint64_t fraction_of(uint64_t n, uint64_t denominator)
{
    return n / denominator + (n % denominator != 0);
}

/* ---- quorum ---- */

/* Without a policy: more than half, for any n at all. */
static uint64_t over_needed(const struct rule_set *rules, enum rule_id id, uint64_t n)
{
    return rules ? rule_over_needed(rules->value[id], n) : majority_of(n);
}

struct quorum meeting_quorum_by(const struct meeting *meeting, const struct rule_set *rules)
{
    enum meeting_type type = meeting_type_of(meeting->type);
    bool assembly = type == MEETING_ASSEMBLY;
    struct quorum quorum = {
        .applies = assembly || type == MEETING_HEARING,
        .form = assembly ? meeting_form_of(meeting->form) : FORM_UNKNOWN,
        .due = meeting->due,
        .ex_officio = meeting->ex_officio,
        .present = meeting->present,
        .agreed = meeting->agreed,
    };
    if (quorum.applies) {
        quorum.needed =
            over_needed(rules, assembly ? RULE_assembly_quorum : RULE_hearing_quorum, quorum.due);
        quorum.agreed_needed = over_needed(
            rules, assembly ? RULE_assembly_majority : RULE_hearing_majority, quorum.present);
        quorum.reached = quorum.needed > 0 && quorum.present >= quorum.needed;
        quorum.carried = quorum.reached && quorum.agreed >= quorum.agreed_needed;
    }
    return quorum;
}

struct quorum meeting_quorum(const struct meeting *meeting)
{
    return meeting_quorum_by(meeting, NULL);
}

bool agenda_is_carried(const struct meeting *meeting, const struct agenda_row *row)
{
    struct quorum quorum = meeting_quorum(meeting);
    return quorum.reached && row->agreed >= quorum.agreed_needed;
}

int32_t meeting_last_day(const struct meeting *meeting)
{
    return meeting->ended != 0 && meeting->ended > meeting->date ? meeting->ended : meeting->date;
}

static bool has_outcome(const struct meeting *meeting)
{
    return meeting->result.size > 0 || meeting->agreed > 0 || meeting->published != 0 ||
           meeting->outcome.size > 0 || meeting->grade.size > 0;
}

bool meeting_is_over(const struct meeting *meeting, int32_t today)
{
    int32_t last = meeting_last_day(meeting);
    return today > last || (today == last && has_outcome(meeting));
}

bool meeting_was_held(const struct meeting *meeting, int32_t today)
{
    struct quorum quorum = meeting_quorum(meeting);
    bool failed = quorum.needed > 0 && quorum.present > 0 && !quorum.reached;
    return meeting_is_over(meeting, today) && !failed;
}

/* ---- stages ---- */

struct course {
    const struct meeting *meeting;
    const struct rule_set *rules;
    struct quorum quorum;
    int32_t today;
    int32_t last; /* the meeting's last day: what follows is counted from it */
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

static int32_t days_of(const struct course *course, enum rule_id id)
{
    return (int32_t)rule_or_seed_number(course->rules, id);
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
    } else if (course->held && (due_on == 0 || due_on <= course->meeting->date)) {
        stage.state = STAGE_UNRECORDED; /* the meeting took place; nobody wrote the date down */
    } else if (is_past && !course->failed) {
        stage.state = course->doubtful ? STAGE_AHEAD : STAGE_OVERDUE;
    }
    stage_add(course, stage);
}

static void stage_meet(struct course *course)
{
    int32_t date = course->meeting->date;
    struct stage stage = {STAGE_MEET, STAGE_AHEAD, date, course->last,
                          course->held ? course->last : 0};
    if (course->held) {
        stage.state = course->failed ? STAGE_FAILED : STAGE_DONE;
    }
    stage_add(course, stage);
}

static void stage_resolve(struct course *course)
{
    struct stage stage = {STAGE_RESOLVE, STAGE_AHEAD, course->meeting->date, course->last, 0};
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
    stage.done_on = stage.state == STAGE_DONE ? course->last : 0;
    stage_add(course, stage);
}

/* What follows a meeting without a clock: its date, if somebody wrote it down. */
static void stage_after(struct course *course, enum stage_name name, int32_t done_on)
{
    struct stage stage = {name, STAGE_AHEAD, 0, 0, 0};
    if (done_on != 0 && done_on <= course->today) {
        stage.state = STAGE_DONE;
        stage.done_on = done_on;
    } else if (course->held && !course->failed) {
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
    if (meeting->opinions != 0 && meeting->opinions <= course->today) {
        stage.done_on = meeting->opinions;
        stage.state = meeting->opinions > stage.due_on ? STAGE_DONE_AMISS : STAGE_DONE;
    } else if (course->held) {
        stage.state = STAGE_UNRECORDED;
    } else if (meeting->notified && course->today > meeting->notified) {
        stage.state = STAGE_UNDER_WAY;
    }
    stage_add(course, stage);
}

/* R14: done when all that was resolved is done, or was changed by a later assembly. */
static void stage_carry_out(struct course *course, const struct meeting_case *of)
{
    struct stage stage = {STAGE_CARRY_OUT, STAGE_AHEAD, 0, 0, 0};
    bool open = of->resolution_count == 0, begun = false;
    for (size_t i = 0; i < of->resolution_count; i++) {
        const struct resolution *resolution = &of->resolutions[i];
        int32_t end = resolution->done ? resolution->done : resolution->superseded_on;
        open = open || end == 0 || end > course->today;
        begun = begun || end != 0 || resolution->steps.count > 0;
        stage.done_on = stage.done_on == 0 || end > stage.done_on ? end : stage.done_on;
        if (end == 0 && resolution->due != 0 &&
            (stage.due_on == 0 || resolution->due < stage.due_on)) {
            stage.due_on = resolution->due;
        }
    }
    if (!open) {
        stage.state = STAGE_DONE;
        stage_add(course, stage);
        return;
    }
    stage.done_on = 0;
    if (course->held && !course->failed) {
        bool late = stage.due_on != 0 && course->today > stage.due_on && !course->doubtful;
        stage.state = late                       ? STAGE_OVERDUE
                      : begun                    ? STAGE_UNDER_WAY
                      : of->resolution_count > 0 ? STAGE_AHEAD
                                                 : STAGE_UNRECORDED;
    }
    stage_add(course, stage);
}

static void hearing_stages(struct course *course)
{
    const struct meeting *meeting = course->meeting;
    int32_t notice_due = 0;
    if (meeting->received) { /* T5: where the committee convenes by itself no clock runs */
        stage_dated(course, STAGE_REQUEST, meeting->received, 0, 0);
        notice_due = rule_or_seed_clock(course->rules, RULE_hearing_notice_days, meeting->received);
    }
    stage_dated(course, STAGE_NOTICE, meeting->notified, 0, notice_due);
    stage_opinions(course);
    stage_meet(course);
    stage_resolve(course);
    stage_dated(course, STAGE_PUBLISH, meeting->published, 0,
                rule_or_seed_clock(course->rules, RULE_hearing_result_days, course->last));
    if (meeting->received || meeting->copied) {
        stage_after(course, STAGE_COPY, meeting->copied);
    }
}

static void assembly_stages(struct course *course, const struct meeting_case *of)
{
    const struct meeting *meeting = course->meeting;
    bool by_supervision = text_is(meeting->proposer, "supervision");
    if (meeting->proposed) {
        stage_dated(course, STAGE_PROPOSAL, meeting->proposed, 0, 0);
    }
    stage_dated(course, STAGE_NOTICE, meeting->notified, 0,
                meeting->date - days_of(course, RULE_assembly_notice_days));
    if (meeting->proposed && by_supervision) {
        stage_dated(
            course, STAGE_CONVENE, course->held ? meeting->date : 0, 0,
            rule_or_seed_clock(course->rules, RULE_supervision_assembly_days, meeting->proposed));
    }
    stage_meet(course);
    stage_resolve(course);
    stage_carry_out(course, of);
}

static void mediation_stages(struct course *course)
{
    const struct meeting *meeting = course->meeting;
    int32_t from = meeting->date - days_of(course, RULE_mediation_notice_days);
    int32_t due = meeting->date - 1;
    /* At any time when the conflict is acute: then no clock runs for the notice. One on the day
     * itself says as much where nobody wrote "acute" down. */
    if (meeting->acute) {
        from = due = 0;
    } else if (meeting->notified == meeting->date) {
        due = meeting->date;
    }
    stage_dated(course, STAGE_NOTICE, meeting->notified, from, due);
    stage_meet(course);
    stage_after(course, STAGE_AGREEMENT, meeting->signed_on);
    if (meeting->later_on) {
        stage_after(course, STAGE_LATER, meeting->later_on);
    }
}

/* T19(4): told to the reviewed, to its superior and to the street office; the last of the three
 * days. A record that names none of them says `published`. */
static int32_t feedback_on(const struct meeting *meeting)
{
    const int32_t told[] = {meeting->told_reviewed, meeting->told_superior, meeting->told_street};
    int32_t last = told[0];
    bool any = false, all = true;
    for (size_t i = 0; i < COUNT_OF(told); i++) {
        any = any || told[i] != 0;
        all = all && told[i] != 0;
        last = told[i] > last ? told[i] : last;
    }
    return all ? last : any ? 0 : meeting->published;
}

static void review_stages(struct course *course)
{
    const struct meeting *meeting = course->meeting;
    stage_dated(course, STAGE_REPORTS, meeting->notified,
                meeting->date - days_of(course, RULE_review_reports_days), meeting->date - 1);
    stage_meet(course);
    stage_after(course, STAGE_GRADE, meeting->grade.size > 0 ? course->last : 0);
    stage_dated(course, STAGE_FEEDBACK, feedback_on(meeting), 0,
                rule_or_seed_clock(course->rules, RULE_review_feedback_days, course->last));
}

static bool stage_is_open(enum stage_state state)
{
    return state == STAGE_AHEAD || state == STAGE_OVERDUE;
}

/* The first stage that still has to happen is the current one (an overdue one says so already).
 * Opinions and the 15 days run beside the others. */
static void mark_current(struct course *course)
{
    if (course->failed) {
        return;
    }
    for (size_t i = 0; i < course->count; i++) {
        struct stage *stage = &course->stages[i];
        bool beside = stage->name == STAGE_OPINIONS || stage->name == STAGE_CONVENE;
        if (beside) {
            continue;
        }
        if (stage->state == STAGE_OVERDUE) {
            return;
        }
        if (stage_is_open(stage->state)) {
            stage->state = STAGE_CURRENT;
            return;
        }
    }
}

static void add_stages(struct course *course, const struct meeting_case *of)
{
    switch (meeting_type_of(course->meeting->type)) {
    case MEETING_HEARING:
        hearing_stages(course);
        break;
    case MEETING_ASSEMBLY:
        assembly_stages(course, of);
        break;
    case MEETING_MEDIATION:
        mediation_stages(course);
        break;
    case MEETING_REVIEW:
        review_stages(course);
        break;
    case MEETING_STAFF:
    case MEETING_JOINT:
    case MEETING_STUDY:
    case MEETING_UNKNOWN:
        stage_meet(course);
        break;
    }
}

size_t meeting_course(const struct meeting_case *of, int32_t today, bool doubtful,
                      struct stage stages[STAGES_MAX])
{
    const struct meeting *meeting = of->meeting;
    struct course course = {
        .meeting = meeting,
        .rules = of->rules,
        .quorum = meeting_quorum_by(meeting, of->rules),
        .today = today,
        .last = meeting_last_day(meeting),
        .doubtful = doubtful,
        .held = meeting_is_over(meeting, today),
        .stages = stages,
    };
    course.failed = course.held && course.quorum.needed > 0 && course.quorum.present > 0 &&
                    !course.quorum.reached;
    add_stages(&course, of);
    mark_current(&course);
    return course.count;
}

size_t meeting_stages(const struct meeting *meeting, int32_t today, bool doubtful,
                      struct stage stages[STAGES_MAX])
{
    return meeting_course(&(struct meeting_case){.meeting = meeting}, today, doubtful, stages);
}

/* ---- what makes sense ---- */

static enum err check_names(const struct meeting *meeting, struct complaint *why)
{
    enum meeting_type type = meeting_type_of(meeting->type);
    if (type == MEETING_UNKNOWN) {
        return complain(why, ERR_INVALID,
                        "会议类别“%.*s”不认识，请写 assembly、hearing、mediation、review、staff、"
                        "joint 或 study",
                        TEXT_ARG(meeting->type));
    }
    if (meeting->form.size > 0 && meeting_form_of(meeting->form) == FORM_UNKNOWN) {
        return complain(why, ERR_INVALID,
                        "居民会议的形式“%.*s”不认识，请写 residents、households 或 "
                        "representatives（居民会议制度第五条）",
                        TEXT_ARG(meeting->form));
    }
    if (meeting->form.size > 0 && type != MEETING_ASSEMBLY) {
        return complain(why, ERR_INVALID, "只有居民会议才分形式，请删去 form");
    }
    if (meeting->outcome.size > 0 && !text_is(meeting->outcome, "agreement") &&
        !text_is(meeting->outcome, "none")) {
        return complain(why, ERR_INVALID,
                        "协调结果“%.*s”不认识，请写 agreement（达成一致）或 none（没有达成一致）",
                        TEXT_ARG(meeting->outcome));
    }
    if (meeting->grade.size > 0 && !text_is(meeting->grade, "excellent") &&
        !text_is(meeting->grade, "qualified") && !text_is(meeting->grade, "unqualified")) {
        return complain(why, ERR_INVALID,
                        "评议等级“%.*s”不认识，只有三个：excellent（优秀）、qualified（合格）、"
                        "unqualified（不合格）（评议会制度第十九条）",
                        TEXT_ARG(meeting->grade));
    }
    return OK;
}

static enum err check_counts(const struct meeting *meeting, struct complaint *why)
{
    if (meeting->due && meeting->present > meeting->due) {
        return complain(why, ERR_INVALID, "到会 %llu 人比应到 %llu 人还多，请核对 due 和 present",
                        (unsigned long long)meeting->present, (unsigned long long)meeting->due);
    }
    if (meeting->agreed > meeting->present) {
        return complain(why, ERR_INVALID, "同意 %llu 人比到会 %llu 人还多，请核对 agreed",
                        (unsigned long long)meeting->agreed, (unsigned long long)meeting->present);
    }
    if (meeting->due && meeting->ex_officio > meeting->due) {
        return complain(why, ERR_INVALID,
                        "当然代表 %llu 人比应到 %llu 人还多；应到人数要把当然代表算在内"
                        "（居民会议制度第五条）",
                        (unsigned long long)meeting->ex_officio, (unsigned long long)meeting->due);
    }
    for (size_t i = 0; i < meeting->agenda.count; i++) {
        const struct agenda_row *row = &meeting->agenda.at[i];
        if (row->power > AGENDA_POWERS) {
            return complain(why, ERR_INVALID,
                            "第 %zu 个议题的职权写成 %llu，居民会议只有 1 到 8 项职权"
                            "（居民会议制度第四条）",
                            i + 1, (unsigned long long)row->power);
        }
        if (row->agreed > meeting->present) {
            return complain(why, ERR_INVALID, "第 %zu 个议题同意 %llu 人比到会 %llu 人还多，请核对",
                            i + 1, (unsigned long long)row->agreed,
                            (unsigned long long)meeting->present);
        }
    }
    return OK;
}

static enum err check_days(const struct meeting *meeting, struct complaint *why)
{
    int32_t last = meeting_last_day(meeting);
    if (meeting->date == 0) {
        return complain(why, ERR_INVALID, "没有开会的日期（date）");
    }
    if (meeting->ended && meeting->ended < meeting->date) {
        return complain(why, ERR_INVALID, "结束的日期早于开会的日期，请核对 ended");
    }
    if (meeting->received && meeting->notified && meeting->notified < meeting->received) {
        return complain(why, ERR_INVALID,
                        "发通知的日期早于收到书面要求的日期（听证会制度第八条），请核对");
    }
    if (meeting->notified && meeting->notified > meeting->date) {
        return complain(why, ERR_INVALID, "发通知的日期晚于开会的日期，请核对 notified");
    }
    if (meeting->published && meeting->published < last) {
        return complain(why, ERR_INVALID, "公示结果的日期早于开会的日期，请核对 published");
    }
    if (meeting->proposed && meeting->proposed > meeting->date) {
        return complain(why, ERR_INVALID, "提议的日期晚于开会的日期，请核对 proposed");
    }
    const int32_t after[] = {meeting->copied,        meeting->signed_on,     meeting->later_on,
                             meeting->told_reviewed, meeting->told_superior, meeting->told_street};
    for (size_t i = 0; i < COUNT_OF(after); i++) {
        if (after[i] != 0 && after[i] < meeting->date) {
            return complain(why, ERR_INVALID,
                            "抄送、签字、反馈这些会后的日期早于开会的日期，请核对");
        }
    }
    if (meeting->outcome.size > 0 && meeting->signed_on == 0) {
        return complain(why, ERR_INVALID,
                        "写了协调结果，却没有签字的日期（signed_on）：达成或没有达成一致都要签字"
                        "（协调会制度第十三条）");
    }
    return OK;
}

enum err meeting_check(const struct meeting *meeting, struct complaint *why)
{
    enum err err = check_names(meeting, why);
    err = err ? err : check_counts(meeting, why);
    return err ? err : check_days(meeting, why);
}

/* ---- what was decided stays decided ---- */

static bool filled_or_same(struct text before, struct text after)
{
    return before.size == 0 || text_equal(before, after);
}

static bool votes_are_kept(const struct meeting *before, const struct meeting *after)
{
    for (size_t i = 0; i < before->agenda.count; i++) {
        const struct agenda_row *was = &before->agenda.at[i];
        if (was->agreed == 0) {
            continue;
        }
        if (i >= after->agenda.count || after->agenda.at[i].agreed != was->agreed ||
            after->agenda.at[i].power != was->power ||
            !text_equal(after->agenda.at[i].text, was->text)) {
            return false;
        }
    }
    return true;
}

enum err meeting_check_change(const struct meeting *before, const struct meeting *after,
                              struct complaint *why)
{
    bool decided = before->result.size > 0 || before->agreed > 0 || before->grade.size > 0 ||
                   before->outcome.size > 0;
    if (!decided && votes_are_kept(before, after)) {
        return OK;
    }
    bool kept = text_equal(before->type, after->type) && before->date == after->date &&
                filled_or_same(before->form, after->form) &&
                filled_or_same(before->result, after->result) &&
                filled_or_same(before->grade, after->grade) &&
                filled_or_same(before->outcome, after->outcome) &&
                (before->due == 0 || before->due == after->due) &&
                (before->present == 0 || before->present == after->present) &&
                (before->agreed == 0 || before->agreed == after->agreed) &&
                votes_are_kept(before, after);
    return kept ? OK
                : complain(why, ERR_DENIED,
                           "这次会议的决议和表决已经公布，不能再改；要改变决定，"
                           "请提交下一次居民会议讨论（居民会议制度第十四条）");
}

struct meeting_shown meeting_shown(enum meeting_type type)
{
    bool own = type == MEETING_STAFF || type == MEETING_JOINT || type == MEETING_STUDY;
    return (struct meeting_shown){.at_all = !own, .matter = !own && type != MEETING_MEDIATION};
}
