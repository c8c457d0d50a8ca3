/* snapshot_search.c - what a search finds, as far as it may be shown.
 *
 * The index knows what the view holds; whether a record is open, signed and fit to be shown is
 * asked here again for each hit, as before any showing. */
#include <string.h>

#include "find.h"
#include "mediation.h" /* rules */
#include "snapshot_parts.h"

enum { ASKED_MAX = 120 }; /* hits looked at: some may not be shown */

static const struct {
    enum kind kind;
    enum hit_kind hit;
    enum page_id page;
    bool arg; /* the key is the page's argument */
} leads[] = {
    {KIND_disclosure, HIT_ITEM, PAGE_ITEM, true},
    {KIND_meeting, HIT_MEETING, PAGE_MEETING, true},
    {KIND_regulation, HIT_REGULATION, PAGE_REGULATION, true},
    {KIND_notice, HIT_NOTICE, PAGE_NOTICE, true},
    {KIND_service, HIT_SERVICE, PAGE_NOTICE, true},
    {KIND_thread, HIT_ANSWER, PAGE_ANSWERS, false},
    {KIND_duty, HIT_PEOPLE, PAGE_DUTY, false},
    {KIND_zone, HIT_PEOPLE, PAGE_BUILDING, false},
    {KIND_roll, HIT_PEOPLE, PAGE_ORGANISATION, false},
};
enum { LEADS = sizeof leads / sizeof leads[0] };

static uint64_t kinds_wanted(void)
{
    uint64_t kinds = 0;

    for (size_t i = 0; i < LEADS; i++) {
        kinds |= UINT64_C(1) << leads[i].kind;
    }
    return kinds;
}

/* The committee's own meetings are not found at all (W3, W6), and a mediation only as long as
 * nothing of its matter stands in the record: an excerpt could name a party (T9-T13). */
static bool meeting_may_be_found(const struct snapshot *snapshot, const struct meeting *meeting)
{
    return meeting_shown(meeting_type_of(meeting->type)).at_all &&
           !meeting_check_public(meeting, NULL, NULL) &&
           snapshot_passes(snapshot, KIND_meeting, meeting);
}

/* A disclosure past its last day, or one that the gate hides as a whole, is not found either. */
static bool may_be_shown(struct snapshot *snapshot, const struct model *model,
                         const struct find_hit *hit)
{
    size_t mark = arena_mark(&snapshot->scratch);
    struct shown shown;
    struct disclosure disclosure;
    struct notice notice;
    struct meeting meeting;
    bool may = !snapshot_record(snapshot, hit->kind, hit->key, &snapshot->scratch, &shown) &&
               snapshot_gate(snapshot, hit->title) && snapshot_gate(snapshot, hit->excerpt);

    if (may && hit->kind == KIND_disclosure) {
        may = !disclosure_decode(shown.object, &snapshot->scratch, &disclosure, NULL) &&
              snapshot_passes(snapshot, KIND_disclosure, &disclosure) &&
              (!disclosure.until || model->today <= disclosure.until);
    }
    if (may && hit->kind == KIND_meeting) {
        may = !meeting_decode(shown.object, &snapshot->scratch, &meeting, NULL) &&
              meeting_may_be_found(snapshot, &meeting);
    }
    if (may && hit->kind == KIND_notice) {
        may = !notice_decode(shown.object, &snapshot->scratch, &notice, NULL) &&
              (!notice.until || model->today <= notice.until);
    }
    arena_rewind(&snapshot->scratch, mark);
    return may;
}

static void take_hit(const struct find_hit *found, struct model_search *search)
{
    struct model_hit *hit = &search->hits[search->count];

    for (size_t i = 0; i < LEADS; i++) {
        if (leads[i].kind == found->kind) {
            *hit = (struct model_hit){
                .kind = leads[i].hit,
                .place = place_of(leads[i].page, leads[i].arg ? found->key : text_of("")),
                .title = found->title,
                .excerpt = found->excerpt,
                .at = found->at,
                .size = found->size,
                .date = found->day};
            search->count++;
            return;
        }
    }
}

void load_search(struct snapshot *snapshot, struct model *model)
{
    struct model_search *search = &model->search;
    struct text query = text_trim(textfield_text(&search->query));
    struct find_hit *found = ARENA_ARRAY(&snapshot->page, struct find_hit, ASKED_MAX);
    size_t count = 0;
    bool more = false;

    search->asked = query.size > 0;
    search->hits = ARENA_ARRAY(&snapshot->page, struct model_hit, MODEL_HITS_MAX);
    search->count = 0;
    search->more = false;
    if (!search->asked || !snapshot->has_policy || !found || !search->hits ||
        content_find(snapshot->folder->content, query, kinds_wanted(), 0, &snapshot->page, found,
                     ASKED_MAX, &count, &more)) {
        return;
    }
    for (size_t i = 0; i < count && search->count < MODEL_HITS_MAX; i++) {
        if (may_be_shown(snapshot, model, &found[i])) {
            take_hit(&found[i], search);
        }
    }
    search->more = more || search->count == MODEL_HITS_MAX;
}
