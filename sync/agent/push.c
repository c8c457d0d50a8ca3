/* push.c - see push.h. */
#include "push.h"

#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>

#include "ack.h"
#include "acknowledge.h"
#include "entry.h"
#include "envelope.h"
#include "expiry.h"
#include "fetch.h"
#include "hash.h"
#include "heartbeat.h"
#include "log.h"
#include "notes.h"
#include "random.h"
#include "receipts.h"
#include "routes.h"
#include "vault.h"

enum {
    PEEK_ITEMS = 8, /* envelopes held at a time */
    STATUS_OK = 200,
    STATUS_CREATED = 201,
    STATUS_NOT_MODIFIED = 304,
    STATUS_BAD = 400,
    STATUS_FORBIDDEN = 403,
    STATUS_NOT_FOUND = 404,
    STATUS_CONFLICT = 409,
    STATUS_THERE = 412,
    STATUS_LARGE = 413,
};

/* What one call of push() knows. */
struct job {
    struct agent *agent;
    bool plain_ok;
    unsigned outbox_keep_days, vault_keep_days;
    bool asked; /* the acknowledgement was fetched in this round */
};

/* ---- the state of things ---- */

static void policy_read(struct job *job)
{
    struct agent *agent = job->agent;
    size_t mark = arena_mark(&agent->scratch);
    struct policy policy;

    job->outbox_keep_days = OUTBOX_KEEP_DAYS;
    job->vault_keep_days = VAULT_KEEP_DAYS;
    if (agent_record(agent, KIND_policy, "policy", &policy, NULL) == OK) {
        job->plain_ok = policy.plain_upload;
        if (policy.outbox_keep_days > 0) {
            job->outbox_keep_days = (unsigned)policy.outbox_keep_days;
        }
        if (policy.vault_keep_days > 0) {
            job->vault_keep_days = (unsigned)policy.vault_keep_days;
        }
    }
    arena_rewind(&agent->scratch, mark);
}

/* A kiosk entry of ours, with our key, not revoked. */
static bool is_admitted(struct agent *agent)
{
    char key[RECORD_KEY_BYTES_MAX];
    size_t mark = arena_mark(&agent->scratch);
    struct kiosk kiosk;

    snprintf(key, sizeof key, "kiosk/%s", agent->kiosk_id);
    bool admitted = agent->has_key && agent_record(agent, KIND_kiosk, key, &kiosk, NULL) == OK &&
                    text_is(kiosk.id, agent->kiosk_id) &&
                    public_key_equal(&kiosk.key, &agent->kiosk.pk) && !kiosk.revoked;
    arena_rewind(&agent->scratch, mark);
    return admitted;
}

/* Ends a write transaction: commit, or abort when something failed. */
static enum err txn_finish(struct txn *txn, enum err err, struct agent *agent,
                           struct complaint *why)
{
    if (err) {
        txn_abort(txn);
    } else {
        err = txn_commit(txn);
    }
    return err ? complain(why, err, "%s/device cannot be written (%s)", agent->folder,
                          err_name(err))
               : OK;
}

static enum err admission_note(struct agent *agent, bool admitted, struct complaint *why)
{
    struct txn *txn = NULL;

    if (admitted == agent->trust.admitted) {
        return OK;
    }
    enum err err = txn_begin_write(agent->device, &txn);
    if (!err) {
        err = trust_set_admitted(txn, admitted);
    }
    err = txn_finish(txn, err, agent, why);
    if (!err) {
        agent->trust.admitted = admitted;
        log_info(admitted ? "the office admitted this kiosk" : "the office revoked this kiosk");
    }
    return err;
}

static enum err figures_get(struct agent *agent, struct outbox_figures *figures,
                            struct complaint *why)
{
    struct txn *txn = NULL;
    enum err err = txn_begin_read(agent->device, &txn);

    if (!err) {
        err = outbox_figures(txn, figures);
    }
    txn_abort(txn);
    return err ? complain(why, err, "%s/device: the outbox cannot be read", agent->folder) : OK;
}

static enum err number_get(struct agent *agent, const char *name, uint64_t *n,
                           struct complaint *why)
{
    struct txn *txn = NULL;
    enum err err = txn_begin_read(agent->device, &txn);

