/* Each page for a full, an empty and a hostile model, at three scales and in two orientations: the
 * draw list holds it, and no text stands outside the screen or is squeezed out of its place. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

#include "golden.h"
#include "models.h"

static struct {
    struct text_engine *text;
    struct arena arena;
    struct bench bench;
} * set;

static const struct {
    int width, height;
} panels[] = {{1080, 1920}, {1280, 800}};

typedef struct model *(*model_maker)(struct arena *arena, const char *place);

/* A one-line field moves its text so that the caret is in sight; its own clip hides the rest. */
static bool is_written(const struct model *model, struct text text)
{
    const struct textfield *fields[] = {&model->draft.name, &model->draft.phone,
                                        &model->staff.secret};

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        const struct textfield *field = fields[i];
        if (field->size >= text.size && memmem(field->data, field->size, text.data, text.size)) {
            return true;
        }
    }
    return false;
}

/* Text commands lie inside the screen's width; below a scroll region's view they may go on. */
static void assert_inside(const struct bench *bench, const char *where)
{
    const struct draw_list *list = &bench->list;
    unsigned bad = 0;

    for (size_t i = 0; i < list->command_count; i++) {
        const struct draw_command *command = &list->commands[i];
        struct rect screen = {0, 0, list->width, list->height};
        struct rect seen = rect_common(command->rect, command->clip);
        struct text text = {list->text + command->text, command->text_size};
        if (command->kind != DRAW_TEXT || is_written(bench->model, text) ||
            command->turn_deg != 0 || rect_is_empty(seen)) {
            continue;
        }
        int slack = command->size_px; /* a picture's box is a little wider than its advance */
        bool across =
            command->rect.x >= -slack && command->rect.x + command->rect.w <= list->width + slack;
        bool down = command->region > 0 || rect_covers(inset(screen, -slack), command->rect);
        if (!across || !down) {
            print_error("%s: \"%.*s\" at %d,%d %dx%d leaves the screen\n", where,
                        (int)command->text_size, list->text + command->text, command->rect.x,
                        command->rect.y, command->rect.w, command->rect.h);
        }
        bad += !(across && down);
    }
    assert_int_equal(bad, 0);
}

static void draw_all(model_maker make, const char *kind)
{
    for (size_t p = 0; p < sizeof panels / sizeof panels[0]; p++) {
        for (int scale = SCALE_STANDARD; scale <= SCALE_XLARGE; scale++) {
            for (size_t i = 0; i < model_place_count; i++) {
                char where[128];
                snprintf(where, sizeof where, "%s %s %dx%d scale %d", kind, model_places[i],
                         panels[p].width, panels[p].height, scale);
                arena_reset(&set->arena);
                bench_init(&set->bench, set->text, make(&set->arena, model_places[i]),
                           panels[p].width, panels[p].height, (enum theme_scale)scale);
                (void)bench_settle(&set->bench);
                assert_false(set->bench.list.overflow);
                assert_inside(&set->bench, where);
            }
        }
    }
}

static void a_full_model_fits_every_screen(void **state)
{
    (void)state;
    draw_all(model_full, "full");
}

static void an_empty_model_fits_every_screen(void **state)
{
    (void)state;
    draw_all(model_empty, "empty");
}

static void a_hostile_model_fits_every_screen(void **state)
{
    (void)state;
    draw_all(model_hostile, "hostile");
}

static void show(const char *place, model_maker make)
{
    arena_reset(&set->arena);
    bench_init(&set->bench, set->text, make(&set->arena, place), 1080, 1920, SCALE_STANDARD);
}

static void every_screen_says_how_old_it_is_and_whom_to_call(void **state)
{
    (void)state;
    for (size_t i = 0; i < model_place_count; i++) {
        show(model_places[i], model_full);
        (void)bench_settle(&set->bench);
        assert_true(bench_says(&set->bench, "内容更新于"));
        assert_true(bench_says(&set->bench, "555-0100"));
        assert_true(bench_says(&set->bench, "居务公开监督电话"));
    }
}

static void a_doubtful_clock_is_told_and_no_time_is_shown(void **state)
{
    (void)state;
    show("home", model_full);
    set->bench.model->doubtful = true;
    (void)bench_settle(&set->bench);
    assert_true(bench_says(&set->bench, "时间待校准"));
    assert_false(bench_says(&set->bench, "10:24"));
    assert_false(bench_says(&set->bench, "还有15天"));
}

