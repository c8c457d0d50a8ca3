/* snapshot_said.c - what was said of a disclosure and a meeting: forms, opinions and answers,
 * resolutions. */
#include "four_forms.h" /* rules */
#include "log.h"
#include "mailbox.h"
#include "mediation.h"
#include "snapshot_parts.h"

enum {
    THREADS_MAX = MODEL_LIST_MAX,
    RESOLUTIONS_MAX = 30, /* of one meeting */
    SITTINGS_MAX = 64,    /* mediations looked through for others on one matter */
};

/* ---- the four forms (G7) ---- */

static void load_forms(struct snapshot *snapshot, struct model *model)
{
    struct model_item *item = &model->item;
    struct text key = arena_printf(&snapshot->page, "forms/%.*s", TEXT_ARG(item->key));
    struct shown shown;
    struct forms record;
    bool known = !snapshot_record(snapshot, KIND_forms, key, &snapshot->page, &shown) &&
                 !forms_decode(shown.object, &snapshot->page, &record, NULL);

    form_ticks(known ? &record : NULL, item->row.published_day, model->today, item->forms);
    item->forms_known = true;
}

/* ---- opinions and answers (G11) ---- */

struct thread_list {
    const struct model *model;
    struct text about; /* "" all */
    struct model_thread *at;
    size_t count, max;
};

static void take_thread(struct snapshot *snapshot, const struct shown *shown, void *data)
{
    struct thread_list *list = data;
    size_t mark = arena_mark(&snapshot->page);
    struct bytes object = arena_copy(&snapshot->page, shown->object.data, shown->object.size);
    struct thread record;

    if (!object.data || list->count == list->max ||
        thread_decode(object, &snapshot->page, &record, NULL) ||
        (list->about.size > 0 && !text_equal(record.about, list->about))) {
        arena_rewind(&snapshot->page, mark);
        return;
    }
    struct thread_state state =
        thread_state_of(&record, &snapshot->rules, list->model->today, list->model->doubtful);
    struct model_thread *thread = &list->at[list->count++];
    *thread = (struct model_thread){.key = arena_text(&snapshot->page, shown->entry.key),
                                    .about = record.about,
                                    .item = (unsigned)record.item,
                                    .answered = state.answered,
                                    .late = state.late,
                                    .promised_on = state.answer_by,
                                    .entries = record.entries.at,
                                    .entry_count = record.entries.count};
    if (!snapshot_passes(snapshot, KIND_thread, &record)) {
        log_warn("%.*s holds a personal number and is not shown", TEXT_ARG(shown->entry.key));
        thread->hidden = true;
        thread->entry_count = 0;
    }
}

/* Their keys begin with the board month: the last key is the newest thread. */
static void read_threads(struct snapshot *snapshot, struct thread_list *list)
{
    list->at = ARENA_ARRAY(&snapshot->page, struct model_thread, list->max);
    if (list->at) {
        snapshot_each(snapshot, KIND_thread, "thread/", THREADS_MAX, take_thread, list);
    }
}

void load_beside(struct snapshot *snapshot, struct model *model)
{
    struct thread_list list = {.model = model, .about = model->item.key, .max = MODEL_THREADS_MAX};

    load_forms(snapshot, model);
    read_threads(snapshot, &list);
    model->item.threads = list.at;
    model->item.thread_count = list.count;
}

static void take_mailbox(struct snapshot *snapshot, const struct shown *shown, void *data)
{
    struct bytes object = arena_copy(&snapshot->page, shown->object.data, shown->object.size);
    struct model_answers *answers = data;

    if (!object.data || mailbox_decode(object, &snapshot->page, &answers->month, NULL)) {
        answers->month = (struct mailbox){0};
    }
}

void load_answers(struct snapshot *snapshot, struct model *model)
{
    struct model_answers *answers = &model->answers;
    struct thread_list list = {.model = model, .max = THREADS_MAX};

    *answers = (struct model_answers){0};
    if (!snapshot->has_policy) {
        return;
    }
    read_threads(snapshot, &list);
    answers->at = list.at;
    answers->count = list.count;
    snapshot_each(snapshot, KIND_mailbox, "mailbox/", 1, take_mailbox, answers);
}

/* ---- what a meeting resolved ---- */

