/* sign.h - Ed25519 signatures with a context, so that no signature serves for two purposes.
 *
 * What is signed is context || 0x00 || bytes. Contexts are the strings of PROTOCOL.md
 * ("np-head-v1"). */
#pragma once

#include "record.h" /* struct public_key */

enum { SECRET_KEY_BYTES = 64, SIGNATURE_BYTES = 64, KEY_ID_BYTES = 8, KIOSK_ID_BYTES = 17 };

struct secret_key {
    uint8_t b[SECRET_KEY_BYTES];
};

struct signature {
    uint8_t b[SIGNATURE_BYTES];
};

/* The first 8 bytes of BLAKE2b(public key): names a key inside a signature block. */
struct key_id {
    uint8_t b[KEY_ID_BYTES];
};

void sign_keypair(struct public_key *pk, struct secret_key *sk);
/* The same pair for the same 32 bytes: for tests and for keys kept on paper. */
void sign_keypair_from_seed(const uint8_t seed[32], struct public_key *pk, struct secret_key *sk);
void secret_key_public(const struct secret_key *sk, struct public_key *pk);
struct key_id key_id_of(const struct public_key *pk);
bool public_key_equal(const struct public_key *a, const struct public_key *b);
/* 16 lower-case hex digits of BLAKE2b(key), NUL-terminated. */
void kiosk_id_of(const struct public_key *pk, char to[KIOSK_ID_BYTES]);

void sign_bytes(const struct secret_key *sk, const char *context, struct bytes bytes,
                struct signature *signature);
bool signature_valid(const struct public_key *pk, const char *context, struct bytes bytes,
                     const struct signature *signature);

/* Overwrites so that the compiler cannot leave it out. */
void wipe(void *secret, size_t size);
