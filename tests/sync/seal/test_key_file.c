/* A key on disk opens with its passphrase, is never replaced, and is checked before it is used. */
#include "support.h"

#include <string.h>
#include <sys/stat.h>

#include "hash.h"
#include "key_file.h"

static const struct password_cost CHEAP = {.ops = 1, .mem_kib = 8};

static struct bytes words(void)
{
    return bytes_of_text("correct horse battery");
}

struct pair {
    struct public_key pk;
    struct secret_key sk;
};

static struct pair pair_of(uint8_t n)
{
    struct pair pair;
    uint8_t seed[32];

    memset(seed, n, sizeof seed);
    sign_keypair_from_seed(seed, &pair.pk, &pair.sk);
    return pair;
}

static const char *write_pair(const char *folder, const char *name, const struct pair *pair,
                              struct bytes passphrase)
{
    struct complaint why = {""};
    const char *path = temp_path(folder, name);

    assert_ok_why(key_file_write(path, "office", pair->pk.b,
                                 bytes_of(pair->sk.b, sizeof pair->sk.b), passphrase, CHEAP, &why),
                  &why);
    return path;
}

static void a_sealed_key_opens_with_its_passphrase(void **state)
{
    struct pair pair = pair_of(1);
    struct secret_key sk;
    struct key_file info;
    struct complaint why = {""};

    const char *path = write_pair(*state, "office.key", &pair, words());
    assert_ok(key_file_look(path, &info, &why));
    assert_string_equal(info.role, "office");
    assert_false(info.open);
    assert_memory_equal(info.public_half, pair.pk.b, sizeof pair.pk.b);
    assert_ok(key_file_read(path, words(), sk.b, sizeof sk.b, &why));
    assert_memory_equal(sk.b, pair.sk.b, sizeof sk.b);
}

static void a_wrong_passphrase_opens_nothing(void **state)
{
    struct pair pair = pair_of(1);
    struct secret_key sk = {{0}};
    const struct secret_key untouched = {{0}};
    struct complaint why = {""};
    char long_one[PASSWORD_BYTES_MAX + 1];

    const char *path = write_pair(*state, "office.key", &pair, words());
    assert_err(ERR_DENIED,
               key_file_read(path, bytes_of_text("correct horse"), sk.b, sizeof sk.b, &why));
    assert_says(&why, "wrong passphrase");
    assert_err(ERR_DENIED, key_file_read(path, bytes_of(NULL, 0), sk.b, sizeof sk.b, &why));
    assert_says(&why, "needs its passphrase");
    memset(long_one, 'x', sizeof long_one);
    assert_err(ERR_DENIED,
               key_file_read(path, bytes_of(long_one, sizeof long_one), sk.b, sizeof sk.b, &why));
    assert_memory_equal(sk.b, untouched.b, sizeof sk.b);
}

static void a_demonstration_key_lies_open_and_says_so(void **state)
{
    struct pair pair = pair_of(2);
    struct secret_key sk;
    struct key_file info;
    struct complaint why = {""};

    const char *path = write_pair(*state, "office.key", &pair, bytes_of(NULL, 0));
    assert_ok(key_file_look(path, &info, &why));
    assert_true(info.open);
    assert_ok(key_file_read(path, bytes_of(NULL, 0), sk.b, sizeof sk.b, &why));
    assert_memory_equal(sk.b, pair.sk.b, sizeof sk.b);
}

static void the_secret_is_not_in_a_sealed_file(void **state)
{
    uint8_t block[8192];
    struct arena arena;
    struct pair pair = pair_of(3);

    arena_init_over(&arena, block, sizeof block);
    struct bytes file = file_bytes(&arena, write_pair(*state, "office.key", &pair, words()));
    assert_null(memmem(file.data, file.size, pair.sk.b, 32));
}

static void only_the_owner_reads_a_key(void **state)
{
    struct pair pair = pair_of(3);
    struct stat st;

    const char *path = write_pair(*state, "office.key", &pair, words());
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
}

static void a_key_is_never_replaced(void **state)
{
    struct pair first = pair_of(1), second = pair_of(2);
    struct secret_key sk;
    struct complaint why = {""};

    const char *path = write_pair(*state, "office.key", &first, words());
    assert_err(ERR_EXISTS,
               key_file_write(path, "office", second.pk.b,
                              bytes_of(second.sk.b, sizeof second.sk.b), words(), CHEAP, &why));
    assert_ok(key_file_read(path, words(), sk.b, sizeof sk.b, &why));
    assert_memory_equal(sk.b, first.sk.b, sizeof sk.b);
}

