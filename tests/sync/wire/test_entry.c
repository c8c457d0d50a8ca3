/* An entry needs the signatures that its kind asks for, over everything that is shown of it. */
#include "kit.h"

#include <stdio.h>
#include <string.h>

static const char KEY[] = "disclosure/2026-10/05/1";

static struct entry disclosure_entry(struct kit *kit)
{
    return kit_entry(kit, KIND_disclosure, KEY, 3, kit_disclosure(kit, "十月收支"));
}

static void an_entry_gives_back_what_it_was_made_of(void **state)
{
    struct kit *kit = *state;
    struct entry entry = disclosure_entry(kit), decoded;
    struct bytes bytes;

    entry.opens_s = 1;
    entry.until_s = 2;
    assert_ok(entry_encode(&entry, &kit->arena, &bytes));
    assert_ok(entry_decode(bytes, &decoded));
    assert_int_equal(decoded.kind, KIND_disclosure);
    assert_text(decoded.key, KEY);
    assert_int_equal(decoded.version, 3);
    assert_int_equal(decoded.size, entry.size);
    assert_true(hash_equal(&decoded.hash, &entry.hash));
    assert_int_equal(decoded.opens_s, 1);
    assert_int_equal(decoded.until_s, 2);
    assert_int_equal(decoded.signature_count, 2);
    assert_int_equal(decoded.signatures[1].signed_s, KIT_NOW_S + 60);
}

static void a_disclosure_needs_both_signatures(void **state)
{
    struct kit *kit = *state;
    struct entry entry = disclosure_entry(kit);
    struct complaint why;

    assert_ok_why(entry_check(&entry, &kit->root, &why), &why);
    kit_sign(kit, &entry, true, false);
    assert_err(ERR_DENIED, entry_check(&entry, &kit->root, &why));
    assert_says(&why, "supervision");
    kit_sign(kit, &entry, false, true);
    assert_err(ERR_DENIED, entry_check(&entry, &kit->root, &why));
    assert_says(&why, "office");
}

static void a_notice_needs_the_office_only(void **state)
{
    struct kit *kit = *state;
    struct entry entry = kit_entry(kit, KIND_notice, "notice/water", 1, kit_notice(kit, "停水"));

    assert_ok(entry_check(&entry, &kit->root, NULL));
    entry.signature_count = 0;
    assert_err(ERR_DENIED, entry_check(&entry, &kit->root, NULL));
}

static void in_an_endorsed_snapshot_the_offices_signatures_need_only_stand_there(void **state)
{
    struct kit *kit = *state;
    struct entry entry = disclosure_entry(kit);
    struct complaint why;

    entry.signatures[0].signature.b[5] ^= 1;
    assert_err(ERR_DENIED, entry_check(&entry, &kit->root, NULL));
    assert_ok_why(entry_check_endorsed(&entry, &kit->root, &why), &why);
    entry.signatures[0].id.b[0] ^= 1; /* a key that this root does not know */
    assert_err(ERR_DENIED, entry_check_endorsed(&entry, &kit->root, &why));
    assert_says(&why, "office");
    kit_sign(kit, &entry, false, true);
    assert_err(ERR_DENIED, entry_check_endorsed(&entry, &kit->root, &why));
    assert_says(&why, "office");
}

static void no_endorsement_stands_for_the_supervision_groups_signature(void **state)
{
    struct kit *kit = *state;
    struct entry entry = disclosure_entry(kit);
    struct complaint why;

    entry.signatures[1].signature.b[5] ^= 1;
    assert_err(ERR_DENIED, entry_check_endorsed(&entry, &kit->root, &why));
    assert_says(&why, "supervision");
    kit_sign(kit, &entry, true, false);
    assert_err(ERR_DENIED, entry_check_endorsed(&entry, &kit->root, &why));
    assert_says(&why, "supervision");
    kit_sign(kit, &entry, true, true);
    entry.kind = KIND_notice; /* which one signature would be enough for */
    assert_err(ERR_DENIED, entry_check_endorsed(&entry, &kit->root, &why));
    assert_says(&why, "may stand under this key");
}

