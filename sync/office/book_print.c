/* book_print.c - see book_print.h. */
#include "book_print.h"

#include <string.h>

#include "acts.h"
#include "inbox.h"
#include "json.h"
#include "ledger.h"

enum { BOOK_ENTRIES_MAX = 20000, ASSET_LINES_MAX = 1000 };

static const struct {
    enum kind kind;
    const char *name;
} books[] = {
    {KIND_visit, "来访"}, {KIND_shift, "值班"}, {KIND_home_visit, "走访"}, {KIND_seal_use, "公章"},
    {KIND_asset, "财物"}, {KIND_study, "学习"}, {KIND_liaison, "联系"},
};
enum { BOOK_COUNT = sizeof books / sizeof books[0] };

static enum kind book_named(struct text name)
{
    for (size_t i = 0; i < BOOK_COUNT; i++) {
        if (text_is(name, books[i].name) || text_is(name, kind_name(books[i].kind))) {
            return books[i].kind;
        }
    }
    return KIND_NONE;
}

/* ---- opening ---- */

struct opener {
    struct site *site;
    const struct mailbox_keys *mailbox;
    struct book_list *list;
    unsigned unreadable;
};

static enum err open_one(struct opener *o, const struct inbox_item *item)
{
    struct site *site = o->site;
    struct envelope envelope;
    struct bytes object;
    struct book_list *list = o->list;
    void *record = arena_alloc(&site->scratch, kind_struct_size(item->kind));
    if (!record) {
        return ERR_NOMEM;
    }
    if (envelope_decode(item->envelope, &envelope) ||
        mailbox_open(o->mailbox, &envelope, item->key_box, &site->scratch, &object) ||
        record_decode(item->kind, object, &site->scratch, record, NULL)) {
        o->unreadable++;
        return OK;
    }
    struct bytes id = arena_copy(&site->scratch, item->id.b, UPLOAD_ID_BYTES);
    size_t at = list->count++;
    while (at > 0 && list->received_s[at - 1] > item->received_s) {
        list->facts[at] = list->facts[at - 1];
        list->received_s[at] = list->received_s[at - 1];
        at--;
    }
    list->facts[at] = (struct book_fact){.kind = item->kind, .id = id, .record = record};
    list->received_s[at] = item->received_s;
    return id.data ? OK : ERR_NOMEM;
}

enum err book_open_all(struct site *site, struct txn *txn, enum kind kind,
                       const struct mailbox_keys *mailbox, struct book_list *list,
                       unsigned *unreadable)
{
    struct upload_id *ids;
    size_t count = 0;
    struct opener o = {.site = site, .mailbox = mailbox, .list = list};
    enum err err = inbox_ids(site, txn, &ids, &count);
    if (err || count > BOOK_ENTRIES_MAX) {
        return err ? err : ERR_FULL;
    }
    *list = (struct book_list){
        .facts = ARENA_ARRAY(&site->scratch, struct book_fact, count + 1),
        .received_s = ARENA_ARRAY(&site->scratch, int64_t, count + 1),
        .stands = ARENA_ARRAY(&site->scratch, bool, count + 1),
    };
    if (!list->facts || !list->received_s || !list->stands) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; !err && i < count; i++) {
        struct inbox_item item;
        err = inbox_get(site, txn, &ids[i], &item);
        if (!err && kind_is_book(item.kind) && (kind == KIND_NONE || item.kind == kind)) {
            err = open_one(&o, &item);
        }
    }
    (void)books_standing(list->facts, list->count, list->stands);
    *unreadable = o.unreadable;
    return err;
}

/* ---- printing ---- */

static void line_begin(const struct book_list *list, size_t i, FILE *out)
{
    char hex[UPLOAD_ID_HEX + 1], time[CIVIL_TIME_BYTES];
    hex_format(list->facts[i].id, hex);
    fprintf(out, "%.8s\t%s\t", hex,
            civil_format_time(list->received_s[i], CIVIL_OFFSET_MIN_DEFAULT, time));
}

