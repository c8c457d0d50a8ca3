/* intake.c - see intake.h. */
#include "intake.h"

#include <string.h>

#include "enrol.h"
#include "fleet.h"
#include "hash.h"
#include "log.h"

enum {
    STATUS_OK = 200,
    STATUS_CREATED = 201,
    STATUS_BAD = 400,
    STATUS_FORBIDDEN = 403,
    STATUS_NOT_FOUND = 404,
    STATUS_CONFLICT = 409,
    STATUS_TOO_MANY = 429,
    STATUS_UNAVAILABLE = 503,
    STATUS_NO_ROOM = 507,
    DISK_RETRY_S = 60,
};

size_t intake_limit(const struct route *route)
{
    switch (route->kind) {
    case ROUTE_ENROL:
        return ENROL_BYTES_MAX;
    case ROUTE_UPLOAD:
        return OUTBOX_ENVELOPE_BYTES_MAX;
    case ROUTE_HEARTBEAT:
        return HEARTBEAT_BYTES_MAX;
    case ROUTE_NONE:
    case ROUTE_TREE:
    case ROUTE_ACK:
        break;
    }
    return 0;
}

static struct intake_answer status(unsigned number)
{
    return (struct intake_answer){.status = number};
}

static struct intake_answer failure(enum err err, const char *what)
{
    log_error("%s: %s", what, err_name(err));
    if (err == ERR_FULL) {
        return status(STATUS_NO_ROOM);
    }
    return (struct intake_answer){.status = STATUS_UNAVAILABLE, .retry_after_s = DISK_RETRY_S};
}

/* The signed word on all that was taken from this kiosk; empty without the office's key. */
static struct bytes acknowledgement(struct intake *intake, struct text kiosk)
{
    struct bytes bytes = {0};
    struct complaint why = {0};
    if (!intake->publisher.has_office) {
        return bytes;
    }
    enum err err = fleet_acknowledge(intake->site, kiosk, &intake->publisher.office, &bytes, &why);
    if (err) {
        log_error("acknowledgement for %.*s: %s %s", TEXT_ARG(kiosk), err_name(err), why.text);
        return (struct bytes){0};
    }
    return bytes;
}

/* The head key's word that we are here and what is newest; empty without that key too. */
static struct bytes echo_of(struct intake *intake, struct text kiosk)
{
    struct bytes bytes = {0};
    if (intake->has_head && fleet_echo(intake->site, kiosk, &intake->publisher.head, &bytes)) {
        log_error("echo for %.*s cannot be made", TEXT_ARG(kiosk));
    }
    return bytes;
}

/* ---- offers ---- */

/* *result tells what happened: OK new, ERR_EXISTS known, ERR_MISMATCH, ERR_FULL. */
static enum err offer_in(struct intake *intake, struct txn *txn, struct text id,
                         const struct enrol_offer *offer, enum err *result)
{
    struct kiosk_state kiosk;
    *result = fleet_offer(intake->site, txn, id, offer);
    if (*result && *result != ERR_EXISTS) {
        return *result;
    }
    enum err err = fleet_get(intake->site, txn, id, &kiosk);
    if (err || kiosk.admitted || kiosk.revoked || !intake->admit_new ||
        !intake->publisher.has_office) {
        return err;
    }
    intake->publish_due = true;
    return fleet_admit(intake->site, txn, id, false, &intake->publisher.office, NULL);
}

static struct intake_answer put_offer(struct intake *intake, const struct route *route,
                                      struct bytes bytes)
{
    struct enrol_offer offer;
    char id[KIOSK_ID_BYTES];
    struct txn *txn = NULL;
    enum err result = OK;

    if (enrol_open(bytes, &offer) || !text_equal(offer.office, route->office)) {
        return status(STATUS_BAD);
    }
    kiosk_id_of(&offer.pk, id);
    if (!text_is(route->kiosk, id)) {
        return status(STATUS_FORBIDDEN);
    }
    enum err err = txn_begin_write(intake->site->store, &txn);
    if (err) {
        return failure(err, "offer");
    }
    err = offer_in(intake, txn, route->kiosk, &offer, &result);
    if (err) {
        txn_abort(txn);
        return result == ERR_MISMATCH ? status(STATUS_CONFLICT)
               : result == ERR_FULL   ? (struct intake_answer){.status = STATUS_TOO_MANY,
                                                               .retry_after_s = RETRY_AFTER_S}
                                      : failure(err, "offer");
    }
    err = txn_commit(txn);
    if (err) {
        return failure(err, "offer");
    }
    if (result == OK) {
        log_info("kiosk %s offers its key", id);
    }
    return status(result == ERR_EXISTS ? STATUS_OK : STATUS_CREATED);
}

