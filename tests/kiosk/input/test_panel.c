/* The panel is a state machine: the same strokes, keys, answers and times give the same text. */
#include <string.h>

#include "panel.h"
#include "support.h"

static struct input_panel panel;
static struct textfield field;
static struct textfield_undo undo;
static char buffer[256];

static int fresh_setup(void **state)
{
    (void)state;
    memset(&undo, 0, sizeof undo);
    textfield_init(&field, buffer, sizeof buffer);
    field.multiline = true;
    field.undo = &undo;
    panel_init(&panel);
    return 0;
}

static int fresh_teardown(void **state)
{
    (void)state;
    panel_wipe(&panel);
    return 0;
}

static void offer(struct input_answer *answer, const char *const *words, size_t count)
{
    answer->count = count;
    for (size_t i = 0; i < count; i++) {
        answer->candidates[i].size = (uint8_t)strlen(words[i]);
        memcpy(answer->candidates[i].text, words[i], strlen(words[i]));
    }
}

/* Answers the panel's question with these words. */
static void reply(const char *const *words, size_t count)
{
    const struct input_query *query = panel_query(&panel);
    struct input_answer answer = {0};

    assert_non_null(query);
    answer.serial = query->serial;
    offer(&answer, words, count);
    assert_true(panel_take(&panel, &field, &answer));
}

static void reply_pick(const char *commit, const char *rest)
{
    struct input_answer answer = {.serial = panel_query(&panel)->serial};

    offer(&answer, (const char *const[]){"了"}, rest[0] ? 1 : 0);
    answer.commit.size = (uint8_t)strlen(commit);
    memcpy(answer.commit.text, commit, strlen(commit));
    answer.rest_size = strlen(rest);
    memcpy(answer.rest, rest, strlen(rest));
    assert_true(panel_take(&panel, &field, &answer));
}

static void stroke(int x, int box, int64_t now_ms)
{
    panel_pen(&panel, &field, PEN_DOWN, x, 10, box, now_ms);
    panel_pen(&panel, &field, PEN_MOVE, x + 20, 30, box, now_ms);
    panel_pen(&panel, &field, PEN_UP, x + 40, 60, box, now_ms);
}

static void keys(const char *typed)
{
    for (; *typed; typed++) {
        panel_key(&panel, *typed);
    }
}

static const char *const lou[] = {"楼", "搂", "数"};

static void each_stroke_asks_and_only_the_last_answer_counts(void **state)
{
    struct input_answer old = {0};

    (void)state;
    stroke(0, 0, 100);
    const struct input_query *query = panel_query(&panel);
    assert_int_equal(query->kind, QUERY_HAND);
    assert_int_equal(query->ink->stroke_count, 1);
    old.serial = query->serial;
    assert_null(panel_query(&panel)); /* asked once */
    stroke(50, 0, 200);
    offer(&old, lou, 3);
    assert_false(panel_take(&panel, &field, &old)); /* too late */
    reply(lou, 3);
    assert_int_equal(panel.answer.count, 3);
    assert_int_equal(field.size, 0); /* nothing is written before a pick or the pause */
}

static void after_a_pause_the_best_is_written_and_may_still_be_exchanged(void **state)
{
    (void)state;
    stroke(0, 0, 1000);
    reply(lou, 3);
    assert_int_equal(panel_due_ms(&panel), 1000 + PANEL_PAUSE_MS);
    assert_false(panel_tick(&panel, &field, 1000 + PANEL_PAUSE_MS - 1));
    assert_true(panel_tick(&panel, &field, 1000 + PANEL_PAUSE_MS));
    assert_text(textfield_text(&field), "楼");
    assert_false(panel_is_composing(&panel));
    panel_pick(&panel, &field, 2);
    assert_text(textfield_text(&field), "数");
    panel_undo(&panel, &field);
    assert_text(textfield_text(&field), "楼");
    stroke(0, 0, 9000); /* the next character: the old candidates are past */
    assert_int_equal(panel.answer.count, 0);
}

static void several_characters_follow_in_turn(void **state)
{
    (void)state;
    stroke(0, 0, 1000);
    reply(lou, 3);
    stroke(300, 1, 1100); /* the other box: at once, without the pause */
    assert_text(textfield_text(&field), "楼");
    reply((const char *const[]){"道"}, 1);
    stroke(0, 0, 1200);
    assert_text(textfield_text(&field), "楼道");
    reply((const char *const[]){"灯"}, 1);
    assert_true(panel_tick(&panel, &field, 5000));
    assert_text(textfield_text(&field), "楼道灯");
}

