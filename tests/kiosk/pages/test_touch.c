/* Fingers: every target is large enough, and each button leads where its label says.
 *
 * Nothing tells a test where targets are, so it presses on a grid and sees who answers; the edges
 * of a target are found by halving. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

#include "golden.h"
#include "models.h"

enum { TARGETS_MAX = 160, PORTRAIT_W = 1080, PORTRAIT_H = 1920 };

struct target {
    int id;
    struct rect rect;
};

static struct {
    struct text_engine *text;
    struct arena arena;
    struct bench bench;
    struct target targets[TARGETS_MAX];
    size_t count;
    const char *found; /* the place they are of */
} * set;

static void show_on(const char *place, int width, int height, bool low_reach)
{
    arena_reset(&set->arena);
    struct model *model = model_full(&set->arena, place);
    model->low_reach = low_reach;
    bench_init(&set->bench, set->text, model, width, height, SCALE_STANDARD);
    (void)bench_settle(&set->bench);
}

static void show(const char *place)
{
    show_on(place, PORTRAIT_W, PORTRAIT_H, false);
}

/* Who takes a press there? 0: nobody. Nothing acts: the touch is taken away. */
static int target_at(int x, int y)
{
    struct bench *bench = &set->bench;
    struct page_state state = bench->state;

    input_point(&bench->input, 1, INPUT_DOWN, x, y);
    (void)bench_frame(bench);
    int id = bench->ui.active;
    input_point(&bench->input, 1, INPUT_CANCEL, x, y);
    (void)bench_frame(bench);
    bench->state = state;
    bench->ui.focus = 0;
    return id;
}

/* The last pixel from (x, y) in direction (dx, dy), up to `reach`, that still belongs to `id`. */
static int edge(int id, int x, int y, int dx, int dy, int reach)
{
    int in = 0, out = reach + 1;

    while (out - in > 1) {
        int middle = (in + out) / 2;
        if (target_at(x + dx * middle, y + dy * middle) == id) {
            in = middle;
        } else {
            out = middle;
        }
    }
    return in;
}

static bool is_found(int id)
{
    for (size_t i = 0; i < set->count; i++) {
        if (set->targets[i].id == id) {
            return true;
        }
    }
    return false;
}

static void find_targets(void)
{
    const struct theme *theme = &set->bench.theme;
    int step = theme->touch_min * 2 / 3;

    set->count = 0;
    for (int y = step / 2; y < theme->height_px; y += step) {
        for (int x = step / 2; x < theme->width_px; x += step) {
            int id = target_at(x, y);
            if (id == 0 || is_found(id)) {
                continue;
            }
            assert_true(set->count < TARGETS_MAX);
            struct rect rect = {x - edge(id, x, y, -1, 0, x), y - edge(id, x, y, 0, -1, y), 0, 0};
            rect.w = x + edge(id, x, y, 1, 0, theme->width_px - 1 - x) - rect.x + 1;
            rect.h = y + edge(id, x, y, 0, 1, theme->height_px - 1 - y) - rect.y + 1;
            set->targets[set->count++] = (struct target){id, rect};
        }
    }
}

/* Does the edge of a scroll region cut it? Then it is as large as it will be, once scrolled there.
 */
static bool is_cut(struct rect rect)
{
    const struct draw_list *list = &set->bench.list;

    for (size_t i = 0; i < list->region_count; i++) {
        struct rect view = list->regions[i].view;
        if (rect_covers(view, rect) && (rect.y == view.y || rect.y + rect.h == view.y + view.h)) {
            return true;
        }
    }
    return false;
}

static unsigned small_targets(const char *place)
{
    int least = set->bench.theme.touch_min;
    unsigned small = 0;

    for (size_t t = 0; t < set->count; t++) {
        struct rect rect = set->targets[t].rect;
        if ((rect.w < least || rect.h < least) && !is_cut(rect)) {
            print_error("%s: target %d is %dx%d at %d,%d\n", place, set->targets[t].id, rect.w,
                        rect.h, rect.x, rect.y);
            small++;
        }
    }
    return small;
}

