/* snapshot_lists.c - meetings, duty, regulations, notices and services. */
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "mediation.h" /* rules */
#include "meeting.h"
#include "roster.h"
#include "snapshot_parts.h"
#include "words.h"

enum { COMING_DAYS = 14, COMING_MAX = 64, TODAY_MAX = 24, HOME_MEETINGS = 60 };

/* ---- lists ---- */

static struct model_list_item *list_add(struct snapshot *snapshot, struct model_list *list)
{
    if (!list->at) {
        list->at = ARENA_ARRAY(&snapshot->page, struct model_list_item, MODEL_LIST_MAX);
    }
    return list->at && list->count < MODEL_LIST_MAX ? &list->at[list->count++] : NULL;
}

static int newest_first(const void *a, const void *b)
{
    const struct model_list_item *x = a, *y = b;

    if (x->date != y->date) {
        return x->date < y->date ? 1 : -1;
    }
    return bytes_compare(text_bytes(x->key), text_bytes(y->key));
}

static int by_key(const void *a, const void *b)
{
    const struct model_list_item *x = a, *y = b;

    return bytes_compare(text_bytes(x->key), text_bytes(y->key));
}

static void list_sort(struct model_list *list, int (*compare)(const void *, const void *))
{
    if (list->count) {
        qsort(list->at, list->count, sizeof *list->at, compare);
    }
}

/* A title that holds what must not be seen says so, and its record too. */
static struct text shown_title(struct snapshot *snapshot, struct text title)
{
    return snapshot_gate(snapshot, title) ? arena_text(&snapshot->page, title)
                                          : word(TX_HIDDEN_TITLE);
}

/* ---- meetings ---- */

static void add_meeting(struct snapshot *snapshot, const struct shown *shown, void *data)
{
    struct meeting record;
    struct model_list_item *item;

    if (meeting_decode(shown->object, &snapshot->scratch, &record, NULL) ||
        !meeting_shown(meeting_type_of(record.type)).at_all || !(item = list_add(snapshot, data))) {
        return;
    }
    item->key = arena_text(&snapshot->page, shown->entry.key);
    item->title = shown_title(snapshot, record.title);
    item->second = snapshot_gate(snapshot, record.place) ? arena_text(&snapshot->page, record.place)
                                                         : (struct text){0};
    item->time = arena_text(&snapshot->page, record.time);
    item->type = meeting_type_of(record.type);
    item->date = record.date;
}

/* Assemblies among the newest meetings, for the half-year's countdown. */
struct assemblies {
    struct meeting at[MODEL_LIST_MAX];
    struct meeting_fact facts[MODEL_LIST_MAX];
    size_t count;
};

static void take_assembly(struct snapshot *snapshot, const struct shown *shown, void *data)
{
    struct assemblies *assemblies = data;
    struct meeting *record = &assemblies->at[assemblies->count];
    struct bytes object = arena_copy(&snapshot->page, shown->object.data, shown->object.size);

    if (object.data && !meeting_decode(object, &snapshot->page, record, NULL) &&
        meeting_type_of(record->type) == MEETING_ASSEMBLY) {
        assemblies->facts[assemblies->count++] =
            (struct meeting_fact){arena_text(&snapshot->page, shown->entry.key), record};
    }
}

static void load_half_year(struct snapshot *snapshot, struct model *model)
{
    struct assemblies *assemblies = ARENA_NEW(&snapshot->page, struct assemblies);

    model->half_year_known = snapshot->has_policy && assemblies;
    if (!model->half_year_known) {
        return;
    }
    snapshot_each(snapshot, KIND_meeting, "meeting/", MODEL_LIST_MAX, take_assembly, assemblies);
    model->half_year = half_year_judge(assemblies->facts, assemblies->count, model->today,
                                       snapshot->calendar.first_board);
}

void load_meetings(struct snapshot *snapshot, struct model *model)
{
    load_half_year(snapshot, model);
    model->meetings = (struct model_list){0};
    snapshot_each(snapshot, KIND_meeting, "meeting/", MODEL_LIST_MAX, add_meeting,
                  &model->meetings);
    list_sort(&model->meetings, newest_first);
}

