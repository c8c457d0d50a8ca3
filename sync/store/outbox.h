/* outbox.h - sealed envelopes on their way to the office.
 *
 * An envelope enters when the visitor submits it. It stops waiting only when the office has
 * acknowledged exactly these bytes, and is kept, sealed, OUTBOX_KEEP_DAYS after that (policy), so
 * neither a power cut here nor a restored backup there loses or repeats one. See wire/PROTOCOL.md.
 *
 * Each function works inside the caller's transaction on device.h's store, so that an envelope, its
 * vault copy and its receipt become durable together. One process appends (the kiosk), one
 * acknowledges (the agent). Out-parameters are written only on OK. */
#pragma once

#include "store.h"

enum {
    OUTBOX_ENVELOPE_BYTES_MAX = 64 * 1024,
    OUTBOX_WAITING_MAX = 5000,
    OUTBOX_WAITING_BYTES_MAX = 32 * 1024 * 1024,
    OUTBOX_KEEP_DAYS = 90,
    UPLOAD_ID_BYTES = 10,
};

/* Names an envelope for ever: the office keeps one copy per id. */
struct upload_id {
    uint8_t b[UPLOAD_ID_BYTES];
};

enum outbox_state {
    OUTBOX_WAITING,  /* not acknowledged */
    OUTBOX_DONE,     /* acknowledged; kept sealed until its keep date */
    OUTBOX_CONFLICT, /* the office holds other bytes under our name (a cloned card): kept, staff
                        told */
};

struct outbox_item {
    uint64_t seq; /* place in the queue, from 1, never reused */
    struct upload_id id;
    enum outbox_state state;
    int64_t done_s;        /* when acknowledged */
    struct bytes envelope; /* as it goes on the wire */
    struct hash hash;      /* of the envelope */
};

/* The number the next envelope gets; it is part of what is signed. */
MUST_CHECK enum err outbox_next_seq(struct txn *txn, uint64_t *seq);
/* Appends under `seq` = outbox_next_seq(). ERR_INVALID: empty, too large, or another seq.
 * ERR_EXISTS: the id is taken. ERR_FULL: OUTBOX_WAITING_MAX or the bytes are reached. */
MUST_CHECK enum err outbox_append(struct txn *txn, uint64_t seq, struct upload_id id,
                                  struct bytes envelope);
/* The waiting items from `from_seq` on, oldest first; envelopes are copied into the arena. */
MUST_CHECK enum err outbox_peek(struct txn *txn, uint64_t from_seq, struct arena *arena,
                                struct outbox_item *items, size_t max, size_t *count);
/* Without the envelope (left empty) when arena is NULL. */
MUST_CHECK enum err outbox_find(struct txn *txn, struct upload_id id, struct arena *arena,
                                struct outbox_item *item);
/* All that is kept, in whatever state, newest first, those with seq < before_seq (0: from the
 * newest). */
MUST_CHECK enum err outbox_list(struct txn *txn, uint64_t before_seq, struct arena *arena,
                                struct outbox_item *items, size_t max, size_t *count);
/* Done, if the envelope under `id` hashes to `hash`. Twice is OK. ERR_NOT_FOUND: no such id;
 * ERR_MISMATCH: other bytes. Neither changes anything. */
MUST_CHECK enum err outbox_ack(struct txn *txn, struct upload_id id, const struct hash *hash,
                               int64_t now_s);
/* The office was restored from an older state: everything still kept waits again, under its old
 * name. *count: how many. */
MUST_CHECK enum err outbox_requeue_all(struct txn *txn, size_t *count);
/* ERR_NOT_FOUND. The envelope no longer goes up, and is never dropped. */
MUST_CHECK enum err outbox_set_conflict(struct txn *txn, struct upload_id id);
/* Drops what was done more than `keep_days` before now_s. A waiting envelope is never dropped. */
MUST_CHECK enum err outbox_purge(struct txn *txn, int64_t now_s, unsigned keep_days, size_t *count);

struct outbox_figures {
    uint64_t waiting, waiting_bytes, done, conflicts, last_seq;
};
MUST_CHECK enum err outbox_figures(struct txn *txn, struct outbox_figures *figures);
