/* acknowledge.c - see acknowledge.h. */
#include "acknowledge.h"

#include <string.h>

#include "ack.h"
#include "echo.h"
#include "grant.h"
#include "log.h"
#include "notes.h"

static enum err is_current(struct agent *agent, struct txn *txn, const struct ack *ack,
                           struct complaint *why)
{
    uint64_t issued;
    enum err err = note_number(txn, NOTE_ACK_ISSUED, &issued);

    if (err) {
        return err;
    }
    if ((uint64_t)ack->issued_s < issued) {
        return complain(why, ERR_MISMATCH, "an older acknowledgement than one we had");
    }
    if (!clock_step_allowed(agent->trust.floor_s, ack->issued_s)) {
        return complain(why, ERR_MISMATCH, "the acknowledgement's time is too far ahead");
    }
    return OK;
}

/* The office was restored from an older state: what it has forgotten must go up again. */
static enum err requeue(struct agent *agent, struct txn *txn, const struct ack *ack)
{
    const struct trust *trust = &agent->trust;
    size_t count;

    if (!trust->ack_seen ||
        (ack->epoch == trust->ack_epoch && ack->counter >= trust->ack_counter)) {
        return OK;
    }
    enum err err = outbox_requeue_all(txn, &count);
    if (!err) {
        err = note_put_number(txn, NOTE_SENT_SEQ, 0);
    }
    if (!err) {
        agent->requeued = true;
        log_warn("the office was restored; %zu envelopes wait again", count);
    }
    return err;
}

static enum err item_apply(struct agent *agent, struct txn *txn, const struct ack_item *item)
{
    enum err err = outbox_ack(txn, item->id, &item->hash, agent->clock.now_s);

    if (err == ERR_NOT_FOUND) {
        return OK; /* kept long enough, or from before this disk */
    }
    if (err == ERR_MISMATCH) {
        complain(&agent->told, err, "the office holds other bytes under a name of ours");
        return outbox_set_conflict(txn, item->id);
    }
    return err;
}

/* The office has heard our newest nonce, and says what its newest publication is. Only the one that
 * we hold proves that nobody holds back another. */
static enum err echo_apply(struct agent *agent, struct txn *txn, const uint8_t nonce[NONCE_BYTES],
                           uint64_t seq, const struct hash *tip)
{
    struct bytes ours;
    enum err err = note_get(txn, NOTE_NONCE, &ours);

    if (err || !bytes_equal(ours, bytes_of(nonce, NONCE_BYTES))) {
        return err;
    }
    if ((err = note_drop(txn, NOTE_NONCE)) || (err = note_put_number(txn, NOTE_OFFICE_SEQ, seq))) {
        return err;
    }
    if (seq == agent->state.seq && !hash_equal(tip, &agent->state.tip)) {
        complain(&agent->told, ERR_MISMATCH,
                 "the office's publication %llu is not the one that was shown to us here",
                 (unsigned long long)seq);
    }
    if (seq != agent->state.seq || !hash_equal(tip, &agent->state.tip)) {
        return OK; /* a newer one is fetched in the next round */
    }
    err = note_put_number(txn, NOTE_ECHO_AT, (uint64_t)agent->clock.now_s);
    return err ? err : note_put_number(txn, NOTE_ECHO_BOOT, (uint64_t)agent->time.since_boot_s);
}

/* Kept sealed: other programs of this machine read the device store too. What cannot be opened is
 * no reason to doubt the rest. */
static enum err grant_apply(struct agent *agent, struct txn *txn, struct bytes sealed)
{
    struct grant grant;
    struct bytes kept;
    enum err err = note_get(txn, NOTE_GRANT, &kept);

    if (err || sealed.size == 0 || bytes_equal(kept, sealed)) {
        return err;
    }
    size_t mark = arena_mark(&agent->scratch);
    err = grant_open(sealed, &agent->root, &agent->kiosk, &agent->scratch, &grant);
    if (err) {
        complain(&agent->told, err, "the keys of a store that the office granted cannot be read");
        err = OK;
    } else {
        log_info("the office granted keys for %.*s", TEXT_ARG(grant.origin));
        err = note_put(txn, NOTE_GRANT, sealed);
    }
    agent_scratch_wipe(agent, mark);
    return err;
}

static enum err ack_apply(struct agent *agent, struct txn *txn, const struct ack *ack,
                          const char *etag, struct complaint *why)
{
    enum err err = is_current(agent, txn, ack, why);

    if (!err) {
        err = requeue(agent, txn, ack);
    }
    for (size_t i = 0; !err && i < ack->count; i++) {
        err = item_apply(agent, txn, &ack->items[i]);
    }
    if (!err && ack->has_nonce) {
        err = echo_apply(agent, txn, ack->nonce, ack->seq, &ack->tip);
    }
    if (!err) {
        err = grant_apply(agent, txn, ack->grant);
    }
    if (!err) {
        err = trust_set_ack(txn, ack->epoch, ack->counter);
    }
    if (!err) {
        err = trust_raise_base(txn, ack->issued_s);
    }
    if (!err) {
        err = note_put_number(txn, NOTE_ACK_ISSUED, (uint64_t)ack->issued_s);
    }
    return err ? err : note_put(txn, NOTE_ACK_ETAG, text_bytes(text_of(etag)));
}

enum err acknowledge(struct agent *agent, struct bytes bytes, const char *etag,
                     struct complaint *why)
{
    size_t mark = arena_mark(&agent->scratch);
    struct txn *txn = NULL;
    struct ack ack;
    enum err err =
        ack_open(bytes, &agent->root, text_of(agent->kiosk_id), &agent->scratch, &ack, why);

    if (err) {
        arena_rewind(&agent->scratch, mark);
        return err;
    }
    err = txn_begin_write(agent->device, &txn);
    if (!err) {
        err = ack_apply(agent, txn, &ack, etag, why);
    }
    if (err) {
        txn_abort(txn);
    } else {
        err = txn_commit(txn);
    }
    if (!err) {
        agent->trust.ack_seen = true;
        agent->trust.ack_epoch = ack.epoch;
        agent->trust.ack_counter = ack.counter;
    }
    arena_rewind(&agent->scratch, mark);
    return err;
}

enum err echo_take(struct agent *agent, struct bytes bytes, struct complaint *why)
{
    struct txn *txn = NULL;
    struct echo echo;
    enum err err = echo_open(bytes, &agent->root, text_of(agent->kiosk_id), &echo, why);

    if (err) {
        return err;
    }
    err = txn_begin_write(agent->device, &txn);
    err = err ? err : echo_apply(agent, txn, echo.nonce, echo.seq, &echo.tip);
    if (err) {
        txn_abort(txn);
        return complain(why, err, "%s/device cannot be written", agent->folder);
    }
    return txn_commit(txn);
}
