#include "ui_impl.h"

#include <stdlib.h>

#include "utf8.h"

enum { SECRET_CHARS_MAX = 256 };

void ui_focus(struct ui *ui, int id)
{
    ui->focus = id;
}

/* A field as it is laid out: its text (dots for a secret) and how far it is moved to show the
 * caret. */
struct shown {
    char dots[3 * SECRET_CHARS_MAX];
    struct text_span span;
    const struct text_layout *layout;
    struct text_caret caret;
    struct rect rect; /* of the text */
    int x, y;         /* where the layout begins */
};

static struct text shown_text(const struct textfield *field, char *dots)
{
    struct text text = textfield_text(field);

    if (!field->secret) {
        return text;
    }
    size_t count = utf8_count(text);
    count = count < SECRET_CHARS_MAX ? count : SECRET_CHARS_MAX;
    for (size_t i = 0; i < count; i++) {
        utf8_put(0x25cf, dots + 3 * i);
    }
    return (struct text){dots, 3 * count};
}

static uint32_t shown_caret(const struct textfield *field)
{
    if (!field->secret) {
        return (uint32_t)field->caret;
    }
    return 3 * (uint32_t)utf8_count((struct text){field->data, field->caret});
}

static int line_permille(bool area)
{
    return area ? 1600 : 1300;
}

/* Lays the text out and moves it so that the caret is in sight. */
static void shown_make(struct ui *ui, const struct textfield *field, bool area, struct rect rect,
                       struct shown *shown)
{
    int width = area ? rect.w - ui->theme->border * 2 : TEXT_WIDTH_ANY;

    shown->rect = rect;
    shown->span = ui_span(ui, STYLE_BODY, COLOR_INK, shown_text(field, shown->dots));
    if (area) { /* one sees what one writes from a little further off */
        shown->span.size_px = theme_text_px(ui->theme, 44);
    }
    shown->layout = text_lay_out(ui->text, &shown->span, 1, width, line_permille(area), ALIGN_LEFT);
    shown->caret = text_caret_at(shown->layout, shown_caret(field));
    shown->x = rect.x;
    shown->y = rect.y;
    if (shown->layout->line_count == 0) {
        return;
    }
    const struct text_line *line = &shown->layout->lines[shown->caret.line];
    if (area && line->top + line->height > rect.h) {
        shown->y -= line->top + line->height - rect.h;
    }
    if (!area) {
        int over = shown->caret.x + ui->theme->border * 3 - rect.w;
        shown->x -= over > 0 ? over : 0;
        shown->y += (rect.h - shown->layout->height) / 2;
    }
}

static int caret_width(const struct ui *ui)
{
    return theme_px(ui->theme, 5);
}

static void draw_caret(struct ui *ui, const struct shown *shown)
{
    if (shown->layout->line_count == 0) {
        return;
    }
    const struct text_line *line = &shown->layout->lines[shown->caret.line];
    int size = shown->span.size_px, wide = caret_width(ui), tall = size * 118 / 100;
    struct rect caret = {shown->x + shown->caret.x,
                         shown->y + line->top + (line->height - tall) / 2, wide, tall};

    draw_fill(ui->list, caret, color_of(ui, COLOR_RED));
}

/* What is selected has another ground, line by line. */
static void draw_selection(struct ui *ui, const struct textfield *field, const struct shown *shown)
{
    if (field->secret || !textfield_has_selection(field) || shown->layout->line_count == 0) {
        return;
    }
    struct text_caret from = text_caret_at(shown->layout, (uint32_t)field->select_from);
    struct text_caret to = text_caret_at(shown->layout, (uint32_t)field->select_to);
    for (uint32_t i = from.line; i <= to.line; i++) {
        const struct text_line *line = &shown->layout->lines[i];
        int left = i == from.line ? from.x : 0, right = i == to.line ? to.x : line->width;
        draw_fill(ui->list,
                  (struct rect){shown->x + left, shown->y + line->top, right - left, line->height},
                  color_of(ui, COLOR_AMBER_TINT));
    }
}

static bool is_second_tap(struct ui *ui, int id)
{
    enum { AGAIN_MS = 500 };
    int far = ui->theme->touch_min;
    bool near = abs(ui->input->x - ui->tap_x) < far && abs(ui->input->y - ui->tap_y) < far;
    bool again = ui->tap_id == id && near && ui->input->now_ms - ui->tap_ms <= AGAIN_MS;

    ui->tap_id = id;
    ui->tap_ms = ui->input->now_ms;
    ui->tap_x = ui->input->x;
    ui->tap_y = ui->input->y;
    return again;
}

/* A tap puts the caret between two characters; a second one selects the character under the
 * finger. */
