/* publish_files.c - see publish_files.h. */
#include "publish_files.h"

#include <string.h>

#include "collect.h"
#include "file.h"
#include "hash.h"
#include "head.h"
#include "key_renewal.h"
#include "log.h"
#include "log_entry.h"
#include "pack.h"
#include "routes.h"
#include "snapshot_make.h"

/* Where the store and the tree stand. */
struct progress {
    uint64_t seq, tree_seq; /* newest log entry; newest whose files are all there */
    struct hash tip;
    struct hash snapshot, snapshot_before;
    uint64_t snapshot_size, snapshot_seq, snapshot_sound;
    struct key_signature endorsement; /* of that snapshot; zeroes: none */
    struct hash ahead;                /* a later one that tidy_run() has made; ahead_seq 0: none */
    uint64_t ahead_size, ahead_seq, ahead_sound;
    uint64_t issued_s;
    uint64_t stale;     /* a volume was destroyed, and is still in old files (collect.h) */
    uint64_t head_root; /* version of the root under which the newest head was made */
    bool anew;          /* something must leave the tree: the snapshot is made anew without it */
    bool collect;       /* files may go once the head is there */
    bool tidy;          /* and that is left to tidy_run() */
};

static enum err read_progress(struct txn *txn, struct progress *p)
{
    enum err err = txn_get_number(txn, SITE_META, "seq", &p->seq);
    err = err ? err : txn_get_number(txn, SITE_META, "tree-seq", &p->tree_seq);
    err = err ? err : txn_get_number(txn, SITE_META, "snapshot-size", &p->snapshot_size);
    err = err ? err : txn_get_number(txn, SITE_META, "snapshot-seq", &p->snapshot_seq);
    err = err ? err : txn_get_number(txn, SITE_META, "snapshot-sound", &p->snapshot_sound);
    err = err ? err : txn_get_number(txn, SITE_META, "issued", &p->issued_s);
    err = err ? err : txn_get_number(txn, SITE_META, "snapshot-stale", &p->stale);
    err = err ? err : txn_get_number(txn, SITE_META, "head-root", &p->head_root);
    err = err ? err : site_get_value(txn, "tip", p->tip.b, HASH_BYTES);
    err = err ? err : txn_get_number(txn, SITE_META, "ahead-size", &p->ahead_size);
    err = err ? err : txn_get_number(txn, SITE_META, "ahead-seq", &p->ahead_seq);
    err = err ? err : txn_get_number(txn, SITE_META, "ahead-sound", &p->ahead_sound);
    err = err ? err : site_get_value(txn, "ahead", p->ahead.b, HASH_BYTES);
    err = err ? err : site_get_value(txn, "snapshot", p->snapshot.b, HASH_BYTES);
    err = err ? err : site_get_value(txn, "endorsement", &p->endorsement, sizeof p->endorsement);
    return err ? err : site_get_value(txn, "snapshot-before", p->snapshot_before.b, HASH_BYTES);
}

static enum err write_progress(struct txn *txn, const struct progress *p)
{
    enum err err = txn_put_number(txn, SITE_META, "tree-seq", p->seq);
    err = err ? err : site_put_value(txn, "tree-tip", p->tip.b, HASH_BYTES);
    err = err ? err : txn_put_number(txn, SITE_META, "snapshot-size", p->snapshot_size);
    err = err ? err : txn_put_number(txn, SITE_META, "snapshot-seq", p->snapshot_seq);
    err = err ? err : txn_put_number(txn, SITE_META, "snapshot-sound", p->snapshot_sound);
    err = err ? err : site_put_value(txn, "endorsement", &p->endorsement, sizeof p->endorsement);
    err = err ? err : txn_put_number(txn, SITE_META, "issued", p->issued_s);
    err = err ? err : txn_put_number(txn, SITE_META, "head-root", p->head_root);
    err = err || !p->tidy ? err : txn_put_number(txn, SITE_META, "tidy-wanted", 1);
    err = err || p->ahead_seq > p->snapshot_seq ? err
                                                : txn_put_number(txn, SITE_META, "ahead-seq", 0);
    err = err ? err : site_put_value(txn, "snapshot", p->snapshot.b, HASH_BYTES);
    return err ? err : site_put_value(txn, "snapshot-before", p->snapshot_before.b, HASH_BYTES);
}

/* ---- objects and logs ---- */

static enum err put_frame(struct site *site, const char *route, struct bytes plain,
                          struct complaint *why)
{
    struct bytes frame;
    size_t mark = arena_mark(&site->scratch);
    enum err err = pack_frame(plain, &site->scratch, &frame);
    err = err ? err : tree_put(site, route, frame, why);
    arena_rewind(&site->scratch, mark);
    return err;
}

static bool is_inline(const struct log_entry *log, const struct entry *entry)
{
    for (size_t i = 0; i < log->object_count; i++) {
        struct hash hash = hash_of(log->objects[i]);
        if (log->objects[i].size == entry->size && hash_equal(&hash, &entry->hash)) {
            return true;
        }
    }
    return false;
}

