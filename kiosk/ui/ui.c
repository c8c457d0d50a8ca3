#include "image.h"
#include "ui_impl.h"

#include <limits.h>
#include <stdlib.h>

/* ---- frame ---- */

void ui_init(struct ui *ui, const struct theme *theme, struct text_engine *text)
{
    *ui = (struct ui){.theme = theme, .text = text, .deadline_ms = INT64_MAX};
}

void ui_begin(struct ui *ui, struct draw_list *list, const struct input *input)
{
    ui->list = list;
    ui->input = input;
    ui->off = false;
    ui->key_id = 0;
    ui->focus_first = ui->focus_last = 0;
    ui->focus_seen = ui->focus_next = ui->focus_back = false;
    ui->deadline_ms = INT64_MAX;
    if (ui->targets) {
        ui->targets->count = 0;
    }
    if (ui->images) {
        image_store_begin(ui->images);
    }
    if (input->pressed) {
        ui->active = ui->drag_id = 0;
        ui->slid = ui->held = false;
        ui->press_x = input->press_x;
        ui->press_y = input->press_y;
        ui->press_ms = input->now_ms;
    }
}

void ui_end(struct ui *ui)
{
    if (!ui->input->down) {
        ui->active = ui->drag_id = 0;
    }
    if (ui->focus_next) { /* behind the last field comes the first */
        ui->focus = ui->focus_first;
        wake_at(ui, ui->input->now_ms);
    } else if (ui->focus_back) {
        ui->focus = ui->focus_last;
        wake_at(ui, ui->input->now_ms);
    } else if (!ui->focus_seen) {
        ui->focus = 0;
    }
}

void ui_reset(struct ui *ui)
{
    ui->active = ui->drag_id = ui->focus = 0;
    ui_qrs_forget(ui);
    ui->slid = ui->held = true; /* a finger that is still down does nothing on the new page */
}

void wake_at(struct ui *ui, int64_t at_ms)
{
    if (at_ms < ui->deadline_ms) {
        ui->deadline_ms = at_ms;
    }
}

int64_t ui_timeout_ms(const struct ui *ui, int64_t now_ms)
{
    if (ui->deadline_ms == INT64_MAX) {
        return -1;
    }
    return ui->deadline_ms > now_ms ? ui->deadline_ms - now_ms : 0;
}

struct rect ui_screen(const struct ui *ui)
{
    return (struct rect){0, 0, ui->list->width, ui->list->height};
}

void ui_input_off(struct ui *ui, bool off)
{
    ui->off = off;
}

/* ---- touch ---- */

static void note_target(struct ui *ui, int id, struct rect whole, struct rect seen, bool holds)
{
    struct ui_targets *targets = ui->targets;

    if (!targets || ui->off || rect_is_empty(seen)) {
        return;
    }
    if (targets->count < UI_TARGETS_MAX) {
        targets->at[targets->count] = (struct ui_target){id, whole, seen, holds};
    }
    targets->count++;
}

/* Takes the press if it is in `rect` and nobody has taken it. True: it is (still) ours. */
static bool take_press(struct ui *ui, int id, struct rect rect)
{
    const struct input *input = ui->input;

    if (ui->off) {
        return false;
    }
    if (input->pressed && ui->active == 0 && rect_has(rect, ui->press_x, ui->press_y)) {
        ui->active = id;
    }
    return ui->active == id;
}

bool ui_touch(struct ui *ui, int id, struct rect rect, bool *pressed)
{
    const struct input *input = ui->input;
    struct rect area = rect_common(rect, draw_clip(ui->list));
    note_target(ui, id, rect, area, false);
    bool ours = take_press(ui, id, area);
    bool inside = ours && !ui->slid && !input->cancelled && rect_has(area, input->x, input->y);

    if (pressed) {
        *pressed = inside && input->down;
    }
    if (!inside || !input->released) {
        return false;
    }
    wake_at(ui, input->now_ms); /* what this changes may have been drawn already, above it */
    return true;
}