static void no_kind_takes_the_place_of_another(void **state)
{
    struct kit *kit = *state;
    struct entry entry = kit_entry(kit, KIND_notice, KEY, 4, kit_notice(kit, "停水"));
    struct complaint why;

    assert_err(ERR_DENIED, entry_check(&entry, &kit->root, &why));
    assert_says(&why, "no notice may stand under this key");
    entry = kit_entry(kit, (enum kind)63, KEY, 4, kit_notice(kit, "停水")); /* from the future */
    assert_err(ERR_DENIED, entry_check(&entry, &kit->root, NULL));
    entry = kit_entry(kit, (enum kind)63, "future/1", 1, kit_notice(kit, "停水"));
    assert_ok(entry_check(&entry, &kit->root, NULL));
}

static void a_withdrawal_stands_under_the_key_of_what_it_withdraws(void **state)
{
    struct kit *kit = *state;
    const struct withdraw withdraw = {.of_kind = KIND_disclosure,
                                      .key = text_of(KEY),
                                      .title = text_of("十月收支"),
                                      .reason = text_of("金额有误"),
                                      .on = 20000};
    struct bytes object = kit_object(kit, KIND_withdraw, &withdraw);
    struct entry entry = kit_entry(kit, KIND_withdraw, KEY, 4, object);

    assert_ok(entry_check_object(&entry, &kit->root, object, NULL));
    kit_sign(kit, &entry, true, false); /* the office alone deletes nothing */
    assert_err(ERR_DENIED, entry_check_object(&entry, &kit->root, object, NULL));
}

static void what_a_kiosk_sends_is_never_published(void **state)
{
    struct kit *kit = *state;
    const struct retract retract = {.receipt = text_of("123456789012"), .at = 1};
    struct entry entry =
        kit_entry(kit, KIND_retract, "retract/1", 1, kit_object(kit, KIND_retract, &retract));
    struct complaint why;

    assert_err(ERR_DENIED, entry_check(&entry, &kit->root, &why));
    assert_says(&why, "nothing that an office publishes");
}

/* Each field that a signature covers, changed after signing. */
static void a_signature_covers_every_field(void **state)
{
    struct kit *kit = *state;
    struct complaint why;

    for (int field = 0; field < 7; field++) {
        struct entry entry = disclosure_entry(kit);
        struct root root = kit->root;
        switch (field) {
        case 0:
            entry.key = text_of("disclosure/2026-10/05/2");
            break;
        case 1:
            entry.version++;
            break;
        case 2:
            entry.hash.b[0] ^= 1;
            break;
        case 3:
            entry.opens_s = 1;
            break;
        case 4:
            entry.until_s = 1;
            break;
        case 5:
            entry.signatures[0].signed_s++;
            break;
        default:
            root.office = text_of("other");
            break;
        }
        assert_err(ERR_DENIED, entry_check(&entry, &root, &why));
        assert_says(&why, "signature is missing or wrong");
    }
}

static void the_object_is_the_one_that_was_signed(void **state)
{
    struct kit *kit = *state;
    struct bytes object = kit_disclosure(kit, "十月收支"), other = kit_disclosure(kit, "十月收入");
    struct entry entry = kit_entry(kit, KIND_disclosure, KEY, 1, object);
    struct complaint why;

    assert_ok(entry_check_object(&entry, &kit->root, object, NULL));
    assert_int_equal(object.size, other.size);
    assert_err(ERR_MISMATCH, entry_check_object(&entry, &kit->root, other, &why));
    assert_says(&why, "other bytes than were signed");
    assert_err(ERR_MISMATCH, entry_check_object(&entry, &kit->root,
                                                bytes_of(object.data, object.size - 1), &why));
    assert_says(&why, "bytes instead of");
    entry = kit_entry(kit, KIND_disclosure, KEY, 1, kit_notice(kit, "停水"));
    assert_err(ERR_MISMATCH, entry_check_object(&entry, &kit->root, kit_notice(kit, "停水"), &why));
    assert_says(&why, "not a disclosure");
}

