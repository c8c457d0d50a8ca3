/* entry.c - see entry.h. */
#include "entry.h"

#include <string.h>

#include "fields.h"
#include "hash.h"

enum {
    ENTRY_FIELDS = 8,
    BESIDE_FIELDS = 6,
    ENTRY_KIND_MAX = 63,
    /* A signed text: office, key, hash and a few numbers. */
    COVERED_BYTES_MAX = OFFICE_ID_BYTES_MAX + RECORD_KEY_BYTES_MAX + HASH_BYTES + 64,
};

/* ---- bytes ---- */

static void entry_write_as(struct buffer *b, const struct entry *entry, bool beside)
{
    cbor_write_array(b, beside ? BESIDE_FIELDS : ENTRY_FIELDS);
    cbor_write_uint(b, entry->kind);
    cbor_write_text(b, entry->key);
    cbor_write_uint(b, entry->version);
    if (!beside) {
        cbor_write_uint(b, entry->size);
        write_hash(b, &entry->hash);
    }
    cbor_write_uint(b, (uint64_t)entry->opens_s);
    cbor_write_uint(b, (uint64_t)entry->until_s);
    cbor_write_array(b, entry->signature_count);
    for (size_t i = 0; i < entry->signature_count; i++) {
        const struct entry_signature *s = &entry->signatures[i];
        cbor_write_array(b, 3);
        cbor_write_bytes(b, bytes_of(s->id.b, sizeof s->id.b));
        cbor_write_uint(b, (uint64_t)s->signed_s);
        cbor_write_bytes(b, bytes_of(s->signature.b, sizeof s->signature.b));
    }
}

void entry_write(struct buffer *b, const struct entry *entry)
{
    entry_write_as(b, entry, false);
}

void entry_write_beside(struct buffer *b, const struct entry *entry)
{
    entry_write_as(b, entry, true);
}

enum err entry_encode(const struct entry *entry, struct arena *arena, struct bytes *out)
{
    struct buffer b = buffer_begin(arena);
    entry_write(&b, entry);
    return buffer_end(&b, out);
}

static bool has_signature_of(const struct entry *entry, size_t count, const struct key_id *id,
                             size_t *index)
{
    for (size_t i = 0; i < count; i++) {
        if (memcmp(entry->signatures[i].id.b, id->b, sizeof id->b) == 0) {
            *index = i;
            return true;
        }
    }
    return false;
}

static void signatures_read(struct cbor_reader *r, struct entry *entry)
{
    size_t before;

    entry->signature_count = cbor_read_array(r, ENTRY_SIGNATURES_MAX);
    for (size_t i = 0; i < entry->signature_count; i++) {
        struct entry_signature *s = &entry->signatures[i];
        if (cbor_read_array(r, 3) != 3) {
            read_refuse(r);
        }
        cbor_read_fixed(r, s->id.b, sizeof s->id.b);
        s->signed_s = read_moment(r);
        cbor_read_fixed(r, s->signature.b, sizeof s->signature.b);
        if (has_signature_of(entry, i, &s->id, &before)) {
            read_refuse(r); /* one key signs once */
        }
    }
}

static enum err entry_decode_as(struct bytes bytes, bool beside, struct entry *entry)
{
    struct entry found = {0};
    struct cbor_reader r;
    size_t fields = beside ? BESIDE_FIELDS : ENTRY_FIELDS;

    if (bytes.size > ENTRY_BYTES_MAX || cbor_check(bytes)) {
        return ERR_INVALID;
    }
    cbor_read_begin(&r, bytes);
    if (cbor_read_array(&r, fields) != fields) {
        return ERR_INVALID;
    }
    found.kind = (enum kind)read_number(&r, ENTRY_KIND_MAX);
    found.key = cbor_read_text(&r);
    found.version = read_number(&r, INT64_MAX);
    if (!beside) {
        found.size = read_number(&r, RECORD_BYTES_MAX);
        read_hash(&r, &found.hash);
    }
    found.opens_s = read_moment(&r);
    found.until_s = read_moment(&r);
    signatures_read(&r, &found);
    if (cbor_read_end(&r) || found.kind == KIND_NONE || found.version == 0 ||
        (!beside && (found.size == 0 || hash_is_none(&found.hash))) ||
        !record_key_valid(found.key)) {
        return ERR_INVALID;
    }
    *entry = found;
    return OK;
}

