/* ack.c - see ack.h. */
#include "ack.h"

#include <string.h>

#include "fields.h"

enum err ack_encode(const struct ack *ack, const struct signer *office, struct arena *arena,
                    struct bytes *out)
{
    struct bytes payload;

    if (ack->count > ACK_ITEMS_MAX || ack->grant.size > GRANT_BYTES_MAX) {
        return ERR_INVALID;
    }
    struct buffer b = buffer_begin(arena);
    cbor_write_map(&b, ack->grant.size > 0 ? 10 : 9);
    cbor_write_uint(&b, 1);
    cbor_write_text(&b, ack->office);
    cbor_write_uint(&b, 2);
    cbor_write_text(&b, ack->kiosk);
    cbor_write_uint(&b, 3);
    cbor_write_uint(&b, ack->epoch);
    cbor_write_uint(&b, 4);
    cbor_write_uint(&b, ack->counter);
    cbor_write_uint(&b, 5);
    cbor_write_array(&b, ack->count);
    for (size_t i = 0; i < ack->count; i++) {
        cbor_write_array(&b, 2);
        cbor_write_bytes(&b, bytes_of(ack->items[i].id.b, sizeof ack->items[i].id.b));
        write_hash(&b, &ack->items[i].hash);
    }
    cbor_write_uint(&b, 6);
    cbor_write_bytes(&b, bytes_of(ack->nonce, ack->has_nonce ? NONCE_BYTES : 0));
    cbor_write_uint(&b, 7);
    cbor_write_uint(&b, (uint64_t)ack->issued_s);
    cbor_write_uint(&b, 8);
    cbor_write_bool(&b, ack->admitted);
    cbor_write_uint(&b, 9);
    write_place(&b, ack->seq, &ack->tip);
    if (ack->grant.size > 0) {
        cbor_write_uint(&b, 10);
        cbor_write_bytes(&b, ack->grant);
    }
    enum err err = buffer_end(&b, &payload);
    if (err) {
        return err;
    }
    return signed_encode(CONTEXT_ACK, payload, &office, 1, arena, out);
}

static enum err items_read(struct cbor_reader *r, struct arena *arena, struct ack *ack)
{
    ack->count = cbor_read_array(r, ACK_ITEMS_MAX);
    ack->items = ARENA_ARRAY(arena, struct ack_item, ack->count);
    if (!ack->items) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < ack->count; i++) {
        if (cbor_read_array(r, 2) != 2) {
            read_refuse(r);
        }
        cbor_read_fixed(r, ack->items[i].id.b, sizeof ack->items[i].id.b);
        read_hash(r, &ack->items[i].hash);
    }
    return OK;
}

static enum err ack_decode(struct bytes payload, struct arena *arena, struct ack *ack)
{
    struct fields f;

    fields_begin(&f, payload);
    ack->office = cbor_read_text(field(&f));
    ack->kiosk = cbor_read_text(field(&f));
    ack->epoch = cbor_read_uint(field(&f));
    ack->counter = cbor_read_uint(field(&f));
    enum err err = items_read(field(&f), arena, ack);
    if (err) {
        return err;
    }
    struct bytes nonce = cbor_read_bytes(field(&f));
    ack->has_nonce = nonce.size == NONCE_BYTES;
    if (ack->has_nonce) {
        memcpy(ack->nonce, nonce.data, NONCE_BYTES);
    } else if (nonce.size > 0) {
        read_refuse(&f.reader);
    }
    ack->issued_s = read_moment(field(&f));
    ack->admitted = cbor_read_bool(field(&f));
    read_place(field(&f), &ack->seq, &ack->tip);
    if (f.left > 0) { /* from an office that knows it */
        ack->grant = cbor_read_bytes(field(&f));
        if (ack->grant.size == 0 || ack->grant.size > GRANT_BYTES_MAX) {
            read_refuse(&f.reader);
        }
    }
    return fields_end(&f);
}

enum err ack_open(struct bytes bytes, const struct root *root, struct text kiosk,
                  struct arena *arena, struct ack *ack, struct complaint *why)
{
    const struct role_keys *keys = &root->roles[ROLE_OFFICE];
    struct signed_block block;
    struct ack found = {0};

    if (bytes.size > ACK_BYTES_MAX || signed_decode(bytes, &block)) {
        return complain(why, ERR_INVALID, "not an acknowledgement");
    }
    if (signed_count(&block, CONTEXT_ACK, keys->keys, keys->count) == 0) {
        return complain(why, ERR_DENIED, "acknowledgement not signed by the office");
    }
    enum err err = ack_decode(block.payload, arena, &found);
    if (err) {
        return complain(why, err, "not an acknowledgement");
    }
    if (!text_equal(found.office, root->office) || !text_equal(found.kiosk, kiosk)) {
        return complain(why, ERR_MISMATCH, "acknowledgement for %.*s at %.*s, not for us",
                        TEXT_ARG(found.kiosk), TEXT_ARG(found.office));
    }
    *ack = found;
    return OK;
}
