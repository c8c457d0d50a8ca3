#include "ui_chart.h"

#include "ui_impl.h"

/* Where the chart's parts stand. */
struct frame {
    struct ui *ui;
    const struct ui_chart *chart;
    size_t count;
    struct rect plot; /* bars or points, without labels and amounts */
    int label_h, amount_h;
    int64_t low, high;   /* low <= 0 <= high, low < high */
    struct rect said[3]; /* amounts that are drawn, when there is no room for all */
    size_t said_count;
};

int ui_chart_height(const struct ui *ui)
{
    return theme_text_px(ui->theme, 420);
}

static struct frame frame_of(struct ui *ui, struct rect rect, const struct ui_chart *chart)
{
    struct frame frame = {.ui = ui,
                          .chart = chart,
                          .label_h = ui_line_h(ui, STYLE_NOTE),
                          .amount_h = ui_line_h(ui, STYLE_NOTE)};

    frame.count = chart->count < UI_CHART_VALUES_MAX ? chart->count : UI_CHART_VALUES_MAX;
    for (size_t i = 0; i < frame.count; i++) {
        int64_t value = chart->values[i].missing ? 0 : chart->values[i].value;
        frame.low = value < frame.low ? value : frame.low;
        frame.high = value > frame.high ? value : frame.high;
    }
    frame.high = frame.high == frame.low ? 1 : frame.high; /* all are zero */
    frame.plot = rect;
    cut_bottom(&frame.plot, frame.label_h);
    cut_top(&frame.plot, frame.amount_h);
    if (frame.low < 0) {
        cut_bottom(&frame.plot, frame.amount_h); /* amounts of what is below zero stand under it */
    }
    return frame;
}

static int y_of(const struct frame *frame, int64_t value)
{
    int64_t span = frame->high - frame->low;
    double share = (double)(frame->high - value) / (double)span;

    return frame->plot.y + (int)(share * frame->plot.h + 0.5);
}

static struct rect column_of(const struct frame *frame, size_t index)
{
    return split_columns(frame->plot, (int)frame->count, (int)index, 0);
}

static void draw_grounds(const struct frame *frame)
{
    struct ui *ui = frame->ui;
    int thin = ui->theme->border * 2 / 3 + 1, zero = y_of(frame, 0);
    struct rect line = {frame->plot.x, frame->plot.y, frame->plot.w, thin};

    for (int i = 0; i < 4; i++) { /* quarters, so that heights can be compared across */
        line.y = frame->plot.y + frame->plot.h * i / 4;
        draw_fill(ui->list, line, color_of(ui, COLOR_LINE));
    }
    line.y = zero - thin / 2;
    draw_fill(ui->list, line, color_of(ui, COLOR_EDGE));
}

static void draw_labels(const struct frame *frame)
{
    struct ui *ui = frame->ui;
    int used_to = frame->plot.x - ui->theme->margin, gap = ui->theme->gap_s / 2;
    int bottom = frame->plot.y + frame->plot.h + (frame->low < 0 ? frame->amount_h : 0);

    for (size_t i = 0; i < frame->count; i++) {
        struct rect column = column_of(frame, i);
        int width = ui_text_width(ui, STYLE_NOTE, frame->chart->values[i].label);
        struct rect rect = {column.x + column.w / 2 - width / 2, bottom, width, frame->label_h};
        if (rect.x < used_to + gap && i > 0) {
            continue;
        }
        bool marked = frame->chart->marked == (int)i;
        ui_label(ui, rect, marked ? STYLE_NOTE_BOLD : STYLE_NOTE,
                 marked ? COLOR_RED_TEXT : COLOR_MUTED, ALIGN_CENTRE,
                 frame->chart->values[i].label);
        used_to = rect.x + rect.w;
    }
}

/* Where an amount stands: over its bar or point, under one below zero, within the chart's sides. */
static struct rect amount_rect(const struct frame *frame, size_t index, int lift)
{
    const struct ui_chart_value *value = &frame->chart->values[index];
    struct rect column = column_of(frame, index), plot = frame->plot;
    int width = ui_text_width(frame->ui, STYLE_NOTE_BOLD, value->amount);
    int x = column.x + column.w / 2 - width / 2, y = y_of(frame, value->value);

    x = x + width > plot.x + plot.w ? plot.x + plot.w - width : x;
    x = x < plot.x ? plot.x : x;
    y = value->value < 0 ? y + lift : y - lift - frame->amount_h;
    return (struct rect){x, y, width, frame->amount_h};
}

static void say_amount(struct frame *frame, size_t index, int lift, bool all)
{
    struct ui *ui = frame->ui;
    struct rect rect = amount_rect(frame, index, lift);
    bool marked = frame->chart->marked == (int)index;

    for (size_t i = 0; i < frame->said_count; i++) {
        if (!rect_is_empty(rect_common(rect, frame->said[i]))) {
            return;
        }
    }
    if (!all) {
        frame->said[frame->said_count++] = rect;
    }
    if (!all) { /* it may stand before a bar or a line of another */
        int pad = ui->theme->gap_s / 2;
        draw_round(ui->list, inset_xy(rect, -pad, 0), pad, color_of(ui, COLOR_CARD), 0, 0);
    }
    ui_label(ui, rect, STYLE_NOTE_BOLD, marked ? COLOR_RED_TEXT : COLOR_INK, ALIGN_CENTRE,
             frame->chart->values[index].amount);
}

