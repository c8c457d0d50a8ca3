/* export.c - records as the files they came from: what is exported and imported again changes
 * nothing. See show.h. */
#include <string.h>

#include "csv.h"
#include "ledger.h"
#include "people.h"
#include "show.h"

static enum err export_regulation(struct site *site, struct txn *txn, const struct entry *entry,
                                  FILE *out, struct complaint *why)
{
    struct regulation r;
    struct bytes original;
    enum err err = txn_get(txn, SITE_ORIGINALS, bytes_of(entry->hash.b, HASH_BYTES), &original);
    if (err == ERR_NOT_FOUND) {
        err = site_record(site, txn, entry, &r, why);
        original = err ? original : text_bytes(r.text);
    }
    if (!err) {
        fwrite(original.data, 1, original.size, out);
    }
    return err;
}

static void export_line(FILE *out, const char *name, struct text value)
{
    if (value.size > 0) {
        fprintf(out, "%s: %.*s\n", name, TEXT_ARG(value));
    }
}

static void export_day(FILE *out, const char *name, int32_t day)
{
    char date[CIVIL_DATE_BYTES];
    if (day) {
        fprintf(out, "%s: %s\n", name, civil_format_date(day, date));
    }
}

static void export_body(FILE *out, struct text body)
{
    fprintf(out, "---\n");
    if (body.size > 0) {
        fprintf(out, "%.*s\n", TEXT_ARG(body));
    }
}

static void export_disclosure(const struct disclosure *d, FILE *out)
{
    fprintf(out, "---\nkind: disclosure\nitem: %llu\n", (unsigned long long)d->item);
    if (d->part > 1) {
        fprintf(out, "part: %llu\n", (unsigned long long)d->part);
    }
    export_line(out, "period", d->period);
    export_line(out, "title", d->title);
    export_line(out, "nil", text_of(d->nil ? "true" : ""));
    export_day(out, "opens", d->opens);
    export_day(out, "until", d->until);
    export_line(out, "handler", d->handler);
    export_line(out, "approver", d->approver);
    export_line(out, "correction", d->correction);
    export_line(out, "recording", d->recording);
    export_body(out, d->text);
}

static void export_count(FILE *out, const char *name, uint64_t count)
{
    if (count) {
        fprintf(out, "%s: %llu\n", name, (unsigned long long)count);
    }
}

static void export_flag(FILE *out, const char *name, bool set)
{
    export_line(out, name, text_of(set ? "true" : ""));
}

static void export_list(FILE *out, const char *name, const struct texts *list)
{
    fprintf(out, list->count ? "%s:\n" : "", name);
    for (size_t i = 0; i < list->count; i++) {
        fprintf(out, "- %.*s\n", TEXT_ARG(list->at[i]));
    }
}

static void export_agenda(FILE *out, const struct meeting *m)
{
    fprintf(out, m->agenda.count ? "agenda:\n" : "");
    for (size_t i = 0; i < m->agenda.count; i++) {
        const struct agenda_row *row = &m->agenda.at[i];
        fprintf(out, "- ");
        if (row->power) {
            fprintf(out, "%llu ", (unsigned long long)row->power);
        }
        fprintf(out, "%.*s", TEXT_ARG(row->text));
        if (row->agreed) {
            fprintf(out, "；同意 %llu", (unsigned long long)row->agreed);
        }
        fprintf(out, "\n");
    }
}

static void export_outcome(FILE *out, const struct meeting *m)
{
    export_day(out, "ended", m->ended);
    export_day(out, "opinions", m->opinions);
    export_day(out, "published", m->published);
    export_day(out, "copied", m->copied);
    export_line(out, "copied_to", m->copied_to);
    export_flag(out, "acute", m->acute);
    export_line(out, "matter", m->matter);
    export_line(out, "outcome", m->outcome);
    export_day(out, "signed_on", m->signed_on);
    export_day(out, "later_on", m->later_on);
    export_line(out, "grade", m->grade);
    export_line(out, "reviewed", m->reviewed);
    export_day(out, "told_reviewed", m->told_reviewed);
    export_day(out, "told_superior", m->told_superior);
    export_day(out, "told_street", m->told_street);
    export_flag(out, "minutes", m->minutes);
    export_flag(out, "supervision_report", m->supervision_report);
}

