/* install.c - see install.h. */
#include "install.h"

#include <malloc.h>
#include <string.h>

#include "download.h"
#include "fetch.h"
#include "log.h"
#include "log_entry.h"
#include "pack.h"
#include "plan.h"
#include "routes.h"
#include "snapshot.h"

enum {
    STATUS_OK = 200,
    STATUS_NOT_FOUND = 404,
    /* The store takes and frees its pages once a transaction: handed back to the kernel each time,
     * they would be asked for, and cleared, again. */
    KEPT_BYTES = 4 * 1024 * 1024,
};

/* One update under way. */
struct update {
    struct agent *agent;
    const struct head *head;
    struct plan plan;
    bool anew;      /* the first update under a new root: nothing of the view counts */
    bool lacks_log; /* the carrier has no such log any more */
    bool endorsed;  /* the office has checked its own signatures in the snapshot */
    uint64_t seq;   /* how far the plan has come */
    struct hash tip;
};

/* ---- what may follow what ---- */

/* The version in the view now; 0: none. */
static enum err version_held(struct agent *agent, struct text key, uint64_t *version)
{
    size_t mark = arena_mark(&agent->scratch);
    struct bytes bytes;
    struct entry entry;

    *version = 0;
    enum err err = content_entry(agent->content, key, &agent->scratch, &bytes);
    if (!err && entry_decode(bytes, &entry) == OK) {
        *version = entry.version;
    }
    arena_rewind(&agent->scratch, mark);
    return err == ERR_NOT_FOUND ? OK : err;
}

/* Versions rise: over the view's (a snapshot may repeat it), and over the plan's. */
static enum err update_add(struct update *update, const struct entry *entry, struct bytes bytes,
                           bool repeats, struct plan_item **item, struct complaint *why)
{
    uint64_t held = 0;
    /* A new root that begins anew may also begin below what we hold. */
    enum err err = update->anew ? OK : version_held(update->agent, entry->key, &held);

    if (err) {
        return complain(why, err, "%.*s: the view cannot be read", TEXT_ARG(entry->key));
    }
    if (entry->version < held || (entry->version == held && !repeats)) {
        return complain(why, ERR_MISMATCH, "%.*s: version %llu after version %llu",
                        TEXT_ARG(entry->key), (unsigned long long)entry->version,
                        (unsigned long long)held);
    }
    return plan_add(&update->plan, entry, bytes, item, why);
}

static enum err stage(struct update *update, const struct entry *entry, struct bytes object,
                      struct complaint *why)
{
    enum err err = content_stage(update->agent->content, &entry->hash, object);
    return err ? complain(why, err, "%.*s cannot be stored", TEXT_ARG(entry->key)) : OK;
}

/* ---- logs ---- */

static enum err log_get(struct update *update, uint64_t seq, struct bytes *plain,
                        struct complaint *why)
{
    char route[ROUTE_BYTES_MAX];
    struct agent *agent = update->agent;
    struct http_answer answer;
    struct bytes frame;

    route_log(route, agent->root.office, seq);
    const struct http_get get = {.path = route, .max = frame_bytes_max(LOG_BYTES_MAX)};
    enum err err = transport_get(&agent->transport, &get, &agent->scratch, &answer, &frame, why);
    if (err) {
        return err;
    }
    if (answer.status == STATUS_NOT_FOUND) {
        update->lacks_log = true;
        return complain(why, ERR_UNAVAILABLE, "log %llu is missing", (unsigned long long)seq);
    }
    if (answer.status != STATUS_OK) {
        return answer_refuse(agent, route, &answer, why);
    }
    if (unpack_frame(frame, LOG_BYTES_MAX, &agent->scratch, plain)) {
        return complain(why, ERR_INVALID, "log %llu is no frame", (unsigned long long)seq);
    }
    return OK;
}

static enum err inline_stage(struct update *update, const struct log_entry *log,
                             struct bytes object, struct complaint *why)
{
    struct hash hash = hash_of(object);
    enum err err = OK;

    for (size_t i = 0; !err && i < log->entry_count; i++) {
        if (hash_equal(&log->entries[i].hash, &hash)) {
            struct plan_item *item = plan_find(&update->plan, log->entries[i].key);
            err = entry_fits_object(&log->entries[i], object, why);
            err = err ? err : stage(update, &log->entries[i], object, why);
            if (item) {
                item->staged = true;
            }
        }
    }
    return err;
}

