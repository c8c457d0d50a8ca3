#include "hash.h"

#include <sodium.h>

_Static_assert(sizeof(crypto_generichash_state) <= HASH_STATE_BYTES, "the state fits");
_Static_assert(_Alignof(crypto_generichash_state) <= 64, "the state is aligned");

enum err seal_start(void)
{
    return sodium_init() < 0 ? ERR_IO : OK;
}

struct hash hash_of(struct bytes bytes)
{
    struct hash hash;

    crypto_generichash(hash.b, sizeof hash.b, bytes.data, bytes.size, NULL, 0);
    return hash;
}

static crypto_generichash_state *state_of(struct hasher *hasher)
{
    return (crypto_generichash_state *)(void *)hasher->state;
}

void hasher_begin(struct hasher *hasher)
{
    crypto_generichash_init(state_of(hasher), NULL, 0, HASH_BYTES);
}

void hasher_add(struct hasher *hasher, struct bytes bytes)
{
    crypto_generichash_update(state_of(hasher), bytes.data, bytes.size);
}

struct hash hasher_end(struct hasher *hasher)
{
    struct hash hash;

    crypto_generichash_final(state_of(hasher), hash.b, sizeof hash.b);
    return hash;
}

void sha256_of(struct bytes bytes, uint8_t to[SHA256_BYTES])
{
    crypto_hash_sha256(to, bytes.data, bytes.size);
}
