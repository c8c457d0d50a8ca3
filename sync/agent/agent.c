/* agent.c - see agent.h. */
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "entry.h"
#include "fetch.h"
#include "file.h"
#include "head.h"
#include "log.h"
#include "notes.h"
#include "outbox.h"
#include "push.h"

enum { NO_FD = -1, ERROR_REPEAT_S = 600 /* the same trouble is noted again after this long */ };

/* ---- open ---- */

static enum err lock_take(struct agent *agent, struct complaint *why)
{
    char path[FILE_PATH_BYTES_MAX];
    enum err err = folder_make(agent->folder, 02770, why);

    if (err) {
        return err;
    }
    err = path_join(path, agent->folder, "sync.lock");
    if (err) {
        return complain(why, err, "%s: the path is too long", agent->folder);
    }
    agent->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0660);
    if (agent->lock_fd < 0) {
        err = file_err(errno);
        return complain(why, err, "%s: %s", path, strerror(errno));
    }
    if (flock(agent->lock_fd, LOCK_EX | LOCK_NB)) {
        return complain(why, ERR_BUSY, "%s: another noticepoint-sync is at work here",
                        agent->folder);
    }
    return OK;
}

static enum err stores_open(struct agent *agent, size_t map_bytes, struct complaint *why)
{
    char path[FILE_PATH_BYTES_MAX];
    bool started_over = false;
    enum err err = path_join(path, agent->folder, "device");

    if (!err) {
        err = device_open(path, STORE_WRITE, DEVICE_MAP_BYTES_DEFAULT, &agent->device,
                          &started_over, why);
    }
    if (!err && started_over) {
        log_error("%s was damaged and set aside; what it held is kept beside it", path);
    }
    if (!err) {
        err = path_join(path, agent->folder, "content");
    }
    if (!err) {
        err = content_open(path, STORE_WRITE, map_bytes ? map_bytes : CONTENT_MAP_BYTES_DEFAULT,
                           &agent->content, why);
    }
    if (!err) {
        store_check_readers(agent->device);
        store_check_readers(content_store(agent->content));
    }
    return err;
}

enum err agent_open(const struct agent_options *options, struct agent *agent, struct complaint *why)
{
    *agent =
        (struct agent){.folder = options->folder, .built_s = options->built_s, .lock_fd = NO_FD};
    enum err err = lock_take(agent, why);

    if (!err) {
        err = arena_init(&agent->scratch, AGENT_SCRATCH_BYTES);
    }
    if (!err) {
        err = arena_init(&agent->kept, AGENT_KEPT_BYTES);
    }
    if (!err) {
        err = stores_open(agent, options->content_map_bytes, why);
    }
    if (!err) {
        err = agent_load(agent, why);
    }
    if (err) {
        agent_close(agent);
    }
    return err;
}

void agent_close(struct agent *agent)
{
    lines_close(&agent->lines);
    content_close(agent->content);
    store_close(agent->device);
    arena_deinit(&agent->kept);
    arena_deinit(&agent->scratch);
    if (agent->lock_fd >= 0) {
        close(agent->lock_fd);
    }
    wipe(&agent->kiosk, sizeof agent->kiosk);
    *agent = (struct agent){.lock_fd = NO_FD};
}

/* ---- load and heal ---- */

static enum err trust_load(struct agent *agent, struct complaint *why)
{
    struct txn *txn = NULL;
    enum err err = txn_begin_read(agent->device, &txn);

    if (!err) {
        err = trust_get(txn, &agent->kept, &agent->trust);
    }
    if (!err && agent->trust.has_key) {
        err = trust_key(txn, &agent->kiosk.sk);
    }
    txn_abort(txn);
    if (err) {
        return complain(why, err, "%s: the trust state cannot be read", agent->folder);
    }
    agent->has_key = agent->trust.has_key;
    if (agent->has_key) {
        agent->kiosk.pk = agent->trust.pk;
        kiosk_id_of(&agent->kiosk.pk, agent->kiosk_id);
    }
    return OK;
}

static enum err view_load(struct agent *agent, struct complaint *why)
{
    agent->state = (struct content_state){0};
    enum err err = content_state(agent->content, &agent->kept, &agent->state);

    if (err == ERR_NOT_FOUND) {
        err = OK;
    }
    return err ? complain(why, err, "%s: the view's state cannot be read", agent->folder) : OK;
}

static enum err root_load(struct agent *agent, struct complaint *why)
{
    agent->enrolled = false;
    if (agent->trust.root.size == 0) {
        return OK;
    }
    enum err err = root_open(agent->trust.root, &agent->root, why);
    if (err) {
        complaint_prefix(why, "the pinned root");
        return ERR_CORRUPT;
    }
    agent->enrolled = true;
    return OK;
}

