/* What a kiosk believes only moves forward. */
#include "device_fixture.h"

#include "trust.h"

static struct trust read_trust(struct device_fixture *f)
{
    struct trust trust;

    assert_ok(trust_get(f->txn, &f->arena, &trust));
    return trust;
}

static void a_new_kiosk_believes_nothing(void **state)
{
    struct trust trust = read_trust(*state);

    assert_int_equal(trust.root.size, 0);
    assert_false(trust.has_key);
    assert_int_equal(trust.seq, 0);
    assert_true(hash_is_none(&trust.tip));
    assert_int_equal(trust.floor_s, 0);
    assert_false(trust.ack_seen);
    assert_false(trust.admitted);
    assert_int_equal(trust.next_upload, 1);
}

static void what_was_set_is_there_after_a_reboot(void **state)
{
    struct device_fixture *f = *state;
    struct secret_key sk, again;
    struct public_key pk;
    struct hash tip = hash_of_text("tip");

    sign_keypair(&pk, &sk);
    assert_ok(trust_set_root(f->txn, bytes_of_text("signed root")));
    assert_ok(trust_set_key(f->txn, &sk));
    assert_ok(trust_set_tip(f->txn, 1, 7, &tip));
    assert_ok(trust_raise_floor(f->txn, 1793491200));
    assert_ok(trust_set_signed(f->txn, 1793491100));
    assert_ok(trust_set_offset(f->txn, -3600));
    assert_ok(trust_set_ack(f->txn, 3, 41));
    assert_ok(trust_set_admitted(f->txn, true));
    append(f->txn, 1, "a");
    fixture_reopen(f);

    struct trust trust = read_trust(f);
    assert_true(bytes_equal(trust.root, bytes_of_text("signed root")));
    assert_true(trust.has_key);
    assert_true(public_key_equal(&trust.pk, &pk));
    assert_int_equal(trust.seq, 7);
    assert_true(hash_equal(&trust.tip, &tip));
    assert_int_equal(trust.floor_s, 1793491200);
    assert_int_equal(trust.signed_s, 1793491100);
    assert_int_equal(trust.offset_s, -3600);
    assert_int_equal(trust.ack_epoch, 3);
    assert_int_equal(trust.ack_counter, 41);
    assert_true(trust.ack_seen);
    assert_true(trust.admitted);
    assert_int_equal(trust.next_upload, 2);
    assert_ok(trust_key(f->txn, &again));
    assert_memory_equal(again.b, sk.b, sizeof sk.b);
}

static void a_kiosk_keeps_its_key(void **state)
{
    struct device_fixture *f = *state;
    struct secret_key sk, other, kept;
    struct public_key pk;

    assert_err(ERR_NOT_FOUND, trust_key(f->txn, &kept));
    sign_keypair(&pk, &sk);
    sign_keypair(&pk, &other);
    assert_ok(trust_set_key(f->txn, &sk));
    assert_err(ERR_EXISTS, trust_set_key(f->txn, &other));
    assert_ok(trust_key(f->txn, &kept));
    assert_memory_equal(kept.b, sk.b, sizeof sk.b);
}

static void the_floor_and_the_signed_time_never_go_back(void **state)
{
    struct device_fixture *f = *state;

    assert_ok(trust_raise_floor(f->txn, 2000));
    assert_ok(trust_raise_floor(f->txn, 1000));
    assert_ok(trust_set_signed(f->txn, 500));
    assert_ok(trust_set_signed(f->txn, 400));
    assert_int_equal(read_trust(f).floor_s, 2000);
    assert_int_equal(read_trust(f).signed_s, 500);
}