/* Neither in force nor an earlier version: its volume was destroyed. */
static bool was_destroyed(struct site *site, struct txn *txn, const struct entry *entry)
{
    struct bytes name, value;
    struct entry current;
    if (site_entry(site, txn, SITE_PUBLISHED, entry->key, &current) == OK &&
        current.version == entry->version) {
        return false;
    }
    return site_history_key(site, entry->key, entry->version, &name) == OK &&
           txn_get(txn, SITE_HISTORY, name, &value) == ERR_NOT_FOUND;
}

static enum err put_object(struct site *site, struct txn *txn, const struct entry *entry,
                           struct complaint *why)
{
    char route[ROUTE_BYTES_MAX];
    struct bytes object;
    enum err err = txn_get(txn, SITE_OBJECTS, bytes_of(entry->hash.b, HASH_BYTES), &object);
    if (err == ERR_NOT_FOUND && was_destroyed(site, txn, entry)) {
        return OK; /* before its file was written; this log goes with the next head */
    }
    if (err) {
        return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
    }
    route_object(route, site->root.office, &entry->hash);
    return put_frame(site, route, object, why);
}

static enum err put_log_files(struct site *site, struct txn *txn, uint64_t seq,
                              struct complaint *why)
{
    char route[ROUTE_BYTES_MAX];
    struct log_entry log;
    struct bytes plain;
    uint8_t key[8];
    be64_put(key, seq);
    enum err err = txn_get(txn, SITE_LOGS, bytes_of(key, sizeof key), &plain);
    err = err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
    err = err ? err : log_entry_decode(plain, &site->scratch, &log, why);
    for (size_t i = 0; !err && i < log.entry_count; i++) {
        if (!is_inline(&log, &log.entries[i])) {
            err = put_object(site, txn, &log.entries[i], why);
        }
    }
    route_log(route, site->root.office, seq);
    return err ? err : put_frame(site, route, plain, why);
}

static enum err put_logs(struct site *site, struct txn *txn, const struct progress *p,
                         struct complaint *why)
{
    enum err err = OK;
    for (uint64_t seq = p->tree_seq + 1; !err && seq <= p->seq; seq++) {
        size_t mark = arena_mark(&site->scratch);
        err = put_log_files(site, txn, seq, why);
        arena_rewind(&site->scratch, mark);
    }
    return err;
}

/* ---- snapshot ---- */

static bool snapshot_is_due(const struct progress *p)
{
    return p->seq > 0 && (p->anew || hash_is_none(&p->snapshot) ||
                          p->seq - p->snapshot_seq >= PUBLISH_SNAPSHOT_EVERY);
}

static bool can_wait(const struct progress *p)
{
    return !p->anew && !hash_is_none(&p->snapshot) &&
           p->seq - p->snapshot_seq < PUBLISH_SNAPSHOT_LATEST;
}

/* The one before may be on its way to somebody; but not what must go. */
static void take_place(struct progress *p, const struct snapshot_made *made)
{
    p->snapshot_before = p->anew ? (struct hash){0} : p->snapshot;
    p->snapshot = made->name;
    p->snapshot_size = made->size;
    p->snapshot_seq = made->seq;
    p->snapshot_sound = made->sound;
    p->endorsement = (struct key_signature){0};
    p->collect = true; /* the last but one goes */
}

/* Not in a tree that an older copy of the office was restored into. */
static bool ahead_is_there(const struct site *site, const struct progress *p)
{
    char route[ROUTE_BYTES_MAX], path[FILE_PATH_BYTES_MAX];
    route_snapshot(route, site->root.office, &p->ahead);
    return tree_path(site, route, path) == OK && file_exists(path);
}

static enum err put_snapshot(struct site *site, struct txn *txn, struct progress *p, bool hurried,
                             struct complaint *why)
{
    const struct snapshot_place place = {.seq = p->seq, .tip = p->tip};
    struct snapshot_made made;
    if (!p->anew && p->ahead_seq > p->snapshot_seq) {
        if (ahead_is_there(site, p)) {
            made = (struct snapshot_made){.name = p->ahead,
                                          .size = p->ahead_size,
                                          .seq = p->ahead_seq,
                                          .sound = p->ahead_sound};
            take_place(p, &made);
            return OK;
        }
        p->ahead_seq = 0;
    }
    if (!snapshot_is_due(p) || (hurried && can_wait(p))) {
        return OK;
    }
    enum err err = snapshot_make(site, txn, &place, ".part", &made, why);
    err = err ? err : snapshot_show(site, &made, why);
    if (!err) {
        take_place(p, &made);
    }
    return err;
}

/* ---- head ---- */

static bool is_none(const struct key_signature *endorsement)
{
    static const struct key_signature none;
    return memcmp(endorsement, &none, sizeof none) == 0;
}

