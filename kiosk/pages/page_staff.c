/* page_staff.c - what the coming disclosure day still lacks, how the line is, and the tasks. */
#include "parts.h"

enum {
    ID_SCROLL = UI_ID(PAGE_STAFF, 0),
    ID_VISIT,
    ID_LETTERS,
    ID_CLOCK,
    ID_OUT,
    ID_SCALE,
    ID_DUE,
    ID_CLEAN,
    TASKS = 3,
};

/* ---- warnings ---- */

static struct text line_word(struct page *page, const struct readiness_line *line)
{
    static const enum word words[] = {[READY] = TX_READY,
                                      [READY_UNSIGNED] = TX_STATE_UNSIGNED,
                                      [READY_MISSING] = TX_READY_MISSING,
                                      [READY_WITHDRAWN] = TX_STATE_WITHDRAWN};

    return FILL(page, TX_READY_LINE, word_numeral(line->item), item_word(page, line->item),
                period_word(page, line->period, 0), word(words[line->state]));
}

/* By the 8th: what opens on the 10th and is not here yet. */
static void readiness_cut(struct page *page, struct rect *rest)
{
    const struct readiness *ready = &page->model->staff.readiness;
    struct text day = due_day_word(page, ready->day), list = {0};

    if (ready->missing == 0 || ready->day == 0) {
        if (ready->day > 0) {
            note_card(page, rest, TONE_JADE, FILL(page, TX_READY_ALL, day), text_of(""));
        }
        return;
    }
    for (size_t i = 0; i < ready->count; i++) {
        if (ready->lines[i].state != READY) {
            struct text line = line_word(page, &ready->lines[i]);
            list = list.size > 0 ? FILL(page, TX_TWO_LINES, list, line) : line;
        }
    }
    note_card(page, rest, ready->warn ? TONE_RED : TONE_AMBER,
              FILL(page, TX_READY_TITLE, day, NUMBER(page, ready->days_left),
                   NUMBER(page, ready->missing)),
              list);
}

static void overdue_cut(struct page *page, struct rect *rest)
{
    struct text parts[2 * ITEM_COUNT] = {{0}};
    size_t count = 0;

    for (size_t i = 0; i < ITEM_COUNT; i++) {
        const struct board_row *row = &page->model->board.rows[i];
        if (row->state == BOARD_OVERDUE || row->state == BOARD_UNSIGNED) {
            parts[count++] =
                FILL(page, TX_ITEM_STATE, word_numeral(row->item), state_word(page, row).text);
        }
    }
    if (count > 0) {
        note_card(page, rest, TONE_RED, text_of(""), word_join(page->arena, parts, count));
    }
}

/* The compass: everything the documents ask, with its day. */
static void due_row(struct page *page, struct rect *rest)
{
    const struct compliance_counts *counts = &page->model->staff.compliance.counts;
    size_t bad = counts->overdue + counts->amiss;
    struct ui_row row = {.second = word(TX_DUE_ROW_SECOND)};

    row.title = bad + counts->today > 0
                    ? FILL(page, TX_DUE_ROW, NUMBER(page, bad), NUMBER(page, counts->today))
                    : word(TX_DUE_ROW_FINE);
    row.tone = bad > 0 ? TONE_RED : TONE_PLAIN;
    if (row_cut(page, rest, ID_DUE, &row)) {
        go(page, PAGE_STAFF_DUE, text_of(""));
    }
}

static void clock_warning(struct page *page, struct rect *rest)
{
    if (page->model->doubtful) {
        note_card(page, rest, TONE_RED, word(TX_CLOCK_DOUBTFUL), word(TX_CLOCK_DOUBTFUL_STAFF));
    }
}

/* ---- tasks ---- */

static struct text letters_second(struct page *page)
{
    const struct model_staff *staff = &page->model->staff;
    size_t open = 0;

    for (size_t i = 0; i < staff->letter_count; i++) {
        open += !staff->letters[i].answered && !staff->letters[i].retracted ? 1 : 0;
    }
    return open > 0 ? FILL(page, TX_LETTERS_OPEN, NUMBER(page, open)) : word(TX_LETTERS_NONE_OPEN);
}

struct task {
    int id;
    enum word title;
    struct text second;
    enum page_id page;
};

