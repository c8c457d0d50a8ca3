/* A picture's key is its hash in letters. */
#include "support.h"

#include <string.h>

#include "picture_key.h"
#include "record.h"

static void a_key_is_sixteen_bytes_of_the_hash_in_letters(void **state)
{
    struct hash hash = {{0}};
    char key[PICTURE_KEY_BYTES];

    (void)state;
    hash.b[0] = 0x01;
    hash.b[15] = 0xfe;
    hash.b[16] = 0xff; /* no longer part of it */
    assert_string_equal(picture_key(&hash, key), "picture/abaaaaaaaaaaaaaaaaaaaaaaaaaaaapo");
    assert_true(picture_key_valid(text_of(key)));
    assert_true(record_key_valid(text_of(key)));
}

static void other_names_are_no_keys(void **state)
{
    static const char *const names[] = {"",
                                        "picture/",
                                        "picture/abaaaaaaaaaaaaaaaaaaaaaaaaaaaap",
                                        "picture/abaaaaaaaaaaaaaaaaaaaaaaaaaaaapq",
                                        "picture/abaaaaaaaaaaaaaaaaaaaaaaaaaaaap1",
                                        "notices/abaaaaaaaaaaaaaaaaaaaaaaaaaaaapo",
                                        "picture/abaaaaaaaaaaaaaaaaaaaaaaaaaaaapoa"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_false(picture_key_valid(text_of(names[i])));
    }
}

#define KEY "picture/abaaaaaaaaaaaaaaaaaaaaaaaaaaaapo"

static void of_a_picture_in_a_text_the_words_are_left(void **state)
{
    static const char *const texts[][2] = {
        {"看图：![斜坡](" KEY ")！![再看](" KEY ")", "看图：斜坡！再看"},
        {"![a] b ![斜坡](" KEY ")", "![a] b 斜坡"},
        {"](" KEY ")", "](" KEY ")"},
        {"![斜坡](p.jpg)", "![斜坡](p.jpg)"},
        {"![斜坡](" KEY, "![斜坡](" KEY},
        {"", ""},
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_text(picture_words(text_of(texts[i][0]), *state), texts[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(a_key_is_sixteen_bytes_of_the_hash_in_letters),
        TEST_PLAIN(other_names_are_no_keys),
        TEST(of_a_picture_in_a_text_the_words_are_left, test_arena),
    };
    return cmocka_run_group_tests_name("picture key", tests, NULL, NULL);
}