static void take_tap(struct ui *ui, int id, struct textfield *field, const struct shown *shown)
{
    int x = ui->input->x - shown->x, y = ui->input->y - shown->y;
    uint32_t offset = text_offset_at(shown->layout, x, y);

    if (is_second_tap(ui, id) && !field->secret && field->size > 0) {
        int half = shown->span.size_px / 2;
        offset = text_offset_at(shown->layout, x - half, y);
        textfield_select_at(field, offset < field->size ? offset : field->size);
        return;
    }
    bool again = textfield_has_selection(field) && offset >= field->select_from &&
                 offset <= field->select_to;
    if (field->secret) {
        field->caret = utf8_offset(textfield_text(field), offset / 3);
    } else if (!again) { /* else it may be the first tap of two, which widen the selection */
        textfield_select(field, 0, 0);
        field->caret = offset < field->size ? offset : field->size;
    }
}

/* Up and down: the nearest place in the next line. */
static void move_caret_line(struct textfield *field, const struct shown *shown, int by)
{
    int line = (int)shown->caret.line + by;

    if (line >= 0 && line < (int)shown->layout->line_count) {
        field->caret =
            text_offset_at(shown->layout, shown->caret.x, shown->layout->lines[line].top + 1);
    }
}

/* ---- focus ---- */

static void take_focus_keys(struct ui *ui, int id)
{
    if (ui_key(ui, KEY_TAB)) {
        ui->focus = 0;
        ui->focus_next = true;
    } else if (ui_key(ui, KEY_BACKTAB)) {
        ui->focus = ui->focus_last;
        ui->focus_back = ui->focus_last == 0; /* before the first comes the last */
        wake_at(ui, ui->input->now_ms);
    }
    (void)id;
}

/* Does the field have the focus in this frame? */
static bool see_focus(struct ui *ui, int id)
{
    if (ui->focus_first == 0) {
        ui->focus_first = id;
    }
    if (ui->focus_next) {
        ui->focus = id;
        ui->focus_next = false;
        ui->focus_seen = true;
        ui->focus_last = id;
        wake_at(ui, ui->input->now_ms);
        return false; /* this frame's keys were another field's */
    }
    bool focused = ui->focus == id;
    ui->focus_seen |= focused;
    if (focused && !ui->off) {
        take_focus_keys(ui, id);
        ui->focus_seen = true;
    }
    ui->focus_last = id;
    return focused;
}

/* ---- fields ---- */

static enum ui_field_act take_typing(struct ui *ui, int id, struct textfield *field,
                                     const struct shown *shown)
{
    if (field->multiline && ui_key(ui, KEY_UP)) {
        move_caret_line(field, shown, -1);
    }
    if (field->multiline && ui_key(ui, KEY_DOWN)) {
        move_caret_line(field, shown, 1);
    }
    bool changed = textfield_take(field, ui->input);
    if (!field->multiline && ui_key(ui, KEY_ENTER)) {
        ui->key_id = id;
        return FIELD_ENTER;
    }
    return changed ? FIELD_CHANGED : FIELD_NONE;
}

static struct rect draw_field_ground(struct ui *ui, struct rect rect, const struct ui_field *look,
                                     bool focused)
{
    const struct theme *theme = ui->theme;
    int border = focused ? theme->border + 1 : theme->border;

    draw_round(ui->list, rect, theme->radius_s, color_of(ui, COLOR_BUTTON), border,
               color_of(ui, focused ? COLOR_RED : COLOR_EDGE));
    struct rect inside =
        inset_xy(rect, theme_px(theme, look->area ? 30 : 24), theme_px(theme, look->area ? 16 : 8));
    if (!look->area && look->label.size > 0) {
        struct rect label = cut_top(&inside, theme->style[STYLE_NOTE].size_px * 5 / 4);
        ui_label(ui, label, STYLE_NOTE, COLOR_MUTED, ALIGN_LEFT, look->label);
    }
    return inside;
}

/* Behind where the caret stands, in the middle of its line. */
static void draw_hint(struct ui *ui, struct rect inside, const struct ui_field *look,
                      const struct shown *shown)
{
    int line_h = look->area ? shown->layout->height : inside.h;
    int drop = (line_h - ui_line_h(ui, STYLE_SMALL)) / 2;

    cut_left(&inside, caret_width(ui) + ui->theme->gap_s / 2);
    cut_top(&inside, drop > 0 ? drop : 0);
    bool is_short = !look->area && look->hint_short.size > 0 &&
                    ui_text_width(ui, STYLE_SMALL, look->hint) > inside.w;
    ui_text(ui, inside, STYLE_SMALL, COLOR_MUTED, is_short ? look->hint_short : look->hint);
}

