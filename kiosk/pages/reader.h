/* reader.h - the text of model->regulation, plain or Markdown, part by part, and places in it.
 *
 * Private to kiosk/pages. A part is a line of a plain text, a block of Markdown. Heights are kept
 * in page->state->flow. Offsets are pixels from the top of the whole, what stands above the text
 * included. */
#pragma once

#include "parts.h"

enum { FINDS_MAX = 100 /* places listed; what is looked for is then said more exactly */ };

/* One place: the line (of a plain text) or block it is in, and that one's text. */
struct find {
    size_t index, at;
    struct text text;
};

struct finds {
    struct find *places;
    size_t count, all; /* all: also those beyond FINDS_MAX */
};

/* What stands above the text of a Markdown regulation; a plain one begins with its own title. */
int reader_top(struct page *page, int width);
void reader_draw(struct page *page, struct rect *rest);
/* Where an entry of the table of contents begins; where a part does. */
int reader_entry_y(struct page *page, int width, size_t entry);
int reader_part_y(struct page *page, int width, size_t index);
/* Every place of `query`, in order; none of an empty one. Lives in the frame's arena. */
void reader_find(struct page *page, struct text query, struct finds *finds);
