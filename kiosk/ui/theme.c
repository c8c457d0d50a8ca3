#include "theme.h"

#include <math.h>

#include "text.h"

enum { DIAGONAL_DEFAULT_TENTH_IN = 215, REFERENCE_PX_PER_M = 4034, TOUCH_MIN_MM = 15 };

static const uint32_t warm[COLOR_COUNT] = {
    [COLOR_PAPER] = 0xfff7f3ea,    [COLOR_CARD] = 0xfffffdf8,       [COLOR_SAND] = 0xffefe8da,
    [COLOR_INK] = 0xff1d1a16,      [COLOR_MUTED] = 0xff51493f,      [COLOR_LINE] = 0xffe2d9c8,
    [COLOR_EDGE] = 0xff857a68,     [COLOR_BUTTON] = 0xffffffff,     [COLOR_PRESSED] = 0xffe9dfcb,
    [COLOR_RED] = 0xffa31f18,      [COLOR_RED_TEXT] = 0xff9b1c16,   [COLOR_DEEP] = 0xff86160f,
    [COLOR_ON_RED] = 0xffffffff,   [COLOR_RED_TINT] = 0xfffbecea,   [COLOR_RED_LINE] = 0xffd9928c,
    [COLOR_JADE] = 0xff155441,     [COLOR_JADE_TINT] = 0xffe6f2ec,  [COLOR_JADE_LINE] = 0xffb9d6c8,
    [COLOR_AMBER] = 0xff73430a,    [COLOR_AMBER_TINT] = 0xfffdf1dc, [COLOR_AMBER_LINE] = 0xffdcbd8c,
    [COLOR_BLUE] = 0xff1f4e79,     [COLOR_BLUE_TINT] = 0xffe7eff7,  [COLOR_BLUE_LINE] = 0xff6b86a0,
    [COLOR_TOP] = 0xfffffdf8,      [COLOR_ON_TOP] = 0xff1d1a16,     [COLOR_ON_TOP2] = 0xff51493f,
    [COLOR_DISABLED] = 0xff6d6456, [COLOR_WHITE] = 0xffffffff,
};

/* Staff mode is blue, so that nobody takes it for a resident's page. */
static const uint32_t staff[COLOR_COUNT] = {
    [COLOR_PAPER] = 0xffeef1f4,    [COLOR_CARD] = 0xffffffff,       [COLOR_SAND] = 0xffe3e8ed,
    [COLOR_INK] = 0xff1d1a16,      [COLOR_MUTED] = 0xff3d4750,      [COLOR_LINE] = 0xffd8dee5,
    [COLOR_EDGE] = 0xff76838f,     [COLOR_BUTTON] = 0xffffffff,     [COLOR_PRESSED] = 0xffd9e2ea,
    [COLOR_RED] = 0xff1f4e79,      [COLOR_RED_TEXT] = 0xff9b1c16,   [COLOR_DEEP] = 0xff173d60,
    [COLOR_ON_RED] = 0xffffffff,   [COLOR_RED_TINT] = 0xfffbecea,   [COLOR_RED_LINE] = 0xffd9928c,
    [COLOR_JADE] = 0xff155441,     [COLOR_JADE_TINT] = 0xffe6f2ec,  [COLOR_JADE_LINE] = 0xffb9d6c8,
    [COLOR_AMBER] = 0xff73430a,    [COLOR_AMBER_TINT] = 0xfffdf1dc, [COLOR_AMBER_LINE] = 0xffdcbd8c,
    [COLOR_BLUE] = 0xff1f4e79,     [COLOR_BLUE_TINT] = 0xffe7eff7,  [COLOR_BLUE_LINE] = 0xff6b86a0,
    [COLOR_TOP] = 0xff1f3a52,      [COLOR_ON_TOP] = 0xffffffff,     [COLOR_ON_TOP2] = 0xffdbe5ee,
    [COLOR_DISABLED] = 0xff5d6871, [COLOR_WHITE] = 0xffffffff,
};