bool ui_hold(struct ui *ui, int id, struct rect rect, int hold_ms)
{
    const struct input *input = ui->input;
    struct rect area = rect_common(rect, draw_clip(ui->list));
    note_target(ui, id, rect, area, true);
    bool ours = take_press(ui, id, area);

    if (!ours || ui->held || !input->down || !rect_has(rect, input->x, input->y)) {
        return false;
    }
    if (input->now_ms - ui->press_ms < hold_ms) {
        wake_at(ui, ui->press_ms + hold_ms);
        return false;
    }
    ui->held = true;
    return true;
}

bool ui_pen(struct ui *ui, int id, struct rect rect)
{
    return take_press(ui, id, rect_common(rect, draw_clip(ui->list))) && !ui->input->cancelled;
}

void ui_wake(struct ui *ui, int64_t at_ms)
{
    wake_at(ui, at_ms);
}

bool ui_key(const struct ui *ui, enum input_key key)
{
    for (size_t i = 0; i < ui->input->key_count; i++) {
        if (ui->input->keys[i] == key && !ui->off) {
            return true;
        }
    }
    return false;
}

/* ---- text ---- */

uint32_t color_of(const struct ui *ui, enum theme_color color)
{
    return ui->theme->color[color];
}

int style_permille(enum theme_style style)
{
    switch (style) {
    case STYLE_BODY:
        return 1500;
    case STYLE_BOLD:
    case STYLE_SMALL:
    case STYLE_SMALL_BOLD:
    case STYLE_NOTE:
    case STYLE_NOTE_BOLD:
    case STYLE_BUTTON:
    case STYLE_BUTTON_BOLD:
    case STYLE_SECTION:
    case STYLE_CELL:
        return 1400;
    case STYLE_HEADING:
    case STYLE_CLOCK:
    case STYLE_TITLE:
    case STYLE_DISPLAY:
    case STYLE_HERO:
    case STYLE_NUMBER:
    case STYLE_RECEIPT:
    case STYLE_COUNT:
        break;
    }
    return 1300;
}

struct text_span ui_span(const struct ui *ui, enum theme_style style, enum theme_color color,
                         struct text text)
{
    return (struct text_span){.text = text,
                              .face = ui->theme->style[style].face,
                              .size_px = ui->theme->style[style].size_px,
                              .color = color_of(ui, color)};
}

int ui_text_aligned(struct ui *ui, struct rect rect, enum theme_style style, enum theme_color color,
                    enum text_align align, struct text text)
{
    struct text_span span = ui_span(ui, style, color, text);

    if (text.size == 0) {
        return 0;
    }
    const struct text_layout *layout =
        text_lay_out(ui->text, &span, 1, rect.w, style_permille(style), align);
    if (mark_says(ui, &span, 1)) {
        mark_draw(ui, layout, rect.x, rect.y);
    }
    draw_layout(ui->list, layout, &span, 1, rect.x, rect.y);
    return layout->height;
}

int ui_text(struct ui *ui, struct rect rect, enum theme_style style, enum theme_color color,
            struct text text)
{
    return ui_text_aligned(ui, rect, style, color, ALIGN_LEFT, text);
}

int ui_text_height(struct ui *ui, int width, enum theme_style style, struct text text)
{
    struct text_span span = ui_span(ui, style, COLOR_INK, text);

    if (text.size == 0) {
        return 0;
    }
    return text_lay_out(ui->text, &span, 1, width, style_permille(style), ALIGN_LEFT)->height;
}

int ui_text_width(struct ui *ui, enum theme_style style, struct text text)
{
    struct text_span span = ui_span(ui, style, COLOR_INK, text);

    return text_width(ui->text, &span, 1);
}

