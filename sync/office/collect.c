/* collect.c - see collect.h. */
#include "collect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acts.h"
#include "hash.h"
#include "inbox.h"
#include "log.h"
#include "log_entry.h"
#include "routes.h"
#include "snapshot.h"
#include "tree.h"

enum {
    KEEP_BYTES = 64 * 1024 * 1024, /* address space: hashes of all that is kept */
    SEQ_KEY_BYTES = 8,
    OBJECT_FOLDERS = 256, /* by the first two digits */
};

/* Names in SITE_META. */
static const char RAN_AT[] = "collect-at",
                  LOG_FIRST[] = "log-first", /* lowest log there is; 0: 1 */
    FLOOR[] = "collect-floor",               /* what kiosks did not need ... */
    FLOOR_AT[] = "collect-floor-at",         /* ... at this moment */
    UNTIL_NEXT[] = "until-next",             /* when the next thing ends; 0: not known */
    DESTROYED[] = "snapshot-stale";          /* a volume was destroyed (publish_files.c) */

struct collection {
    struct site *site;
    struct txn *txn;
    struct complaint *why;
    uint64_t seq, snapshot_seq, log_first, floor; /* logs up to `floor` go */
    uint64_t mark, mark_at;                       /* the next FLOOR and FLOOR_AT */
    uint64_t destroyed;
    int64_t until_next;
    struct hash snapshot, snapshot_before, ahead;
    uint64_t ahead_seq; /* 0: no snapshot was made ahead (tidy.h) */
    struct arena arena;
    struct buffer building;
    struct bytes kept; /* hashes in order */
    size_t files;      /* that went */
};

/* ---- when ---- */

static bool has_ended(const struct site *site, const struct entry *entry)
{
    return entry->until_s != 0 && site->now_s >= entry->until_s;
}

enum err collect_has_ended(struct site *site, struct txn *txn, bool *ended)
{
    uint64_t next = 0;
    enum err err = txn_get_number(txn, SITE_META, UNTIL_NEXT, &next);
    *ended = !err && (int64_t)next <= site->now_s;
    return err;
}

enum err collect_note_until(struct txn *txn, const struct entry *entry)
{
    uint64_t next = 0;
    enum err err = txn_get_number(txn, SITE_META, UNTIL_NEXT, &next);
    /* 0 stays: then everything is looked at. */
    return err || entry->until_s == 0 || (uint64_t)entry->until_s >= next
               ? err
               : txn_put_number(txn, SITE_META, UNTIL_NEXT, (uint64_t)entry->until_s);
}

enum err collect_note_destroyed(struct txn *txn)
{
    return txn_put_number(txn, SITE_META, DESTROYED, 1);
}

static bool is_past(const struct site *site, uint64_t at, int64_t wait_s)
{
    int64_t since_s = site->now_s - (int64_t)at;
    return since_s >= wait_s;
}

enum err collect_is_due(struct site *site, struct txn *txn, bool *due)
{
    uint64_t at = 0;
    enum err err = txn_get_number(txn, SITE_META, RAN_AT, &at);
    /* Also when the clock went back behind the last run. */
    *due = !err && (is_past(site, at, COLLECT_EVERY_S) || (int64_t)at > site->now_s);
    return err;
}

enum err collect_log_first(struct txn *txn, uint64_t *seq)
{
    uint64_t first = 0;
    enum err err = txn_get_number(txn, SITE_META, LOG_FIRST, &first);
    *seq = first ? first : 1;
    return err;
}

uint64_t collect_floor(uint64_t seq, uint64_t snapshot_seq)
{
    uint64_t behind = seq > SNAPSHOT_BEHIND_MAX ? seq - SNAPSHOT_BEHIND_MAX : 0;
    return behind < snapshot_seq ? behind : snapshot_seq;
}

/* ---- how far ---- */