/* `kept`: what of a mediation stays here; NULL for others. */
static void export_meeting(const struct meeting *m, const struct mediation *kept, FILE *out)
{
    const struct texts *topics = kept ? &kept->topics : &m->topics;
    struct text result = kept ? kept->result : m->result;
    fprintf(out, "---\nkind: meeting\n");
    export_line(out, "type", m->type);
    export_line(out, "title", m->title);
    export_day(out, "proposed", m->proposed);
    export_line(out, "proposer", m->proposer);
    export_day(out, "received", m->received);
    export_day(out, "notified", m->notified);
    export_day(out, "date", m->date);
    export_line(out, "time", m->time);
    export_line(out, "place", m->place);
    export_line(out, "convener", m->convener);
    export_line(out, "recording", m->recording);
    export_line(out, "form", m->form);
    export_count(out, "due", m->due);
    export_count(out, "ex_officio", m->ex_officio);
    export_count(out, "present", m->present);
    export_count(out, "agreed", m->agreed);
    export_outcome(out, m);
    export_list(out, "parties", kept ? &kept->parties : &(struct texts){0});
    export_list(out, "topics", topics);
    export_agenda(out, m);
    export_body(out, kept ? kept->text : m->text);
    if (result.size > 0) {
        fprintf(out, "\n## 结果\n\n%.*s\n", TEXT_ARG(result));
    }
}

static void export_resolution(const struct resolution *r, FILE *out)
{
    char date[CIVIL_DATE_BYTES];
    fprintf(out, "---\nkind: resolution\n");
    export_line(out, "meeting", r->meeting);
    export_count(out, "number", r->number);
    export_day(out, "adopted", r->adopted);
    export_line(out, "responsible", r->responsible);
    export_day(out, "due", r->due);
    export_day(out, "done", r->done);
    export_line(out, "superseded_by", r->superseded_by);
    export_day(out, "superseded_on", r->superseded_on);
    fprintf(out, r->steps.count ? "steps:\n" : "");
    for (size_t i = 0; i < r->steps.count; i++) {
        fprintf(out, "- %s %.*s\n", civil_format_date(r->steps.at[i].on, date),
                TEXT_ARG(r->steps.at[i].text));
    }
    export_body(out, r->text);
}

static void export_proposal(const struct proposal *p, FILE *out)
{
    fprintf(out, "---\nkind: proposal\n");
    export_day(out, "on", p->on);
    export_line(out, "by", p->by);
    export_line(out, "matter", p->matter);
    export_count(out, "count", p->count);
    export_count(out, "base", p->base);
    export_line(out, "meeting", p->meeting);
    export_body(out, (struct text){0});
}

static void export_notice(const struct notice *n, FILE *out)
{
    fprintf(out, "---\nkind: notice\n");
    export_line(out, "title", n->title);
    export_day(out, "date", n->date);
    export_day(out, "until", n->until);
    export_line(out, "objection_contact", n->objection_contact);
    export_line(out, "recording", n->recording);
    export_day(out, "objections_until", n->objections_until);
    export_body(out, n->text);
}

static void export_service(const struct service *s, FILE *out)
{
    fprintf(out, "---\nkind: service\n");
    export_line(out, "title", s->title);
    export_line(out, "hours", s->hours);
    export_line(out, "recording", s->recording);
    export_line(out, "place", s->place);
    export_line(out, "phone", s->phone);
    export_body(out, s->text);
}

static void export_emergency(const struct emergency *e, FILE *out)
{
    fprintf(out, "---\nkind: emergency\n");
    export_line(out, "title", e->title);
    export_day(out, "date", e->date);
    export_day(out, "until", e->until);
    export_line(out, "phone", e->phone);
    export_line(out, "place", e->place);
    export_flag(out, "over", e->over);
    export_body(out, e->text);
}

static void export_slide(const struct slide *s, FILE *out)
{
    fprintf(out, "---\nkind: slide\n");
    export_line(out, "title", s->title);
    export_day(out, "until", s->until);
    export_line(out, "picture", s->picture);
    export_body(out, s->text);
}

static void ledger_line(struct buffer *b, const char *date, const struct ledger_row *row)
{
    char fen[FEN_BYTES];
    csv_write(b, text_of(date), ',');
    csv_write(b, row->item, ',');
    csv_write(b, row->category, ',');
    csv_write(b, row->handler, ',');
    csv_write(b, row->approver, ',');
    csv_write(b, text_of(row->income ? fen_format(row->income, fen) : ""), ',');
    csv_write(b, text_of(row->spending ? fen_format(row->spending, fen) : ""), '\n');
}

static void balance_line(struct buffer *b, const char *name, int64_t sum)
{
    char fen[FEN_BYTES];
    buffer_printf(b, ",%s,,,,", name);
    csv_write(b, text_of(fen_format(sum, fen)), ',');
    buffer_printf(b, "\n");
}