/* A view that the pinned root does not stand for: another office's, left from before enrolment. */
static enum err view_drop(struct agent *agent, struct complaint *why)
{
    const struct content_state nothing = {0};
    enum err err = content_flip_whole(agent->content, NULL, NULL, 0, &nothing, why);

    if (!err) {
        log_warn("the view is not of this office or was changed; it is fetched again");
        agent->state = nothing;
    }
    return err;
}

/* The view went further than the trust state: a power cut between the two. */
static enum err trust_follow(struct agent *agent, const struct head *head, struct complaint *why)
{
    struct txn *txn = NULL;
    enum err err;

    if ((err = txn_begin_write(agent->device, &txn)) ||
        (agent_begins_anew(agent) && (err = trust_restart(txn, head->issued_s))) ||
        (err = trust_set_tip(txn, agent->root.version, head->seq, &head->tip)) ||
        (err = trust_raise_floor(txn, head->issued_s)) ||
        (err = trust_set_signed(txn, head->issued_s))) {
        txn_abort(txn);
    } else {
        err = txn_commit(txn);
    }
    if (err) {
        return complain(why, err, "%s: the trust state cannot be written", agent->folder);
    }
    log_info("the trust state follows the view to %llu", (unsigned long long)head->seq);
    agent->trust.seq = head->seq;
    agent->trust.tip = head->tip;
    agent->trust.tip_root = agent->root.version;
    return OK;
}

bool agent_begins_anew(const struct agent *agent)
{
    return agent->trust.tip_root > 0 && agent->root.version > agent->trust.tip_root;
}

/* What the view and the trust state say of each other. */
static enum err view_reconcile(struct agent *agent, struct complaint *why)
{
    const struct content_state *state = &agent->state;
    struct trust *trust = &agent->trust;
    struct head head = {0};

    if (state->seq == 0) {
        return OK;
    }
    enum err head_err = head_open(state->head, &agent->root, &head, NULL);
    bool proven = !head_err && head.seq == state->seq && hash_equal(&head.tip, &state->tip);
    if (proven && (state->seq > trust->seq || agent_begins_anew(agent))) {
        return trust_follow(agent, &head, why);
    }
    bool fits = state->seq < trust->seq ||
                (state->seq == trust->seq && hash_equal(&state->tip, &trust->tip));
    /* ERR_MISMATCH: of another office. */
    return fits && head_err != ERR_MISMATCH ? OK : view_drop(agent, why);
}

enum err agent_load(struct agent *agent, struct complaint *why)
{
    arena_reset(&agent->kept);
    enum err err = trust_load(agent, why);
    if (!err) {
        err = root_load(agent, why);
    }
    if (!err) {
        err = view_load(agent, why);
    }
    if (!err && agent->enrolled) {
        err = view_reconcile(agent, why);
    }
    return err;
}

/* ---- clock ---- */

void agent_judge(struct agent *agent, const struct agent_time *time)
{
    int64_t floor_s = agent->trust.floor_s > agent->built_s ? agent->trust.floor_s : agent->built_s;

    if (time->set) {
        floor_s = time->raw_s;
    }
    if (floor_s != agent->floor_s) {
        agent->floor_boot_s = agent->floor_s ? time->since_boot_s : 0;
        agent->floor_s = floor_s;
    }
    agent->time = *time;
    agent->clock = clock_judge(&(struct clock_facts){
        .raw_s = time->raw_s,
        .offset_s = time->set ? 0 : agent->trust.offset_s,
        .floor_s = floor_s,
        .signed_s = time->set ? 0 : agent->trust.signed_s,
        .since_boot_s = time->since_boot_s,
        .floor_boot_s = agent->floor_boot_s,
    });
    if (agent->transport.doubt_clock) {
        agent->transport.doubt_clock(agent->transport.data, agent->clock.doubtful);
    }
}

/* ---- a round ---- */

static enum err trouble_note(struct agent *agent, struct txn *txn, struct text sentence,
                             bool *changed)
{
    struct bytes before;
    uint64_t at, success;
    enum err err;

    *changed = false;
    if ((err = note_get(txn, NOTE_ERROR, &before)) ||
        (err = note_number(txn, NOTE_ERROR_AT, &at)) ||
        (err = note_number(txn, NOTE_SUCCESS_AT, &success))) {
        return err;
    }
    uint64_t now = (uint64_t)agent->clock.now_s;
    bool over = success >= at;
    if (sentence.size == 0) { /* good: said once after each trouble */
        *changed = at > 0 && !over;
        return *changed ? note_put_number(txn, NOTE_SUCCESS_AT, now > at ? now : at) : OK;
    }
    if (!over && bytes_equal(before, text_bytes(sentence)) && now < at + ERROR_REPEAT_S) {
        return OK;
    }
    *changed = true;
    err = note_put(txn, NOTE_ERROR, text_bytes(sentence));
    return err ? err : note_put_number(txn, NOTE_ERROR_AT, now > success ? now : success + 1);
}