static void every_target_is_as_large_as_a_finger_needs(void **state)
{
    unsigned small = 0;

    (void)state;
    for (size_t i = 0; i < model_place_count; i++) {
        show(model_places[i]);
        find_targets();
        /* While the glass is wiped nothing reacts at all. */
        assert_true((set->count > 0) == (set->bench.model->place.page != PAGE_CLEANING));
        small += small_targets(model_places[i]);
        show_on(model_places[i], 1280, 800, false);
        find_targets();
        small += small_targets(model_places[i]);
    }
    assert_int_equal(small, 0);
}

static void with_low_reach_all_targets_are_low(void **state)
{
    unsigned high = 0;

    (void)state;
    for (size_t i = 0; i < model_place_count; i++) {
        show_on(model_places[i], PORTRAIT_W, PORTRAIT_H, true);
        find_targets();
        for (size_t t = 0; t < set->count; t++) {
            struct rect rect = set->targets[t].rect;
            bool corner = rect.x == 0 && rect.y == 0; /* staff stand */
            bool hero = set->bench.model->place.page == PAGE_HOME && rect.w > PORTRAIT_W / 2;
            /* The letter is written from the keys below; a touch in it only puts the caret. */
            bool letter = set->bench.model->place.page == PAGE_WRITE &&
                          set->targets[t].id == UI_ID(PAGE_WRITE, 0);
            letter = letter || set->bench.model->place.page == PAGE_CONTACT; /* so are its fields */
            if (rect.y < set->bench.theme.reach_y && !corner && !letter &&
                !hero) { /* the tile does the same */
                print_error("%s: target %d at %d,%d\n", model_places[i], set->targets[t].id, rect.x,
                            rect.y);
                high++;
            }
        }
    }
    assert_int_equal(high, 0);
}

static void with_low_reach_places_found_in_a_regulation_are_low(void **state)
{
    (void)state;
    for (int reading = 0; reading <= 1; reading++) {
        show_on("regulation/regulation/disclosure", PORTRAIT_W, PORTRAIT_H, true);
        textfield_set(&set->bench.model->search.query, text_of("公开"));
        set->bench.state.tab = 2;
        set->bench.state.group = reading;
        (void)bench_settle(&set->bench);
        find_targets();
        assert_true(set->count > 8);
        for (size_t t = 0; t < set->count; t++) {
            struct rect rect = set->targets[t].rect;
            assert_true(rect.y >= set->bench.theme.reach_y || (rect.x == 0 && rect.y == 0));
        }
        assert_int_equal(bench_says(&set->bench, "第三条"), reading);
    }
}

/* Taps every target of `place` and tells whether one of them gives such an intent. */
static bool some_tap_gives(const char *place, enum intent_kind kind, const char *to)
{
    struct place wanted = {0};

    if (to) {
        assert_ok(place_parse(text_of(to), &wanted));
    }
    if (!set->found || strcmp(set->found, place) != 0) {
        show(place);
        find_targets();
        set->found = place;
    }
    for (size_t t = 0; t < set->count; t++) {
        struct rect rect = set->targets[t].rect;
        show(place);
        struct intent intent = bench_tap(&set->bench, rect.x + rect.w / 2, rect.y + rect.h / 2);
        bool there =
            intent.place.page == wanted.page && (!to || strcmp(intent.place.arg, wanted.arg) == 0);
        if (intent.kind == kind && (kind != INTENT_GO || there)) {
            return true;
        }
    }
    return false;
}

