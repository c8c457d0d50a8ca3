/* snapshot_model.c - see snapshot_model.h: reading with checks, the site, and which page needs
 * what. */
#include "snapshot_parts.h"

#include <string.h>

#include "blob_key.h"
#include "enrol_text.h"
#include "gate.h" /* rules */
#include "hash.h"
#include "log.h"
#include "picture_key.h"

enum {
    BASE_BYTES = 4 * 1024 * 1024,
    PAGE_BYTES = 8 * 1024 * 1024,
    SCRATCH_BYTES = 8 * 1024 * 1024,
    FILES_BYTES = MODEL_PICTURES_MAX * 416 * 1024, /* address space; touched as far as used */
    LIST_MAX = 1024,
    FRESH_DAYS_MAX = 3, /* older: amber */
    FRESH_WEEKS_DAYS = 30,
};

enum err snapshot_init(struct snapshot *snapshot, struct data_folder *folder)
{
    memset(snapshot, 0, sizeof *snapshot);
    snapshot->folder = folder;
    if (arena_init(&snapshot->base, BASE_BYTES) || arena_init(&snapshot->page, PAGE_BYTES) ||
        arena_init(&snapshot->scratch, SCRATCH_BYTES) ||
        arena_init(&snapshot->files, FILES_BYTES)) {
        snapshot_deinit(snapshot);
        return ERR_NOMEM;
    }
    snapshot_renew(snapshot);
    return OK;
}

void snapshot_deinit(struct snapshot *snapshot)
{
    arena_deinit(&snapshot->base);
    arena_deinit(&snapshot->page);
    arena_deinit(&snapshot->scratch);
    arena_deinit(&snapshot->files);
}

/* ---- reading with checks ---- */

enum err snapshot_entry(struct snapshot *snapshot, struct text key, uint64_t version,
                        struct arena *arena, struct entry *entry, struct complaint *why)
{
    struct data_folder *folder = snapshot->folder;
    struct bytes bytes;

    if (!folder->enrolled || !folder->content || !record_key_valid(key)) {
        return ERR_NOT_FOUND;
    }
    enum err err = version ? content_entry_version(folder->content, key, version, arena, &bytes)
                           : content_entry(folder->content, key, arena, &bytes);
    if (err) {
        return err;
    }
    return checked_entry(&snapshot->checked, &folder->root, key, bytes, entry, why);
}

enum err snapshot_object(struct snapshot *snapshot, const struct entry *entry, struct arena *arena,
                         struct bytes *object, struct complaint *why)
{
    enum err err = content_object(snapshot->folder->content, &entry->hash, arena, object);

    if (err == ERR_NOT_FOUND) {
        return complain(why, ERR_MISMATCH, "the object is not in the store");
    }
    return err ? err : checked_object(entry, *object, why);
}

static void note_change(struct snapshot *snapshot, int64_t at_s)
{
    if (at_s > snapshot->now_s && at_s < snapshot->changes_s) {
        snapshot->changes_s = at_s;
    }
}

bool snapshot_is_open(struct snapshot *snapshot, const struct entry *entry)
{
    note_change(snapshot, entry->opens_s);
    note_change(snapshot, entry->until_s);
    return entry_is_open(entry, snapshot->now_s);
}

enum err snapshot_record(struct snapshot *snapshot, enum kind kind, struct text key,
                         struct arena *arena, struct shown *shown)
{
    struct complaint why = {0};
    size_t mark = arena_mark(arena);

    enum err err = snapshot_entry(snapshot, key, 0, arena, &shown->entry, &why);
    if (!err && (shown->entry.kind != kind || !snapshot_is_open(snapshot, &shown->entry))) {
        err = ERR_NOT_FOUND;
    }
    if (!err) {
        err = snapshot_object(snapshot, &shown->entry, arena, &shown->object, &why);
    }
    if (err) {
        arena_rewind(arena, mark);
    }
    if (err && err != ERR_NOT_FOUND) {
        log_warn("%.*s is not shown (%s): %s", TEXT_ARG(key), err_name(err), why.text);
    }
    return err;
}