/* The status tells it; not writing it down is no further trouble. */
static void round_note(struct agent *agent, struct text sentence, bool refused)
{
    struct txn *txn = NULL;
    bool changed = false;
    uint64_t count = 0;
    enum err err = txn_begin_write(agent->device, &txn);

    if (!err) {
        err = trouble_note(agent, txn, sentence, &changed);
    }
    if (!err && refused) {
        changed = true;
        err = note_number(txn, NOTE_REFUSED, &count);
        err = err ? err : note_put_number(txn, NOTE_REFUSED, count + 1);
        err = err ? err : note_put(txn, NOTE_REFUSAL, text_bytes(sentence));
    }
    if (!err && changed) {
        err = txn_commit(txn);
    } else {
        txn_abort(txn);
    }
    if (err) {
        log_error("the round's result cannot be noted (%s)", err_name(err));
    }
}

static void outbox_look(struct agent *agent)
{
    struct txn *txn = NULL;
    struct outbox_figures figures;

    if (txn_begin_read(agent->device, &txn) == OK && outbox_figures(txn, &figures) == OK) {
        agent->outbox_seen = figures.last_seq;
    }
    txn_abort(txn);
}

bool agent_outbox_grew(struct agent *agent)
{
    uint64_t seen = agent->outbox_seen, last;

    outbox_look(agent);
    last = agent->outbox_seen;
    agent->outbox_seen = seen;
    return last > seen;
}

/* Something was shown to us and did not hold; not: nothing was shown, or our own disk. */
static bool is_refusal(enum err err)
{
    return err == ERR_INVALID || err == ERR_MISMATCH || err == ERR_DENIED;
}

enum err agent_round(struct agent *agent, const struct agent_time *time, struct complaint *why)
{
    struct complaint push_why = {0};

    agent->retry_after_s = 0;
    agent->told = (struct complaint){0};
    enum err err = agent_load(agent, why);
    if (err) {
        return err;
    }
    agent_judge(agent, time);
    if (!agent->enrolled) {
        return complain(why, ERR_NOT_FOUND, "%s is not enrolled yet; run `enrol` first",
                        agent->folder);
    }
    outbox_look(agent);
    err = lines_try(agent, &agent->lines.fetched, fetch, why);
    /* A head that is refused does not keep letters back; no connection does. */
    if (err != ERR_UNAVAILABLE) {
        enum err push_err = lines_try(agent, &agent->lines.pushed, push, &push_why);
        if (!err && push_err) {
            *why = push_why;
            err = push_err;
        }
    }
    round_note(agent, text_of(err ? why->text : agent->told.text),
               is_refusal(err) || agent->told.text[0]);
    return err;
}

/* ---- records of the view ---- */

enum err agent_record(struct agent *agent, enum kind kind, const char *key, void *record,
                      struct complaint *why)
{
    struct bytes bytes, object;
    struct entry entry;
    enum err err = content_entry(agent->content, text_of(key), &agent->scratch, &bytes);

    if (err) {
        return err;
    }
    if (entry_decode(bytes, &entry)) {
        return complain(why, ERR_CORRUPT, "%s: the entry is damaged", key);
    }
    if (entry.kind != kind) {
        return ERR_NOT_FOUND;
    }
    err = content_object(agent->content, &entry.hash, &agent->scratch, &object);
    if (!err) {
        err = entry_check_object(&entry, &agent->root, object, why);
    }
    return err ? err : record_decode(kind, object, &agent->scratch, record, why);
}

void agent_scratch_wipe(struct agent *agent, size_t mark)
{
    wipe(agent->scratch.base + mark, agent->scratch.used - mark);
    arena_rewind(&agent->scratch, mark);
}

enum err agent_grant(struct agent *agent, struct bytes *sealed, struct grant *grant)
{
    struct txn *txn = NULL;
    struct bytes kept;
    enum err err = agent->enrolled && agent->has_key ? OK : ERR_NOT_FOUND;

    err = err ? err : txn_begin_read(agent->device, &txn);
    err = err ? err : note_get(txn, NOTE_GRANT, &kept);
    if (!err) {
        *sealed = arena_copy(&agent->scratch, kept.data, kept.size);
        err = kept.size == 0 ? ERR_NOT_FOUND : sealed->data ? OK : ERR_NOMEM;
    }
    txn_abort(txn);
    return err ? err : grant_open(*sealed, &agent->root, &agent->kiosk, &agent->scratch, grant);
}
