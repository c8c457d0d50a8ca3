/* signed.h - a signed block: CBOR [payload bytes, [[key id, signature], ...]].
 *
 * The payload is signed as the bytes that stand in the block, never re-serialised. Head, root,
 * acknowledgement, enrolment and envelope all are such blocks; each has its own context string. */
#pragma once

#include "cbor.h"
#include "sign.h"

enum { SIGNED_SIGNATURES_MAX = 8 };

#define CONTEXT_ROOT "np-root-v1"
#define CONTEXT_HEAD "np-head-v1"
#define CONTEXT_SNAPSHOT "np-snap-v1"
#define CONTEXT_ITEM "np-item-v1"
#define CONTEXT_ACK "np-ack-v1"
#define CONTEXT_UP "np-up-v1"
#define CONTEXT_BEAT "np-beat-v1"
#define CONTEXT_ECHO "np-echo-v1"
#define CONTEXT_ENROL "np-enrol-v1"

struct key_signature {
    struct key_id id;
    struct signature signature;
};

struct signed_block {
    struct bytes payload; /* deterministic CBOR, views into the block */
    struct key_signature signatures[SIGNED_SIGNATURES_MAX];
    size_t signature_count;
};

struct signer {
    struct public_key pk;
    struct secret_key sk;
};

/* The list of signatures alone: CBOR [[key id, signature], ...]. Reading: how many; a list of none
 * or of more than SIGNED_SIGNATURES_MAX is refused in the reader. */
void signature_list_write(struct buffer *buffer, const struct key_signature *signatures,
                          size_t count);
size_t signature_list_read(struct cbor_reader *r,
                           struct key_signature signatures[SIGNED_SIGNATURES_MAX]);
/* One of them. */
struct key_signature signature_make(const char *context, struct bytes payload,
                                    const struct signer *signer);

MUST_CHECK enum err signed_decode(struct bytes bytes, struct signed_block *block);
/* Signs `payload` with each signer. */
MUST_CHECK enum err signed_encode(const char *context, struct bytes payload,
                                  const struct signer *const *signers, size_t signer_count,
                                  struct arena *arena, struct bytes *out);
/* The block with one more signature; a key that has signed already signs anew. ERR_FULL:
 * SIGNED_SIGNATURES_MAX. */
MUST_CHECK enum err signed_add(const char *context, struct bytes block, const struct signer *signer,
                               struct arena *arena, struct bytes *out);
/* How many distinct keys of keys[0..count) have validly signed. One key counts once. */
size_t signed_count(const struct signed_block *block, const char *context,
                    const struct public_key *keys, size_t count);