void snapshot_each(struct snapshot *snapshot, enum kind kind, const char *prefix, size_t max,
                   handle_shown *handle, void *data)
{
    struct data_folder *folder = snapshot->folder;
    struct arena *scratch = &snapshot->scratch;
    size_t mark = arena_mark(scratch), count = 0, given = 0;
    struct content_item *items = ARENA_ARRAY(scratch, struct content_item, LIST_MAX);

    if (items && folder->enrolled && folder->content &&
        content_list(folder->content, text_of(prefix), true, scratch, items, LIST_MAX, &count)) {
        count = 0;
    }
    for (size_t i = 0; i < count && given < max; i++) {
        size_t inner = arena_mark(scratch);
        struct shown shown;
        if (!snapshot_record(snapshot, kind, items[i].key, scratch, &shown)) {
            handle(snapshot, &shown, data);
            given++;
        }
        arena_rewind(scratch, inner);
    }
    arena_rewind(scratch, mark);
}

bool snapshot_gate(const struct snapshot *snapshot, struct text text)
{
    struct text phones[PRIVACY_POLICY_PHONES];
    const struct privacy_allowed allowed = privacy_allowed_of(&snapshot->policy, phones);
    struct privacy_hit hit;

    return !privacy_find(text, 0, &allowed, &hit);
}

bool snapshot_passes(const struct snapshot *snapshot, enum kind kind, const void *record)
{
    return gate_passes(kind, record, &snapshot->policy);
}

/* Good, named by what it holds, and passed by the gate; else `picture` has no file. */
static void read_picture(struct snapshot *snapshot, struct text key, struct model_picture *picture)
{
    size_t mark = arena_mark(&snapshot->files);
    char name[PICTURE_KEY_BYTES];
    struct shown shown;
    struct picture record;

    if (snapshot_record(snapshot, KIND_picture, key, &snapshot->files, &shown) ||
        picture_decode(shown.object, &snapshot->files, &record, NULL) ||
        !snapshot_passes(snapshot, KIND_picture, &record)) {
        arena_rewind(&snapshot->files, mark);
        return;
    }
    const struct hash hash = hash_of(record.file);
    if (!text_equal(text_of(picture_key(&hash, name)), key)) {
        log_warn("%.*s is not shown: it holds another picture", TEXT_ARG(key));
        arena_rewind(&snapshot->files, mark);
        return;
    }
    picture->id = be64_get(hash.b);
    picture->file = record.file;
    picture->words = record.words;
}

enum err snapshot_recording(struct snapshot *snapshot, struct text key, struct arena *arena,
                            struct bytes *file)
{
    char name[BLOB_KEY_BYTES];
    struct shown shown;
    struct recording record;

    if (!blob_key_valid("recording", key) ||
        snapshot_record(snapshot, KIND_recording, key, arena, &shown)) {
        return ERR_NOT_FOUND;
    }
    enum err err = recording_decode(shown.object, arena, &record, NULL);
    if (err) {
        return err;
    }
    const struct hash hash = hash_of(record.file);
    if (!text_equal(text_of(blob_key("recording", &hash, name)), key)) {
        log_warn("%.*s is not played: it holds another recording", TEXT_ARG(key));
        return ERR_MISMATCH;
    }
    *file = record.file;
    return OK;
}

void snapshot_note_recording(struct snapshot *snapshot, struct text key, struct model *model)
{
    struct bytes file;
    size_t mark = arena_mark(&snapshot->files);

    if (key.size > 0 && snapshot_recording(snapshot, key, &snapshot->files, &file) == OK) {
        model->recording = arena_text(&snapshot->page, key);
    }
    arena_rewind(&snapshot->files, mark);
}

void snapshot_picture(struct snapshot *snapshot, struct text key)
{
    for (size_t i = 0; i < snapshot->picture_count; i++) {
        if (text_equal(snapshot->pictures[i].key, key)) {
            return;
        }
    }
    if (picture_key_valid(key) && snapshot->picture_count < MODEL_PICTURES_MAX) {
        struct model_picture *picture = &snapshot->pictures[snapshot->picture_count++];
        *picture = (struct model_picture){.key = arena_text(&snapshot->page, key)};
        read_picture(snapshot, key, picture);
    }
}

