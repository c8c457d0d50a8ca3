#include "ui_sheet.h"

#include "log.h"
#include "mix.h"
#include "ui_impl.h"
#include "utf8.h"

enum {
    LINES_MAX = 2,        /* of a cell in a row that is not opened */
    LATIN_PERMILLE = 580, /* about the width of a letter or digit, of the size */
    COLUMN_EM_MIN = 3,    /* no column is narrower */
    COLUMN_EM_MAX = 12,   /* a wider one wraps */
    LINE_PERMILLE = 1350,
    WIDE_FROM = 0x1100, /* characters from here on are about an em wide */
};

/* The sheet as it stands in this frame. */
struct plan {
    struct ui *ui;
    const struct ui_sheet *sheet;
    struct ui_sheet_state *state;
    int id;
    size_t rows;                                          /* that scroll; without the foot */
    size_t shown[UI_SHEET_COLUMNS_MAX];                   /* columns from left to right */
    int x[UI_SHEET_COLUMNS_MAX], w[UI_SHEET_COLUMNS_MAX]; /* of their texts */
    size_t shown_count;
    bool pans;
    int pad_x, pad_y, row_h;
};

/* ---- widths ---- */

static int rough_width(struct text text, int size_px)
{
    int permille = 0;

    while (text.size > 0) {
        permille += utf8_next(&text) >= WIDE_FROM ? 1000 : LATIN_PERMILLE;
        if (permille > COLUMN_EM_MAX * 1000) {
            break;
        }
    }
    return permille * size_px / 1000 + 1;
}

static size_t row_count(const struct ui_sheet *sheet)
{
    return sheet->row_count < UI_SHEET_ROWS_MAX ? sheet->row_count : UI_SHEET_ROWS_MAX;
}

static size_t column_count(const struct ui_sheet *sheet)
{
    return sheet->column_count < UI_SHEET_COLUMNS_MAX ? sheet->column_count : UI_SHEET_COLUMNS_MAX;
}

/* All cells, once for each version: characters are counted, nothing is laid out. */
static void measure(struct plan *plan)
{
    const struct ui_sheet *sheet = plan->sheet;
    int size = plan->ui->theme->style[STYLE_CELL].size_px;
    uint64_t key =
        mix(mix(sheet->version, sheet->row_count), (uint64_t)size << 32 | sheet->column_count) | 1;

    if (plan->state->measured == key) {
        return;
    }
    plan->state->measured = key;
    if (sheet->row_count > UI_SHEET_ROWS_MAX || sheet->column_count > UI_SHEET_COLUMNS_MAX) {
        log_warn("sheet: %zu rows and %zu columns, more than can be shown", sheet->row_count,
                 sheet->column_count);
    }
    for (size_t column = 0; column < column_count(sheet); column++) {
        int widest = rough_width(sheet->columns[column].title, size);
        for (size_t row = 0; row < row_count(sheet); row++) {
            int width = rough_width(sheet->cell(sheet->data, row, column), size);
            widest = width > widest ? width : widest;
        }
        int least = COLUMN_EM_MIN * size, most = COLUMN_EM_MAX * size;
        plan->state->natural_px[column] = widest < least ? least : (widest > most ? most : widest);
    }
}

static int outer_width(const struct plan *plan, size_t column)
{
    return plan->state->natural_px[column] + 2 * plan->pad_x;
}

/* Takes the column in if there is room; the first one behind the fixed ones is taken in any case.
 */
static bool show_column(struct plan *plan, size_t column, int *room, bool always)
{
    int width = outer_width(plan, column);

    if (width > *room && !always) {
        return false;
    }
    width = width < *room ? width : *room;
    plan->shown[plan->shown_count] = column;
    plan->w[plan->shown_count++] = width - 2 * plan->pad_x;
    *room -= width;
    return true;
}

