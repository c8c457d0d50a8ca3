/* What is sealed is opened by its key alone, whole or not at all. */
#include "support.h"

#include <string.h>

#include "box.h"
#include "hash.h"

static void a_box_opens_with_its_secret(void **state)
{
    struct arena *arena = *state;
    struct box_public pk, again;
    struct box_secret sk;
    struct bytes sealed, plain;

    box_keypair(&pk, &sk);
    box_secret_public(&sk, &again);
    assert_memory_equal(pk.b, again.b, sizeof pk.b);
    assert_ok(box_seal(&pk, bytes_of_text("主任您好"), arena, &sealed));
    assert_int_equal(sealed.size, strlen("主任您好") + BOX_SEAL_EXTRA_BYTES);
    assert_ok(box_open(&sk, sealed, arena, &plain));
    assert_true(bytes_equal(plain, bytes_of_text("主任您好")));
}

static void sealing_twice_shows_no_likeness(void **state)
{
    struct arena *arena = *state;
    struct box_public pk;
    struct box_secret sk;
    struct bytes one, two;

    box_keypair(&pk, &sk);
    assert_ok(box_seal(&pk, bytes_of_text("同一封信"), arena, &one));
    assert_ok(box_seal(&pk, bytes_of_text("同一封信"), arena, &two));
    assert_false(bytes_equal(one, two));
}

static void every_changed_byte_keeps_a_box_closed(void **state)
{
    struct arena *arena = *state;
    struct box_public pk;
    struct box_secret sk;
    struct bytes sealed, plain = {NULL, 0};
    uint8_t damaged[64];

    box_keypair(&pk, &sk);
    assert_ok(box_seal(&pk, bytes_of_text("abc"), arena, &sealed));
    for (size_t i = 0; i < sealed.size; i++) {
        size_t used = arena->used;
        memcpy(damaged, sealed.data, sealed.size);
        damaged[i] ^= 0x10;
        assert_err(ERR_DENIED, box_open(&sk, bytes_of(damaged, sealed.size), arena, &plain));
        assert_int_equal(arena->used, used);
    }
    for (size_t size = 0; size < sealed.size; size++) {
        assert_err(ERR_DENIED, box_open(&sk, bytes_of(sealed.data, size), arena, &plain));
    }
    assert_null(plain.data);
}

static void another_secret_opens_nothing(void **state)
{
    struct arena *arena = *state;
    struct box_public pk, other_pk;
    struct box_secret sk, other_sk;
    struct bytes sealed, plain;

    box_keypair(&pk, &sk);
    box_keypair(&other_pk, &other_sk);
    assert_ok(box_seal(&pk, bytes_of_text("abc"), arena, &sealed));
    assert_err(ERR_DENIED, box_open(&other_sk, sealed, arena, &plain));
}

static void nothing_is_sealed_to_a_key_that_nobody_holds(void **state)
{
    struct arena *arena = *state;
    const struct box_public zero = {{0}};
    struct bytes sealed;
    size_t used = arena->used;

    assert_err(ERR_INVALID, box_seal(&zero, bytes_of_text("abc"), arena, &sealed));
    assert_int_equal(arena->used, used);
}

static void a_shared_key_opens_what_it_sealed(void **state)
{
    struct arena *arena = *state;
    struct shared_key key, other;
    struct bytes sealed, plain;
    uint8_t damaged[64];

    shared_key_new(&key);
    shared_key_new(&other);
    assert_ok(shared_seal(&key, bytes_of_text("答复"), arena, &sealed));
    assert_int_equal(sealed.size, strlen("答复") + SHARED_SEAL_EXTRA_BYTES);
    assert_ok(shared_open(&key, sealed, arena, &plain));
    assert_true(bytes_equal(plain, bytes_of_text("答复")));
    assert_err(ERR_DENIED, shared_open(&other, sealed, arena, &plain));
    for (size_t i = 0; i < sealed.size; i++) {
        memcpy(damaged, sealed.data, sealed.size);
        damaged[i] ^= 1;
        assert_err(ERR_DENIED, shared_open(&key, bytes_of(damaged, sealed.size), arena, &plain));
        assert_err(ERR_DENIED, shared_open(&key, bytes_of(sealed.data, i), arena, &plain));
    }
}

