#include "sign.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "hash.h"

_Static_assert(crypto_sign_SECRETKEYBYTES == SECRET_KEY_BYTES, "Ed25519");
_Static_assert(crypto_sign_PUBLICKEYBYTES == PUBLIC_KEY_BYTES, "Ed25519");
_Static_assert(crypto_sign_BYTES == SIGNATURE_BYTES, "Ed25519");

void sign_keypair(struct public_key *pk, struct secret_key *sk)
{
    crypto_sign_keypair(pk->b, sk->b);
}

void sign_keypair_from_seed(const uint8_t seed[32], struct public_key *pk, struct secret_key *sk)
{
    crypto_sign_seed_keypair(pk->b, sk->b, seed);
}

void secret_key_public(const struct secret_key *sk, struct public_key *pk)
{
    crypto_sign_ed25519_sk_to_pk(pk->b, sk->b);
}

struct key_id key_id_of(const struct public_key *pk)
{
    struct hash hash = hash_of(bytes_of(pk->b, sizeof pk->b));
    struct key_id id;

    memcpy(id.b, hash.b, sizeof id.b);
    return id;
}

bool public_key_equal(const struct public_key *a, const struct public_key *b)
{
    return memcmp(a->b, b->b, sizeof a->b) == 0;
}

void kiosk_id_of(const struct public_key *pk, char to[KIOSK_ID_BYTES])
{
    struct hash hash = hash_of(bytes_of(pk->b, sizeof pk->b));

    hex_format(bytes_of(hash.b, (KIOSK_ID_BYTES - 1) / 2), to);
}

/* The one message that is signed. Ed25519 reads it twice, so it must lie in one piece; small ones
 * (all but long roots and acknowledgements) need no heap. */
struct message {
    uint8_t small[4096];
    uint8_t *heap;
    const uint8_t *at;
    size_t size;
};

static bool message_make(struct message *message, const char *context, struct bytes bytes)
{
    size_t head = strlen(context) + 1; /* its NUL is the 0x00 between */
    uint8_t *to = message->small;

    message->heap = NULL;
    message->size = head + bytes.size;
    if (message->size > sizeof message->small) {
        to = message->heap = malloc(message->size);
        if (!to) {
            return false;
        }
    }
    memcpy(to, context, head);
    if (bytes.size > 0) {
        memcpy(to + head, bytes.data, bytes.size);
    }
    message->at = to;
    return true;
}

void sign_bytes(const struct secret_key *sk, const char *context, struct bytes bytes,
                struct signature *signature)
{
    struct message message;

    if (!message_make(&message, context, bytes)) {
        abort(); /* no memory for a few hundred kB: there is nothing sensible left to do */
    }
    crypto_sign_detached(signature->b, NULL, message.at, message.size, sk->b);
    free(message.heap);
}

bool signature_valid(const struct public_key *pk, const char *context, struct bytes bytes,
                     const struct signature *signature)
{
    struct message message;

    if (!message_make(&message, context, bytes)) {
        return false;
    }
    bool valid = crypto_sign_verify_detached(signature->b, message.at, message.size, pk->b) == 0;
    free(message.heap);
    return valid;
}

void wipe(void *secret, size_t size)
{
    sodium_memzero(secret, size);
}
