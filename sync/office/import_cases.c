/* import_cases.c - resolutions and what became of them, proposals to convene, petitions for item
 * 10. */
#include <string.h>

#include "convening.h"
#include "facts.h"
#include "import_source.h"
#include "petition.h"
#include "policy_edit.h"
#include "resolution.h"

enum {
    NUMBER_MAX = 99, /* kinds.def, all of these */
    STEPS_MAX = 100,
    PEOPLE_MAX = 1000000,
    RESIDENTS_MAX = 10000000,
    REPRESENTATIVES_MAX = 100000,
    PARTS_MAX = 99,
};

/* ---- resolutions (R14, G5(4)) ---- */

/* "2026-07-01 买好了灯" */
static enum err read_step(const struct source *s, const struct front_field *field,
                          struct resolution *record)
{
    struct text text = field->value, day = {0};
    struct step *step = &record->steps.at[record->steps.count];
    if (record->steps.count == STEPS_MAX) {
        return complain(s->why, ERR_FULL, "第 %u 行：落实情况超过 %d 条", field->line, STEPS_MAX);
    }
    if (!text_split(&text, ' ', &day) || civil_parse_date(day, &step->on) ||
        text_trim(text).size == 0) {
        return complain(s->why, ERR_INVALID, "第 %u 行：要写成“- 2026-07-01 做了什么”",
                        field->line);
    }
    step->text = text_trim(text);
    record->steps.count++;
    return OK;
}

static enum err read_steps(const struct source *s, struct resolution *record)
{
    enum err err = OK;
    record->steps.at = ARENA_ARRAY(&s->import->site->scratch, struct step, STEPS_MAX + 1);
    for (size_t i = 0; record->steps.at && !err && i < s->front.count; i++) {
        const struct front_field *field = &s->front.fields[i];
        if (field->item && text_is(field->name, "steps")) {
            err = read_step(s, field, record);
        }
    }
    return record->steps.at ? err : ERR_NOMEM;
}

static enum err read_resolution(const struct source *s, struct resolution *record)
{
    enum err err = source_number(s, "number", NUMBER_MAX, &record->number);
    err = err ? err : source_date(s, "adopted", &record->adopted);
    err = err ? err : source_date(s, "due", &record->due);
    err = err ? err : source_date(s, "done", &record->done);
    err = err ? err : source_date(s, "superseded_on", &record->superseded_on);
    err = err ? err : read_steps(s, record);
    record->meeting = source_value(s, "meeting");
    record->responsible = source_value(s, "responsible");
    record->superseded_by = source_value(s, "superseded_by");
    record->text = s->front.body;
    return err;
}

static enum err meeting_under(struct import *import, struct text key, struct meeting *meeting)
{
    struct entry entry;
    enum err err = site_newest(import->site, import->txn, key, &entry, NULL);
    err = !err && entry.kind != KIND_meeting ? ERR_NOT_FOUND : err;
    return err ? err : site_record(import->site, import->txn, &entry, meeting, NULL);
}

/* What stands stays: only steps, an end, or a later assembly's change may come to it. */
static enum err check_change(struct source *s, struct text key, const struct resolution *record)
{
    struct resolution before;
    struct meeting by;
    enum err err = import_published(s->import, key, KIND_resolution, &before);
    if (err) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    bool known = record->superseded_by.size > 0 &&
                 meeting_under(s->import, record->superseded_by, &by) == OK;
    err = resolution_check_change(&before, record, known ? &by : NULL, s->why);
    return err == ERR_DENIED ? ERR_INVALID : err;
}

enum err import_resolution(struct source *s)
{
    static const char *const known[] = {"kind",          "meeting", "number", "adopted",
                                        "responsible",   "due",     "done",   "superseded_by",
                                        "superseded_on", "steps",   NULL};
    static const char *const needed[] = {"meeting", "number", NULL};
    struct resolution record = {0};
    struct meeting meeting;
    enum err err = front_check_names(&s->front, known, s->why);
    err = err ? err : source_need(s, needed);
    err = err ? err : read_resolution(s, &record);
    if (err) {
        return err;
    }
    err = meeting_under(s->import, record.meeting, &meeting);
    if (err) {
        return err == ERR_NOT_FOUND
                   ? complain(s->why, ERR_INVALID, "第 %u 行：没有会议“%.*s”；用 list 查看会议的键",
                              source_line(s, "meeting"), TEXT_ARG(record.meeting))
                   : err;
    }
    record.adopted = record.adopted ? record.adopted : meeting.date;
    struct text key =
        arena_printf(&s->import->site->scratch, "resolution/%.*s/%02u",
                     TEXT_ARG(text_slice(record.meeting, strlen("meeting/"), record.meeting.size)),
                     (unsigned)record.number);
    err = key.data ? resolution_check(&record, s->why) : ERR_NOMEM;
    err = err ? err : check_change(s, key, &record);
    return err ? err : import_put(s->import, key, KIND_resolution, &record, 0, s->why);
}