    if (!err) {
        err = note_number(txn, name, n);
    }
    txn_abort(txn);
    return err ? complain(why, err, "%s/device cannot be read", agent->folder) : OK;
}

/* `seconds` have passed since the moment noted; a clock that went back counts as passed. */
static bool is_due(const struct agent *agent, uint64_t noted_s, int64_t seconds)
{
    int64_t passed = agent->clock.now_s - (int64_t)noted_s;
    return noted_s == 0 || passed < 0 || passed >= seconds;
}

/* ---- acknowledgements ---- */

/* A body that does not verify is as good as none. */
static void body_take(struct job *job, struct bytes body)
{
    struct complaint why = {0};

    if (body.size > 0 && echo_take(job->agent, body, NULL) &&
        acknowledge(job->agent, body, "", &why)) {
        log_warn("an answer was no acknowledgement: %s", why.text);
    }
}

static enum err ack_etag(struct agent *agent, char to[HTTP_ETAG_BYTES_MAX + 1],
                         struct complaint *why)
{
    struct txn *txn = NULL;
    struct bytes etag;
    enum err err = txn_begin_read(agent->device, &txn);

    to[0] = '\0';
    if (!err) {
        err = note_get(txn, NOTE_ACK_ETAG, &etag);
    }
    if (!err && etag.size <= HTTP_ETAG_BYTES_MAX) {
        text_copy(bytes_text(etag), to, HTTP_ETAG_BYTES_MAX + 1);
    }
    txn_abort(txn);
    return err ? complain(why, err, "%s/device cannot be read", agent->folder) : OK;
}

static enum err ack_fetch(struct job *job, struct complaint *why)
{
    char route[ROUTE_BYTES_MAX], etag[HTTP_ETAG_BYTES_MAX + 1];
    struct agent *agent = job->agent;
    struct http_answer answer;
    struct bytes body;
    enum err err = ack_etag(agent, etag, why);

    if (err) {
        return err;
    }
    job->asked = true;
    route_ack(route, agent->root.office, text_of(agent->kiosk_id));
    const struct http_get get = {.path = route, .etag = etag, .max = ACK_BYTES_MAX};
    size_t mark = arena_mark(&agent->scratch);
    err = transport_get(&agent->transport, &get, &agent->scratch, &answer, &body, why);
    if (!err && answer.status == STATUS_OK) {
        err = acknowledge(agent, body, answer.etag, why);
        if (err) {
            complaint_prefix(why, "%s", route);
        }
    } else if (!err && answer.status != STATUS_NOT_MODIFIED && answer.status != STATUS_NOT_FOUND) {
        err = answer_refuse(agent, route, &answer, why); /* 404: none was made yet */
    }
    arena_rewind(&agent->scratch, mark);
    return err;
}

/* ---- the outbox ---- */

static enum err conflict_mark(struct agent *agent, const struct outbox_item *item,
                              struct complaint *why)
{
    struct txn *txn = NULL;
    enum err err = txn_begin_write(agent->device, &txn);

    if (!err) {
        err = outbox_set_conflict(txn, item->id);
    }
    complain(&agent->told, ERR_MISMATCH,
             "the office holds other bytes under the name of our envelope %llu; was the card of "
             "this kiosk copied?",
             (unsigned long long)item->seq);
    return txn_finish(txn, err, agent, why);
}

/* Sent, not done: it is not sent again before PUSH_RESEND_S. */
static enum err sent_mark(struct agent *agent, uint64_t seq, struct complaint *why)
{
    struct txn *txn = NULL;

    if (agent->requeued) {
        return OK; /* what waits again lies before it */
    }
    enum err err = txn_begin_write(agent->device, &txn);
    if (!err) {
        err = note_put_number(txn, NOTE_SENT_SEQ, seq);
    }
    if (!err) {
        err = note_put_number(txn, NOTE_SENT_AT, (uint64_t)agent->clock.now_s);
    }
    return txn_finish(txn, err, agent, why);
}