static bool read_meeting(struct snapshot *snapshot, struct text key, struct model *model)
{
    struct model_meeting *meeting = &model->meeting;
    struct shown shown;

    if (snapshot_record(snapshot, KIND_meeting, key, &snapshot->page, &shown) ||
        meeting_decode(shown.object, &snapshot->page, &meeting->record, NULL) ||
        !meeting_shown(meeting_type_of(meeting->record.type)).at_all) {
        return false;
    }
    /* Whatever the office sent, a mediation's parties are nobody's business here (T9-T13). */
    meeting_publishable(&meeting->record, &meeting->record);
    meeting->key = arena_text(&snapshot->page, key);
    if (!snapshot_passes(snapshot, KIND_meeting, &meeting->record)) {
        log_warn("%.*s holds a personal number and is not shown", TEXT_ARG(key));
        meeting->hidden = true;
        meeting->record = (struct meeting){.date = meeting->record.date,
                                           .type = meeting->record.type,
                                           .title = word(TX_HIDDEN_TITLE)};
        return true;
    }
    snapshot_note_recording(snapshot, meeting->record.recording, model);
    meeting->text = snapshot_markdown(snapshot, meeting->record.text);
    meeting->result = snapshot_markdown(snapshot, meeting->record.result);
    meeting->stage_count =
        meeting_stages(&meeting->record, model->today, model->doubtful, meeting->stages);
    return true;
}

void load_meeting(struct snapshot *snapshot, struct model *model)
{
    model->meeting = (struct model_meeting){0};
    if (!read_meeting(snapshot, snapshot_key(snapshot, "meeting/", model->place.arg), model)) {
        model->meeting = (struct model_meeting){0};
    } else if (!model->meeting.hidden) {
        load_resolutions(snapshot, model);
    }
}

/* The first one that is still to come, today's included. */
void load_next_meeting(struct snapshot *snapshot, struct model *model)
{
    const struct model_list_item *next = NULL;

    model->meetings = (struct model_list){0};
    model->meeting = (struct model_meeting){0};
    snapshot_each(snapshot, KIND_meeting, "meeting/", HOME_MEETINGS, add_meeting, &model->meetings);
    list_sort(&model->meetings, newest_first);
    for (size_t i = 0; i < model->meetings.count; i++) {
        const struct model_list_item *item = &model->meetings.at[i];
        next = item->date >= model->today ? item : next;
    }
    if (next && !read_meeting(snapshot, next->key, model)) {
        model->meeting = (struct model_meeting){0};
    }
}

/* ---- duty ---- */

static bool read_duty(struct snapshot *snapshot, int32_t day, struct duty *duty)
{
    struct civil_date date = civil_date_of(day);
    struct text key = arena_printf(&snapshot->page, "duty/%04d-%02d", date.year, date.month);
    struct shown shown;

    return key.data && !snapshot_record(snapshot, KIND_duty, key, &snapshot->page, &shown) &&
           !duty_decode(shown.object, &snapshot->page, duty, NULL);
}

/* The shifts of the days from..to, as values. */
static struct duty_row *shifts(struct snapshot *snapshot, const struct duty *months, size_t count,
                               int32_t from, int32_t to, size_t max, size_t *found)
{
    struct duty_row *rows = ARENA_ARRAY(&snapshot->page, struct duty_row, max);
    const struct duty_row *day_rows[COMING_MAX];
    size_t n = 0;

    for (int32_t day = from; rows && day <= to; day++) {
        size_t of_day = roster_on(months, count, day, day_rows, COMING_MAX);
        for (size_t i = 0; i < of_day && n < max; i++) {
            rows[n++] = *day_rows[i];
        }
    }
    *found = n;
    return rows;
}