static void it_is_told_who_signed_and_when(void **state)
{
    struct kit *kit = *state;
    struct entry entry = disclosure_entry(kit);
    size_t index = 9;
    int64_t signed_s = 0;

    assert_true(entry_signed_by(&entry, &kit->root, ROLE_SUPERVISION, &index, &signed_s));
    assert_int_equal(index, 0);
    assert_int_equal(signed_s, KIT_NOW_S + 60);
    assert_false(entry_signed_by(&entry, &kit->root, ROLE_HEAD, &index, &signed_s));
}

static void signing_again_replaces_and_more_than_four_do_not_fit(void **state)
{
    struct kit *kit = *state;
    struct entry entry = disclosure_entry(kit);

    assert_ok(entry_sign(&entry, kit->root.office, &kit->office, KIT_NOW_S + 5));
    assert_int_equal(entry.signature_count, 2);
    assert_int_equal(entry.signatures[0].signed_s, KIT_NOW_S + 5);
    assert_ok(entry_check(&entry, &kit->root, NULL));
    assert_ok(entry_sign(&entry, kit->root.office, &kit->head, 1));
    assert_ok(entry_sign(&entry, kit->root.office, &kit->kiosk, 1));
    assert_err(ERR_FULL, entry_sign(&entry, kit->root.office, &kit->stranger, 1));
}

static void an_entry_opens_and_ends_at_its_moments(void **state)
{
    struct kit *kit = *state;
    struct entry entry = disclosure_entry(kit);

    assert_true(entry_is_open(&entry, 0));
    entry.opens_s = 100;
    entry.until_s = 200;
    assert_false(entry_is_open(&entry, 99));
    assert_true(entry_is_open(&entry, 100));
    assert_true(entry_is_open(&entry, 199));
    assert_false(entry_is_open(&entry, 200));
}

static void an_entry_outside_the_limits_is_none(void **state)
{
    struct kit *kit = *state;
    struct entry decoded, entry;
    struct bytes bytes;

    for (int field = 0; field < 6; field++) {
        entry = disclosure_entry(kit);
        switch (field) {
        case 0:
            entry.kind = KIND_NONE;
            break;
        case 1:
            entry.version = 0;
            break;
        case 2:
            entry.size = 0;
            break;
        case 3:
            entry.size = RECORD_BYTES_MAX + 1;
            break;
        case 4:
            entry.key = text_of("disclosure//1");
            break;
        default:
            entry.hash = (struct hash){0};
            break;
        }
        assert_ok(entry_encode(&entry, &kit->arena, &bytes));
        assert_err(ERR_INVALID, entry_decode(bytes, &decoded));
    }
    entry = disclosure_entry(kit);
    entry.signatures[1] = entry.signatures[0]; /* one key twice */
    assert_ok(entry_encode(&entry, &kit->arena, &bytes));
    assert_err(ERR_INVALID, entry_decode(bytes, &decoded));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_entry_gives_back_what_it_was_made_of, kit),
        TEST(a_disclosure_needs_both_signatures, kit),
        TEST(a_notice_needs_the_office_only, kit),
        TEST(in_an_endorsed_snapshot_the_offices_signatures_need_only_stand_there, kit),
        TEST(no_endorsement_stands_for_the_supervision_groups_signature, kit),
        TEST(no_kind_takes_the_place_of_another, kit),
        TEST(a_withdrawal_stands_under_the_key_of_what_it_withdraws, kit),
        TEST(what_a_kiosk_sends_is_never_published, kit),
        TEST(a_signature_covers_every_field, kit),
        TEST(the_object_is_the_one_that_was_signed, kit),
        TEST(it_is_told_who_signed_and_when, kit),
        TEST(signing_again_replaces_and_more_than_four_do_not_fit, kit),
        TEST(an_entry_opens_and_ends_at_its_moments, kit),
        TEST(an_entry_outside_the_limits_is_none, kit),
    };
    return cmocka_run_group_tests_name("wire.entry", tests, NULL, NULL);
}