static void tell(FILE *out, const char *name, struct text value)
{
    if (value.size > 0) {
        fprintf(out, "%s%.*s\t", name, TEXT_ARG(value));
    }
}

static void tell_day(FILE *out, const char *name, int32_t day)
{
    char date[CIVIL_DATE_BYTES];
    if (day) {
        fprintf(out, "%s%s\t", name, civil_format_date(day, date));
    }
}

static void print_asset(const struct asset *a, FILE *out)
{
    char fen[FEN_BYTES];
    static const char *const changes[][2] = {
        {"bought", "添置"}, {"given", "受赠"}, {"scrapped", "报损"}, {"counted", "盘点"}};
    tell_day(out, "", a->date);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        if (text_is(a->change, changes[i][0])) {
            fprintf(out, "%s\t", changes[i][1]);
        }
    }
    tell(out, "", a->item);
    fprintf(out, "%llu%.*s\t", (unsigned long long)a->quantity, TEXT_ARG(a->unit));
    if (a->value) {
        fprintf(out, "%s元\t", fen_format(a->value, fen));
    }
    tell(out, "来源 ", a->other);
    tell(out, "保管 ", a->keeper);
}

static void print_shift(const struct shift *s, FILE *out)
{
    tell(out, "值班人 ", s->person);
    tell(out, "", s->text);
    tell(out, "交给 ", s->handed_to);
    tell(out, "交接 ", s->handover);
}

static void print_home_visit(const struct home_visit *v, FILE *out)
{
    tell(out, "走访人 ", v->person);
    tell(out, "", v->building);
    tell(out, "", v->household);
    tell(out, "", v->text);
    tell(out, "意见 ", v->opinion);
    tell(out, "转给 ", v->passed_to);
    tell_day(out, "转于 ", v->passed_on);
}

static void print_record(enum kind kind, const void *record, FILE *out)
{
    switch ((int)kind) {
    case KIND_visit: {
        const struct visit *v = record;
        tell(out, "", v->name);
        tell(out, "事由 ", v->reason);
        tell(out, "接待 ", v->host);
        tell(out, "后续 ", v->follow_up);
        tell_day(out, "办于 ", v->follow_on);
        return;
    }
    case KIND_shift:
        print_shift(record, out);
        return;
    case KIND_home_visit:
        print_home_visit(record, out);
        return;
    case KIND_seal_use: {
        const struct seal_use *u = record;
        tell(out, "事由 ", u->reason);
        tell_day(out, "", u->date);
        tell(out, "使用人 ", u->name);
        tell(out, "地址 ", u->address);
        tell(out, "盖章人 ", u->stamped_by);
        return;
    }
    case KIND_asset:
        print_asset(record, out);
        return;
    case KIND_study: {
        const struct study *s = record;
        tell_day(out, "", s->date);
        tell(out, "", s->subject);
        tell(out, "主持 ", s->host);
        fprintf(out, "应到 %llu 实到 %llu\t", (unsigned long long)s->due,
                (unsigned long long)s->present);
        return;
    }
    case KIND_liaison: {
        const struct liaison *l = record;
        tell_day(out, "", l->date);
        tell(out, "", l->organisation);
        tell(out, "联系人 ", l->person);
        tell_day(out, "下次 ", l->next);
        return;
    }
    default:
        return;
    }
}

static void print_lines(const struct book_list *list, FILE *out)
{
    for (size_t i = 0; i < list->count; i++) {
        line_begin(list, i, out);
        print_record(list->facts[i].kind, list->facts[i].record, out);
        fprintf(out, "%s\n",
                !list->stands[i]                          ? "（已更正）"
                : book_corrects(&list->facts[i]).size > 0 ? "（更正）"
                                                          : "");
    }
}

