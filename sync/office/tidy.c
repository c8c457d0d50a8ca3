/* tidy.c - see tidy.h. */
#include "tidy.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "collect.h"
#include "publish.h"
#include "snapshot_make.h"

/* What the store says of the tree (publish_files.c writes it). */
struct places {
    uint64_t seq, tree_seq, snapshot_seq, ahead_seq, stale, wanted;
    struct hash tip;
};

static enum err places_read(struct txn *txn, struct places *p)
{
    enum err err = txn_get_number(txn, SITE_META, "seq", &p->seq);
    err = err ? err : txn_get_number(txn, SITE_META, "tree-seq", &p->tree_seq);
    err = err ? err : txn_get_number(txn, SITE_META, "snapshot-seq", &p->snapshot_seq);
    err = err ? err : txn_get_number(txn, SITE_META, "ahead-seq", &p->ahead_seq);
    err = err ? err : txn_get_number(txn, SITE_META, "snapshot-stale", &p->stale);
    err = err ? err : txn_get_number(txn, SITE_META, "tidy-wanted", &p->wanted);
    return err ? err : site_get_value(txn, "tip", p->tip.b, HASH_BYTES);
}

/* Not while a destroyed volume is in the files: the next publication makes one without it, and one
 * of ours would not stand. */
static bool snapshot_is_due(const struct places *p)
{
    uint64_t newest = p->ahead_seq > p->snapshot_seq ? p->ahead_seq : p->snapshot_seq;
    return p->snapshot_seq > 0 && !p->stale && p->seq - newest >= PUBLISH_SNAPSHOT_EVERY;
}

/* Until a publication that was cut short is complete, its files are needed. */
static bool collecting_is_due(const struct places *p)
{
    return p->wanted && p->tree_seq == p->seq;
}

enum err tidy_is_due(struct site *site, bool *due)
{
    struct txn *txn = NULL;
    struct places p;
    enum err err = txn_begin_read(site->store, &txn);
    err = err ? err : places_read(txn, &p);
    txn_abort(txn);
    *due = !err && (snapshot_is_due(&p) || collecting_is_due(&p));
    return err;
}

/* ---- what may go ---- */

static enum err wish_forget(struct site *site)
{
    struct txn *txn = NULL;
    enum err err = txn_begin_write(site->store, &txn);
    err = err ? err : txn_put_number(txn, SITE_META, "tidy-wanted", 0);
    if (err) {
        txn_abort(txn);
        return err;
    }
    return txn_commit(txn);
}

static enum err collect(struct site *site, struct complaint *why)
{
    struct txn *txn = NULL;
    struct places p;
    enum err err = site_lock(site, why);
    err = err ? err : txn_begin_read(site->store, &txn);
    err = err ? err : places_read(txn, &p);
    txn_abort(txn);
    if (!err && collecting_is_due(&p)) {
        err = collect_run(site, why);
        err = err ? err : wish_forget(site);
    }
    site_unlock(site);
    return err;
}

/* ---- the next snapshot ---- */

/* Since it was begun something may have been destroyed, or another snapshot made. */
static enum err ahead_note(struct txn *txn, const struct snapshot_made *made, bool *stands)
{
    struct places p;
    enum err err = places_read(txn, &p);
    *stands = !err && !p.stale && made->seq > p.snapshot_seq && made->seq > p.ahead_seq;
    if (err || !*stands) {
        return err;
    }
    err = site_put_value(txn, "ahead", made->name.b, HASH_BYTES);
    err = err ? err : txn_put_number(txn, SITE_META, "ahead-size", made->size);
    err = err ? err : txn_put_number(txn, SITE_META, "ahead-sound", made->sound);
    return err ? err : txn_put_number(txn, SITE_META, "ahead-seq", made->seq);
}

/* The file first, then the word that it is there. */
static enum err ahead_put(struct site *site, struct snapshot_made *made, struct complaint *why)
{
    struct txn *txn = NULL;
    bool stands = false;
    enum err err = txn_begin_write(site->store, &txn);
    err = err ? err : ahead_note(txn, made, &stands);
    err = err || !stands ? err : snapshot_show(site, made, why);
    err = err || !stands ? err : tree_sync(site, why);
    if (err || !stands) {
        txn_abort(txn);
        return err;
    }
    return txn_commit(txn);
}

static enum err snapshot_ahead(struct site *site, struct complaint *why)
{
    struct txn *txn = NULL;
    struct places p;
    struct snapshot_made made = {.file = {.fd = -1}};
    enum err err = txn_begin_read(site->store, &txn);
    err = err ? err : places_read(txn, &p);
    if (!err && snapshot_is_due(&p)) {
        const struct snapshot_place place = {.seq = p.seq, .tip = p.tip};
        err = snapshot_make(site, txn, &place, ".part-ahead", &made, why);
    }
    txn_abort(txn);
    if (err || made.file.fd < 0) {
        return err;
    }
    if (fdatasync(made.file.fd) != 0) { /* while nobody waits */
        err = complain(why, file_err(errno), "写不了 %s：%s", made.file.path, strerror(errno));
    }
    err = err ? err : site_lock(site, why);
    err = err ? err : ahead_put(site, &made, why);
    site_unlock(site);
    tree_file_abort(&made.file); /* nothing to do once it has its name */
    return err;
}

enum err tidy_run(struct site *site, struct complaint *why)
{
    enum err err = collect(site, why);
    return err ? err : snapshot_ahead(site, why);
}