/* Black on white, white on black for the main action; signs do not rest on colour. */
static const uint32_t contrast[COLOR_COUNT] = {
    [COLOR_PAPER] = 0xffffffff,    [COLOR_CARD] = 0xffffffff,       [COLOR_SAND] = 0xffffffff,
    [COLOR_INK] = 0xff000000,      [COLOR_MUTED] = 0xff000000,      [COLOR_LINE] = 0xff000000,
    [COLOR_EDGE] = 0xff000000,     [COLOR_BUTTON] = 0xffffffff,     [COLOR_PRESSED] = 0xffffe14d,
    [COLOR_RED] = 0xff000000,      [COLOR_RED_TEXT] = 0xff7d0b06,   [COLOR_DEEP] = 0xff3a3a3a,
    [COLOR_ON_RED] = 0xffffffff,   [COLOR_RED_TINT] = 0xffffffff,   [COLOR_RED_LINE] = 0xff7d0b06,
    [COLOR_JADE] = 0xff00391f,     [COLOR_JADE_TINT] = 0xffffffff,  [COLOR_JADE_LINE] = 0xff00391f,
    [COLOR_AMBER] = 0xff4c2b00,    [COLOR_AMBER_TINT] = 0xffffffff, [COLOR_AMBER_LINE] = 0xff4c2b00,
    [COLOR_BLUE] = 0xff08284a,     [COLOR_BLUE_TINT] = 0xffffffff,  [COLOR_BLUE_LINE] = 0xff08284a,
    [COLOR_TOP] = 0xffffffff,      [COLOR_ON_TOP] = 0xff000000,     [COLOR_ON_TOP2] = 0xff000000,
    [COLOR_DISABLED] = 0xff4a4a4a, [COLOR_WHITE] = 0xffffffff,
};

static const struct {
    uint8_t face;
    int size_px;
} styles[STYLE_COUNT] = {
    [STYLE_BODY] = {FACE_SANS, 40},          [STYLE_BOLD] = {FACE_SANS_BOLD, 40},
    [STYLE_SMALL] = {FACE_SANS, 33},         [STYLE_SMALL_BOLD] = {FACE_SANS_BOLD, 33},
    [STYLE_NOTE] = {FACE_SANS, 30},          [STYLE_NOTE_BOLD] = {FACE_SANS_BOLD, 30},
    [STYLE_BUTTON] = {FACE_SANS, 38},        [STYLE_BUTTON_BOLD] = {FACE_SANS_BOLD, 38},
    [STYLE_SECTION] = {FACE_SANS_BOLD, 38},  [STYLE_HEADING] = {FACE_SANS_BOLD, 48},
    [STYLE_CLOCK] = {FACE_SANS_BOLD, 46},    [STYLE_TITLE] = {FACE_SERIF_BOLD, 50},
    [STYLE_DISPLAY] = {FACE_SERIF_BOLD, 64}, [STYLE_HERO] = {FACE_SERIF_BOLD, 76},
    [STYLE_NUMBER] = {FACE_SANS_BOLD, 46},   [STYLE_RECEIPT] = {FACE_SANS_BOLD, 100},
    [STYLE_CELL] = {FACE_SANS, 36},
};

static int scaled(int reference_px, int permille)
{
    int px = (reference_px * permille + 500) / 1000;

    return reference_px > 0 && px < 1 ? 1 : px;
}

int theme_px(const struct theme *theme, int reference_px)
{
    return scaled(reference_px, theme->unit_permille);
}

int theme_text_px(const struct theme *theme, int reference_px)
{
    return scaled(reference_px, theme->text_permille);
}

int theme_mm_px(const struct theme *theme, int mm)
{
    return (mm * theme->px_per_m + 500) / 1000;
}

/* The unit that lets a page of the reference fit: its width in portrait, its height in landscape
 * (whose bars are lower). */
