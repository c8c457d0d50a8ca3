/* grant.h - a kiosk's keys of an object store, from its office: sealed to the kiosk's own key, so
 * that anybody may carry them.
 *
 * Sealed (box.h, to the X25519 form of the kiosk's signing key) is {1: office, 2: kiosk, 3: origin,
 * 4: access key, 5: secret key, 6: region, 7: pin or ""}. It travels in an acknowledgement (ack.h),
 * which the office signs: a sealed box alone says nothing of who made it. */
#pragma once

#include "ack.h"

enum { GRANT_TEXT_BYTES_MAX = 512 };

struct grant {
    struct text office, kiosk;
    struct text origin; /* of the line they are for, as the policy names it */
    struct text access_key, secret_key, region;
    struct text pin; /* of the store's TLS key; empty: by the machine's certificates */
};

/* ERR_INVALID: a text is too long, or nothing can be sealed to this key. */
MUST_CHECK enum err grant_seal(const struct grant *grant, const struct public_key *kiosk,
                               struct arena *arena, struct bytes *out);
/* ERR_DENIED: not sealed to this kiosk, or damaged; ERR_INVALID: no grant is in it; ERR_MISMATCH:
 * for another office or kiosk. The texts live in the arena: wipe them. */
MUST_CHECK enum err grant_open(struct bytes sealed, const struct root *root,
                               const struct signer *kiosk, struct arena *arena,
                               struct grant *grant);
/* The inside alone, for whoever has opened the box. ERR_INVALID as above. */
MUST_CHECK enum err grant_decode(struct bytes plain, struct grant *grant);