static enum err log_take(struct update *update, struct bytes plain, struct complaint *why)
{
    struct agent *agent = update->agent;
    struct log_entry log;
    struct plan_item *item;
    enum err err = log_entry_decode(plain, &agent->scratch, &log, why);

    if (!err) {
        err = log_entry_check(&log, &agent->root, update->seq, &update->tip, why);
    }
    for (size_t i = 0; !err && i < log.entry_count; i++) {
        err = update_add(update, &log.entries[i], log.entry_bytes[i], false, &item, why);
    }
    for (size_t i = 0; !err && i < log.object_count; i++) {
        err = inline_stage(update, &log, log.objects[i], why);
    }
    if (!err) {
        update->seq = log.seq;
        update->tip = hash_of(plain);
    }
    return err;
}

static enum err logs_install(struct update *update, struct complaint *why)
{
    struct agent *agent = update->agent;
    enum err err = OK;

    while (!err && update->seq < update->head->seq) {
        size_t mark = arena_mark(&agent->scratch);
        struct bytes plain;
        err = log_get(update, update->seq + 1, &plain, why);
        err = err ? err : log_take(update, plain, why);
        arena_rewind(&agent->scratch, mark);
    }
    if (!err && !hash_equal(&update->tip, &update->head->tip)) {
        err = complain(why, ERR_MISMATCH, "log %llu is not what the head names",
                       (unsigned long long)update->seq);
    }
    return err;
}

/* ---- snapshot ---- */

struct snapshot_job {
    struct update *update;
    struct snapshot_reader reader;
    uint64_t size;
    struct complaint *why;
};

static enum err take_item(const struct entry *entry, struct bytes entry_bytes, struct bytes object,
                          void *data, struct complaint *why)
{
    struct update *update = data;
    struct plan_item *item;
    const struct root *root = &update->agent->root;
    /* Size and hash are the object's own (snapshot.h): the signatures tell whether they are right,
     * and where the office has endorsed the snapshot, its name. */
    enum err err = entry_fits_kind(entry, object, why);

    if (!err) {
        err = update->endorsed ? entry_check_endorsed(entry, root, why)
                               : entry_check(entry, root, why);
    }
    if (!err && plan_find(&update->plan, entry->key)) {
        err = complain(why, ERR_MISMATCH, "%.*s twice", TEXT_ARG(entry->key));
    }
    if (!err) {
        err = update_add(update, entry, entry_bytes, true, &item, why);
    }
    if (!err) {
        err = stage(update, entry, object, why);
        item->staged = true;
    }
    return err;
}

static enum err take_plain(struct bytes piece, void *data)
{
    struct snapshot_job *job = data;

    job->size += piece.size;
    return snapshot_read(&job->reader, piece, job->why, take_item, job->update);
}

static enum err snapshot_finish(struct snapshot_job *job, struct complaint *why)
{
    struct update *update = job->update;
    const struct head *head = update->head;
    enum err err = snapshot_read_end(&job->reader, &head->snapshot, why);

    if (err) {
        return err;
    }
    if (!text_equal(job->reader.office, update->agent->root.office) ||
        job->reader.seq != head->snapshot_seq || job->size != head->snapshot_size) {
        return complain(why, ERR_MISMATCH, "snapshot: not the one that the head names");
    }
    update->seq = job->reader.seq;
    update->tip = job->reader.tip;
    return OK;
}

struct frame_job {
    struct snapshot_job *snapshot;
    struct unpacker *unpacker;
};

static enum err take_download(struct bytes piece, void *data)
{
    struct frame_job *job = data;
    return unpacker_add(job->unpacker, piece, take_plain, job->snapshot);
}

/* Reads the downloaded frame through the unpacker and the reader. */
static enum err snapshot_read_file(struct update *update, const struct download *download,
                                   struct complaint *why)
{
    struct agent *agent = update->agent;
    struct snapshot_job job = {.update = update, .why = why};
    struct frame_job frame = {.snapshot = &job};
    size_t mark = arena_mark(&agent->scratch);
    enum err err = unpacker_new(update->head->snapshot_size, &frame.unpacker);

