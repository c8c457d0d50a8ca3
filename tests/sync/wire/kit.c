/* kit.c - see kit.h. */
#include "kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct complaint why;

struct signer kit_signer(uint8_t n)
{
    struct signer signer;
    uint8_t seed[32];

    memset(seed, n, sizeof seed);
    sign_keypair_from_seed(seed, &signer.pk, &signer.sk);
    return signer;
}

static void role_set(struct root *root, enum role role, unsigned threshold, size_t count,
                     const struct signer *signers, const char *const *holders)
{
    struct role_keys *keys = &root->roles[role];

    keys->threshold = threshold;
    keys->count = count;
    for (size_t i = 0; i < count; i++) {
        keys->keys[i] = signers[i].pk;
        keys->holders[i] = text_of(holders[i]);
    }
}

struct bytes kit_sign_root(struct kit *kit, const struct root *root, unsigned keepers)
{
    const struct signer *signers[3];
    struct bytes payload, bytes;
    size_t count = 0;

    for (unsigned i = 0; i < 3; i++) {
        if (keepers & 1U << i) {
            signers[count++] = &kit->keepers[i];
        }
    }
    assert_ok(root_encode(root, &kit->arena, &payload));
    assert_ok(signed_encode(CONTEXT_ROOT, payload, signers, count, &kit->arena, &bytes));
    return bytes;
}

static void root_put(struct kit *kit)
{
    char route[ROUTE_BYTES_MAX];

    kit->root_bytes = kit_sign_root(kit, &kit->root, 3);
    assert_ok_why(root_open(kit->root_bytes, &kit->root, &why), &why);
    route_root(route, kit->root.office, kit->root.version);
    kit_put(kit, route, kit->root_bytes);
}

static void site_put(struct kit *kit)
{
    static struct site_hint hint;
    struct bytes bytes;

    hint = (struct site_hint){.count = 1};
    hint.offices[0].id = kit->root.office;
    hint.offices[0].name = kit->root.name;
    assert_ok(site_hint_encode(&hint, &kit->arena, &bytes));
    kit_put(kit, "v1/site", bytes);
}

void kit_make(struct kit *kit, const char *office)
{
    static const char *const keepers[] = {"王主任", "李组长", "街道办事处"};
    static const char *const staff[] = {"王主任"};
    static const char *const leader[] = {"李组长"};
    static const char *const machine[] = {""};
    uint8_t mark = (uint8_t)(office[0] - 'a') * 8;

    memset(kit, 0, sizeof *kit);
    assert_ok(arena_init(&kit->arena, KIT_ARENA_BYTES));
    for (uint8_t i = 0; i < 3; i++) {
        kit->keepers[i] = kit_signer((uint8_t)(mark + 1 + i));
    }
    kit->office = kit_signer((uint8_t)(mark + 4));
    kit->supervision = kit_signer((uint8_t)(mark + 5));
    kit->head = kit_signer((uint8_t)(mark + 6));
    kit->kiosk = kit_signer((uint8_t)(mark + 7));
    kit->stranger = kit_signer(0xee);
    kiosk_id_of(&kit->kiosk.pk, kit->kiosk_id);
    memset(kit->mailbox_secret.b, mark + 8, sizeof kit->mailbox_secret.b);
    box_secret_public(&kit->mailbox_secret, &kit->mailbox);
    kit->root = (struct root){.office = text_of(office),
                              .name = text_of("梧桐里社区居民委员会"),
                              .version = 1,
                              .mailbox = kit->mailbox,
                              .receipt_cost = {.ops = 1, .mem_kib = PASSWORD_MEM_KIB_MIN}};
    role_set(&kit->root, ROLE_ROOT, 2, 3, kit->keepers, keepers);
    role_set(&kit->root, ROLE_OFFICE, 1, 1, &kit->office, staff);
    role_set(&kit->root, ROLE_SUPERVISION, 1, 1, &kit->supervision, leader);
    role_set(&kit->root, ROLE_HEAD, 1, 1, &kit->head, machine);
    kit->issued_s = KIT_NOW_S;
    root_put(kit);
    site_put(kit);
    struct head head = kit_head(kit);
    kit_put_head(kit, &head, &kit->head);
}

void kit_free(struct kit *kit)
{
    arena_deinit(&kit->arena);
}

int kit_setup(void **state)
{
    assert_ok(seal_start());
    struct kit *kit = calloc(1, sizeof *kit);
    assert_non_null(kit);
    kit_make(kit, "wutongli");
    *state = kit;
    return 0;
}