static void what_is_late_alike_is_named_together_at_the_desk(void **state)
{
    (void)state;
    show("staff", model_full);
    struct board_row *rows = set->bench.model->board.rows;
    rows[0] = rows[2] = rows[6]; /* the seventh is late */
    rows[0].item = 1;
    rows[2].item = 3;
    (void)bench_settle(&set->bench);
    assert_true(bench_says(&set->bench, "第一、三、七项逾期未公开 15天"));
    assert_true(bench_says(&set->bench, "待监督小组审核"));
}

static void old_content_is_told_on_every_screen(void **state)
{
    (void)state;
    for (size_t i = 0; i < model_place_count; i++) {
        show(model_places[i], model_full);
        set->bench.model->site.freshness = FRESH_DAYS;
        set->bench.model->site.checked_s = set->bench.model->now_s - 4 * CIVIL_DAY_S;
        (void)bench_settle(&set->bench);
        assert_true(bench_says(&set->bench, "已4天未能联系居委会"));
    }
    show("home", model_full);
    set->bench.model->site.freshness = FRESH_WEEKS;
    set->bench.model->site.checked_s = set->bench.model->now_s - 31 * CIVIL_DAY_S;
    (void)bench_settle(&set->bench);
    assert_true(bench_says(&set->bench, "已31天未能联系居委会"));
    assert_true(bench_says(&set->bench, "555-0101"));
}

