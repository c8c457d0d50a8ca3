/* ack.h - the office's signed word on what it has taken: a list of (id, hash), never "up to".
 *
 * Payload (CONTEXT_ACK, office key): {1: office, 2: kiosk, 3: epoch, 4: counter, 5: [[id, hash],
 * ...], 6: nonce echo or empty, 7: issued, 8: admitted, 9: [seq, tip]}: the newest publication, so
 * that an echo proves what is shown to be current. Field 10, where there is one: a grant (grant.h),
 * sealed. */
#pragma once

#include "outbox.h"
#include "root.h"

enum {
    ACK_BYTES_MAX = 64 * 1024,
    ACK_ITEMS_MAX = 1000,
    NONCE_BYTES = 16,
    GRANT_BYTES_MAX = 2048, /* sealed */
};

struct ack_item {
    struct upload_id id;
    struct hash hash;
};

struct ack {
    struct text office, kiosk;
    uint64_t epoch, counter;
    struct ack_item *items;
    size_t count;
    bool has_nonce;
    uint8_t nonce[NONCE_BYTES];
    int64_t issued_s;
    bool admitted;
    uint64_t seq; /* of the newest publication; 0: none */
    struct hash tip;
    struct bytes grant; /* sealed; empty: none */
};

MUST_CHECK enum err ack_encode(const struct ack *ack, const struct signer *office,
                               struct arena *arena, struct bytes *out);
/* ERR_DENIED: not signed by an office key of this root; ERR_MISMATCH: for another kiosk or office.
 */
MUST_CHECK enum err ack_open(struct bytes bytes, const struct root *root, struct text kiosk,
                             struct arena *arena, struct ack *ack, struct complaint *why);