/* A floor counts once it has stood for COLLECT_GRACE_S. */
static void floor_settle(struct collection *c, uint64_t floor)
{
    uint64_t now = (uint64_t)c->site->now_s, candidate = collect_floor(c->seq, c->snapshot_seq);
    bool aged = c->mark_at != 0 && is_past(c->site, c->mark_at, COLLECT_GRACE_S);

    c->floor = aged ? floor : c->log_first - 1;
    if (c->destroyed) {
        c->floor = c->snapshot_seq;
    }
    c->floor = c->floor < c->log_first - 1 ? c->log_first - 1 : c->floor;
    c->mark = floor;
    if (aged || c->mark_at == 0 || c->mark_at > now) {
        c->mark = candidate;
        c->mark_at = now;
    }
}

static enum err look(struct collection *c)
{
    struct txn *txn = c->txn;
    uint64_t floor = 0;
    enum err err = txn_get_number(txn, SITE_META, "seq", &c->seq);
    err = err ? err : txn_get_number(txn, SITE_META, "snapshot-seq", &c->snapshot_seq);
    err = err ? err : collect_log_first(txn, &c->log_first);
    err = err ? err : txn_get_number(txn, SITE_META, FLOOR, &floor);
    err = err ? err : txn_get_number(txn, SITE_META, FLOOR_AT, &c->mark_at);
    err = err ? err : txn_get_number(txn, SITE_META, DESTROYED, &c->destroyed);
    err = err ? err : site_get_value(txn, "snapshot", c->snapshot.b, HASH_BYTES);
    err = err ? err : site_get_value(txn, "ahead", c->ahead.b, HASH_BYTES);
    err = err ? err : txn_get_number(txn, SITE_META, "ahead-seq", &c->ahead_seq);
    err = err ? err : site_get_value(txn, "snapshot-before", c->snapshot_before.b, HASH_BYTES);
    if (!err) {
        floor_settle(c, floor);
    }
    return err;
}

/* ---- what stays ---- */

static int hash_order(const void *a, const void *b)
{
    return memcmp(a, b, HASH_BYTES);
}

static void keep_begin(struct collection *c)
{
    arena_reset(&c->arena);
    c->building = buffer_begin(&c->arena);
}

static void keep(struct collection *c, const struct hash *hash)
{
    buffer_add(&c->building, hash->b, HASH_BYTES);
}

static enum err keep_end(struct collection *c)
{
    uint8_t *at;
    enum err err = buffer_end(&c->building, &c->kept);
    if (err || c->kept.size == 0) {
        return err;
    }
    at = c->arena.base + (c->kept.data - c->arena.base); /* our own, to be put in order */
    qsort(at, c->kept.size / HASH_BYTES, HASH_BYTES, hash_order);
    return OK;
}

static bool is_kept(const struct collection *c, const uint8_t *hash)
{
    return c->kept.size > 0 &&
           bsearch(hash, c->kept.data, c->kept.size / HASH_BYTES, HASH_BYTES, hash_order) != NULL;
}

typedef enum err entry_fn(struct collection *c, const struct entry *entry);