struct blocks snapshot_markdown(struct snapshot *snapshot, struct text text)
{
    struct blocks blocks = {0};

    enum err err = markdown_parse(text, &snapshot->page, &blocks);
    if (err) {
        log_warn("a text is too long to be laid out (%s)", err_name(err));
        return (struct blocks){0};
    }
    for (size_t i = 0; i < blocks.count; i++) {
        if (blocks.at[i].kind == BLOCK_IMAGE) {
            snapshot_picture(snapshot, blocks.at[i].target);
        }
    }
    return blocks;
}

/* ---- policy and people ---- */

static void read_policy(struct snapshot *snapshot)
{
    struct shown shown;
    struct complaint why = {0};

    snapshot->has_policy = false;
    snapshot->policy = (struct policy){0};
    if (snapshot_record(snapshot, KIND_policy, text_of("policy"), &snapshot->base, &shown)) {
        return;
    }
    enum err err = policy_decode(shown.object, &snapshot->base, &snapshot->policy, &why);
    if (!err) {
        err = policy_check(&snapshot->policy, &why);
    }
    if (!err) {
        err = calendar_init(&snapshot->policy, &snapshot->calendar);
    }
    if (!err) {
        err = rule_set_init(&snapshot->policy, &snapshot->rules);
    }
    if (err) {
        log_error("the policy cannot be used (%s): %s", err_name(err), why.text);
        snapshot->policy = (struct policy){0};
        return;
    }
    snapshot->has_policy = true;
}

static void take_person(struct snapshot *snapshot, const struct shown *shown, void *data)
{
    struct bytes object = arena_copy(&snapshot->base, shown->object.data, shown->object.size);
    struct person person;
    (void)data;

    if (!object.data || person_decode(object, &snapshot->base, &person, NULL) || person.left ||
        snapshot->people_count == SNAPSHOT_PEOPLE_MAX) {
        return;
    }
    snapshot->people[snapshot->people_count++] = person;
}

void snapshot_renew(struct snapshot *snapshot)
{
    checked_forget(&snapshot->checked);
    arena_reset(&snapshot->base);
    arena_reset(&snapshot->page);
    snapshot->facts_ready = false;
    snapshot->fact_count = 0;
    snapshot->people_count = 0;
    snapshot->changes_s = INT64_MAX;
    read_policy(snapshot);
}

int snapshot_offset_min(const struct snapshot *snapshot)
{
    return snapshot->has_policy ? (int)snapshot->policy.utc_offset_min : CIVIL_OFFSET_MIN_DEFAULT;
}

/* ---- what every page shows ---- */

static enum freshness freshness_of(const struct snapshot *snapshot, int64_t now_s)
{
    const struct content_state *state = &snapshot->folder->state;

    if (!snapshot->has_policy) {
        return FRESH_NOTHING;
    }
    int64_t known_s = state->checked_s > state->issued_s ? state->checked_s : state->issued_s;
    int64_t days = (now_s - known_s) / CIVIL_DAY_S;
    if (days > FRESH_WEEKS_DAYS) {
        return FRESH_WEEKS;
    }
    return days > FRESH_DAYS_MAX ? FRESH_DAYS : FRESH_OK;
}

static void load_identity(struct snapshot *snapshot, struct model_site *site)
{
    const struct data_folder *folder = snapshot->folder;
    char line[FINGERPRINT_CHARS + 1], id[KIOSK_ID_BYTES], offer[ENROL_TEXT_BYTES];

    site->enrolled = folder->enrolled;
    site->started_over = folder->started_over;
    if (folder->enrolled) {
        root_fingerprint(folder->trust.root, line);
        site->fingerprint = arena_text(&snapshot->page, text_of(line));
        site->name = arena_text(&snapshot->page, folder->root.name);
    }
    if (folder->trust.has_key) {
        kiosk_id_of(&folder->trust.pk, id);
        site->kiosk_id = arena_text(&snapshot->page, text_of(id));
    }
    if (folder->enrolled && folder->trust.has_key && !folder->trust.admitted) {
        enrol_text_format(folder->root.office, &folder->trust.pk, line, offer);
        site->offer = arena_text(&snapshot->page, text_of(offer));
    }
}

