/* Each page as text and as a picture. Look at the pictures before you commit new ones. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

#include "golden.h"
#include "models.h"
#include "render.h"

enum { PORTRAIT_W = 1080, PORTRAIT_H = 1920, LANDSCAPE_W = 1280, LANDSCAPE_H = 800 };

struct stage_set {
    struct text_engine *text;
    struct arena arena;
    struct bench bench;
};

static struct stage_set *set; /* one for all tests: fonts are opened once */

/* What is drawn, without its picture: pictures of everything would weigh too much. */
static void compare_list(const char *name)
{
    char path[128];

    (void)bench_settle(&set->bench);
    snprintf(path, sizeof path, "pages/%s", name);
    assert_golden_list(path, &set->bench.list);
}

/* Draws what the bench has drawn into memory, and compares both. */
static void compare(const char *name)
{
    struct bench *bench = &set->bench;
    struct screen *screen = NULL;
    struct render *render = NULL;
    char path[128];

    (void)bench_settle(bench);
    snprintf(path, sizeof path, "pages/%s", name);
    assert_golden_list(path, &bench->list);
    assert_ok(screen_open_memory(bench->theme.width_px, bench->theme.height_px, &screen));
    assert_ok(render_new(set->text, &render));
    struct draw_list *list = render_begin(render, screen, bench->theme.color[COLOR_PAPER]);
    ui_begin(&bench->ui, list, &bench->input);
    (void)page_frame(bench->model->place.page, &bench->state, &bench->ui, bench->model);
    ui_end(&bench->ui);
    assert_ok(render_end(render, screen, NULL));
    assert_golden_picture(path, screen_surface(screen));
    render_free(render);
    screen_close(screen);
}

static struct model *full(const char *place)
{
    arena_reset(&set->arena);
    return model_full(&set->arena, place);
}

static void portrait(struct model *model, const char *name)
{
    bench_init(&set->bench, set->text, model, PORTRAIT_W, PORTRAIT_H, SCALE_STANDARD);
    compare(name);
}

static void landscape(struct model *model, const char *name)
{
    bench_init(&set->bench, set->text, model, LANDSCAPE_W, LANDSCAPE_H, SCALE_STANDARD);
    compare(name);
}

static void every_page_looks_as_its_picture(void **state)
{
    enum page_id before = PAGES;

    (void)state;
    for (size_t i = 0; i < model_place_count; i++) {
        struct model *model = full(model_places[i]);
        enum page_id page = model->place.page;
        char name[64];
        bool plain = page == PAGE_LOST || page == PAGE_CLEANING || page == PAGE_STAFF_CLOCK ||
                     ((page == PAGE_TAKE || page == PAGE_STAFF_BOOK) && page == before);
        snprintf(name, sizeof name, "%s%s", page_name(page), page == before ? "-2" : "");
        bench_init(&set->bench, set->text, model, PORTRAIT_W, PORTRAIT_H, SCALE_STANDARD);
        if (plain) {
            compare_list(name);
        } else {
            compare(name);
        }
        before = page;
    }
}

static void the_main_pages_look_as_their_pictures_in_landscape(void **state)
{
    (void)state;
    landscape(full("home"), "home-landscape");
    landscape(full("board"), "board-landscape");
    landscape(full("item/disclosure/2026-10/05/1"), "item-landscape");
    landscape(full("meeting/meeting/2026-11-26-1"), "meeting-landscape");
    landscape(full("search"), "search-landscape");
}

/* Every page lying on its side. */
static void every_page_is_drawn_in_landscape_as_it_was(void **state)
{
    enum page_id before = PAGES;

    (void)state;
    for (size_t i = 0; i < model_place_count; i++) {
        struct model *model = full(model_places[i]);
        enum page_id page = model->place.page;
        char name[96];
        snprintf(name, sizeof name, "lists/%s%s", page_name(page), page == before ? "-2" : "");
        bench_init(&set->bench, set->text, model, LANDSCAPE_W, LANDSCAPE_H, SCALE_STANDARD);
        compare_list(name);
        before = page;
    }
}