struct resolved {
    struct model *model;
    struct resolution *at;
    size_t count;
};

static void take_resolution(struct snapshot *snapshot, const struct shown *shown, void *data)
{
    struct resolved *resolved = data;
    struct model_meeting *meeting = &resolved->model->meeting;
    struct resolution *record = &resolved->at[resolved->count];
    struct bytes object = arena_copy(&snapshot->page, shown->object.data, shown->object.size);

    if (!object.data || resolution_decode(object, &snapshot->page, record, NULL) ||
        !text_equal(record->meeting, meeting->key) ||
        !snapshot_passes(snapshot, KIND_resolution, record)) {
        return;
    }
    meeting->resolutions[resolved->count++] = (struct model_resolution){
        arena_text(&snapshot->page, shown->entry.key), record,
        resolution_state_of(record, resolved->model->today, resolved->model->doubtful)};
    meeting->resolution_count = resolved->count;
}

/* Other mediations on the same matter: the third sitting is the last (T13). */
struct sittings {
    struct meeting records[SITTINGS_MAX];
    struct meeting_fact facts[SITTINGS_MAX];
    size_t count;
};

static void take_sitting(struct snapshot *snapshot, const struct shown *shown, void *data)
{
    struct sittings *sittings = data;
    struct meeting *record = &sittings->records[sittings->count];
    struct bytes object = arena_copy(&snapshot->page, shown->object.data, shown->object.size);

    if (!object.data || meeting_decode(object, &snapshot->page, record, NULL) ||
        meeting_type_of(record->type) != MEETING_MEDIATION || record->matter.size == 0) {
        return;
    }
    sittings->facts[sittings->count++] =
        (struct meeting_fact){arena_text(&snapshot->page, shown->entry.key), record};
}

static void count_sitting(struct snapshot *snapshot, struct model_meeting *meeting)
{
    struct meeting_fact fact = {meeting->key, &meeting->record};
    struct sittings *sittings;

    if (meeting_type_of(meeting->record.type) != MEETING_MEDIATION) {
        return;
    }
    sittings = ARENA_NEW(&snapshot->page, struct sittings);
    if (sittings && meeting->record.matter.size > 0) {
        snapshot_each(snapshot, KIND_meeting, "meeting/", SITTINGS_MAX, take_sitting, sittings);
        meeting->sitting = meeting_sitting(fact, sittings->facts, sittings->count);
        meeting->sittings_max = rule_number(&snapshot->rules, RULE_mediation_times);
    }
}

/* They came with the last key first. */
static void turn_round(struct model_meeting *meeting)
{
    for (size_t i = 0; i < meeting->resolution_count / 2; i++) {
        struct model_resolution *a = &meeting->resolutions[i];
        struct model_resolution *b = &meeting->resolutions[meeting->resolution_count - 1 - i];
        struct model_resolution swap = *a;
        *a = *b;
        *b = swap;
    }
}

void load_resolutions(struct snapshot *snapshot, struct model *model)
{
    static const char kind[] = "meeting/";
    struct model_meeting *meeting = &model->meeting;
    char prefix[RECORD_KEY_BYTES_MAX + sizeof "resolution/"];
    struct text rest = text_slice(meeting->key, sizeof kind - 1, meeting->key.size);
    struct resolved resolved = {.model = model};

    resolved.at = ARENA_ARRAY(&snapshot->page, struct resolution, RESOLUTIONS_MAX);
    meeting->resolutions = ARENA_ARRAY(&snapshot->page, struct model_resolution, RESOLUTIONS_MAX);
    if (!text_starts(meeting->key, kind) || !meeting->resolutions || !resolved.at) {
        return;
    }
    text_copy(arena_printf(&snapshot->page, "resolution/%.*s/", TEXT_ARG(rest)), prefix,
              sizeof prefix);
    snapshot_each(snapshot, KIND_resolution, prefix, RESOLUTIONS_MAX, take_resolution, &resolved);
    turn_round(meeting);
    count_sitting(snapshot, meeting);
    const struct meeting_case course = {&meeting->record, resolved.at, resolved.count,
                                        &snapshot->rules};
    meeting->stage_count = meeting_course(&course, model->today, model->doubtful, meeting->stages);
}
