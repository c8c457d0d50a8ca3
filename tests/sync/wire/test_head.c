/* The head is believed only from the head key of our root, and never backwards. */
#include "kit.h"

static struct bytes encoded(struct kit *kit, const struct head *head)
{
    struct bytes bytes;
    assert_ok(head_encode(head, &kit->head, &kit->arena, &bytes));
    return bytes;
}

static struct head some_head(struct kit *kit)
{
    struct head head = kit_head(kit);
    head.seq = 12;
    head.tip = hash_of(bytes_of_text("log 12"));
    head.snapshot = hash_of(bytes_of_text("snapshot"));
    head.snapshot_size = 4711;
    head.snapshot_seq = 10;
    return head;
}

static void a_head_gives_back_what_it_was_made_of(void **state)
{
    struct kit *kit = *state;
    struct head head = some_head(kit), opened;

    assert_ok(head_open(encoded(kit, &head), &kit->root, &opened, NULL));
    assert_text(opened.office, "wutongli");
    assert_int_equal(opened.seq, 12);
    assert_int_equal(opened.issued_s, KIT_NOW_S);
    assert_true(hash_equal(&opened.tip, &head.tip));
    assert_true(hash_equal(&opened.snapshot, &head.snapshot));
    assert_int_equal(opened.snapshot_size, 4711);
    assert_int_equal(opened.snapshot_seq, 10);
    assert_int_equal(opened.min_agent, 1);
}

static void a_head_without_a_snapshot_says_so(void **state)
{
    struct kit *kit = *state;
    struct head head = some_head(kit), opened;

    head.snapshot = (struct hash){0};
    assert_ok(head_open(encoded(kit, &head), &kit->root, &opened, NULL));
    assert_true(hash_is_none(&opened.snapshot));
    assert_int_equal(opened.snapshot_size, 0);
}

static void another_office_another_root_and_another_key_are_refused(void **state)
{
    struct kit *kit = *state;
    struct head head = some_head(kit), opened;
    struct complaint why;
    struct bytes bytes;

    head.office = text_of("other");
    assert_err(ERR_MISMATCH, head_open(encoded(kit, &head), &kit->root, &opened, &why));
    assert_says(&why, "another office");
    head = some_head(kit);
    head.root_version = 2;
    assert_err(ERR_DENIED, head_open(encoded(kit, &head), &kit->root, &opened, &why));
    assert_says(&why, "root 2");
    uint64_t version;
    assert_ok(head_peek_root(encoded(kit, &head), &version));
    assert_int_equal(version, 2);
    head = some_head(kit);
    assert_ok(head_encode(&head, &kit->office, &kit->arena, &bytes)); /* a role of its own */
    assert_err(ERR_DENIED, head_open(bytes, &kit->root, &opened, &why));
    assert_says(&why, "not signed");
}

static void a_head_that_contradicts_itself_is_none(void **state)
{
    struct kit *kit = *state;
    struct head head, opened;

    head = some_head(kit);
    head.tip = (struct hash){0}; /* something published, and no log */
    assert_err(ERR_INVALID, head_open(encoded(kit, &head), &kit->root, &opened, NULL));
    head = some_head(kit);
    head.seq = 0;
    assert_err(ERR_INVALID, head_open(encoded(kit, &head), &kit->root, &opened, NULL));
    head = some_head(kit);
    head.snapshot_seq = 13; /* ahead of the log */
    assert_err(ERR_INVALID, head_open(encoded(kit, &head), &kit->root, &opened, NULL));
    head = some_head(kit);
    head.snapshot_size = (uint64_t)SNAPSHOT_BYTES_MAX + 1;
    assert_err(ERR_INVALID, head_open(encoded(kit, &head), &kit->root, &opened, NULL));
    head = some_head(kit);
    head.endorsement_count = 1;
    assert_ok(head_endorse(&head, &kit->office, &head.endorsements[0]));
    head.snapshot = (struct hash){0}; /* an endorsement of nothing */
    assert_err(ERR_INVALID, head_open(encoded(kit, &head), &kit->root, &opened, NULL));
}

/* The head, with an endorsement of its snapshot by `signer`, as a kiosk reads it. */
static struct head endorsed(struct kit *kit, const struct signer *signer)
{
    struct head head = some_head(kit), opened;

    head.endorsement_count = 1;
    assert_ok(head_endorse(&head, signer, &head.endorsements[0]));
    assert_ok(head_open(encoded(kit, &head), &kit->root, &opened, NULL));
    return opened;
}