static enum err answer_take(struct job *job, const char *route, const struct outbox_item *item,
                            const struct http_answer *answer, struct bytes body,
                            struct complaint *why)
{
    struct agent *agent = job->agent;
    enum err err;

    switch (answer->status) {
    case STATUS_OK:
    case STATUS_CREATED:
    case STATUS_THERE:
        err = sent_mark(agent, item->seq, why);
        if (!err) {
            body_take(job, body);
        }
        return err;
    case STATUS_CONFLICT:
        return conflict_mark(agent, item, why);
    case STATUS_BAD:
    case STATUS_LARGE:
        complain(&agent->told, ERR_MISMATCH, "the office answers %d to our envelope %llu",
                 answer->status, (unsigned long long)item->seq);
        return sent_mark(agent, item->seq, why);
    case STATUS_FORBIDDEN:
        return complain(why, ERR_DENIED, "%s: the office does not take what we send", route);
    default:
        return answer_refuse(agent, route, answer, why);
    }
}

static enum err item_send(struct job *job, const struct outbox_item *item, struct complaint *why)
{
    char route[ROUTE_BYTES_MAX];
    struct agent *agent = job->agent;
    struct http_answer answer;
    struct bytes body;

    route_upload(route, agent->root.office, text_of(agent->kiosk_id), item->seq, &item->id);
    const struct http_put put = {.path = route,
                                 .bytes = item->envelope,
                                 .once = true,
                                 .plain_ok = job->plain_ok,
                                 .max = ACK_BYTES_MAX};
    size_t mark = arena_mark(&agent->scratch);
    enum err err =
        agent->transport.put(agent->transport.data, &put, &agent->scratch, &answer, &body, why);
    if (!err) {
        err = answer_take(job, route, item, &answer, body, why);
    }
    arena_rewind(&agent->scratch, mark);
    return err;
}

/* The next few that wait, from `from` on. */
static enum err items_peek(struct agent *agent, uint64_t from, struct outbox_item *items,
                           size_t *count, struct complaint *why)
{
    struct txn *txn = NULL;
    enum err err = txn_begin_read(agent->device, &txn);

    if (!err) {
        err = outbox_peek(txn, from, &agent->scratch, items, PEEK_ITEMS, count);
    }
    txn_abort(txn);
    return err ? complain(why, err, "%s/device: the outbox cannot be read", agent->folder) : OK;
}

static enum err drain(struct job *job, uint64_t from, struct complaint *why)
{
    struct agent *agent = job->agent;
    struct outbox_item items[PEEK_ITEMS];
    size_t count = 1;
    enum err err = OK;

    while (!err && count > 0) {
        size_t mark = arena_mark(&agent->scratch);
        err = items_peek(agent, from, items, &count, why);
        for (size_t i = 0; !err && i < count; i++) {
            err = item_send(job, &items[i], why);
            from = items[i].seq + 1;
        }
        arena_rewind(&agent->scratch, mark);
    }
    return err;
}

static enum err outbox_push(struct job *job, struct complaint *why)
{
    struct agent *agent = job->agent;
    struct outbox_figures figures;
    uint64_t sent, sent_at;
    enum err err = figures_get(agent, &figures, why);

    if (err || figures.waiting == 0) {
        return err;
    }
    if ((err = number_get(agent, NOTE_SENT_SEQ, &sent, why)) ||
        (err = number_get(agent, NOTE_SENT_AT, &sent_at, why))) {
        return err;
    }
    uint64_t from = is_due(agent, sent_at, PUSH_RESEND_S) ? 0 : sent + 1;
    agent->requeued = false;
    err = drain(job, from, why);
    if (!err && agent->requeued) { /* the office was restored: once more from the start */
        agent->requeued = false;
        err = drain(job, 0, why);
    }
    if (!err) {
        err = figures_get(agent, &figures, why);
    }
    return !err && figures.waiting > 0 ? ack_fetch(job, why) : err;
}

/* ---- heartbeat ---- */

static uint64_t free_kib(const struct agent *agent)
{
    struct statvfs info;
    return statvfs(agent->folder, &info) ? 0 : (uint64_t)info.f_bavail * info.f_frsize / 1024;
}