int kit_teardown(void **state)
{
    kit_free(*state);
    free(*state);
    return 0;
}

void kit_next_root(struct kit *kit)
{
    kit->root.version++;
    root_put(kit);
    struct head head = kit_head(kit);
    kit_put_head(kit, &head, &kit->head);
}

/* ---- records ---- */

struct bytes kit_object(struct kit *kit, enum kind kind, const void *record)
{
    struct bytes object;
    assert_ok_why(record_encode(kind, record, &kit->arena, &object, &why), &why);
    return object;
}

struct bytes kit_notice(struct kit *kit, const char *title)
{
    const struct notice notice = {.title = text_of(title), .text = text_of("周三停水一天。")};
    return kit_object(kit, KIND_notice, &notice);
}

struct bytes kit_disclosure(struct kit *kit, const char *title)
{
    const struct disclosure disclosure = {.item = 5,
                                          .part = 1,
                                          .period = text_of("2026-10"),
                                          .title = text_of(title),
                                          .text = text_of("本月收支见表。"),
                                          .handler = text_of("赵会计"),
                                          .approver = text_of("王主任")};
    return kit_object(kit, KIND_disclosure, &disclosure);
}

void kit_sign(struct kit *kit, struct entry *entry, bool office, bool supervision)
{
    entry->signature_count = 0;
    if (office) {
        assert_ok(entry_sign(entry, kit->root.office, &kit->office, KIT_NOW_S));
    }
    if (supervision) {
        assert_ok(entry_sign(entry, kit->root.office, &kit->supervision, KIT_NOW_S + 60));
    }
}

struct entry kit_entry(struct kit *kit, enum kind kind, const char *key, uint64_t version,
                       struct bytes object)
{
    struct entry entry = {.kind = kind,
                          .key = arena_text(&kit->arena, text_of(key)),
                          .version = version,
                          .size = object.size,
                          .hash = hash_of(object)};

    kit_sign(kit, &entry, true, kind_signed_by(kind) == SIGNED_BY_BOTH);
    return entry;
}

/* ---- the tree ---- */

struct bytes *kit_get(struct kit *kit, const char *route)
{
    for (size_t i = 0; i < kit->file_count; i++) {
        if (strcmp(kit->files[i].route, route) == 0) {
            return &kit->files[i].bytes;
        }
    }
    return NULL;
}

void kit_put(struct kit *kit, const char *route, struct bytes bytes)
{
    struct bytes *there = kit_get(kit, route);

    if (!there) {
        assert_true(kit->file_count < KIT_FILES_MAX);
        struct kit_file *file = &kit->files[kit->file_count++];
        text_copy(text_of(route), file->route, sizeof file->route);
        there = &file->bytes;
    }
    *there = bytes;
}

void kit_remove(struct kit *kit, const char *route)
{
    for (size_t i = 0; i < kit->file_count; i++) {
        if (strcmp(kit->files[i].route, route) == 0) {
            kit->files[i] = kit->files[--kit->file_count];
            return;
        }
    }
    fail_msg("%s is not in the tree", route);
}

struct bytes kit_frame(struct kit *kit, struct bytes plain)
{
    struct bytes frame;
    assert_ok(pack_frame(plain, &kit->arena, &frame));
    return frame;
}

struct head kit_head(const struct kit *kit)
{
    return (struct head){.office = kit->root.office,
                         .root_version = kit->root.version,
                         .seq = kit->seq,
                         .issued_s = kit->issued_s,
                         .tip = kit->tip,
                         .snapshot = kit->snapshot,
                         .snapshot_size = kit->snapshot_size,
                         .snapshot_seq = kit->snapshot_seq,
                         .min_agent = AGENT_PROTOCOL,
                         .endorsements = {kit->endorsement},
                         .endorsement_count = kit->endorsed ? 1 : 0};
}

void kit_put_head(struct kit *kit, const struct head *head, const struct signer *signer)
{
    char route[ROUTE_BYTES_MAX];
    struct bytes bytes;

    assert_ok(head_encode(head, signer, &kit->arena, &bytes));
    route_head(route, kit->root.office);
    kit_put(kit, route, bytes);
}

static void live_set(struct kit *kit, const struct entry *entry, struct bytes object)
{
    size_t i = 0;

    while (i < kit->live_count && !text_equal(kit->live[i].key, entry->key)) {
        i++;
    }
    assert_true(i < KIT_LIVE_MAX);
    kit->live[i] = *entry;
    kit->live_objects[i] = object;
    kit->live_count += i == kit->live_count ? 1 : 0;
}

