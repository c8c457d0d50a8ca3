/* head.c - see head.h. */
#include "head.h"

#include <string.h>

#include "clock.h"
#include "fields.h"
#include "snapshot.h"

enum { ENDORSED_BYTES_MAX = 256 }; /* office 34, hash 34, numbers 27, and what they stand in */

enum err head_encode(const struct head *head, const struct signer *signer, struct arena *arena,
                     struct bytes *out)
{
    struct bytes payload;
    bool packed = !hash_is_none(&head->snapshot);
    struct buffer b = buffer_begin(arena);

    cbor_write_map(&b, head->endorsement_count > 0 ? 8 : 7);
    cbor_write_uint(&b, 1);
    cbor_write_text(&b, head->office);
    cbor_write_uint(&b, 2);
    cbor_write_uint(&b, head->root_version);
    cbor_write_uint(&b, 3);
    cbor_write_uint(&b, head->seq);
    cbor_write_uint(&b, 4);
    cbor_write_uint(&b, (uint64_t)head->issued_s);
    cbor_write_uint(&b, 5);
    write_hash(&b, &head->tip);
    cbor_write_uint(&b, 6);
    cbor_write_array(&b, packed ? 3 : 0);
    if (packed) {
        write_hash(&b, &head->snapshot);
        cbor_write_uint(&b, head->snapshot_size);
        cbor_write_uint(&b, head->snapshot_seq);
    }
    cbor_write_uint(&b, 7);
    cbor_write_uint(&b, head->min_agent);
    if (head->endorsement_count > 0) {
        cbor_write_uint(&b, 8);
        signature_list_write(&b, head->endorsements, head->endorsement_count);
    }
    enum err err = buffer_end(&b, &payload);
    if (err) {
        return err;
    }
    return signed_encode(CONTEXT_HEAD, payload, (const struct signer *const[]){signer}, 1, arena,
                         out);
}

static void snapshot_fields(struct cbor_reader *r, struct head *head)
{
    size_t count = cbor_read_array(r, 3);

    if (count == 0) {
        return;
    }
    read_hash(r, &head->snapshot);
    head->snapshot_size = read_number(r, SNAPSHOT_BYTES_MAX);
    head->snapshot_seq = read_number(r, INT64_MAX);
    if (count != 3 || hash_is_none(&head->snapshot) || head->snapshot_size == 0 ||
        head->snapshot_seq == 0 || head->snapshot_seq > head->seq) {
        read_refuse(r);
    }
}

static enum err head_decode(struct bytes payload, struct head *head)
{
    struct fields f;

    fields_begin(&f, payload);
    head->office = cbor_read_text(field(&f));
    head->root_version = read_number(field(&f), INT64_MAX);
    head->seq = read_number(field(&f), INT64_MAX);
    head->issued_s = read_moment(field(&f));
    read_hash(field(&f), &head->tip);
    snapshot_fields(field(&f), head);
    head->min_agent = read_number(field(&f), INT64_MAX);
    if (f.left > 0) { /* from an office that has endorsed the snapshot */
        head->endorsement_count = signature_list_read(field(&f), head->endorsements);
    }
    enum err err = fields_end(&f);
    bool endorses_nothing = head->endorsement_count > 0 && hash_is_none(&head->snapshot);
    if (!err && (endorses_nothing || head->root_version == 0 ||
                 (head->seq == 0) != hash_is_none(&head->tip) || !office_id_valid(head->office))) {
        err = ERR_INVALID;
    }
    return err;
}

static enum err head_read(struct bytes bytes, struct signed_block *block, struct head *head)
{
    *head = (struct head){0};
    if (bytes.size > HEAD_BYTES_MAX || signed_decode(bytes, block)) {
        return ERR_INVALID;
    }
    return head_decode(block->payload, head);
}

enum err head_open(struct bytes bytes, const struct root *root, struct head *head,
                   struct complaint *why)
{
    const struct role_keys *keys = &root->roles[ROLE_HEAD];
    struct signed_block block;
    struct head found;

