#include "ui_impl.h"

#include "log.h"
#include "mix.h"

enum { NARROW_EM = 3 };

static struct text_span cell_span(const struct ui *ui, const struct ui_table *table,
                                  const struct ui_table_fit *fit, bool bold, bool red,
                                  struct text text)
{
    struct text_span span = ui_span(ui, table->style, red ? COLOR_RED_TEXT : COLOR_INK, text);

    span.size_px = fit->size_px;
    if (bold) {
        span.face = FACE_SANS_BOLD;
    }
    return span;
}

static struct text cell_at(const struct ui_table *table, size_t row, size_t column)
{
    return table->cells[row * table->column_count + column];
}

static bool is_foot(const struct ui_table *table, const struct ui_table_fit *fit, size_t row)
{
    return table->foot && row + 1 == fit->rows;
}

static int natural_width(struct ui *ui, const struct ui_table *table,
                         const struct ui_table_fit *fit, size_t column)
{
    struct text_span head = cell_span(ui, table, fit, true, false, table->columns[column].title);
    int width = text_width(ui->text, &head, 1);

    for (size_t row = 0; row < fit->rows; row++) {
        struct text_span span =
            cell_span(ui, table, fit, is_foot(table, fit, row), false, cell_at(table, row, column));
        int w = text_width(ui->text, &span, 1);
        width = w > width ? w : width;
    }
    return width;
}

/* Gives `amount` to the columns (or takes it, if negative) by their shares; what division leaves
 * goes to the last. */
static void share_out(struct ui_table_fit *fit, const int *shares, size_t count, int amount)
{
    int64_t whole = 0, given = 0;
    size_t last = 0;

    for (size_t i = 0; i < count; i++) {
        whole += shares[i];
        last = shares[i] > 0 ? i : last;
    }
    for (size_t i = 0; i < count && whole > 0; i++) {
        int part = (int)((int64_t)amount * shares[i] / whole);
        fit->w[i] += part;
        given += part;
    }
    if (whole > 0) {
        fit->w[last] += (int)(amount - given);
    }
}

/* The pixels that are over when no cell wraps; negative when some must. */
static int spare_width(struct ui *ui, const struct ui_table *table, int width,
                       struct ui_table_fit *fit)
{
    for (size_t i = 0; i < table->column_count; i++) {
        fit->w[i] = natural_width(ui, table, fit, i);
        width -= fit->w[i] + 2 * fit->pad_x;
    }
    return width;
}

/* Columns that wrap get no narrower than this while others can still give. */
static int narrow_width(const struct ui_table_fit *fit)
{
    return NARROW_EM * fit->size_px;
}

/* Columns keep their natural width; what is over goes by weight, what is missing comes from those
 * that may wrap, and only if they get too narrow from all. */
static void fit_columns(struct ui *ui, const struct ui_table *table, int width,
                        struct ui_table_fit *fit)
{
    int shares[UI_COLUMNS_MAX], narrow = narrow_width(fit);
    int spare = spare_width(ui, table, width, fit), wrappable = 0;
    bool weighted = false;

    for (size_t i = 0; i < table->column_count; i++) {
        weighted |= table->columns[i].weight > 0;
        wrappable += table->columns[i].weight > 0 && fit->w[i] > narrow ? fit->w[i] - narrow : 0;
    }
    for (size_t i = 0; i < table->column_count; i++) {
        bool wraps = table->columns[i].weight > 0 && fit->w[i] > narrow;
        if (spare >= 0) {
            shares[i] = weighted ? table->columns[i].weight : 1;
        } else if (wrappable >= -spare) {
            shares[i] = wraps ? fit->w[i] - narrow : 0;
        } else {
            shares[i] = fit->w[i];
        }
    }
    share_out(fit, shares, table->column_count, spare);
    int x = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        fit->w[i] = fit->w[i] > 1 ? fit->w[i] : 1;
        fit->x[i] = x + fit->pad_x;
        x += fit->w[i] + 2 * fit->pad_x;
    }
}

/* What is over when every cell that may wrap does; negative: dates and sums would break. */
static int spare_when_wrapped(struct ui *ui, const struct ui_table *table, int width,
                              struct ui_table_fit *fit)
{
    for (size_t i = 0; i < table->column_count; i++) {
        int natural = natural_width(ui, table, fit, i), narrow = narrow_width(fit);
        bool wraps = table->columns[i].weight > 0 && natural > narrow;
        width -= (wraps ? narrow : natural) + 2 * fit->pad_x;
    }
    return width;
}