static void a_late_answer_after_the_pause_is_written_when_it_comes(void **state)
{
    (void)state;
    stroke(0, 0, 1000);
    assert_true(panel_tick(&panel, &field, 1000 + PANEL_PAUSE_MS));
    assert_int_equal(field.size, 0);
    reply(lou, 3);
    assert_text(textfield_text(&field), "楼");
}

static void delete_takes_strokes_then_characters(void **state)
{
    (void)state;
    textfield_set(&field, text_of("门口"));
    stroke(0, 0, 1000);
    stroke(50, 0, 1100);
    panel_delete(&panel, &field);
    assert_int_equal(panel.ink.stroke_count, 1);
    assert_int_equal(panel_due_ms(&panel), INT64_MAX); /* and is given time */
    panel_delete(&panel, &field);
    assert_text(textfield_text(&field), "门口");
    panel_delete(&panel, &field);
    assert_text(textfield_text(&field), "门");
}

static void letters_compose_and_a_pick_leaves_the_rest(void **state)
{
    (void)state;
    panel_choose_mode(&panel, &field, PANEL_PINYIN);
    keys("huaile7"); /* 7 is no letter */
    const struct input_query *query = panel_query(&panel);
    assert_int_equal(query->kind, QUERY_KEYS);
    assert_int_equal(query->scheme, SCHEME_FULL);
    assert_int_equal(query->keys_size, 6);
    panel.asked = false; /* ask again, to answer it */
    reply((const char *const[]){"坏了", "坏"}, 2);
    panel_pick(&panel, &field, 1);
    assert_int_equal(panel_query(&panel)->pick, 1);
    panel.asked = false;
    reply_pick("坏", "l'e");
    assert_text(textfield_text(&field), "坏");
    assert_int_equal(panel.keys_size, 2);
    panel_pick(&panel, &field, 0);
    reply_pick("了", "");
    assert_text(textfield_text(&field), "坏了");
    assert_false(panel_is_composing(&panel));
}

/* The engine is slower than the finger: the word seen is the word meant. */
static void a_pick_takes_the_word_shown_whatever_was_typed_since(void **state)
{
    (void)state;
    panel_choose_mode(&panel, &field, PANEL_PINYIN);
    keys("hua");
    reply((const char *const[]){"话", "花"}, 2);
    keys("il"); /* not answered yet */
    panel_pick(&panel, &field, 1);
    const struct input_query *query = panel_query(&panel);
    assert_int_equal(query->kind, QUERY_PICK);
    assert_int_equal(query->keys_size, 3);
    panel.asked = false;
    panel_pick(&panel, &field, 0); /* a trembling finger: nothing more */
    keys("e");
    reply_pick("花", "");
    assert_text(textfield_text(&field), "花");
    query = panel_query(&panel); /* what was typed meanwhile is asked about */
    assert_int_equal(query->kind, QUERY_KEYS);
    assert_memory_equal(query->keys, "ile", 3);
    assert_int_equal(query->keys_size, 3);
}

static void a_pick_before_any_word_is_shown_waits_for_it(void **state)
{
    (void)state;
    panel_choose_mode(&panel, &field, PANEL_PINYIN);
    keys("hao");
    assert_true(panel_awaits_words(&panel));
    panel_pick(&panel, &field, 0);
    reply((const char *const[]){"好", "号"}, 2);
    const struct input_query *query = panel_query(&panel);
    assert_int_equal(query->kind, QUERY_PICK);
    assert_int_equal(query->pick, 0);
    panel.asked = false;
    reply_pick("好", "");
    assert_text(textfield_text(&field), "好");
}

static void a_pick_wanted_is_forgotten_when_the_keys_are_others(void **state)
{
    (void)state;
    panel_choose_mode(&panel, &field, PANEL_PINYIN);
    keys("hao");
    panel_pick(&panel, &field, 1);
    panel_delete(&panel, &field);
    reply((const char *const[]){"哈", "蛤"}, 2);
    assert_null(panel_query(&panel));
    assert_int_equal(field.size, 0);
}

static void the_accent_key_asks_again_with_the_fuzzy_scheme(void **state)
{
    (void)state;
    panel_choose_mode(&panel, &field, PANEL_PINYIN);
    keys("lanjing");
    panel_choose_fuzzy(&panel, true);
    assert_int_equal(panel_query(&panel)->scheme, SCHEME_FUZZY);
}

