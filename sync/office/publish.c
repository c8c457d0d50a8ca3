/* publish.c - see publish.h. */
#include "publish.h"

#include <string.h>

#include "acts.h"
#include "collect.h"
#include "gate.h"
#include "hash.h"
#include "head.h"
#include "inbox.h"
#include "log_entry.h"
#include "month_issue.h"
#include "publish_files.h"
#include "readiness.h"
#include "signing.h"
#include "volumes.h"

struct run {
    struct site *site;
    struct txn *txn;
    const struct publisher *publisher;
    enum publish_scope scope;
    FILE *report;
    struct complaint *why;
    struct entry *ready;
    size_t ready_count;
    unsigned waiting, held;
    struct policy policy;
};

enum err publish_stage(struct site *site, struct txn *txn, const struct signer *office,
                       struct text key, enum kind kind, const void *record, int64_t signed_s,
                       struct complaint *why)
{
    const struct staged staged = {.key = key, .kind = kind, .record = record, .signed_s = signed_s};
    return publish_stage_until(site, txn, office, &staged, why);
}

enum err publish_stage_until(struct site *site, struct txn *txn, const struct signer *office,
                             const struct staged *staged, struct complaint *why)
{
    struct entry before, entry = {.key = staged->key, .version = 1, .until_s = staged->until_s};
    enum err err = site_entry(site, txn, SITE_PUBLISHED, staged->key, &before);
    if (err && err != ERR_NOT_FOUND) {
        return err;
    }
    if (!err) {
        entry.version = before.version + 1;
    }
    err = site_put_record(site, txn, staged->kind, staged->record, &entry, why);
    err = err ? err : entry_sign(&entry, site->root.office, office, staged->signed_s);
    return err ? err : site_put_entry(site, txn, SITE_DRAFTS, &entry);
}

/* ---- announces ---- */

static enum err fill_announce(struct run *run, const struct entry *entry, struct announce *announce)
{
    *announce = (struct announce){.key = entry->key};
    announce->title = site_title(run->site, run->txn, entry);
    if (entry->kind != KIND_disclosure) {
        return OK;
    }
    struct disclosure d;
    enum err err = site_record(run->site, run->txn, entry, &d, run->why);
    if (!err) {
        announce->item = d.item;
        announce->part = d.part;
        announce->period = d.period;
    }
    return err;
}

/* The same announce is not made twice. */
static bool announce_stands(struct run *run, struct text key, const struct announce *announce)
{
    struct entry before;
    struct bytes object;
    if (site_newest(run->site, run->txn, key, &before, NULL) ||
        announce_encode(announce, &run->site->scratch, &object, NULL)) {
        return false;
    }
    struct hash hash = hash_of(object);
    return hash_equal(&hash, &before.hash);
}

/* Signed a second before the office signed the record: so the record, once published, ends it
 * (PROTOCOL 5). */
static enum err announce(struct run *run, const struct entry *entry, int64_t office_s)
{
    struct announce record;
    struct text key = arena_printf(&run->site->scratch, "announce/%.*s", TEXT_ARG(entry->key));
    if (!key.data || !record_key_valid(key)) {
        return key.data ? OK : ERR_NOMEM;
    }
    enum err err = fill_announce(run, entry, &record);
    if (err || announce_stands(run, key, &record)) {
        return err;
    }
    return publish_stage(run->site, run->txn, &run->publisher->office, key, KIND_announce, &record,
                         office_s - 1, run->why);
}

static bool is_announced_kind(enum kind kind)
{
    return kind == KIND_disclosure || kind == KIND_regulation;
}

static enum err announce_if_due(struct run *run, const struct entry *entry)
{
    struct bytes value;
    size_t index;
    int64_t office_s;
    if (!run->publisher->has_office || !is_announced_kind(entry->kind) ||
        !entry_signed_by(entry, &run->site->root, ROLE_OFFICE, &index, &office_s) ||
        !sign_is_missing(run->site, entry, ROLE_SUPERVISION)) {
        return OK;
    }
    enum err err = txn_get(run->txn, SITE_PUBLISHED, text_bytes(entry->key), &value);
    if (err != ERR_NOT_FOUND) {
        return err; /* an older version is there and stays until the new one is signed */
    }
    return announce(run, entry, office_s);
}

/* ---- what is ready ---- */

