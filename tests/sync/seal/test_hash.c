/* Objects are named by BLAKE2b-256; the known answers come from other implementations. */
#include "support.h"

#include "hash.h"

static void the_hash_of_abc_is_the_known_one(void **state)
{
    char hex[HASH_HEX_BYTES + 1];
    struct hash hash = hash_of(bytes_of_text("abc"));

    (void)state;
    hex_format(bytes_of(hash.b, sizeof hash.b), hex);
    assert_string_equal(hex, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

static void pieces_hash_as_the_whole(void **state)
{
    struct hasher hasher;
    struct hash whole = hash_of(bytes_of_text("abcdef"));

    (void)state;
    hasher_begin(&hasher);
    hasher_add(&hasher, bytes_of_text("abc"));
    hasher_add(&hasher, bytes_of(NULL, 0));
    hasher_add(&hasher, bytes_of_text("def"));
    struct hash pieces = hasher_end(&hasher);
    assert_true(hash_equal(&whole, &pieces));
}

static void nothing_has_a_hash_too(void **state)
{
    struct hash empty = hash_of(bytes_of(NULL, 0));

    (void)state;
    assert_false(hash_is_none(&empty));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(the_hash_of_abc_is_the_known_one),
        TEST_PLAIN(pieces_hash_as_the_whole),
        TEST_PLAIN(nothing_has_a_hash_too),
    };
    if (seal_start() != OK) {
        return 1;
    }
    return cmocka_run_group_tests_name("hash", tests, NULL, NULL);
}