static void nine_keys_offer_syllables_and_take_one(void **state)
{
    struct text syllables[PANEL_SYLLABLES];
    bool more, found = false;

    (void)state;
    panel_choose_mode(&panel, &field, PANEL_NINE);
    keys("94267826");
    size_t count = panel_syllables(&panel, syllables, PANEL_SYLLABLES, &more);
    assert_int_equal(count, PANEL_SYLLABLES);
    for (size_t i = 0; i < count; i++) {
        found |= text_is(syllables[i], "xiao");
    }
    assert_true(found);
    panel_choose_syllable(&panel, text_of("xiao"));
    assert_int_equal(panel.keys_size, 8);
    assert_memory_equal(panel.keys, "xiao7826", 8);
    (void)panel_syllables(&panel, syllables, PANEL_SYLLABLES, &more);
    panel_choose_syllable(&panel, text_of("qu"));
    assert_memory_equal(panel.keys, "xiaoqu26", 8);
}

static void keys_beyond_the_bound_are_left_out(void **state)
{
    (void)state;
    panel_choose_mode(&panel, &field, PANEL_NINE);
    for (int i = 0; i < 3 * QUERY_KEYS_MAX; i++) {
        panel_key(&panel, '2');
    }
    assert_int_equal(panel.keys_size, QUERY_KEYS_MAX);
    panel_choose_syllable(&panel, text_of("a"));
    assert_int_equal(panel.keys_size, QUERY_KEYS_MAX);
}

static void pages_of_candidates_are_asked_for(void **state)
{
    const char *const words[] = {"事", "是", "时", "使", "市", "式", "十"};

    (void)state;
    panel_choose_mode(&panel, &field, PANEL_PINYIN);
    keys("shi");
    reply(words, 7);
    assert_false(panel_can_turn(&panel, 1)); /* the engine has no more */
    panel.answer.more = true;
    panel_turn_page(&panel, 1);
    const struct input_query *query = panel_query(&panel);
    assert_int_equal(query->first, PANEL_CELLS + 1);
    assert_int_equal(query->count, PANEL_CELLS);
    panel.asked = false;
    reply(words, 6);
    panel_pick(&panel, &field, 2); /* the third of the second page */
    assert_int_equal(panel_query(&panel)->pick, PANEL_CELLS + 1 + 2);
}

static void another_mode_settles_what_was_begun(void **state)
{
    (void)state;
    stroke(0, 0, 1000);
    reply(lou, 3);
    panel_choose_mode(&panel, &field, PANEL_PINYIN);
    assert_text(textfield_text(&field), "楼");
    keys("dao");
    reply((const char *const[]){"道"}, 1);
    panel_insert(&panel, &field, text_of("，"));
    assert_text(textfield_text(&field), "楼道，");
    assert_false(panel_is_composing(&panel));
}

static void radicals_lead_to_characters(void **state)
{
    (void)state;
    panel_choose_mode(&panel, &field, PANEL_RADICALS);
    panel_choose_strokes(&panel, 3);
    assert_int_equal(panel_query(&panel)->number, 3);
    panel.asked = false;
    reply((const char *const[]){"口", "女"}, 2);
    panel_pick(&panel, &field, 1);
    const struct input_query *query = panel_query(&panel);
    assert_int_equal(query->kind, QUERY_RADICAL);
    assert_int_equal(query->number, 0x5973);
    panel.asked = false;
    reply((const char *const[]){"好", "㛃"}, 2);
    panel_pick(&panel, &field, 1);
    assert_text(textfield_text(&field), "㛃");
    panel_leave_radical(&panel);
    assert_int_equal(panel_query(&panel)->kind, QUERY_RADICALS);
}

static void a_missing_engine_is_said_and_nothing_hangs(void **state)
{
    struct input_answer none = {.failed = true};

    (void)state;
    stroke(0, 0, 1000);
    none.serial = panel_query(&panel)->serial;
    assert_true(panel_take(&panel, &field, &none));
    assert_true(panel.absent[PANEL_HAND]);
    assert_int_equal(panel_due_ms(&panel), INT64_MAX);
    panel_insert(&panel, &field, text_of("请派人来看一看。"));
    assert_text(textfield_text(&field), "请派人来看一看。");
}

