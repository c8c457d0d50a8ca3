/* Whatever one changes in a signed thing, or wherever one cuts it, it is refused.
 *
 * One table of things; each byte of each is changed in several ways, and each length is cut. */
#include "echo.h"
#include "heartbeat.h"
#include "kit.h"

#include <string.h>

/* OK only for the thing itself. */
typedef enum err open_fn(struct kit *kit, struct bytes bytes, struct arena *arena);

static struct bytes a_disclosure(struct kit *kit)
{
    return kit_disclosure(kit, "十月收支");
}

static struct entry an_entry(struct kit *kit)
{
    return kit_entry(kit, KIND_disclosure, "disclosure/2026-10/05/1", 2, a_disclosure(kit));
}

static enum err open_root(struct kit *kit, struct bytes bytes, struct arena *arena)
{
    struct root root;
    (void)kit, (void)arena;
    return root_open(bytes, &root, NULL);
}

static enum err open_head(struct kit *kit, struct bytes bytes, struct arena *arena)
{
    struct head head;
    (void)arena;
    return head_open(bytes, &kit->root, &head, NULL);
}

static enum err open_entry(struct kit *kit, struct bytes bytes, struct arena *arena)
{
    struct entry entry;
    size_t mark = arena_mark(&kit->arena);
    enum err err = entry_decode(bytes, &entry);
    (void)arena;
    if (!err) {
        err = entry_check_object(&entry, &kit->root, a_disclosure(kit), NULL);
    }
    arena_rewind(&kit->arena, mark);
    return err;
}

static enum err open_log(struct kit *kit, struct bytes bytes, struct arena *arena)
{
    struct log_entry log;
    struct hash tip = hash_of(bytes_of_text("log 6"));
    enum err err = log_entry_decode(bytes, arena, &log, NULL);
    if (!err) {
        err = log_entry_check(&log, &kit->root, 6, &tip, NULL);
    }
    if (!err) {
        err = log.object_count == 1 ? entry_fits_object(&log.entries[0], log.objects[0], NULL)
                                    : ERR_MISMATCH;
    }
    return err;
}

static enum err open_ack(struct kit *kit, struct bytes bytes, struct arena *arena)
{
    struct ack ack;
    return ack_open(bytes, &kit->root, text_of(kit->kiosk_id), arena, &ack, NULL);
}

static enum err open_envelope(struct kit *kit, struct bytes bytes, struct arena *arena)
{
    struct envelope envelope;
    (void)arena;
    enum err err = envelope_decode(bytes, &envelope);
    return err ? err : envelope_check(bytes, &kit->kiosk.pk);
}

static enum err open_offer(struct kit *kit, struct bytes bytes, struct arena *arena)
{
    struct enrol_offer offer;
    (void)kit, (void)arena;
    return enrol_open(bytes, &offer);
}

static enum err open_beat(struct kit *kit, struct bytes bytes, struct arena *arena)
{
    (void)arena;
    return heartbeat_check(bytes, &kit->kiosk.pk);
}

static enum err open_echo(struct kit *kit, struct bytes bytes, struct arena *arena)
{
    struct echo echo;
    (void)arena;
    return echo_open(bytes, &kit->root, text_of(kit->kiosk_id), &echo, NULL);
}

static struct bytes make_root(struct kit *kit)
{
    return kit->root_bytes; /* signed by two of two that are needed */
}

static struct bytes make_head(struct kit *kit)
{
    struct head head = kit_head(kit);
    struct bytes bytes;
    head.seq = 12;
    head.tip = hash_of(bytes_of_text("log 12"));
    head.snapshot = hash_of(bytes_of_text("snapshot"));
    head.snapshot_size = 4711;
    head.snapshot_seq = 10;
    head.endorsement_count = 1;
    assert_ok(head_endorse(&head, &kit->office, &head.endorsements[0]));
    assert_ok(head_encode(&head, &kit->head, &kit->arena, &bytes));
    return bytes;
}

static struct bytes make_entry(struct kit *kit)
{
    struct entry entry = an_entry(kit);
    struct bytes bytes;
    assert_ok(entry_encode(&entry, &kit->arena, &bytes));
    return bytes;
}

static struct bytes make_log(struct kit *kit)
{
    struct entry entry = an_entry(kit);
    struct bytes object = a_disclosure(kit), plain;
    const struct log_entry log = {.office = kit->root.office,
                                  .seq = 7,
                                  .previous = hash_of(bytes_of_text("log 6")),
                                  .entries = &entry,
                                  .entry_count = 1,
                                  .objects = &object,
                                  .object_count = 1};
    assert_ok(log_entry_encode(&log, &kit->arena, &plain));
    return plain;
}

static struct bytes make_ack(struct kit *kit)
{
    struct ack_item item = {.id = {{1}}, .hash = {{2}}};
    const struct ack ack = {.office = kit->root.office,
                            .kiosk = text_of(kit->kiosk_id),
                            .epoch = 3,
                            .counter = 4,
                            .items = &item,
                            .count = 1,
                            .issued_s = KIT_NOW_S};
    struct bytes bytes;
    assert_ok(ack_encode(&ack, &kit->office, &kit->arena, &bytes));
    return bytes;
}

