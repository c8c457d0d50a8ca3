/* Keys come from a file of their owner's alone, and no complaint repeats a word of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "credentials.h"
#include "support.h"

static enum err keys_read(const char *path, const char *content, unsigned mode,
                          struct credentials *credentials, struct complaint *why)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    fputs(content, file);
    fclose(file);
    assert_int_equal(chmod(path, mode), 0);
    return credentials_read(path, credentials, why);
}

static void a_file_gives_keys_region_and_line(void **state)
{
    struct credentials c;
    struct complaint why = {0};
    const char *path = temp_path(*state, "keys");

    assert_ok_why(
        keys_read(
            path,
            "# of kiosk 1\naccess-key = AK\nsecret-key = s/+=x\norigin = https://a.example/b\n",
            0600, &c, &why),
        &why);
    assert_string_equal(c.keys.access_key, "AK");
    assert_string_equal(c.keys.secret_key, "s/+=x");
    assert_string_equal(c.keys.region, "default");
    assert_string_equal(c.origin, "https://a.example/b");
    assert_null(c.keys.token);
    credentials_wipe(&c);
    assert_string_equal(c.secret_key, "");
}

static void a_file_that_others_can_read_is_not_used(void **state)
{
    static const unsigned modes[] = {0640, 0604, 0660, 0644};
    struct credentials c;
    struct complaint why;
    const char *path = temp_path(*state, "keys");

    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        assert_err(ERR_DENIED,
                   keys_read(path, "access-key = AK\nsecret-key = s\n", modes[i], &c, &why));
        assert_says(&why, "chmod 600");
        assert_string_equal(c.access_key, "");
    }
}

static void what_is_no_file_of_keys_is_refused_without_repeating_it(void **state)
{
    static const char *const bad[] = {
        "hushhush\n",
        "hushhush=\n",
        "access-key = hushhush\n",
        "secret-key = hushhush\n",
        "access-key = a\nsecret-key = hush hush\n",
        "access-key = a\nsecret-key = hush\x01hush\n",
        "access-key = a\nsecret-key = hushhush\nregion = Hushhush/x\n",
        "access-key = a\nsecret-key = hushhush\naccess-key = b\n",
    };
    struct credentials c;
    const char *path = temp_path(*state, "keys");

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct complaint why = {0};
        assert_err(ERR_INVALID, keys_read(path, bad[i], 0600, &c, &why));
        assert_null(strstr(why.text, "hush"));
        assert_string_equal(c.secret_key, "");
    }
}

static void a_file_larger_than_keys_are_and_no_file_at_all_are_refused(void **state)
{
    static char large[2 * CREDENTIALS_BYTES_MAX];
    struct credentials c;
    struct complaint why;
    const char *path = temp_path(*state, "keys");

    memset(large, '#', sizeof large - 1);
    assert_err(ERR_FULL, keys_read(path, large, 0600, &c, &why));
    assert_err(ERR_NOT_FOUND, credentials_read("/nowhere/keys", &c, &why));
    assert_err(ERR_INVALID, credentials_read("/dev/null", &c, &why));
}

static void the_environment_gives_the_same(void **state)
{
    struct credentials c;
    (void)state;

    struct credentials_words words = {
        .access_key = text_of("AK"), .secret_key = text_of("secret"), .token = text_of("token")};
    assert_ok(credentials_given(&words, "the environment", &c, NULL));
    assert_string_equal(c.keys.token, "token");
    assert_string_equal(c.keys.region, CREDENTIALS_REGION_DEFAULT);
    words.secret_key = text_of("");
    assert_err(ERR_INVALID, credentials_given(&words, "the environment", &c, NULL));
    words =
        (struct credentials_words){.access_key = text_of("A\r\nX: y"), .secret_key = text_of("s")};
    assert_err(ERR_INVALID, credentials_given(&words, "the environment", &c, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_gives_keys_region_and_line, temp_folder),
        TEST(a_file_that_others_can_read_is_not_used, temp_folder),
        TEST(what_is_no_file_of_keys_is_refused_without_repeating_it, temp_folder),
        TEST(a_file_larger_than_keys_are_and_no_file_at_all_are_refused, temp_folder),
        TEST(the_environment_gives_the_same, temp_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
