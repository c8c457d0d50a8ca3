/* box.h - sealing to a key (X25519 sealed boxes) and under a shared key (XSalsa20-Poly1305). */
#pragma once

#include "arena.h"
#include "sign.h"

enum {
    BOX_KEY_BYTES = 32,
    BOX_SEAL_EXTRA_BYTES = 48,    /* what box_seal adds */
    SHARED_SEAL_EXTRA_BYTES = 40, /* nonce and tag, what shared_seal adds */
};

struct box_public {
    uint8_t b[BOX_KEY_BYTES];
};

struct box_secret {
    uint8_t b[BOX_KEY_BYTES];
};

struct shared_key {
    uint8_t b[BOX_KEY_BYTES];
};

void box_keypair(struct box_public *pk, struct box_secret *sk);
void box_secret_public(const struct box_secret *sk, struct box_public *pk);
/* The same person's keys for sealing, by the birational map of RFC 7748 (section 4.1): for whom we
 * know only by signatures. ERR_INVALID: a key of small order, or no point of the curve. */
MUST_CHECK enum err box_public_of_signer(const struct public_key *signer, struct box_public *pk);
void box_secret_of_signer(const struct secret_key *signer, struct box_secret *sk);
/* Anyone can seal; only the secret's holder opens. */
MUST_CHECK enum err box_seal(const struct box_public *to, struct bytes plain, struct arena *arena,
                             struct bytes *sealed);
/* ERR_DENIED: not for this key, or damaged. The plain bytes live in the arena: wipe them. */
MUST_CHECK enum err box_open(const struct box_secret *sk, struct bytes sealed, struct arena *arena,
                             struct bytes *plain);

void shared_key_new(struct shared_key *key);
MUST_CHECK enum err shared_seal(const struct shared_key *key, struct bytes plain,
                                struct arena *arena, struct bytes *sealed);
MUST_CHECK enum err shared_open(const struct shared_key *key, struct bytes sealed,
                                struct arena *arena, struct bytes *plain);