    if (!err) {
        err = snapshot_read_begin(&job.reader, &agent->scratch);
    }
    if (!err) {
        err = download_read(download, take_download, &frame);
    }
    if (!err) {
        err = unpacker_end(frame.unpacker);
    }
    if (!err) {
        err = snapshot_finish(&job, why);
    }
    if (err && why->text[0] == '\0') {
        /* ERR_FULL of the unpacker: it declares more than the head names. */
        err = err == ERR_FULL ? ERR_MISMATCH : err;
        complain(why, err, "snapshot: not a whole frame of %llu bytes",
                 (unsigned long long)update->head->snapshot_size);
    }
    unpacker_free(frame.unpacker);
    arena_rewind(&agent->scratch, mark);
    return err;
}

static enum err snapshot_install(struct update *update, struct complaint *why)
{
    struct agent *agent = update->agent;
    const struct head *head = update->head;
    char route[ROUTE_BYTES_MAX];
    struct download download;

    mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
    update->endorsed = head_is_endorsed(head, &agent->root);
    route_snapshot(route, agent->root.office, &head->snapshot);
    enum err err = download_begin(&download, agent->folder, &head->snapshot, why);
    if (!err) {
        err = download_fetch(&download, agent, route, frame_bytes_max(head->snapshot_size), why);
    }
    if (!err) {
        *why = (struct complaint){0};
        update->plan.whole = true;
        err = snapshot_read_file(update, &download, why);
        download_drop(&download); /* good or bad, it has done its work */
    }
    download_end(&download);
    return err;
}

/* A snapshot replaces a view that is empty, far behind, or was checked under an older root. */
static bool snapshot_is_better(const struct agent *agent, const struct head *head)
{
    const struct content_state *state = &agent->state;

    if (hash_is_none(&head->snapshot)) {
        return false;
    }
    if (agent_begins_anew(agent)) {
        return true;
    }
    if (head->snapshot_seq <= state->seq) {
        return false;
    }
    return state->seq == 0 || head->seq - state->seq > SNAPSHOT_BEHIND_MAX ||
           !bytes_equal(state->root, agent->trust.root);
}

/* ---- objects ---- */

/* Whether the office may have taken the object off the tree already. */
static bool has_ended(const struct plan_item *item, const struct head *head)
{
    return item->until_s > 0 && item->until_s <= head->issued_s;
}

static enum err object_get(struct update *update, struct plan_item *item, struct complaint *why)
{
    char route[ROUTE_BYTES_MAX];
    struct agent *agent = update->agent;
    struct entry entry;
    struct http_answer answer;
    struct bytes frame, object;

    route_object(route, agent->root.office, &item->hash);
    enum err err = plan_entry(item, &entry);
    if (err) {
        return err;
    }
    const struct http_get get = {.path = route, .max = frame_bytes_max(entry.size)};
    err = transport_get(&agent->transport, &get, &agent->scratch, &answer, &frame, why);
    if (err) {
        return err;
    }
    if (answer.status == STATUS_NOT_FOUND && has_ended(item, update->head)) {
        item->left_out = true;
        return OK;
    }
    if (answer.status != STATUS_OK) {
        return answer_refuse(agent, route, &answer, why);
    }
    if (unpack_frame(frame, entry.size, &agent->scratch, &object)) {
        return complain(why, ERR_MISMATCH, "%.*s: no frame of %llu bytes", TEXT_ARG(entry.key),
                        (unsigned long long)entry.size);
    }
    err = entry_fits_object(&entry, object, why);
    return err ? err : stage(update, &entry, object, why);
}

static enum err objects_install(struct update *update, struct complaint *why)
{
    struct agent *agent = update->agent;
    enum err err = OK;

    for (size_t i = 0; !err && i < update->plan.count; i++) {
        struct plan_item *item = &update->plan.items[i];
        size_t mark = arena_mark(&agent->scratch);
        if (!item->staged && !content_has(agent->content, &item->hash)) {
            err = object_get(update, item, why);
        }
        arena_rewind(&agent->scratch, mark);
    }
    return err;
}

/* ---- the flip ---- */