/* "held/<key>" names the version that somebody published with hold: its day will come by itself. */
static uint64_t held_version(const struct run *run, const struct entry *entry)
{
    uint64_t version = 0;
    struct text name = arena_printf(&run->site->scratch, "held/%.*s", TEXT_ARG(entry->key));
    return name.data && txn_get_number(run->txn, SITE_META, name.data, &version) == OK ? version
                                                                                       : 0;
}

static bool is_before_its_eve(const struct run *run, const struct entry *entry)
{
    return entry->opens_s - PUBLISH_EVE_S > run->site->now_s;
}

static bool is_held(const struct run *run, const struct entry *entry)
{
    return is_before_its_eve(run, entry) &&
           (run->publisher->hold || held_version(run, entry) == entry->version);
}

/* The tree is open to everybody who asks; so what opens later may wait here (DESIGN, Wire). */
static enum err hold(struct run *run, const struct entry *entry)
{
    struct text name = arena_printf(&run->site->scratch, "held/%.*s", TEXT_ARG(entry->key));
    if (run->report) {
        char time[CIVIL_TIME_BYTES];
        civil_format_time(entry->opens_s - PUBLISH_EVE_S, CIVIL_OFFSET_MIN_DEFAULT, time);
        fprintf(run->report, "%.*s\t先留着，%s 再放上网\n", TEXT_ARG(entry->key), time);
    }
    return name.data ? txn_put_number(run->txn, SITE_META, name.data, entry->version) : ERR_NOMEM;
}

static bool in_scope(const struct run *run, const struct entry *entry)
{
    enum kind kind = entry->kind;
    if (run->scope == PUBLISH_OWN && held_version(run, entry) == entry->version &&
        !is_before_its_eve(run, entry)) {
        return true;
    }
    return run->scope == PUBLISH_EVERYTHING || kind == KIND_receipt || kind == KIND_reply ||
           kind == KIND_kiosk || kind == KIND_thread;
}

