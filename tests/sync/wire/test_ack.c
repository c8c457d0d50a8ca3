/* An acknowledgement is the office's word to one kiosk. */
#include "kit.h"

static struct ack ack_make(struct kit *kit, struct ack_item *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        items[i] = (struct ack_item){.id = {{(uint8_t)i}}, .hash = hash_of(bytes_of(&i, sizeof i))};
    }
    return (struct ack){.office = kit->root.office,
                        .kiosk = text_of(kit->kiosk_id),
                        .epoch = 77,
                        .counter = 5,
                        .items = items,
                        .count = count,
                        .has_nonce = true,
                        .nonce = {1, 2, 3},
                        .issued_s = KIT_NOW_S,
                        .admitted = true};
}

static void an_acknowledgement_gives_back_what_it_was_made_of(void **state)
{
    struct kit *kit = *state;
    struct ack_item items[3];
    struct ack ack = ack_make(kit, items, 3), opened;
    struct bytes bytes;

    assert_ok(ack_encode(&ack, &kit->office, &kit->arena, &bytes));
    assert_ok(ack_open(bytes, &kit->root, text_of(kit->kiosk_id), &kit->arena, &opened, NULL));
    assert_int_equal(opened.epoch, 77);
    assert_int_equal(opened.counter, 5);
    assert_int_equal(opened.count, 3);
    assert_true(hash_equal(&opened.items[2].hash, &items[2].hash));
    assert_memory_equal(opened.items[2].id.b, items[2].id.b, UPLOAD_ID_BYTES);
    assert_true(opened.has_nonce);
    assert_memory_equal(opened.nonce, ack.nonce, NONCE_BYTES);
    assert_int_equal(opened.issued_s, KIT_NOW_S);
    assert_true(opened.admitted);
}

static void only_the_office_acknowledges(void **state)
{
    struct kit *kit = *state;
    struct ack_item items[1];
    struct ack ack = ack_make(kit, items, 1), opened;
    struct complaint why;
    struct bytes bytes;

    assert_ok(ack_encode(&ack, &kit->head, &kit->arena, &bytes));
    assert_err(ERR_DENIED,
               ack_open(bytes, &kit->root, text_of(kit->kiosk_id), &kit->arena, &opened, &why));
    assert_says(&why, "not signed by the office");
}

static void an_acknowledgement_is_for_one_kiosk_of_one_office(void **state)
{
    struct kit *kit = *state;
    struct ack_item items[1];
    struct ack ack = ack_make(kit, items, 1), opened;
    struct complaint why;
    struct bytes bytes;

    assert_ok(ack_encode(&ack, &kit->office, &kit->arena, &bytes));
    assert_err(ERR_MISMATCH, ack_open(bytes, &kit->root, text_of("0123456789abcdef"), &kit->arena,
                                      &opened, &why));
    assert_says(&why, "not for us");
    ack.office = text_of("other");
    assert_ok(ack_encode(&ack, &kit->office, &kit->arena, &bytes));
    assert_err(ERR_MISMATCH,
               ack_open(bytes, &kit->root, text_of(kit->kiosk_id), &kit->arena, &opened, &why));
}

static void as_many_as_the_limit_fit_and_no_more(void **state)
{
    struct kit *kit = *state;
    static struct ack_item items[ACK_ITEMS_MAX + 1];
    struct ack ack = ack_make(kit, items, ACK_ITEMS_MAX), opened;
    struct bytes bytes;

    assert_ok(ack_encode(&ack, &kit->office, &kit->arena, &bytes));
    assert_true(bytes.size <= ACK_BYTES_MAX);
    assert_ok(ack_open(bytes, &kit->root, text_of(kit->kiosk_id), &kit->arena, &opened, NULL));
    assert_int_equal(opened.count, ACK_ITEMS_MAX);
    ack.count++;
    assert_err(ERR_INVALID, ack_encode(&ack, &kit->office, &kit->arena, &bytes));
}

static void a_grant_rides_along_and_is_bounded(void **state)
{
    static uint8_t sealed[GRANT_BYTES_MAX + 1] = {7};
    struct kit *kit = *state;
    struct ack_item items[1];
    struct ack ack = ack_make(kit, items, 1), opened;
    struct bytes bytes;

    assert_ok(ack_encode(&ack, &kit->office, &kit->arena, &bytes));
    assert_ok(ack_open(bytes, &kit->root, text_of(kit->kiosk_id), &kit->arena, &opened, NULL));
    assert_int_equal(opened.grant.size, 0);
    ack.grant = bytes_of(sealed, GRANT_BYTES_MAX);
    assert_ok(ack_encode(&ack, &kit->office, &kit->arena, &bytes));
    assert_ok(ack_open(bytes, &kit->root, text_of(kit->kiosk_id), &kit->arena, &opened, NULL));
    assert_true(bytes_equal(opened.grant, ack.grant));
    ack.grant.size++;
    assert_err(ERR_INVALID, ack_encode(&ack, &kit->office, &kit->arena, &bytes));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_acknowledgement_gives_back_what_it_was_made_of, kit),
        TEST(only_the_office_acknowledges, kit),
        TEST(an_acknowledgement_is_for_one_kiosk_of_one_office, kit),
        TEST(as_many_as_the_limit_fit_and_no_more, kit),
        TEST(a_grant_rides_along_and_is_bounded, kit),
    };
    return cmocka_run_group_tests_name("wire.ack", tests, NULL, NULL);
}