int ui_rich(struct ui *ui, struct rect rect, enum text_align align, const struct text_span *spans,
            size_t count)
{
    const struct text_layout *layout =
        text_lay_out(ui->text, spans, count, rect.w, TEXT_LINE_PERMILLE, align);

    if (mark_says(ui, spans, count)) {
        mark_draw(ui, layout, rect.x, rect.y);
    }
    draw_layout(ui->list, layout, spans, count, rect.x, rect.y);
    return layout->height;
}

int ui_rich_height(struct ui *ui, int width, const struct text_span *spans, size_t count)
{
    return text_lay_out(ui->text, spans, count, width, TEXT_LINE_PERMILLE, ALIGN_LEFT)->height;
}

void ui_paragraph(struct ui *ui, struct rect *rest, enum theme_style style, enum theme_color color,
                  struct text text)
{
    cut_top(rest, ui_text(ui, *rest, style, color, text));
}

int ui_line_h(const struct ui *ui, enum theme_style style)
{
    return ui->theme->style[style].size_px * style_permille(style) / 1000;
}

void label_sized(struct ui *ui, struct rect rect, int face, int size_px, uint32_t color,
                 enum text_align align, struct text text)
{
    struct text_span span = {
        .text = text, .face = (uint8_t)face, .size_px = size_px, .color = color, .tight = true};

    if (text.size == 0) {
        return;
    }
    int width = text_width(ui->text, &span, 1);
    if (width > rect.w) {
        int fitting = (int)((int64_t)size_px * rect.w / width), floor = size_px * 3 / 4;
        span.size_px = fitting > floor ? fitting : floor;
        span.size_px = span.size_px > 1 ? span.size_px : 1;
    }
    const struct text_layout *layout = text_lay_out(ui->text, &span, 1, rect.w, 1300, align);
    if (layout->height > rect.h && layout->line_count > 1) { /* two lines where one was meant */
        int fitting = span.size_px * rect.h / layout->height, floor = size_px / 2;
        span.size_px = fitting > floor ? fitting : floor;
        span.size_px = span.size_px > 1 ? span.size_px : 1;
        layout = text_lay_out(ui->text, &span, 1, rect.w, 1300, align);
    }
    int y = rect.y + (rect.h - layout->height) / 2;
    if (mark_says(ui, &span, 1)) {
        mark_draw(ui, layout, rect.x, y);
    }
    draw_layout(ui->list, layout, &span, 1, rect.x, y);
}

void ui_label(struct ui *ui, struct rect rect, enum theme_style style, enum theme_color color,
              enum text_align align, struct text text)
{
    label_sized(ui, rect, ui->theme->style[style].face, ui->theme->style[style].size_px,
                color_of(ui, color), align, text);
}

/* ---- frame of a page ---- */

struct ui_frame ui_frame_cut(const struct ui *ui, bool with_bar)
{
    const struct theme *theme = ui->theme;
    struct rect rest = ui_screen(ui);
    struct ui_frame frame = {0};

    frame.top = cut_top(&rest, theme->reach_y > theme->top_h ? theme->reach_y : theme->top_h);
    frame.strip = cut_bottom(&rest, theme->strip_h);
    if (with_bar) {
        frame.bar = cut_bottom(&rest, theme->bar_h);
    }
    frame.body = inset_xy(rest, theme->margin, theme->gap);
    return frame;
}

static struct rect ground(struct ui *ui, struct rect rect, enum theme_color color, bool rule_below)
{
    draw_fill(ui->list, rect, color_of(ui, color));
    struct rect rule =
        rule_below ? cut_bottom(&rect, ui->theme->border) : cut_top(&rect, ui->theme->border);
    draw_fill(ui->list, rule,
              color_of(ui, ui->theme->palette == PALETTE_STAFF && rule_below ? color : COLOR_LINE));
    return rect;
}