static enum err flip(struct update *update, struct bytes head_bytes, struct complaint *why)
{
    struct agent *agent = update->agent;
    struct content_change *changes;
    struct hash *objects;
    size_t count;
    const struct content_state state = {
        .seq = update->head->seq,
        .tip = update->head->tip,
        .issued_s = update->head->issued_s,
        .checked_s = agent->clock.now_s,
        .head = head_bytes,
        .root = agent->trust.root,
    };

    enum err err = plan_changes(&update->plan, &changes, &objects, &count);
    if (err) {
        return complain(why, err, "an update too large for the memory set aside");
    }
    if (update->anew) {
        return content_flip_anew(agent->content, changes, objects, count, &state, why);
    }
    return update->plan.whole
               ? content_flip_whole(agent->content, changes, objects, count, &state, why)
               : content_flip(agent->content, changes, objects, count, &state, why);
}

/* An office key's id, with the newest moment beside it. */
static bool is_newest(const struct entry *entry, const struct role_keys *office, int64_t newest_s)
{
    for (size_t i = 0; i < entry->signature_count; i++) {
        const struct entry_signature *s = &entry->signatures[i];
        for (size_t k = 0; k < office->count && s->signed_s > newest_s; k++) {
            struct key_id id = key_id_of(&office->keys[k]);
            if (memcmp(id.b, s->id.b, sizeof id.b) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* The newest moment that an office key stands for in this update; 0: none. */
static int64_t office_signed(const struct update *update)
{
    const struct root *root = &update->agent->root;
    int64_t newest_s = 0, signed_s;
    size_t index;

    for (size_t i = update->plan.count; i > 0; i--) {
        struct entry entry;
        /* Only what would be newer is verified once more. */
        if (plan_entry(&update->plan.items[i - 1], &entry) == OK &&
            is_newest(&entry, &root->roles[ROLE_OFFICE], newest_s) &&
            entry_signed_by(&entry, root, ROLE_OFFICE, &index, &signed_s) && signed_s > newest_s) {
            newest_s = signed_s;
        }
    }
    return newest_s;
}

/* Logs that are old, or held what had to go, are not kept for ever: then the snapshot stands for
 * them (PROTOCOL 9.5), unless it is older than what we hold. */
static bool snapshot_replaces_logs(const struct update *update)
{
    const struct head *head = update->head;
    return update->lacks_log && !update->plan.whole && !hash_is_none(&head->snapshot) &&
           head->snapshot_seq > update->agent->state.seq;
}

static enum err entries_install(struct update *update, struct complaint *why)
{
    bool snapshot = snapshot_is_better(update->agent, update->head);
    enum err err = snapshot ? snapshot_install(update, why) : OK;

    err = err ? err : logs_install(update, why);
    if (err && snapshot_replaces_logs(update)) {
        log_info("%s; the snapshot of %llu is taken instead", why->text,
                 (unsigned long long)update->head->snapshot_seq);
        plan_begin(&update->plan, update->plan.arena);
        err = snapshot_install(update, why);
        err = err ? err : logs_install(update, why);
    }
    return err;
}

enum err install(struct agent *agent, const struct head *head, struct bytes head_bytes,
                 struct complaint *why)
{
    struct arena arena;
    struct update update = {
        .agent = agent, .head = head, .seq = agent->state.seq, .tip = agent->state.tip};
    enum err err = arena_init(&arena, INSTALL_PLAN_BYTES);

    if (err) {
        return complain(why, err, "no memory for an update");
    }
    plan_begin(&update.plan, &arena);
    if (agent_begins_anew(agent)) {
        update.anew = update.plan.whole = true;
        update.seq = 0;
        update.tip = (struct hash){0};
    }
    err = entries_install(&update, why);
    if (!err) {
        err = objects_install(&update, why);
    }
    if (!err) {
        agent->office_signed_s = office_signed(&update);
        err = flip(&update, head_bytes, why);
    }
    if (err && content_stage_end(agent->content)) { /* keep what was received */
        log_warn("what was received before the error could not be kept");
    }
    if (!err) {
        log_info("view %llu: %zu changes", (unsigned long long)head->seq, update.plan.count);
    }
    if (update.plan.whole) {
        malloc_trim(0); /* a snapshot took more than anything after it will */
    }
    arena_deinit(&arena);
    return err;
}
