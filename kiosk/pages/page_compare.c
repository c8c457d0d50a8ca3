/* page_compare.c - the accounts of one period beside those of the one before. */
#include "parts.h"
#include "ui_chart.h"

enum {
    ID_SCROLL = UI_ID(PAGE_COMPARE, 0),
    ID_ITEM,
    ID_MONTH, /* and the months after it */
    ID_MONTH_LAST = ID_MONTH + MODEL_COURSE_MAX,
    COLUMNS = 4,
    LINES = 4,
};

static struct text short_period(struct page *page, struct period period)
{
    return period_word(page, period, page->model->compare.period.year);
}

static struct text difference_word(struct page *page, int64_t now, int64_t before)
{
    int64_t more = now - before;

    if (more == 0) {
        return word(TX_SAME);
    }
    return FILL(page, more > 0 ? TX_AMOUNT_IN : TX_AMOUNT_OUT,
                sum_word(page, more > 0 ? more : -more));
}

/* ---- the four sums of both ---- */

static void sums_cut(struct page *page, struct rect *rest)
{
    const struct model_compare *compare = &page->model->compare;
    const struct {
        enum word name;
        int64_t now, before;
    } lines[LINES] = {{TX_OPENING, compare->opening, compare->opening_before},
                      {TX_INCOME, compare->income, compare->income_before},
                      {TX_SPENDING, compare->spending, compare->spending_before},
                      {TX_CLOSING, compare->closing, compare->closing_before}};
    struct text cells[LINES * COLUMNS];
    struct ui_table table = {
        .columns = {{word(TX_COLUMN_WHAT), ALIGN_LEFT, 1},
                    {short_period(page, compare->before), ALIGN_RIGHT, 1},
                    {short_period(page, compare->period), ALIGN_RIGHT, 1},
                    {word(TX_COLUMN_DIFFERENCE), ALIGN_RIGHT, 1}},
        .column_count = COLUMNS,
        .cells = cells,
        .row_count = LINES,
        .foot = true,
        .style = STYLE_CELL,
    };

    for (size_t i = 0; i < LINES; i++) {
        cells[i * COLUMNS] = word(lines[i].name);
        cells[i * COLUMNS + 1] = sum_word(page, lines[i].before);
        cells[i * COLUMNS + 2] = sum_word(page, lines[i].now);
        cells[i * COLUMNS + 3] = difference_word(page, lines[i].now, lines[i].before);
    }
    space(rest, ui_table(page->ui, *rest, &table));
    space(rest, px(page, 18));
    check_cut(page, rest, compare->carries,
              FILL(page, compare->carries ? TX_CARRIES : TX_CARRIES_NOT,
                   short_period(page, compare->before), short_period(page, compare->period)));
}

/* ---- spending by category, two bars each ---- */

static void bar_draw_at(struct page *page, struct rect line, int64_t value, int64_t max,
                        enum theme_color color)
{
    int width = max > 0 && value > 0 ? (int)(value * line.w / max) : 0;
    int least = px(page, 6); /* a sum that is not 0 is seen */

    if (value > 0) {
        line.w = width > least ? width : least;
        draw_round(page->ui->list, line, px(page, 6), page->theme->color[color],
                   page->theme->palette == PALETTE_CONTRAST ? page->theme->border : 0,
                   page->theme->color[COLOR_INK]);
    }
}

/* A line of one period: its name, a bar, its sum. */
static void bar_line(struct page *page, struct rect line, struct period period, int64_t value,
                     int64_t max, bool now)
{
    struct text sum = sum_word(page, value);
    int name_w = tx(page, 150), sum_w = tx(page, 230);

    ui_label(page->ui, cut_left(&line, name_w), now ? STYLE_SMALL_BOLD : STYLE_SMALL,
             now ? COLOR_INK : COLOR_MUTED, ALIGN_LEFT, short_period(page, period));
    ui_label(page->ui, cut_right(&line, sum_w), now ? STYLE_SMALL_BOLD : STYLE_SMALL,
             now ? COLOR_INK : COLOR_MUTED, ALIGN_RIGHT, sum);
    bar_draw_at(page, centre(line, line.w, tx(page, 26)), value, max, now ? COLOR_RED : COLOR_EDGE);
}