static enum err each_entry(struct collection *c, enum site_table table, entry_fn *look_at)
{
    struct cursor cursor;
    struct bytes key, value;
    enum err err = cursor_open(c->txn, table, (struct bytes){0}, &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &key, &value))) {
        struct entry entry;
        err = entry_decode(value, &entry) ? ERR_CORRUPT : look_at(c, &entry);
        if (err) {
            break;
        }
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err note_until(struct collection *c, const struct entry *entry)
{
    if (entry->until_s > c->site->now_s && entry->until_s < c->until_next) {
        c->until_next = entry->until_s;
    }
    return OK;
}

static enum err keep_in_force(struct collection *c, const struct entry *entry)
{
    if (!has_ended(c->site, entry)) {
        keep(c, &entry->hash);
    }
    return note_until(c, entry);
}

static enum err keep_any(struct collection *c, const struct entry *entry)
{
    keep(c, &entry->hash);
    return OK;
}

/* What the logs name that stay, so that whoever goes by them finds it. */
static enum err keep_of_logs(struct collection *c)
{
    struct arena *scratch = &c->site->scratch;
    enum err err = OK;
    for (uint64_t seq = c->floor + 1; !err && seq <= c->seq; seq++) {
        struct log_entry log;
        struct bytes plain;
        uint8_t key[SEQ_KEY_BYTES];
        size_t mark = arena_mark(scratch);
        be64_put(key, seq);
        err = txn_get(c->txn, SITE_LOGS, bytes_of(key, sizeof key), &plain);
        err = err ? err : log_entry_decode(plain, scratch, &log, c->why);
        for (size_t i = 0; !err && i < log.entry_count; i++) {
            err = keep_in_force(c, &log.entries[i]);
        }
        arena_rewind(scratch, mark);
    }
    return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
}

/* ---- the tree ---- */

static bool log_goes(const struct route *route, struct text name, void *data)
{
    const struct collection *c = data;
    (void)name;
    return route->seq <= c->floor;
}

static bool snapshot_goes(const struct route *route, struct text name, void *data)
{
    const struct collection *c = data;
    struct hash hash;
    (void)route;
    return hex_parse(name, hash.b, HASH_BYTES) == OK && !hash_equal(&hash, &c->snapshot) &&
           !hash_equal(&hash, &c->snapshot_before) &&
           (c->ahead_seq == 0 || !hash_equal(&hash, &c->ahead));
}

static bool object_goes(const struct route *route, struct text name, void *data)
{
    const struct collection *c = data;
    struct hash hash;
    (void)route;
    return hex_parse(name, hash.b, HASH_BYTES) == OK && !is_kept(c, hash.b);
}

static enum err sweep_tree(struct collection *c)
{
    char folder[ROUTE_BYTES_MAX];
    struct text office = c->site->root.office;
    enum err err = OK;
    for (unsigned i = 0; !err && i < OBJECT_FOLDERS; i++) {
        snprintf(folder, sizeof folder, "v1/%.*s/o/%02x", TEXT_ARG(office), i);
        err = tree_sweep(c->site, folder, object_goes, c, &c->files, c->why);
    }
    snprintf(folder, sizeof folder, "v1/%.*s/log", TEXT_ARG(office));
    err = err ? err : tree_sweep(c->site, folder, log_goes, c, &c->files, c->why);
    snprintf(folder, sizeof folder, "v1/%.*s/snap", TEXT_ARG(office));
    err = err ? err : tree_sweep(c->site, folder, snapshot_goes, c, &c->files, c->why);
    /* Gone for good before the store forgets that they were there. */
    return err || c->files == 0 ? err : tree_sync(c->site, c->why);
}

static enum err collect_tree(struct collection *c)
{
    enum err err = txn_begin_read(c->site->store, &c->txn);
    c->until_next = INT64_MAX;
    err = err ? err : look(c);
    keep_begin(c);
    err = err ? err : each_entry(c, SITE_PUBLISHED, keep_in_force);
    err = err ? err : each_entry(c, SITE_HISTORY, note_until);
    err = err ? err : keep_of_logs(c);
    err = err ? err : keep_end(c);
    txn_abort(c->txn);
    c->txn = NULL;
    return err ? err : sweep_tree(c);
}

/* ---- the store ---- */

/* The hash of the newest log that goes; none when there is none. */
static enum err logs_forget(struct collection *c, struct hash *newest)
{
    struct cursor cursor;
    struct bytes key, value;
    enum err err = cursor_open(c->txn, SITE_LOGS, (struct bytes){0}, &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &key, &value)) && key.size == SEQ_KEY_BYTES &&
           be64_get(key.data) <= c->floor) {
        *newest = hash_of(value);
        err = cursor_del(&cursor);
        if (err) {
            break;
        }
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err logs_collect(struct collection *c)
{
    struct hash newest = {0};
    char hex[HASH_HEX_BYTES + 1];
    if (c->floor < c->log_first) {
        return OK;
    }
    enum err err = logs_forget(c, &newest);
    hex_format(bytes_of(newest.b, HASH_BYTES), hex);
    err = err ? err : txn_put_number(c->txn, SITE_META, LOG_FIRST, c->floor + 1);
    return err ? err
               : act_add(c->site, c->txn, "serve", "collect logs %llu-%llu tip %s",
                         (unsigned long long)c->log_first, (unsigned long long)c->floor, hex);
}

/* Earlier versions of these say nothing that the newest does not. */
static bool is_transient(enum kind kind)
{
    return kind == KIND_receipt || kind == KIND_reply || kind == KIND_issue;
}

static enum err history_collect(struct collection *c)
{
    struct cursor cursor;
    struct bytes key, value;
    enum err err = cursor_open(c->txn, SITE_HISTORY, (struct bytes){0}, &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &key, &value))) {
        struct entry entry;
        err = entry_decode(value, &entry) ? ERR_CORRUPT
              : is_transient(entry.kind)  ? cursor_del(&cursor)
                                          : OK;
        if (err) {
            break;
        }
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

/* A receipt or reply that can no longer be looked up anywhere. */
static enum err letters_collect(struct collection *c)
{
    struct cursor cursor;
    struct bytes key, value;
    enum err err = cursor_open(c->txn, SITE_PUBLISHED, text_bytes(text_of("re")), &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &key, &value))) {
        struct entry entry;
        err = entry_decode(value, &entry) ? ERR_CORRUPT : OK;
        if (!err && (entry.kind == KIND_receipt || entry.kind == KIND_reply) &&
            has_ended(c->site, &entry)) {
            err = cursor_del(&cursor);
        }
        if (err) {
            break;
        }
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err letters_purge(struct collection *c)
{
    struct policy policy;
    struct calendar calendar;
    size_t count = 0;
    enum err err = site_policy(c->site, c->txn, &policy, &calendar, c->why);
    err = err ? err : inbox_purge(c->site, c->txn, (unsigned)policy.letters_keep_days, &count);
    if (!err && count > 0) {
        log_info("满保存期的来信 %zu 封已销毁，每一封都记在 log 里", count);
    }
    return err;
}

static enum err unnamed_collect(struct collection *c, enum site_table table)
{
    struct cursor cursor;
    struct bytes key, value;
    enum err err = cursor_open(c->txn, table, (struct bytes){0}, &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &key, &value))) {
        err = key.size == HASH_BYTES && !is_kept(c, key.data) ? cursor_del(&cursor) : OK;
        if (err) {
            break;
        }
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? OK : err;
}