/* Cells wrap, but a date, a name or a sum in a column that does not shall stay whole: smaller
 * letters, further down than usual, if that is what it takes. */
static void shrink_wrapped(struct ui *ui, const struct ui_table *table, int width,
                           struct ui_table_fit *fit)
{
    int least = ui->theme->style[STYLE_NOTE].size_px * 3 / 4, usual = fit->size_px;
    int room = width - (int)table->column_count * 2 * fit->pad_x;

    for (int spare; (spare = spare_when_wrapped(ui, table, width, fit)) < 0;) {
        int size = (int)((int64_t)fit->size_px * room / (room - spare));
        size = size < fit->size_px ? size : fit->size_px - 1; /* advances were rounded */
        if (size < least) {
            fit->size_px = usual;
            return;
        }
        fit->size_px = size;
    }
}

/* Smaller letters, down to the smallest there are, if that saves all cells from wrapping. */
static void shrink(struct ui *ui, const struct ui_table *table, int width, struct ui_table_fit *fit)
{
    int usual = fit->size_px, least = ui->theme->style[STYLE_NOTE].size_px;
    int room = width - (int)table->column_count * 2 * fit->pad_x;
    int spare = spare_width(ui, table, width, fit);

    if (spare >= 0 || room <= 0) {
        return;
    }
    fit->size_px = (int)((int64_t)usual * room / (room - spare));
    if (fit->size_px >= least && spare_width(ui, table, width, fit) < 0) {
        fit->size_px--; /* advances were rounded */
    }
    if (fit->size_px < least || spare_width(ui, table, width, fit) < 0) {
        fit->size_px = usual;
        shrink_wrapped(ui, table, width, fit);
    }
}

/* Lines of one cell; those that need no wrapping share the layout that measured them. */
static const struct text_layout *lay_out_cell(struct ui *ui, const struct text_span *span,
                                              int width, enum text_align align, int *x)
{
    const struct text_layout *layout =
        text_lay_out(ui->text, span, 1, TEXT_WIDTH_ANY, TEXT_LINE_PERMILLE, ALIGN_LEFT);

    *x = 0;
    if (layout->width > width || layout->line_count > 1) {
        return text_lay_out(ui->text, span, 1, width, 1350, align);
    }
    if (align != ALIGN_LEFT) {
        *x = align == ALIGN_RIGHT ? width - layout->width : (width - layout->width) / 2;
    }
    return layout;
}

/* index -1 is the head. */
static struct text_span row_span(struct ui *ui, const struct ui_table *table,
                                 const struct ui_table_fit *fit, int row, size_t column)
{
    if (row < 0) {
        return cell_span(ui, table, fit, true, false, table->columns[column].title);
    }
    bool red = row < 64 && table->red_rows_mask >> row & 1;
    return cell_span(ui, table, fit, is_foot(table, fit, (size_t)row), red,
                     cell_at(table, (size_t)row, column));
}

static int row_height(struct ui *ui, const struct ui_table *table, const struct ui_table_fit *fit,
                      int row)
{
    int height = 0, x;

    for (size_t column = 0; column < table->column_count; column++) {
        struct text_span span = row_span(ui, table, fit, row, column);
        int h = lay_out_cell(ui, &span, fit->w[column], ALIGN_LEFT, &x)->height;
        height = h > height ? h : height;
    }
    height += 2 * fit->pad_y;
    return height > ui->theme->table_row_h ? height : ui->theme->table_row_h;
}

static void draw_row(struct ui *ui, const struct ui_table *table, const struct ui_table_fit *fit,
                     int row, struct rect rect)
{
    for (size_t column = 0; column < table->column_count; column++) {
        struct text_span span = row_span(ui, table, fit, row, column);
        int x;
        const struct text_layout *layout =
            lay_out_cell(ui, &span, fit->w[column], table->columns[column].align, &x);
        int left = rect.x + fit->x[column] + x, top = rect.y + (rect.h - layout->height) / 2;
        if (row >= 0 && mark_says(ui, &span, 1)) {
            mark_draw(ui, layout, left, top);
        }
        draw_layout(ui->list, layout, &span, 1, left, top);
    }
}

