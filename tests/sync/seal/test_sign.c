/* A signature binds a key, a purpose and every byte. */
#include "support.h"

#include <string.h>

#include "hash.h"
#include "sign.h"

/* RFC 8032, 7.1, test 1. */
static const char SEED[] = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
static const char PUBLIC[] = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

static void known_pair(struct public_key *pk, struct secret_key *sk)
{
    sign_keypair_from_seed(bytes_of_hex(SEED).data, pk, sk);
}

static void a_seed_gives_the_pair_of_the_standard(void **state)
{
    struct public_key pk, again;
    struct secret_key sk;

    (void)state;
    known_pair(&pk, &sk);
    assert_memory_equal(pk.b, bytes_of_hex(PUBLIC).data, sizeof pk.b);
    secret_key_public(&sk, &again);
    assert_true(public_key_equal(&pk, &again));
}

static void a_key_is_named_by_its_hash(void **state)
{
    struct public_key pk;
    struct secret_key sk;
    char kiosk[KIOSK_ID_BYTES];

    (void)state;
    known_pair(&pk, &sk);
    struct key_id id = key_id_of(&pk);
    assert_memory_equal(id.b, bytes_of_hex("7849ac3049680be1").data, sizeof id.b);
    kiosk_id_of(&pk, kiosk);
    assert_string_equal(kiosk, "7849ac3049680be1");
}

static void a_signature_is_valid_for_its_bytes_alone(void **state)
{
    struct public_key pk;
    struct secret_key sk;
    struct signature signature;

    (void)state;
    known_pair(&pk, &sk);
    sign_bytes(&sk, "np-head-v1", bytes_of_text("seq 7"), &signature);
    assert_true(signature_valid(&pk, "np-head-v1", bytes_of_text("seq 7"), &signature));
    assert_false(signature_valid(&pk, "np-head-v1", bytes_of_text("seq 8"), &signature));
    signature.b[5] ^= 1;
    assert_false(signature_valid(&pk, "np-head-v1", bytes_of_text("seq 7"), &signature));
}

static void a_signature_serves_one_purpose(void **state)
{
    struct public_key pk;
    struct secret_key sk;
    struct signature signature;

    (void)state;
    known_pair(&pk, &sk);
    sign_bytes(&sk, "np-head-v1", bytes_of_text("x"), &signature);
    assert_false(signature_valid(&pk, "np-item-v1", bytes_of_text("x"), &signature));
    /* The 0x00 keeps context and bytes apart. */
    sign_bytes(&sk, "np", bytes_of_text("-x"), &signature);
    assert_false(signature_valid(&pk, "np-", bytes_of_text("x"), &signature));
}

static void another_key_did_not_sign(void **state)
{
    struct public_key pk, other;
    struct secret_key sk, other_sk;
    struct signature signature;

    (void)state;
    known_pair(&pk, &sk);
    sign_keypair(&other, &other_sk);
    assert_false(public_key_equal(&pk, &other));
    sign_bytes(&sk, "np-ack-v1", bytes_of(NULL, 0), &signature);
    assert_true(signature_valid(&pk, "np-ack-v1", bytes_of(NULL, 0), &signature));
    assert_false(signature_valid(&other, "np-ack-v1", bytes_of(NULL, 0), &signature));
}

static void long_and_short_messages_are_signed_alike(void **state)
{
    static uint8_t message[100000];
    const size_t sizes[] = {0,    1,    4084,
                            4085, 4086, sizeof message}; /* around the block kept small */
    struct public_key pk;
    struct secret_key sk;
    struct signature signature;

    (void)state;
    known_pair(&pk, &sk);
    memset(message, 0x5a, sizeof message);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct bytes bytes = bytes_of(message, sizes[i]);
        sign_bytes(&sk, "np-root-v1", bytes, &signature);
        assert_true(signature_valid(&pk, "np-root-v1", bytes, &signature));
        if (bytes.size > 0) {
            bytes.size--;
            assert_false(signature_valid(&pk, "np-root-v1", bytes, &signature));
        }
    }
}

static void wiping_leaves_nothing(void **state)
{
    uint8_t secret[4] = {1, 2, 3, 4};
    const uint8_t nothing[4] = {0};

    (void)state;
    wipe(secret, sizeof secret);
    assert_memory_equal(secret, nothing, sizeof secret);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(a_seed_gives_the_pair_of_the_standard),
        TEST_PLAIN(a_key_is_named_by_its_hash),
        TEST_PLAIN(a_signature_is_valid_for_its_bytes_alone),
        TEST_PLAIN(a_signature_serves_one_purpose),
        TEST_PLAIN(another_key_did_not_sign),
        TEST_PLAIN(long_and_short_messages_are_signed_alike),
        TEST_PLAIN(wiping_leaves_nothing),
    };
    if (seal_start() != OK) {
        return 1;
    }
    return cmocka_run_group_tests_name("sign", tests, NULL, NULL);
}