static void the_course_of_spending_looks_as_its_picture(void **state)
{
    (void)state;
    bench_init(&set->bench, set->text, full("compare/disclosure/2026-10/05/1"), PORTRAIT_W,
               PORTRAIT_H, SCALE_STANDARD);
    (void)bench_settle(&set->bench);
    ui_scroll_to(&set->bench.state.scroll, INT_MAX);
    compare("compare-end");
}

static void the_first_start_says_what_to_do(void **state)
{
    (void)state;
    arena_reset(&set->arena);
    portrait(model_empty(&set->arena, "home"), "home-first");
}

static void a_panel_is_tried_as_its_pictures(void **state)
{
    struct model *model = full("staff-panel");

    (void)state;
    model->staff.panel = (struct model_panel){.trying = true, .turned = true, .left_ms = 12000};
    portrait(model, "staff-panel-turned");
    model = full("staff-panel");
    model->staff.panel = (struct model_panel){
        .aiming = true, .aim = 2, .target_x = 57344, .target_y = 57344, .left_ms = 58000};
    portrait(model, "staff-panel-aim");
}

static void the_desk_shows_the_offer_until_the_office_admits(void **state)
{
    struct bench *bench = &set->bench;
    struct model *model = full("staff");

    (void)state;
    model->site.offer =
        text_of("NP1:WUTONGLI:4F2A9C01D7E86B35:"
                "MZXW6YTBOI4DCMRTGQ2TMNZYHEYGCYTDMRSWM2BAJBUW63TPOQ2A:K7D2M4XQ9F3TN8WA");
    bench_init(bench, set->text, model, PORTRAIT_W, PORTRAIT_H, SCALE_STANDARD);
    (void)bench_settle(bench);
    bench->state.scroll.offset = bench->state.scroll.content_h; /* as far as it goes */
    compare("staff-offer");
}

static void large_letters_look_as_their_pictures(void **state)
{
    (void)state;
    bench_init(&set->bench, set->text, full("home"), PORTRAIT_W, PORTRAIT_H, SCALE_XLARGE);
    compare("home-xlarge");
    bench_init(&set->bench, set->text, full("board"), PORTRAIT_W, PORTRAIT_H, SCALE_XLARGE);
    compare("board-xlarge");
    bench_init(&set->bench, set->text, full("item/disclosure/2026-10/05/1"), PORTRAIT_W, PORTRAIT_H,
               SCALE_XLARGE);
    compare("item-xlarge");
}

static void contrast_and_low_reach_look_as_their_pictures(void **state)
{
    struct model *model = full("home");

    (void)state;
    model->contrast = model->low_reach = true;
    portrait(model, "home-contrast-low");
    model = full("board");
    model->low_reach = true;
    bench_init(&set->bench, set->text, model, PORTRAIT_W, PORTRAIT_H, SCALE_STANDARD);
    compare_list("board-low");
    model = full("write");
    model->low_reach = true;
    portrait(model, "write-low");
}

static void the_words_of_a_regulation_are_found(void **state)
{
    struct model *model = full("regulation/regulation/disclosure");

    (void)state;
    textfield_set(&model->search.query, text_of("公开"));
    bench_init(&set->bench, set->text, model, PORTRAIT_W, PORTRAIT_H, SCALE_STANDARD);
    set->bench.state.tab = 2;
    compare("regulation-find");
}

static void the_hits_of_a_search_are_drawn_as_they_were(void **state)
{
    (void)state;
    bench_init(&set->bench, set->text, full("search"), PORTRAIT_W, PORTRAIT_H, SCALE_STANDARD);
    set->bench.state.tab = 1;
    compare_list("search-hits");
}

/* One field of each kind of keys. */
static void an_entry_is_written_as_its_pictures_show(void **state)
{
    static const struct {
        const char *name;
        int field;
        bool picture;
    } cases[] = {{"staff-book-words", 4, true},
                 {"staff-book-day", 8, true},
                 {"staff-book-time", 0, false},
                 {"staff-book-digits", 3, false}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct model *model = full("staff-book/visit");
        model->staff.forms[BOOK_visit].writing = cases[i].field;
        bench_init(&set->bench, set->text, model, PORTRAIT_W, PORTRAIT_H, SCALE_STANDARD);
        if (cases[i].picture) {
            compare(cases[i].name);
        } else {
            compare_list(cases[i].name);
        }
    }
}