static void load_site(struct snapshot *snapshot, struct model *model)
{
    const struct policy *policy = &snapshot->policy;
    struct model_site *site = &model->site;
    bool disk_full = site->disk_full;

    *site = (struct model_site){.has_content = snapshot->has_policy, .disk_full = disk_full};
    load_identity(snapshot, site);
    site->issued_s = snapshot->folder->state.issued_s;
    site->checked_s = snapshot->folder->state.checked_s;
    site->seq = snapshot->folder->state.seq;
    if (!snapshot->has_policy) {
        return;
    }
    site->name = policy->name;
    site->supervision_office = policy->supervision_office;
    site->supervision_phone = policy->supervision_phone;
    site->office_phone = policy->office_phone;
    site->office_hours = policy->office_hours;
    site->reply_days = (unsigned)policy->reply_days;
    site->letters_keep_days = (unsigned)policy->letters_keep_days;
    site->disclosure_day = (int)policy->disclosure_day;
    site->term_first_year = civil_date_of(policy->term_start).year;
    site->term_years = (int)policy->term_years;
    site->calendar = &snapshot->calendar;
    for (unsigned item = 1; item <= ITEM_COUNT; item++) {
        site->often[item] = snapshot->calendar.item[item];
    }
}

static void set_time(struct snapshot *snapshot, const struct clock_verdict *clock,
                     struct model *model)
{
    snapshot->now_s = clock->now_s;
    model->now_s = clock->now_s;
    model->doubtful = clock->doubtful;
    model->offset_min = snapshot_offset_min(snapshot);
    model->today = civil_day_at(clock->now_s, model->offset_min);
}

bool snapshot_tick(struct snapshot *snapshot, const struct clock_verdict *clock,
                   struct model *model)
{
    int32_t today = model->today;
    bool doubtful = model->doubtful;
    int64_t before_s = model->now_s;

    set_time(snapshot, clock, model);
    model->site.issued_s = snapshot->folder->state.issued_s;
    model->site.checked_s = snapshot->folder->state.checked_s;
    model->site.freshness = freshness_of(snapshot, clock->now_s);
    return today != model->today || doubtful != model->doubtful || clock->now_s < before_s ||
           clock->now_s >= snapshot->changes_s;
}

/* ---- which page needs what ---- */

static void load_people(struct snapshot *snapshot, struct model *model)
{
    if (snapshot->people_count == 0) {
        snapshot_each(snapshot, KIND_person, "person/", SNAPSHOT_PEOPLE_MAX, take_person, NULL);
    }
    model->staff.people_count = snapshot->people_count;
    for (size_t i = 0; i < snapshot->people_count; i++) {
        const struct person *person = &snapshot->people[i];
        model->staff.people[i].id = person->id;
        model->staff.people[i].name = person->name;
        model->staff.people[i].role = person->role;
    }
}

static void load_home(struct snapshot *snapshot, struct model *model)
{
    load_board(snapshot, model);
    load_next_meeting(snapshot, model);
    load_duty(snapshot, model);
    load_notices(snapshot, model);
}

static void load_page(struct snapshot *snapshot, struct model *model);

/* On paper an item carries the check code of the board it opened on. */
static void load_take_code(struct snapshot *snapshot, struct model *model)
{
    int32_t day = model->item.row.published_day;

    model->board.issue = 0;
    model->board.check_code[0] = 0;
    if (model->place.page == PAGE_ITEM && model->item.state == ITEM_SHOWN && day > 0) {
        model->board.year = civil_date_of(day).year;
        model->board.month = civil_date_of(day).month;
        load_issue(snapshot, model);
    }
}

