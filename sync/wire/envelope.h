/* envelope.h - what a kiosk sends up: a record under one content key, sealed, and signed by the
 * kiosk.
 *
 * Payload of the signed block (CONTEXT_UP): {1: office, 2: kiosk, 3: seq, 4: id, 5: kind, 6: loc
 * (letters, opinions, retractions and answers), 7: content key sealed to the mailbox key, 8: record
 * sealed under the content key}. The name on the wire is built from 1..4, so a name that does not
 * fit is refused. */
#pragma once

#include "outbox.h"
#include "receipt_key.h"
#include "root.h"

struct envelope {
    struct text office, kiosk;
    uint64_t seq;
    struct upload_id id;
    enum kind kind;
    bool has_loc;
    struct receipt_loc loc;
    struct bytes key_box; /* BOX_KEY_BYTES + BOX_SEAL_EXTRA_BYTES */
    struct bytes box;
};

/* Seals `object` (an encoded record) and signs. `content_key` is given back for the vault's copy:
 * wipe it. */
MUST_CHECK enum err envelope_seal(const struct root *root, const struct signer *kiosk, uint64_t seq,
                                  const struct upload_id *id, enum kind kind,
                                  const struct receipt_loc *loc, struct bytes object,
                                  struct arena *arena, struct shared_key *content_key,
                                  struct bytes *out);
/* Form only; views into `bytes`. */
MUST_CHECK enum err envelope_decode(struct bytes bytes, struct envelope *envelope);
/* Signed by this kiosk key. ERR_DENIED. */
MUST_CHECK enum err envelope_check(struct bytes bytes, const struct public_key *kiosk);
/* The record, by the mailbox's secret or by the content key. ERR_DENIED. */
MUST_CHECK enum err envelope_open(const struct envelope *envelope, const struct box_secret *mailbox,
                                  struct arena *arena, struct bytes *object);
MUST_CHECK enum err envelope_open_with(const struct envelope *envelope,
                                       const struct shared_key *content_key, struct arena *arena,
                                       struct bytes *object);
