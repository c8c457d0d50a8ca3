/* Argon2id as the argon2 program computes it, and its limits. */
#include "support.h"

#include <string.h>

#include "hash.h"
#include "password.h"

static const struct password_cost CHEAP = {.ops = 2, .mem_kib = 64};
static const char SALT[] = "noticepointsalt!";

static const uint8_t *salt(void)
{
    return (const uint8_t *)SALT;
}

/* printf 482913 | argon2 'noticepointsalt!' -id -t 2 -k 64 -p 1 -l 32 -r -v 13 */
static void a_pin_gives_the_known_key(void **state)
{
    struct shared_key key;

    (void)state;
    assert_ok(password_key(bytes_of_text("482913"), salt(), CHEAP, &key));
    assert_memory_equal(
        key.b,
        bytes_of_hex("b95fcd50f1a530b11c499cecacea124a8fee6694dd953098275256b5ea300905").data,
        sizeof key.b);
}

static void pin_salt_and_cost_all_matter(void **state)
{
    struct shared_key key, other;
    struct password_cost dearer = {.ops = 3, .mem_kib = 64};

    (void)state;
    assert_ok(password_key(bytes_of_text("482913"), salt(), CHEAP, &key));
    assert_ok(password_key(bytes_of_text("482914"), salt(), CHEAP, &other));
    assert_false(shared_key_equal(&key, &other));
    assert_ok(
        password_key(bytes_of_text("482913"), (const uint8_t *)"Noticepointsalt!", CHEAP, &other));
    assert_false(shared_key_equal(&key, &other));
    assert_ok(password_key(bytes_of_text("482913"), salt(), dearer, &other));
    assert_false(shared_key_equal(&key, &other));
    assert_ok(password_key(bytes_of_text("482913"), salt(), CHEAP, &other));
    assert_true(shared_key_equal(&key, &other));
}

static void a_cost_out_of_range_is_refused(void **state)
{
    const struct password_cost wrong[] = {
        {.ops = 0, .mem_kib = 64},
        {.ops = PASSWORD_OPS_MAX + 1, .mem_kib = 64},
        {.ops = 1, .mem_kib = PASSWORD_MEM_KIB_MIN - 1},
        {.ops = 1, .mem_kib = PASSWORD_MEM_KIB_MAX + 1},
    };
    struct shared_key key;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(password_cost_valid(wrong[i]));
        assert_err(ERR_INVALID, password_key(bytes_of_text("x"), salt(), wrong[i], &key));
    }
    assert_true(password_cost_valid(password_cost_default()));
    assert_true(password_cost_valid((struct password_cost){.ops = 1, .mem_kib = 8}));
}

static void a_password_has_a_longest_form(void **state)
{
    char text[PASSWORD_BYTES_MAX + 1];
    struct shared_key key;

    (void)state;
    memset(text, 'p', sizeof text);
    assert_ok(password_key(bytes_of(text, PASSWORD_BYTES_MAX), salt(), CHEAP, &key));
    assert_err(ERR_INVALID, password_key(bytes_of(text, sizeof text), salt(), CHEAP, &key));
    assert_ok(password_key(bytes_of(NULL, 0), salt(), CHEAP, &key));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(a_pin_gives_the_known_key),
        TEST_PLAIN(pin_salt_and_cost_all_matter),
        TEST_PLAIN(a_cost_out_of_range_is_refused),
        TEST_PLAIN(a_password_has_a_longest_form),
    };
    if (seal_start() != OK) {
        return 1;
    }
    return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}
