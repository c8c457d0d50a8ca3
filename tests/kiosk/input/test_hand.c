/* Handwriting is read whatever the order, direction and joining of its strokes. */
#include <string.h>

#include "spoil.h"
#include "utf8.h"

/* Characters of letters to a residents' committee. */
static const char everyday[] =
    "三号楼门口的路灯坏了个星期晚上老人请派来修水电梯垃圾孩子打扫干净物业费";

static struct hand *hand;
static struct hand_ink ink;

static bool ready(void)
{
    struct complaint why = {""};

    if (hand_open(INPUT_FOLDER "/strokes.bin", &hand, &why)) {
        print_message("SKIPPED: %s\n", why.text);
        return false;
    }
    return true;
}

/* Of all the everyday characters, how many are read first, and among the first six. */
static void count_read(enum spoil spoil, size_t *all, size_t *first, size_t *six)
{
    struct dice dice = {20261125};
    struct text rest = text_of(everyday);

    *all = *first = *six = 0;
    while (rest.size > 0) {
        uint32_t character = utf8_next(&rest), got[6];
        spoil_write(hand, character, spoil, &dice, &ink);
        size_t count = hand_match(hand, &ink, got, 6);
        (*all)++;
        for (size_t i = 0; i < count; i++) {
            *first += got[i] == character && i == 0;
            *six += got[i] == character;
        }
    }
}

static void everyday_characters_are_read_in_every_hand(void **state)
{
    /* Percent of the characters, first and among six: what is reached, less a little. */
    static const struct {
        size_t first, six;
    } floors[SPOIL_COUNT] = {{100, 100}, {97, 100}, {100, 100}, {97, 100},
                             {91, 97},   {97, 100}, {97, 100}};
    size_t all, first, six;

    (void)state;
    for (int spoil = 0; spoil < SPOIL_COUNT; spoil++) {
        count_read((enum spoil)spoil, &all, &first, &six);
        print_message("%-26s %zu: first %zu, among six %zu\n", spoil_name((enum spoil)spoil), all,
                      first, six);
        assert_true(first * 100 >= all * floors[spoil].first);
        assert_true(six * 100 >= all * floors[spoil].six);
    }
}

static void size_and_place_on_the_glass_do_not_matter(void **state)
{
    struct dice dice = {7};
    uint32_t large, small;

    (void)state;
    spoil_write(hand, 0x697c, SPOIL_NOTHING, &dice, &ink);
    assert_int_equal(hand_match(hand, &ink, &large, 1), 1);
    for (size_t i = 0; i < ink.first[ink.stroke_count]; i++) {
        ink.points[i].x = (int16_t)(ink.points[i].x / 2 + 900);
        ink.points[i].y = (int16_t)(ink.points[i].y / 2 + 1500);
    }
    assert_int_equal(hand_match(hand, &ink, &small, 1), 1);
    assert_int_equal(large, 0x697c);
    assert_int_equal(small, 0x697c);
}

static void no_ink_is_no_character_and_a_dot_is_one(void **state)
{
    uint32_t got[3];

    (void)state;
    hand_ink_wipe(&ink);
    assert_int_equal(hand_match(hand, &ink, got, 3), 0);
    hand_ink_add(&ink, true, 500, 500);
    assert_int_equal(hand_match(hand, &ink, got, 3), 3); /* something, and no fault */
}

static void ink_beyond_its_bounds_is_left_out(void **state)
{
    uint32_t got;

    (void)state;
    hand_ink_wipe(&ink);
    for (int i = 0; i < 2 * HAND_POINTS_MAX; i++) {
        hand_ink_add(&ink, i % 10 == 0, i % 700, i % 300);
    }
    assert_true(ink.stroke_count <= HAND_STROKES_MAX);
    assert_true(ink.first[ink.stroke_count] <= HAND_POINTS_MAX);
    assert_int_equal(hand_match(hand, &ink, &got, 1), 1);
}

static void taking_a_stroke_back_leaves_the_others(void **state)
{
    (void)state;
    hand_ink_wipe(&ink);
    hand_ink_add(&ink, true, 1, 2);
    hand_ink_add(&ink, false, 3, 4);
    hand_ink_add(&ink, true, 5, 6);
    hand_ink_undo(&ink);
    assert_int_equal(ink.stroke_count, 1);
    assert_int_equal(ink.first[1], 2);
    assert_int_equal(ink.points[2].x, 0); /* wiped */
    hand_ink_undo(&ink);
    hand_ink_undo(&ink);
    assert_int_equal(ink.stroke_count, 0);
}

static void what_is_no_file_of_templates_is_refused(void **state)
{
    static const char *const bad[] = {"", "NPHAND01", "NPHAND01\1\0\0\0\1\0\0\0",
                                      "something else entirely"};
    struct complaint why = {""};
    struct hand *other = NULL;

    for (size_t i = 0; i < 4; i++) {
        temp_file(*state, "strokes.bin", bytes_of(bad[i], i == 2 ? 16 : strlen(bad[i])));
        assert_err(ERR_CORRUPT, hand_open(temp_path(*state, "strokes.bin"), &other, &why));
        assert_says(&why, "build it again");
    }
    assert_err(ERR_NOT_FOUND, hand_open(temp_path(*state, "none"), &other, &why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(everyday_characters_are_read_in_every_hand),
        TEST_PLAIN(size_and_place_on_the_glass_do_not_matter),
        TEST_PLAIN(no_ink_is_no_character_and_a_dot_is_one),
        TEST_PLAIN(ink_beyond_its_bounds_is_left_out),
        TEST_PLAIN(taking_a_stroke_back_leaves_the_others),
        TEST(what_is_no_file_of_templates_is_refused, temp_folder),
    };

    if (!ready()) {
        return 77;
    }
    int failed = cmocka_run_group_tests_name("hand", tests, NULL, NULL);
    hand_close(hand);
    return failed;
}
