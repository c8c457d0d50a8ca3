/* A letter of sixty characters, written with a finger on the glass: by strokes and by pinyin. */
#include <string.h>
#include <unistd.h>

#include "glass.h"
#include "spoil.h"
#include "utf8.h"

enum { CELL_UP = 200, PAD_LEFT = 150, PAD_TOP = 1180 }; /* of the panel at 1080x1920 */

static const struct draft *draft_of(const struct glass *glass)
{
    return &app_model(glass->app)->draft;
}

static void open_letter(struct glass *glass)
{
    glass_tap_word(glass, TX_MAILBOX_TITLE);
    glass_tap_word(glass, TX_WRITE_SECOND);
    glass_tap_word(glass, TX_CATEGORY_0);
    assert_int_equal(app_model(glass->app)->place.page, PAGE_WRITE);
}

static void await_answer(struct glass *glass)
{
    for (int i = 0; draft_of(glass)->panel.waiting; i++) {
        assert_true(i < 5000);
        usleep(2000);
        glass_turn(glass);
    }
}

/* ---- by strokes ---- */

static void draw(struct glass *glass, const struct hand_ink *ink)
{
    for (size_t s = 0; s < ink->stroke_count; s++) {
        for (size_t i = ink->first[s]; i < ink->first[s + 1]; i++) {
            glass_finger(glass, i == ink->first[s] ? INPUT_DOWN : INPUT_MOVE,
                         PAD_LEFT + ink->points[i].x, PAD_TOP + ink->points[i].y);
        }
        struct hand_point end = ink->points[ink->first[s + 1] - 1];
        glass_finger(glass, INPUT_UP, PAD_LEFT + end.x, PAD_TOP + end.y);
    }
}

/* Writes the characters one after the other, with nothing but a pause between them. */
static void a_letter_is_written_by_strokes_alone(void **state)
{
    static const char letter[] = "三号楼门口的路灯坏了一个星期晚上老人下楼看不见台阶";
    static struct hand_ink ink;
    struct glass *glass = *state;
    struct complaint why = {""};
    struct dice dice = {11};
    struct hand *hand = NULL;
    struct text rest = text_of(letter);

    if (hand_open(INPUT_FOLDER "/strokes.bin", &hand, &why)) {
        skip();
    }
    open_letter(glass);
    while (rest.size > 0) {
        spoil_write(hand, utf8_next(&rest), SPOIL_JOIN, &dice, &ink);
        draw(glass, &ink);
        glass_pass(glass, PANEL_PAUSE_MS);
    }
    assert_text(textfield_text(&draft_of(glass)->text), letter);
    hand_close(hand);
}

/* ---- by pinyin ---- */

static void press(struct glass *glass, const char *keys)
{
    for (; *keys; keys++) {
        if (*keys != ' ') {
            glass_tap(glass, (struct text){keys, 1});
            await_answer(glass);
        }
    }
}

static void a_letter_of_sixty_characters_is_written_by_pinyin_and_kept(void **state)
{
    static const char letter[] =
        "三号楼门口的路灯坏了一个星期，晚上老人下楼看不见台阶。物业说要等到下个月，希望声音小"
        "一点，谢谢你们的帮助，你们辛苦了。居委会什么时候开会";
    static const char *const typed[] = {"san hao lou men kou de lu deng huai le yi ge xing qi",
                                        "，",
                                        "wan shang lao ren xia lou kan bu jian tai jie",
                                        "。",
                                        "wu ye shuo yao deng dao xia ge yue",
                                        "，",
                                        "xi wang sheng yin xiao yi dian",
                                        "，",
                                        "xie xie ni men de bang zhu",
                                        "，",
                                        "ni men xin ku le",
                                        "。",
                                        "ju wei hui shen me shi hou kai hui"};
    struct glass *glass = *state;

    if (access(PINYIN_PROGRAM, X_OK)) {
        skip();
    }
    open_letter(glass);
    glass_tap_word(glass, TX_INPUT_PINYIN);
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        if ((unsigned char)typed[i][0] > 0x7f) {
            glass_tap(glass, text_of(typed[i]));
            continue;
        }
        press(glass, typed[i]);
        while (panel_is_composing(&draft_of(glass)->panel)) {
            glass_tap_word(glass, TX_INPUT_CHOOSE);
            await_answer(glass);
        }
    }
    assert_text(textfield_text(&draft_of(glass)->text), letter);
    assert_true(utf8_count(text_of(letter)) >= 60);
    glass_tap_word(glass, TX_NEXT_STEP);
    glass_tap_word(glass, TX_NEXT_REVIEW);
    glass_tap_word(glass, TX_SUBMIT);
    glass_await(glass, PAGE_RECEIPT);
}

static void what_is_still_on_the_pad_goes_along_to_the_next_step(void **state)
{
    static struct hand_ink ink;
    struct glass *glass = *state;
    struct complaint why = {""};
    struct dice dice = {12};
    struct hand *hand = NULL;

    if (hand_open(INPUT_FOLDER "/strokes.bin", &hand, &why)) {
        skip();
    }
    open_letter(glass);
    spoil_write(hand, 0x697c, SPOIL_NOTHING, &dice, &ink);
    draw(glass, &ink);
    glass_tap_word(glass, TX_NEXT_STEP); /* without waiting for the pause */
    assert_text(textfield_text(&draft_of(glass)->text), "楼");
    assert_int_equal(app_model(glass->app)->place.page, PAGE_CONTACT);
    hand_close(hand);
}

static void a_double_tap_selects_and_a_key_replaces(void **state)
{
    struct glass *glass = *state;
    int x, y;

    open_letter(glass);
    glass_type(glass, "abc");
    glass_find(glass, text_of("abc"), &x, &y);
    for (int i = 0; i < 2; i++) {
        glass_finger(glass, INPUT_DOWN, x, y);
        glass_finger(glass, INPUT_UP, x, y);
    }
    assert_int_equal(draft_of(glass)->text.select_to - draft_of(glass)->text.select_from, 1);
    glass_tap_word(glass, TX_INPUT_COMMA);
    assert_text(textfield_text(&draft_of(glass)->text), "a，c");
    glass_tap_word(glass, TX_INPUT_UNDO);
    assert_text(textfield_text(&draft_of(glass)->text), "abc");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_letter_is_written_by_strokes_alone, glass),
        TEST(a_letter_of_sixty_characters_is_written_by_pinyin_and_kept, glass),
        TEST(what_is_still_on_the_pad_goes_along_to_the_next_step, glass),
        TEST(a_double_tap_selects_and_a_key_replaces, glass),
    };
    return cmocka_run_group_tests_name("writing", tests, NULL, NULL);
}
