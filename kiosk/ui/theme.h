/* theme.h - every size and colour of a screen, derived once from its millimetres.
 *
 * Reference figures are the pixels of a 21.5" portrait panel (1080x1920, 4.03 px/mm); `theme_px`
 * turns one into pixels of this panel. On panels so small that 10 mm characters would not leave
 * room for a page the unit is capped, on very large ones it grows (people stand further off). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum theme_scale { SCALE_STANDARD, SCALE_LARGE, SCALE_XLARGE }; /* text x 1, 1.2, 1.45 */
enum theme_palette { PALETTE_WARM, PALETTE_STAFF, PALETTE_CONTRAST };

enum theme_color {
    COLOR_PAPER, /* behind everything */
    COLOR_CARD,
    COLOR_SAND, /* foot strip, table head, plain tags */
    COLOR_INK,
    COLOR_MUTED, /* second text, still 7:1 */
    COLOR_LINE,  /* rules and card borders */
    COLOR_EDGE,  /* borders of what can be touched */
    COLOR_BUTTON,
    COLOR_PRESSED, /* a plain button under the finger */
    COLOR_RED,     /* main action; blue in PALETTE_STAFF, black in PALETTE_CONTRAST */
    COLOR_RED_TEXT,
    COLOR_DEEP, /* inside the red, and the red button under the finger */
    COLOR_ON_RED,
    COLOR_RED_TINT,
    COLOR_RED_LINE,
    COLOR_JADE,
    COLOR_JADE_TINT,
    COLOR_JADE_LINE,
    COLOR_AMBER,
    COLOR_AMBER_TINT,
    COLOR_AMBER_LINE,
    COLOR_BLUE,
    COLOR_BLUE_TINT,
    COLOR_BLUE_LINE,
    COLOR_TOP,     /* top bar */
    COLOR_ON_TOP,  /* its text */
    COLOR_ON_TOP2, /* its second text */
    COLOR_DISABLED,
    COLOR_WHITE,
    COLOR_COUNT
};

/* What a text is for; face and size follow. */
enum theme_style {
    STYLE_BODY,  /* 40: running text, 10 mm */
    STYLE_BOLD,  /* 40 bold: row titles, emphasis */
    STYLE_SMALL, /* 32: second lines */
    STYLE_SMALL_BOLD,
    STYLE_NOTE, /* 30: tags, foot strip; the smallest there is */
    STYLE_NOTE_BOLD,
    STYLE_BUTTON, /* 38 */
    STYLE_BUTTON_BOLD,
    STYLE_SECTION, /* 38 bold: a heading inside a page */
    STYLE_HEADING, /* 48 bold: tiles, card titles */
    STYLE_CLOCK,   /* 46 bold */
    STYLE_TITLE,   /* 50 serif: top bar */
    STYLE_DISPLAY, /* 64 serif: the title of an item */
    STYLE_HERO,    /* 76 serif */
    STYLE_NUMBER,  /* 46 bold: sums */
    STYLE_RECEIPT, /* 100 bold */
    STYLE_CELL,    /* 36: tables */
    STYLE_COUNT
};

struct theme {
    int width_px, height_px;
    int diagonal_tenth_in; /* 215 = 21.5" */
    enum theme_scale scale;
    enum theme_palette palette;
    bool low_reach;
    bool landscape;    /* width > height: two columns, lower bars */
    int px_per_m;      /* pixels per metre, from the diagonal: 4030 is 4.03 px/mm */
    int unit_permille; /* 1000: one reference pixel is one pixel */
    int text_permille; /* the unit times the scale */

    /* Pixels of this panel. */
    int margin;     /* left and right of a page's body */
    int gap, gap_s; /* between touch targets (3 mm or more), between other things */
    int pad;        /* inside a card */
    int radius, radius_s;
    int border;
    int top_h, bar_h, strip_h; /* top bar, bar of buttons, foot strip */
    int button_h;
    int row_h;       /* a row with title, second line and tag */
    int table_row_h; /* the least height of a table's row */
    int field_h;     /* a one-line text field with its label */
    int tag_h;
    int touch_min; /* no touch target is smaller: 15 mm where the panel allows */
    int slop;      /* a finger that moved less has not dragged */
    int reach_y;   /* low reach: controls belong below this line; 0 otherwise */

    uint32_t color[COLOR_COUNT]; /* 0xAARRGGBB */
    struct {
        uint8_t face; /* enum text_face */
        int size_px;
    } style[STYLE_COUNT];
};

struct theme_options {
    int width_px, height_px;
    int diagonal_tenth_in; /* 0: 215 */
    enum theme_scale scale;
    enum theme_palette palette;
    bool low_reach;
};

void theme_init(struct theme *theme, const struct theme_options *options);
/* Changes colours only (a staff page, the contrast key). */
void theme_set_palette(struct theme *theme, enum theme_palette palette);
int theme_px(const struct theme *theme, int reference_px); /* at least 1 when the argument is */
int theme_text_px(const struct theme *theme, int reference_px);
int theme_mm_px(const struct theme *theme, int mm); /* true millimetres of the panel */