static void category_cut(struct page *page, struct rect *rest, size_t index, int64_t max)
{
    const struct model_compare *compare = &page->model->compare;
    struct text name = compare->rows[index].category;
    int64_t now = compare->rows[index].sum, before = compare->rows[index].before;
    struct text more = difference_word(page, now, before);
    int width = card_width(page, *rest), more_w = ui_text_width(page->ui, STYLE_SMALL, more) + 2;
    int name_w = width - more_w - page->theme->gap;
    int name_h = ui_text_height(page->ui, name_w, STYLE_BOLD, name), line_h = tx(page, 50);
    struct rect inside = card_cut(page, rest, name_h + 2 * line_h, TONE_PLAIN);

    if (!ui_is_visible(page->ui, inside)) {
        return;
    }
    struct rect line = cut_top(&inside, name_h);
    ui_label(page->ui, cut_right(&line, more_w), STYLE_SMALL, COLOR_MUTED, ALIGN_RIGHT, more);
    line.w = name_w;
    ui_text(page->ui, line, STYLE_BOLD, COLOR_INK, name);
    bar_line(page, cut_top(&inside, line_h), compare->before, before, max, false);
    bar_line(page, inside, compare->period, now, max, true);
}

static void categories_cut(struct page *page, struct rect *rest)
{
    const struct model_compare *compare = &page->model->compare;
    int64_t max = 0;

    if (compare->row_count == 0) {
        return;
    }
    for (size_t i = 0; i < compare->row_count; i++) {
        max = compare->rows[i].sum > max ? compare->rows[i].sum : max;
        max = compare->rows[i].before > max ? compare->rows[i].before : max;
    }
    section(page, rest, word(TX_COMPARE_SHARES));
    for (size_t i = 0; i < compare->row_count; i++) {
        category_cut(page, rest, i, max);
    }
}

/* ---- the course of spending ---- */

/* The last months that have room, the newest at the right; a touch tells another month's sum. */
static void course_cut(struct page *page, struct rect *rest)
{
    const struct model_compare *compare = &page->model->compare;
    size_t room = (size_t)(rest->w / tx(page, 78));
    size_t count = compare->course_count < room ? compare->course_count : room;
    size_t from = compare->course_count - count;
    struct ui_chart_value values[MODEL_COURSE_MAX];

    if (count < 3) { /* two are compared above */
        return;
    }
    for (size_t i = 0; i < count; i++) {
        int64_t spending = compare->course[from + i].spending;
        values[i] = (struct ui_chart_value){
            .label = FILL(page, TX_MONTH, NUMBER(page, compare->course[from + i].period.number)),
            .amount = NUMBER(page, (spending + 50) / 100),
            .value = spending};
    }
    section(page, rest, word(TX_COURSE_TITLE));
    struct rect whole = cut_top(rest, ui_chart_height(page->ui));
    space(rest, page->theme->gap);
    if (!ui_is_visible(page->ui, whole)) {
        return;
    }
    int marked = page->state->tab > 0 ? page->state->tab - 1 : (int)count - 1;
    struct ui_chart chart = {values, count, marked};
    bool wide = whole.w / (int)count >= page->theme->touch_min;
    int touched = ui_chart_bars(page->ui, wide ? ID_MONTH : 0, whole, &chart);
    if (touched >= 0) {
        page->state->tab = touched + 1;
    }
}

void page_compare_frame(struct page *page)
{
    const struct model_compare *compare = &page->model->compare;
    const struct board_row *row = &page->model->item.row;
    struct head head = {.title = word(TX_COMPARE_PERIOD)};
    struct bar_button item = {ID_ITEM, word(TX_SEE_ITEM), BUTTON_PLAIN, true, {.kind = INTENT_GO}};

    if (row->item >= 1 && row->item <= ITEM_COUNT) {
        head.title =
            FILL(page, TX_COMPARE_TITLE, word_numeral(row->item), item_word(page, row->item));
    }
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);
    space(&rest, px(page, 24));
    if (compare->before_key.size == 0) {
        nothing_cut(page, &rest, word(TX_COMPARE_NONE), word(TX_COMPARE_NONE_TEXT));
    } else {
        sums_cut(page, &rest);
        categories_cut(page, &rest);
        course_cut(page, &rest);
    }
    space(&rest, px(page, 20));
    scroll_close(page, rest, frame.body, &page->state->scroll);
    item.intent.place = place_of(PAGE_ITEM, text_of(page->model->place.arg));
    bar_usual(page, frame.bar, &item, 1);
}