static enum err export_ledger(struct site *site, const struct disclosure *d, FILE *out)
{
    struct bytes text;
    char date[CIVIL_DATE_BYTES];
    struct buffer b = buffer_begin(&site->scratch);
    buffer_printf(&b, "日期,项目,类别,经手人,审批人,收入,支出\n");
    balance_line(&b, "上月结余", d->opening);
    for (size_t i = 0; i < d->rows.count; i++) {
        ledger_line(&b, civil_format_date(d->rows.at[i].date, date), &d->rows.at[i]);
    }
    balance_line(&b, "本月结余", ledger_sum(d).closing);
    enum err err = buffer_end(&b, &text);
    if (!err) {
        fwrite(text.data, 1, text.size, out);
    }
    return err;
}

static enum err export_duty(struct site *site, const struct duty *duty, FILE *out)
{
    struct bytes text;
    char date[CIVIL_DATE_BYTES];
    struct buffer b = buffer_begin(&site->scratch);
    buffer_printf(&b, "日期,开始,结束,值班人,岗位,电话,地点\n");
    for (size_t i = 0; i < duty->rows.count; i++) {
        const struct duty_row *row = &duty->rows.at[i];
        buffer_printf(&b, "%s,%02u:%02u,%02u:%02u,", civil_format_date(row->date, date),
                      (unsigned)row->from_min / 60, (unsigned)row->from_min % 60,
                      (unsigned)row->to_min / 60, (unsigned)row->to_min % 60);
        csv_write(&b, row->person, ',');
        csv_write(&b, row->post, ',');
        csv_write(&b, row->phone, ',');
        csv_write(&b, row->place, '\n');
    }
    enum err err = buffer_end(&b, &text);
    if (!err) {
        fwrite(text.data, 1, text.size, out);
    }
    return err;
}

/* ---- tables ---- */

static enum err export_table(struct buffer *b, FILE *out)
{
    struct bytes text;
    enum err err = buffer_end(b, &text);
    if (!err) {
        fwrite(text.data, 1, text.size, out);
    }
    return err;
}

static void day_cell(struct buffer *b, int32_t day, char end)
{
    char date[CIVIL_DATE_BYTES];
    csv_write(b, text_of(day ? civil_format_date(day, date) : ""), end);
}

static void count_cell(struct buffer *b, uint64_t count, char end)
{
    char number[24] = "";
    if (count) {
        snprintf(number, sizeof number, "%llu", (unsigned long long)count);
    }
    csv_write(b, text_of(number), end);
}

static enum err export_roll(struct site *site, const struct roll *roll, FILE *out)
{
    struct buffer b = buffer_begin(&site->scratch);
    struct text body = text_of(body_name(body_of(roll->body)));
    buffer_printf(&b, "组织,姓名,职务,分工,小组,身份,电话,任职,离任\n");
    if (roll->seats) {
        csv_write(&b, body, ',');
        buffer_printf(&b, "应设席位,%llu,,,,,,\n", (unsigned long long)roll->seats);
    }
    if (roll->elected) {
        csv_write(&b, body, ',');
        buffer_printf(&b, "当选日期,,,,,,");
        day_cell(&b, roll->elected, ',');
        buffer_printf(&b, "\n");
    }
    for (size_t i = 0; i < roll->rows.count; i++) {
        const struct member *m = &roll->rows.at[i];
        const struct text cells[] = {body,     m->name,     m->post, m->duties,
                                     m->group, m->capacity, m->phone};
        for (size_t c = 0; c < sizeof cells / sizeof cells[0]; c++) {
            csv_write(&b, cells[c], ',');
        }
        day_cell(&b, m->from, ',');
        day_cell(&b, m->to, '\n');
    }
    return export_table(&b, out);
}

static void list_cell(struct buffer *b, struct arena *arena, const struct texts *list)
{
    struct text joined = text_of("");
    for (size_t i = 0; i < list->count; i++) {
        joined = arena_printf(arena, "%.*s%s%.*s", TEXT_ARG(joined), i ? "、" : "",
                              TEXT_ARG(list->at[i]));
    }
    csv_write(b, joined, ',');
}

static enum err export_zone(struct site *site, const struct zone *zone, FILE *out)
{
    struct arena arena;
    uint8_t block[16 * 1024];
    struct buffer b = buffer_begin(&site->scratch);
    const struct text cells[] = {zone->name, zone->person, zone->phone, zone->deputy, zone->place};
    arena_init_over(&arena, block, sizeof block); /* the buffer must stay the newest in scratch */
    buffer_printf(&b, "责任区,负责人,电话,副手,地点,楼栋,小组,户数,每周走访\n");
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        csv_write(&b, cells[i], ',');
    }
    list_cell(&b, &arena, &zone->buildings);
    arena_reset(&arena);
    list_cell(&b, &arena, &zone->groups);
    count_cell(&b, zone->households, ',');
    count_cell(&b, zone->weekly_target, '\n');
    return export_table(&b, out);
}

