/* volumes.c - see volumes.h. */
#include "volumes.h"

#include <string.h>

#include "acts.h"
#include "collect.h"
#include "facts.h"
#include "json_print.h"

enum { HELD_MAX = 60000 };

/* One version, as the archive holds it. */
struct held {
    struct archived archived;
    enum kind kind;
    unsigned item;
    int volume;
    struct text title;
};

struct archive {
    struct site *site;
    struct txn *txn;
    struct calendar calendar;
    struct held *at;
    size_t count, room;
};

/* ---- gathering ---- */

/* disclosure/<period>/<NN>/<part> */
static void read_key(struct text key, struct held *held)
{
    struct text rest = key, part = {0};
    uint64_t item = 0;
    (void)text_split(&rest, '/', &part);
    if (text_split(&rest, '/', &part) && period_parse(part, &held->archived.period)) {
        held->archived.period = (struct period){0};
    }
    if (text_split(&rest, '/', &part) && text_parse_uint(part, ITEM_ASSIST, &item) == OK) {
        held->item = (unsigned)item;
    }
}

static int64_t opened_s(const struct entry *entry)
{
    int64_t at_s = entry->opens_s;
    for (size_t i = 0; entry->opens_s == 0 && i < entry->signature_count; i++) {
        int64_t signed_s = entry->signatures[i].signed_s;
        at_s = signed_s > at_s ? signed_s : at_s;
    }
    return at_s;
}

static enum err add_version(struct archive *a, struct bytes value)
{
    struct entry entry;
    struct bytes copy = arena_copy(&a->site->scratch, value.data, value.size);
    enum err err = copy.data ? entry_decode(copy, &entry) : ERR_NOMEM;
    if (err || (entry.kind != KIND_disclosure && entry.kind != KIND_withdraw)) {
        return err;
    }
    if (a->count == a->room) {
        return ERR_FULL;
    }
    struct held *held = &a->at[a->count++];
    *held = (struct held){
        .kind = entry.kind,
        .archived = {.key = entry.key,
                     .version = entry.version,
                     .hash = entry.hash,
                     .published_day = civil_day_at(opened_s(&entry), a->calendar.offset_min)},
        .title = site_title(a->site, a->txn, &entry),
    };
    read_key(entry.key, held);
    held->volume = archive_year(&a->calendar, held->archived.period, held->archived.published_day);
    return OK;
}