static enum err objects_collect(struct collection *c)
{
    keep_begin(c);
    enum err err = each_entry(c, SITE_DRAFTS, keep_any);
    err = err ? err : each_entry(c, SITE_PUBLISHED, keep_any);
    err = err ? err : each_entry(c, SITE_HISTORY, keep_any);
    err = err ? err : keep_end(c);
    err = err ? err : unnamed_collect(c, SITE_OBJECTS);
    return err ? err : unnamed_collect(c, SITE_ORIGINALS);
}

static enum err notes_put(struct collection *c)
{
    enum err err = txn_put_number(c->txn, SITE_META, RAN_AT, (uint64_t)c->site->now_s);
    err = err ? err : txn_put_number(c->txn, SITE_META, FLOOR, c->mark);
    err = err ? err : txn_put_number(c->txn, SITE_META, FLOOR_AT, c->mark_at);
    err = err ? err : txn_put_number(c->txn, SITE_META, UNTIL_NEXT, (uint64_t)c->until_next);
    return err || !c->destroyed ? err : txn_put_number(c->txn, SITE_META, DESTROYED, 0);
}

static enum err collect_store(struct collection *c)
{
    enum err err = txn_begin_write(c->site->store, &c->txn);
    if (err) {
        return err;
    }
    err = logs_collect(c);
    err = err ? err : history_collect(c);
    err = err ? err : letters_collect(c);
    err = err ? err : letters_purge(c);
    err = err ? err : objects_collect(c);
    err = err ? err : notes_put(c);
    if (err) {
        txn_abort(c->txn);
        return err;
    }
    return txn_commit(c->txn);
}

enum err collect_run(struct site *site, struct complaint *why)
{
    struct collection c = {.site = site, .why = why};
    size_t mark = arena_mark(&site->scratch);
    enum err err = arena_init(&c.arena, KEEP_BYTES);
    if (err) {
        return err;
    }
    err = collect_tree(&c);
    err = err ? err : collect_store(&c);
    arena_deinit(&c.arena);
    arena_rewind(&site->scratch, mark);
    return err;
}
