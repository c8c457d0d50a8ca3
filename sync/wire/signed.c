/* signed.c - see signed.h. */
#include "signed.h"

#include <string.h>

static void read_signature(struct cbor_reader *r, struct key_signature *signature)
{
    if (cbor_read_array(r, 2) != 2 && !r->err) {
        r->err = ERR_INVALID;
    }
    cbor_read_fixed(r, signature->id.b, sizeof signature->id.b);
    cbor_read_fixed(r, signature->signature.b, sizeof signature->signature.b);
}

size_t signature_list_read(struct cbor_reader *r,
                           struct key_signature signatures[SIGNED_SIGNATURES_MAX])
{
    size_t count = cbor_read_array(r, SIGNED_SIGNATURES_MAX);

    for (size_t i = 0; i < count; i++) {
        read_signature(r, &signatures[i]);
    }
    if (count == 0 && !r->err) {
        r->err = ERR_INVALID;
    }
    return count;
}

void signature_list_write(struct buffer *buffer, const struct key_signature *signatures,
                          size_t count)
{
    cbor_write_array(buffer, count);
    for (size_t i = 0; i < count; i++) {
        const struct key_signature *s = &signatures[i];
        cbor_write_array(buffer, 2);
        cbor_write_bytes(buffer, bytes_of(s->id.b, sizeof s->id.b));
        cbor_write_bytes(buffer, bytes_of(s->signature.b, sizeof s->signature.b));
    }
}

struct key_signature signature_make(const char *context, struct bytes payload,
                                    const struct signer *signer)
{
    struct key_signature made = {.id = key_id_of(&signer->pk)};

    sign_bytes(&signer->sk, context, payload, &made.signature);
    return made;
}

enum err signed_decode(struct bytes bytes, struct signed_block *block)
{
    struct signed_block found = {0};
    struct cbor_reader r;

    if (cbor_check(bytes)) {
        return ERR_INVALID;
    }
    cbor_read_begin(&r, bytes);
    if (cbor_read_array(&r, 2) != 2) {
        return ERR_INVALID;
    }
    found.payload = cbor_read_bytes(&r);
    found.signature_count = signature_list_read(&r, found.signatures);
    if (cbor_read_end(&r) || cbor_check(found.payload)) {
        return ERR_INVALID;
    }
    *block = found;
    return OK;
}

static enum err block_encode(struct bytes payload, const struct key_signature *signatures,
                             size_t count, struct arena *arena, struct bytes *out)
{
    struct buffer b = buffer_begin(arena);

    cbor_write_array(&b, 2);
    cbor_write_bytes(&b, payload);
    signature_list_write(&b, signatures, count);
    return buffer_end(&b, out);
}

enum err signed_encode(const char *context, struct bytes payload,
                       const struct signer *const *signers, size_t signer_count,
                       struct arena *arena, struct bytes *out)
{
    if (signer_count == 0 || signer_count > SIGNED_SIGNATURES_MAX) {
        return ERR_INVALID;
    }
    struct key_signature signatures[SIGNED_SIGNATURES_MAX];
    for (size_t i = 0; i < signer_count; i++) {
        signatures[i] = signature_make(context, payload, signers[i]);
    }
    return block_encode(payload, signatures, signer_count, arena, out);
}

enum err signed_add(const char *context, struct bytes bytes, const struct signer *signer,
                    struct arena *arena, struct bytes *out)
{
    struct signed_block block;
    struct key_id id = key_id_of(&signer->pk);
    size_t at = 0;

    if (signed_decode(bytes, &block)) {
        return ERR_INVALID;
    }
    while (at < block.signature_count &&
           memcmp(block.signatures[at].id.b, id.b, sizeof id.b) != 0) {
        at++;
    }
    if (at == SIGNED_SIGNATURES_MAX) {
        return ERR_FULL;
    }
    block.signatures[at] = signature_make(context, block.payload, signer);
    block.signature_count += at == block.signature_count ? 1 : 0;
    return block_encode(block.payload, block.signatures, block.signature_count, arena, out);
}

static bool signed_by_key(const struct signed_block *block, const char *context,
                          const struct public_key *key)
{
    struct key_id id = key_id_of(key);

    for (size_t i = 0; i < block->signature_count; i++) {
        const struct key_signature *s = &block->signatures[i];
        if (memcmp(s->id.b, id.b, sizeof id.b) == 0 &&
            signature_valid(key, context, block->payload, &s->signature)) {
            return true;
        }
    }
    return false;
}

static bool key_is_among(const struct public_key *key, const struct public_key *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (public_key_equal(key, &keys[i])) {
            return true;
        }
    }
    return false;
}

size_t signed_count(const struct signed_block *block, const char *context,
                    const struct public_key *keys, size_t count)
{
    size_t valid = 0;

    for (size_t i = 0; i < count; i++) {
        if (!key_is_among(&keys[i], keys, i) && signed_by_key(block, context, &keys[i])) {
            valid++;
        }
    }
    return valid;
}