static void choose_columns(struct plan *plan, int width)
{
    const struct ui_sheet *sheet = plan->sheet;
    size_t count = column_count(sheet), fixed = sheet->fixed < count ? sheet->fixed : count;
    int all = 0, room = width;

    for (size_t i = 0; i < count; i++) {
        all += outer_width(plan, i);
    }
    plan->pans = all > width && count > fixed;
    if (!plan->pans) {
        plan->state->first = fixed;
    }
    size_t first = plan->state->first < fixed ? fixed : plan->state->first;
    first = first < count ? first : count - 1;
    for (size_t i = 0; i < fixed; i++) {
        int half = width / 2 / (int)fixed; /* what stays never takes more than half */
        int share = plan->pans && half < room ? half : room;
        int left = share;
        show_column(plan, i, &left, true);
        room -= share - left;
    }
    for (size_t i = first; i < count; i++) {
        if (!show_column(plan, i, &room, i == first)) {
            break;
        }
    }
    plan->state->first = first;
    for (size_t i = 0, x = 0; i < plan->shown_count; i++) { /* what is over goes round evenly */
        plan->w[i] += room / (int)plan->shown_count;
        plan->x[i] = (int)x + plan->pad_x;
        x += (size_t)(plan->w[i] + 2 * plan->pad_x);
    }
}

static bool needs_two_lines(const struct plan *plan)
{
    for (size_t i = 0; i < plan->shown_count; i++) {
        int most = COLUMN_EM_MAX * plan->ui->theme->style[STYLE_CELL].size_px;
        int natural = plan->state->natural_px[plan->shown[i]];
        if (natural > plan->w[i] || natural == most) {
            return true;
        }
    }
    return false;
}

/* ---- cells ---- */

static struct text_span cell_span(const struct plan *plan, bool bold, struct text text)
{
    struct text_span span = ui_span(plan->ui, STYLE_CELL, COLOR_INK, text);

    span.face = bold ? FACE_SANS_BOLD : span.face;
    return span;
}

static int line_height(const struct plan *plan)
{
    return plan->ui->theme->style[STYLE_CELL].size_px * LINE_PERMILLE / 1000;
}

/* As many lines as there is room for; "…" over the end of the last says that there are more. */
static void draw_cell(struct plan *plan, struct rect rect, enum text_align align, bool bold,
                      struct text text, enum theme_color ground)
{
    struct ui *ui = plan->ui;
    struct text_span span = cell_span(plan, bold, text);

    if (text.size == 0) {
        return;
    }
    const struct text_layout *layout =
        text_lay_out(ui->text, &span, 1, rect.w, LINE_PERMILLE, align);
    int lines = rect.h / line_height(plan);
    lines = lines > 1 ? lines : 1;
    if (layout->line_count <= (uint32_t)lines) {
        draw_layout(ui->list, layout, &span, 1, rect.x, rect.y + (rect.h - layout->height) / 2);
        return;
    }
    struct rect block = centre(rect, rect.w, lines * line_height(plan));
    draw_clip_push(ui->list, rect_common(draw_clip(ui->list), block));
    draw_layout(ui->list, layout, &span, 1, block.x, block.y);
    struct rect last = cut_bottom(&block, line_height(plan));
    struct rect mark = cut_right(&last, span.size_px);
    draw_fill(ui->list, mark, color_of(ui, ground));
    ui_label(ui, mark, STYLE_CELL, COLOR_INK, ALIGN_CENTRE, text_of("…"));
    draw_clip_pop(ui->list);
}

static void draw_line(struct plan *plan, struct rect line, size_t row, bool head, bool bold,
                      enum theme_color ground)
{
    const struct ui_sheet *sheet = plan->sheet;

    for (size_t i = 0; i < plan->shown_count; i++) {
        size_t column = plan->shown[i];
        struct text text =
            head ? sheet->columns[column].title : sheet->cell(sheet->data, row, column);
        struct rect cell = {line.x + plan->x[i], line.y + plan->pad_y, plan->w[i],
                            line.h - 2 * plan->pad_y};
        draw_cell(plan, cell, sheet->columns[column].align, bold, text, ground);
    }
}

/* ---- an opened row ---- */

static int title_width(const struct plan *plan, int width)
{
    int widest = 0;

    for (size_t i = 0; i < column_count(plan->sheet); i++) {
        int w = ui_text_width(plan->ui, STYLE_SMALL, plan->sheet->columns[i].title);
        widest = w > widest ? w : widest;
    }
    return widest < width / 3 ? widest : width / 3;
}

