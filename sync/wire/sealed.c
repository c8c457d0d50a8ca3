/* sealed.c - see sealed.h. */
#include "sealed.h"

#include <string.h>

#include "outbox.h"
#include "sign.h"

enum err content_seal(const struct box_public *mailbox, struct bytes object, struct arena *arena,
                      struct shared_key *key, struct bytes *key_box, struct bytes *box)
{
    shared_key_new(key);
    enum err err = box_seal(mailbox, bytes_of(key->b, sizeof key->b), arena, key_box);
    return err ? err : shared_seal(key, object, arena, box);
}

static void read_view(struct cbor_reader *r, size_t min, size_t max, struct bytes *view)
{
    *view = cbor_read_bytes(r);
    if (view->size < min || view->size > max) {
        read_refuse(r);
    }
}

void content_boxes_read(struct fields *fields, struct bytes *key_box, struct bytes *box)
{
    enum { SEALED_KEY_BYTES = BOX_KEY_BYTES + BOX_SEAL_EXTRA_BYTES };

    read_view(field(fields), SEALED_KEY_BYTES, SEALED_KEY_BYTES, key_box);
    read_view(field(fields), SHARED_SEAL_EXTRA_BYTES + 1, OUTBOX_ENVELOPE_BYTES_MAX, box);
}

enum err content_key_open(const struct box_secret *mailbox, struct bytes key_box,
                          struct arena *arena, struct shared_key *key)
{
    struct bytes plain;
    enum err err = box_open(mailbox, key_box, arena, &plain);

    if (err || plain.size != sizeof key->b) {
        return ERR_DENIED;
    }
    memcpy(key->b, plain.data, sizeof key->b);
    /* The arena's bytes are ours: box_open has just written them. */
    wipe(arena->base + (plain.data - arena->base), plain.size);
    return OK;
}

bool kiosk_id_valid(struct text id)
{
    uint8_t bytes[KEY_ID_BYTES];
    return hex_parse(id, bytes, sizeof bytes) == OK;
}