enum err entry_decode(struct bytes bytes, struct entry *entry)
{
    return entry_decode_as(bytes, false, entry);
}

enum err entry_decode_beside(struct bytes bytes, struct entry *entry)
{
    return entry_decode_as(bytes, true, entry);
}

/* ---- signatures ---- */

/* The bytes that a signature made at `signed_s` covers. */
static enum err entry_covered(const struct entry *entry, struct text office, int64_t signed_s,
                              struct arena *arena, struct bytes *out)
{
    struct buffer b = buffer_begin(arena);
    cbor_write_array(&b, 8);
    cbor_write_text(&b, office);
    cbor_write_uint(&b, entry->kind);
    cbor_write_text(&b, entry->key);
    cbor_write_uint(&b, entry->version);
    write_hash(&b, &entry->hash);
    cbor_write_uint(&b, (uint64_t)entry->opens_s);
    cbor_write_uint(&b, (uint64_t)entry->until_s);
    cbor_write_uint(&b, (uint64_t)signed_s);
    return buffer_end(&b, out);
}

enum err entry_sign(struct entry *entry, struct text office, const struct signer *signer,
                    int64_t signed_s)
{
    uint8_t block[COVERED_BYTES_MAX];
    struct arena arena;
    struct bytes covered;
    struct key_id id = key_id_of(&signer->pk);
    size_t index = entry->signature_count;

    if (!has_signature_of(entry, entry->signature_count, &id, &index) &&
        index == ENTRY_SIGNATURES_MAX) {
        return ERR_FULL;
    }
    arena_init_over(&arena, block, sizeof block);
    if (entry_covered(entry, office, signed_s, &arena, &covered)) {
        return ERR_INVALID; /* office or key is longer than any that exists */
    }
    struct entry_signature *s = &entry->signatures[index];
    s->id = id;
    s->signed_s = signed_s;
    sign_bytes(&signer->sk, CONTEXT_ITEM, covered, &s->signature);
    entry->signature_count += index == entry->signature_count ? 1 : 0;
    return OK;
}

/* Has `key` signed? */
static bool signed_by_key(const struct entry *entry, struct text office,
                          const struct public_key *key, int64_t *signed_s)
{
    uint8_t block[COVERED_BYTES_MAX];
    struct arena arena;
    struct bytes covered;
    struct key_id id = key_id_of(key);
    size_t index;

    if (!has_signature_of(entry, entry->signature_count, &id, &index)) {
        return false;
    }
    const struct entry_signature *s = &entry->signatures[index];
    arena_init_over(&arena, block, sizeof block);
    if (entry_covered(entry, office, s->signed_s, &arena, &covered) ||
        !signature_valid(key, CONTEXT_ITEM, covered, &s->signature)) {
        return false;
    }
    *signed_s = s->signed_s;
    return true;
}

bool entry_signed_by(const struct entry *entry, const struct root *root, enum role role,
                     size_t *index, int64_t *signed_s)
{
    const struct role_keys *keys = &root->roles[role];

    for (size_t i = 0; i < keys->count; i++) {
        if (signed_by_key(entry, root->office, &keys->keys[i], signed_s)) {
            *index = i;
            return true;
        }
    }
    return false;
}

/* Does a signature by `key` stand there, good or not? */
static bool names_key(const struct entry *entry, const struct public_key *key)
{
    struct key_id id = key_id_of(key);
    size_t index;
    return has_signature_of(entry, entry->signature_count, &id, &index);
}

