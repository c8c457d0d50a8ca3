/* A field holds well-formed text, never more than it may, and edits whole characters. */
#include <string.h>

#include "support.h"
#include "textfield.h"
#include "utf8.h"

static char buffer[16];

static struct textfield field_of(const char *utf8)
{
    struct textfield field;

    textfield_init(&field, buffer, sizeof buffer);
    textfield_set(&field, text_of(utf8));
    return field;
}

static void backspace_takes_a_whole_character(void **state)
{
    struct textfield field = field_of("a路𠅤");
    (void)state;

    assert_true(textfield_backspace(&field));
    assert_text(textfield_text(&field), "a路");
    assert_true(textfield_backspace(&field));
    assert_true(textfield_backspace(&field));
    assert_false(textfield_backspace(&field));
}

static void text_goes_in_at_the_caret(void **state)
{
    struct textfield field = field_of("路灯");
    (void)state;

    textfield_move(&field, -1);
    assert_true(textfield_insert(&field, text_of("口")));
    assert_text(textfield_text(&field), "路口灯");
    assert_true(textfield_delete(&field));
    assert_text(textfield_text(&field), "路口");
    assert_false(textfield_delete(&field));
}

static void what_does_not_fit_changes_nothing(void **state)
{
    struct textfield field = field_of("一二三四五");
    (void)state;

    assert_false(textfield_insert(&field, text_of("六")));
    assert_text(textfield_text(&field), "一二三四五");
    assert_true(textfield_insert(&field, text_of("6")));
    field = field_of("一二");
    field.chars_max = 3;
    assert_false(textfield_insert(&field, text_of("三四")));
    assert_true(textfield_insert(&field, text_of("三")));
}

static void setting_too_long_a_text_keeps_whole_characters(void **state)
{
    struct textfield field = field_of("一二三四五六七");
    (void)state;

    assert_text(textfield_text(&field), "一二三四五");
}

static void unwanted_characters_stay_out(void **state)
{
    struct textfield field = field_of("");
    (void)state;

    assert_true(textfield_insert(&field, text_of("a\nb\x7f")));
    assert_text(textfield_text(&field), "ab");
    field.digits_only = true;
    assert_false(textfield_insert(&field, text_of("x")));
    assert_true(textfield_insert(&field, text_of("7-3")));
    assert_text(textfield_text(&field), "ab73");
}

static void keys_edit_and_enter_breaks_lines_only_where_there_are_several(void **state)
{
    struct textfield field = field_of("路灯");
    struct input input;
    (void)state;

    input_init(&input);
    input_begin(&input, 0);
    input_press_key(&input, KEY_HOME);
    input_press_key(&input, KEY_DELETE);
    input_press_key(&input, KEY_ENTER);
    assert_true(textfield_take(&field, &input));
    assert_text(textfield_text(&field), "灯");
    field.multiline = true;
    assert_true(textfield_take(&field, &input));
    assert_text(textfield_text(&field), "\n");
}

static void wiping_leaves_nothing_in_the_buffer(void **state)
{
    struct textfield field = field_of("张建国");
    (void)state;

    textfield_wipe(&field);
    assert_int_equal(field.size, 0);
    for (size_t i = 0; i < sizeof buffer; i++) {
        assert_int_equal(buffer[i], 0);
    }
}

static void random_edits_keep_it_well_formed(void **state)
{
    static const char *const pieces[] = {"a", "路", "𠅤", "\n", "，", "é"};
    static struct textfield_undo undo;
    struct textfield field = field_of("");
    struct dice dice = {42};
    (void)state;

    memset(&undo, 0, sizeof undo);
    field.multiline = true;
    field.undo = &undo;
    for (int i = 0; i < 5000; i++) {
        switch (dice_below(&dice, 7)) {
        case 0:
            textfield_backspace(&field);
            break;
        case 1:
            textfield_delete(&field);
            break;
        case 2:
            textfield_move(&field, (int)dice_below(&dice, 5) - 2);
            break;
        case 3:
            textfield_select_at(&field, field.caret);
            break;
        case 4:
            (void)textfield_undo(&field);
            break;
        default:
            textfield_insert(&field, text_of(pieces[dice_below(&dice, 6)]));
            break;
        }
        assert_true(field.size <= field.max && field.caret <= field.size);
        assert_true(utf8_valid(bytes_of(field.data, field.size)));
        assert_true(utf8_valid(bytes_of(field.data, field.caret)));
    }
}

