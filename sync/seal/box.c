#include "box.h"

#include <sodium.h>

_Static_assert(crypto_box_PUBLICKEYBYTES == BOX_KEY_BYTES, "X25519");
_Static_assert(crypto_box_SECRETKEYBYTES == BOX_KEY_BYTES, "X25519");
_Static_assert(crypto_secretbox_KEYBYTES == BOX_KEY_BYTES, "XSalsa20");
_Static_assert(crypto_box_SEALBYTES == BOX_SEAL_EXTRA_BYTES, "sealed boxes");
_Static_assert(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES == SHARED_SEAL_EXTRA_BYTES,
               "nonce and tag");

void box_keypair(struct box_public *pk, struct box_secret *sk)
{
    crypto_box_keypair(pk->b, sk->b);
}

void box_secret_public(const struct box_secret *sk, struct box_public *pk)
{
    crypto_scalarmult_base(pk->b, sk->b);
}

enum err box_public_of_signer(const struct public_key *signer, struct box_public *pk)
{
    return crypto_sign_ed25519_pk_to_curve25519(pk->b, signer->b) ? ERR_INVALID : OK;
}

void box_secret_of_signer(const struct secret_key *signer, struct box_secret *sk)
{
    crypto_sign_ed25519_sk_to_curve25519(sk->b, signer->b);
}

enum err box_seal(const struct box_public *to, struct bytes plain, struct arena *arena,
                  struct bytes *sealed)
{
    size_t mark = arena_mark(arena);
    uint8_t *at = arena_alloc(arena, plain.size + BOX_SEAL_EXTRA_BYTES);

    if (!at) {
        return ERR_NOMEM;
    }
    if (crypto_box_seal(at, plain.data, plain.size, to->b) != 0) {
        arena_rewind(arena, mark);
        return ERR_INVALID; /* a public key of small order: nobody could open it */
    }
    *sealed = bytes_of(at, plain.size + BOX_SEAL_EXTRA_BYTES);
    return OK;
}

enum err box_open(const struct box_secret *sk, struct bytes sealed, struct arena *arena,
                  struct bytes *plain)
{
    struct box_public pk;
    size_t mark = arena_mark(arena);

    if (sealed.size < BOX_SEAL_EXTRA_BYTES) {
        return ERR_DENIED;
    }
    /* One byte more, so that an empty plain text has an address too. */
    uint8_t *at = arena_alloc(arena, sealed.size - BOX_SEAL_EXTRA_BYTES + 1);
    if (!at) {
        return ERR_NOMEM;
    }
    box_secret_public(sk, &pk);
    if (crypto_box_seal_open(at, sealed.data, sealed.size, pk.b, sk->b) != 0) {
        arena_rewind(arena, mark);
        return ERR_DENIED;
    }
    *plain = bytes_of(at, sealed.size - BOX_SEAL_EXTRA_BYTES);
    return OK;
}

void shared_key_new(struct shared_key *key)
{
    crypto_secretbox_keygen(key->b);
}

enum err shared_seal(const struct shared_key *key, struct bytes plain, struct arena *arena,
                     struct bytes *sealed)
{
    uint8_t *at = arena_alloc(arena, plain.size + SHARED_SEAL_EXTRA_BYTES);

    if (!at) {
        return ERR_NOMEM;
    }
    randombytes_buf(at, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(at + crypto_secretbox_NONCEBYTES, plain.data, plain.size, at, key->b);
    *sealed = bytes_of(at, plain.size + SHARED_SEAL_EXTRA_BYTES);
    return OK;
}

enum err shared_open(const struct shared_key *key, struct bytes sealed, struct arena *arena,
                     struct bytes *plain)
{
    size_t mark = arena_mark(arena);

    if (sealed.size < SHARED_SEAL_EXTRA_BYTES) {
        return ERR_DENIED;
    }
    uint8_t *at = arena_alloc(arena, sealed.size - SHARED_SEAL_EXTRA_BYTES + 1);
    if (!at) {
        return ERR_NOMEM;
    }
    if (crypto_secretbox_open_easy(at, sealed.data + crypto_secretbox_NONCEBYTES,
                                   sealed.size - crypto_secretbox_NONCEBYTES, sealed.data,
                                   key->b) != 0) {
        arena_rewind(arena, mark);
        return ERR_DENIED;
    }
    *plain = bytes_of(at, sealed.size - SHARED_SEAL_EXTRA_BYTES);
    return OK;
}