/* ---- proposals (G10, R12) ---- */

enum err import_proposal(struct source *s)
{
    static const char *const known[] = {"kind",  "on",   "by",      "matter",
                                        "count", "base", "meeting", NULL};
    static const char *const needed[] = {"on", "by", "matter", NULL};
    struct proposal record = {
        .by = source_value(s, "by"),
        .matter = source_value(s, "matter"),
        .meeting = source_value(s, "meeting"),
    };
    char date[CIVIL_DATE_BYTES];
    struct text key;
    enum err err = front_check_names(&s->front, known, s->why);
    err = err ? err : source_need(s, needed);
    err = err ? err : source_date(s, "on", &record.on);
    err = err ? err : source_number(s, "count", PEOPLE_MAX, &record.count);
    err = err ? err : source_number(s, "base", PEOPLE_MAX, &record.base);
    err = err ? err : proposal_check(&record, s->why);
    if (err) {
        return err;
    }
    struct text prefix =
        arena_printf(&s->import->site->scratch, "proposal/%s-", civil_format_date(record.on, date));
    err = prefix.data ? import_key(s->import, prefix.data, s->file->name, &key) : ERR_NOMEM;
    return err ? err : import_put(s->import, key, KIND_proposal, &record, 0, s->why);
}

/* ---- petitions: parts of item 10 (G5(10), G6(5)) ---- */

static enum err read_part(const struct source *s, struct part_rule *part)
{
    enum err err = source_number(s, "part", PARTS_MAX, &part->part);
    err = err ? err : source_date(s, "since", &part->since);
    err = err ? err : source_date(s, "ended", &part->ended);
    err = err ? err : source_number(s, "residents", RESIDENTS_MAX, &part->residents);
    err = err ? err : source_number(s, "residents_of", RESIDENTS_MAX, &part->residents_of);
    err = err ? err
              : source_number(s, "representatives", REPRESENTATIVES_MAX, &part->representatives);
    err = err ? err
              : source_number(s, "representatives_of", REPRESENTATIVES_MAX,
                              &part->representatives_of);
    part->title = source_value(s, "title");
    part->period = source_value(s, "period");
    if (part->period.size == 0) {
        part->period = text_of("none"); /* the lead group has not set it yet */
    }
    return err;
}

/* In order of their numbers; one of the same number is replaced. */
static enum err put_part(struct import *import, struct policy *policy, const struct part_rule *part)
{
    size_t count = 0;
    bool placed = false;
    struct part_rule *parts =
        ARENA_ARRAY(&import->site->scratch, struct part_rule, policy->parts.count + 1);
    if (!parts) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < policy->parts.count; i++) {
        const struct part_rule *old = &policy->parts.at[i];
        if (!placed && old->part >= part->part) {
            parts[count++] = *part;
            placed = true;
        }
        if (old->part != part->part) {
            parts[count++] = *old;
        }
    }
    if (!placed) {
        parts[count++] = *part;
    }
    policy->parts.at = parts;
    policy->parts.count = count;
    return OK;
}

static void tell_petition(struct import *import, const struct policy *policy,
                          const struct part_rule *part)
{
    const struct petition p = {part->residents, part->residents_of, part->representatives,
                               part->representatives_of};
    struct petition_result r = petition_judge(policy, &p);
    if (r.residents_needed > 0) {
        fprintf(import->done, "  居民联名 %llu 人，需 %llu 人%s\n", (unsigned long long)p.residents,
                (unsigned long long)r.residents_needed, r.by_residents ? "，已达到" : "");
    }
    if (r.representatives_needed > 0) {
        fprintf(import->done, "  居民代表联名 %llu 人，需 %llu 人%s\n",
                (unsigned long long)p.representatives, (unsigned long long)r.representatives_needed,
                r.by_representatives ? "，已达到" : "");
    }
}

enum err import_petition(struct source *s)
{
    static const char *const known[] = {
        "kind",  "part",      "title",        "period",          "since",
        "ended", "residents", "residents_of", "representatives", "representatives_of",
        NULL};
    static const char *const needed[] = {"part", "title", "since", NULL};
    struct policy policy;
    struct part_rule part = {0};
    bool changes = false;
    enum err err = front_check_names(&s->front, known, s->why);
    err = err ? err : source_need(s, needed);
    err = err ? err : read_part(s, &part);
    err = err ? err : policy_newest(s->import->site, s->import->txn, &policy, s->why);
    err = err ? err : petition_check(&policy, &part, s->why);
    err = err ? err : put_part(s->import, &policy, &part);
    err = err ? err : policy_stage(s->import->site, s->import->txn, &policy, &changes, s->why);
    if (!err) {
        import_tell(s->import, text_of("policy"),
                    changes ? "第 10 项的分项已改，待两方签字" : "没有变化", changes);
        tell_petition(s->import, &policy, &part);
    }
    return err;
}
