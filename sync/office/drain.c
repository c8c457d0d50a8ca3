/* drain.c - see drain.h. */
#include "drain.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    ARENA_BYTES = 4 * 1024 * 1024,
    STATUS_OK = 200,
    STATUS_CREATED = 201,
    STATUS_BAD = 400,
    STATUS_CONFLICT = 409,
    STATUS_LARGE = 413,
    STATUS_SERVER_FROM = 500,
};

struct waiting {
    const char *name, *id;
    uint64_t size;
    bool marker;
};

struct drain {
    struct delivery *delivery;
    struct bucket *bucket;
    struct arena arena; /* names and ids of one go */
    struct waiting *at;
    size_t count, deleted;
    bool more; /* than one go takes */
    unsigned *left;
    struct complaint *why;
};

static enum err note(const struct bucket_version *version, void *data)
{
    struct drain *d = data;
    struct waiting *w = &d->at[d->count];

    if (d->count == DRAIN_VERSIONS_MAX) {
        d->more = true;
        return ERR_FULL;
    }
    w->name = arena_text(&d->arena, version->name).data;
    w->id = arena_text(&d->arena, version->id).data;
    w->size = version->size;
    w->marker = version->marker;
    if (!w->name || !w->id) {
        d->more = true;
        return ERR_FULL;
    }
    d->count++;
    return OK;
}

static enum err gone(struct drain *d, const struct waiting *w)
{
    enum err err = bucket_delete(d->bucket, w->name, w->id[0] ? w->id : NULL, d->why);
    d->deleted += err ? 0 : 1;
    return err;
}

/* Whether the answer is the last word on it. */
static bool is_done_with(const struct route *route, unsigned status)
{
    return status == STATUS_OK || status == STATUS_CREATED || status == STATUS_BAD ||
           status == STATUS_LARGE || (status == STATUS_CONFLICT && route->kind == ROUTE_HEARTBEAT);
}

static enum err judge(struct drain *d, const struct waiting *w, const struct route *route,
                      struct bytes bytes)
{
    unsigned status = delivery_take(d->delivery, route, bytes);

    if (status >= STATUS_SERVER_FROM) {
        return complain(d->why, ERR_FULL,
                        "收不了屏幕写的：本机磁盘满了或出错；信还在对象存储里，没有丢");
    }
    if (status == STATUS_OK || status == STATUS_CREATED) {
        delivery_heard(d->delivery, route->kiosk);
    }
    if (is_done_with(route, status)) {
        return gone(d, w);
    }
    (*d->left)++;
    return OK;
}

static enum err version_take(struct drain *d, const struct waiting *w)
{
    struct arena *scratch = &d->delivery->intake->site->scratch;
    struct route route = route_parse(text_of(w->name));
    size_t limit = intake_limit(&route), mark = arena_mark(scratch);
    struct bytes bytes;

    if (limit == 0) {
        (*d->left)++; /* nothing a kiosk could have written: not ours to judge */
        return OK;
    }
    if (w->marker || w->size > limit) {
        return gone(d, w);
    }
    enum err err = bucket_get(d->bucket, w->name, w->id[0] ? w->id : NULL, limit, scratch, &bytes,
                              NULL, d->why);
    if (err == ERR_NOT_FOUND) { /* somebody took it meanwhile */
        return OK;
    }
    err = err ? err : judge(d, w, &route, bytes);
    arena_rewind(scratch, mark);
    return err;
}

static bool same_name(const struct waiting *a, const struct waiting *b)
{
    return text_equal(text_of(a->name), text_of(b->name));
}

/* Newest first in the list, oldest first to us. A name whose older versions did not fit any more
 * waits for the next go, unless it is all there is. */
static enum err all_take(struct drain *d)
{
    enum err err = OK;

    for (size_t i = 0, end; !err && i < d->count; i = end) {
        end = i + 1;
        while (end < d->count && same_name(&d->at[i], &d->at[end])) {
            end++;
        }
        if (end == d->count && d->more && i > 0) {
            return OK;
        }
        for (size_t k = end; !err && k-- > i;) {
            err = version_take(d, &d->at[k]);
        }
    }
    return err;
}

static enum err part_drain(struct drain *d, const char *kind)
{
    char part[ROUTE_BYTES_MAX];
    struct text office = d->delivery->intake->site->root.office;
    enum err err;

    snprintf(part, sizeof part, "v1/%s/%.*s/", kind, TEXT_ARG(office));
    do {
        unsigned left = *d->left;
        arena_reset(&d->arena);
        d->count = d->deleted = 0;
        d->more = false;
        err = bucket_versions(d->bucket, part, note, d, d->why);
        err = err == ERR_FULL && d->more ? OK : err;
        err = err ? err : all_take(d);
        if (!err && d->more && d->deleted > 0) {
            *d->left = left; /* they are seen again */
        }
    } while (!err && d->more && d->deleted > 0);
    return err;
}

enum err drain(struct delivery *delivery, struct bucket *bucket, unsigned *left,
               struct complaint *why)
{
    struct drain d = {.delivery = delivery, .bucket = bucket, .left = left, .why = why};
    enum err err = arena_init(&d.arena, ARENA_BYTES);

    *left = 0;
    d.at = err ? NULL : calloc(DRAIN_VERSIONS_MAX, sizeof *d.at);
    err = err ? err : d.at ? OK : ERR_NOMEM;
    err = err ? err : part_drain(&d, "up");
    err = err ? err : part_drain(&d, "hb");
    free(d.at);
    arena_deinit(&d.arena);
    return err;
}
