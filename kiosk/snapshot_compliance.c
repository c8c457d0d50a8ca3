/* snapshot_compliance.c - what the documents ask of the committee now, as far as a kiosk can know.
 *
 * Registers are sealed and the committee's own meetings are never published, so nothing is said of
 * either here; the office's list has them. */
#include "compliance.h" /* rules */
#include "log.h"
#include "snapshot_parts.h"

enum {
    MEETINGS_MAX = 512,
    RECORDS_MAX = 200, /* of each other kind */
    DUTY_MONTHS = 3,
    BODIES_MAX = 8,
};

struct gathered {
    struct snapshot *snapshot;
    struct roll rolls[BODIES_MAX];
    size_t roll_count;
    struct zone zones[RECORDS_MAX];
    size_t zone_count;
    struct duty duty[DUTY_MONTHS];
    size_t duty_count;
    struct meeting meetings[MEETINGS_MAX];
    struct meeting_fact meeting_facts[MEETINGS_MAX];
    size_t meeting_count;
    struct resolution resolutions[RECORDS_MAX];
    struct resolution_fact resolution_facts[RECORDS_MAX];
    size_t resolution_count;
    struct proposal proposals[RECORDS_MAX];
    struct proposal_fact proposal_facts[RECORDS_MAX];
    size_t proposal_count;
    struct thread threads[RECORDS_MAX];
    struct thread_fact thread_facts[RECORDS_MAX];
    size_t thread_count;
    struct people people;
};

static bool decode_own(struct snapshot *snapshot, const struct shown *shown, enum kind kind,
                       void *record)
{
    struct bytes object = arena_copy(&snapshot->page, shown->object.data, shown->object.size);

    return object.data && !record_decode(kind, object, &snapshot->page, record, NULL);
}

static struct text own_key(struct snapshot *snapshot, const struct shown *shown)
{
    return arena_text(&snapshot->page, shown->entry.key);
}

static void take_roll(struct snapshot *snapshot, const struct shown *shown, void *data)
{
    struct gathered *all = data;
    all->roll_count += decode_own(snapshot, shown, KIND_roll, &all->rolls[all->roll_count]);
}

static void take_zone(struct snapshot *snapshot, const struct shown *shown, void *data)
{
    struct gathered *all = data;
    all->zone_count += decode_own(snapshot, shown, KIND_zone, &all->zones[all->zone_count]);
}

static void take_duty(struct snapshot *snapshot, const struct shown *shown, void *data)
{
    struct gathered *all = data;
    all->duty_count += decode_own(snapshot, shown, KIND_duty, &all->duty[all->duty_count]);
}

static void take_meeting(struct snapshot *snapshot, const struct shown *shown, void *data)
{
    struct gathered *all = data;
    struct meeting *record = &all->meetings[all->meeting_count];

    if (decode_own(snapshot, shown, KIND_meeting, record)) {
        all->meeting_facts[all->meeting_count++] =
            (struct meeting_fact){own_key(snapshot, shown), record};
    }
}

static void take_resolution(struct snapshot *snapshot, const struct shown *shown, void *data)
{
    struct gathered *all = data;
    struct resolution *record = &all->resolutions[all->resolution_count];

    if (decode_own(snapshot, shown, KIND_resolution, record)) {
        all->resolution_facts[all->resolution_count++] =
            (struct resolution_fact){own_key(snapshot, shown), record};
    }
}

static void take_proposal(struct snapshot *snapshot, const struct shown *shown, void *data)
{
    struct gathered *all = data;
    struct proposal *record = &all->proposals[all->proposal_count];

    if (decode_own(snapshot, shown, KIND_proposal, record)) {
        all->proposal_facts[all->proposal_count++] =
            (struct proposal_fact){own_key(snapshot, shown), record};
    }
}

