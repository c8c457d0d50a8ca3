/* compliance_meetings.c - what meetings ask for: those that must be held, and the clocks of those
 * that are (R, T, G10, W3, W5, W6). */
#include "compliance_private.h"

enum {
    RECORD_BACK_DAYS = 60, /* what nobody wrote down of an older meeting is no longer asked for */
    CASE_RESOLUTIONS_MAX = 99,
    LAST_MONTH = 12,
    LAST_DAY = 31,
};

static const char *article_of(enum meeting_type type, enum stage_name name)
{
    switch (type) {
    case MEETING_HEARING:
        return "听证会制度第八条";
    case MEETING_MEDIATION:
        return "协调会制度第十三条";
    case MEETING_REVIEW:
        return "评议会制度第十九条";
    case MEETING_ASSEMBLY:
        return name == STAGE_CONVENE     ? "居务公开制度第十条"
               : name == STAGE_CARRY_OUT ? "居民会议制度第十四条"
               : name == STAGE_NOTICE    ? "居民会议制度第十二条"
                                         : "居民会议制度第十三条";
    case MEETING_STAFF:
    case MEETING_JOINT:
        return "工作制度第三项";
    case MEETING_STUDY:
        return "工作制度第六项";
    case MEETING_UNKNOWN:
        break;
    }
    return "";
}

static struct obligation of_meeting(const struct compliance *list, enum obligation_kind kind,
                                    const char *article, int32_t due_on)
{
    return (struct obligation){
        .kind = kind, .due_on = due_on, .who = director_of(list), .article = article};
}

/* ---- the clocks of one meeting ---- */

static size_t resolutions_of(const struct compliance *list, struct text key,
                             struct resolution to[CASE_RESOLUTIONS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < list->facts->resolution_count && count < CASE_RESOLUTIONS_MAX; i++) {
        const struct resolution *resolution = list->facts->resolutions[i].record;
        if (text_equal(resolution->meeting, key)) {
            to[count++] = *resolution;
        }
    }
    return count;
}

/* After the meeting, what should have been written down and was not. */
static bool is_asked_for(const struct stage *stage)
{
    return stage->state == STAGE_UNRECORDED &&
           (stage->name == STAGE_COPY || stage->name == STAGE_AGREEMENT ||
            stage->name == STAGE_GRADE || stage->name == STAGE_RESOLVE);
}

static void meeting_stage(struct compliance *list, const struct meeting_fact *fact,
                          const struct stage *stage)
{
    enum meeting_type type = meeting_type_of(fact->record->type);
    bool recent = list->today - meeting_last_day(fact->record) <= RECORD_BACK_DAYS;
    bool next = stage->state == STAGE_CURRENT ||
                (stage->name == STAGE_CONVENE && stage->state == STAGE_AHEAD); /* runs beside */
    bool clock = stage->state == STAGE_OVERDUE || (next && stage->due_on >= list->today);
    bool unwritten = is_asked_for(stage) && recent;
    if ((!clock && !unwritten) || stage->name == STAGE_CARRY_OUT) {
        return; /* resolutions are listed one by one */
    }
    struct obligation obligation = of_meeting(list, OBLIGATION_STAGE, article_of(type, stage->name),
                                              clock ? stage->due_on : 0);
    obligation.key = fact->key;
    oblige(list, obligation, false, "%.*s：%s%s", TEXT_ARG(fact->record->title),
           stage_title(stage->name), unwritten ? "，没有记录" : "");
}

/* T8: the committee keeps full minutes of a hearing. */
static void hearing_minutes(struct compliance *list, const struct meeting_fact *fact)
{
    const struct meeting *meeting = fact->record;
    if (meeting_type_of(meeting->type) != MEETING_HEARING || meeting->minutes ||
        !meeting_was_held(meeting, list->today) ||
        list->today - meeting_last_day(meeting) > RECORD_BACK_DAYS) {
        return;
    }
    struct obligation obligation = of_meeting(list, OBLIGATION_STAGE, "听证会制度第八条", 0);
    obligation.key = fact->key;
    oblige(list, obligation, true, "%.*s：整理完整的会议记录", TEXT_ARG(meeting->title));
}