static void the_vault_is_asked_for_as_it_was(void **state)
{
    struct model *model = full("staff");

    (void)state;
    model->staff.vault_open = false;
    for (size_t i = 0; i < model->staff.entry_count; i++) {
        model->staff.entries[i].record = NULL;
    }
    bench_init(&set->bench, set->text, model, PORTRAIT_W, PORTRAIT_H, SCALE_STANDARD);
    compare_list("staff-sealed");
    set->bench.state.tab = 900;
    compare_list("staff-vault");
}

static void the_agenda_is_drawn_as_it_was(void **state)
{
    (void)state;
    bench_init(&set->bench, set->text, full("staff-due"), PORTRAIT_W, PORTRAIT_H, SCALE_STANDARD);
    set->bench.state.tab = 2;
    compare_list("staff-due-agenda");
}

static void the_states_of_an_item_look_as_their_pictures(void **state)
{
    struct model *model = full("item/disclosure/2026-10/07/1");

    (void)state;
    model->item = (struct model_item){.state = ITEM_MISSING, .row = model->board.rows[6]};
    portrait(model, "item-missing");
    model = full("item/disclosure/2026-10/05/1");
    model->item.corrected = true;
    model->item.corrected_on = civil_day_of_ymd(2026, 11, 20);
    model->item.correction = text_of("10月16日公开栏印刷的金额写错了，应为486.00元。");
    model->item.older_key = text_of("disclosure/2026-10/05/1@1");
    model->site.freshness = FRESH_DAYS;
    model->site.checked_s = model->now_s - 4 * CIVIL_DAY_S;
    portrait(model, "item-corrected");
}

static void the_warning_before_the_wipe_looks_as_its_picture(void **state)
{
    struct model *model = full("write");

    (void)state;
    model->idle_left_ms = 19500;
    portrait(model, "idle");
}

/* ---- the input panel ---- */

static void offer(struct input_panel *panel, struct textfield *field, const char *words,
                  const char *preedit)
{
    const struct input_query *query = panel_query(panel);
    struct input_answer answer = {.serial = query ? query->serial : 0, .more = true};
    struct text rest = text_of(words), each;

    while (text_split(&rest, ' ', &each)) {
        struct input_candidate *candidate = &answer.candidates[answer.count++];
        candidate->size = (uint8_t)each.size;
        memcpy(candidate->text, each.data, each.size);
    }
    answer.preedit.size = (uint8_t)strlen(preedit);
    memcpy(answer.preedit.text, preedit, strlen(preedit));
    assert_true(panel_take(panel, field, &answer));
}

/* Strokes of 阶, as a hand draws them, within the pad that the frame has. */
static void draw_stairs(struct input_panel *panel, struct textfield *field, struct rect pad)
{
    static const int strokes[][9] = {/* pairs of percents, -1 ends */
                                     {22, 20, 38, 19, 28, 40, -1}, {28, 40, 40, 52, 30, 66, -1},
                                     {22, 20, 22, 88, -1},         {60, 16, 54, 34, 44, 48, -1},
                                     {60, 16, 66, 32, 80, 46, -1}, {56, 52, 54, 70, 45, 86, -1},
                                     {70, 52, 71, 88, -1}};

    for (size_t s = 0; s < sizeof strokes / sizeof strokes[0]; s++) {
        for (size_t i = 0; strokes[s][i] >= 0; i += 2) {
            int x = pad.x + pad.w * strokes[s][i] / 100,
                y = pad.y + pad.h * strokes[s][i + 1] / 100;
            panel_pen(panel, field, i == 0 ? PEN_DOWN : PEN_MOVE, x, y, 0, 1);
            if (strokes[s][i + 2] < 0) {
                panel_pen(panel, field, PEN_UP, x, y, 0, 1);
            }
        }
    }
}

enum panel_picture {
    PICTURE_HAND,
    PICTURE_PINYIN,
    PICTURE_NINE,
    PICTURE_PHRASES,
    PICTURE_SIGNS,
    PICTURE_RADICALS,
    PICTURE_RADICAL,
    PICTURE_ABSENT,
    PICTURE_SELECTED
};

