/* echo.c - see echo.h. */
#include "echo.h"

#include "fields.h"

enum err echo_encode(const struct echo *echo, const struct signer *head, struct arena *arena,
                     struct bytes *out)
{
    struct bytes payload;
    struct buffer b = buffer_begin(arena);

    cbor_write_map(&b, 5);
    cbor_write_uint(&b, 1);
    cbor_write_text(&b, echo->office);
    cbor_write_uint(&b, 2);
    cbor_write_text(&b, echo->kiosk);
    cbor_write_uint(&b, 3);
    cbor_write_bytes(&b, bytes_of(echo->nonce, NONCE_BYTES));
    cbor_write_uint(&b, 4);
    write_place(&b, echo->seq, &echo->tip);
    cbor_write_uint(&b, 5);
    cbor_write_uint(&b, (uint64_t)echo->issued_s);
    enum err err = buffer_end(&b, &payload);
    return err ? err : signed_encode(CONTEXT_ECHO, payload, &head, 1, arena, out);
}

enum err echo_open(struct bytes bytes, const struct root *root, struct text kiosk,
                   struct echo *echo, struct complaint *why)
{
    const struct role_keys *keys = &root->roles[ROLE_HEAD];
    struct signed_block block;
    struct echo found = {0};
    struct fields f;

    if (bytes.size > ECHO_BYTES_MAX || signed_decode(bytes, &block)) {
        return complain(why, ERR_INVALID, "not an echo");
    }
    if (signed_count(&block, CONTEXT_ECHO, keys->keys, keys->count) < keys->threshold) {
        return complain(why, ERR_DENIED, "echo not signed by the office's head key");
    }
    fields_begin(&f, block.payload);
    found.office = cbor_read_text(field(&f));
    found.kiosk = cbor_read_text(field(&f));
    cbor_read_fixed(field(&f), found.nonce, sizeof found.nonce);
    read_place(field(&f), &found.seq, &found.tip);
    found.issued_s = read_moment(field(&f));
    if (fields_end(&f)) {
        return complain(why, ERR_INVALID, "not an echo");
    }
    if (!text_equal(found.office, root->office) || !text_equal(found.kiosk, kiosk)) {
        return complain(why, ERR_MISMATCH, "echo for %.*s at %.*s, not for us",
                        TEXT_ARG(found.kiosk), TEXT_ARG(found.office));
    }
    *echo = found;
    return OK;
}
