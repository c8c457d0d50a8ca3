/* snapshot_people.c - who sits in which body, and who looks after which building. */
#include <string.h>

#include "people.h" /* rules */
#include "snapshot_parts.h"
#include "zones.h"

enum { ZONES_MAX = 200, BUILDINGS_MAX = 400, ROLLS_MAX = 8 };

/* ---- bodies ---- */

static struct model_body *body_in(struct model_organisation *model, enum body body)
{
    switch (body) {
    case BODY_COMMITTEE:
        return &model->committee;
    case BODY_WORKERS:
        return &model->workers;
    case BODY_SUPERVISION:
        return &model->supervision;
    case BODY_REPRESENTATIVES:
        return &model->representatives;
    case BODY_EX_OFFICIO:
        return &model->ex_officio;
    case BODY_LEAD:
        return &model->lead;
    case BODY_UNKNOWN:
    case BODY_COUNT:
    default:
        return NULL;
    }
}

/* Those in office today, copied together. */
static void take_roll(struct snapshot *snapshot, const struct shown *shown, void *data)
{
    struct model *model = data;
    struct roll roll;
    const struct member *serving[ROLL_MEMBERS_MAX];
    struct bytes object = arena_copy(&snapshot->page, shown->object.data, shown->object.size);

    if (!object.data || roll_decode(object, &snapshot->page, &roll, NULL)) {
        return;
    }
    struct model_body *body = body_in(&model->organisation, body_of(roll.body));
    size_t count = roll_serving(&roll, model->today, serving, ROLL_MEMBERS_MAX);
    count = count < ROLL_MEMBERS_MAX ? count : ROLL_MEMBERS_MAX;
    struct member *members = ARENA_ARRAY(&snapshot->page, struct member, count + 1);
    if (!body || !members) {
        return;
    }
    model->organisation.known = true;
    if (!snapshot_passes(snapshot, KIND_roll, &roll)) {
        body->hidden = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        members[i] = *serving[i];
    }
    *body = (struct model_body){
        .at = members, .count = count, .vacant = roll_vacancies(&roll, model->today)};
}

void load_organisation(struct snapshot *snapshot, struct model *model)
{
    struct model_organisation *organisation = &model->organisation;

    *organisation = (struct model_organisation){0};
    if (!snapshot->has_policy) {
        return;
    }
    snapshot_each(snapshot, KIND_roll, "roll/", ROLLS_MAX, take_roll, model);
    organisation->responsible = snapshot->policy.responsible;
    struct period term = period_of_day(&snapshot->calendar, PERIOD_TERM, model->today);
    if (term.number >= 1) {
        organisation->term_first = period_begins(&snapshot->calendar, term);
        organisation->term_last = period_ends(&snapshot->calendar, term);
    }
}

/* ---- buildings ---- */

struct zones {
    struct zone at[ZONES_MAX];
    size_t count;
};

static void take_zone(struct snapshot *snapshot, const struct shown *shown, void *data)
{
    struct zones *zones = data;
    struct bytes object = arena_copy(&snapshot->page, shown->object.data, shown->object.size);

    if (object.data && zones->count < ZONES_MAX &&
        !zone_decode(object, &snapshot->page, &zones->at[zones->count], NULL) &&
        snapshot_passes(snapshot, KIND_zone, &zones->at[zones->count])) {
        zones->count++;
    }
}

/* By estate, then number, then wing; what cannot be read comes last, as it stands. */
static bool comes_before(struct text a, struct text b)
{
    struct building x, y;
    bool reads_x = !building_parse(a, &x), reads_y = !building_parse(b, &y);

    if (!reads_x || !reads_y) {
        return reads_x && !reads_y;
    }
    int estate = strcmp(x.estate, y.estate);
    if (estate != 0) {
        return estate < 0;
    }
    return x.number != y.number ? x.number < y.number : x.wing < y.wing;
}

/* Every building once, in order: an insertion into a list of a few dozen. */
static void list_buildings(struct snapshot *snapshot, const struct zones *zones,
                           struct model_building *model)
{
    struct text *names = ARENA_ARRAY(&snapshot->page, struct text, BUILDINGS_MAX);
    size_t count = 0;

    for (size_t z = 0; z < zones->count && names; z++) {
        for (size_t i = 0; i < zones->at[z].buildings.count && count < BUILDINGS_MAX; i++) {
            struct text name = zones->at[z].buildings.at[i];
            size_t at = count;
            while (at > 0 && comes_before(name, names[at - 1])) {
                names[at] = names[at - 1];
                at--;
            }
            names[at] = name;
            count++;
        }
    }
    model->names = names;
    model->count = count;
}

static bool is_of_zone(const struct member *member, const struct zone *zone)
{
    for (size_t i = 0; i < zone->groups.count; i++) {
        if (text_equal(zone->groups.at[i], member->group)) {
            return true;
        }
    }
    return false;
}

static void list_representatives(struct snapshot *snapshot, struct model *model)
{
    struct model_building *building = &model->building;
    const struct model_body *all = &model->organisation.representatives;
    struct member *members = ARENA_ARRAY(&snapshot->page, struct member, all->count + 1);

    for (size_t i = 0; i < all->count && members; i++) {
        if (is_of_zone(&all->at[i], building->zone)) {
            members[building->representative_count++] = all->at[i];
        }
    }
    building->representatives = members;
}

void load_building(struct snapshot *snapshot, struct model *model)
{
    struct model_building *building = &model->building;
    struct zones *zones = ARENA_NEW(&snapshot->page, struct zones);
    const struct zone *found = NULL;

    *building = (struct model_building){0};
    if (!zones) {
        return;
    }
    snapshot_each(snapshot, KIND_zone, "zone/", ZONES_MAX, take_zone, zones);
    list_buildings(snapshot, zones, building);
    building->chosen = arena_text(&snapshot->page, text_of(model->place.arg));
    if (building->chosen.size > 0 &&
        zones_of_building(zones->at, zones->count, building->chosen, &found, 1) > 0) {
        load_organisation(snapshot, model);
        building->zone = found;
        list_representatives(snapshot, model);
    }
}