/* What is taken away is what its own page shows. */
static void load_take(struct snapshot *snapshot, struct model *model)
{
    struct place take = model->place, inner;

    model->item = (struct model_item){.state = ITEM_MISSING};
    model->meeting = (struct model_meeting){0};
    model->notice = (struct model_notice){0};
    model->building = (struct model_building){0};
    if (!place_parse(text_of(take.arg), &inner) && inner.page != PAGE_TAKE) {
        model->place = inner;
        load_page(snapshot, model);
        load_take_code(snapshot, model);
        model->place = take;
    }
}

/* One switch over all pages and no default: the compiler names the page that was forgotten. */
static void load_page(struct snapshot *snapshot, struct model *model)
{
    switch (model->place.page) {
    case PAGE_HOME:
        load_home(snapshot, model);
        break;
    case PAGE_BOARD:
        load_board(snapshot, model);
        break;
    case PAGE_ITEM:
    case PAGE_LEDGER:
        load_item(snapshot, model);
        break;
    case PAGE_COMPARE:
        load_compare(snapshot, model);
        break;
    case PAGE_CHANGES:
        load_changes(snapshot, model);
        break;
    case PAGE_ARCHIVE:
        load_archive(snapshot, model);
        break;
    case PAGE_MEETINGS:
        load_meetings(snapshot, model);
        break;
    case PAGE_MEETING:
        load_meeting(snapshot, model);
        break;
    case PAGE_DUTY:
        load_duty(snapshot, model);
        break;
    case PAGE_BUILDING:
        load_building(snapshot, model);
        break;
    case PAGE_ORGANISATION:
        load_organisation(snapshot, model);
        break;
    case PAGE_ANSWERS:
        load_answers(snapshot, model);
        break;
    case PAGE_ATTRACT:
        load_home(snapshot, model);
        load_slides(snapshot, model);
        break;
    case PAGE_SEARCH:
        load_search(snapshot, model);
        break;
    case PAGE_TAKE:
        load_take(snapshot, model);
        break;
    case PAGE_REGULATIONS:
        load_regulations(snapshot, model);
        break;
    case PAGE_REGULATION:
        load_regulation(snapshot, model);
        break;
    case PAGE_NOTICES:
        load_notices(snapshot, model);
        break;
    case PAGE_NOTICE:
        load_notice(snapshot, model);
        break;
    case PAGE_PICTURE:
        snapshot_picture(snapshot, text_of(model->place.arg));
        break;
    case PAGE_STAFF_PIN:
        load_people(snapshot, model);
        break;
    case PAGE_STAFF:
        load_people(snapshot, model);
        load_readiness(snapshot, model);
        load_compliance(snapshot, model);
        break;
    case PAGE_STAFF_DUE:
        load_compliance(snapshot, model);
        break;
    case PAGE_STAFF_BOOK:
        load_people(snapshot, model);
        load_building(snapshot, model);
        break;
    case PAGE_MAILBOX:
    case PAGE_WRITE:
    case PAGE_CONTACT:
    case PAGE_REVIEW:
    case PAGE_RECEIPT:
    case PAGE_LOOKUP:
    case PAGE_LOST:
    case PAGE_EMERGENCY:
    case PAGE_CLEANING:
    case PAGE_STAFF_ENTRY:
    case PAGE_STAFF_LETTERS:
    case PAGE_STAFF_LETTER:
    case PAGE_STAFF_PANEL:
    case PAGE_STAFF_CLOCK:
    case PAGES:
        break;
    }
}

void snapshot_load(struct snapshot *snapshot, const struct clock_verdict *clock,
                   struct model *model)
{
    arena_reset(&snapshot->page);
    arena_reset(&snapshot->files);
    model->recording = (struct text){0};
    snapshot->picture_count = 0;
    snapshot->changes_s = INT64_MAX;
    set_time(snapshot, clock, model);
    if (!snapshot->has_policy) {
        read_policy(snapshot); /* it may have opened */
        model->offset_min = snapshot_offset_min(snapshot);
    }
    load_site(snapshot, model);
    model->site.freshness = freshness_of(snapshot, clock->now_s);
    load_emergency(snapshot, model);
    load_page(snapshot, model);
    model->pictures = snapshot->pictures;
    model->picture_count = snapshot->picture_count;
}
