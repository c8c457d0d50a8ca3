/* heartbeat.c - see heartbeat.h. */
#include "heartbeat.h"

#include <string.h>

#include "fields.h"
#include "sealed.h"

static enum err payload_encode(const struct heartbeat *beat, struct arena *arena, struct bytes *out)
{
    struct buffer b = buffer_begin(arena);
    cbor_write_map(&b, 8);
    cbor_write_uint(&b, 1);
    cbor_write_text(&b, beat->office);
    cbor_write_uint(&b, 2);
    cbor_write_text(&b, beat->kiosk);
    cbor_write_uint(&b, 3);
    cbor_write_uint(&b, beat->number);
    cbor_write_uint(&b, 4);
    cbor_write_bytes(&b, bytes_of(beat->nonce, NONCE_BYTES));
    cbor_write_uint(&b, 5);
    cbor_write_array(&b, 2);
    cbor_write_uint(&b, beat->ack_epoch);
    cbor_write_uint(&b, beat->ack_counter);
    cbor_write_uint(&b, 6);
    write_place(&b, beat->seq, &beat->tip);
    cbor_write_uint(&b, 7);
    cbor_write_bytes(&b, beat->key_box);
    cbor_write_uint(&b, 8);
    cbor_write_bytes(&b, beat->box);
    return buffer_end(&b, out);
}

enum err heartbeat_seal(const struct heartbeat *beat, const struct root *root,
                        const struct signer *kiosk, struct bytes health, struct arena *arena,
                        struct bytes *out)
{
    char kiosk_id[KIOSK_ID_BYTES];
    struct shared_key key;
    struct bytes payload, sealed;
    struct heartbeat b = *beat;

    kiosk_id_of(&kiosk->pk, kiosk_id);
    b.office = root->office;
    b.kiosk = text_of(kiosk_id);
    enum err err = beat->number == 0 ? ERR_INVALID : OK;
    err = err ? err : content_seal(&root->mailbox, health, arena, &key, &b.key_box, &b.box);
    wipe(&key, sizeof key);
    err = err ? err : payload_encode(&b, arena, &payload);
    err = err ? err : signed_encode(CONTEXT_BEAT, payload, &kiosk, 1, arena, &sealed);
    if (!err && sealed.size > HEARTBEAT_BYTES_MAX) {
        err = ERR_INVALID;
    }
    if (!err) {
        *out = sealed;
    }
    return err;
}

enum err heartbeat_decode(struct bytes bytes, struct heartbeat *beat)
{
    struct signed_block block;
    struct heartbeat found = {0};
    struct fields f;

    if (bytes.size > HEARTBEAT_BYTES_MAX || signed_decode(bytes, &block) ||
        block.signature_count != 1) {
        return ERR_INVALID;
    }
    fields_begin(&f, block.payload);
    found.office = cbor_read_text(field(&f));
    found.kiosk = cbor_read_text(field(&f));
    found.number = read_number(field(&f), INT64_MAX);
    cbor_read_fixed(field(&f), found.nonce, sizeof found.nonce);
    if (cbor_read_array(field(&f), 2) != 2) {
        read_refuse(&f.reader);
    }
    found.ack_epoch = read_number(&f.reader, INT64_MAX);
    found.ack_counter = read_number(&f.reader, INT64_MAX);
    read_place(field(&f), &found.seq, &found.tip);
    content_boxes_read(&f, &found.key_box, &found.box);
    if (fields_end(&f) || found.number == 0 || !office_id_valid(found.office) ||
        !kiosk_id_valid(found.kiosk)) {
        return ERR_INVALID;
    }
    *beat = found;
    return OK;
}

enum err heartbeat_check(struct bytes bytes, const struct public_key *kiosk)
{
    struct signed_block block;
    struct heartbeat beat;
    char id[KIOSK_ID_BYTES];

    if (heartbeat_decode(bytes, &beat) || signed_decode(bytes, &block)) {
        return ERR_INVALID;
    }
    kiosk_id_of(kiosk, id);
    return text_is(beat.kiosk, id) && signed_count(&block, CONTEXT_BEAT, kiosk, 1) == 1
               ? OK
               : ERR_DENIED;
}

enum err heartbeat_open(const struct heartbeat *beat, const struct box_secret *mailbox,
                        struct arena *arena, struct bytes *health)
{
    struct bytes object;
    struct shared_key key;
    enum err err = content_key_open(mailbox, beat->key_box, arena, &key);

    err = err ? err : shared_open(&key, beat->box, arena, &object);
    wipe(&key, sizeof key);
    if (!err && record_kind(object) != KIND_health) {
        err = ERR_DENIED;
    }
    if (!err) {
        *health = object;
    }
    return err;
}
