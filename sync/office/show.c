/* show.c - see show.h. */
#include "show.h"

#include <string.h>

#include "csv.h"
#include "json.h"
#include "ledger.h"
#include "signing.h"

/* ---- states ---- */

static const char *state_id(const struct site *site, const struct entry *entry, bool draft)
{
    if (!draft) {
        return entry->kind == KIND_withdraw                      ? "withdrawn"
               : entry_is_open(entry, site->now_s)               ? "open"
               : entry->until_s && site->now_s >= entry->until_s ? "expired"
                                                                 : "embargoed";
    }
    return sign_is_missing(site, entry, ROLE_OFFICE)        ? "waits-office"
           : sign_is_missing(site, entry, ROLE_SUPERVISION) ? "waits-supervision"
                                                            : "ready";
}

static const char *state_title(const char *id)
{
    static const char *const titles[][2] = {
        {"withdrawn", "已撤回"},
        {"open", "已公开"},
        {"embargoed", "已公布，未到开放时间"},
        {"expired", "已过公示期"},
        {"waits-office", "待居委会签字"},
        {"waits-supervision", "待监督小组签字"},
        {"ready", "已签，待 publish"},
    };
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
        if (strcmp(id, titles[i][0]) == 0) {
            return titles[i][1];
        }
    }
    return id;
}

static void json_signature(const struct site *site, struct json *json, const struct entry *entry,
                           enum role role)
{
    size_t index;
    int64_t signed_s;
    if (entry_signed_by(entry, &site->root, role, &index, &signed_s)) {
        json_object(json, NULL);
        json_text(json, "role", text_of(role_name(role)));
        json_text(json, "holder", site->root.roles[role].holders[index]);
        json_int(json, "signed_at", signed_s);
        json_object_end(json);
    }
}

static void json_entry(const struct site *site, struct json *json, const struct entry *entry,
                       bool draft, struct text title)
{
    json_text(json, "key", entry->key);
    json_text(json, "title", title);
    json_text(json, "kind", text_of(kind_name(entry->kind)));
    json_text(json, "state", text_of(state_id(site, entry, draft)));
    json_uint(json, "version", entry->version);
    json_hex(json, "hash", bytes_of(entry->hash.b, HASH_BYTES));
    json_int(json, "opens_at", entry->opens_s);
    json_int(json, "until", entry->until_s);
    json_array(json, "signatures");
    json_signature(site, json, entry, ROLE_OFFICE);
    json_signature(site, json, entry, ROLE_SUPERVISION);
    json_array_end(json);
}

/* ---- list ---- */

static bool is_listed(const struct entry *entry, bool all)
{
    return all || (entry->kind != KIND_announce && entry->kind != KIND_receipt &&
                   entry->kind != KIND_reply);
}

struct listing {
    struct site *site;
    struct txn *txn;
    FILE *out;
    struct json *json;
    bool all;
};

static void list_entry(const struct listing *l, const struct entry *entry, bool draft)
{
    struct text title = site_title(l->site, l->txn, entry);
    if (!is_listed(entry, l->all)) {
        return;
    }
    if (l->json) {
        json_object(l->json, NULL);
        json_entry(l->site, l->json, entry, draft, title);
        json_object_end(l->json);
    } else {
        fprintf(l->out, "%.*s\t%.*s\n", TEXT_ARG(entry->key), TEXT_ARG(title));
    }
}

/* Merges two tables in key order; a draft hides what it will replace. */
static enum err list_merged(const struct listing *l, struct cursor *drafts,
                            struct cursor *published)
{
    struct bytes key[2], value[2];
    enum err err[2] = {cursor_next(drafts, &key[0], &value[0]),
                       cursor_next(published, &key[1], &value[1])};
    while (!err[0] || !err[1]) {
        int order = err[0] ? 1 : err[1] ? -1 : bytes_compare(key[0], key[1]);
        int which = order <= 0 ? 0 : 1;
        size_t mark = arena_mark(&l->site->scratch);
        struct entry entry;
        if (entry_decode(value[which], &entry)) {
            return ERR_CORRUPT;
        }
        list_entry(l, &entry, which == 0);
        arena_rewind(&l->site->scratch, mark);
        if (order <= 0) {
            err[0] = cursor_next(drafts, &key[0], &value[0]);
        }
        if (order >= 0) {
            err[1] = cursor_next(published, &key[1], &value[1]);
        }
    }
    return err[0] != ERR_NOT_FOUND ? err[0] : err[1] != ERR_NOT_FOUND ? err[1] : OK;
}