static enum err role_has_signed(const struct entry *entry, const struct root *root, enum role role,
                                bool endorsed, struct complaint *why)
{
    const struct role_keys *keys = &root->roles[role];
    size_t count = 0;
    int64_t signed_s;

    for (size_t i = 0; i < keys->count; i++) {
        bool has_signed = endorsed ? names_key(entry, &keys->keys[i])
                                   : signed_by_key(entry, root->office, &keys->keys[i], &signed_s);
        count += has_signed ? 1 : 0;
    }
    if (count < keys->threshold) {
        return complain(why, ERR_DENIED, "%.*s: the %s signature is missing or wrong",
                        TEXT_ARG(entry->key), role_name(role));
    }
    return OK;
}

/* ---- what may stand under which key ---- */

static struct text first_part(struct text key)
{
    struct text part = {0};
    (void)text_split(&key, '/', &part);
    return part;
}

/* The first part of a key is the name of its kind; a withdrawal stands under the key of what it
 * withdraws, and a kind we do not know keeps off the names that we do. Else an office alone could
 * put a notice where a disclosure with both signatures was. */
static bool key_fits_kind(const struct entry *entry)
{
    struct text part = first_part(entry->key);

    if (entry->kind == KIND_withdraw) {
        return true;
    }
    if (!kind_is_known(entry->kind)) {
        return kind_of_name(part) == KIND_NONE;
    }
    return kind_of_name(part) == entry->kind;
}

static enum err check(const struct entry *entry, const struct root *root, bool endorsed,
                      struct complaint *why)
{
    bool known = kind_is_known(entry->kind);
    enum signed_by by = known ? kind_signed_by(entry->kind) : SIGNED_BY_OFFICE;

    if (by != SIGNED_BY_OFFICE && by != SIGNED_BY_BOTH) {
        return complain(why, ERR_DENIED, "%.*s: a %s is nothing that an office publishes",
                        TEXT_ARG(entry->key), kind_name(entry->kind));
    }
    if (!key_fits_kind(entry)) {
        return complain(why, ERR_DENIED, "%.*s: no %s may stand under this key",
                        TEXT_ARG(entry->key), kind_name(entry->kind));
    }
    enum err err = role_has_signed(entry, root, ROLE_OFFICE, endorsed, why);
    if (!err && by == SIGNED_BY_BOTH) {
        err = role_has_signed(entry, root, ROLE_SUPERVISION, false, why);
    }
    return err;
}

enum err entry_check(const struct entry *entry, const struct root *root, struct complaint *why)
{
    return check(entry, root, false, why);
}

enum err entry_check_endorsed(const struct entry *entry, const struct root *root,
                              struct complaint *why)
{
    return check(entry, root, true, why);
}

enum err entry_fits_kind(const struct entry *entry, struct bytes object, struct complaint *why)
{
    return kind_is_known(entry->kind) && record_kind(object) != entry->kind
               ? complain(why, ERR_MISMATCH, "%.*s: not a %s", TEXT_ARG(entry->key),
                          kind_name(entry->kind))
               : OK;
}

enum err entry_fits_object(const struct entry *entry, struct bytes object, struct complaint *why)
{
    if (object.size != entry->size) {
        return complain(why, ERR_MISMATCH, "%.*s: %zu bytes instead of %llu", TEXT_ARG(entry->key),
                        object.size, (unsigned long long)entry->size);
    }
    struct hash hash = hash_of(object);
    if (!hash_equal(&hash, &entry->hash)) {
        return complain(why, ERR_MISMATCH, "%.*s: other bytes than were signed",
                        TEXT_ARG(entry->key));
    }
    return entry_fits_kind(entry, object, why);
}

enum err entry_check_object(const struct entry *entry, const struct root *root, struct bytes object,
                            struct complaint *why)
{
    enum err err = entry_fits_object(entry, object, why);
    return err ? err : entry_check(entry, root, why);
}

bool entry_is_open(const struct entry *entry, int64_t now_s)
{
    return entry->opens_s <= now_s && (entry->until_s == 0 || now_s < entry->until_s);
}