static void the_highest_tip_stays(void **state)
{
    struct device_fixture *f = *state;
    struct hash seven = hash_of_text("7"), fork = hash_of_text("7'"), six = hash_of_text("6");

    assert_ok(trust_set_tip(f->txn, 1, 7, &seven));
    assert_ok(trust_set_tip(f->txn, 1, 6, &six)); /* fetching again from the beginning */
    assert_err(ERR_MISMATCH, trust_set_tip(f->txn, 1, 7, &fork));
    assert_ok(trust_set_tip(f->txn, 1, 7, &seven));
    assert_int_equal(read_trust(f).seq, 7);
    struct trust trust = read_trust(f);
    assert_true(hash_equal(&trust.tip, &seven));
}

static void a_later_root_may_begin_again_and_an_older_one_may_not(void **state)
{
    struct device_fixture *f = *state;
    struct hash seven = hash_of_text("7"), three = hash_of_text("3"), four = hash_of_text("4");

    assert_ok(trust_set_tip(f->txn, 1, 7, &seven));
    assert_ok(trust_set_tip(f->txn, 2, 3, &three)); /* the office lost what was after it */
    assert_int_equal(read_trust(f).seq, 3);
    assert_int_equal(read_trust(f).tip_root, 2);
    assert_err(ERR_MISMATCH, trust_set_tip(f->txn, 2, 3, &seven));
    assert_ok(trust_set_tip(f->txn, 1, 9, &seven)); /* under the older root: says nothing now */
    assert_int_equal(read_trust(f).seq, 3);
    assert_ok(trust_set_tip(f->txn, 2, 4, &four));
    assert_int_equal(read_trust(f).seq, 4);
}

static void a_later_root_may_set_the_clock_back(void **state)
{
    struct device_fixture *f = *state;

    assert_ok(trust_raise_floor(f->txn, 2000));
    assert_ok(trust_raise_base(f->txn, 1500));
    assert_ok(trust_raise_base(f->txn, 1400));
    assert_int_equal(read_trust(f).base_s, 1500);
    assert_ok(trust_restart(f->txn, 1000));
    struct trust trust = read_trust(f);
    assert_int_equal(trust.floor_s, 1000);
    assert_int_equal(trust.base_s, 1000);
    assert_int_equal(trust.signed_s, 1000);
}

static void a_write_raises_the_floor_but_not_far_beyond_what_was_signed(void **state)
{
    struct device_fixture *f = *state;
    const int64_t day = 86400, signed_s = 1793491200;

    assert_ok(trust_note_write(f->txn, signed_s)); /* nobody vouches for it yet */
    assert_int_equal(read_trust(f).floor_s, 0);
    assert_ok(trust_set_signed(f->txn, signed_s));
    assert_ok(trust_note_write(f->txn, signed_s + 3 * day));
    assert_int_equal(read_trust(f).floor_s, signed_s + 3 * day);
    assert_ok(trust_note_write(f->txn, signed_s + 390 * day)); /* a clock set to next year */
    assert_int_equal(read_trust(f).floor_s, signed_s + TRUST_WRITE_DAYS_MAX * day);
}

static void a_root_has_a_size(void **state)
{
    struct device_fixture *f = *state;
    static uint8_t block[TRUST_ROOT_BYTES_MAX + 1];

    assert_err(ERR_INVALID, trust_set_root(f->txn, bytes_of(block, 0)));
    assert_err(ERR_INVALID, trust_set_root(f->txn, bytes_of(block, sizeof block)));
    assert_ok(trust_set_root(f->txn, bytes_of(block, TRUST_ROOT_BYTES_MAX)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_kiosk_believes_nothing, device),
        TEST(what_was_set_is_there_after_a_reboot, device),
        TEST(a_kiosk_keeps_its_key, device),
        TEST(the_floor_and_the_signed_time_never_go_back, device),
        TEST(the_highest_tip_stays, device),
        TEST(a_later_root_may_begin_again_and_an_older_one_may_not, device),
        TEST(a_later_root_may_set_the_clock_back, device),
        TEST(a_write_raises_the_floor_but_not_far_beyond_what_was_signed, device),
        TEST(a_root_has_a_size, device),
    };
    return cmocka_run_group_tests_name("trust", tests, NULL, NULL);
}
