/* The root names who may sign what, and only its keepers change it. */
#include "kit.h"

#include <string.h>

static void a_root_gives_back_what_it_was_made_of(void **state)
{
    struct kit *kit = *state;
    struct root root;

    assert_ok(root_open(kit->root_bytes, &root, NULL));
    assert_text(root.office, "wutongli");
    assert_text(root.name, "梧桐里社区居民委员会");
    assert_int_equal(root.version, 1);
    assert_int_equal(root.roles[ROLE_ROOT].threshold, 2);
    assert_int_equal(root.roles[ROLE_ROOT].count, 3);
    assert_text(root.roles[ROLE_SUPERVISION].holders[0], "李组长");
    assert_true(public_key_equal(&root.roles[ROLE_HEAD].keys[0], &kit->head.pk));
    assert_memory_equal(root.mailbox.b, kit->mailbox.b, sizeof root.mailbox.b);
    assert_int_equal(root.receipt_cost.mem_kib, PASSWORD_MEM_KIB_MIN);
}

static void one_of_three_keepers_is_not_enough(void **state)
{
    struct kit *kit = *state;
    struct complaint why;
    struct root root;

    assert_err(ERR_DENIED, root_open(kit_sign_root(kit, &kit->root, 1), &root, &why));
    assert_says(&why, "signed by 1 of its own keys");
    assert_ok(root_open(kit_sign_root(kit, &kit->root, 6), &root, NULL));
}

/* What root_encode refuses to make a root of. */
static void refused(struct kit *kit, const struct root *root)
{
    struct bytes payload;
    assert_err(ERR_INVALID, root_encode(root, &kit->arena, &payload));
}

static void office_and_supervision_share_no_key_and_no_person(void **state)
{
    struct kit *kit = *state;
    struct root root = kit->root;

    root.roles[ROLE_SUPERVISION].keys[0] = kit->office.pk;
    refused(kit, &root);
    root = kit->root;
    root.roles[ROLE_SUPERVISION].holders[0] = text_of(" 王主任 ");
    refused(kit, &root);
    root.roles[ROLE_SUPERVISION].holders[0] = text_of("孙副组长");
    struct bytes payload;
    assert_ok(root_encode(&root, &kit->arena, &payload));
}

static void a_key_serves_one_role(void **state)
{
    struct kit *kit = *state;
    struct root root = kit->root;

    root.roles[ROLE_HEAD].keys[0] = kit->office.pk;
    refused(kit, &root);
    root = kit->root;
    root.roles[ROLE_ROOT].keys[1] = kit->keepers[0].pk;
    refused(kit, &root);
}

static void a_threshold_lies_between_one_and_the_number_of_keys(void **state)
{
    struct kit *kit = *state;
    struct root root = kit->root;

    root.roles[ROLE_HEAD].threshold = 0;
    refused(kit, &root);
    root.roles[ROLE_HEAD].threshold = 2;
    refused(kit, &root);
}

static void an_office_id_is_a_plain_name(void **state)
{
    (void)state;
    assert_true(office_id_valid(text_of("wutongli-2")));
    assert_false(office_id_valid(text_of("")));
    assert_false(office_id_valid(text_of("-a")));
    assert_false(office_id_valid(text_of("Wutong")));
    assert_false(office_id_valid(text_of("a/b")));
    assert_false(office_id_valid(text_of("enrol"))); /* a name of the wire */
    assert_true(office_id_valid(text_of("abcdefghijabcdefghijabcdefghij12")));
    assert_false(office_id_valid(text_of("abcdefghijabcdefghijabcdefghij123")));
}

static void the_next_root_is_signed_by_the_keepers_of_this_one(void **state)
{
    struct kit *kit = *state;
    struct root next = kit->root, opened;
    struct complaint why;

    next.version = 2;
    struct bytes bytes = kit_sign_root(kit, &next, 3);
    assert_ok(root_open(bytes, &opened, NULL));
    assert_ok_why(root_follows(&kit->root, &opened, bytes, &why), &why);

    /* New keepers alone cannot take over. */
    struct kit other;
    kit_make(&other, "wutongli");
    for (uint8_t i = 0; i < 3; i++) {
        other.keepers[i] = kit_signer((uint8_t)(100 + i));
        next.roles[ROLE_ROOT].keys[i] = other.keepers[i].pk;
    }
    bytes = kit_sign_root(&other, &next, 7);
    assert_ok(root_open(bytes, &opened, NULL));
    assert_err(ERR_DENIED, root_follows(&kit->root, &opened, bytes, &why));
    assert_says(&why, "signed by 0 keys of root 1");
    kit_free(&other);
}

static void roots_follow_one_by_one_and_within_one_office(void **state)
{
    struct kit *kit = *state;
    struct root next = kit->root, opened;
    struct complaint why;

    next.version = 3;
    struct bytes bytes = kit_sign_root(kit, &next, 3);
    assert_ok(root_open(bytes, &opened, NULL));
    assert_err(ERR_MISMATCH, root_follows(&kit->root, &opened, bytes, &why));
    assert_says(&why, "does not follow");
    next.version = 2;
    next.office = text_of("other");
    bytes = kit_sign_root(kit, &next, 3);
    assert_ok(root_open(bytes, &opened, NULL));
    assert_err(ERR_MISMATCH, root_follows(&kit->root, &opened, bytes, &why));
    assert_says(&why, "another office");
}

static void the_fingerprint_changes_with_any_byte(void **state)
{
    struct kit *kit = *state;
    char one[FINGERPRINT_CHARS + 1], two[FINGERPRINT_CHARS + 1];

    root_fingerprint(kit->root_bytes, one);
    root_fingerprint(kit_sign_root(kit, &kit->root, 6), two);
    assert_int_equal(strlen(one), 16);
    assert_string_not_equal(one, two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_root_gives_back_what_it_was_made_of, kit),
        TEST(one_of_three_keepers_is_not_enough, kit),
        TEST(office_and_supervision_share_no_key_and_no_person, kit),
        TEST(a_key_serves_one_role, kit),
        TEST(a_threshold_lies_between_one_and_the_number_of_keys, kit),
        TEST(an_office_id_is_a_plain_name, kit),
        TEST(the_next_root_is_signed_by_the_keepers_of_this_one, kit),
        TEST(roots_follow_one_by_one_and_within_one_office, kit),
        TEST(the_fingerprint_changes_with_any_byte, kit),
    };
    return cmocka_run_group_tests_name("wire.root", tests, NULL, NULL);
}