/* Every column with its whole text, one below the other; only measured when `draw` is false. */
static int opened(struct plan *plan, struct rect rect, size_t row, bool draw)
{
    struct ui *ui = plan->ui;
    const struct ui_sheet *sheet = plan->sheet;
    struct rect inside = inset_xy(rect, 2 * plan->pad_x, plan->pad_y);
    int title_w = title_width(plan, inside.w), gap = ui->theme->gap;
    int y = inside.y, value_x = inside.x + title_w + gap, value_w = inside.w - title_w - gap;

    for (size_t i = 0; i < column_count(sheet); i++) {
        struct text title = sheet->columns[i].title;
        int title_h = ui_text_height(ui, title_w, STYLE_SMALL, title);
        struct text value = sheet->cell(sheet->data, row, i);
        int value_h = ui_text_height(ui, value_w, STYLE_BODY, value);
        if (draw) {
            int drop = (ui_line_h(ui, STYLE_BODY) - ui_line_h(ui, STYLE_SMALL)) / 2;
            ui_text(ui, (struct rect){inside.x, y + drop, title_w, title_h}, STYLE_SMALL,
                    COLOR_MUTED, title);
            ui_text(ui, (struct rect){value_x, y, value_w, value_h}, STYLE_BODY, COLOR_INK,
                    sheet->cell(sheet->data, row, i));
        }
        y += (title_h > value_h ? title_h : value_h) + ui->theme->gap_s / 2;
    }
    return y - rect.y + plan->pad_y;
}

/* ---- rows ---- */

static bool draw_row(struct plan *plan, struct rect line, size_t row)
{
    struct ui *ui = plan->ui;
    bool pressed = false, touched = ui_touch(ui, plan->id + 3 + (int)row, line, &pressed);
    bool is_open = plan->state->open_row == row + 1;
    enum theme_color ground = pressed ? COLOR_PRESSED : (is_open ? COLOR_SAND : COLOR_CARD);

    if (ground != COLOR_CARD) {
        draw_fill(ui->list, line, color_of(ui, ground));
    }
    ui_rule(ui, line);
    draw_line(plan, line, row, false, false, ground);
    return touched;
}

/* Where a row begins, from the top of the first. */
static int row_top(const struct plan *plan, size_t row, int opened_h)
{
    size_t open = plan->state->open_row;

    return (int)row * plan->row_h + (open > 0 && row >= open ? opened_h : 0);
}

