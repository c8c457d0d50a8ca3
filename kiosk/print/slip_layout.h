/* slip_layout.h - a slip as pages of pixels, drawn by the kiosk's own text: rare names print as
 * they are shown.
 *
 * A receipt printer gets pages as long as their text (the roll is cut behind each), A4 gets sheets
 * of its size. A page ends between two lines, and every page has the foot. */
#pragma once

#include "paint.h"
#include "slip.h"

enum slip_paper { PAPER_58, PAPER_80, PAPER_A4, PAPERS };

enum { SLIP_PAGES_MAX = 30, SLIP_ROLL_PX_MAX = 3200 /* 40 cm of a roll, then it is cut */ };

struct slip_format {
    const char *name; /* "58", "80", "a4" */
    int width_px, dpi;
    int height_px; /* 0: a roll */
    int margin_px;
    int body_px;       /* size of the letters */
    const char *media; /* PWG's name of the paper */
};
extern const struct slip_format slip_formats[PAPERS];
/* ERR_INVALID: no such paper. */
MUST_CHECK enum err slip_paper_parse(struct text name, enum slip_paper *paper);

struct slip_pages {
    const struct slip *slip;
    const struct slip_format *format;
    size_t count;
    int from[SLIP_PAGES_MAX + 1]; /* of the long column of lines, in pixels */
    int foot_h;
    bool cut; /* it was longer than SLIP_PAGES_MAX pages */
};

/* Where the pages end. */
void slip_lay_out(struct text_engine *text, const struct slip *slip, enum slip_paper paper,
                  struct slip_pages *pages);
int slip_page_height(const struct slip_pages *pages, size_t page);
/* `list` is a work space; `surface` is width_px by slip_page_height. ERR_FULL: it holds more than a
 * draw list. */
MUST_CHECK enum err slip_page_draw(struct text_engine *text, const struct slip_pages *pages,
                                   size_t page, struct draw_list *list, struct surface surface);