/* ---- envelopes ---- */

static bool fits_name(const struct envelope *e, const struct route *route)
{
    return text_equal(e->office, route->office) && text_equal(e->kiosk, route->kiosk) &&
           e->seq == route->seq && memcmp(e->id.b, route->id.b, UPLOAD_ID_BYTES) == 0;
}

/* 0: the kiosk may send; else the status. */
static unsigned judge_kiosk(struct intake *intake, struct txn *txn, const struct route *route,
                            struct kiosk_state *kiosk)
{
    enum err err = fleet_get(intake->site, txn, route->kiosk, kiosk);
    if (err == ERR_NOT_FOUND || (!err && (!kiosk->admitted || kiosk->revoked))) {
        return STATUS_FORBIDDEN;
    }
    return err ? STATUS_UNAVAILABLE : 0;
}

/* 0: the kiosk may send, and this is its envelope; else the status. */
static unsigned judge(struct intake *intake, struct txn *txn, const struct route *route,
                      struct bytes bytes, struct envelope *envelope, struct kiosk_state *kiosk)
{
    if (envelope_decode(bytes, envelope) || !fits_name(envelope, route) ||
        kind_signed_by(envelope->kind) != SIGNED_BY_KIOSK) {
        return STATUS_BAD;
    }
    unsigned refused = judge_kiosk(intake, txn, route, kiosk);
    if (refused) {
        return refused;
    }
    return envelope_check(bytes, &kiosk->pk) ? STATUS_FORBIDDEN : 0;
}

/* A kiosk that sends without end is told to wait; the count starts anew each day. */
static enum err count_upload(struct intake *intake, struct txn *txn, const char *kiosk)
{
    char name[64];
    uint64_t value = 0;
    uint64_t day = (uint64_t)(intake->site->now_s / CIVIL_DAY_S);
    enum { COUNT_BITS = 20 };
    int size = snprintf(name, sizeof name, "uploads/%s", kiosk);
    enum err err = size < 0 ? ERR_INVALID : txn_get_number(txn, SITE_META, name, &value);
    uint64_t count = value >> COUNT_BITS == day ? value & ((1U << COUNT_BITS) - 1) : 0;
    if (err || count >= UPLOADS_PER_DAY_MAX) {
        return err ? err : ERR_BUSY;
    }
    return txn_put_number(txn, SITE_META, name, day << COUNT_BITS | (count + 1));
}

static enum err store_upload(struct intake *intake, struct txn *txn,
                             const struct envelope *envelope, struct bytes bytes,
                             struct kiosk_state *kiosk, enum err *result)
{
    struct site *site = intake->site;
    struct hash hash = hash_of(bytes);
    *result = inbox_take(site, txn, envelope, bytes, &hash);
    if (*result && *result != ERR_EXISTS) {
        return *result;
    }
    enum err err = *result ? OK : count_upload(intake, txn, kiosk->id);
    if (err) {
        *result = err;
        return err;
    }
    kiosk->heard_s = site->now_s;
    err = fleet_note_taken(site, txn, kiosk, &envelope->id, &hash);
    return err ? err : fleet_put(site, txn, kiosk);
}

static struct intake_answer upload_refused(enum err err, const struct kiosk_state *kiosk)
{
    if (err == ERR_MISMATCH) {
        log_warn("kiosk %s: other bytes under a name it has used; is there a copy of its card?",
                 kiosk->id);
        return status(STATUS_CONFLICT);
    }
    if (err == ERR_BUSY) {
        log_warn("kiosk %s: more than %d envelopes today", kiosk->id, UPLOADS_PER_DAY_MAX);
        return (struct intake_answer){.status = STATUS_TOO_MANY, .retry_after_s = RETRY_AFTER_S};
    }
    return failure(err, "envelope");
}

