/* envelope.c - see envelope.h. */
#include "envelope.h"

#include <string.h>

#include "fields.h"
#include "sealed.h"

enum { ENVELOPE_KIND_MAX = 63 };

/* Letters, opinions, retractions and answers are found by their receipt; nothing else has one. */
static bool kind_has_loc(enum kind kind)
{
    return kind == KIND_letter || kind == KIND_opinion || kind == KIND_retract ||
           kind == KIND_answer;
}

static enum err payload_encode(const struct envelope *e, struct arena *arena, struct bytes *out)
{
    struct buffer b = buffer_begin(arena);
    cbor_write_map(&b, 8);
    cbor_write_uint(&b, 1);
    cbor_write_text(&b, e->office);
    cbor_write_uint(&b, 2);
    cbor_write_text(&b, e->kiosk);
    cbor_write_uint(&b, 3);
    cbor_write_uint(&b, e->seq);
    cbor_write_uint(&b, 4);
    cbor_write_bytes(&b, bytes_of(e->id.b, sizeof e->id.b));
    cbor_write_uint(&b, 5);
    cbor_write_uint(&b, e->kind);
    cbor_write_uint(&b, 6);
    cbor_write_bytes(&b, bytes_of(e->loc.b, e->has_loc ? sizeof e->loc.b : 0));
    cbor_write_uint(&b, 7);
    cbor_write_bytes(&b, e->key_box);
    cbor_write_uint(&b, 8);
    cbor_write_bytes(&b, e->box);
    return buffer_end(&b, out);
}

enum err envelope_seal(const struct root *root, const struct signer *kiosk, uint64_t seq,
                       const struct upload_id *id, enum kind kind, const struct receipt_loc *loc,
                       struct bytes object, struct arena *arena, struct shared_key *content_key,
                       struct bytes *out)
{
    char kiosk_id[KIOSK_ID_BYTES];
    struct shared_key key;
    struct bytes payload, sealed;
    struct envelope e = {.office = root->office, .seq = seq, .id = *id, .kind = kind};

    if (kind_has_loc(kind) != (loc != NULL) || seq == 0 || kind == KIND_health) {
        return ERR_INVALID;
    }
    if (loc) {
        e.has_loc = true;
        e.loc = *loc;
    }
    kiosk_id_of(&kiosk->pk, kiosk_id);
    e.kiosk = text_of(kiosk_id);
    enum err err = content_seal(&root->mailbox, object, arena, &key, &e.key_box, &e.box);
    if (!err) {
        err = payload_encode(&e, arena, &payload);
    }
    if (!err) {
        err = signed_encode(CONTEXT_UP, payload, &kiosk, 1, arena, &sealed);
    }
    if (!err && sealed.size > OUTBOX_ENVELOPE_BYTES_MAX) {
        err = ERR_INVALID;
    }
    if (!err) {
        *content_key = key;
        *out = sealed;
    }
    wipe(&key, sizeof key);
    return err;
}

static void read_loc(struct cbor_reader *r, struct envelope *e)
{
    struct bytes loc = cbor_read_bytes(r);

    e->has_loc = loc.size == sizeof e->loc.b;
    if (e->has_loc) {
        memcpy(e->loc.b, loc.data, sizeof e->loc.b);
    } else if (loc.size > 0) {
        read_refuse(r);
    }
}

/* What a kiosk may send; kinds that we do not know yet included, since they are only kept. */
static bool envelope_valid(const struct envelope *e)
{
    bool known = kind_is_known(e->kind);

    if (!office_id_valid(e->office) || !kiosk_id_valid(e->kiosk) || e->kind == KIND_NONE) {
        return false;
    }
    if (known &&
        (kind_signed_by(e->kind) != SIGNED_BY_KIOSK || kind_has_loc(e->kind) != e->has_loc)) {
        return false;
    }
    return e->seq > 0 && e->kind != KIND_health; /* that is a heartbeat */
}

enum err envelope_decode(struct bytes bytes, struct envelope *envelope)
{
    struct signed_block block;
    struct envelope found = {0};
    struct fields f;

    if (bytes.size > OUTBOX_ENVELOPE_BYTES_MAX || signed_decode(bytes, &block) ||
        block.signature_count != 1) {
        return ERR_INVALID;
    }
    fields_begin(&f, block.payload);
    found.office = cbor_read_text(field(&f));
    found.kiosk = cbor_read_text(field(&f));
    found.seq = read_number(field(&f), INT64_MAX);
    cbor_read_fixed(field(&f), found.id.b, sizeof found.id.b);
    found.kind = (enum kind)read_number(field(&f), ENVELOPE_KIND_MAX);
    read_loc(field(&f), &found);
    content_boxes_read(&f, &found.key_box, &found.box);
    if (fields_end(&f) || !envelope_valid(&found)) {
        return ERR_INVALID;
    }
    *envelope = found;
    return OK;
}

enum err envelope_check(struct bytes bytes, const struct public_key *kiosk)
{
    struct signed_block block;
    struct envelope e;
    char id[KIOSK_ID_BYTES];

    if (envelope_decode(bytes, &e) || signed_decode(bytes, &block)) {
        return ERR_INVALID;
    }
    kiosk_id_of(kiosk, id);
    if (!text_is(e.kiosk, id) || signed_count(&block, CONTEXT_UP, kiosk, 1) != 1) {
        return ERR_DENIED;
    }
    return OK;
}

enum err envelope_open(const struct envelope *envelope, const struct box_secret *mailbox,
                       struct arena *arena, struct bytes *object)
{
    struct shared_key key;
    enum err err = content_key_open(mailbox, envelope->key_box, arena, &key);

    if (!err) {
        err = envelope_open_with(envelope, &key, arena, object);
    }
    wipe(&key, sizeof key);
    return err;
}

enum err envelope_open_with(const struct envelope *envelope, const struct shared_key *content_key,
                            struct arena *arena, struct bytes *object)
{
    struct bytes plain;
    enum err err = shared_open(content_key, envelope->box, arena, &plain);

    if (err) {
        return err;
    }
    if (kind_is_known(envelope->kind) && record_kind(plain) != envelope->kind) {
        return ERR_DENIED;
    }
    *object = plain;
    return OK;
}