static void the_states_of_a_row_have_their_words(void **state)
{
    static const struct {
        enum board_state board;
        unsigned late, overdue;
        const char *says;
    } rows[] = {
        {BOARD_PUBLISHED, 0, 0, "已公开"},         {BOARD_PUBLISHED, 5, 0, "已公开（迟5天）"},
        {BOARD_UNSIGNED, 0, 0, "待监督小组审核"},  {BOARD_PENDING, 0, 0, "今日应公开"},
        {BOARD_OVERDUE, 0, 15, "逾期未公开 15天"}, {BOARD_WITHDRAWN, 0, 0, "已撤回"},
        {BOARD_NOT_DUE, 0, 0, "未到公开时间"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        show("board", model_full);
        struct board_row *row = &set->bench.model->board.rows[6];
        row->state = rows[i].board;
        row->late_days = rows[i].late;
        row->overdue_days = rows[i].overdue;
        (void)bench_settle(&set->bench);
        assert_true(bench_says(&set->bench, rows[i].says));
    }
    assert_true(bench_says(&set->bench, "本机启用前见公开栏"));
    show("board", model_full);
    set->bench.model->board.rows[6].nil = true;
    set->bench.model->board.rows[7].corrected = true;
    (void)bench_settle(&set->bench);
    assert_true(bench_says(&set->bench, "本月无此项"));
    assert_true(bench_says(&set->bench, "更正"));
    assert_true(bench_says(&set->bench, "新"));
}

static void the_states_of_an_item_have_their_words(void **state)
{
    static const struct {
        enum item_state item;
        const char *says;
    } items[] = {
        {ITEM_UNSIGNED, "监督小组组长还没有签字"},
        {ITEM_WITHDRAWN, "原因：写错了对象"},
        {ITEM_MISSING, "还没有公开"},
        {ITEM_NOT_OPEN, "12月10日零点公开"},
        {ITEM_HIDDEN, "个人信息"},
        {ITEM_INVALID, "签字对不上"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
        show("item/disclosure/2026-10/05/1", model_full);
        struct model_item *item = &set->bench.model->item;
        item->state = items[i].item;
        item->row.due_day = 0;
        item->withdrawn_reason = text_of("写错了对象");
        item->opens_s =
            civil_midnight(civil_day_of_ymd(2026, 12, 10), set->bench.model->offset_min);
        (void)bench_settle(&set->bench);
        assert_true(bench_says(&set->bench, items[i].says));
        assert_false(bench_says(&set->bench, "20,923.70")); /* nothing of it is shown */
    }
}

static void the_states_of_a_receipt_have_their_words(void **state)
{
    static const struct {
        bool invalid, limited, busy;
        enum letter_state letter;
        const char *says;
    } receipts[] = {
        {false, false, false, LETTER_KEPT, "有网络就自动送出"},
        {false, false, false, LETTER_ANSWERED, "已经报修"},
        {false, false, false, LETTER_ANSWERED_HERE, "待居委会确认"},
        {false, false, false, LETTER_RETRACTED, "已经撤回"},
        {false, false, false, LETTER_UNKNOWN, "没有查到"},
        {true, false, false, LETTER_UNKNOWN, "抄错了一位"},
        {false, true, false, LETTER_UNKNOWN, "42秒以后"},
        {false, false, true, LETTER_UNKNOWN, "正在查"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof receipts / sizeof receipts[0]; i++) {
        show("receipt/730518462902", model_full);
        struct model_receipt *receipt = &set->bench.model->receipt;
        receipt->just_submitted = false;
        receipt->invalid = receipts[i].invalid;
        receipt->limited = receipts[i].limited;
        receipt->busy = receipts[i].busy;
        receipt->wait_s = 42;
        receipt->state = receipts[i].letter;
        receipt->answer = text_of("已经报修，明天来换。");
        receipt->answer_by = text_of("陈立");
        (void)bench_settle(&set->bench);
        assert_true(bench_says(&set->bench, receipts[i].says));
    }
}

static void why_a_name_is_asked_stands_above_its_field(void **state)
{
    int why = -1, field = -1;

    (void)state;
    show("contact", model_full);
    (void)bench_settle(&set->bench);
    for (size_t i = 0; i < set->bench.list.command_count; i++) {
        const struct draw_command *command = &set->bench.list.commands[i];
        struct text text = {set->bench.list.text + command->text, command->text_size};
        if (command->kind == DRAW_TEXT && text_starts(text, "两样都可以不填")) {
            why = command->rect.y;
        }
        if (command->kind == DRAW_TEXT && text_starts(text, "姓名")) {
            field = command->rect.y;
        }
    }
    assert_true(why >= 0 && field > why);
    assert_true(bench_says(&set->bench, "最多存2年"));
}

static void roles_are_told_in_words(void **state)
{
    (void)state;
    show("staff-pin", model_full);
    set->bench.model->staff.person = -1;
    (void)bench_settle(&set->bench);
    assert_true(bench_says(&set->bench, "主任"));
    assert_false(bench_says(&set->bench, "director"));
}

static void the_first_start_shows_what_to_compare(void **state)
{
    (void)state;
    show("home", model_empty);
    (void)bench_settle(&set->bench);
    assert_true(bench_says(&set->bench, "K7D2 M4XQ 9F3T N8WA"));
    assert_true(bench_says(&set->bench, "4f2a9c01d7e86b35"));
}

static void a_regulation_is_read_to_its_last_line(void **state)
{
    struct bench *bench = &set->bench;

    (void)state;
    show("regulation/regulation/disclosure", model_full);
    (void)bench_settle(bench);
    assert_false(bench_says(bench, "第九条"));
    for (int page = 0; page < 20 && ui_scroll_can(&bench->state.scroll, 1); page++) {
        input_press_key(&bench->input, KEY_PAGE_DOWN);
        (void)bench_frame(bench);
        (void)bench_frame(bench);
    }
    assert_true(bench_says(bench, "本办法从居民会议通过之日起施行"));
    assert_int_equal(ui_scroll_page_number(&bench->state.scroll),
                     ui_scroll_page_count(&bench->state.scroll));
}

static void stars_of_a_plain_regulation_are_characters(void **state)
{
    (void)state;
    show("regulation/regulation/disclosure", model_full);
    (void)bench_settle(&set->bench);
    assert_true(bench_says(&set->bench, "二〇**年"));
}

/* A text of 8 000 characters is measured once; scrolling it lays out what comes into view only. */
static void a_long_text_is_measured_once(void **state)
{
    struct bench *bench = &set->bench;

    (void)state;
    show("regulation/regulation/disclosure", model_hostile);
    (void)bench_settle(bench);
    uint64_t made = text_stats(set->text).layouts_made;
    for (int i = 0; i < 50; i++) {
        ui_scroll_to(&bench->state.scroll, i * 40);
        (void)bench_frame(bench);
    }
    assert_in_range(text_stats(set->text).layouts_made - made, 0, 200);
}

/* The name stands in one command, whatever the scale. */
static bool stands_whole(const struct bench *bench, const char *name)
{
    for (size_t i = 0; i < bench->list.command_count; i++) {
        const struct draw_command *command = &bench->list.commands[i];
        if (command->kind == DRAW_TEXT &&
            memmem(bench->list.text + command->text, command->text_size, name, strlen(name))) {
            return true;
        }
    }
    return false;
}

static void names_and_sums_in_a_ledger_are_not_broken(void **state)
{
    (void)state;
    for (size_t p = 0; p < sizeof panels / sizeof panels[0]; p++) {
        for (int scale = SCALE_STANDARD; scale <= SCALE_XLARGE; scale++) {
            arena_reset(&set->arena);
            struct model *model = model_full(&set->arena, "item/disclosure/2026-10/05/1");
            for (size_t i = 0; i < model->item.row_count; i++) {
                struct ledger_row *row = (struct ledger_row *)&model->item.rows[i];
                row->handler = text_of("王秀兰");
                row->approver = text_of("欧阳春梅");
            }
            bench_init(&set->bench, set->text, model, panels[p].width, panels[p].height,
                       (enum theme_scale)scale);
            (void)bench_settle(&set->bench);
            bool handler = false, approver = false, sum = false;
            for (int page = 0; page < 20; page++) {
                (void)bench_settle(&set->bench);
                handler |= stands_whole(&set->bench, "王秀兰");
                approver |= stands_whole(&set->bench, "欧阳春梅");
                sum |= stands_whole(&set->bench, "2,700.00");
                ui_scroll_page(&set->bench.state.scroll, 1, 0);
            }
            assert_true(handler && approver && sum);
        }
    }
}

static void ten_rows_are_seen_at_once_even_if_the_tenth_has_a_long_title(void **state)
{
    (void)state;
    show("board", model_full);
    set->bench.model->board.titles[9] =
        text_of("关于小区地面停车收费标准、停车费用途和三年来历次调整情况的说明");
    (void)bench_settle(&set->bench);
    assert_true(bench_says(&set->bench, "居民要求公开的其他内容"));
    /* The line below the rows is whole above the bar, so the tenth row is. */
    int bottom = set->bench.list.regions[0].view.y + set->bench.list.regions[0].view.h, below = 0;
    for (size_t i = 0; i < set->bench.list.command_count; i++) {
        const struct draw_command *command = &set->bench.list.commands[i];
        struct text text = {set->bench.list.text + command->text, command->text_size};
        if (command->kind == DRAW_TEXT && text_starts(text, "下次公开日")) {
            below = command->rect.y + command->rect.h;
        }
    }
    assert_in_range(below, 1, bottom);
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
        TEST_PLAIN(a_full_model_fits_every_screen),
        TEST_PLAIN(an_empty_model_fits_every_screen),
        TEST_PLAIN(a_hostile_model_fits_every_screen),
        TEST_PLAIN(every_screen_says_how_old_it_is_and_whom_to_call),
        TEST_PLAIN(a_doubtful_clock_is_told_and_no_time_is_shown),
        TEST_PLAIN(what_is_late_alike_is_named_together_at_the_desk),
        TEST_PLAIN(old_content_is_told_on_every_screen),
        TEST_PLAIN(the_states_of_a_row_have_their_words),
        TEST_PLAIN(the_states_of_an_item_have_their_words),
        TEST_PLAIN(the_states_of_a_receipt_have_their_words),
        TEST_PLAIN(why_a_name_is_asked_stands_above_its_field),
        TEST_PLAIN(roles_are_told_in_words),
        TEST_PLAIN(the_first_start_shows_what_to_compare),
        TEST_PLAIN(a_regulation_is_read_to_its_last_line),
        TEST_PLAIN(stars_of_a_plain_regulation_are_characters),
        TEST_PLAIN(a_long_text_is_measured_once),
        TEST_PLAIN(names_and_sums_in_a_ledger_are_not_broken),
        TEST_PLAIN(ten_rows_are_seen_at_once_even_if_the_tenth_has_a_long_title),
    };
    return cmocka_run_group_tests_name("screens", tests, set_up, tear_down);
}