static struct intake_answer put_upload(struct intake *intake, const struct route *route,
                                       struct bytes bytes)
{
    struct envelope envelope;
    struct kiosk_state kiosk;
    struct txn *txn = NULL;
    enum err result = OK;
    enum err err = txn_begin_write(intake->site->store, &txn);
    if (err) {
        return failure(err, "envelope");
    }
    unsigned refused = judge(intake, txn, route, bytes, &envelope, &kiosk);
    if (refused) {
        txn_abort(txn);
        return status(refused);
    }
    err = store_upload(intake, txn, &envelope, bytes, &kiosk, &result);
    if (err) {
        txn_abort(txn);
        return upload_refused(err, &kiosk);
    }
    err = txn_commit(txn);
    if (err) {
        return failure(err, "envelope");
    }
    if (result == OK) {
        log_info("kiosk %s: a %s", kiosk.id, kind_name(envelope.kind));
        intake->publish_due = intake->publish_due || envelope.has_loc;
    }
    return (struct intake_answer){
        .status = result == ERR_EXISTS ? STATUS_OK : STATUS_CREATED,
        .body = acknowledgement(intake, route->kiosk),
    };
}

/* ---- heartbeats ---- */

/* What it tells of itself, for the log; the mailbox key may be locked away. */
static void tell_trouble(struct intake *intake, const struct heartbeat *beat)
{
    struct bytes object;
    struct health health;
    if (intake->has_mailbox &&
        heartbeat_open(beat, &intake->mailbox.at[0].sk, &intake->site->scratch, &object) == OK &&
        health_decode(object, &intake->site->scratch, &health, NULL) == OK &&
        health.trouble.size > 0) {
        log_warn("kiosk %.*s: %.*s", TEXT_ARG(beat->kiosk), TEXT_ARG(health.trouble));
    }
}

/* 0: ours, and from a kiosk that may send; else the status. */
static unsigned judge_beat(struct intake *intake, struct txn *txn, const struct route *route,
                           struct bytes bytes, struct heartbeat *beat, struct kiosk_state *kiosk)
{
    if (heartbeat_decode(bytes, beat) || !text_equal(beat->office, route->office) ||
        !text_equal(beat->kiosk, route->kiosk)) {
        return STATUS_BAD;
    }
    unsigned refused = judge_kiosk(intake, txn, route, kiosk);
    if (refused) {
        return refused;
    }
    return heartbeat_check(bytes, &kiosk->pk) ? STATUS_FORBIDDEN : 0;
}

static struct intake_answer beat_refused(enum err err, const struct kiosk_state *kiosk)
{
    if (err == ERR_MISMATCH) {
        log_warn("kiosk %s: an earlier heartbeat than one we had; is there a copy of its card?",
                 kiosk->id);
        return status(STATUS_CONFLICT);
    }
    return failure(err, "heartbeat");
}

static struct intake_answer put_heartbeat(struct intake *intake, const struct route *route,
                                          struct bytes bytes)
{
    struct heartbeat beat;
    struct kiosk_state kiosk;
    struct txn *txn = NULL;
    enum err err = txn_begin_write(intake->site->store, &txn);
    if (err) {
        return failure(err, "heartbeat");
    }
    unsigned refused = judge_beat(intake, txn, route, bytes, &beat, &kiosk);
    if (refused) {
        txn_abort(txn);
        return status(refused);
    }
    err = fleet_beat(intake->site, txn, &kiosk, &beat, bytes);
    err = err ? err : fleet_confirm(intake->site, txn, &kiosk, beat.ack_epoch, beat.ack_counter);
    if (err) {
        txn_abort(txn);
        return beat_refused(err, &kiosk);
    }
    err = txn_commit(txn);
    if (err) {
        return failure(err, "heartbeat");
    }
    tell_trouble(intake, &beat);
    return (struct intake_answer){.status = STATUS_OK,
                                  .body = intake->publisher.has_office
                                              ? acknowledgement(intake, route->kiosk)
                                              : echo_of(intake, route->kiosk)};
}

struct intake_answer intake_put(struct intake *intake, const struct route *route,
                                struct bytes bytes)
{
    if (!text_equal(route->office, intake->site->root.office)) {
        return status(STATUS_NOT_FOUND);
    }
    switch (route->kind) {
    case ROUTE_ENROL:
        return put_offer(intake, route, bytes);
    case ROUTE_UPLOAD:
        return put_upload(intake, route, bytes);
    case ROUTE_HEARTBEAT:
        return put_heartbeat(intake, route, bytes);
    case ROUTE_NONE:
    case ROUTE_TREE:
    case ROUTE_ACK:
        break;
    }
    return status(STATUS_NOT_FOUND);
}
