/* compliance.c - see compliance.h. The lines of work are in compliance_*.c. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "compliance_private.h"

enum { SUNDAY = 6, SATURDAY = 5 };

/* ---- names ---- */

static const char *const ids[OBLIGATION_KINDS] = {
    [OBLIGATION_DISCLOSE] = "disclose",
    [OBLIGATION_SIGN] = "sign",
    [OBLIGATION_WITHDRAWN] = "withdrawn",
    [OBLIGATION_PEOPLE] = "people",
    [OBLIGATION_SUPERVISION] = "supervision",
    [OBLIGATION_PHONE] = "phone",
    [OBLIGATION_REPORT] = "report",
    [OBLIGATION_CONVENE] = "convene",
    [OBLIGATION_HALF_YEAR] = "half_year",
    [OBLIGATION_STAGE] = "stage",
    [OBLIGATION_REVIEW] = "review",
    [OBLIGATION_RESOLUTION] = "resolution",
    [OBLIGATION_ROSTER] = "roster",
    [OBLIGATION_SHIFT] = "shift",
    [OBLIGATION_VISITS] = "visits",
    [OBLIGATION_PASS_ON] = "pass_on",
    [OBLIGATION_STAFF] = "staff",
    [OBLIGATION_JOINT] = "joint",
    [OBLIGATION_STUDY] = "study",
    [OBLIGATION_LIAISON] = "liaison",
    [OBLIGATION_STOCKTAKE] = "stocktake",
    [OBLIGATION_LETTER] = "letter",
    [OBLIGATION_OPINION] = "opinion",
    [OBLIGATION_FOLLOW_UP] = "follow_up",
    [OBLIGATION_TERM] = "term",
    [OBLIGATION_FORMS] = "forms",
};

const char *obligation_id(enum obligation_kind kind)
{
    return ids[kind];
}

const char *obligation_state_id(enum obligation_state state)
{
    static const char *const names[] = {
        [OBLIGATION_AHEAD] = "ahead",
        [OBLIGATION_TODAY] = "today",
        [OBLIGATION_OVERDUE] = "overdue",
        [OBLIGATION_AMISS] = "amiss",
    };
    return names[state];
}

const char *obligation_state_name(enum obligation_state state)
{
    static const char *const names[] = {
        [OBLIGATION_AHEAD] = "将到期",
        [OBLIGATION_TODAY] = "今天到期",
        [OBLIGATION_OVERDUE] = "逾期",
        [OBLIGATION_AMISS] = "要改正",
    };
    return names[state];
}

const char *agenda_section_name(enum agenda_section section)
{
    static const char *const names[] = {
        [AGENDA_LEFT_OVER] = "上周没有办完的",
        [AGENDA_THIS_WEEK] = "本周要办的",
        [AGENDA_COMING] = "接下来要准备的",
    };
    return names[section];
}

/* ---- the most urgent first ---- */

static int urgency(enum obligation_state state)
{
    switch (state) {
    case OBLIGATION_OVERDUE:
        return 0;
    case OBLIGATION_TODAY:
        return 1;
    case OBLIGATION_AMISS:
        return 2;
    case OBLIGATION_AHEAD:
        break;
    }
    return 3;
}

static int compare(const void *left, const void *right)
{
    const struct obligation *a = left, *b = right;
    if (urgency(a->state) != urgency(b->state)) {
        return urgency(a->state) - urgency(b->state);
    }
    if (a->due_on != b->due_on) {
        return a->due_on < b->due_on ? -1 : 1;
    }
    if (a->kind != b->kind) {
        return (int)a->kind - (int)b->kind;
    }
    if (a->item != b->item) {
        return (int)a->item - (int)b->item;
    }
    int keys = bytes_compare(text_bytes(a->key), text_bytes(b->key));
    return keys ? keys : bytes_compare(text_bytes(a->what), text_bytes(b->what));
}

/* ---- making the list ---- */

static void judge_day(const struct compliance *list, struct obligation *obligation)
{
    int32_t left = obligation->due_on - list->today;
    if (obligation->due_on == 0) {
        obligation->state = OBLIGATION_AMISS;
    } else if (left < 0 && !list->moment.doubtful) {
        obligation->state = OBLIGATION_OVERDUE;
        obligation->days = (unsigned)-left;
    } else if (left <= 0) {
        obligation->state = OBLIGATION_TODAY; /* a doubtful clock says no more than that */
    } else {
        obligation->state = OBLIGATION_AHEAD;
        obligation->days = (unsigned)left;
    }
}

/* Where it goes: behind the others, or, in a full list, in the place of the least urgent one if it
 * is more urgent than that. NULL: it is left out. */
static struct obligation *place_for(struct compliance *list, const struct obligation *obligation)
{
    if (list->count < OBLIGATIONS_MAX) {
        return &list->at[list->count++];
    }
    struct obligation *least = &list->at[0];
    for (size_t i = 1; i < list->count; i++) {
        if (compare(&list->at[i], least) > 0) {
            least = &list->at[i];
        }
    }
    return urgency(obligation->state) < urgency(least->state) ||
                   (obligation->state == least->state && obligation->due_on < least->due_on)
               ? least
               : NULL;
}

void oblige(struct compliance *list, struct obligation obligation, bool always, const char *format,
            ...)
{
    judge_day(list, &obligation);
    bool later = obligation.state == OBLIGATION_AHEAD && obligation.days > OBLIGATION_SOON_DAYS;
    struct obligation *at = later && !always ? NULL : place_for(list, &obligation);
    if (!at) {
        return;
    }
    va_list args;
    va_start(args, format);
    obligation.what = arena_vprintf(list->arena, format, args);
    va_end(args);
    list->failed = list->failed || !obligation.what.data;
    *at = obligation;
}