/* The clock and what stands under it, right-aligned; returns their width. */
static int top_right(struct ui *ui, struct rect rect, const struct ui_top *top)
{
    int big_h = ui->theme->style[STYLE_CLOCK].size_px * 6 / 5;
    int under_h = ui->theme->style[STYLE_SMALL].size_px * 13 / 10;
    int big_w = ui_text_width(ui, STYLE_CLOCK, top->big);
    int under_w = ui_text_width(ui, STYLE_SMALL, top->under);
    struct rect block = centre(rect, rect.w, big_h + under_h);

    if (top->big.size == 0) {
        block = rect;
        big_h = 0;
        under_h = rect.h;
    }
    ui_label(ui, cut_top(&block, big_h), STYLE_CLOCK, COLOR_ON_TOP, ALIGN_RIGHT, top->big);
    ui_label(ui, cut_top(&block, under_h), STYLE_SMALL, COLOR_ON_TOP2, ALIGN_RIGHT, top->under);
    return big_w > under_w ? big_w : under_w;
}

void ui_top_bar(struct ui *ui, struct rect rect, const struct ui_top *top)
{
    const struct theme *theme = ui->theme;
    struct rect inside = ground(ui, rect, COLOR_TOP, true);

    if (inside.h > theme->top_h) { /* low reach: the upper part stays quiet */
        inside = cut_bottom(&inside, theme->top_h);
    }
    inside = inset_xy(inside, theme->margin, 0);
    int right = top_right(ui, inside, top);
    cut_right(&inside, right + (right > 0 ? theme->gap * 2 : 0));
    struct text_span title = ui_span(ui, STYLE_TITLE, COLOR_ON_TOP, top->title);
    title.tight = true;
    int title_w = text_width(ui->text, &title, 1);
    struct rect title_rect = cut_left(&inside, title_w < inside.w ? title_w : inside.w);
    ui_label(ui, title_rect, STYLE_TITLE, COLOR_ON_TOP, ALIGN_LEFT, top->title);
    cut_left(&inside, theme->gap);
    ui_label(ui, inside, STYLE_BODY, COLOR_ON_TOP2, ALIGN_LEFT, top->beside);
}

struct rect ui_bar(struct ui *ui, struct rect rect)
{
    const struct theme *theme = ui->theme;
    struct rect inside = ground(ui, rect, COLOR_CARD, false);

    inside = inset_xy(inside, theme->landscape ? theme->margin : theme->margin * 40 / 56, 0);
    return centre(inside, inside.w, theme->button_h);
}

void ui_strip(struct ui *ui, struct rect rect, struct text left, struct text right,
              struct text right_bold)
{
    const struct theme *theme = ui->theme;
    struct rect inside = ground(ui, rect, COLOR_SAND, false);

    inside = inset_xy(inside, theme->landscape ? theme->margin : theme->margin * 40 / 56, 0);
    int bold_w = ui_text_width(ui, STYLE_NOTE_BOLD, right_bold);
    struct text_span span = ui_span(ui, STYLE_NOTE, COLOR_MUTED, right);
    span.tight = true;
    int right_w = text_width(ui->text, &span, 1);
    int left_w = ui_text_width(ui, STYLE_NOTE, left);
    int spare = inside.w - bold_w - right_w - left_w - theme->gap_s;
    struct rect bold = cut_right(&inside, bold_w);
    cut_right(&inside, theme->gap_s);
    if (spare < theme->gap) { /* both give way alike */
        right_w = (int)((int64_t)(inside.w - theme->gap) * right_w / (right_w + left_w + 1));
    }
    struct rect right_rect = cut_right(&inside, right_w);
    cut_right(&inside, theme->gap);
    ui_label(ui, inside, STYLE_NOTE, COLOR_MUTED, ALIGN_LEFT, left);
    ui_label(ui, right_rect, STYLE_NOTE, COLOR_MUTED, ALIGN_RIGHT, right);
    ui_label(ui, bold, STYLE_NOTE_BOLD, COLOR_INK, ALIGN_RIGHT, right_bold);
}