static enum err list_tables(const struct listing *l)
{
    struct cursor drafts, published;
    enum err err = cursor_open(l->txn, SITE_DRAFTS, (struct bytes){0}, &drafts);
    if (err) {
        return err;
    }
    err = cursor_open(l->txn, SITE_PUBLISHED, (struct bytes){0}, &published);
    if (!err) {
        err = list_merged(l, &drafts, &published);
        cursor_close(&published);
    }
    cursor_close(&drafts);
    return err;
}

static enum err print_buffer(struct buffer *b, FILE *out)
{
    struct bytes text;
    enum err err = buffer_end(b, &text);
    if (!err) {
        fwrite(text.data, 1, text.size, out);
        fputc('\n', out);
    }
    return err;
}

static enum err list_json(struct listing *l)
{
    struct arena arena;
    struct json json;
    enum err err = arena_init(&arena, SITE_SCRATCH_BYTES);
    if (err) {
        return err;
    }
    struct buffer b = buffer_begin(&arena);
    json_begin(&json, &b);
    json_array(&json, NULL);
    l->json = &json;
    err = list_tables(l);
    json_array_end(&json);
    err = err ? err : print_buffer(&b, l->out);
    arena_deinit(&arena);
    return err;
}

enum err show_list(struct site *site, bool all, bool json, FILE *out, struct complaint *why)
{
    struct listing l = {.site = site, .out = out, .all = all};
    enum err err = txn_begin_read(site->store, &l.txn);
    err = err ? err : json ? list_json(&l) : list_tables(&l);
    txn_abort(l.txn);
    (void)why;
    return err;
}

/* ---- one record ---- */

static enum err find(struct site *site, struct txn *txn, struct text key, struct entry *entry,
                     bool *draft, struct complaint *why)
{
    enum err err = site_newest(site, txn, key, entry, draft);
    return err == ERR_NOT_FOUND
               ? complain(why, ERR_INVALID, "没有“%.*s”；用 list 查看全部", TEXT_ARG(key))
               : err;
}

static enum err record_text(struct site *site, struct txn *txn, const struct entry *entry,
                            struct text *json, struct complaint *why)
{
    void *record = arena_alloc(&site->scratch, kind_struct_size(entry->kind));
    enum err err = record ? site_record(site, txn, entry, record, why) : ERR_NOMEM;
    return err ? err : record_json(entry->kind, record, &site->scratch, json);
}

static enum err show_json(struct site *site, struct txn *txn, const struct entry *entry, bool draft,
                          FILE *out, struct complaint *why)
{
    struct text record, title = site_title(site, txn, entry);
    struct json json;
    enum err err = record_text(site, txn, entry, &record, why);
    if (err) {
        return err;
    }
    struct buffer b = buffer_begin(&site->scratch);
    json_begin(&json, &b);
    json_object(&json, NULL);
    json_entry(site, &json, entry, draft, title);
    buffer_printf(&b, ",\"record\":"); /* a whole JSON text already */
    buffer_add_text(&b, record);
    json_object_end(&json);
    return print_buffer(&b, out);
}

static void show_signature(const struct site *site, const struct entry *entry, enum role role,
                           FILE *out)
{
    size_t index;
    int64_t signed_s;
    char time[CIVIL_TIME_BYTES];
    if (entry_signed_by(entry, &site->root, role, &index, &signed_s)) {
        fprintf(out, "签字：%.*s %s\n", TEXT_ARG(site->root.roles[role].holders[index]),
                civil_format_time(signed_s, CIVIL_OFFSET_MIN_DEFAULT, time));
    }
}