static void typing_replaces_what_is_selected(void **state)
{
    struct textfield field = field_of("路灯坏");
    (void)state;

    textfield_select(&field, 3, 6);
    assert_true(textfield_insert(&field, text_of("口")));
    assert_text(textfield_text(&field), "路口坏");
    assert_false(textfield_has_selection(&field));
    assert_int_equal(field.caret, 6);
    textfield_select(&field, 0, 3);
    assert_true(textfield_backspace(&field));
    assert_text(textfield_text(&field), "口坏");
    textfield_select(&field, 3, 100); /* beyond the end: nothing */
    assert_false(textfield_has_selection(&field));
    textfield_select(&field, 0, 3);
    textfield_move(&field, 1);
    assert_false(textfield_has_selection(&field));
}

static void a_selection_grows_from_a_character_to_its_clause(void **state)
{
    struct textfield field = field_of("水，路灯。");
    (void)state;

    textfield_select_at(&field, 9);
    assert_int_equal(field.select_from, 9);
    assert_int_equal(field.select_to, 12);
    textfield_select_at(&field, 9);
    assert_int_equal(field.select_from, 6);
    assert_int_equal(field.select_to, 12);
    textfield_select_at(&field, 100); /* behind the end: the last character */
    assert_int_equal(field.select_from, 12);
    field = field_of("");
    textfield_select_at(&field, 0);
    assert_false(textfield_has_selection(&field));
}

static void what_was_done_is_undone_step_by_step(void **state)
{
    static struct textfield_undo undo;
    struct textfield field = field_of("");
    (void)state;

    memset(&undo, 0, sizeof undo);
    field.undo = &undo;
    assert_true(textfield_insert(&field, text_of("路灯")));
    assert_true(textfield_insert(&field, text_of("坏")));
    assert_true(textfield_backspace(&field));
    textfield_select(&field, 0, 3);
    assert_true(textfield_insert(&field, text_of("电")));
    assert_text(textfield_text(&field), "电灯");
    assert_true(textfield_undo(&field));
    assert_text(textfield_text(&field), "路灯");
    assert_true(textfield_undo(&field));
    assert_text(textfield_text(&field), "路灯坏");
    assert_int_equal(field.caret, 9);
    assert_true(textfield_undo(&field));
    assert_true(textfield_undo(&field));
    assert_text(textfield_text(&field), "");
    assert_false(textfield_undo(&field));
}

static void undo_forgets_the_oldest_first_and_wipes(void **state)
{
    static struct textfield_undo undo;
    static const struct textfield_undo nothing;
    struct textfield field = field_of("");
    size_t steps = 0;
    (void)state;

    memset(&undo, 0, sizeof undo);
    field.undo = &undo;
    for (int i = 0; i < 2 * UNDO_STEPS_MAX; i++) {
        assert_true(textfield_insert(&field, text_of("x")));
        assert_true(textfield_backspace(&field));
    }
    assert_true(textfield_insert(&field, text_of("end")));
    while (textfield_undo(&field)) {
        steps++;
        assert_true(utf8_valid(bytes_of(field.data, field.size)));
    }
    assert_int_equal(steps, UNDO_STEPS_MAX);
    assert_true(textfield_insert(&field, text_of("secret")));
    assert_true(textfield_backspace(&field));
    textfield_wipe(&field);
    assert_memory_equal(&undo, &nothing, sizeof undo);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(backspace_takes_a_whole_character),
        TEST_PLAIN(text_goes_in_at_the_caret),
        TEST_PLAIN(what_does_not_fit_changes_nothing),
        TEST_PLAIN(setting_too_long_a_text_keeps_whole_characters),
        TEST_PLAIN(unwanted_characters_stay_out),
        TEST_PLAIN(keys_edit_and_enter_breaks_lines_only_where_there_are_several),
        TEST_PLAIN(wiping_leaves_nothing_in_the_buffer),
        TEST_PLAIN(random_edits_keep_it_well_formed),
        TEST_PLAIN(typing_replaces_what_is_selected),
        TEST_PLAIN(a_selection_grows_from_a_character_to_its_clause),
        TEST_PLAIN(what_was_done_is_undone_step_by_step),
        TEST_PLAIN(undo_forgets_the_oldest_first_and_wipes),
    };
    return cmocka_run_group_tests_name("textfield", tests, NULL, NULL);
}