static enum err print_json(struct site *site, const struct book_list *list, FILE *out)
{
    enum err err = OK;
    fputc('[', out);
    for (size_t i = 0; !err && i < list->count; i++) {
        char id[UPLOAD_ID_HEX + 1], corrects[UPLOAD_ID_HEX + 1] = "";
        struct text record;
        size_t mark = arena_mark(&site->scratch);
        hex_format(list->facts[i].id, id);
        if (book_corrects(&list->facts[i]).size == UPLOAD_ID_BYTES) {
            hex_format(book_corrects(&list->facts[i]), corrects);
        }
        err = record_json(list->facts[i].kind, list->facts[i].record, &site->scratch, &record);
        if (!err) {
            fprintf(out,
                    "%s{\"id\":\"%s\",\"received_at\":%lld,\"stands\":%s,\"corrects\":\"%s\","
                    "\"record\":%.*s}",
                    i ? "," : "", id, (long long)list->received_s[i],
                    list->stands[i] ? "true" : "false", corrects, TEXT_ARG(record));
        }
        arena_rewind(&site->scratch, mark);
    }
    fprintf(out, "]\n");
    return err;
}

/* What the entries that stand add up to. */
static enum err print_sums(struct site *site, const struct book_list *list, enum kind kind,
                           int offset_min, FILE *out)
{
    struct asset_line *lines;
    struct book_fact *standing = ARENA_ARRAY(&site->scratch, struct book_fact, list->count + 1);
    struct books standing_books = {.facts = standing, .offset_min = offset_min};
    int32_t today = civil_day_at(site->now_s, offset_min);
    lines = ARENA_ARRAY(&site->scratch, struct asset_line, ASSET_LINES_MAX);
    if (!standing || !lines) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < list->count; i++) {
        if (list->stands[i]) {
            standing[standing_books.count++] = list->facts[i];
        }
    }
    fprintf(out, "共 %zu 条，有效 %zu 条\n", list->count, standing_books.count);
    if (kind != KIND_asset) {
        return OK;
    }
    size_t count = assets_on(&standing_books, today, lines, ASSET_LINES_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct asset_line *l = &lines[i];
        fprintf(out, "%.*s\t账面 %lld%.*s", TEXT_ARG(l->item), (long long)l->book,
                TEXT_ARG(l->unit));
        if (l->counted) {
            fprintf(out, "\t盘点 %lld，%s", (long long)l->goods,
                    asset_difference(l) == 0 ? "账物相符" : "账物不符");
        }
        fprintf(out, "\n");
    }
    return OK;
}

static enum err print_in(struct site *site, struct txn *txn, enum kind kind,
                         const struct mailbox_keys *mailbox, bool json, FILE *out,
                         struct complaint *why)
{
    struct policy policy;
    struct calendar calendar;
    struct book_list list;
    unsigned unreadable = 0;
    enum err err = site_policy(site, txn, &policy, &calendar, why);
    err = err ? err : book_open_all(site, txn, kind, mailbox, &list, &unreadable);
    if (!err && json) {
        err = print_json(site, &list, out);
    } else if (!err) {
        print_lines(&list, out);
        err = print_sums(site, &list, kind, calendar.offset_min, out);
    }
    if (!err && unreadable > 0) {
        fprintf(stderr, "%u 条打不开：不是寄给这把信箱钥匙的，或已损坏\n", unreadable);
    }
    return err ? err : act_add(site, txn, "mailbox", "read %s", kind_name(kind));
}

enum err book_print(struct site *site, struct text name, const struct mailbox_keys *mailbox,
                    bool json, FILE *out, struct complaint *why)
{
    struct txn *txn = NULL;
    size_t mark = arena_mark(&site->scratch);
    enum kind kind = book_named(name);
    if (kind == KIND_NONE) {
        return complain(why, ERR_INVALID,
                        "没有“%.*s”这本登记；写 来访 值班 走访 公章 财物 学习 联系 之一",
                        TEXT_ARG(name));
    }
    enum err err = txn_begin_write(site->store, &txn); /* that it was read goes into the log */
    err = err ? err : print_in(site, txn, kind, mailbox, json, out, why);
    wipe(site->scratch.base + mark, arena_mark(&site->scratch) - mark);
    arena_rewind(&site->scratch, mark);
    if (err) {
        txn_abort(txn);
        return err;
    }
    return txn_commit(txn);
}