static void one_meeting(struct compliance *list, const struct meeting_fact *fact)
{
    struct resolution resolutions[CASE_RESOLUTIONS_MAX];
    struct stage stages[STAGES_MAX];
    struct meeting_case of = {
        .meeting = fact->record,
        .resolutions = resolutions,
        .resolution_count = resolutions_of(list, fact->key, resolutions),
        .rules = list->rules,
    };
    size_t count = meeting_course(&of, list->today, list->moment.doubtful, stages);
    for (size_t i = 0; i < count; i++) {
        meeting_stage(list, fact, &stages[i]);
    }
    hearing_minutes(list, fact);
}

/* ---- those that must be held ---- */

static bool any_between(const struct compliance *list, enum meeting_type type, int32_t from,
                        int32_t to)
{
    for (size_t i = 0; i < list->facts->meeting_count; i++) {
        const struct meeting *meeting = list->facts->meetings[i].record;
        if (meeting_type_of(meeting->type) == type && meeting->date >= from &&
            meeting->date <= to) {
            return true;
        }
    }
    return false;
}

static bool was_expected(const struct compliance *list, int32_t day)
{
    return day >= list->rules->calendar.first_board;
}

static void half_year(struct compliance *list)
{
    struct half_year half = half_year_judge(list->facts->meetings, list->facts->meeting_count,
                                            list->today, list->rules->calendar.first_board);
    static const char *const article = "居民会议制度第十二条、工作制度第五项";
    if (half.missed_before && half.held_on == 0) {
        oblige(list, of_meeting(list, OBLIGATION_HALF_YEAR, article, half.first - 1), true,
               "上一个半年没有召开居民（代表）会议，尽快补开");
    }
    if (half.state != HALF_YEAR_HELD && half.planned_on == 0) {
        oblige(list, of_meeting(list, OBLIGATION_HALF_YEAR, article, half.last),
               half.state == HALF_YEAR_RED, "本半年度尚未召开居民（代表）会议");
    } else if (half.state == HALF_YEAR_HELD && !half.heard_report) {
        oblige(list, of_meeting(list, OBLIGATION_HALF_YEAR, "工作制度第五项", half.last), false,
               "居民代表会议还没有审议居委会工作报告");
    }
}

/* T16: at each year's end. One held after the year is over makes good for it. */
static void year_end_review(struct compliance *list)
{
    int year = civil_date_of(list->today).year;
    int month = (int)rule_number(list->rules, RULE_review_month);
    int32_t begins = civil_day_of_ymd(year, month, 1),
            ends = civil_day_of_ymd(year, LAST_MONTH, LAST_DAY);
    int32_t last_begins = civil_day_of_ymd(year - 1, month, 1);
    int32_t last_ends = civil_day_of_ymd(year - 1, LAST_MONTH, LAST_DAY);
    static const char *const article = "评议会制度第十六条";
    if (list->today < begins && was_expected(list, last_begins) &&
        !any_between(list, MEETING_REVIEW, last_begins, list->today)) {
        oblige(list, of_meeting(list, OBLIGATION_REVIEW, article, last_ends), true,
               "%d 年的年终评议会没有召开", year - 1);
    }
    if (list->today >= begins && !any_between(list, MEETING_REVIEW, begins, ends)) {
        oblige(list, of_meeting(list, OBLIGATION_REVIEW, article, ends), true,
               "召开 %d 年的年终评议会", year);
    }
}

/* W3: each Monday; a Monday that is a holiday moves it within the week. */
static void staff_meeting(struct compliance *list)
{
    int32_t monday = week_begins(list->today), sunday = monday + 6;
    int32_t day = monday + (int32_t)rule_number(list->rules, RULE_staff_meeting_weekday) - 1;
    day = workday_from(&list->rules->workdays, day);
    if (day > sunday || !was_expected(list, monday) ||
        any_between(list, MEETING_STAFF, monday, sunday)) {
        return;
    }
    oblige(list, of_meeting(list, OBLIGATION_STAFF, "工作制度第三项", day), false,
           "召开本周的工作例会");
}

static int32_t month_first(int32_t day)
{
    struct civil_date date = civil_date_of(day);
    return civil_day_of_ymd(date.year, date.month, 1);
}

/* Something that is held once a month: this month's, and the last one as long as none made good. */
struct monthly {
    enum obligation_kind kind;
    enum meeting_type type;
    enum kind book; /* KIND_NONE: no register tells of it */
    const char *article, *what;
};

static bool monthly_was_held(const struct compliance *list, const struct monthly *monthly,
                             int32_t from, int32_t to)
{
    bool in_book = monthly->book != KIND_NONE && list->facts->books &&
                   books_between(list->facts->books, monthly->book, from, to) > 0;
    return in_book || any_between(list, monthly->type, from, to);
}