static enum err add_table(struct archive *a, enum site_table table)
{
    struct cursor cursor;
    struct bytes key, value;
    enum err err = cursor_open(a->txn, table, text_bytes(text_of("disclosure/")), &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &key, &value))) {
        err = add_version(a, value);
        if (err) {
            break;
        }
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

static int order(const struct held *a, const struct held *b)
{
    int32_t days = a->archived.published_day - b->archived.published_day;
    int difference = a->volume != b->volume ? a->volume - b->volume
                     : days != 0            ? (days < 0 ? -1 : 1)
                     : a->item != b->item   ? (int)a->item - (int)b->item
                                            : 0;
    return difference ? difference
                      : bytes_compare(text_bytes(a->archived.key), text_bytes(b->archived.key));
}

/* G12: by year, then by time of disclosure; within a day by item. */
static void sort(struct archive *a)
{
    for (size_t gap = a->count / 2; gap > 0; gap /= 2) {
        for (size_t i = gap; i < a->count; i++) {
            struct held held = a->at[i];
            size_t at = i;
            for (; at >= gap && order(&a->at[at - gap], &held) > 0; at -= gap) {
                a->at[at] = a->at[at - gap];
            }
            a->at[at] = held;
        }
    }
}

static enum err gather(struct archive *a, struct complaint *why)
{
    struct policy policy;
    uint64_t published = 0, history = 0;
    enum err err = site_policy(a->site, a->txn, &policy, &a->calendar, why);
    err = err ? err : txn_count(a->txn, SITE_PUBLISHED, &published);
    err = err ? err : txn_count(a->txn, SITE_HISTORY, &history);
    a->room = (size_t)(published + history);
    if (err || a->room > HELD_MAX) {
        return err ? err : ERR_FULL;
    }
    a->at = ARENA_ARRAY(&a->site->scratch, struct held, a->room + 1);
    err = a->at ? add_table(a, SITE_PUBLISHED) : ERR_NOMEM;
    err = err ? err : add_table(a, SITE_HISTORY);
    if (!err) {
        sort(a);
    }
    return err;
}

/* ---- printing ---- */

static size_t volume_end(const struct archive *a, size_t from)
{
    size_t to = from;
    while (to < a->count && a->at[to].volume == a->at[from].volume) {
        to++;
    }
    return to;
}

static struct period month_of(const struct held *held)
{
    return calendar_month_of(held->archived.published_day);
}

static void print_held(const struct held *held, FILE *out)
{
    char date[CIVIL_DATE_BYTES];
    fprintf(out, "    %s\t第 %u 项\t%.*s\t%.*s（第 %llu 版%s）\n",
            civil_format_date(held->archived.published_day, date), held->item,
            TEXT_ARG(held->archived.key), TEXT_ARG(held->title),
            (unsigned long long)held->archived.version,
            held->kind == KIND_withdraw ? "，撤回" : "");
}

static void print_volume(const struct archive *a, size_t from, size_t to, bool whole, FILE *out)
{
    char date[CIVIL_DATE_BYTES], month[PERIOD_BYTES];
    int year = a->at[from].volume;
    int32_t today = civil_day_at(a->site->now_s, a->calendar.offset_min);
    fprintf(out, "%d 年卷\t%zu 件\t至少保存到 %s%s\n", year, to - from,
            civil_format_date(archive_keep_until(&a->calendar, year), date),
            archive_may_delete(&a->calendar, year, today) ? "，已满保存期" : "");
    for (size_t i = from; whole && i < to; i++) {
        if (i == from || !period_equal(month_of(&a->at[i]), month_of(&a->at[i - 1]))) {
            fprintf(out, "  %s\n", period_format(month_of(&a->at[i]), month));
        }
        print_held(&a->at[i], out);
    }
}

static void json_held(struct json *j, const struct held *held)
{
    char period[PERIOD_BYTES];
    json_object(j, NULL);
    json_text(j, "key", held->archived.key);
    json_uint(j, "version", held->archived.version);
    json_text(j, "kind", text_of(kind_name(held->kind)));
    json_uint(j, "item", held->item);
    json_text(j, "period", text_of(period_format(held->archived.period, period)));
    json_text(j, "title", held->title);
    json_date(j, "published_on", held->archived.published_day);
    json_object_end(j);
}

static void json_volume(struct json *j, const struct archive *a, size_t from, size_t to)
{
    char month[PERIOD_BYTES];
    int year = a->at[from].volume;
    int32_t today = civil_day_at(a->site->now_s, a->calendar.offset_min);
    json_object(j, NULL);
    json_int(j, "year", year);
    json_date(j, "keep_until", archive_keep_until(&a->calendar, year));
    json_bool(j, "may_delete", archive_may_delete(&a->calendar, year, today));
    json_array(j, "months");
    for (size_t i = from; i < to; i++) {
        bool begins = i == from || !period_equal(month_of(&a->at[i]), month_of(&a->at[i - 1]));
        bool ends = i + 1 == to || !period_equal(month_of(&a->at[i]), month_of(&a->at[i + 1]));
        if (begins) {
            json_object(j, NULL);
            json_text(j, "month", text_of(period_format(month_of(&a->at[i]), month)));
            json_array(j, "items");
        }
        json_held(j, &a->at[i]);
        if (ends) {
            json_array_end(j);
            json_object_end(j);
        }
    }
    json_array_end(j);
    json_object_end(j);
}

static enum err print_json(const struct archive *a, int year, FILE *out)
{
    struct json j;
    struct buffer b = buffer_begin(&a->site->scratch);
    json_begin(&j, &b);
    json_array(&j, NULL);
    for (size_t from = 0; from < a->count; from = volume_end(a, from)) {
        if (year == 0 || a->at[from].volume == year) {
            json_volume(&j, a, from, volume_end(a, from));
        }
    }
    json_array_end(&j);
    return json_print(&j, out);
}

static void print_words(const struct archive *a, int year, FILE *out)
{
    bool found = false;
    for (size_t from = 0; from < a->count; from = volume_end(a, from)) {
        if (year == 0 || a->at[from].volume == year) {
            print_volume(a, from, volume_end(a, from), year != 0, out);
            found = true;
        }
    }
    if (!found) {
        fprintf(out, "这里还没有归档的内容\n");
    }
}

enum err volumes_print(struct site *site, int year, bool json, FILE *out, struct complaint *why)
{
    struct archive a = {.site = site};
    enum err err = txn_begin_read(site->store, &a.txn);
    err = err ? err : gather(&a, why);
    if (!err && json) {
        err = print_json(&a, year, out);
    } else if (!err) {
        print_words(&a, year, out);
    }
    txn_abort(a.txn);
    return err;
}

/* ---- the end of a volume ---- */

static enum err stage_purge(struct archive *a, int year, const struct purge *purge,
                            struct complaint *why)
{
    struct site *site = a->site;
    struct bytes value;
    struct entry entry = {.version = 1};
    entry.key = arena_printf(&site->scratch, "purge/%d", year);
    enum err err =
        entry.key.data ? txn_get(a->txn, SITE_PUBLISHED, text_bytes(entry.key), &value) : ERR_NOMEM;
    if (err != ERR_NOT_FOUND) {
        return err ? err : complain(why, ERR_INVALID, "%d 年卷已经销毁", year);
    }
    err = site_put_record(site, a->txn, KIND_purge, purge, &entry, why);
    err = err ? err : site_put_entry(site, a->txn, SITE_DRAFTS, &entry);
    return err ? err : act_add(site, a->txn, "delete", "%.*s", TEXT_ARG(entry.key));
}

static enum err delete_in(struct archive *a, int year, const struct purge_act *act,
                          struct purge *purge, struct complaint *why)
{
    enum err err = gather(a, why);
    struct archived *held =
        err ? NULL : ARENA_ARRAY(&a->site->scratch, struct archived, a->count + 1);
    if (!held) {
        return err ? err : ERR_NOMEM;
    }
    for (size_t i = 0; i < a->count; i++) {
        held[i] = a->at[i].archived;
    }
    err = archive_purge(&a->calendar, held, a->count, year, act, &a->site->scratch, purge, why);
    return err ? err : stage_purge(a, year, purge, why);
}

enum err volume_delete(struct site *site, int year, const struct purge_act *act, FILE *report,
                       struct complaint *why)
{
    struct archive a = {.site = site};
    struct purge purge;
    enum err err = txn_begin_write(site->store, &a.txn);
    if (err) {
        return err;
    }
    err = delete_in(&a, year, act, &purge, why);
    if (err) {
        txn_abort(a.txn);
        return err;
    }
    err = txn_commit(a.txn);
    if (!err) {
        fprintf(report, "purge/%d\t%zu 件，两方签字并 publish 后销毁，不能恢复\n", year,
                purge.rows.count);
    }
    return err;
}

static enum err forget(struct txn *txn, enum site_table table, struct bytes key)
{
    enum err err = txn_del(txn, table, key);
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err destroy_row(struct site *site, struct txn *txn, const struct purge_row *row)
{
    struct entry current;
    struct bytes name;
    enum err err = site_history_key(site, row->key, row->version, &name);
    err = err ? err : forget(txn, SITE_HISTORY, name);
    if (err) {
        return err;
    }
    err = site_entry(site, txn, SITE_PUBLISHED, row->key, &current);
    bool stays = !err && current.version != row->version;
    if (!err && !stays) {
        err = forget(txn, SITE_PUBLISHED, text_bytes(row->key));
    }
    err = err == ERR_NOT_FOUND ? OK : err;
    if (err || (stays && hash_equal(&current.hash, &row->hash))) {
        return err; /* a younger version says the same */
    }
    err = forget(txn, SITE_ORIGINALS, bytes_of(row->hash.b, HASH_BYTES));
    return err ? err : forget(txn, SITE_OBJECTS, bytes_of(row->hash.b, HASH_BYTES));
}

enum err volume_destroy(struct site *site, struct txn *txn, const struct purge *purge)
{
    enum err err = collect_note_destroyed(txn);
    for (size_t i = 0; !err && i < purge->rows.count; i++) {
        size_t mark = arena_mark(&site->scratch);
        err = destroy_row(site, txn, &purge->rows.at[i]);
        arena_rewind(&site->scratch, mark);
    }
    return err;
}
