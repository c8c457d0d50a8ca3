/* grant.c - see grant.h. */
#include "grant.h"

#include "box.h"
#include "fields.h"
#include "sealed.h"

static bool fits(struct text text)
{
    return text.size <= GRANT_TEXT_BYTES_MAX;
}

static bool all_fit(const struct grant *grant)
{
    return fits(grant->origin) && grant->origin.size > 0 && fits(grant->access_key) &&
           grant->access_key.size > 0 && fits(grant->secret_key) && grant->secret_key.size > 0 &&
           fits(grant->region) && fits(grant->pin);
}

enum err grant_seal(const struct grant *grant, const struct public_key *kiosk, struct arena *arena,
                    struct bytes *out)
{
    struct box_public to;
    struct bytes plain;
    const struct text texts[] = {grant->office,     grant->kiosk,  grant->origin, grant->access_key,
                                 grant->secret_key, grant->region, grant->pin};
    enum { COUNT = sizeof texts / sizeof texts[0] };

    if (!all_fit(grant) || box_public_of_signer(kiosk, &to)) {
        return ERR_INVALID;
    }
    struct buffer b = buffer_begin(arena);
    cbor_write_map(&b, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        cbor_write_uint(&b, i + 1);
        cbor_write_text(&b, texts[i]);
    }
    enum err err = buffer_end(&b, &plain);
    if (err) {
        return err;
    }
    err = box_seal(&to, plain, arena, out);
    wipe((void *)(uintptr_t)plain.data, plain.size);
    return !err && out->size > GRANT_BYTES_MAX ? ERR_INVALID : err;
}

enum err grant_decode(struct bytes plain, struct grant *grant)
{
    struct grant found = {0};
    struct fields f;

    fields_begin(&f, plain);
    found.office = cbor_read_text(field(&f));
    found.kiosk = cbor_read_text(field(&f));
    found.origin = cbor_read_text(field(&f));
    found.access_key = cbor_read_text(field(&f));
    found.secret_key = cbor_read_text(field(&f));
    found.region = cbor_read_text(field(&f));
    found.pin = cbor_read_text(field(&f));
    if (fields_end(&f) || !office_id_valid(found.office) || !kiosk_id_valid(found.kiosk) ||
        !all_fit(&found)) {
        return ERR_INVALID;
    }
    *grant = found;
    return OK;
}

enum err grant_open(struct bytes sealed, const struct root *root, const struct signer *kiosk,
                    struct arena *arena, struct grant *grant)
{
    char id[KIOSK_ID_BYTES];
    struct box_secret sk;
    struct bytes plain;
    struct grant found;

    if (sealed.size > GRANT_BYTES_MAX) {
        return ERR_INVALID;
    }
    box_secret_of_signer(&kiosk->sk, &sk);
    enum err err = box_open(&sk, sealed, arena, &plain);
    wipe(&sk, sizeof sk);
    err = err ? err : grant_decode(plain, &found);
    if (err) {
        return err;
    }
    kiosk_id_of(&kiosk->pk, id);
    if (!text_equal(found.office, root->office) || !text_is(found.kiosk, id)) {
        return ERR_MISMATCH;
    }
    *grant = found;
    return OK;
}