static void an_empty_text_is_sealed_and_opened_too(void **state)
{
    struct arena *arena = *state;
    struct box_public pk;
    struct box_secret sk;
    struct shared_key key;
    struct bytes sealed, plain = {NULL, 9};

    box_keypair(&pk, &sk);
    shared_key_new(&key);
    assert_ok(box_seal(&pk, bytes_of(NULL, 0), arena, &sealed));
    assert_ok(box_open(&sk, sealed, arena, &plain));
    assert_int_equal(plain.size, 0);
    plain.size = 9;
    assert_ok(shared_seal(&key, bytes_of(NULL, 0), arena, &sealed));
    assert_ok(shared_open(&key, sealed, arena, &plain));
    assert_int_equal(plain.size, 0);
}

static void a_small_arena_is_an_error_and_stays_as_it_was(void **state)
{
    uint8_t block[64];
    struct arena small;
    struct box_public pk;
    struct box_secret sk;
    struct shared_key key;
    struct bytes sealed;
    uint8_t plain[64] = {0};

    (void)state;
    box_keypair(&pk, &sk);
    shared_key_new(&key);
    arena_init_over(&small, block, sizeof block);
    assert_err(ERR_NOMEM, box_seal(&pk, bytes_of(plain, sizeof plain), &small, &sealed));
    assert_err(ERR_NOMEM, shared_seal(&key, bytes_of(plain, sizeof plain), &small, &sealed));
    assert_int_equal(small.used, 0);
}

/* The keys of RFC 8032, test 1. Their other form reckoned by Python: u = (1 + y) / (1 - y) modulo
 * 2^255 - 19, and the clamped first half of SHA-512 of the seed. */
static void who_is_known_by_signatures_can_be_sealed_to(void **state)
{
    struct arena *arena = *state;
    struct bytes seed =
        bytes_of_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    struct public_key signer;
    struct secret_key secret;
    struct box_public pk;
    struct box_secret sk;
    struct bytes sealed, plain;

    sign_keypair_from_seed(seed.data, &signer, &secret);
    assert_ok(box_public_of_signer(&signer, &pk));
    box_secret_of_signer(&secret, &sk);
    assert_true(bytes_equal(
        bytes_of(pk.b, sizeof pk.b),
        bytes_of_hex("d85e07ec22b0ad881537c2f44d662d1a143cf830c57aca4305d85c7a90f6b62e")));
    assert_true(bytes_equal(
        bytes_of(sk.b, sizeof sk.b),
        bytes_of_hex("307c83864f2833cb427a2ef1c00a013cfdff2768d980c0a3a520f006904de94f")));
    assert_ok(box_seal(&pk, bytes_of_text("钥匙"), arena, &sealed));
    assert_ok(box_open(&sk, sealed, arena, &plain));
    assert_true(bytes_equal(plain, bytes_of_text("钥匙")));
}

static void a_signing_key_of_small_order_is_refused(void **state)
{
    const struct public_key none = {{1}};
    struct box_public pk;

    (void)state;
    assert_err(ERR_INVALID, box_public_of_signer(&none, &pk));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_box_opens_with_its_secret, test_arena),
        TEST(sealing_twice_shows_no_likeness, test_arena),
        TEST(every_changed_byte_keeps_a_box_closed, test_arena),
        TEST(another_secret_opens_nothing, test_arena),
        TEST(nothing_is_sealed_to_a_key_that_nobody_holds, test_arena),
        TEST(who_is_known_by_signatures_can_be_sealed_to, test_arena),
        TEST(a_signing_key_of_small_order_is_refused, test_arena),
        TEST(a_shared_key_opens_what_it_sealed, test_arena),
        TEST(an_empty_text_is_sealed_and_opened_too, test_arena),
        TEST_PLAIN(a_small_arena_is_an_error_and_stays_as_it_was),
    };
    if (seal_start() != OK) {
        return 1;
    }
    return cmocka_run_group_tests_name("box", tests, NULL, NULL);
}