static struct head head_of(const struct site *site, const struct progress *p)
{
    return (struct head){
        .office = site->root.office,
        .root_version = site->root.version,
        .seq = p->seq,
        .issued_s = (int64_t)p->issued_s,
        .tip = p->tip,
        .snapshot = p->snapshot,
        .snapshot_size = p->snapshot_size,
        .snapshot_seq = p->snapshot_seq,
        .min_agent = AGENT_PROTOCOL,
        .endorsements = {p->endorsement},
        .endorsement_count = is_none(&p->endorsement) ? 0 : 1,
    };
}

static enum err put_head(struct site *site, const struct progress *p, const struct signer *signer,
                         struct complaint *why)
{
    char route[ROUTE_BYTES_MAX];
    struct bytes bytes;
    const struct head head = head_of(site, p);
    enum err err = head_encode(&head, signer, &site->scratch, &bytes);
    route_head(route, site->root.office);
    return err ? err : tree_put_durable(site, route, bytes, why);
}

/* The first head under a new root: all that is live must be signed by its keys, and a snapshot of
 * it is made, since kiosks begin anew (PROTOCOL 5 and 9.4). */
static enum err root_turn(struct site *site, struct txn *txn, struct progress *p,
                          struct complaint *why)
{
    struct text key = {0};
    size_t left;
    if (site->root.version <= p->head_root) {
        return OK;
    }
    enum err err = renewal_left(site, txn, &site->root, &left, &key);
    if (!err && left > 0) {
        return complain(why, ERR_DENIED,
                        "换钥匙以后还有 %zu 条没有重新签字（如 %.*s），屏幕先照旧；请先办 key SITE "
                        "resign，再 publish",
                        left, TEXT_ARG(key));
    }
    p->anew = p->anew || p->head_root > 0;
    p->head_root = site->root.version;
    return err;
}

static bool is_key_of(const struct root *root, enum role role, const struct signer *signer)
{
    const struct role_keys *keys = &root->roles[role];
    for (size_t i = 0; i < keys->count; i++) {
        if (public_key_equal(&keys->keys[i], &signer->pk)) {
            return true;
        }
    }
    return false;
}

/* Where the office's key is at hand, also for a snapshot that was made without it. */
static enum err endorse(const struct site *site, const struct publisher *publisher,
                        struct progress *p)
{
    const struct head head = head_of(site, p);
    if (!p->snapshot_sound || !is_none(&p->endorsement) || !publisher->has_office ||
        !is_key_of(&site->root, ROLE_OFFICE, &publisher->office)) {
        return OK;
    }
    return head_endorse(&head, &publisher->office, &p->endorsement);
}

/* What has passed its `until`, or was destroyed, is in the snapshot that stands. */
static enum err look_for_leaving(struct site *site, struct txn *txn, struct progress *p)
{
    bool ended = false, due = false;
    enum err err = collect_has_ended(site, txn, &ended);
    err = err ? err : collect_is_due(site, txn, &due);
    p->anew = p->anew || ended || p->stale;
    p->collect = ended || p->stale || due;
    return err;
}

static enum err put_all_but_head(struct site *site, struct progress *p, bool hurried,
                                 struct complaint *why)
{
    struct txn *txn = NULL;
    enum err err = txn_begin_read(site->store, &txn);
    err = err ? err : read_progress(txn, p);
    err = err ? err : root_turn(site, txn, p, why);
    err = err ? err : put_logs(site, txn, p, why);
    err = err ? err : look_for_leaving(site, txn, p);
    err = err ? err : put_snapshot(site, txn, p, hurried, why);
    txn_abort(txn);
    return err;
}

static enum err store_progress(struct site *site, struct progress *p)
{
    struct txn *txn = NULL;
    uint64_t now_s = (uint64_t)site->now_s;
    p->issued_s = now_s > p->issued_s ? now_s : p->issued_s; /* never earlier than the last */
    enum err err = txn_begin_write(site->store, &txn);
    if (err) {
        return err;
    }
    err = write_progress(txn, p);
    if (err) {
        txn_abort(txn);
        return err;
    }
    return txn_commit(txn);
}

/* What is published stands, whatever becomes of this: the next time finds what is left. */
static void clear_away(struct site *site)
{
    struct complaint why = {0};
    enum err err = collect_run(site, &why);
    if (err) {
        log_warn("已公布；旧文件这次没有收拾完，下次再收：%s %s", err_name(err), why.text);
    }
}

enum err publish_files(struct site *site, const struct publisher *publisher, struct complaint *why)
{
    bool hurried = publisher->hurried;
    struct progress p = {0};
    size_t mark = arena_mark(&site->scratch);
    if (!is_key_of(&site->root, ROLE_HEAD, &publisher->head)) {
        return complain(why, ERR_DENIED,
                        "这把发布钥匙（head）不是现在的根认的那把；换过钥匙就用新的");
    }
    enum err err = put_all_but_head(site, &p, hurried, why);
    err = err ? err : endorse(site, publisher, &p);
    p.tidy = hurried && p.collect;
    err = err ? err : tree_sync(site, why);
    err = err ? err : store_progress(site, &p);
    err = err ? err : put_head(site, &p, &publisher->head, why);
    if (!err && p.collect && !hurried) {
        clear_away(site);
    }
    arena_rewind(&site->scratch, mark);
    return err;
}