static void each_button_gives_its_intent(void **state)
{
    static const struct {
        const char *page;
        enum intent_kind kind;
        const char *to;
    } buttons[] = {
        {"home", INTENT_GO, "board"},
        {"home", INTENT_GO, "meetings"},
        {"home", INTENT_GO, "duty"},
        {"home", INTENT_GO, "mailbox"},
        {"home", INTENT_GO, "regulations"},
        {"home", INTENT_GO, "notices"},
        {"home", INTENT_GO, "meeting/meeting/2026-11-26-1"},
        {"home", INTENT_SCALE, NULL},
        {"home", INTENT_CONTRAST, NULL},
        {"home", INTENT_LOW_REACH, NULL},
        {"board", INTENT_GO, "board/2026-10"},
        {"board", INTENT_GO, "item/disclosure/2026-10/05/1"},
        {"board", INTENT_GO, "item/disclosure/2026-10/07/1"}, /* missing: the key it would have */
        {"board", INTENT_GO, "write"},
        {"board", INTENT_GO, "archive"},
        {"board", INTENT_GO, "changes/2026-11"},
        {"item/disclosure/2026-10/05/1", INTENT_GO, "compare/disclosure/2026-10/05/1"},
        {"compare/disclosure/2026-10/05/1", INTENT_GO, "item/disclosure/2026-10/05/1"},
        {"changes/2026-11", INTENT_GO, "compare/disclosure/2026-10/05/1"},
        {"changes/2026-11", INTENT_GO, "board/2026-11"},
        {"archive/2026/2026-11", INTENT_GO, "archive/2025"},
        {"archive/2026/2026-11", INTENT_GO, "archive/2026/2026-10"},
        {"archive/2026/2026-11", INTENT_GO, "item/disclosure/2026-10/05/1"},
        {"board", INTENT_BACK, NULL},
        {"board", INTENT_HOME, NULL},
        {"board", INTENT_SCALE, NULL},
        {"item/disclosure/2026-10/05/1", INTENT_GO, "write/disclosure/2026-10/05/1"},
        {"meetings", INTENT_GO, "meeting/meeting/2026-11-26-1"},
        {"meeting/meeting/2026-11-26-1", INTENT_GO, "write/meeting/2026-11-26-1"},
        {"regulations", INTENT_GO, "regulation/regulation/disclosure"},
        {"notices", INTENT_GO, "notice/notice/water"},
        {"duty", INTENT_GO, "building"},
        {"duty", INTENT_GO, "organisation"},
        {"building", INTENT_GO, "building/5号楼"},
        {"building/5号楼", INTENT_GO, "building"},
        {"organisation", INTENT_GO, "building"},
        {"answers", INTENT_GO, "item/disclosure/2026-10/05/1"},
        {"emergency", INTENT_HOME, NULL},
        {"attract", INTENT_HOME, NULL},
        {"staff", INTENT_CLEAN, NULL},
        {"home", INTENT_GO, "search"},
        {"home", INTENT_GO, "organisation"},
        {"search", INTENT_GO, "meeting/meeting/2026-11-26-1"},
        {"meeting/meeting/2026-11-26-1", INTENT_GO, "take/meeting/meeting/2026-11-26-1"},
        {"building/5号楼", INTENT_GO, "take/building/5号楼"},
        {"lookup", INTENT_GO, "lost"},
        {"lost", INTENT_GO, "write"},
        {"mailbox", INTENT_GO, "answers"},
        {"mailbox", INTENT_GO, "write"},
        {"mailbox", INTENT_GO, "lookup"},
        {"write", INTENT_GO, "contact"},
        {"write", INTENT_BACK, NULL},
        {"write", INTENT_DISCARD, NULL},
        {"write", INTENT_CATEGORY, NULL},
        {"contact", INTENT_GO, "review"},
        {"review", INTENT_SUBMIT, NULL},
        {"review", INTENT_BACK, NULL},
        {"receipt/730518462902", INTENT_RETRACT_ASK, NULL},
        {"receipt/730518462902", INTENT_STAY, NULL},
        {"receipt/730518462902", INTENT_DONE, NULL},
        {"staff-pin", INTENT_STAFF_OUT, NULL},
        {"staff-pin", INTENT_STAFF_PERSON, NULL},
        {"staff", INTENT_GO, "staff-book/visit"},
        {"staff", INTENT_GO, "staff-letters"},
        {"staff", INTENT_GO, "staff-due"},
        {"staff", INTENT_GO, "staff-clock"},
        {"staff", INTENT_STAFF_OUT, NULL},
        {"staff-book/visit", INTENT_ENTRY_SAVE, NULL},
        {"staff-entry/visit/1", INTENT_ENTRY_CORRECT, NULL},
        {"staff-letters", INTENT_LETTER_OPEN, NULL},
        {"staff-letter/00112233445566778899", INTENT_ANSWER_SAVE, NULL},
        {"staff-clock", INTENT_BACK, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof buttons / sizeof buttons[0]; i++) {
        bool given = some_tap_gives(buttons[i].page, buttons[i].kind, buttons[i].to);
        if (!given) {
            print_error("%s: no tap gives intent %d %s\n", buttons[i].page, buttons[i].kind,
                        buttons[i].to ? buttons[i].to : "");
        }
        assert_true(given);
    }
}

/* Taps the middle of the target with this id, wherever it stands. */
static struct intent tap_text(const char *text)
{
    const struct draw_list *list = &set->bench.list;

    for (size_t i = list->command_count; i-- > 0;) {
        const struct draw_command *command = &list->commands[i];
        struct text said = {list->text + command->text, command->text_size};
        if (command->kind == DRAW_TEXT && text_is(said, text)) {
            return bench_tap(&set->bench, command->rect.x + command->rect.w / 2,
                             command->rect.y + command->rect.h / 2);
        }
    }
    print_error("\"%s\" is not on the screen\n", text);
    fail();
    return (struct intent){0};
}

static void twelve_digits_on_the_pad_are_looked_up(void **state)
{
    static const char *const digits[] = {"6", "2", "9", "0", "2"};

    (void)state;
    show("lookup");                                     /* 7305184 is there already */
    assert_int_equal(tap_text("查").kind, INTENT_NONE); /* not yet whole */
    for (size_t i = 0; i < 5; i++) {
        (void)bench_settle(&set->bench);
        (void)tap_text(digits[i]);
    }
    (void)bench_settle(&set->bench);
    assert_int_equal(tap_text("查").kind, INTENT_LOOKUP);
    assert_text(textfield_text(&set->bench.model->lookup), "730518462902");
}

static void a_pin_is_six_digits(void **state)
{
    static const char *const digits[] = {"4", "5", "6"};

    (void)state;
    show("staff-pin"); /* 123 is there already */
    assert_int_equal(tap_text("确定").kind, INTENT_NONE);
    for (size_t i = 0; i < 3; i++) {
        (void)bench_settle(&set->bench);
        (void)tap_text(digits[i]);
    }
    (void)bench_settle(&set->bench);
    assert_int_equal(tap_text("确定").kind, INTENT_STAFF_SECRET);
}

static void a_passphrase_of_nine_is_too_short(void **state)
{
    (void)state;
    show("staff-pin");
    struct model_staff *staff = &set->bench.model->staff;
    staff->activating = true;
    staff->activation_step = 3;
    textfield_set(&staff->secret, text_of("123456789"));
    (void)bench_settle(&set->bench);
    assert_int_equal(tap_text("确定").kind, INTENT_NONE);
    assert_true(bench_says(&set->bench, "会被人猜出来")); /* why a passphrase is asked */
    textfield_set(&staff->secret, text_of("1234567890"));
    (void)bench_settle(&set->bench);
    assert_int_equal(tap_text("确定").kind, INTENT_STAFF_SECRET);
}

static void the_vault_opens_by_passphrase_only(void **state)
{
    (void)state;
    show("staff-letters");
    set->bench.model->staff.vault_open = false;
    textfield_set(&set->bench.model->staff.secret, text_of("correct horse"));
    (void)bench_settle(&set->bench);
    assert_false(bench_says(&set->bench, "公共设施")); /* nothing of a letter shows */
    (void)tap_text("打开保险柜看姓名和信");
    (void)bench_settle(&set->bench);
    assert_int_equal(tap_text("打开").kind, INTENT_VAULT_OPEN);
}

static void a_tapped_sentence_is_written_and_taken_away_again(void **state)
{
    struct draft *draft;

    (void)state;
    show("write");
    draft = &set->bench.model->draft;
    textfield_set(&draft->text, text_of("楼下很黑。"));
    (void)bench_settle(&set->bench);
    (void)tap_text("常用语");
    (void)bench_settle(&set->bench);
    (void)tap_text("楼道的灯坏了，晚上看不见台阶。");
    assert_text(textfield_text(&draft->text), "楼下很黑。楼道的灯坏了，晚上看不见台阶。");
    (void)bench_settle(&set->bench);
    (void)tap_text("撤销");
    assert_text(textfield_text(&draft->text), "楼下很黑。");
}

static void a_letter_without_text_goes_no_further(void **state)
{
    (void)state;
    show("write");
    textfield_set(&set->bench.model->draft.text, text_of(" \n"));
    (void)bench_settle(&set->bench);
    assert_int_equal(tap_text("写好了，下一步 ›").kind, INTENT_NONE);
}

static void a_letter_needs_its_kind(void **state)
{
    (void)state;
    show("write");
    set->bench.model->draft.category = -1;
    (void)bench_settle(&set->bench);
    assert_int_equal(tap_text("写好了，下一步 ›").kind, INTENT_NONE);
    (void)bench_settle(&set->bench);
    struct intent intent = tap_text("治安消防");
    assert_int_equal(intent.kind, INTENT_CATEGORY);
    assert_int_equal(intent.value, 2);
}

static void nothing_is_handed_in_while_the_disk_is_full(void **state)
{
    (void)state;
    show("review");
    set->bench.model->site.disk_full = true;
    (void)bench_settle(&set->bench);
    assert_int_equal(tap_text("交给主任信箱").kind, INTENT_NONE);
}

static void typing_on_a_keyboard_writes_at_once(void **state)
{
    (void)state;
    show("write");
    textfield_set(&set->bench.model->draft.text, text_of(""));
    input_type(&set->bench.input, text_of("灯坏了"));
    (void)bench_frame(&set->bench);
    assert_text(textfield_text(&set->bench.model->draft.text), "灯坏了");
}

static void the_corner_must_be_held(void **state)
{
    struct bench *bench = &set->bench;

    (void)state;
    show("home");
    assert_int_equal(bench_tap(bench, 40, 40).kind, INTENT_NONE);
    input_point(&bench->input, 1, INPUT_DOWN, 40, 40);
    (void)bench_frame(bench);
    bench->now_ms += 1900;
    input_begin(&bench->input, bench->now_ms);
    assert_int_equal(bench_frame(bench).kind, INTENT_NONE);
    bench->now_ms += 200;
    input_begin(&bench->input, bench->now_ms);
    assert_int_equal(bench_frame(bench).kind, INTENT_STAFF);
}

static void under_the_warning_only_its_buttons_act(void **state)
{
    (void)state;
    show("home");
    set->bench.model->idle_left_ms = 19500;
    (void)bench_settle(&set->bench);
    assert_true(bench_says(&set->bench, "20秒后回到首页"));
    assert_int_equal(bench_tap(&set->bench, 200, 1780).kind, INTENT_NONE);
    (void)bench_settle(&set->bench);
    assert_int_equal(tap_text("继续").kind, INTENT_STAY);
    (void)bench_settle(&set->bench);
    assert_int_equal(tap_text("不用了，清屏").kind, INTENT_DISCARD);
}

static void the_question_before_a_retraction_can_be_declined(void **state)
{
    (void)state;
    show("receipt/730518462902");
    set->bench.model->receipt.retract_asked = true;
    (void)bench_settle(&set->bench);
    assert_int_equal(tap_text("不撤回").kind, INTENT_RETRACT_NO);
    (void)bench_settle(&set->bench);
    assert_int_equal(tap_text("撤回").kind, INTENT_RETRACT);
}

static void the_table_of_contents_leads_to_its_article(void **state)
{
    struct bench *bench = &set->bench;

    (void)state;
    show("regulation/regulation/disclosure");
    (void)tap_text("目录");
    (void)bench_settle(bench);
    (void)tap_text("第二章 公开什么");
    (void)bench_settle(bench);
    assert_int_equal(bench->state.tab, 0);
    assert_true(bench->state.scroll.offset > 0);
    assert_true(bench_says(bench, "第二章 公开什么"));
    assert_false(bench_says(bench, "第一章 总则"));
}

static void words_that_are_looked_for_lead_to_their_line(void **state)
{
    struct bench *bench = &set->bench;

    (void)state;
    show("regulation/regulation/disclosure");
    textfield_set(&bench->model->search.query, text_of("凭证件"));
    (void)tap_text("找字");
    (void)bench_settle(bench);
    assert_true(bench_says(bench, "有 3处"));
    (void)tap_text("凭证件");
    (void)bench_settle(bench);
    assert_int_equal(bench->state.tab, 0);
    assert_true(bench->state.scroll.offset > 0);
    assert_true(bench_says(bench, "居民可以凭证件查看"));
}

static void a_word_that_many_look_for_is_asked_with_one_tap(void **state)
{
    (void)state;
    show("search");
    set->bench.model->search.asked = false;
    textfield_set(&set->bench.model->search.query, text_of(""));
    (void)bench_settle(&set->bench);
    assert_int_equal(tap_text("停车").kind, INTENT_SEARCH);
    assert_text(textfield_text(&set->bench.model->search.query), "停车");
}

static void a_long_item_is_taken_code_by_code(void **state)
{
    struct bench *bench = &set->bench;
    struct arena *arena = &set->arena;

    (void)state;
    show("take/item/disclosure/2026-10/05/1");
    struct buffer out = buffer_begin(arena);
    struct bytes bytes;
    for (int i = 0; i < 40; i++) {
        buffer_add_text(&out, text_of("这一段说明用来把内容写长，好让它分成几张。\n"));
    }
    assert_ok(buffer_end(&out, &bytes));
    assert_ok(markdown_parse(bytes_text(bytes), arena, &bench->model->item.text));
    (void)bench_settle(bench);
    assert_true(bench_says(bench, "第1张"));
    (void)tap_text("下一张 ›");
    (void)bench_settle(bench);
    assert_true(bench_says(bench, "第2张"));
}

static struct model_emergency emergency_of(const char *title)
{
    return (struct model_emergency){.key = text_of("emergency/1"),
                                    .title = text_of(title),
                                    .text = text_of("不要出门。"),
                                    .date = civil_day_of_ymd(2026, 11, 25)};
}

static void an_emergency_has_the_screen_before_the_home_page(void **state)
{
    struct bench *bench = &set->bench;

    (void)state;
    show("home");
    bench->model->emergency = emergency_of("台风");
    (void)bench_settle(bench);
    assert_true(bench_says(bench, "不要出门"));
    assert_false(bench_says(bench, "主任信箱"));
    int largest = 0;
    for (size_t i = 0; i < bench->list.command_count; i++) {
        const struct draw_command *command = &bench->list.commands[i];
        largest =
            command->kind == DRAW_TEXT && command->size_px > largest ? command->size_px : largest;
    }
    assert_true(largest >= PORTRAIT_H / 12);
    (void)tap_text("知道了，看首页");
    (void)bench_settle(bench);
    assert_true(bench_says(bench, "主任信箱"));
    assert_true(bench_says(bench, "紧急通知：台风"));
}

static void an_emergency_stands_above_every_other_page(void **state)
{
    (void)state;
    show("board");
    set->bench.model->emergency = emergency_of("台风");
    (void)bench_settle(&set->bench);
    struct intent intent = tap_text("紧急通知：台风 点这里看 ›");
    assert_int_equal(intent.kind, INTENT_GO);
    assert_int_equal(intent.place.page, PAGE_EMERGENCY);
}

static void arrows_turn_pages_of_a_regulation(void **state)
{
    (void)state;
    show("regulation/regulation/disclosure");
    (void)tap_text("下一页");
    (void)bench_settle(&set->bench);
    assert_int_equal(ui_scroll_page_number(&set->bench.state.scroll), 2);
    (void)tap_text("上一页");
    (void)bench_settle(&set->bench);
    assert_int_equal(set->bench.state.scroll.offset, 0);
}

static void arrows_of_the_board_bring_older_months(void **state)
{
    (void)state;
    show("board");
    assert_false(bench_says(&set->bench, "6月"));
    (void)tap_text("‹ 更早");
    (void)bench_settle(&set->bench);
    struct intent intent = tap_text("7月");
    assert_int_equal(intent.kind, INTENT_GO);
    assert_string_equal(intent.place.arg, "2026-07");
}

/* The list's image, as large as it is drawn. */
static struct rect image_rect(void)
{
    for (size_t i = 0; i < set->bench.list.command_count; i++) {
        if (set->bench.list.commands[i].kind == DRAW_IMAGE) {
            return set->bench.list.commands[i].rect;
        }
    }
    fail_msg("no picture is drawn");
    return (struct rect){0};
}

static void a_picture_in_a_text_opens_and_grows_by_keys_alone(void **state)
{
    (void)state;
    show("notice/notice/ramp");
    struct rect small = image_rect();
    struct intent intent = bench_tap(&set->bench, small.x + small.w / 2, small.y + small.h / 2);
    assert_int_equal(intent.kind, INTENT_GO);
    assert_int_equal(intent.place.page, PAGE_PICTURE);
    assert_string_equal(intent.place.arg, "picture/abcdefghijklmnopabcdefghijklmnop");

    show("picture/picture/abcdefghijklmnopabcdefghijklmnop");
    assert_true(bench_says(&set->bench, "斜坡在3号楼门口右边"));
    struct rect whole = image_rect();
    (void)tap_text("放大");
    (void)bench_settle(&set->bench);
    struct rect large = image_rect();
    assert_true(large.w > whole.w * 3 / 2);
    (void)tap_text("看右边 ›");
    (void)bench_settle(&set->bench);
    assert_true(image_rect().x < large.x);
    (void)tap_text("看右边 ›");
    (void)bench_settle(&set->bench);
    assert_int_equal(image_rect().x + image_rect().w, PORTRAIT_W - whole.x);
    (void)tap_text("看全图");
    (void)bench_settle(&set->bench);
    assert_int_equal(image_rect().w, whole.w);
}

static int set_up(void **state)
{
    (void)state;
    set = calloc(1, sizeof *set);
    assert_non_null(set);
    assert_ok(arena_init(&set->arena, 32 * 1024 * 1024));
    set->text = golden_text();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    text_close(set->text);
    arena_deinit(&set->arena);
    free(set);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(every_target_is_as_large_as_a_finger_needs),
        TEST_PLAIN(with_low_reach_all_targets_are_low),
        TEST_PLAIN(with_low_reach_places_found_in_a_regulation_are_low),
        TEST_PLAIN(each_button_gives_its_intent),
        TEST_PLAIN(twelve_digits_on_the_pad_are_looked_up),
        TEST_PLAIN(a_pin_is_six_digits),
        TEST_PLAIN(a_passphrase_of_nine_is_too_short),
        TEST_PLAIN(the_vault_opens_by_passphrase_only),
        TEST_PLAIN(a_tapped_sentence_is_written_and_taken_away_again),
        TEST_PLAIN(a_letter_without_text_goes_no_further),
        TEST_PLAIN(a_letter_needs_its_kind),
        TEST_PLAIN(nothing_is_handed_in_while_the_disk_is_full),
        TEST_PLAIN(typing_on_a_keyboard_writes_at_once),
        TEST_PLAIN(the_corner_must_be_held),
        TEST_PLAIN(under_the_warning_only_its_buttons_act),
        TEST_PLAIN(the_question_before_a_retraction_can_be_declined),
        TEST_PLAIN(the_table_of_contents_leads_to_its_article),
        TEST_PLAIN(words_that_are_looked_for_lead_to_their_line),
        TEST_PLAIN(a_word_that_many_look_for_is_asked_with_one_tap),
        TEST_PLAIN(a_long_item_is_taken_code_by_code),
        TEST_PLAIN(an_emergency_has_the_screen_before_the_home_page),
        TEST_PLAIN(an_emergency_stands_above_every_other_page),
        TEST_PLAIN(arrows_turn_pages_of_a_regulation),
        TEST_PLAIN(arrows_of_the_board_bring_older_months),
        TEST_PLAIN(a_picture_in_a_text_opens_and_grows_by_keys_alone),
    };
    return cmocka_run_group_tests_name("touch", tests, set_up, tear_down);
}
