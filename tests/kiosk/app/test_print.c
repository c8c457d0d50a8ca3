/* What is on the glass goes on paper when somebody asks for it, and what becomes of it is said. */
#include "glass.h"

#include <string.h>
#include <unistd.h>

#include "paper_slip.h"

enum { AWAIT_TURNS_MAX = 20000 };

static char printer[TEMP_PATH_BYTES_MAX];

static void set_up_printer(struct glass *glass, const char *paper)
{
    text_copy(text_of(temp_path(glass->site.folder, "printed")), printer, sizeof printer);
    glass->print = FAKE_PRINT;
    glass->printer = printer;
    glass->paper = paper;
    glass_restart(glass);
}

static void await_printed(struct glass *glass)
{
    for (int turns = 0; app_model(glass->app)->print.busy; turns++) {
        assert_true(turns < AWAIT_TURNS_MAX);
        usleep(1000);
        glass_turn(glass);
    }
}

static struct slip printed(struct arena *arena)
{
    struct slip slip;

    assert_ok(slip_decode(file_bytes(arena, printer), arena, &slip));
    return slip;
}

static bool slip_says(const struct slip *slip, const char *part)
{
    for (size_t i = 0; i < slip->count; i++) {
        struct text text = slip->lines[i].text;
        if (text.size > 0 && memmem(text.data, text.size, part, strlen(part))) {
            return true;
        }
    }
    return false;
}

static void open_item_to_take(struct glass *glass)
{
    glass_tap_word(glass, TX_TILE_BOARD);
    glass_tap(glass, text_of("工作经费收支"));
    glass_tap_word(glass, TX_TAKE_ITEM_PRINT);
    assert_int_equal(app_model(glass->app)->place.page, PAGE_TAKE);
}

static void an_item_goes_on_paper_with_its_age_and_check_code(void **state)
{
    struct glass *glass = *state;
    struct arena *arena = &glass->site.arena;

    set_up_printer(glass, "80");
    open_item_to_take(glass);
    glass_tap_word(glass, TX_PRINT);
    await_printed(glass);
    assert_true(glass_shows(glass, word(TX_PRINT_DONE)));
    struct slip slip = printed(arena);
    assert_false(slip.is_private);
    assert_true(slip_says(&slip, "2026年10月"));
    assert_true(slip_says(&slip, "校验码"));
    assert_true(slip_says(&slip, "已签字"));
    assert_non_null(memmem(slip.foot.data, slip.foot.size, "2026年11月12日 09:00",
                           strlen("2026年11月12日 09:00")));
}

static void a_jam_is_told_and_loses_nothing(void **state)
{
    struct glass *glass = *state;

    set_up_printer(glass, "jam");
    open_item_to_take(glass);
    glass_tap_word(glass, TX_PRINT);
    await_printed(glass);
    assert_true(glass_shows(glass, word(TX_PRINT_JAM)));
    assert_true(glass_shows(glass, word(TX_PRINT))); /* and may be asked for again */
}

static void without_a_printer_there_is_no_button(void **state)
{
    struct glass *glass = *state;

    glass_tap_word(glass, TX_TILE_BOARD);
    glass_tap(glass, text_of("工作经费收支"));
    glass_tap_word(glass, TX_TAKE_ITEM);
    assert_false(glass_shows(glass, word(TX_PRINT)));
}

static void a_receipt_is_printed_without_its_letter(void **state)
{
    struct glass *glass = *state;
    struct arena *arena = &glass->site.arena;

    set_up_printer(glass, "80");
    glass_tap_word(glass, TX_MAILBOX_TITLE);
    glass_tap_word(glass, TX_WRITE_SECOND);
    glass_tap_word(glass, TX_CATEGORY_0);
    glass_tap_word(glass, TX_INPUT_PHRASES);
    glass_tap(glass, word_phrase(0, 0));
    glass_tap_word(glass, TX_NEXT_STEP);
    glass_tap_word(glass, TX_NEXT_REVIEW);
    glass_tap_word(glass, TX_SUBMIT);
    glass_await(glass, PAGE_RECEIPT);
    glass_tap_word(glass, TX_PRINT_RECEIPT);
    await_printed(glass);
    assert_true(glass_shows(glass, word(TX_PRINT_DONE)));
    struct slip slip = printed(arena);
    assert_true(slip.is_private);
    char first[5] = {0};
    memcpy(first, app_model(glass->app)->receipt.digits, 4);
    assert_true(slip_says(&slip, first));
    char phrase[256];
    assert_false(slip_says(&slip, text_copy(word_phrase(0, 0), phrase, sizeof phrase)));
    assert_false(glass_shows(glass, word(TX_PRINT_ANSWER))); /* there is none yet */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_item_goes_on_paper_with_its_age_and_check_code, glass),
        TEST(a_jam_is_told_and_loses_nothing, glass),
        TEST(without_a_printer_there_is_no_button, glass),
        TEST(a_receipt_is_printed_without_its_letter, glass),
    };
    return cmocka_run_group_tests_name("print", tests, NULL, NULL);
}