static void monthly_meeting(struct compliance *list, const struct monthly *monthly)
{
    int32_t first = month_first(list->today), last = civil_add_months(first, 1) - 1;
    int32_t before = civil_add_months(first, -1);
    if (was_expected(list, before) && !monthly_was_held(list, monthly, before, last)) {
        oblige(list, of_meeting(list, monthly->kind, monthly->article, first - 1), true,
               "上个月没有%s", monthly->what);
    }
    if (was_expected(list, first) && !monthly_was_held(list, monthly, first, last)) {
        oblige(list, of_meeting(list, monthly->kind, monthly->article, last), false, "本月%s",
               monthly->what);
    }
}

/* G10: the supervision group reports to the assembly at least once a year. */
static void supervision_report(struct compliance *list)
{
    int year = civil_date_of(list->today).year;
    int32_t first = civil_day_of_ymd(year, 1, 1),
            last = civil_day_of_ymd(year, LAST_MONTH, LAST_DAY);
    for (size_t i = 0; i < list->facts->meeting_count; i++) {
        const struct meeting *meeting = list->facts->meetings[i].record;
        if (meeting_type_of(meeting->type) == MEETING_ASSEMBLY && meeting->supervision_report &&
            meeting->date >= first && meeting->date <= last) {
            return;
        }
    }
    struct obligation obligation = of_meeting(list, OBLIGATION_REPORT, "居务公开制度第十条", last);
    if (list->facts->people) {
        obligation.who = post_holder(list, list->facts->people->supervision, "组长");
    }
    oblige(list, obligation, false, "监督小组向居民（代表）会议报告 %d 年的工作", year);
}

/* ---- proposals and resolutions ---- */

static const struct meeting *meeting_by_key(const struct compliance *list, struct text key)
{
    for (size_t i = 0; i < list->facts->meeting_count; i++) {
        if (text_equal(list->facts->meetings[i].key, key)) {
            return list->facts->meetings[i].record;
        }
    }
    return NULL;
}

static void proposal(struct compliance *list, const struct proposal_fact *fact)
{
    const struct meeting *meeting = meeting_by_key(list, fact->record->meeting);
    struct convening convening =
        convening_of(fact->record, meeting, list->rules, list->today, list->moment.doubtful);
    if (!convening.must || convening.held_on != 0) {
        return;
    }
    struct obligation obligation = of_meeting(
        list, OBLIGATION_CONVENE, convening.due_on ? "居务公开制度第十条" : "居民会议制度第十二条",
        convening.due_on);
    obligation.key = fact->key;
    oblige(list, obligation, true, "按提议召集居民会议：%.*s", TEXT_ARG(fact->record->matter));
}

static void resolution(struct compliance *list, const struct resolution_fact *fact)
{
    const struct resolution *record = fact->record;
    enum resolution_state state = resolution_state_of(record, list->today, list->moment.doubtful);
    if (state == RESOLUTION_DONE || state == RESOLUTION_SUPERSEDED) {
        return;
    }
    struct obligation obligation = {.kind = OBLIGATION_RESOLUTION,
                                    .due_on = record->due,
                                    .who = record->responsible,
                                    .article = "居民会议制度第十四条",
                                    .key = fact->key};
    oblige(list, obligation, false, "落实决议：%.*s%s", TEXT_ARG(record->text),
           record->due ? "" : "（没有定期限）");
}

void compliance_meetings(struct compliance *list)
{
    static const struct monthly joint = {OBLIGATION_JOINT, MEETING_JOINT, KIND_NONE,
                                         "工作制度第三项", "召开党政联席会议"};
    static const struct monthly study = {OBLIGATION_STUDY, MEETING_STUDY, KIND_study,
                                         "工作制度第六项", "组织学习"};
    for (size_t i = 0; i < list->facts->resolution_count; i++) {
        resolution(list, &list->facts->resolutions[i]);
    }
    if (!list->facts->meetings) {
        return;
    }
    for (size_t i = 0; i < list->facts->meeting_count; i++) {
        one_meeting(list, &list->facts->meetings[i]);
    }
    for (size_t i = 0; i < list->facts->proposal_count; i++) {
        proposal(list, &list->facts->proposals[i]);
    }
    half_year(list);
    year_end_review(list);
    supervision_report(list);
    staff_meeting(list);
    monthly_meeting(list, &joint);
    monthly_meeting(list, &study);
}