static void a_box_key_is_kept_the_same_way(void **state)
{
    struct box_public pk;
    struct box_secret sk, again;
    uint8_t too_large[64];
    struct complaint why = {""};
    const char *path = temp_path(*state, "mailbox.key");

    box_keypair(&pk, &sk);
    assert_ok(
        key_file_write(path, "mailbox", pk.b, bytes_of(sk.b, sizeof sk.b), words(), CHEAP, &why));
    assert_ok(key_file_read(path, words(), again.b, sizeof again.b, &why));
    assert_memory_equal(again.b, sk.b, sizeof sk.b);
    assert_err(ERR_CORRUPT, key_file_read(path, words(), too_large, sizeof too_large, &why));
}

static void a_secret_of_another_public_half_is_refused(void **state)
{
    struct pair one = pair_of(1), two = pair_of(2);
    struct complaint why = {""};
    struct secret_key sk;
    const char *path = temp_path(*state, "mixed.key");

    assert_ok(key_file_write(path, "office", one.pk.b, bytes_of(two.sk.b, sizeof two.sk.b), words(),
                             CHEAP, &why));
    assert_err(ERR_CORRUPT, key_file_read(path, words(), sk.b, sizeof sk.b, &why));
    assert_says(&why, "does not belong");
}

static void a_damaged_file_never_yields_another_key(void **state)
{
    uint8_t block[8192], copy[512];
    struct arena arena;
    struct pair pair = pair_of(4);
    struct complaint why;
    struct secret_key sk;
    struct key_file info;

    arena_init_over(&arena, block, sizeof block);
    struct bytes file = file_bytes(&arena, write_pair(*state, "office.key", &pair, words()));
    assert_true(file.size < sizeof copy);
    for (size_t i = 0; i < file.size; i++) {
        memcpy(copy, file.data, file.size);
        copy[i] ^= 0x04;
        temp_file(*state, "damaged.key", bytes_of(copy, file.size));
        enum err err =
            key_file_read(temp_path(*state, "damaged.key"), words(), sk.b, sizeof sk.b, &why);
        /* The role is a name, not a part of the key. */
        assert_true(err == ERR_CORRUPT || err == ERR_DENIED ||
                    (err == OK && memcmp(sk.b, pair.sk.b, sizeof sk.b) == 0));
        assert_err(ERR_CORRUPT, key_file_decode(bytes_of(file.data, i), &info));
    }
}

static void what_is_no_key_file_is_named(void **state)
{
    struct complaint why = {""};
    struct key_file info;
    static uint8_t large[KEY_FILE_BYTES_MAX + 1];

    temp_file(*state, "letter.txt", bytes_of_text("您好"));
    assert_err(ERR_CORRUPT, key_file_look(temp_path(*state, "letter.txt"), &info, &why));
    assert_says(&why, "letter.txt");
    temp_file(*state, "large", bytes_of(large, sizeof large));
    assert_err(ERR_CORRUPT, key_file_look(temp_path(*state, "large"), &info, &why));
    assert_err(ERR_NOT_FOUND, key_file_look(temp_path(*state, "none"), &info, &why));
}

static void a_role_and_a_secret_are_required(void **state)
{
    struct pair pair = pair_of(1);
    struct bytes secret = bytes_of(pair.sk.b, sizeof pair.sk.b);
    struct complaint why = {""};
    const char *path = temp_path(*state, "x.key");

    assert_err(ERR_INVALID, key_file_write(path, "", pair.pk.b, secret, words(), CHEAP, &why));
    assert_err(ERR_INVALID, key_file_write(path, "a role of more than thirty-two bytes", pair.pk.b,
                                           secret, words(), CHEAP, &why));
    secret.size = 0;
    assert_err(ERR_INVALID,
               key_file_write(path, "office", pair.pk.b, secret, words(), CHEAP, &why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sealed_key_opens_with_its_passphrase, temp_folder),
        TEST(a_wrong_passphrase_opens_nothing, temp_folder),
        TEST(a_demonstration_key_lies_open_and_says_so, temp_folder),
        TEST(the_secret_is_not_in_a_sealed_file, temp_folder),
        TEST(only_the_owner_reads_a_key, temp_folder),
        TEST(a_key_is_never_replaced, temp_folder),
        TEST(a_box_key_is_kept_the_same_way, temp_folder),
        TEST(a_secret_of_another_public_half_is_refused, temp_folder),
        TEST(a_damaged_file_never_yields_another_key, temp_folder),
        TEST(what_is_no_key_file_is_named, temp_folder),
        TEST(a_role_and_a_secret_are_required, temp_folder),
    };
    if (seal_start() != OK) {
        return 1;
    }
    return cmocka_run_group_tests_name("key_file", tests, NULL, NULL);
}