static size_t first_row_in(const struct plan *plan, int offset, int opened_h)
{
    size_t low = 0, high = plan->rows;

    while (low < high) { /* rows lie in order, so that the first in view is found by halves */
        size_t middle = low + (high - low) / 2;
        if (row_top(plan, middle + 1, opened_h) <= offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static int rows(struct plan *plan, struct rect body)
{
    struct ui *ui = plan->ui;
    struct ui_sheet_state *state = plan->state;
    int touched = -1, opened_h = 0;

    if (state->open_row > plan->rows) {
        state->open_row = 0;
    }
    struct rect rest = ui_scroll_begin(ui, plan->id, body, &state->scroll, COLOR_CARD);
    if (state->open_row > 0) {
        opened_h = opened(plan, (struct rect){body.x, 0, body.w, 0}, state->open_row - 1, false);
    }
    for (size_t row = first_row_in(plan, state->scroll.offset, opened_h); row < plan->rows; row++) {
        struct rect line = {rest.x, rest.y + row_top(plan, row, opened_h), rest.w, plan->row_h};
        if (line.y >= body.y + body.h) {
            break;
        }
        touched = draw_row(plan, line, row) ? (int)row : touched;
        if (state->open_row == row + 1) {
            struct rect below = {line.x, line.y + line.h, line.w, opened_h};
            draw_fill(ui->list, below, color_of(ui, COLOR_SAND));
            opened(plan, below, row, true);
        }
    }
    cut_top(&rest, row_top(plan, plan->rows, opened_h));
    ui_scroll_end(ui, rest);
    if (touched >= 0) {
        state->open_row = state->open_row == (size_t)touched + 1 ? 0 : (size_t)touched + 1;
    }
    return touched;
}

/* ---- the keys that pan ---- */

static void pan(struct plan *plan, struct rect line)
{
    struct ui *ui = plan->ui;
    const struct ui_sheet *sheet = plan->sheet;
    struct ui_sheet_state *state = plan->state;
    size_t fixed = sheet->fixed, last = plan->shown[plan->shown_count - 1];
    bool can_back = state->first > fixed, can_on = last + 1 < column_count(sheet);
    size_t step = plan->shown_count > fixed ? plan->shown_count - fixed : 1;

    if (ui_button_left(ui, plan->id + 1, &line, sheet->back_word,
                       can_back ? BUTTON_PLAIN : BUTTON_DISABLED)) {
        state->first = state->first > fixed + step ? state->first - step : fixed;
    }
    if (ui_button_right(ui, plan->id + 2, &line, sheet->on_word,
                        can_on ? BUTTON_PLAIN : BUTTON_DISABLED)) {
        state->first = last + 1;
    }
    /* One dot a column, the shown ones filled: where one is, without words. */
    int count = (int)column_count(sheet), dot = line.w / (count * 2);
    int usual = theme_px(ui->theme, 16);
    dot = dot < usual ? dot : usual;
    struct rect dots = centre(line, count * dot * 2, dot);
    for (int i = 0; i < count; i++) {
        bool is_shown = (size_t)i < fixed || ((size_t)i >= state->first && (size_t)i <= last);
        struct rect ring = {dots.x + i * dot * 2 + dot / 2, dots.y, dot, dot};
        draw_ring(ui->list, ring, color_of(ui, is_shown ? COLOR_INK : COLOR_CARD),
                  ui->theme->border, color_of(ui, is_shown ? COLOR_INK : COLOR_EDGE));
    }
}

/* ---- the whole ---- */

static void head_and_foot(struct plan *plan, struct rect *body)
{
    struct ui *ui = plan->ui;
    const struct ui_sheet *sheet = plan->sheet;
    struct rect head = cut_top(body, plan->row_h);

    draw_fill(ui->list, head, color_of(ui, COLOR_SAND));
    draw_line(plan, head, 0, true, true, COLOR_SAND);
    if (sheet->foot && row_count(sheet) > 0) {
        struct rect foot = cut_bottom(body, plan->row_h);
        draw_fill(ui->list, foot, color_of(ui, COLOR_SAND));
        ui_rule(ui, foot);
        draw_line(plan, foot, row_count(sheet) - 1, false, true, COLOR_SAND);
    }
    struct rect rule = *body;
    ui_rule(ui, cut_top(&rule, ui->theme->border));
}

int ui_sheet(struct ui *ui, int id, struct rect rect, const struct ui_sheet *sheet,
             struct ui_sheet_state *state)
{
    const struct theme *theme = ui->theme;
    struct plan plan = {.ui = ui,
                        .sheet = sheet,
                        .state = state,
                        .id = id,
                        .rows = row_count(sheet),
                        .pad_x = theme_px(theme, 14),
                        .pad_y = theme_text_px(theme, 10)};

    if (sheet->column_count == 0) {
        return -1;
    }
    plan.rows -= sheet->foot && plan.rows > 0 ? 1 : 0;
    measure(&plan);
    choose_columns(&plan, rect.w - 2 * theme->border);
    int lines = needs_two_lines(&plan) ? LINES_MAX : 1;
    plan.row_h = lines * line_height(&plan) + 2 * plan.pad_y;
    plan.row_h = plan.row_h > theme->touch_min ? plan.row_h : theme->touch_min;
    if (plan.pans) {
        pan(&plan, cut_bottom(&rect, theme->button_h));
        cut_bottom(&rect, theme->gap_s);
    }
    draw_round(ui->list, rect, 0, color_of(ui, COLOR_CARD), theme->border,
               color_of(ui, COLOR_LINE));
    struct rect body = inset(rect, theme->border);
    head_and_foot(&plan, &body);
    return rows(&plan, body);
}
