/* show.c - see show.h. */
#include "show.h"

#include <string.h>

#include "json_print.h"
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

/* What never leaves has no entry: its keys, behind the others. */
static enum err list_kept(const struct listing *l)
{
    struct cursor cursor;
    struct bytes key, value;
    if (!l->all) {
        return OK;
    }
    enum err err = cursor_open(l->txn, SITE_KEPT, (struct bytes){0}, &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &key, &value))) {
        if (l->json) {
            json_object(l->json, NULL);
            json_text(l->json, "key", bytes_text(key));
            json_text(l->json, "kind", text_of(kind_name(record_kind(value))));
            json_text(l->json, "state", text_of("kept"));
            json_object_end(l->json);
        } else {
            fprintf(l->out, "%.*s\t（只留在居委会）\n", TEXT_ARG(bytes_text(key)));
        }
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
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
    err = err ? err : list_kept(l);
    json_array_end(&json);
    err = err ? err : json_print(&json, l->out);
    arena_deinit(&arena);
    return err;
}

enum err show_list(struct site *site, bool all, bool json, FILE *out, struct complaint *why)
{
    struct listing l = {.site = site, .out = out, .all = all};
    enum err err = txn_begin_read(site->store, &l.txn);
    err = err ? err : json ? list_json(&l) : list_tables(&l);
    err = err || json ? err : list_kept(&l);
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
    return json_print(&json, out);
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