/* A number that changes when there is something to tell. (Not the acknowledgement's counter: each
 * heartbeat raises it.) */
static uint64_t beat_sum(const struct agent *agent, uint64_t waiting)
{
    struct {
        uint64_t seq, waiting;
        struct hash trouble;
    } told = {.seq = agent->trust.seq,
              .waiting = waiting,
              .trouble = hash_of(text_bytes(text_of(agent->told.text)))};
    struct hash hash = hash_of(bytes_of(&told, sizeof told));
    return be64_get(hash.b);
}

/* What the other programs of this machine have noted; 0: nothing, or not readable. */
static int64_t board_temp_mc(void)
{
    FILE *file = fopen("/sys/class/thermal/thermal_zone0/temp", "re");
    char line[32] = "";
    uint64_t value = 0;

    if (file) {
        if (fgets(line, sizeof line, file) &&
            text_parse_uint(text_trim(text_of(line)), INT32_MAX, &value)) {
            value = 0;
        }
        fclose(file);
    }
    return (int64_t)value;
}

static enum err health_notes(struct agent *agent, struct health *health)
{
    struct txn *txn = NULL;
    enum err err = txn_begin_read(agent->device, &txn);

    err = err ? err : note_number(txn, NOTE_REFUSED, &health->refused);
    err = err ? err : device_frame(txn, &health->frame, &health->frame_at);
    txn_abort(txn);
    return err;
}

static enum err beat_seal(struct job *job, uint64_t waiting, const struct heartbeat *beat,
                          struct bytes *sealed)
{
    char trouble[240];
    struct agent *agent = job->agent;
    struct bytes object;
    struct health health = {
        .floor = agent->trust.floor_s,
        .boot_s = (uint64_t)agent->time.since_boot_s,
        .free_kib = free_kib(agent),
        .waiting = waiting,
        .version = text_of(NOTICEPOINT_VERSION),
        .trouble = text_of(text_copy(text_of(agent->told.text), trouble, sizeof trouble)),
        .temp_mc = board_temp_mc(),
    };

    enum err err = health_notes(agent, &health);
    err = err ? err : health_encode(&health, &agent->scratch, &object, NULL);
    return err ? err
               : heartbeat_seal(beat, &agent->root, &agent->kiosk, object, &agent->scratch, sealed);
}

/* Before it is sent: the nonce that an echo will be compared with, and the number that no other
 * heartbeat may have. */
static enum err beat_note(struct agent *agent, const struct heartbeat *beat, uint64_t sum,
                          struct complaint *why)
{
    struct txn *txn = NULL;
    enum err err;

    if ((err = txn_begin_write(agent->device, &txn)) ||
        (err = note_put(txn, NOTE_NONCE, bytes_of(beat->nonce, NONCE_BYTES))) ||
        (err = note_put_number(txn, NOTE_BEAT_NUMBER, beat->number)) ||
        (!agent->clock.doubtful && (err = trust_note_write(txn, agent->clock.now_s))) ||
        (err = note_put_number(txn, NOTE_BEAT_SUM, sum))) {
        return txn_finish(txn, err, agent, why);
    }
    err = note_put_number(txn, NOTE_BEAT_AT, (uint64_t)agent->clock.now_s);
    return txn_finish(txn, err, agent, why);
}

static enum err beat_send(struct job *job, struct bytes envelope, struct complaint *why)
{
    char route[ROUTE_BYTES_MAX];
    struct agent *agent = job->agent;
    struct http_answer answer;
    struct bytes body;

    route_heartbeat(route, agent->root.office, text_of(agent->kiosk_id));
    const struct http_put put = {
        .path = route, .bytes = envelope, .plain_ok = job->plain_ok, .max = ACK_BYTES_MAX};
    enum err err =
        agent->transport.put(agent->transport.data, &put, &agent->scratch, &answer, &body, why);
    if (err) {
        return err;
    }
    if (answer.status == STATUS_CONFLICT) {
        complain(&agent->told, ERR_MISMATCH,
                 "the office has had a later heartbeat under our name; was the card of this kiosk "
                 "copied?");
        return OK;
    }
    if (answer.status != STATUS_OK && answer.status != STATUS_CREATED) {
        return answer_refuse(agent, route, &answer, why);
    }
    body_take(job, body);
    return OK;
}