static void take_thread(struct snapshot *snapshot, const struct shown *shown, void *data)
{
    struct gathered *all = data;
    struct thread *record = &all->threads[all->thread_count];

    if (decode_own(snapshot, shown, KIND_thread, record)) {
        all->thread_facts[all->thread_count++] =
            (struct thread_fact){own_key(snapshot, shown), record};
    }
}

static void gather(struct snapshot *snapshot, struct gathered *all)
{
    snapshot_each(snapshot, KIND_roll, "roll/", BODIES_MAX, take_roll, all);
    snapshot_each(snapshot, KIND_zone, "zone/", RECORDS_MAX, take_zone, all);
    snapshot_each(snapshot, KIND_duty, "duty/", DUTY_MONTHS, take_duty, all);
    snapshot_each(snapshot, KIND_meeting, "meeting/", MEETINGS_MAX, take_meeting, all);
    snapshot_each(snapshot, KIND_resolution, "resolution/", RECORDS_MAX, take_resolution, all);
    snapshot_each(snapshot, KIND_proposal, "proposal/", RECORDS_MAX, take_proposal, all);
    snapshot_each(snapshot, KIND_thread, "thread/", RECORDS_MAX, take_thread, all);
    all->people = people_of(all->rolls, all->roll_count, NULL);
}

/* Only what this kiosk has ever heard of is asked for: an office that publishes no zones has them
 * elsewhere. */
static struct compliance_facts facts_of(const struct snapshot *snapshot, const struct gathered *all)
{
    struct compliance_facts facts = {.published = snapshot->facts,
                                     .published_count = snapshot->fact_count};

    facts.people = all->roll_count > 0 ? &all->people : NULL;
    facts.zones = all->zone_count > 0 ? all->zones : NULL;
    facts.zone_count = all->zone_count;
    facts.duty = all->duty_count > 0 ? all->duty : NULL;
    facts.duty_count = all->duty_count;
    facts.meetings = all->meeting_count > 0 ? all->meeting_facts : NULL;
    facts.meeting_count = all->meeting_count;
    facts.resolutions = all->resolution_facts;
    facts.resolution_count = all->resolution_count;
    facts.proposals = all->proposal_facts;
    facts.proposal_count = all->proposal_count;
    facts.threads = all->thread_facts;
    facts.thread_count = all->thread_count;
    return facts;
}

static bool is_known_here(enum obligation_kind kind)
{
    return kind != OBLIGATION_STAFF && kind != OBLIGATION_JOINT && kind != OBLIGATION_STUDY;
}

void load_compliance(struct snapshot *snapshot, struct model *model)
{
    struct model_compliance *compliance = &model->staff.compliance;
    struct gathered *all = ARENA_NEW(&snapshot->page, struct gathered);
    struct obligation *list = ARENA_ARRAY(&snapshot->page, struct obligation, OBLIGATIONS_MAX);
    struct board_moment moment = {.now_s = model->now_s, .doubtful = model->doubtful};
    size_t count = 0, kept = 0;

    *compliance = (struct model_compliance){0};
    if (!snapshot->has_policy || !all || !list) {
        return;
    }
    snapshot_facts(snapshot);
    gather(snapshot, all);
    struct compliance_facts facts = facts_of(snapshot, all);
    enum err err = compliance_list(&facts, &snapshot->rules, moment, &snapshot->page, list,
                                   OBLIGATIONS_MAX, &count);
    if (err) {
        log_error("what is due cannot be listed: %s", err_name(err));
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (is_known_here(list[i].kind)) {
            list[kept++] = list[i];
        }
    }
    compliance->known = true;
    compliance->at = list;
    compliance->count = kept;
    compliance->counts = compliance_count(list, kept);
    compliance->agenda = ARENA_ARRAY(&snapshot->page, struct agenda_line, kept + 1);
    if (compliance->agenda) {
        compliance->agenda_count =
            compliance_agenda(list, kept, model->today, compliance->agenda, kept);
    }
    compliance->load_count = compliance_by_person(list, kept, compliance->loads, MODEL_LOADS_MAX);
}
