/* enrol.c - see enrol.h. */
#include "enrol.h"

#include "fields.h"

enum { KIOSK_NAME_BYTES_MAX = 120, OFFICE_NAME_BYTES_MAX = 120 };

enum err enrol_encode(struct text office, struct text name, const struct signer *kiosk,
                      struct arena *arena, struct bytes *out)
{
    struct bytes payload;

    if (!office_id_valid(office) || name.size > KIOSK_NAME_BYTES_MAX) {
        return ERR_INVALID;
    }
    struct buffer b = buffer_begin(arena);
    cbor_write_map(&b, 3);
    cbor_write_uint(&b, 1);
    cbor_write_text(&b, office);
    cbor_write_uint(&b, 2);
    cbor_write_bytes(&b, bytes_of(kiosk->pk.b, sizeof kiosk->pk.b));
    cbor_write_uint(&b, 3);
    cbor_write_text(&b, name);
    enum err err = buffer_end(&b, &payload);
    if (err) {
        return err;
    }
    return signed_encode(CONTEXT_ENROL, payload, &kiosk, 1, arena, out);
}

enum err enrol_open(struct bytes bytes, struct enrol_offer *offer)
{
    struct signed_block block;
    struct enrol_offer found = {0};
    struct fields f;

    if (bytes.size > ENROL_BYTES_MAX || signed_decode(bytes, &block)) {
        return ERR_INVALID;
    }
    fields_begin(&f, block.payload);
    found.office = cbor_read_text(field(&f));
    cbor_read_fixed(field(&f), found.pk.b, sizeof found.pk.b);
    found.name = cbor_read_text(field(&f));
    if (fields_end(&f) || !office_id_valid(found.office) ||
        found.name.size > KIOSK_NAME_BYTES_MAX) {
        return ERR_INVALID;
    }
    if (signed_count(&block, CONTEXT_ENROL, &found.pk, 1) != 1) {
        return ERR_DENIED;
    }
    *offer = found;
    return OK;
}

enum err site_hint_encode(const struct site_hint *hint, struct arena *arena, struct bytes *out)
{
    struct buffer b = buffer_begin(arena);
    cbor_write_map(&b, 1);
    cbor_write_uint(&b, 1);
    cbor_write_array(&b, hint->count);
    for (size_t i = 0; i < hint->count; i++) {
        cbor_write_array(&b, 2);
        cbor_write_text(&b, hint->offices[i].id);
        cbor_write_text(&b, hint->offices[i].name);
    }
    return buffer_end(&b, out);
}

enum err site_hint_decode(struct bytes bytes, struct site_hint *hint)
{
    struct fields f;

    if (bytes.size > SITE_HINT_BYTES_MAX) {
        return ERR_INVALID;
    }
    *hint = (struct site_hint){0};
    fields_begin(&f, bytes);
    struct cbor_reader *r = field(&f);
    size_t count = cbor_read_array(r, SITE_OFFICES_MAX);
    for (size_t i = 0; i < count; i++) {
        if (cbor_read_array(r, 2) != 2) {
            read_refuse(r);
        }
        hint->offices[i].id = cbor_read_text(r);
        hint->offices[i].name = cbor_read_text(r);
        if (!office_id_valid(hint->offices[i].id) ||
            hint->offices[i].name.size > OFFICE_NAME_BYTES_MAX) {
            read_refuse(r);
        }
    }
    hint->count = count;
    return fields_end(&f);
}