static enum err export_kin(struct site *site, const struct kin *kin, FILE *out)
{
    struct buffer b = buffer_begin(&site->scratch);
    buffer_printf(&b, "成员,亲属,关系\n");
    for (size_t i = 0; i < kin->rows.count; i++) {
        csv_write(&b, kin->rows.at[i].member, ',');
        csv_write(&b, kin->rows.at[i].relative, ',');
        csv_write(&b, kin->rows.at[i].relation, '\n');
    }
    return export_table(&b, out);
}

/* ---- by kind ---- */

/* A mediation goes out whole, as it came in: this is the office's own. */
static enum err export_case(struct site *site, struct txn *txn, struct text key,
                            const struct meeting *meeting, FILE *out)
{
    struct mediation kept;
    struct text kept_key = arena_printf(&site->scratch, "mediation/%.*s", TEXT_ARG(key));
    enum err err =
        kept_key.data ? site_kept(site, txn, kept_key, KIND_mediation, &kept) : ERR_NOMEM;
    if (err && err != ERR_NOT_FOUND) {
        return err;
    }
    export_meeting(meeting, err ? NULL : &kept, out);
    return OK;
}

static enum err export_other(struct site *site, struct txn *txn, const struct entry *entry,
                             const void *record, bool ledger, FILE *out)
{
    switch ((int)entry->kind) {
    case KIND_disclosure: {
        const struct disclosure *d = record;
        bool csv = ledger || (d->has_ledger && d->text.size == 0);
        if (csv) {
            return export_ledger(site, d, out);
        }
        export_disclosure(d, out);
        return OK;
    }
    case KIND_meeting:
        return export_case(site, txn, entry->key, record, out);
    case KIND_resolution:
        export_resolution(record, out);
        return OK;
    case KIND_proposal:
        export_proposal(record, out);
        return OK;
    case KIND_roll:
        return export_roll(site, record, out);
    case KIND_zone:
        return export_zone(site, record, out);
    case KIND_notice:
        export_notice(record, out);
        return OK;
    case KIND_service:
        export_service(record, out);
        return OK;
    case KIND_emergency:
        export_emergency(record, out);
        return OK;
    case KIND_slide:
        export_slide(record, out);
        return OK;
    case KIND_duty:
        return export_duty(site, record, out);
    case KIND_recording: {
        struct bytes file = ((const struct recording *)record)->file;
        fwrite(file.data, 1, file.size, out);
        return OK;
    }
    case KIND_picture: {
        struct bytes file = ((const struct picture *)record)->file;
        fwrite(file.data, 1, file.size, out);
        return OK;
    }
    default:
        return ERR_INVALID;
    }
}

static enum err export_entry(struct site *site, struct txn *txn, const struct entry *entry,
                             bool ledger, FILE *out, struct complaint *why)
{
    if (entry->kind == KIND_regulation) {
        return export_regulation(site, txn, entry, out, why);
    }
    void *record = arena_alloc(&site->scratch, kind_struct_size(entry->kind));
    enum err err = record ? site_record(site, txn, entry, record, why) : ERR_NOMEM;
    err = err ? err : export_other(site, txn, entry, record, ledger, out);
    return err == ERR_INVALID ? complain(why, err, "这一类（%s）没有导出格式；请用 show --json",
                                         kind_name(entry->kind))
                              : err;
}

/* What has no entry, since it never leaves. */
static enum err export_kept(struct site *site, struct txn *txn, struct text key, FILE *out,
                            struct complaint *why)
{
    struct meeting meeting;
    struct kin kin;
    if (text_is(key, "kin") && site_kept(site, txn, key, KIND_kin, &kin) == OK) {
        return export_kin(site, &kin, out);
    }
    if (site_kept(site, txn, key, KIND_meeting, &meeting) == OK) {
        export_meeting(&meeting, NULL, out);
        return OK;
    }
    return complain(why, ERR_INVALID, "没有“%.*s”；用 list 查看全部", TEXT_ARG(key));
}

enum err show_export(struct site *site, struct text key, bool ledger, FILE *out,
                     struct complaint *why)
{
    struct txn *txn = NULL;
    struct entry entry;
    enum err err = txn_begin_read(site->store, &txn);
    err = err ? err : site_newest(site, txn, key, &entry, NULL);
    if (err == ERR_NOT_FOUND) {
        err = export_kept(site, txn, key, out, why);
    } else if (!err) {
        err = export_entry(site, txn, &entry, ledger, out, why);
    }
    txn_abort(txn);
    return err;
}