static struct model *writing(enum panel_picture picture, struct rect pad)
{
    struct model *model = full("write");
    struct input_panel *panel = &model->draft.panel;
    struct textfield *field = &model->draft.text;

    switch (picture) {
    case PICTURE_HAND:
        draw_stairs(panel, field, pad);
        offer(panel, field, "阶 价 阵 队 除 附 阴", "");
        panel->pen_up_ms = 0;
        break;
    case PICTURE_PINYIN:
        panel_choose_mode(panel, field, PANEL_PINYIN);
        panel->keys_size = 0;
        for (const char *key = "wanshanglaoren"; *key; key++) {
            panel_key(panel, *key);
        }
        offer(panel, field, "晚上老人 晚上 万 完 玩 晚 碗", "wan'shang'lao'ren");
        break;
    case PICTURE_NINE:
        panel_choose_mode(panel, field, PANEL_NINE);
        for (const char *key = "94267826"; *key; key++) {
            panel_key(panel, *key);
        }
        offer(panel, field, "小区 小泉 硝酸 小犬 小圈 小拳 效", "9426'78'26");
        break;
    case PICTURE_PHRASES:
        panel_choose_mode(panel, field, PANEL_PHRASES);
        break;
    case PICTURE_SIGNS:
        panel_choose_mode(panel, field, PANEL_SIGNS);
        break;
    case PICTURE_RADICALS:
        panel_choose_mode(panel, field, PANEL_RADICALS);
        panel_choose_strokes(panel, 3);
        offer(panel, field,
              "亡 久 口 囗 土 士 夂 夊 夕 大 女 子 宀 寸 小 尢 尸 屮 山 川 工 己 巾 干 幺 广 廴 廾",
              "");
        break;
    case PICTURE_RADICAL:
        panel_choose_mode(panel, field, PANEL_RADICALS);
        panel_choose_strokes(panel, 3);
        panel->radical = 0x5973;
        offer(panel, field, "女 奶 奴 妆 妄 奸 如 妃 好 她 妈 㚢 㚣 㚤 㚥 妁 㛃 姑", "");
        break;
    case PICTURE_ABSENT:
        panel->absent[PANEL_HAND] = true;
        break;
    case PICTURE_SELECTED:
        textfield_select_at(field, 42);
        textfield_select_at(field, 42);
        break;
    }
    return model;
}

static const struct rect portrait_pad = {220, 1180, 400, 480}, landscape_pad = {700, 240, 300, 380};

static void the_input_panel_looks_as_its_pictures(void **state)
{
    static const char *const names[] = {"hand",     "pinyin",  "nine",   "phrases", "signs",
                                        "radicals", "radical", "absent", "selected"};
    char name[64];

    (void)state;
    for (int i = 0; i <= PICTURE_SELECTED; i++) {
        snprintf(name, sizeof name, "write-%s", names[i]);
        portrait(writing((enum panel_picture)i, portrait_pad), name);
    }
    landscape(writing(PICTURE_HAND, landscape_pad), "write-hand-landscape");
    landscape(writing(PICTURE_NINE, landscape_pad), "write-nine-landscape");
    bench_init(&set->bench, set->text, writing(PICTURE_PINYIN, portrait_pad), PORTRAIT_W,
               PORTRAIT_H, SCALE_XLARGE);
    compare("write-pinyin-xlarge");
}

/* ---- reading aloud ---- */

/* The page is being read: the sentence that contains `part` of a text it shows. */
static struct model *read_aloud(const char *place, const char *whole, const char *part)
{
    struct model *model = full(place);

    model->voice = (struct model_voice){.available = true, .on = true, .volume = 3, .line = 2};
    if (whole) {
        const char *at = strstr(whole, part);
        assert_non_null(at);
        model->voice.whole = text_of(whole);
        model->voice.from = (size_t)(at - whole);
        model->voice.to = model->voice.from + strlen(part);
    }
    return model;
}

