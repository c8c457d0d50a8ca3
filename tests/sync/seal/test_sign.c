/* A signature binds a key, a purpose and every byte. */
#include "support.h"

#include <string.h>

#include "hash.h"
#include "sign.h"

/* RFC 8032, 7.1, test 1. */
static const char SEED[] = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
static const char PUBLIC[] = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

/* RFC 8032, 7.1: seed, public key, signature. */
static const struct {
    const char *name, *seed, *public;
} rfc8032[] = {
    {"TEST 1", "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"},
    {"TEST 2", "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"},
    {"TEST 3", "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"},
    {"TEST 1024", "f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5",
     "278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e"},
    {"TEST SHA(abc)", "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf"},
};

/* The message of TEST 1024. Whatever we sign is a context, 0x00 and bytes; of the messages of the
 * standard this one alone holds a 0x00, so it alone can go this way, whole. */
enum { MESSAGE_BYTES = 1023, MESSAGE_SEED = 3 };
static const char MESSAGE[] =
    "08b8b2b733424243760fe426a4b54908632110a66c2f6591eabd3345e3e4eb98fa6e264bf09efe12ee50"
    "f8f54e9f77b1e355f6c50544e23fb1433ddf73be84d879de7c0046dc4996d9e773f4bc9efe5738829adb"
    "26c81b37c93a1b270b20329d658675fc6ea534e0810a4432826bf58c941efb65d57a338bbd2e26640f89"
    "ffbc1a858efcb8550ee3a5e1998bd177e93a7363c344fe6b199ee5d02e82d522c4feba15452f80288a82"
    "1a579116ec6dad2b3b310da903401aa62100ab5d1a36553e06203b33890cc9b832f79ef80560ccb9a39c"
    "e767967ed628c6ad573cb116dbefefd75499da96bd68a8a97b928a8bbc103b6621fcde2beca1231d206b"
    "e6cd9ec7aff6f6c94fcd7204ed3455c68c83f4a41da4af2b74ef5c53f1d8ac70bdcb7ed185ce81bd8435"
    "9d44254d95629e9855a94a7c1958d1f8ada5d0532ed8a5aa3fb2d17ba70eb6248e594e1a2297acbbb39d"
    "502f1a8c6eb6f1ce22b3de1a1f40cc24554119a831a9aad6079cad88425de6bde1a9187ebb6092cf67bf"
    "2b13fd65f27088d78b7e883c8759d2c4f5c65adb7553878ad575f9fad878e80a0c9ba63bcbcc2732e694"
    "85bbc9c90bfbd62481d9089beccf80cfe2df16a2cf65bd92dd597b0707e0917af48bbb75fed413d238f5"
    "555a7a569d80c3414a8d0859dc65a46128bab27af87a71314f318c782b23ebfe808b82b0ce26401d2e22"
    "f04d83d1255dc51addd3b75a2b1ae0784504df543af8969be3ea7082ff7fc9888c144da2af58429ec960"
    "31dbcad3dad9af0dcbaaaf268cb8fcffead94f3c7ca495e056a9b47acdb751fb73e666c6c655ade82972"
    "97d07ad1ba5e43f1bca32301651339e22904cc8c42f58c30c04aafdb038dda0847dd988dcda6f3bfd15c"
    "4b4c4525004aa06eeff8ca61783aacec57fb3d1f92b0fe2fd1a85f6724517b65e614ad6808d6f6ee34df"
    "f7310fdc82aebfd904b01e1dc54b2927094b2db68d6f903b68401adebf5a7e08d78ff4ef5d63653a6504"
    "0cf9bfd4aca7984a74d37145986780fc0b16ac451649de6188a7dbdf191f64b5fc5e2ab47b57f7f7276c"
    "d419c17a3ca8e1b939ae49e488acba6b965610b5480109c8b17b80e1b7b750dfc7598d5d5011fd2dcc56"
    "00a32ef5b52a1ecc820e308aa342721aac0943bf6686b64b2579376504ccc493d97e6aed3fb0f9cd71a4"
    "3dd497f01f17c0e2cb3797aa2a2f256656168e6c496afc5fb93246f6b1116398a346f1a641f3b041e989"
    "f7914f90cc2c7fff357876e506b50d334ba77c225bc307ba537152f3f1610e4eafe595f6d9d90d11faa9"
    "33a15ef1369546868a7f3a45a96768d40fd9d03412c091c6315cf4fde7cb68606937380db2eaaa707b4c"
    "4185c32eddcdd306705e4dc1ffc872eeee475a64dfac86aba41c0618983f8741c5ef68d3a101e8a3b8ca"
    "c60c905c15fc910840b94c00a0b9d0";
