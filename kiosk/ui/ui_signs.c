#include "ui_impl.h"

enum { SEAL_TURN_DEG = 9 };

void ui_seal(struct ui *ui, struct rect rect, const struct text *lines, size_t count)
{
    int side = rect.w < rect.h ? rect.w : rect.h;
    uint32_t red = color_of(ui, COLOR_RED_TEXT);

    rect = centre(rect, side, side);
    draw_ring(ui->list, rect, 0, side * 8 / 190 + 1, red);
    count = count < UI_SEAL_LINES_MAX ? count : UI_SEAL_LINES_MAX;
    int line_h = side * (count > 2 ? 40 : 46) / 190;
    for (size_t i = 0; i < count; i++) {
        struct text_span span = {.text = lines[i],
                                 .face = FACE_SERIF_BOLD,
                                 .size_px = side * (i + 1 == count && count > 2 ? 30 : 34) / 190,
                                 .tight = true,
                                 .color = red};
        int width = text_width(ui->text, &span, 1), room = side * 140 / 190;
        if (width > room) {
            span.size_px = (int)((int64_t)span.size_px * room / width);
        }
        const struct text_layout *layout =
            text_lay_out(ui->text, &span, 1, TEXT_WIDTH_ANY, 1000, ALIGN_LEFT);
        if (layout->line_count == 0) {
            continue;
        }
        int x = -layout->width / 2;
        int y = (int)i * line_h - ((int)count - 1) * line_h / 2 + text_baseline_drop(span.size_px);
        text_turn(SEAL_TURN_DEG, &x, &y);
        draw_line_turned(ui->list, layout, 0, &span, 1, rect.x + side / 2 + x,
                         rect.y + side / 2 + y, SEAL_TURN_DEG);
    }
}

void ui_done_mark(struct ui *ui, struct rect rect)
{
    int side = rect.w < rect.h ? rect.w : rect.h;

    rect = centre(rect, side, side);
    draw_ring(ui->list, rect, color_of(ui, COLOR_JADE), 0, 0);
    const struct draw_point points[3] = {
        {(int16_t)(rect.x + side * 31 / 100), (int16_t)(rect.y + side * 52 / 100)},
        {(int16_t)(rect.x + side * 45 / 100), (int16_t)(rect.y + side * 66 / 100)},
        {(int16_t)(rect.x + side * 70 / 100), (int16_t)(rect.y + side * 37 / 100)}};
    draw_stroke(ui->list, points, 3, side * 6 / 100 + 1, color_of(ui, COLOR_WHITE));
}

static int share_of(int64_t value, int64_t max, int width)
{
    if (max <= 0 || value <= 0) {
        return 0;
    }
    return value >= max ? width : (int)(value * width / max);
}

void ui_meter(struct ui *ui, struct rect rect, int64_t value, int64_t max, int64_t mark,
              enum ui_tone tone)
{
    const struct theme *theme = ui->theme;
    struct rect bar = inset_xy(rect, 0, mark >= 0 ? theme_px(theme, 10) : 0);
    int radius = theme_px(theme, 14), full = share_of(value, max, bar.w);

    bool plain = theme->palette == PALETTE_CONTRAST; /* all lines are black there */
    draw_round(ui->list, bar, radius, color_of(ui, plain ? COLOR_SAND : COLOR_LINE),
               plain ? theme->border : 0, color_of(ui, COLOR_LINE));
    if (full > 0) {
        draw_clip_push(ui->list, (struct rect){bar.x, bar.y, full, bar.h});
        draw_round(ui->list, bar, radius, tone_colors(ui, tone).ink, 0, 0);
        draw_clip_pop(ui->list);
    }
    if (mark >= 0) {
        int wide = theme_px(theme, 8), edge = theme->border;
        int x = rect.x + share_of(mark, max, rect.w) - wide / 2;
        struct rect line = {x, rect.y, wide, rect.h};
        draw_round(ui->list, inset(line, -edge), wide / 2, color_of(ui, COLOR_PAPER), 0, 0);
        draw_round(ui->list, line, wide / 2, color_of(ui, COLOR_INK), 0, 0);
    }
}

void ui_bar_row(struct ui *ui, struct rect rect, struct text label, int64_t value, int64_t max,
                struct text share, struct text amount)
{
    const struct theme *theme = ui->theme;
    int label_w = theme_text_px(theme, 190), amount_w = theme_text_px(theme, 190);
    int share_w = theme_text_px(theme, 100);

    ui_label(ui, cut_left(&rect, label_w), STYLE_SMALL, COLOR_INK, ALIGN_LEFT, label);
    ui_label(ui, cut_right(&rect, amount_w), STYLE_SMALL, COLOR_MUTED, ALIGN_RIGHT, amount);
    int room = rect.w > share_w ? rect.w - share_w : 0;
    struct rect bar = cut_left(&rect, share_of(value, max, room));
    draw_round(ui->list, centre(bar, bar.w, theme_text_px(theme, 34)), theme_px(theme, 8),
               color_of(ui, COLOR_RED), 0, 0);
    cut_left(&rect, theme->gap_s);
    ui_label(ui, rect, STYLE_SMALL_BOLD, COLOR_INK, ALIGN_LEFT, share);
}

void ui_step(struct ui *ui, struct rect rect, enum ui_step state, bool last, struct text text,
             struct text second, struct text right)
{
    const struct theme *theme = ui->theme;
    enum theme_color color =
        state == STEP_DONE ? COLOR_JADE : (state == STEP_NOW ? COLOR_RED_TEXT : COLOR_EDGE);
    enum theme_style style = state == STEP_NOW ? STYLE_BOLD : STYLE_BODY;
    int dot = theme_text_px(theme, 40), line_h = theme_text_px(theme, 60);
    struct rect whole = rect, column = cut_left(&rect, dot);
    struct rect first = cut_top(&column, line_h);

    draw_ring(ui->list, centre(first, dot, dot),
              color_of(ui, state == STEP_DONE ? COLOR_JADE : COLOR_CARD), theme_text_px(theme, 7),
              color_of(ui, color));
    if (!last) {
        int from = first.y + line_h / 2 + dot / 2 + theme_px(theme, 4);
        int to = whole.y + whole.h + line_h / 2 - dot / 2 - theme_px(theme, 4);
        int wide = theme->border + 1;
        draw_fill(ui->list, (struct rect){whole.x + dot / 2 - wide / 2, from, wide, to - from},
                  color_of(ui, COLOR_LINE));
    }
    cut_left(&rect, theme_text_px(theme, 28));
    struct rect line = cut_top(&rect, line_h);
    int right_w = ui_text_width(ui, state == STEP_NOW ? STYLE_SMALL_BOLD : STYLE_SMALL, right);
    ui_label(ui, cut_right(&line, right_w), state == STEP_NOW ? STYLE_SMALL_BOLD : STYLE_SMALL,
             state == STEP_NOW ? COLOR_RED_TEXT : COLOR_MUTED, ALIGN_RIGHT, right);
    cut_right(&line, theme->gap_s);
    ui_label(ui, line, style, COLOR_INK, ALIGN_LEFT, text);
    ui_text(ui, rect, STYLE_SMALL, COLOR_MUTED, second);
}
