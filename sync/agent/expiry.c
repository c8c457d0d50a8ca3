/* expiry.c - see expiry.h. */
#include "expiry.h"

#include <stdlib.h>
#include <string.h>

#include "entry.h"
#include "log.h"

enum {
    PURGES_MAX = 64, /* a volume a year */
    PURGED_BYTES = 16 * 1024 * 1024,
};

/* One version that was destroyed. */
struct purged {
    struct hash hash;
    struct text key;
    uint64_t version;
};

struct expiry {
    struct agent *agent;
    struct arena arena;
    struct purged *purged; /* in the order of their hashes */
    size_t count;
};

/* ---- what records of destruction list ---- */

static int order(const void *a, const void *b)
{
    const struct purged *one = a, *other = b;
    return memcmp(one->hash.b, other->hash.b, HASH_BYTES);
}

static enum err purge_read(struct expiry *f, const struct content_item *item, struct purge *purge)
{
    char key[RECORD_KEY_BYTES_MAX + 1];
    text_copy(item->key, key, sizeof key);
    enum err err = agent_record(f->agent, KIND_purge, key, purge, NULL);
    return err == ERR_NOMEM ? err
           : err            ? ERR_NOT_FOUND
                            : OK; /* withdrawn, or none that we believe */
}

static enum err purge_add(struct expiry *f, const struct purge *purge)
{
    struct purged *at = ARENA_ARRAY(&f->arena, struct purged, f->count + purge->rows.count);
    if (!at) {
        return ERR_NOMEM;
    }
    if (f->count > 0) {
        memcpy(at, f->purged, f->count * sizeof *at);
    }
    for (size_t i = 0; i < purge->rows.count; i++) {
        const struct purge_row *row = &purge->rows.at[i];
        struct text key = arena_text(&f->arena, row->key);
        if (!key.data) {
            return ERR_NOMEM;
        }
        at[f->count + i] = (struct purged){row->hash, key, row->version};
    }
    f->purged = at;
    f->count += purge->rows.count;
    return OK;
}

static enum err purges_read(struct expiry *f)
{
    struct arena *scratch = &f->agent->scratch;
    struct content_item items[PURGES_MAX];
    size_t count = 0;
    enum err err = content_list(f->agent->content, text_of("purge/"), true, scratch, items,
                                PURGES_MAX, &count);
    for (size_t i = 0; !err && i < count; i++) {
        struct purge purge;
        size_t mark = arena_mark(scratch);
        err = purge_read(f, &items[i], &purge);
        err = err == ERR_NOT_FOUND ? OK : err ? err : purge_add(f, &purge);
        arena_rewind(scratch, mark);
    }
    if (!err && f->count > 0) {
        qsort(f->purged, f->count, sizeof *f->purged, order);
    }
    return err;
}

static bool is_purged(const struct expiry *f, const struct entry *entry)
{
    const struct purged wanted = {.hash = entry->hash};
    const struct purged *found =
        f->count ? bsearch(&wanted, f->purged, f->count, sizeof wanted, order) : NULL;
    const struct purged *end = f->purged + f->count;
    if (!found) {
        return false;
    }
    /* Two records may have had the same content. */
    while (found > f->purged && order(found - 1, &wanted) == 0) {
        found--;
    }
    for (; found < end && order(found, &wanted) == 0; found++) {
        if (found->version == entry->version && text_equal(found->key, entry->key)) {
            return true;
        }
    }
    return false;
}

/* ---- what leaves ---- */

/* Their newest version says all. */
static bool is_transient(enum kind kind)
{
    return kind == KIND_receipt || kind == KIND_reply || kind == KIND_issue || kind == KIND_kiosk;
}

static bool is_over(struct bytes bytes, bool current, void *data)
{
    const struct expiry *f = data;
    struct entry entry;
    if (entry_decode(bytes, &entry)) {
        return false; /* shown by nobody; a fresh view replaces it */
    }
    return (entry.until_s > 0 && entry.until_s <= f->agent->clock.now_s) ||
           (!current && is_transient(entry.kind)) || is_purged(f, &entry);
}

enum err expire(struct agent *agent, struct complaint *why)
{
    struct expiry f = {.agent = agent};
    size_t count = 0, mark = arena_mark(&agent->scratch);
    enum err err = arena_init(&f.arena, PURGED_BYTES);
    err = err ? err : purges_read(&f);
    err = err ? err : content_expire(agent->content, is_over, &f, &count);
    err = err ? err : content_sweep(agent->content);
    arena_deinit(&f.arena);
    arena_rewind(&agent->scratch, mark);
    if (!err && count > 0) {
        log_info("%zu entries are over and deleted", count);
    }
    return err ? complain(why, err, "%s/content: what is over cannot be deleted", agent->folder)
               : OK;
}