static const char SIGNATURE[] = "0aab4c900501b3e24d7cdf4663326a3a87df5e4843b2cbdb67cbf6e460fec350"
                                "aa5371b1508f9f4528ecea23c436d94b5e8fcd4f681e30a6ac00a9704a188a03";
/* Its second half with the order of the group added: the same point, another signature. */
static const char SECOND_HALF_RAISED[] =
    "9727670e6bf2b19dfe88e2c6a230b8605e8fcd4f681e30a6ac00a9704a188a13";

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

static void every_seed_of_the_standard_gives_its_public_key(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rfc8032 / sizeof rfc8032[0]; i++) {
        struct public_key pk;
        struct secret_key sk;

        sign_keypair_from_seed(bytes_of_hex(rfc8032[i].seed).data, &pk, &sk);
        if (memcmp(pk.b, bytes_of_hex(rfc8032[i].public).data, sizeof pk.b) != 0) {
            fail_msg("another public key: %s", rfc8032[i].name);
        }
    }
}

/* What stands before its first 0x00 is the context. */
static struct bytes long_message(uint8_t message[MESSAGE_BYTES], const char **context)
{
    assert_ok(hex_parse(text_of(MESSAGE), message, MESSAGE_BYTES));
    const uint8_t *nul = memchr(message, 0, MESSAGE_BYTES);
    assert_non_null(nul);
    *context = (const char *)message;
    return bytes_of(nul + 1, MESSAGE_BYTES - (size_t)(nul + 1 - message));
}

static void the_long_message_of_the_standard_has_its_signature(void **state)
{
    uint8_t message[MESSAGE_BYTES];
    struct public_key pk;
    struct secret_key sk;
    struct signature signature;
    const char *context;

    (void)state;
    struct bytes rest = long_message(message, &context);
    sign_keypair_from_seed(bytes_of_hex(rfc8032[MESSAGE_SEED].seed).data, &pk, &sk);
    sign_bytes(&sk, context, rest, &signature);
    assert_memory_equal(signature.b, bytes_of_hex(SIGNATURE).data, sizeof signature.b);
    assert_true(signature_valid(&pk, context, rest, &signature));
}

/* RFC 8032, 5.1.7: S is below the order of the group, so one message has one signature. */
static void a_signature_with_a_larger_s_is_refused(void **state)
{
    enum { HALF = 32 };
    uint8_t message[MESSAGE_BYTES];
    struct public_key pk;
    struct signature signature;
    const char *context;

    (void)state;
    struct bytes rest = long_message(message, &context);
    memcpy(pk.b, bytes_of_hex(rfc8032[MESSAGE_SEED].public).data, sizeof pk.b);
    memcpy(signature.b, bytes_of_hex(SIGNATURE).data, sizeof signature.b);
    assert_true(signature_valid(&pk, context, rest, &signature));
    memcpy(signature.b + HALF, bytes_of_hex(SECOND_HALF_RAISED).data, HALF);
    assert_false(signature_valid(&pk, context, rest, &signature));
}

/* A public key that is a point of order 1 or 2 belongs to nobody: what anybody could sign for it is
 * refused. */
static void a_key_of_small_order_signs_nothing(void **state)
{
    static const char *const keys[] = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
    };

    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct public_key pk;
        struct signature signature = {{0}};

        memcpy(pk.b, bytes_of_hex(keys[i]).data, sizeof pk.b);
        memcpy(signature.b, pk.b, sizeof pk.b); /* R is the key, S is 0 */
        assert_false(signature_valid(&pk, "np-head-v1", bytes_of_text("x"), &signature));
        memset(signature.b, 0, sizeof signature.b);
        signature.b[0] = 1; /* R is the neutral point */
        assert_false(signature_valid(&pk, "np-head-v1", bytes_of_text("x"), &signature));
    }
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
        TEST_PLAIN(every_seed_of_the_standard_gives_its_public_key),
        TEST_PLAIN(the_long_message_of_the_standard_has_its_signature),
        TEST_PLAIN(a_signature_with_a_larger_s_is_refused),
        TEST_PLAIN(a_key_of_small_order_signs_nothing),
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
