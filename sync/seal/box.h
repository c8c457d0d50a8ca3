/* box.h - sealing to a key (X25519 sealed boxes) and under a shared key (XSalsa20-Poly1305). */
#pragma once

#include "arena.h"

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