static struct bytes make_envelope(struct kit *kit)
{
    const struct upload_id id = {{5}};
    const struct visit visit = {.at = 1, .reason = text_of("开证明"), .host = text_of("小赵")};
    struct shared_key key;
    struct bytes bytes;
    assert_ok(envelope_seal(&kit->root, &kit->kiosk, 9, &id, KIND_visit, NULL,
                            kit_object(kit, KIND_visit, &visit), &kit->arena, &key, &bytes));
    return bytes;
}

static struct bytes make_offer(struct kit *kit)
{
    struct bytes bytes;
    assert_ok(enrol_encode(kit->root.office, text_of("大厅"), &kit->kiosk, &kit->arena, &bytes));
    return bytes;
}

static struct bytes make_beat(struct kit *kit)
{
    const struct heartbeat beat = {.number = 7,
                                   .nonce = {1, 2, 3},
                                   .ack_epoch = 3,
                                   .ack_counter = 4,
                                   .seq = 12,
                                   .tip = hash_of(bytes_of_text("log 12"))};
    const struct health health = {.version = text_of("0.1.0")};
    struct bytes bytes;
    assert_ok(heartbeat_seal(&beat, &kit->root, &kit->kiosk, kit_object(kit, KIND_health, &health),
                             &kit->arena, &bytes));
    return bytes;
}

static struct bytes make_echo(struct kit *kit)
{
    const struct echo echo = {.office = kit->root.office,
                              .kiosk = text_of(kit->kiosk_id),
                              .nonce = {1, 2, 3},
                              .seq = 12,
                              .tip = hash_of(bytes_of_text("log 12")),
                              .issued_s = KIT_NOW_S};
    struct bytes bytes;
    assert_ok(echo_encode(&echo, &kit->head, &kit->arena, &bytes));
    return bytes;
}

static const struct {
    const char *name;
    struct bytes (*make)(struct kit *kit);
    open_fn *open;
} things[] = {
    {"root", make_root, open_root},          {"head", make_head, open_head},
    {"entry", make_entry, open_entry},       {"log", make_log, open_log},
    {"acknowledgement", make_ack, open_ack}, {"envelope", make_envelope, open_envelope},
    {"offer", make_offer, open_offer},       {"heartbeat", make_beat, open_beat},
    {"echo", make_echo, open_echo},
};
enum { THINGS = sizeof things / sizeof things[0], BYTES_MAX = 8192 };

static enum err opened(struct kit *kit, size_t thing, struct bytes bytes)
{
    size_t mark = arena_mark(&kit->arena);
    enum err err = things[thing].open(kit, bytes, &kit->arena);
    arena_rewind(&kit->arena, mark);
    return err;
}

static void every_changed_byte_is_refused(void **state)
{
    static const uint8_t changes[] = {0x01, 0x20, 0x80, 0xff};
    struct kit *kit = *state;
    uint8_t copy[BYTES_MAX];

    for (size_t t = 0; t < THINGS; t++) {
        struct bytes bytes = things[t].make(kit);
        assert_true(bytes.size <= sizeof copy);
        assert_ok(opened(kit, t, bytes));
        memcpy(copy, bytes.data, bytes.size);
        for (size_t i = 0; i < bytes.size; i++) {
            for (size_t c = 0; c < sizeof changes; c++) {
                copy[i] = bytes.data[i] ^ changes[c];
                if (opened(kit, t, bytes_of(copy, bytes.size)) == OK) {
                    fail_msg("%s: byte %zu changed by %02x is accepted", things[t].name, i,
                             changes[c]);
                }
            }
            copy[i] = bytes.data[i];
        }
    }
}

static void every_cut_and_every_addition_is_refused(void **state)
{
    struct kit *kit = *state;
    uint8_t copy[BYTES_MAX];

    for (size_t t = 0; t < THINGS; t++) {
        struct bytes bytes = things[t].make(kit);
        for (size_t size = 0; size < bytes.size; size++) {
            if (opened(kit, t, bytes_of(bytes.data, size)) == OK) {
                fail_msg("%s: %zu of %zu bytes are accepted", things[t].name, size, bytes.size);
            }
        }
        memcpy(copy, bytes.data, bytes.size);
        for (unsigned last = 0; last < 256; last += 51) {
            copy[bytes.size] = (uint8_t)last;
            assert_err(ERR_INVALID, opened(kit, t, bytes_of(copy, bytes.size + 1)));
        }
    }
}

static void no_thing_passes_for_another(void **state)
{
    struct kit *kit = *state;

    for (size_t made = 0; made < THINGS; made++) {
        struct bytes bytes = things[made].make(kit);
        for (size_t read = 0; read < THINGS; read++) {
            if (read != made && opened(kit, read, bytes) == OK) {
                fail_msg("a %s passes for a %s", things[made].name, things[read].name);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_changed_byte_is_refused, kit),
        TEST(every_cut_and_every_addition_is_refused, kit),
        TEST(no_thing_passes_for_another, kit),
    };
    return cmocka_run_group_tests_name("wire.mutation", tests, NULL, NULL);
}