void load_duty(struct snapshot *snapshot, struct model *model)
{
    struct model_duty *duty = &model->duty;
    struct duty months[2];
    size_t count = 0;

    *duty = (struct model_duty){0};
    struct civil_date date = civil_date_of(model->today);
    int32_t next = civil_add_months(civil_day_of_ymd(date.year, date.month, 1), 1);
    duty->known = read_duty(snapshot, model->today, &months[0]);
    count += duty->known ? 1 : 0;
    count += read_duty(snapshot, next, &months[count]) ? 1 : 0;
    duty->today =
        shifts(snapshot, months, count, model->today, model->today, TODAY_MAX, &duty->today_count);
    duty->coming = shifts(snapshot, months, count, model->today + 1, model->today + COMING_DAYS,
                          COMING_MAX, &duty->coming_count);
}

/* ---- regulations ---- */

static void add_regulation(struct snapshot *snapshot, const struct shown *shown, void *data)
{
    struct regulation record;
    struct model_list_item *item;

    if (regulation_decode(shown->object, &snapshot->scratch, &record, NULL) ||
        !(item = list_add(snapshot, data))) {
        return;
    }
    item->key = arena_text(&snapshot->page, shown->entry.key);
    item->title = arena_text(&snapshot->page, record.title);
}

struct text snapshot_key(struct snapshot *snapshot, const char *prefix, const char *given)
{
    struct text key = text_of(given);

    return text_starts(key, prefix)
               ? key
               : arena_printf(&snapshot->page, "%s%.*s", prefix, TEXT_ARG(key));
}

void load_regulations(struct snapshot *snapshot, struct model *model)
{
    model->regulations = (struct model_list){0};
    snapshot_each(snapshot, KIND_regulation, "regulation/", MODEL_LIST_MAX, add_regulation,
                  &model->regulations);
    list_sort(&model->regulations, by_key);
}

void load_regulation(struct snapshot *snapshot, struct model *model)
{
    struct model_regulation *regulation = &model->regulation;
    struct text key = snapshot_key(snapshot, "regulation/", model->place.arg);
    struct shown shown;
    struct regulation record;

    *regulation = (struct model_regulation){0};
    if (!key.data || snapshot_record(snapshot, KIND_regulation, key, &snapshot->page, &shown) ||
        regulation_decode(shown.object, &snapshot->page, &record, NULL)) {
        return;
    }
    regulation->key = arena_text(&snapshot->page, key);
    regulation->title = record.title;
    regulation->text = record.text;
    regulation->markdown = record.markdown;
    regulation->toc = record.toc.at;
    regulation->toc_count = record.toc.count;
    snapshot_note_recording(snapshot, record.recording, model);
    if (record.markdown) {
        regulation->blocks = snapshot_markdown(snapshot, record.text);
    }
}

/* ---- notices and services ---- */

static void add_notice(struct snapshot *snapshot, const struct shown *shown, void *data)
{
    struct model *model = data;
    struct notice record;
    struct model_list_item *item;

    if (notice_decode(shown->object, &snapshot->scratch, &record, NULL) ||
        (record.until && model->today > record.until) ||
        !(item = list_add(snapshot, &model->notices))) {
        return;
    }
    item->key = arena_text(&snapshot->page, shown->entry.key);
    item->title = shown_title(snapshot, record.title);
    item->date = record.date;
}

static void add_service(struct snapshot *snapshot, const struct shown *shown, void *data)
{
    struct model *model = data;
    struct service record;
    struct model_list_item *item;

    if (service_decode(shown->object, &snapshot->scratch, &record, NULL) ||
        !(item = list_add(snapshot, &model->services))) {
        return;
    }
    item->key = arena_text(&snapshot->page, shown->entry.key);
    item->title = shown_title(snapshot, record.title);
    item->second = arena_text(&snapshot->page, record.hours);
}

void load_notices(struct snapshot *snapshot, struct model *model)
{
    model->notices = (struct model_list){0};
    model->services = (struct model_list){0};
    snapshot_each(snapshot, KIND_notice, "notice/", MODEL_LIST_MAX, add_notice, model);
    snapshot_each(snapshot, KIND_service, "service/", MODEL_LIST_MAX, add_service, model);
    list_sort(&model->notices, newest_first);
    list_sort(&model->services, by_key);
}

