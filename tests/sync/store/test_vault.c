/* The site's copy of a letter's key lives as long as its letter may be read here, and no longer. */
#include "device_fixture.h"

#include "vault.h"

enum { DAY_S = 86400 };

static void letter(struct device_fixture *f, uint8_t n, const char *envelope, const char *sealed)
{
    append(f->txn, n, envelope);
    assert_ok(vault_put(f->txn, id_of(n), bytes_of_text(sealed)));
}

static void a_vault_has_one_public_half(void **state)
{
    struct device_fixture *f = *state;
    struct box_public pk, other, found;
    struct box_secret sk;

    assert_err(ERR_NOT_FOUND, vault_public(f->txn, &found));
    box_keypair(&pk, &sk);
    box_keypair(&other, &sk);
    assert_ok(vault_set_public(f->txn, &pk));
    assert_ok(vault_set_public(f->txn, &pk));
    assert_err(ERR_EXISTS, vault_set_public(f->txn, &other));
    fixture_reopen(f);
    assert_ok(vault_public(f->txn, &found));
    assert_memory_equal(found.b, pk.b, sizeof pk.b);
}

static void a_sealed_key_belongs_to_an_envelope(void **state)
{
    struct device_fixture *f = *state;
    struct bytes sealed;

    assert_err(ERR_NOT_FOUND, vault_put(f->txn, id_of(1), bytes_of_text("k")));
    letter(f, 1, "letter", "sealed key");
    assert_err(ERR_EXISTS, vault_put(f->txn, id_of(1), bytes_of_text("k")));
    fixture_reopen(f);
    assert_ok(vault_get(f->txn, id_of(1), &f->arena, &sealed));
    assert_true(bytes_equal(sealed, bytes_of_text("sealed key")));
    assert_err(ERR_NOT_FOUND, vault_get(f->txn, id_of(2), &f->arena, &sealed));
}

static void a_sealed_key_has_a_size(void **state)
{
    struct device_fixture *f = *state;
    static uint8_t block[VAULT_SEALED_BYTES_MAX + 1];

    append(f->txn, 1, "letter");
    assert_err(ERR_INVALID, vault_put(f->txn, id_of(1), bytes_of(block, 0)));
    assert_err(ERR_INVALID, vault_put(f->txn, id_of(1), bytes_of(block, sizeof block)));
    assert_ok(vault_put(f->txn, id_of(1), bytes_of(block, VAULT_SEALED_BYTES_MAX)));
}

static void an_answered_letter_can_no_longer_be_opened_here(void **state)
{
    struct device_fixture *f = *state;
    struct bytes sealed;
    struct outbox_item item;

    letter(f, 1, "letter", "sealed key");
    assert_ok(vault_drop(f->txn, id_of(1)));
    assert_ok(vault_drop(f->txn, id_of(1)));
    assert_ok(vault_drop(f->txn, id_of(9)));
    assert_err(ERR_NOT_FOUND, vault_get(f->txn, id_of(1), &f->arena, &sealed));
    assert_ok(outbox_find(f->txn, id_of(1), &f->arena, &item)); /* it still goes up */
}

static void a_key_goes_thirty_days_after_the_acknowledgement(void **state)
{
    struct device_fixture *f = *state;
    struct bytes sealed;
    size_t count = 9;

    letter(f, 1, "acknowledged", "k1");
    letter(f, 2, "waiting", "k2");
    acknowledge(f->txn, 1, "acknowledged", 1000);
    assert_ok(vault_purge(f->txn, 1000 + 30 * DAY_S, VAULT_KEEP_DAYS, &count));
    assert_int_equal(count, 0);
    assert_ok(vault_purge(f->txn, 1001 + 30 * DAY_S, VAULT_KEEP_DAYS, &count));
    assert_int_equal(count, 1);
    assert_err(ERR_NOT_FOUND, vault_get(f->txn, id_of(1), &f->arena, &sealed));
    assert_ok(vault_get(f->txn, id_of(2), &f->arena, &sealed));
}

static void a_key_without_its_envelope_goes_too(void **state)
{
    struct device_fixture *f = *state;
    size_t count = 9;

    letter(f, 1, "a", "k1");
    acknowledge(f->txn, 1, "a", 1000);
    assert_ok(outbox_purge(f->txn, 1001, 0, &count));
    assert_int_equal(count, 1);
    assert_ok(vault_purge(f->txn, 1001, 1000, &count));
    assert_int_equal(count, 1);
}

static void letters_are_listed_newest_first(void **state)
{
    struct device_fixture *f = *state;
    struct vault_item items[4];
    size_t count = 0;

    letter(f, 1, "one", "k1");
    append(f->txn, 2, "a visit, without a key in the vault");
    letter(f, 3, "three", "k3");
    letter(f, 4, "four", "k4");
    assert_ok(vault_list(f->txn, 0, &f->arena, items, 2, &count));
    assert_int_equal(count, 2);
    assert_int_equal(items[0].upload.seq, 4);
    assert_true(bytes_equal(items[0].sealed, bytes_of_text("k4")));
    assert_true(bytes_equal(items[1].upload.envelope, bytes_of_text("three")));
    assert_ok(vault_list(f->txn, items[1].upload.seq, &f->arena, items, 4, &count));
    assert_int_equal(count, 1);
    assert_int_equal(items[0].upload.seq, 1);
    assert_ok(vault_list(f->txn, 1, &f->arena, items, 4, &count));
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_vault_has_one_public_half, device),
        TEST(a_sealed_key_belongs_to_an_envelope, device),
        TEST(a_sealed_key_has_a_size, device),
        TEST(an_answered_letter_can_no_longer_be_opened_here, device),
        TEST(a_key_goes_thirty_days_after_the_acknowledgement, device),
        TEST(a_key_without_its_envelope_goes_too, device),
        TEST(letters_are_listed_newest_first, device),
    };
    return cmocka_run_group_tests_name("vault", tests, NULL, NULL);
}