static void object_put(struct kit *kit, const struct entry *entry, struct bytes object)
{
    char route[ROUTE_BYTES_MAX];
    route_object(route, kit->root.office, &entry->hash);
    kit_put(kit, route, kit_frame(kit, object));
}

void kit_publish(struct kit *kit, const struct entry *entries, const struct bytes *objects,
                 size_t count, bool inlined)
{
    char route[ROUTE_BYTES_MAX];
    struct bytes plain;
    struct entry *copy = ARENA_ARRAY(&kit->arena, struct entry, count);
    struct bytes *views = ARENA_ARRAY(&kit->arena, struct bytes, count);
    struct log_entry log = {.office = kit->root.office,
                            .seq = kit->seq + 1,
                            .previous = kit->tip,
                            .entries = copy,
                            .entry_count = count,
                            .objects = views,
                            .object_count = inlined ? count : 0};

    assert_non_null(copy);
    assert_non_null(views);
    for (size_t i = 0; i < count; i++) {
        copy[i] = entries[i];
        views[i] = objects[i];
        live_set(kit, &entries[i], objects[i]);
        if (!inlined) {
            object_put(kit, &entries[i], objects[i]);
        }
    }
    assert_ok(log_entry_encode(&log, &kit->arena, &plain));
    kit->seq++;
    kit->tip = hash_of(plain);
    kit->issued_s += 60;
    route_log(route, kit->root.office, kit->seq);
    kit_put(kit, route, kit_frame(kit, plain));
    struct head head = kit_head(kit);
    kit_put_head(kit, &head, &kit->head);
}

void kit_publish_notice(struct kit *kit, const char *key, uint64_t version, const char *title)
{
    struct bytes object = kit_notice(kit, title);
    struct entry entry = kit_entry(kit, KIND_notice, key, version, object);
    kit_publish(kit, &entry, &object, 1, true);
}

void kit_publish_kiosk(struct kit *kit, uint64_t version, bool revoked)
{
    char key[64];
    const struct kiosk kiosk = {
        .id = text_of(kit->kiosk_id), .key = kit->kiosk.pk, .revoked = revoked, .at = KIT_NOW_S};
    struct bytes object = kit_object(kit, KIND_kiosk, &kiosk);

    snprintf(key, sizeof key, "kiosk/%s", kit->kiosk_id);
    struct entry entry = kit_entry(kit, KIND_kiosk, key, version, object);
    kit_publish(kit, &entry, &object, 1, true);
}

void kit_publish_snapshot(struct kit *kit)
{
    char route[ROUTE_BYTES_MAX];
    struct bytes head_part, part, plain;
    struct hasher name;
    struct buffer b;

    hasher_begin(&name);
    assert_ok(snapshot_write_head(kit->root.office, kit->seq, &kit->tip, kit->live_count, &name,
                                  &kit->arena, &head_part));
    struct arena parts;
    assert_ok(arena_init(&parts, 2 * 1024 * 1024));
    b = buffer_begin(&kit->arena);
    buffer_add(&b, head_part.data, head_part.size);
    for (size_t from = 0; from < kit->live_count; from += SNAPSHOT_GROUP) {
        size_t to =
            from + SNAPSHOT_GROUP < kit->live_count ? from + SNAPSHOT_GROUP : kit->live_count;
        for (size_t i = from; i < to; i++) {
            arena_reset(&parts);
            assert_ok(snapshot_write_entry(&kit->live[i], &name, &parts, &part));
            buffer_add(&b, part.data, part.size);
        }
        for (size_t i = from; i < to; i++) {
            arena_reset(&parts);
            assert_ok(snapshot_write_object(kit->live_objects[i], &parts, &part));
            buffer_add(&b, part.data, part.size);
        }
    }
    assert_ok(buffer_end(&b, &plain));
    arena_deinit(&parts);
    kit->snapshot = hasher_end(&name);
    kit->snapshot_size = plain.size;
    kit->snapshot_seq = kit->seq;
    route_snapshot(route, kit->root.office, &kit->snapshot);
    kit_put(kit, route, kit_frame(kit, plain));
    kit_endorse(kit, &kit->office);
}

void kit_endorse(struct kit *kit, const struct signer *signer)
{
    struct head head = kit_head(kit);

    kit->endorsed = signer != NULL;
    if (signer) {
        assert_ok(head_endorse(&head, signer, &kit->endorsement));
    }
    kit->issued_s++;
    head = kit_head(kit);
    kit_put_head(kit, &head, &kit->head);
}