static enum err heartbeat_push(struct job *job, struct complaint *why)
{
    struct agent *agent = job->agent;
    struct outbox_figures figures;
    struct bytes envelope;
    uint64_t at, sum_before, number;
    enum err err;

    if ((err = figures_get(agent, &figures, why)) ||
        (err = number_get(agent, NOTE_BEAT_AT, &at, why)) ||
        (err = number_get(agent, NOTE_BEAT_NUMBER, &number, why)) ||
        (err = number_get(agent, NOTE_BEAT_SUM, &sum_before, why))) {
        return err;
    }
    uint64_t sum = beat_sum(agent, figures.waiting);
    if (sum == sum_before && !is_due(agent, at, PUSH_HEARTBEAT_S)) {
        return OK;
    }
    struct heartbeat beat = {
        .number = number + 1,
        .ack_epoch = agent->trust.ack_epoch,
        .ack_counter = agent->trust.ack_counter,
        .seq = agent->state.seq,
        .tip = agent->state.tip,
    };
    random_fill(beat.nonce, sizeof beat.nonce);
    size_t mark = arena_mark(&agent->scratch);
    err = beat_seal(job, figures.waiting, &beat, &envelope);
    if (err) {
        complain(why, err, "the heartbeat cannot be made (%s)", err_name(err));
    } else {
        err = beat_note(agent, &beat, sum, why);
    }
    if (!err) {
        err = beat_send(job, envelope, why);
    }
    arena_rewind(&agent->scratch, mark);
    return err;
}

/* An echo is still to come, and may come without anything else that waits. */
static enum err echo_fetch(struct job *job, struct complaint *why)
{
    struct txn *txn = NULL;
    struct bytes nonce;
    bool outstanding = false;

    if (job->asked) {
        return OK;
    }
    enum err err = txn_begin_read(job->agent->device, &txn);
    if (!err) {
        err = note_get(txn, NOTE_NONCE, &nonce);
        outstanding = !err && nonce.size > 0;
    }
    txn_abort(txn);
    if (err) {
        return complain(why, err, "%s/device cannot be read", job->agent->folder);
    }
    return outstanding ? ack_fetch(job, why) : OK;
}

/* ---- what has been kept long enough ---- */

static enum err purge(struct job *job, struct complaint *why)
{
    struct agent *agent = job->agent;
    struct txn *txn = NULL;
    uint64_t at;
    size_t count;
    enum err err = number_get(agent, NOTE_PURGE_AT, &at, why);

    if (err || agent->clock.doubtful || !is_due(agent, at, PUSH_PURGE_S)) {
        return err;
    }
    int64_t now = agent->clock.now_s;
    err = expire(agent, why);
    if (err) {
        return err;
    }
    if ((err = txn_begin_write(agent->device, &txn)) ||
        (err = vault_purge(txn, now, job->vault_keep_days, &count)) ||
        (err = outbox_purge(txn, now, job->outbox_keep_days, &count)) ||
        (err = receipt_purge(txn, &count))) {
        return txn_finish(txn, err, agent, why);
    }
    err = note_put_number(txn, NOTE_PURGE_AT, (uint64_t)now);
    return txn_finish(txn, err, agent, why);
}

/* ---- */

enum err push(struct agent *agent, struct complaint *why)
{
    struct job job = {.agent = agent};

    arena_reset(&agent->scratch);
    policy_read(&job);
    bool admitted = is_admitted(agent);
    enum err err = admission_note(agent, admitted, why);
    if (!err) {
        err = purge(&job, why);
    }
    if (err || !admitted) {
        return err;
    }
    err = outbox_push(&job, why);
    if (err == ERR_DENIED && !job.asked) { /* an object store: keys for it may lie there */
        struct complaint ignored = {0};
        (void)!ack_fetch(&job, &ignored);
    }
    if (!err) {
        err = echo_fetch(&job, why); /* before a new nonce takes the place of the old one */
    }
    return err ? err : heartbeat_push(&job, why);
}