struct text post_holder(const struct compliance *list, const struct roll *roll, const char *post)
{
    const struct member *member = roll_post(roll, post, list->today);
    return member ? member->name : text_of("");
}

struct text director_of(const struct compliance *list)
{
    return list->facts->people ? post_holder(list, list->facts->people->committee, "主任")
                               : text_of("");
}

enum err compliance_list(const struct compliance_facts *facts, const struct rule_set *rules,
                         struct board_moment moment, struct arena *arena, struct obligation *out,
                         size_t max, size_t *count)
{
    struct compliance list = {
        .facts = facts,
        .rules = rules,
        .moment = moment,
        .today = civil_day_at(moment.now_s, rules->calendar.offset_min),
        .arena = arena,
        .at = ARENA_ARRAY(arena, struct obligation, OBLIGATIONS_MAX),
    };
    if (!list.at) {
        return ERR_NOMEM;
    }
    compliance_board(&list);
    compliance_people(&list);
    compliance_meetings(&list);
    compliance_books(&list);
    if (list.failed) {
        return ERR_NOMEM;
    }
    qsort(list.at, list.count, sizeof list.at[0], compare);
    *count = list.count < max ? list.count : max;
    memcpy(out, list.at, *count * sizeof out[0]);
    return OK;
}

struct compliance_counts compliance_count(const struct obligation *obligations, size_t count)
{
    struct compliance_counts counts = {0};
    for (size_t i = 0; i < count; i++) {
        counts.overdue += obligations[i].state == OBLIGATION_OVERDUE;
        counts.today += obligations[i].state == OBLIGATION_TODAY;
        counts.amiss += obligations[i].state == OBLIGATION_AMISS;
        counts.ahead += obligations[i].state == OBLIGATION_AHEAD;
    }
    return counts;
}

size_t compliance_by_person(const struct obligation *obligations, size_t count,
                            struct person_load *loads, size_t max)
{
    size_t people = 0;
    for (size_t i = 0; i < count; i++) {
        const struct obligation *obligation = &obligations[i];
        size_t at = 0;
        while (at < people && !name_equal(loads[at].who, obligation->who)) {
            at++;
        }
        if (at == max) {
            continue;
        }
        if (at == people) {
            loads[people++] = (struct person_load){.who = obligation->who};
        }
        loads[at].overdue += obligation->state == OBLIGATION_OVERDUE;
        loads[at].today += obligation->state == OBLIGATION_TODAY;
        loads[at].ahead += obligation->state == OBLIGATION_AHEAD;
        loads[at].amiss += obligation->state == OBLIGATION_AMISS;
    }
    return people;
}

/* ---- the agenda ---- */

/* The line of work an obligation belongs to, in the order of the meeting. */
static int line_of_work(enum obligation_kind kind)
{
    switch (kind) {
    case OBLIGATION_DISCLOSE:
    case OBLIGATION_SIGN:
    case OBLIGATION_WITHDRAWN:
    case OBLIGATION_PHONE:
    case OBLIGATION_OPINION:
    case OBLIGATION_FORMS:
        return 0;
    case OBLIGATION_PEOPLE:
    case OBLIGATION_SUPERVISION:
    case OBLIGATION_TERM:
        return 1;
    case OBLIGATION_REPORT:
    case OBLIGATION_CONVENE:
    case OBLIGATION_HALF_YEAR:
    case OBLIGATION_STAGE:
    case OBLIGATION_REVIEW:
    case OBLIGATION_RESOLUTION:
    case OBLIGATION_STAFF:
    case OBLIGATION_JOINT:
    case OBLIGATION_STUDY:
        return 2;
    case OBLIGATION_ROSTER:
    case OBLIGATION_SHIFT:
    case OBLIGATION_VISITS:
    case OBLIGATION_PASS_ON:
    case OBLIGATION_LIAISON:
    case OBLIGATION_STOCKTAKE:
    case OBLIGATION_FOLLOW_UP:
        return 3;
    case OBLIGATION_LETTER:
    case OBLIGATION_KINDS:
        break;
    }
    return 4;
}

static enum agenda_section section_of(const struct obligation *obligation, int32_t sunday)
{
    switch (obligation->state) {
    case OBLIGATION_OVERDUE:
    case OBLIGATION_AMISS:
        return AGENDA_LEFT_OVER;
    case OBLIGATION_TODAY:
        return AGENDA_THIS_WEEK;
    case OBLIGATION_AHEAD:
        break;
    }
    return obligation->due_on <= sunday ? AGENDA_THIS_WEEK : AGENDA_COMING;
}

size_t compliance_agenda(const struct obligation *obligations, size_t count, int32_t day,
                         struct agenda_line *lines, size_t max)
{
    static const enum agenda_section sections[] = {AGENDA_LEFT_OVER, AGENDA_THIS_WEEK,
                                                   AGENDA_COMING};
    enum { LINES_OF_WORK = 5 };
    int weekday = civil_weekday(day);
    int32_t sunday = week_begins(weekday >= SATURDAY ? day + (SUNDAY + 1 - weekday) : day) + SUNDAY;
    size_t written = 0;
    for (size_t s = 0; s < sizeof sections / sizeof sections[0]; s++) {
        for (int line = 0; line < LINES_OF_WORK; line++) {
            for (size_t i = 0; i < count && written < max; i++) {
                if (line_of_work(obligations[i].kind) == line &&
                    section_of(&obligations[i], sunday) == sections[s]) {
                    lines[written++] = (struct agenda_line){sections[s], &obligations[i]};
                }
            }
        }
    }
    return written;
}