static void the_office_and_nobody_else_endorses_a_snapshot(void **state)
{
    struct kit *kit = *state;
    struct head head = endorsed(kit, &kit->office);

    assert_true(head_is_endorsed(&head, &kit->root));
    head = endorsed(kit, &kit->supervision);
    assert_false(head_is_endorsed(&head, &kit->root));
    head = endorsed(kit, &kit->head); /* the key that signs the head itself */
    assert_false(head_is_endorsed(&head, &kit->root));
    head = endorsed(kit, &kit->stranger);
    assert_false(head_is_endorsed(&head, &kit->root));
    head = some_head(kit);
    assert_false(head_is_endorsed(&head, &kit->root)); /* nobody has */
    head.snapshot = (struct hash){0};
    assert_err(ERR_INVALID, head_endorse(&head, &kit->office, &head.endorsements[0]));
}

static void an_endorsement_is_of_one_snapshot_under_one_root(void **state)
{
    struct kit *kit = *state;
    const struct head head = endorsed(kit, &kit->office);
    struct head other = head;

    other.snapshot = hash_of(bytes_of_text("another"));
    assert_false(head_is_endorsed(&other, &kit->root));
    other = head;
    other.snapshot_size++;
    assert_false(head_is_endorsed(&other, &kit->root));
    other = head;
    other.snapshot_seq--;
    assert_false(head_is_endorsed(&other, &kit->root));
    other = head;
    other.root_version++;
    assert_false(head_is_endorsed(&other, &kit->root));
    other = head;
    other.office = text_of("haitang");
    assert_false(head_is_endorsed(&other, &kit->root));
    other = head;
    other.seq++; /* later heads go on naming it */
    other.issued_s++;
    assert_true(head_is_endorsed(&other, &kit->root));
}

static void as_many_of_the_offices_keys_endorse_as_the_root_asks_for(void **state)
{
    struct kit *kit = *state;
    struct role_keys *keys = &kit->root.roles[ROLE_OFFICE];
    const struct signer *clerk = &kit->kiosk;
    struct head head = endorsed(kit, &kit->office);

    keys->keys[keys->count++] = clerk->pk;
    keys->threshold = 2;
    assert_false(head_is_endorsed(&head, &kit->root));
    head.endorsements[head.endorsement_count++] = head.endorsements[0]; /* one key, twice */
    assert_false(head_is_endorsed(&head, &kit->root));
    assert_ok(head_endorse(&head, clerk, &head.endorsements[1]));
    assert_true(head_is_endorsed(&head, &kit->root));
}

static void what_we_hold_is_never_left_backwards(void **state)
{
    struct kit *kit = *state;
    struct head head = some_head(kit);
    struct hash other = hash_of(bytes_of_text("another log 12"));
    int64_t now = KIT_NOW_S, far = now - (int64_t)401 * 86400;

    assert_int_equal(head_judge(&head, 0, &(struct hash){0}, 0, 0), HEAD_NEWER);
    assert_int_equal(head_judge(&head, 11, &other, now, now), HEAD_NEWER);
    assert_int_equal(head_judge(&head, 12, &head.tip, now, now), HEAD_SAME);
    assert_int_equal(head_judge(&head, 13, &other, now, now), HEAD_ROLLBACK);
    assert_int_equal(head_judge(&head, 12, &other, now, now), HEAD_FORK);
    assert_int_equal(head_judge(&head, 12, &head.tip, now + 1, now), HEAD_OLDER_ISSUE);
    assert_int_equal(head_judge(&head, 11, &other, now, far), HEAD_TOO_FAR);
    head.min_agent = AGENT_PROTOCOL + 1;
    assert_int_equal(head_judge(&head, 11, &other, now, now), HEAD_AGENT_OLD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_head_gives_back_what_it_was_made_of, kit),
        TEST(a_head_without_a_snapshot_says_so, kit),
        TEST(another_office_another_root_and_another_key_are_refused, kit),
        TEST(a_head_that_contradicts_itself_is_none, kit),
        TEST(the_office_and_nobody_else_endorses_a_snapshot, kit),
        TEST(an_endorsement_is_of_one_snapshot_under_one_root, kit),
        TEST(as_many_of_the_offices_keys_endorse_as_the_root_asks_for, kit),
        TEST(what_we_hold_is_never_left_backwards, kit),
    };
    return cmocka_run_group_tests_name("wire.head", tests, NULL, NULL);
}