static void a_full_field_takes_no_more_and_loses_nothing(void **state)
{
    (void)state;
    field.chars_max = 1;
    textfield_set(&field, text_of("门"));
    stroke(0, 0, 1000);
    reply(lou, 3);
    assert_true(panel_tick(&panel, &field, 9000));
    assert_text(textfield_text(&field), "门");
    panel_pick(&panel, &field, 1);
    assert_text(textfield_text(&field), "门");
}

static void wiping_leaves_no_stroke_and_no_key(void **state)
{
    static const struct input_panel nothing;

    (void)state;
    stroke(0, 0, 1000);
    reply(lou, 3);
    panel_choose_mode(&panel, &field, PANEL_PINYIN);
    keys("mimi");
    panel_wipe(&panel);
    assert_memory_equal(&panel.ink, &nothing.ink, sizeof nothing.ink);
    assert_memory_equal(panel.keys, nothing.keys, sizeof nothing.keys);
    assert_memory_equal(&panel.answer, &nothing.answer, sizeof nothing.answer);
    assert_memory_equal(&panel.query, &nothing.query, sizeof nothing.query);
    assert_int_equal(panel.mode, PANEL_HAND);
}

/* Whatever is pressed in whatever order, bounds hold and the field stays well-formed. */
static void no_order_of_events_breaks_it(void **state)
{
    struct dice dice = {42};
    int64_t now_ms = 0;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        now_ms += (int64_t)dice_below(&dice, 400);
        switch (dice_below(&dice, 12)) {
        case 0:
            panel_choose_mode(&panel, &field, (enum panel_mode)dice_below(&dice, PANEL_MODES));
            break;
        case 1:
            panel_pick(&panel, &field, dice_below(&dice, 8));
            break;
        case 2:
            panel_delete(&panel, &field);
            break;
        case 3:
            panel_undo(&panel, &field);
            break;
        case 4:
            (void)panel_tick(&panel, &field, now_ms);
            break;
        case 5:
            panel_turn_page(&panel, dice_below(&dice, 2) ? 1 : -1);
            break;
        case 6:
            textfield_select_at(&field, dice_below(&dice, sizeof buffer) / 3 * 3);
            break;
        case 7:
            panel_insert(&panel, &field, text_of("。"));
            break;
        default:
            panel_pen(&panel, &field, (enum panel_pen)dice_below(&dice, 3),
                      (int)dice_below(&dice, 900), (int)dice_below(&dice, 900),
                      (int)dice_below(&dice, 2), now_ms);
            panel_key(&panel, (char)('0' + dice_below(&dice, 75)));
            break;
        }
        if (panel_query(&panel) && dice_below(&dice, 3)) {
            panel.asked = false;
            reply(lou, 3);
        }
        assert_true(field.size <= field.max && field.caret <= field.size);
        assert_true(panel.keys_size <= QUERY_KEYS_MAX);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_stroke_asks_and_only_the_last_answer_counts, fresh),
        TEST(after_a_pause_the_best_is_written_and_may_still_be_exchanged, fresh),
        TEST(several_characters_follow_in_turn, fresh),
        TEST(a_late_answer_after_the_pause_is_written_when_it_comes, fresh),
        TEST(delete_takes_strokes_then_characters, fresh),
        TEST(letters_compose_and_a_pick_leaves_the_rest, fresh),
        TEST(a_pick_takes_the_word_shown_whatever_was_typed_since, fresh),
        TEST(a_pick_before_any_word_is_shown_waits_for_it, fresh),
        TEST(a_pick_wanted_is_forgotten_when_the_keys_are_others, fresh),
        TEST(the_accent_key_asks_again_with_the_fuzzy_scheme, fresh),
        TEST(nine_keys_offer_syllables_and_take_one, fresh),
        TEST(keys_beyond_the_bound_are_left_out, fresh),
        TEST(pages_of_candidates_are_asked_for, fresh),
        TEST(another_mode_settles_what_was_begun, fresh),
        TEST(radicals_lead_to_characters, fresh),
        TEST(a_missing_engine_is_said_and_nothing_hangs, fresh),
        TEST(a_full_field_takes_no_more_and_loses_nothing, fresh),
        TEST(wiping_leaves_no_stroke_and_no_key, fresh),
        TEST(no_order_of_events_breaks_it, fresh),
    };
    return cmocka_run_group_tests_name("panel", tests, NULL, NULL);
}
