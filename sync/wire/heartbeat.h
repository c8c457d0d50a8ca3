/* heartbeat.h - "here I am": what a kiosk tells the office every quarter of an hour; the newest one
 * replaces the one before.
 *
 * Payload (CONTEXT_BEAT, kiosk key): {1: office, 2: kiosk, 3: number, 4: nonce, 5: [epoch,
 * counter], 6: [seq, tip], 7: content key sealed to the mailbox key, 8: health sealed under the
 * content key}. What the server answers from (3..6) is signed and not sealed: the nonce is echoed
 * where the mailbox key is locked away. */
#pragma once

#include "ack.h"

enum { HEARTBEAT_BYTES_MAX = 4096 };

struct heartbeat {
    struct text office, kiosk;
    uint64_t number; /* from 1, rises with each; a lower one is old, or comes from a copied card */
    uint8_t nonce[NONCE_BYTES];
    uint64_t ack_epoch, ack_counter; /* of the newest acknowledgement accepted; 0, 0: none */
    uint64_t seq;                    /* of the view; 0: none */
    struct hash tip;
    struct bytes key_box, box; /* views; for heartbeat_open() */
};

/* Signs `beat`, with `health` (an encoded record) sealed in; its boxes are not read. ERR_INVALID:
 * over HEARTBEAT_BYTES_MAX, or a number of 0. */
MUST_CHECK enum err heartbeat_seal(const struct heartbeat *beat, const struct root *root,
                                   const struct signer *kiosk, struct bytes health,
                                   struct arena *arena, struct bytes *out);
/* Form only; views into `bytes`. */
MUST_CHECK enum err heartbeat_decode(struct bytes bytes, struct heartbeat *beat);
/* Signed by this kiosk key, whose id it names. ERR_INVALID, ERR_DENIED. */
MUST_CHECK enum err heartbeat_check(struct bytes bytes, const struct public_key *kiosk);
/* The health record. ERR_DENIED: sealed to another mailbox, or changed. */
MUST_CHECK enum err heartbeat_open(const struct heartbeat *beat, const struct box_secret *mailbox,
                                   struct arena *arena, struct bytes *health);
