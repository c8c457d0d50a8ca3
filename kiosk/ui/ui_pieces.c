#include "ui_impl.h"

/* ---- colours ---- */

struct tone_colors tone_colors(const struct ui *ui, enum ui_tone tone)
{
    static const uint8_t colors[][3] = {
        [TONE_PLAIN] = {COLOR_MUTED, COLOR_SAND, COLOR_LINE},
        [TONE_RED] = {COLOR_RED_TEXT, COLOR_RED_TINT, COLOR_RED_LINE},
        [TONE_JADE] = {COLOR_JADE, COLOR_JADE_TINT, COLOR_JADE_LINE},
        [TONE_AMBER] = {COLOR_AMBER, COLOR_AMBER_TINT, COLOR_AMBER_LINE},
        [TONE_BLUE] = {COLOR_BLUE, COLOR_BLUE_TINT, COLOR_BLUE_LINE},
    };

    return (struct tone_colors){color_of(ui, colors[tone][0]), color_of(ui, colors[tone][1]),
                                color_of(ui, colors[tone][2])};
}

uint32_t color_between(uint32_t a, uint32_t b)
{
    return 0xff000000u | (((a & 0xfefefe) >> 1) + ((b & 0xfefefe) >> 1));
}

/* ---- cards ---- */

struct rect ui_card(struct ui *ui, struct rect rect, enum ui_tone tone)
{
    const struct theme *theme = ui->theme;
    struct tone_colors colors = tone_colors(ui, tone);
    uint32_t fill = tone == TONE_PLAIN ? color_of(ui, COLOR_CARD) : colors.tint;

    draw_round(ui->list, rect, theme->radius, fill, theme->border, colors.line);
    return inset(rect, theme->pad);
}

struct rect ui_red_card(struct ui *ui, struct rect rect)
{
    draw_round(ui->list, rect, ui->theme->radius * 8 / 7, color_of(ui, COLOR_RED), 0, 0);
    return inset(rect, ui->theme->pad);
}

void ui_rule(struct ui *ui, struct rect rect)
{
    draw_fill(ui->list, cut_top(&rect, ui->theme->border * 2 / 3 + 1), color_of(ui, COLOR_LINE));
}

/* ---- tags ---- */

static int tag_pad(const struct ui *ui)
{
    return theme_text_px(ui->theme, 18);
}

int ui_tag_width(struct ui *ui, struct text text)
{
    struct text_span span = ui_span(ui, STYLE_NOTE, COLOR_INK, text);

    span.tight = true;
    return text_width(ui->text, &span, 1) + 2 * tag_pad(ui);
}

void ui_tag(struct ui *ui, struct rect rect, enum ui_tone tone, struct text text)
{
    const struct theme *theme = ui->theme;
    struct tone_colors colors = tone_colors(ui, tone);
    int border = theme->palette == PALETTE_CONTRAST ? theme->border : 0;

    draw_round(ui->list, rect, theme_text_px(theme, 12), colors.tint, border, colors.ink);
    label_sized(ui, inset_xy(rect, tag_pad(ui), 0), FACE_SANS, theme->style[STYLE_NOTE].size_px,
                colors.ink, ALIGN_CENTRE, text);
}

void ui_tag_left(struct ui *ui, struct rect *rest, enum ui_tone tone, struct text text)
{
    struct rect tag = cut_left(rest, ui_tag_width(ui, text));

    ui_tag(ui, centre(tag, tag.w, ui->theme->tag_h), tone, text);
    cut_left(rest, ui->theme->gap_s);
}

void ui_tag_right(struct ui *ui, struct rect *rest, enum ui_tone tone, struct text text)
{
    struct rect tag = cut_right(rest, ui_tag_width(ui, text));

    ui_tag(ui, centre(tag, tag.w, ui->theme->tag_h), tone, text);
    cut_right(rest, ui->theme->gap_s);
}

/* ---- buttons ---- */

struct button_look {
    enum theme_color fill, border, ink;
};

