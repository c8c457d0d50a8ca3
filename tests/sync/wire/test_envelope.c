/* An envelope is readable by the mailbox alone, from this kiosk alone, under one name. */
#include "kit.h"

#include <string.h>

static const struct upload_id ID = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}};
static const struct receipt_loc LOC = {{9, 9, 9}};

static struct bytes letter(struct kit *kit)
{
    const struct letter letter = {.receipt = text_of("123456789012"),
                                  .category = text_of("环境"),
                                  .text = text_of("三号楼门口的灯坏了。"),
                                  .at = KIT_NOW_S};
    return kit_object(kit, KIND_letter, &letter);
}

static struct bytes sealed(struct kit *kit, struct shared_key *key)
{
    struct bytes bytes;
    assert_ok(envelope_seal(&kit->root, &kit->kiosk, 4, &ID, KIND_letter, &LOC, letter(kit),
                            &kit->arena, key, &bytes));
    return bytes;
}

static void the_mailbox_and_the_content_key_open_it(void **state)
{
    struct kit *kit = *state;
    struct shared_key key;
    struct envelope envelope;
    struct bytes object, bytes = sealed(kit, &key);

    assert_ok(envelope_decode(bytes, &envelope));
    assert_text(envelope.office, "wutongli");
    assert_text(envelope.kiosk, kit->kiosk_id);
    assert_int_equal(envelope.seq, 4);
    assert_memory_equal(envelope.id.b, ID.b, sizeof ID.b);
    assert_int_equal(envelope.kind, KIND_letter);
    assert_true(envelope.has_loc);
    assert_memory_equal(envelope.loc.b, LOC.b, sizeof LOC.b);
    assert_ok(envelope_open(&envelope, &kit->mailbox_secret, &kit->arena, &object));
    assert_true(bytes_equal(object, letter(kit)));
    assert_ok(envelope_open_with(&envelope, &key, &kit->arena, &object));
    assert_true(bytes_equal(object, letter(kit)));
}

static void nobody_else_opens_it(void **state)
{
    struct kit *kit = *state;
    struct shared_key key, other;
    struct box_public pk;
    struct box_secret secret;
    struct envelope envelope;
    struct bytes object, bytes = sealed(kit, &key);

    assert_ok(envelope_decode(bytes, &envelope));
    box_keypair(&pk, &secret);
    assert_err(ERR_DENIED, envelope_open(&envelope, &secret, &kit->arena, &object));
    shared_key_new(&other);
    assert_err(ERR_DENIED, envelope_open_with(&envelope, &other, &kit->arena, &object));
}

static void its_text_is_not_in_it(void **state)
{
    struct kit *kit = *state;
    struct shared_key key;
    struct bytes bytes = sealed(kit, &key);

    assert_null(memmem(bytes.data, bytes.size, "门口", strlen("门口")));
    assert_null(memmem(bytes.data, bytes.size, "1234567", 7));
    assert_null(memmem(bytes.data, bytes.size, key.b, sizeof key.b));
}

static void another_kiosk_cannot_have_sent_it(void **state)
{
    struct kit *kit = *state;
    struct shared_key key;
    struct bytes bytes = sealed(kit, &key);

    assert_ok(envelope_check(bytes, &kit->kiosk.pk));
    assert_err(ERR_DENIED, envelope_check(bytes, &kit->stranger.pk));
}

static void only_letters_and_their_kin_have_a_loc(void **state)
{
    struct kit *kit = *state;
    struct shared_key key;
    struct bytes bytes;
    const struct visit visit = {
        .at = KIT_NOW_S, .reason = text_of("开证明"), .host = text_of("小赵")};
    struct bytes object = kit_object(kit, KIND_visit, &visit);

    assert_err(ERR_INVALID, envelope_seal(&kit->root, &kit->kiosk, 4, &ID, KIND_letter, NULL,
                                          letter(kit), &kit->arena, &key, &bytes));
    assert_err(ERR_INVALID, envelope_seal(&kit->root, &kit->kiosk, 4, &ID, KIND_visit, &LOC, object,
                                          &kit->arena, &key, &bytes));
    assert_ok(envelope_seal(&kit->root, &kit->kiosk, 4, &ID, KIND_visit, NULL, object, &kit->arena,
                            &key, &bytes));
    struct envelope envelope;
    assert_ok(envelope_decode(bytes, &envelope));
    assert_false(envelope.has_loc);
}

static void what_does_not_fit_the_limit_is_refused(void **state)
{
    struct kit *kit = *state;
    static uint8_t large[OUTBOX_ENVELOPE_BYTES_MAX];
    struct shared_key key;
    struct bytes bytes;

    assert_err(ERR_INVALID,
               envelope_seal(&kit->root, &kit->kiosk, 4, &ID, KIND_letter, &LOC,
                             bytes_of(large, sizeof large), &kit->arena, &key, &bytes));
}

static void the_kind_outside_is_the_kind_inside(void **state)
{
    struct kit *kit = *state;
    struct shared_key key;
    struct envelope envelope;
    struct bytes bytes, object;

    assert_ok(envelope_seal(&kit->root, &kit->kiosk, 4, &ID, KIND_visit, NULL, letter(kit),
                            &kit->arena, &key, &bytes));
    assert_ok(envelope_decode(bytes, &envelope));
    assert_err(ERR_DENIED, envelope_open(&envelope, &kit->mailbox_secret, &kit->arena, &object));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_mailbox_and_the_content_key_open_it, kit),
        TEST(nobody_else_opens_it, kit),
        TEST(its_text_is_not_in_it, kit),
        TEST(another_kiosk_cannot_have_sent_it, kit),
        TEST(only_letters_and_their_kin_have_a_loc, kit),
        TEST(what_does_not_fit_the_limit_is_refused, kit),
        TEST(the_kind_outside_is_the_kind_inside, kit),
    };
    return cmocka_run_group_tests_name("wire.envelope", tests, NULL, NULL);
}