/* The drafts, copied out: what follows changes the table. */
static enum err read_drafts(struct run *run, struct entry **drafts, size_t *count)
{
    struct arena *arena = &run->site->scratch;
    struct cursor cursor;
    struct bytes key, value;
    uint64_t total = 0;
    *count = 0;
    enum err err = txn_count(run->txn, SITE_DRAFTS, &total);
    *drafts = err ? NULL : ARENA_ARRAY(arena, struct entry, total);
    err = err ? err : *drafts ? OK : ERR_NOMEM;
    err = err ? err : cursor_open(run->txn, SITE_DRAFTS, (struct bytes){0}, &cursor);
    if (err) {
        return err;
    }
    while (*count < total && !(err = cursor_next(&cursor, &key, &value))) {
        struct bytes copy = arena_copy(arena, value.data, value.size);
        err = copy.data ? entry_decode(copy, &(*drafts)[*count]) : ERR_NOMEM;
        if (err) {
            break;
        }
        *count += in_scope(run, &(*drafts)[*count]) ? 1 : 0;
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

static void tell_waiting(struct run *run, const struct entry *entry)
{
    bool office = sign_is_missing(run->site, entry, ROLE_OFFICE);
    run->waiting++;
    if (run->report) {
        fprintf(run->report, "%.*s\t%s\n", TEXT_ARG(entry->key),
                office ? "待居委会签字" : "待监督小组签字");
    }
}

static enum err announce_waiting(struct run *run)
{
    struct entry *drafts;
    size_t count;
    enum err err = read_drafts(run, &drafts, &count);
    for (size_t i = 0; !err && i < count; i++) {
        err = announce_if_due(run, &drafts[i]);
    }
    return err;
}

/* The last look before the wire: what may not be read by everybody is held back, whoever signed it.
 */
static enum err passes_gate(struct run *run, const struct entry *entry, bool *passes)
{
    struct complaint told = {0};
    *passes = true;
    if (!kind_is_gated(entry->kind)) {
        return OK;
    }
    size_t mark = arena_mark(&run->site->scratch);
    void *record = arena_alloc(&run->site->scratch, kind_struct_size(entry->kind));
    enum err err = record ? site_record(run->site, run->txn, entry, record, run->why) : ERR_NOMEM;
    if (!err && gate_check(entry->kind, record, &run->policy, entry->key, &told)) {
        *passes = false;
        run->held++;
        if (run->report) {
            fprintf(run->report, "%.*s\t没有公布：%s\n", TEXT_ARG(entry->key), told.text);
        }
    }
    arena_rewind(&run->site->scratch, mark);
    return err;
}

static enum err collect_ready(struct run *run)
{
    struct entry *drafts;
    size_t count;
    enum err err = read_drafts(run, &drafts, &count);
    if (err) {
        return err;
    }
    run->ready = drafts;
    for (size_t i = 0; i < count; i++) {
        bool passes = false;
        if (entry_check(&drafts[i], &run->site->root, NULL)) {
            tell_waiting(run, &drafts[i]);
            continue;
        }
        if (is_held(run, &drafts[i])) {
            err = hold(run, &drafts[i]);
            if (err) {
                return err;
            }
            continue;
        }
        err = passes_gate(run, &drafts[i], &passes);
        if (err) {
            return err;
        }
        if (passes) {
            run->ready[run->ready_count++] = drafts[i];
        }
    }
    return OK;
}

/* ---- the log ---- */

/* A letter's state says nothing of it, and its reply is sealed: they may lie in a log a little
 * longer than they can be looked up. A list of persons may not. */
static bool may_ride(const struct entry *entry)
{
    return entry->until_s == 0 || entry->kind == KIND_receipt || entry->kind == KIND_reply;
}

/* Small objects ride along, but never one that must leave the tree on a day. */
static enum err take_inline(struct run *run, const struct entry *entries, size_t count,
                            struct log_entry *log)
{
    size_t room = LOG_INLINE_BYTES_MAX;
    for (size_t i = 0; i < count; i++) {
        if (entries[i].size > room || !may_ride(&entries[i])) {
            continue;
        }
        enum err err = txn_get(run->txn, SITE_OBJECTS, bytes_of(entries[i].hash.b, HASH_BYTES),
                               &log->objects[log->object_count]);
        if (err) {
            return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
        }
        room -= entries[i].size;
        log->object_count++;
    }
    return OK;
}

static enum err keep_history(struct run *run, struct text key)
{
    struct site *site = run->site;
    struct entry before;
    struct bytes bytes;
    enum err err = site_entry(site, run->txn, SITE_PUBLISHED, key, &before);
    if (err) {
        return err == ERR_NOT_FOUND ? OK : err;
    }
    struct bytes name;
    err = site_history_key(site, key, before.version, &name);
    err = err ? err : entry_encode(&before, &site->scratch, &bytes);
    return err ? err : txn_put(run->txn, SITE_HISTORY, name, bytes);
}

/* A volume's end: what the record lists goes with its publication. */
static enum err destroy(struct run *run, const struct entry *entry)
{
    struct purge purge;
    if (entry->kind != KIND_purge) {
        return OK;
    }
    enum err err = site_record(run->site, run->txn, entry, &purge, run->why);
    return err ? err : volume_destroy(run->site, run->txn, &purge);
}

static enum err make_current(struct run *run, const struct entry *entry)
{
    enum err err = keep_history(run, entry->key);
    err = err ? err : site_put_entry(run->site, run->txn, SITE_PUBLISHED, entry);
    err = err ? err : txn_del(run->txn, SITE_DRAFTS, text_bytes(entry->key));
    err = err ? err : collect_note_until(run->txn, entry);
    return err ? err : destroy(run, entry);
}

static enum err put_log(struct run *run, struct log_entry *log)
{
    struct bytes plain;
    uint8_t key[8];
    be64_put(key, log->seq);
    enum err err = log_entry_encode(log, &run->site->scratch, &plain);
    err = err ? err : txn_put(run->txn, SITE_LOGS, bytes_of(key, sizeof key), plain);
    if (err) {
        return err;
    }
    struct hash tip = hash_of(plain);
    err = txn_put_number(run->txn, SITE_META, "seq", log->seq);
    return err ? err : site_put_value(run->txn, "tip", tip.b, sizeof tip.b);
}

/* Which log a kiosk must have for everything that opens on a day to come (readiness.h). */
static enum err note_opening(struct run *run, const struct entry *entry, uint64_t seq)
{
    char name[READINESS_NAME_BYTES];
    if (entry->opens_s <= run->site->now_s) {
        return OK;
    }
    int32_t day = civil_day_at(entry->opens_s, (int)run->policy.utc_offset_min);
    return txn_put_number(run->txn, SITE_META, readiness_name(day, name), seq);
}

static enum err publish_batch(struct run *run, struct entry *entries, size_t count)
{
    struct log_entry log = {.office = run->site->root.office,
                            .entries = entries,
                            .entry_count = count,
                            .objects = ARENA_ARRAY(&run->site->scratch, struct bytes, count)};
    enum err err = log.objects ? OK : ERR_NOMEM;
    err = err ? err : txn_get_number(run->txn, SITE_META, "seq", &log.seq);
    err = err ? err : site_get_value(run->txn, "tip", log.previous.b, sizeof log.previous.b);
    log.seq++;
    err = err ? err : take_inline(run, entries, count, &log);
    err = err ? err : put_log(run, &log);
    for (size_t i = 0; !err && i < count; i++) {
        err = make_current(run, &entries[i]);
        err = err ? err : note_opening(run, &entries[i], log.seq);
    }
    return err ? err
               : act_add(run->site, run->txn, "publish", "log %llu 批 %zu 条",
                         (unsigned long long)log.seq, count);
}

/* What opens in a month brings the month's table of contents with it, in the same log. */
static enum err add_month_issues(struct run *run)
{
    struct site *site = run->site;
    struct entry *staged = ARENA_ARRAY(&site->scratch, struct entry, MONTH_ISSUES_MAX);
    size_t count = 0;
    enum err err = staged
                       ? month_issue_stage(site, run->txn, &run->publisher->office, run->ready,
                                           run->ready_count, site->now_s, staged, &count, run->why)
                       : ERR_NOMEM;
    if (err || count == 0) {
        return err;
    }
    struct entry *all = ARENA_ARRAY(&site->scratch, struct entry, run->ready_count + count);
    if (!all) {
        return ERR_NOMEM;
    }
    memcpy(all, run->ready, run->ready_count * sizeof *all);
    memcpy(all + run->ready_count, staged, count * sizeof *all);
    run->ready = all;
    run->ready_count += count;
    return OK;
}

static enum err make_publication(struct run *run)
{
    enum err err = OK;
    if (run->publisher->has_office) {
        err = inbox_stage_receipts(run->site, run->txn, &run->publisher->office, run->why);
        err = err || run->scope == PUBLISH_OWN ? err : announce_waiting(run);
    }
    err = err ? err : collect_ready(run);
    if (!err && run->publisher->has_office && run->scope == PUBLISH_EVERYTHING) {
        err = add_month_issues(run);
    }
    for (size_t at = 0; !err && at < run->ready_count; at += PUBLISH_BATCH) {
        size_t left = run->ready_count - at;
        err = publish_batch(run, run->ready + at, left < PUBLISH_BATCH ? left : PUBLISH_BATCH);
    }
    return err;
}

static enum err commit_publication(struct run *run)
{
    enum err err = txn_begin_write(run->site->store, &run->txn);
    if (err) {
        return err;
    }
    struct calendar calendar;
    err = site_policy(run->site, run->txn, &run->policy, &calendar, run->why);
    err = err ? err : make_publication(run);
    if (err) {
        txn_abort(run->txn);
        return err;
    }
    return txn_commit(run->txn);
}

static void tell_ready(const struct run *run)
{
    for (size_t i = 0; i < run->ready_count; i++) {
        fprintf(run->report, "%.*s\t%s\n", TEXT_ARG(run->ready[i].key),
                run->ready[i].kind == KIND_announce ? "标题已公布，待监督小组签字" : "已公布");
    }
}

enum err publish_run(struct site *site, const struct publisher *publisher, enum publish_scope scope,
                     FILE *report, struct complaint *why)
{
    struct run run = {
        .site = site, .publisher = publisher, .scope = scope, .report = report, .why = why};
    size_t mark = arena_mark(&site->scratch);
    enum err err = publisher->hurried ? site_lock_now(site, why) : site_lock(site, why);
    err = err ? err : commit_publication(&run);
    if (!err && report) {
        tell_ready(&run); /* only what is on disk is told */
    }
    arena_rewind(&site->scratch, mark);
    err = err ? err : publish_files(site, publisher, why);
    site_unlock(site);
    if (!err && report) {
        fprintf(report, "公布了 %zu 条，%u 条在等签字\n", run.ready_count, run.waiting);
        if (run.held > 0) {
            fprintf(report, "%u 条含不能公开的内容，没有公布：请改正后重新导入，再签\n", run.held);
        }
        err = scope == PUBLISH_EVERYTHING ? readiness_print(site, READINESS_PUBLISHED, report, why)
                                          : OK;
    }
    return err;
}

enum err publish_head(struct site *site, const struct publisher *publisher, struct complaint *why)
{
    enum err err = publisher->hurried ? site_lock_now(site, why) : site_lock(site, why);
    err = err ? err : publish_files(site, publisher, why);
    site_unlock(site);
    return err;
}