static struct button_look button_look(enum ui_button_kind kind, bool pressed)
{
    switch (kind) {
    case BUTTON_MAIN:
        return (struct button_look){pressed ? COLOR_DEEP : COLOR_RED,
                                    pressed ? COLOR_DEEP : COLOR_RED, COLOR_ON_RED};
    case BUTTON_DISABLED:
        return (struct button_look){COLOR_SAND, COLOR_LINE, COLOR_DISABLED};
    case BUTTON_QUIET:
        return (struct button_look){pressed ? COLOR_PRESSED : COLOR_CARD,
                                    pressed ? COLOR_PRESSED : COLOR_CARD, COLOR_INK};
    case BUTTON_PLAIN:
        break;
    }
    return (struct button_look){pressed ? COLOR_PRESSED : COLOR_BUTTON, COLOR_EDGE, COLOR_INK};
}

bool ui_button(struct ui *ui, int id, struct rect rect, struct text text, enum ui_button_kind kind)
{
    const struct theme *theme = ui->theme;
    bool pressed = false, done = false;

    if (kind != BUTTON_DISABLED) {
        done = ui_touch(ui, id, rect, &pressed);
    }
    struct button_look look = button_look(kind, pressed);
    draw_round(ui->list, rect, theme->radius_s, color_of(ui, look.fill), theme->border,
               color_of(ui, look.border));
    ui_label(ui, inset_xy(rect, theme->gap_s, 0), STYLE_BUTTON, look.ink, ALIGN_CENTRE, text);
    return done;
}

int ui_button_width(struct ui *ui, struct text text)
{
    int width = ui_text_width(ui, STYLE_BUTTON, text) + 2 * theme_px(ui->theme, 33);

    return width > ui->theme->touch_min ? width : ui->theme->touch_min;
}

bool ui_button_left(struct ui *ui, int id, struct rect *rest, struct text text,
                    enum ui_button_kind kind)
{
    struct rect rect = cut_left(rest, ui_button_width(ui, text));

    cut_left(rest, ui->theme->gap);
    return ui_button(ui, id, rect, text, kind);
}

bool ui_button_right(struct ui *ui, int id, struct rect *rest, struct text text,
                     enum ui_button_kind kind)
{
    struct rect rect = cut_right(rest, ui_button_width(ui, text));

    cut_right(rest, ui->theme->gap);
    return ui_button(ui, id, rect, text, kind);
}

/* ---- tiles ---- */

static void tile_mark(struct ui *ui, struct rect rect, bool is_main, struct text mark)
{
    draw_round(ui->list, rect, rect.w * 3 / 14, color_of(ui, is_main ? COLOR_DEEP : COLOR_RED_TINT),
               0, 0);
    label_sized(ui, rect, FACE_SERIF_BOLD, rect.w * 4 / 7,
                color_of(ui, is_main ? COLOR_ON_RED : COLOR_RED_TEXT), ALIGN_CENTRE, mark);
}

bool ui_tile(struct ui *ui, int id, struct rect rect, struct text mark, struct text title,
             struct text second, enum ui_button_kind kind)
{
    const struct theme *theme = ui->theme;
    bool is_main = kind == BUTTON_MAIN, pressed;
    bool done = ui_touch(ui, id, rect, &pressed);
    enum theme_color fill =
        is_main ? (pressed ? COLOR_DEEP : COLOR_RED) : (pressed ? COLOR_PRESSED : COLOR_CARD);

    draw_round(ui->list, rect, theme->radius, color_of(ui, fill), theme->border,
               color_of(ui, is_main ? fill : COLOR_LINE));
    int side = theme_px(theme, 112);
    side = side > rect.h * 7 / 10 ? rect.h * 7 / 10 : side;
    struct rect inside = inset_xy(rect, theme_px(theme, 34), 0);
    struct rect left = cut_left(&inside, side);
    tile_mark(ui, centre(left, side, side), is_main, mark);
    cut_left(&inside, theme_px(theme, 28));
    int title_h = theme->style[STYLE_HEADING].size_px * 5 / 4;
    int second_h = second.size > 0 ? theme->style[STYLE_SMALL].size_px * 3 / 2 : 0;
    int wrapped_h = ui_text_height(ui, inside.w, STYLE_SMALL, second);
    bool shrinks = ui_text_width(ui, STYLE_SMALL, second) * 7 / 8 > inside.w;
    bool wraps = shrinks && title_h + wrapped_h <= rect.h;
    second_h = wraps ? wrapped_h : second_h;
    struct rect texts = centre(inside, inside.w, title_h + second_h);
    ui_label(ui, cut_top(&texts, title_h), STYLE_HEADING, is_main ? COLOR_ON_RED : COLOR_INK,
             ALIGN_LEFT, title);
    enum theme_color ink = is_main ? COLOR_ON_RED : COLOR_MUTED;
    if (wraps) {
        ui_text(ui, texts, STYLE_SMALL, ink, second);
    } else {
        ui_label(ui, texts, STYLE_SMALL, ink, ALIGN_LEFT, second);
    }
    return done;
}