static enum err show_plain(struct site *site, struct txn *txn, const struct entry *entry,
                           bool draft, FILE *out)
{
    char time[CIVIL_TIME_BYTES];
    struct text title = site_title(site, txn, entry);
    fprintf(out, "%.*s\n%.*s(%s，第 %llu 版）\n状态：%s\n", TEXT_ARG(title), TEXT_ARG(entry->key),
            kind_name(entry->kind), (unsigned long long)entry->version,
            state_title(state_id(site, entry, draft)));
    if (entry->opens_s) {
        fprintf(out, "开放：%s\n",
                civil_format_time(entry->opens_s, CIVIL_OFFSET_MIN_DEFAULT, time));
    }
    show_signature(site, entry, ROLE_OFFICE, out);
    show_signature(site, entry, ROLE_SUPERVISION, out);
    return OK;
}

enum err show_record(struct site *site, struct text key, bool json, FILE *out,
                     struct complaint *why)
{
    struct txn *txn = NULL;
    struct entry entry;
    bool draft = false;
    enum err err = txn_begin_read(site->store, &txn);
    err = err ? err : find(site, txn, key, &entry, &draft, why);
    if (!err) {
        err = json ? show_json(site, txn, &entry, draft, out, why)
                   : show_plain(site, txn, &entry, draft, out);
    }
    txn_abort(txn);
    return err;
}

/* ---- export ---- */

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
        fprintf(out, "\n%.*s\n", TEXT_ARG(body));
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
    export_body(out, d->text);
}

static void export_count(FILE *out, const char *name, uint64_t count)
{
    if (count) {
        fprintf(out, "%s: %llu\n", name, (unsigned long long)count);
    }
}

static void export_meeting(const struct meeting *m, FILE *out)
{
    fprintf(out, "---\nkind: meeting\n");
    export_line(out, "type", m->type);
    export_line(out, "title", m->title);
    export_day(out, "received", m->received);
    export_day(out, "notified", m->notified);
    export_day(out, "date", m->date);
    export_line(out, "time", m->time);
    export_line(out, "place", m->place);
    export_line(out, "convener", m->convener);
    export_count(out, "due", m->due);
    export_count(out, "present", m->present);
    export_count(out, "agreed", m->agreed);
    export_day(out, "published", m->published);
    fprintf(out, m->topics.count ? "topics:\n" : "");
    for (size_t i = 0; i < m->topics.count; i++) {
        fprintf(out, "- %.*s\n", TEXT_ARG(m->topics.at[i]));
    }
    export_body(out, m->text);
    if (m->result.size > 0) {
        fprintf(out, "\n## 结果\n\n%.*s\n", TEXT_ARG(m->result));
    }
}

static void export_notice(const struct notice *n, FILE *out)
{
    fprintf(out, "---\nkind: notice\n");
    export_line(out, "title", n->title);
    export_day(out, "date", n->date);
    export_day(out, "until", n->until);
    export_body(out, n->text);
}

static void export_service(const struct service *s, FILE *out)
{
    fprintf(out, "---\nkind: service\n");
    export_line(out, "title", s->title);
    export_line(out, "hours", s->hours);
    export_line(out, "place", s->place);
    export_line(out, "phone", s->phone);
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

static enum err export_other(struct site *site, const struct entry *entry, const void *record,
                             bool ledger, FILE *out)
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
        export_meeting(record, out);
        return OK;
    case KIND_notice:
        export_notice(record, out);
        return OK;
    case KIND_service:
        export_service(record, out);
        return OK;
    case KIND_duty:
        return export_duty(site, record, out);
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
    err = err ? err : export_other(site, entry, record, ledger, out);
    return err == ERR_INVALID ? complain(why, err, "这一类（%s）没有导出格式；请用 show --json",
                                         kind_name(entry->kind))
                              : err;
}

enum err show_export(struct site *site, struct text key, bool ledger, FILE *out,
                     struct complaint *why)
{
    struct txn *txn = NULL;
    struct entry entry;
    enum err err = txn_begin_read(site->store, &txn);
    err = err ? err : find(site, txn, key, &entry, NULL, why);
    err = err ? err : export_entry(site, txn, &entry, ledger, out, why);
    txn_abort(txn);
    return err;
}
