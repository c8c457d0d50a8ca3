/* A rare name is found by its radical and the strokes that remain. */
#include "radicals.h"
#include "support.h"

static struct radicals *radicals;

static bool among(const uint32_t *characters, size_t count, uint32_t wanted)
{
    for (size_t i = 0; i < count; i++) {
        if (characters[i] == wanted) {
            return true;
        }
    }
    return false;
}

static bool found_under(uint32_t radical, uint32_t character)
{
    uint32_t got[28];
    bool more = true;

    for (size_t first = 0; more;) {
        size_t count = radicals_under(radicals, radical, first, got, 28, &more);
        if (among(got, count, character)) {
            return true;
        }
        first += count;
    }
    return false;
}

static void rare_names_are_under_their_radical(void **state)
{
    (void)state;
    assert_true(found_under(0x5973, 0x36c3));                                  /* 女: 㛃 */
    assert_true(found_under(0x9875, 0x29b56) || found_under(0x9875, 0x2cc56)); /* 页, simplified */
    assert_true(found_under(0x9f8d, 0x4dae) || found_under(0x9f99, 0x4dae));   /* 䶮 */
    assert_true(found_under(0x8ba0, 0x8bf7));                                  /* 讠: 请 */
    assert_false(found_under(0x5973, 0x8bf7));
    assert_false(found_under(0x41, 0x8bf7)); /* no radical at all */
}

static void pages_follow_each_other_without_gap_or_repeat(void **state)
{
    uint32_t all[36], half[18];
    bool more;

    (void)state;
    assert_int_equal(radicals_under(radicals, 0x6c34, 0, all, 36, &more), 36);
    assert_true(more);
    assert_int_equal(radicals_under(radicals, 0x6c34, 18, half, 18, &more), 18);
    assert_memory_equal(half, all + 18, sizeof half);
}

static void each_number_of_strokes_has_its_radicals(void **state)
{
    uint32_t got[36];
    bool more;

    (void)state;
    for (uint32_t strokes = 1; strokes <= RADICAL_STROKES_MAX; strokes++) {
        assert_true(radicals_of(radicals, strokes, 0, got, 36, &more) > 0);
    }
    size_t three = radicals_of(radicals, 3, 0, got, 36, &more);
    assert_true(among(got, three, 0x5973) || more);
    assert_int_equal(radicals_of(radicals, 0, 0, got, 36, &more), 0);
}

static void what_is_no_file_of_radicals_is_refused(void **state)
{
    struct complaint why = {""};
    struct radicals *other = NULL;

    temp_file(*state, "radicals.bin", bytes_of("NPRADI01\1\0\0\0\1\0\0\0", 16));
    assert_err(ERR_CORRUPT, radicals_open(temp_path(*state, "radicals.bin"), &other, &why));
    assert_says(&why, "build it again");
    assert_err(ERR_NOT_FOUND, radicals_open(temp_path(*state, "none"), &other, &why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(rare_names_are_under_their_radical),
        TEST_PLAIN(pages_follow_each_other_without_gap_or_repeat),
        TEST_PLAIN(each_number_of_strokes_has_its_radicals),
        TEST(what_is_no_file_of_radicals_is_refused, temp_folder),
    };
    struct complaint why = {""};

    assert_ok_why(radicals_open(INPUT_FOLDER "/radicals.bin", &radicals, &why), &why);
    int failed = cmocka_run_group_tests_name("radicals", tests, NULL, NULL);
    radicals_close(radicals);
    return failed;
}
