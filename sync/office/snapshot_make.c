/* snapshot_make.c - see snapshot_make.h. */
#include "snapshot_make.h"

#include <string.h>

#include "pack.h"
#include "snapshot.h"

struct snapshot_job {
    struct site *site;
    struct txn *txn;
    uint64_t count, size;
    bool sound;
    struct packer *packer;             /* NULL: counting only */
    struct hash group[SNAPSHOT_GROUP]; /* objects whose entries are written */
    size_t group_count;
    struct hasher name;
    struct tree_file *file;
    struct complaint *why;
};

static enum err write_piece(struct bytes piece, void *data)
{
    struct snapshot_job *job = data;
    return tree_file_write(job->file, piece, job->why);
}

static enum err add_plain(struct snapshot_job *job, struct bytes plain)
{
    job->size += job->packer ? 0 : plain.size;
    return job->packer ? packer_add(job->packer, plain, false, write_piece, job) : OK;
}

/* An announce whose record has been published is over. */
static bool announce_is_over(struct snapshot_job *job, const struct entry *entry)
{
    struct bytes value;
    struct text key = entry->key;
    size_t skip = strlen("announce/");
    return entry->kind == KIND_announce && key.size > skip &&
           txn_get(job->txn, SITE_PUBLISHED, text_bytes(text_slice(key, skip, key.size)), &value) ==
               OK;
}

/* The objects of the group whose entries were written. */
static enum err end_group(struct snapshot_job *job)
{
    struct arena *scratch = &job->site->scratch;
    enum err err = OK;
    for (size_t i = 0; !err && i < job->group_count; i++) {
        struct bytes object, part;
        size_t mark = arena_mark(scratch);
        err = txn_get(job->txn, SITE_OBJECTS, bytes_of(job->group[i].b, HASH_BYTES), &object);
        err = err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
        err = err ? err : snapshot_write_object(object, scratch, &part);
        err = err ? err : add_plain(job, part);
        arena_rewind(scratch, mark);
    }
    job->group_count = 0;
    return err;
}

static enum err add_item(struct snapshot_job *job, struct bytes value)
{
    struct entry entry;
    struct bytes part;
    enum err err = entry_decode(value, &entry);
    if (err || (entry.until_s != 0 && job->site->now_s >= entry.until_s) ||
        announce_is_over(job, &entry)) {
        return err ? ERR_CORRUPT : OK;
    }
    size_t mark = arena_mark(&job->site->scratch);
    err = snapshot_write_entry(&entry, &job->name, &job->site->scratch, &part);
    err = err ? err : add_plain(job, part);
    job->count += job->packer ? 0 : 1;
    job->sound = job->sound && (!job->packer || entry_check(&entry, &job->site->root, NULL) == OK);
    job->group[job->group_count++] = entry.hash;
    arena_rewind(&job->site->scratch, mark);
    return err || job->group_count < SNAPSHOT_GROUP ? err : end_group(job);
}

static enum err add_items(struct snapshot_job *job)
{
    struct cursor cursor;
    struct bytes key, value;
    enum err err = cursor_open(job->txn, SITE_PUBLISHED, (struct bytes){0}, &cursor);
    if (err) {
        return err;
    }
    while (!(err = cursor_next(&cursor, &key, &value))) {
        err = add_item(job, value);
        if (err) {
            break;
        }
    }
    cursor_close(&cursor);
    return err == ERR_NOT_FOUND ? end_group(job) : err;
}

static enum err write_all(struct snapshot_job *job, const struct snapshot_place *place,
                          struct snapshot_made *made)
{
    struct bytes head;
    struct text office = job->site->root.office;
    hasher_begin(&job->name); /* of no use while counting, as is what it takes */
    enum err err = add_items(job);
    hasher_begin(&job->name);
    err = err ? err
              : snapshot_write_head(office, place->seq, &place->tip, job->count, &job->name,
                                    &job->site->scratch, &head);
    if (err) {
        return err;
    }
    made->size = job->size + head.size;
    err = packer_new(made->size, &job->packer);
    err = err ? err : add_plain(job, head);
    err = err ? err : add_items(job);
    err = err ? err : packer_add(job->packer, (struct bytes){0}, true, write_piece, job);
    if (!err) {
        made->name = hasher_end(&job->name);
        made->seq = place->seq;
        made->sound = job->sound;
    }
    return err;
}

enum err snapshot_make(struct site *site, struct txn *txn, const struct snapshot_place *place,
                       const char *part, struct snapshot_made *made, struct complaint *why)
{
    struct snapshot_job job = {
        .site = site, .txn = txn, .sound = true, .file = &made->file, .why = why};
    *made = (struct snapshot_made){.file = {.fd = -1}};
    enum err err = tree_file_open(site, part, &made->file, why);
    err = err ? err : write_all(&job, place, made);
    packer_free(job.packer);
    if (err) {
        tree_file_abort(&made->file);
    }
    return err;
}

enum err snapshot_show(struct site *site, struct snapshot_made *made, struct complaint *why)
{
    char route[ROUTE_BYTES_MAX];
    route_snapshot(route, site->root.office, &made->name);
    enum err err = tree_file_finish(site, &made->file, route, why);
    tree_file_abort(&made->file); /* nothing to do once it is finished */
    return err;
}