static int fitting_unit(int width_px, int height_px)
{
    if (width_px <= height_px) {
        int by_w = width_px * 1000 / 1080, by_h = height_px * 1000 / 1600;
        return by_w < by_h ? by_w : by_h;
    }
    int by_w = width_px * 690 / 1280, by_h = height_px * 690 / 800;
    return by_w < by_h ? by_w : by_h;
}

static int clamp(int value, int low, int high)
{
    if (value < low) {
        return low;
    }
    return value > high ? high : value;
}

static void sizes_init(struct theme *theme)
{
    bool flat = theme->landscape;

    theme->margin = theme_px(theme, flat ? 46 : 56);
    theme->gap = theme_px(theme, 20);
    theme->gap_s = theme_px(theme, 13);
    theme->pad = theme_px(theme, 34);
    theme->radius = theme_px(theme, 26);
    theme->radius_s = theme_px(theme, 20);
    theme->border = theme_px(theme, 3);
    theme->button_h = scaled(flat ? 112 : 96, theme->unit_permille);
    int button_text_h = theme_text_px(theme, 38) * 21 / 10;
    if (theme->button_h < button_text_h) {
        theme->button_h = button_text_h;
    }
    theme->touch_min =
        clamp(theme_mm_px(theme, TOUCH_MIN_MM), theme_px(theme, 56), theme_px(theme, 96));
    theme->top_h = scaled(flat ? 110 : 140, (theme->unit_permille + theme->text_permille) / 2);
    theme->bar_h = theme->button_h + theme_px(theme, flat ? 20 : 40);
    theme->strip_h = theme_text_px(theme, flat ? 60 : 72);
    theme->row_h = theme_text_px(theme, 122);
    theme->table_row_h = theme_text_px(theme, 80);
    theme->field_h = theme_text_px(theme, 112);
    theme->tag_h = theme_text_px(theme, 53);
    theme->slop = clamp(theme_mm_px(theme, 4), 6, 40);
    theme->reach_y = theme->low_reach && !flat ? theme->height_px * 2 / 5 : 0;
}

void theme_init(struct theme *theme, const struct theme_options *options)
{
    static const int scales[] = {
        [SCALE_STANDARD] = 1000, [SCALE_LARGE] = 1200, [SCALE_XLARGE] = 1450};
    double w = options->width_px, h = options->height_px;

    *theme = (struct theme){.width_px = options->width_px,
                            .height_px = options->height_px,
                            .diagonal_tenth_in = options->diagonal_tenth_in,
                            .scale = options->scale,
                            .low_reach = options->low_reach,
                            .landscape = options->width_px > options->height_px};
    if (theme->diagonal_tenth_in <= 0) {
        theme->diagonal_tenth_in = DIAGONAL_DEFAULT_TENTH_IN;
    }
    theme->px_per_m = (int)(sqrt(w * w + h * h) / (theme->diagonal_tenth_in * 0.00254) + 0.5);
    int fit = fitting_unit(options->width_px, options->height_px);
    theme->unit_permille = clamp(theme->px_per_m * 1000 / REFERENCE_PX_PER_M, fit * 4 / 5, fit);
    theme->text_permille = theme->unit_permille * scales[options->scale] / 1000;
    for (int i = 0; i < STYLE_COUNT; i++) {
        theme->style[i].face = styles[i].face;
        theme->style[i].size_px = theme_text_px(theme, styles[i].size_px);
    }
    sizes_init(theme);
    theme_set_palette(theme, options->palette);
}

void theme_set_palette(struct theme *theme, enum theme_palette palette)
{
    const uint32_t *colors[] = {
        [PALETTE_WARM] = warm, [PALETTE_STAFF] = staff, [PALETTE_CONTRAST] = contrast};

    theme->palette = palette;
    for (int i = 0; i < COLOR_COUNT; i++) {
        theme->color[i] = colors[palette][i];
    }
}