static bool has_room_for_all(const struct frame *frame)
{
    int room = frame->count > 0 ? frame->plot.w / (int)frame->count - frame->ui->theme->gap_s : 0;

    for (size_t i = 0; i < frame->count; i++) {
        if (ui_text_width(frame->ui, STYLE_NOTE_BOLD, frame->chart->values[i].amount) > room) {
            return false;
        }
    }
    return true;
}

static void draw_amounts(struct frame *frame, int lift)
{
    const struct ui_chart_value *values = frame->chart->values;
    bool all = has_room_for_all(frame);
    int marked = frame->chart->marked, highest = -1, lowest = -1;

    for (size_t i = 0; i < frame->count; i++) {
        if (values[i].missing) {
            continue;
        }
        highest = highest < 0 || values[i].value > values[highest].value ? (int)i : highest;
        lowest = lowest < 0 || values[i].value < values[lowest].value ? (int)i : lowest;
        if (all) {
            say_amount(frame, i, lift, true);
        }
    }
    const int chosen[] = {marked, highest, lowest};
    for (size_t i = 0; i < 3 && !all; i++) {
        if (chosen[i] >= 0 && (size_t)chosen[i] < frame->count && !values[chosen[i]].missing) {
            say_amount(frame, (size_t)chosen[i], lift, false);
        }
    }
}

/* The column under a finger shows it; the one it left counts. */
static int touched_column(struct frame *frame, int first_id)
{
    struct ui *ui = frame->ui;
    int touched = -1;

    for (size_t i = 0; i < frame->count && first_id != 0; i++) {
        struct rect column = column_of(frame, i);
        column.y -= frame->amount_h;
        column.h += frame->amount_h + frame->label_h;
        bool pressed = false;
        if (ui_touch(ui, first_id + (int)i, column, &pressed)) {
            touched = (int)i;
        }
        if (pressed) {
            draw_round(ui->list, column, ui->theme->radius_s / 2, color_of(ui, COLOR_PRESSED), 0,
                       0);
        }
    }
    return touched;
}

static void draw_bar(const struct frame *frame, size_t index)
{
    struct ui *ui = frame->ui;
    const struct ui_chart_value *value = &frame->chart->values[index];
    struct rect column = column_of(frame, index);
    int width = column.w * 3 / 5, zero = y_of(frame, 0), end = y_of(frame, value->value);

    if (value->missing) {
        return;
    }
    width = width > 1 ? width : 1;
    struct rect bar = {column.x + (column.w - width) / 2, end < zero ? end : zero, width,
                       end < zero ? zero - end : end - zero};
    bar.h = bar.h > 0 ? bar.h : 1; /* a zero that was told is not a missing one */
    bool marked = frame->chart->marked == (int)index;
    uint32_t color = color_of(ui, marked ? COLOR_RED : COLOR_EDGE);
    draw_round(ui->list, bar, theme_px(ui->theme, 6), color, 0, 0);
}

int ui_chart_bars(struct ui *ui, int first_id, struct rect rect, const struct ui_chart *chart)
{
    struct frame frame = frame_of(ui, rect, chart);
    int touched = touched_column(&frame, first_id);

    draw_grounds(&frame);
    for (size_t i = 0; i < frame.count; i++) {
        draw_bar(&frame, i);
    }
    draw_labels(&frame);
    draw_amounts(&frame, theme_px(ui->theme, 4));
    return touched;
}

static struct draw_point point_of(const struct frame *frame, size_t index)
{
    struct rect column = column_of(frame, index);
    int y = y_of(frame, frame->chart->values[index].value);

    return (struct draw_point){(int16_t)(column.x + column.w / 2), (int16_t)y};
}

static void draw_curve(const struct frame *frame)
{
    struct ui *ui = frame->ui;
    const struct ui_chart_value *values = frame->chart->values;
    int wide = theme_px(ui->theme, 7), dot = theme_px(ui->theme, 22);

    for (size_t i = 1; i < frame->count; i++) {
        if (!values[i].missing && !values[i - 1].missing) {
            const struct draw_point ends[2] = {point_of(frame, i - 1), point_of(frame, i)};
            draw_stroke(ui->list, ends, 2, wide, color_of(ui, COLOR_EDGE));
        }
    }
    for (size_t i = 0; i < frame->count; i++) {
        if (values[i].missing) {
            continue;
        }
        struct draw_point at = point_of(frame, i);
        bool marked = frame->chart->marked == (int)i;
        struct rect ring = {at.x - dot / 2, at.y - dot / 2, dot, dot};
        draw_ring(ui->list, ring, color_of(ui, marked ? COLOR_RED : COLOR_CARD), wide,
                  color_of(ui, marked ? COLOR_RED : COLOR_INK));
    }
}

int ui_chart_line(struct ui *ui, int first_id, struct rect rect, const struct ui_chart *chart)
{
    struct frame frame = frame_of(ui, rect, chart);
    int touched = touched_column(&frame, first_id);

    draw_grounds(&frame);
    draw_curve(&frame);
    draw_labels(&frame);
    draw_amounts(&frame, theme_px(ui->theme, 14));
    return touched;
}
