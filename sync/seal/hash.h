/* hash.h - BLAKE2b-256, the name of every object. */
#pragma once

#include "bytes.h"

enum { HASH_STATE_BYTES = 384 };

/* Call once in main before anything else of seal/. ERR_IO: the library cannot start. */
MUST_CHECK enum err seal_start(void);

struct hash hash_of(struct bytes bytes);

/* In pieces; embedded by the caller, its content is private. */
struct hasher {
    _Alignas(64) uint8_t state[HASH_STATE_BYTES];
};

void hasher_begin(struct hasher *hasher);
void hasher_add(struct hasher *hasher, struct bytes bytes);
struct hash hasher_end(struct hasher *hasher);

enum { SHA256_BYTES = 32 };
/* SHA-256, where others ask for it: a TLS key's pin. Names of ours are BLAKE2b. */
void sha256_of(struct bytes bytes, uint8_t to[SHA256_BYTES]);