/* ---- rows ---- */

void chevron(struct ui *ui, struct rect rect, uint32_t color)
{
    int reach = theme_text_px(ui->theme, 10), x = rect.x + rect.w / 2, y = rect.y + rect.h / 2;
    const struct draw_point points[3] = {{(int16_t)(x - reach / 2), (int16_t)(y - reach)},
                                         {(int16_t)(x + reach / 2), (int16_t)y},
                                         {(int16_t)(x - reach / 2), (int16_t)(y + reach)}};

    draw_stroke(ui->list, points, 3, theme_text_px(ui->theme, 4), color);
}

/* What a row's parts take of its width; the rest is for its texts. */
static int row_sides(struct ui *ui, const struct ui_row *row)
{
    const struct theme *theme = ui->theme;
    int sides = 2 * theme_px(theme, 24);

    if (row->number.size > 0) {
        sides += theme_text_px(theme, 68) + theme_text_px(theme, 14);
    } else {
        sides += theme_px(theme, 6);
    }
    if (!row->dead) {
        sides += theme_text_px(theme, 34) + theme->gap_s;
    }
    for (size_t i = 0; i < row->tag_count; i++) {
        sides += ui_tag_width(ui, row->tags[i].text) + theme->gap_s;
    }
    return sides;
}

static int row_text_height(struct ui *ui, int width, const struct ui_row *row)
{
    return ui_text_height(ui, width, STYLE_BOLD, row->title) +
           ui_text_height(ui, width, STYLE_NOTE, row->second);
}

int ui_row_height(struct ui *ui, int width, const struct ui_row *row)
{
    int height = row_text_height(ui, width - row_sides(ui, row), row);

    height += 2 * theme_px(ui->theme, 10);
    return height > ui->theme->row_h ? height : ui->theme->row_h;
}

static void row_ground(struct ui *ui, struct rect rect, enum ui_tone tone, bool pressed)
{
    const struct theme *theme = ui->theme;
    struct tone_colors colors = tone_colors(ui, tone);
    uint32_t fill = color_of(ui, COLOR_CARD);

    if (tone != TONE_PLAIN) {
        fill = color_between(fill, colors.tint);
    }
    if (pressed) {
        fill = color_of(ui, COLOR_PRESSED);
    }
    draw_round(ui->list, rect, theme->radius_s, fill, theme->border, colors.line);
}

bool ui_row(struct ui *ui, int id, struct rect rect, const struct ui_row *row)
{
    const struct theme *theme = ui->theme;
    bool pressed = false, done = false;

    if (!row->dead) {
        done = ui_touch(ui, id, rect, &pressed);
    }
    if (!ui_is_visible(ui, rect)) {
        return done;
    }
    row_ground(ui, rect, row->tone, pressed);
    cut_left(&rect, theme_px(theme, 24));
    cut_right(&rect, theme_px(theme, 24));
    if (row->number.size > 0) {
        struct rect number = cut_left(&rect, theme_text_px(theme, 68));
        label_sized(ui, number, FACE_SERIF_BOLD, theme->style[STYLE_CLOCK].size_px,
                    color_of(ui, COLOR_RED_TEXT), ALIGN_CENTRE, row->number);
        cut_left(&rect, theme_text_px(theme, 14));
    } else {
        cut_left(&rect, theme_px(theme, 6));
    }
    if (!row->dead) {
        chevron(ui, cut_right(&rect, theme_text_px(theme, 34)), color_of(ui, COLOR_MUTED));
        cut_right(&rect, theme->gap_s);
    }
    for (size_t i = row->tag_count; i > 0; i--) {
        ui_tag_right(ui, &rect, row->tags[i - 1].tone, row->tags[i - 1].text);
    }
    struct rect texts = centre(rect, rect.w, row_text_height(ui, rect.w, row));
    ui_paragraph(ui, &texts, STYLE_BOLD, COLOR_INK, row->title);
    ui_paragraph(ui, &texts, STYLE_NOTE, COLOR_MUTED, row->second);
    return done;
}