/* Title and second line in the middle; the first task is what one comes for most. */
static bool task_draw(struct page *page, struct rect rect, const struct task *task, bool first)
{
    const uint32_t *color = page->theme->color;
    bool pressed;
    bool done = ui_touch(page->ui, task->id, rect, &pressed);
    enum theme_color fill = pressed ? COLOR_PRESSED : COLOR_CARD, ink = COLOR_INK;

    if (first) {
        fill = pressed ? COLOR_DEEP : COLOR_RED;
        ink = COLOR_ON_RED;
    }
    draw_round(page->ui->list, rect, page->theme->radius_s, color[fill], page->theme->border,
               color[first ? fill : COLOR_EDGE]);
    int title_h = ui_line_h(page->ui, STYLE_BOLD), second_h = ui_line_h(page->ui, STYLE_NOTE);
    struct rect texts =
        centre(inset_xy(rect, px(page, 12), 0), rect.w - 2 * px(page, 12), title_h + second_h);
    ui_label(page->ui, cut_top(&texts, title_h), STYLE_BOLD, ink, ALIGN_CENTRE, word(task->title));
    ui_label(page->ui, texts, STYLE_NOTE, first ? COLOR_ON_RED : COLOR_MUTED, ALIGN_CENTRE,
             task->second);
    return done;
}

static void tasks_cut(struct page *page, struct rect *rest)
{
    const struct model_staff *staff = &page->model->staff;
    const struct task tasks[] = {
        {ID_VISIT, TX_VISIT_TITLE, FILL(page, TX_VISITS_TODAY, NUMBER(page, staff->visit_count)),
         PAGE_STAFF_VISIT},
        {ID_LETTERS, TX_MAILBOX_TITLE, letters_second(page), PAGE_STAFF_LETTERS},
        {ID_CLOCK, TX_CLOCK_TITLE, word(page->model->doubtful ? TX_CLOCK_DOUBTFUL : TX_CLOCK_GOOD),
         PAGE_STAFF_CLOCK},
    };
    int columns = page->theme->landscape || page->theme->scale == SCALE_STANDARD ? 3 : 1;
    int rows = TASKS / columns, gap = page->theme->gap, height = tx(page, columns == 3 ? 160 : 130);
    struct rect whole = cut_top(rest, rows * height + (rows - 1) * gap);

    for (int i = 0; i < TASKS; i++) {
        struct rect row = split_rows(whole, rows, i / columns, gap);
        if (task_draw(page, split_columns(row, columns, i % columns, gap), &tasks[i], i == 0)) {
            go(page, tasks[i].page, text_of(""));
        }
    }
    space(rest, page->theme->gap);
}

/* ---- the line ---- */

static void sync_cut(struct page *page, struct rect *rest)
{
    const struct model *model = page->model;
    const struct model_staff *staff = &model->staff;
    struct text lines =
        model->site.checked_s > 0
            ? FILL(page, TX_SYNC_CHECKED,
                   word_moment(page->arena, model->site.checked_s, model->offset_min, model->today))
            : word(TX_SYNC_NEVER);

    lines =
        FILL(page, TX_TWO_LINES, lines, FILL(page, TX_SYNC_WAITING, NUMBER(page, staff->waiting)));
    if (staff->conflicts > 0) {
        lines = FILL(page, TX_TWO_LINES, lines,
                     FILL(page, TX_SYNC_CONFLICTS, NUMBER(page, staff->conflicts)));
    }
    if (staff->sync_error.size > 0) {
        lines = FILL(page, TX_TWO_LINES, lines, FILL(page, TX_SYNC_ERROR, staff->sync_error));
    }
    lines = FILL(page, TX_TWO_LINES, lines,
                 FILL(page, TX_SYNC_SEQ, NUMBER(page, model->site.seq), model->site.kiosk_id));
    note_card(page, rest,
              staff->conflicts > 0 || staff->sync_error.size > 0 ? TONE_AMBER : TONE_PLAIN,
              word(TX_SYNC_TITLE), lines);
}

void page_staff_frame(struct page *page)
{
    const struct model *model = page->model;
    struct head head = {.title = FILL(page, TX_STAFF_HEAD, model->staff.name),
                        .controls = true,
                        .narrow_margin = true};

    if (model->site.idle_s > 0) {
        head.under = FILL(page, TX_STAFF_LEAVES_AFTER, NUMBER(page, model->site.idle_s));
    }
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);
    space(&rest, px(page, 24));
    clock_warning(page, &rest);
    due_row(page, &rest);
    overdue_cut(page, &rest);
    readiness_cut(page, &rest);
    tasks_cut(page, &rest);
    sync_cut(page, &rest);
    scroll_close(page, rest, frame.body, &page->state->scroll);

    const struct bar_button buttons[] = {
        {ID_OUT, word(TX_STAFF_OUT), BUTTON_PLAIN, true, {.kind = INTENT_STAFF_OUT}},
        {ID_CLEAN, word(TX_CLEANING), BUTTON_PLAIN, false, {.kind = INTENT_CLEAN}},
        {ID_SCALE, scale_word(page), BUTTON_PLAIN, false, {.kind = INTENT_SCALE}},
    };
    bar_draw(page, frame.bar, buttons, sizeof buttons / sizeof buttons[0]);
}