static void reading_aloud_looks_as_its_pictures(void **state)
{
    struct model *model = full("notice/notice/2026-11-23-water-off");
    struct text said = {0};

    (void)state;
    model->voice = (struct model_voice){.available = true, .volume = 3};
    bench_init(&set->bench, set->text, model, PORTRAIT_W, PORTRAIT_H, SCALE_STANDARD);
    compare_list("aloud-quiet");
    for (size_t i = 0; i < model->notice.text.count && said.size == 0; i++) {
        said = model->notice.text.at[i].text;
    }
    model->voice.on = true;
    model->voice.whole = said;
    model->voice.to = said.size;
    portrait(model, "aloud-notice");
    model->voice = (struct model_voice){.available = true, .night = true, .volume = 3};
    bench_init(&set->bench, set->text, model, PORTRAIT_W, PORTRAIT_H, SCALE_STANDARD);
    compare_list("aloud-night");
    model = read_aloud("item/disclosure/2026-10/05/1", NULL, NULL);
    model->voice.whole = model->item.rows[1].item;
    model->voice.to = model->voice.whole.size;
    bench_init(&set->bench, set->text, model, PORTRAIT_W, PORTRAIT_H, SCALE_XLARGE);
    compare("aloud-item-xlarge");
    landscape(model, "aloud-item-landscape");
    model = read_aloud("board/2026-10", NULL, NULL);
    model->voice.whole = word_item(3);
    model->voice.to = model->voice.whole.size;
    portrait(model, "aloud-board");
    model->voice = (struct model_voice){.available = true, .volume = 3};
    portrait(model, "aloud-board-quiet"); /* ten rows, as without a voice */
    landscape(model, "aloud-board-quiet-landscape");
    model = full("receipt/123456789012");
    model->receipt.just_submitted = false;
    model->receipt.state = LETTER_ANSWERED;
    model->receipt.answer = text_of("路灯已经修好。谢谢您告诉我们。");
    model->voice = (struct model_voice){.available = true, .asked = true, .volume = 3};
    portrait(model, "aloud-asked");
}

/* ---- printing ---- */

static void printing_looks_as_its_pictures(void **state)
{
    struct model *model = full("take/item/disclosure/2026-10/05/1");

    (void)state;
    model->print.available = true;
    portrait(model, "print-take");
    model->print.busy = true;
    model->message = text_of("没有纸了。请告诉值班的人，加上纸以后会接着印。");
    landscape(model, "print-paper-landscape");
    model = full("receipt/730518462902");
    model->print.available = true;
    portrait(model, "print-receipt");
    model = full("meeting/meeting/2026-11-26-1");
    model->print.available = true;
    bench_init(&set->bench, set->text, model, PORTRAIT_W, PORTRAIT_H, SCALE_STANDARD);
    compare_list("print-meeting");
}

static int set_up(void **state)
{
    (void)state;
    set = calloc(1, sizeof *set);
    assert_non_null(set);
    assert_ok(arena_init(&set->arena, 16 * 1024 * 1024));
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
        TEST_PLAIN(every_page_looks_as_its_picture),
        TEST_PLAIN(the_main_pages_look_as_their_pictures_in_landscape),
        TEST_PLAIN(every_page_is_drawn_in_landscape_as_it_was),
        TEST_PLAIN(the_course_of_spending_looks_as_its_picture),
        TEST_PLAIN(the_first_start_says_what_to_do),
        TEST_PLAIN(a_panel_is_tried_as_its_pictures),
        TEST_PLAIN(the_desk_shows_the_offer_until_the_office_admits),
        TEST_PLAIN(large_letters_look_as_their_pictures),
        TEST_PLAIN(contrast_and_low_reach_look_as_their_pictures),
        TEST_PLAIN(the_words_of_a_regulation_are_found),
        TEST_PLAIN(the_hits_of_a_search_are_drawn_as_they_were),
        TEST_PLAIN(an_entry_is_written_as_its_pictures_show),
        TEST_PLAIN(the_vault_is_asked_for_as_it_was),
        TEST_PLAIN(the_agenda_is_drawn_as_it_was),
        TEST_PLAIN(the_states_of_an_item_look_as_their_pictures),
        TEST_PLAIN(the_warning_before_the_wipe_looks_as_its_picture),
        TEST_PLAIN(the_input_panel_looks_as_its_pictures),
        TEST_PLAIN(reading_aloud_looks_as_its_pictures),
        TEST_PLAIN(printing_looks_as_its_pictures),
    };
    return cmocka_run_group_tests_name("golden pages", tests, set_up, tear_down);
}
