/* A key on paper comes back from it, and a slip of the pen is noticed. */
#include "support.h"

#include <string.h>

#include "hash.h"
#include "key_sheet.h"

static void seed_of(unsigned n, uint8_t seed[SHEET_SEED_BYTES])
{
    struct hash hash = hash_of(bytes_of(&n, sizeof n));
    memcpy(seed, hash.b, SHEET_SEED_BYTES);
}

static void a_key_comes_back_from_paper(void **state)
{
    uint8_t seed[SHEET_SEED_BYTES], again[SHEET_SEED_BYTES];
    char text[SHEET_TEXT_BYTES], typed[2 * SHEET_TEXT_BYTES];
    (void)state;

    assert_ok(seal_start());
    for (unsigned n = 0; n < 200; n++) {
        seed_of(n, seed);
        key_sheet_format("root-1", seed, text);
        assert_ok(key_sheet_parse("root-1", text_of(text), again));
        assert_memory_equal(seed, again, sizeof seed);
        size_t at = 0;
        for (const char *c = text; *c; c++) { /* as a hand writes it */
            char w = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
            w = (char)(w == 'O' ? '0' : w == 'L' ? '1' : w == 'B' ? '8' : w);
            typed[at++] = w == ' ' ? '\n' : w;
        }
        typed[at] = '\0';
        assert_ok(key_sheet_parse("root-1", text_of(typed), again));
        assert_memory_equal(seed, again, sizeof seed);
    }
}

static void every_slip_is_noticed(void **state)
{
    uint8_t seed[SHEET_SEED_BYTES], again[SHEET_SEED_BYTES];
    char text[SHEET_TEXT_BYTES], slip[SHEET_TEXT_BYTES];
    (void)state;

    assert_ok(seal_start());
    seed_of(7, seed);
    key_sheet_format("office", seed, text);
    for (size_t i = 0; text[i]; i++) {
        if (text[i] == ' ') {
            continue;
        }
        memcpy(slip, text, sizeof slip);
        slip[i] = slip[i] == 'a' ? 'c' : 'a';
        assert_err(ERR_MISMATCH, key_sheet_parse("office", text_of(slip), again));
        if (text[i + 1] && text[i + 1] != ' ' && text[i + 1] != text[i]) { /* two changed places */
            memcpy(slip, text, sizeof slip);
            slip[i] = text[i + 1];
            slip[i + 1] = text[i];
            assert_err(ERR_MISMATCH, key_sheet_parse("office", text_of(slip), again));
        }
        memcpy(slip, text, sizeof slip);
        slip[i] = ' '; /* one left out */
        assert_err(ERR_INVALID, key_sheet_parse("office", text_of(slip), again));
    }
}

static void the_sheet_of_another_role_is_none_of_this_one(void **state)
{
    uint8_t seed[SHEET_SEED_BYTES], again[SHEET_SEED_BYTES];
    char text[SHEET_TEXT_BYTES];
    (void)state;

    assert_ok(seal_start());
    seed_of(3, seed);
    key_sheet_format("root-1", seed, text);
    assert_err(ERR_MISMATCH, key_sheet_parse("root-2", text_of(text), again));
    assert_err(ERR_INVALID, key_sheet_parse("root-1", text_of(""), again));
    assert_err(ERR_INVALID, key_sheet_parse("root-1", text_of("照抄备份单上的两行"), again));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(a_key_comes_back_from_paper),
        TEST_PLAIN(every_slip_is_noticed),
        TEST_PLAIN(the_sheet_of_another_role_is_none_of_this_one),
    };
    return cmocka_run_group_tests_name("office.key_sheet", tests, NULL, NULL);
}