enum ui_field_act ui_textfield(struct ui *ui, int id, struct rect rect, const struct ui_field *look,
                               struct textfield *field)
{
    struct shown shown;
    enum ui_field_act act = FIELD_NONE;
    bool focused = see_focus(ui, id);
    bool tapped = ui_touch(ui, id, rect, NULL);

    if (tapped) {
        ui->focus = id;
        ui->focus_seen = focused = true;
        wake_at(ui, ui->input->now_ms);
    }
    struct rect inside = draw_field_ground(ui, rect, look, ui->focus == id);
    shown_make(ui, field, look->area, inside, &shown);
    if (tapped) {
        take_tap(ui, id, field, &shown);
    } else if (focused && !ui->off) {
        act = take_typing(ui, id, field, &shown);
    }
    shown_make(ui, field, look->area, inside, &shown); /* with what was typed in this frame */
    draw_clip_push(ui->list, inset_xy(rect, theme_px(ui->theme, 12), ui->theme->border + 1));
    if (field->size == 0 && look->hint.size > 0) {
        draw_hint(ui, inside, look, &shown);
    }
    draw_selection(ui, field, &shown);
    draw_layout(ui->list, shown.layout, &shown.span, 1, shown.x, shown.y);
    if (ui->focus == id) {
        draw_caret(ui, &shown);
    }
    draw_clip_pop(ui->list);
    return act;
}

/* ---- digits ---- */

enum { PAD_DELETE = 9, PAD_ZERO = 10, PAD_DONE = 11, PAD_KEYS = 12 };

static bool pad_key(struct ui *ui, int id, struct rect rect, struct text word, int key)
{
    bool pressed, done = ui_touch(ui, id, rect, &pressed);
    bool is_main = key == PAD_DONE, is_digit = key != PAD_DONE && key != PAD_DELETE;
    enum theme_color fill =
        is_main ? (pressed ? COLOR_DEEP : COLOR_RED) : (pressed ? COLOR_PRESSED : COLOR_BUTTON);

    draw_round(ui->list, rect, ui->theme->radius_s, color_of(ui, fill), ui->theme->border,
               color_of(ui, is_main ? fill : COLOR_EDGE));
    ui_label(ui, inset_xy(rect, ui->theme->gap_s, 0), is_digit ? STYLE_HEADING : STYLE_BUTTON,
             is_main ? COLOR_ON_RED : COLOR_INK, ALIGN_CENTRE, word);
    return done;
}

enum ui_field_act ui_digit_pad(struct ui *ui, int first_id, struct rect rect,
                               struct textfield *field, struct text delete_word,
                               struct text done_word)
{
    static const char digits[] = "123456789-0";
    enum ui_field_act act = FIELD_NONE;
    int gap = ui->theme->gap_s;

    for (int key = 0; key < PAD_KEYS; key++) {
        struct rect row = split_rows(rect, 4, key / 3, gap);
        struct rect cell = split_columns(row, 3, key % 3, gap);
        struct text word = key == PAD_DELETE ? delete_word : done_word;
        struct text digit = {&digits[key], 1};
        bool is_digit = key < PAD_DELETE || key == PAD_ZERO;
        if (!is_digit && word.size == 0) {
            continue;
        }
        if (!pad_key(ui, first_id + key, cell, is_digit ? digit : word, key)) {
            continue;
        }
        if (key == PAD_DONE) {
            act = FIELD_ENTER;
        } else if (is_digit ? textfield_insert(field, digit) : textfield_backspace(field)) {
            act = FIELD_CHANGED;
        }
    }
    return act;
}

/* ---- check box ---- */

bool ui_check_row(struct ui *ui, int id, struct rect rect, struct text text, bool checked)
{
    const struct theme *theme = ui->theme;
    bool pressed, done = ui_touch(ui, id, rect, &pressed);
    int side = theme_text_px(theme, 52);
    struct rect left = cut_left(&rect, side), box = centre(left, side, side);

    draw_round(ui->list, box, theme_px(theme, 10),
               color_of(ui, checked ? COLOR_JADE : (pressed ? COLOR_PRESSED : COLOR_BUTTON)),
               theme->border, color_of(ui, checked ? COLOR_JADE : COLOR_EDGE));
    if (checked) {
        const struct draw_point points[3] = {
            {(int16_t)(box.x + side * 24 / 100), (int16_t)(box.y + side * 52 / 100)},
            {(int16_t)(box.x + side * 43 / 100), (int16_t)(box.y + side * 70 / 100)},
            {(int16_t)(box.x + side * 77 / 100), (int16_t)(box.y + side * 30 / 100)}};
        draw_stroke(ui->list, points, 3, side / 10 + 1, color_of(ui, COLOR_WHITE));
    }
    cut_left(&rect, theme->gap);
    ui_label(ui, rect, STYLE_BODY, COLOR_INK, ALIGN_LEFT, text);
    return done;
}