    if (head_read(bytes, &block, &found)) {
        return complain(why, ERR_INVALID, "not a head");
    }
    if (!text_equal(found.office, root->office)) {
        return complain(why, ERR_MISMATCH, "head of another office: %.*s instead of %.*s",
                        TEXT_ARG(found.office), TEXT_ARG(root->office));
    }
    if (found.root_version != root->version) {
        return complain(why, ERR_DENIED, "head made under root %llu, ours is root %llu",
                        (unsigned long long)found.root_version, (unsigned long long)root->version);
    }
    if (signed_count(&block, CONTEXT_HEAD, keys->keys, keys->count) < keys->threshold) {
        return complain(why, ERR_DENIED, "head not signed by the office's head key");
    }
    *head = found;
    return OK;
}

/* ---- the office's word for the snapshot ---- */

/* What it signs: CBOR [office, root version, snapshot hash, size, seq]. */
static enum err endorsed_bytes(const struct head *head, struct arena *arena, struct bytes *out)
{
    struct buffer b = buffer_begin(arena);

    cbor_write_array(&b, 5);
    cbor_write_text(&b, head->office);
    cbor_write_uint(&b, head->root_version);
    write_hash(&b, &head->snapshot);
    cbor_write_uint(&b, head->snapshot_size);
    cbor_write_uint(&b, head->snapshot_seq);
    return buffer_end(&b, out);
}

enum err head_endorse(const struct head *head, const struct signer *office,
                      struct key_signature *endorsement)
{
    uint8_t room[ENDORSED_BYTES_MAX];
    struct arena arena;
    struct bytes covered;

    arena_init_over(&arena, room, sizeof room);
    if (hash_is_none(&head->snapshot) || endorsed_bytes(head, &arena, &covered)) {
        return ERR_INVALID;
    }
    *endorsement = signature_make(CONTEXT_SNAPSHOT, covered, office);
    return OK;
}

bool head_is_endorsed(const struct head *head, const struct root *root)
{
    const struct role_keys *keys = &root->roles[ROLE_OFFICE];
    uint8_t room[ENDORSED_BYTES_MAX];
    struct arena arena;
    struct signed_block block = {.signature_count = head->endorsement_count};

    arena_init_over(&arena, room, sizeof room);
    if (head->endorsement_count == 0 || endorsed_bytes(head, &arena, &block.payload)) {
        return false;
    }
    memcpy(block.signatures, head->endorsements, sizeof block.signatures);
    return signed_count(&block, CONTEXT_SNAPSHOT, keys->keys, keys->count) >= keys->threshold;
}

enum err head_peek_root(struct bytes bytes, uint64_t *version)
{
    struct signed_block block;
    struct head found;
    enum err err = head_read(bytes, &block, &found);

    if (!err) {
        *version = found.root_version;
    }
    return err;
}

enum head_step head_judge(const struct head *head, uint64_t seq, const struct hash *tip,
                          int64_t issued_s, int64_t floor_s)
{
    if (head->seq < seq) {
        return HEAD_ROLLBACK;
    }
    if (head->seq == seq && !hash_equal(&head->tip, tip)) {
        return HEAD_FORK;
    }
    if (head->seq == seq && head->issued_s < issued_s) {
        return HEAD_OLDER_ISSUE;
    }
    if (!clock_step_allowed(floor_s, head->issued_s)) {
        return HEAD_TOO_FAR;
    }
    if (head->min_agent > AGENT_PROTOCOL) {
        return HEAD_AGENT_OLD;
    }
    return head->seq > seq ? HEAD_NEWER : HEAD_SAME;
}

const char *head_step_reason(enum head_step step)
{
    switch (step) {
    case HEAD_SAME:
        return "nothing new";
    case HEAD_NEWER:
        return "there is something new";
    case HEAD_ROLLBACK:
        return "rollback: the office shows an older state than we hold";
    case HEAD_FORK:
        return "fork: the same number with another history";
    case HEAD_OLDER_ISSUE:
        return "an older issue of the head we hold";
    case HEAD_TOO_FAR:
        return "the head's time is too far ahead";
    case HEAD_AGENT_OLD:
        return "the office needs a newer version of this program";
    }
    return "unknown";
}