static void fill_notice(struct snapshot *snapshot, const struct shown *shown, struct model *model)
{
    struct model_notice *notice = &model->notice;
    struct notice record;

    if (notice_decode(shown->object, &snapshot->page, &record, NULL) ||
        (record.until && model->today > record.until)) {
        return;
    }
    notice->key = arena_text(&snapshot->page, shown->entry.key);
    notice->hidden = !snapshot_passes(snapshot, KIND_notice, &record);
    if (notice->hidden) {
        return;
    }
    notice->title = record.title;
    notice->date = record.date;
    notice->until = record.until;
    notice->objection_until = record.objections_until;
    notice->objection_contact = record.objection_contact;
    snapshot_note_recording(snapshot, record.recording, model);
    notice->text = snapshot_markdown(snapshot, record.text);
}

static void fill_service(struct snapshot *snapshot, const struct shown *shown, struct model *model)
{
    struct model_notice *notice = &model->notice;
    struct service record;

    if (service_decode(shown->object, &snapshot->page, &record, NULL)) {
        return;
    }
    notice->is_service = true;
    notice->key = arena_text(&snapshot->page, shown->entry.key);
    notice->hidden = !snapshot_passes(snapshot, KIND_service, &record);
    if (notice->hidden) {
        return;
    }
    notice->title = record.title;
    notice->hours = record.hours;
    notice->place = record.place;
    notice->phone = record.phone;
    snapshot_note_recording(snapshot, record.recording, model);
    notice->text = snapshot_markdown(snapshot, record.text);
}

void load_notice(struct snapshot *snapshot, struct model *model)
{
    struct text notice = snapshot_key(snapshot, "notice/", model->place.arg);
    struct text service = snapshot_key(snapshot, "service/", model->place.arg);
    struct shown shown;

    model->notice = (struct model_notice){0};
    if (!snapshot_record(snapshot, KIND_notice, notice, &snapshot->page, &shown)) {
        fill_notice(snapshot, &shown, model);
    } else if (!snapshot_record(snapshot, KIND_service, service, &snapshot->page, &shown)) {
        fill_service(snapshot, &shown, model);
    }
}

/* ---- emergency, slides ---- */

static void take_emergency(struct snapshot *snapshot, const struct shown *shown, void *data)
{
    struct model *model = data;
    struct model_emergency *emergency = &model->emergency;
    struct bytes object = arena_copy(&snapshot->page, shown->object.data, shown->object.size);
    struct emergency record;

    if (!object.data || emergency_decode(object, &snapshot->page, &record, NULL) ||
        (record.until && model->today > record.until) || record.date < emergency->date ||
        !snapshot_passes(snapshot, KIND_emergency, &record)) {
        return;
    }
    *emergency = (struct model_emergency){.key = arena_text(&snapshot->page, shown->entry.key),
                                          .title = record.title,
                                          .text = record.text,
                                          .phone = record.phone,
                                          .place = record.place,
                                          .date = record.date,
                                          .over = record.over};
}

/* The newest day's. */
void load_emergency(struct snapshot *snapshot, struct model *model)
{
    model->emergency = (struct model_emergency){0};
    if (snapshot->has_policy) {
        snapshot_each(snapshot, KIND_emergency, "emergency/", MODEL_LIST_MAX, take_emergency,
                      model);
    }
}

static void take_slide(struct snapshot *snapshot, const struct shown *shown, void *data)
{
    struct model *model = data;
    struct model_attract *attract = &model->attract;
    struct bytes object = arena_copy(&snapshot->page, shown->object.data, shown->object.size);
    struct slide record;

    if (!object.data || attract->count == MODEL_SLIDES_MAX ||
        slide_decode(object, &snapshot->page, &record, NULL) ||
        (record.until && model->today > record.until) ||
        !snapshot_passes(snapshot, KIND_slide, &record)) {
        return;
    }
    snapshot_picture(snapshot, record.picture);
    attract->at[attract->count].title = record.title;
    attract->at[attract->count].picture = record.picture;
    attract->at[attract->count++].text = record.text;
}

void load_slides(struct snapshot *snapshot, struct model *model)
{
    model->attract = (struct model_attract){0};
    snapshot_each(snapshot, KIND_slide, "slide/", MODEL_LIST_MAX, take_slide, model);
}