/* One rounded ground in the colour of head and foot, the body's over it. */
static void draw_grounds(struct ui *ui, struct rect rect, int head_h, int foot_h)
{
    const struct theme *theme = ui->theme;
    uint32_t sand = color_of(ui, COLOR_SAND), card = color_of(ui, COLOR_CARD);

    draw_round(ui->list, rect, theme->radius_s, sand, theme->border, color_of(ui, COLOR_LINE));
    struct rect body = inset(rect, theme->border);
    cut_top(&body, head_h - theme->border);
    if (foot_h > 0) {
        cut_bottom(&body, foot_h - theme->border);
        draw_fill(ui->list, body, card);
        return;
    }
    int radius = theme->radius_s - theme->border;
    draw_fill(ui->list, cut_top(&body, body.h - radius), card);
    struct rect low = {body.x, body.y - radius, body.w, body.h + radius};
    draw_round(ui->list, low, radius, card, 0, 0);
}

/* Columns, letters and the heights of all rows. */
static void fit_make(struct ui *ui, const struct ui_table *table, int width,
                     struct ui_table_fit *fit)
{
    fit->pad_x = theme_px(ui->theme, table->column_count > 5 ? 12 : 22);
    fit->pad_y = theme_text_px(ui->theme, 12);
    fit->rows = table->row_count;
    if (fit->rows > UI_TABLE_ROWS_MAX) {
        log_warn("table: %zu rows, only the first %d are shown", fit->rows, UI_TABLE_ROWS_MAX);
        fit->rows = UI_TABLE_ROWS_MAX;
    }
    fit->size_px = ui->theme->style[table->style].size_px;
    width -= 2 * ui->theme->border;
    shrink(ui, table, width, fit);
    fit_columns(ui, table, width, fit);
    fit->head_h = row_height(ui, table, fit, -1);
    fit->height = fit->head_h + ui->theme->border;
    for (size_t row = 0; row < fit->rows; row++) {
        fit->row_h[row] = row_height(ui, table, fit, (int)row);
        fit->height += fit->row_h[row];
    }
}

static uint64_t mix_text(uint64_t key, struct text text)
{
    return mix_bytes(key, text.data, text.size);
}

/* All that the fit depends on. */
static uint64_t fit_key(const struct ui *ui, const struct ui_table *table, int width)
{
    const struct theme *theme = ui->theme;
    uint64_t key =
        mix((uint64_t)width, (uint64_t)theme->unit_permille << 32 | (uint32_t)theme->text_permille);

    key = mix(key, (uint64_t)table->style << 1 | table->foot);
    for (size_t i = 0; i < table->column_count; i++) {
        const struct ui_column *column = &table->columns[i];
        key = mix(mix_text(key, column->title),
                  (uint64_t)column->align << 32 | (uint32_t)column->weight);
    }
    for (size_t i = 0; i < table->row_count * table->column_count; i++) {
        key = mix_text(key, table->cells[i]);
    }
    return key | 1;
}

/* The fit of the table, from a frame before if its cells are the same. */
static const struct ui_table_fit *fit_table(struct ui *ui, const struct ui_table *table, int width)
{
    uint64_t key = fit_key(ui, table, width);

    for (size_t i = 0; i < UI_TABLES_MAX; i++) {
        if (ui->tables[i].key == key) {
            return &ui->tables[i];
        }
    }
    struct ui_table_fit *fit = &ui->tables[ui->table_next];
    ui->table_next = (ui->table_next + 1) % UI_TABLES_MAX;
    fit_make(ui, table, width, fit);
    fit->key = key;
    return fit;
}

int ui_table_height(struct ui *ui, int width, const struct ui_table *table)
{
    return fit_table(ui, table, width)->height;
}

int ui_table(struct ui *ui, struct rect rect, const struct ui_table *table)
{
    const struct theme *theme = ui->theme;
    const struct ui_table_fit *fit = fit_table(ui, table, rect.w);

    rect.h = fit->height;
    draw_grounds(ui, rect, fit->head_h,
                 table->foot && fit->rows > 0 ? fit->row_h[fit->rows - 1] : 0);
    struct rect rest = inset_xy(rect, theme->border, 0), line;
    line = cut_top(&rest, fit->head_h);
    if (ui_is_visible(ui, line)) {
        draw_row(ui, table, fit, -1, line);
    }
    for (size_t row = 0; row < fit->rows; row++) {
        line = cut_top(&rest, fit->row_h[row]);
        if (ui_is_visible(ui, line)) {
            ui_rule(ui, line);
            draw_row(ui, table, fit, (int)row, line);
        }
    }
    return rect.h;
}
