/* page_regulations.c - the list of regulations. */
#include "parts.h"

enum { ID_SCROLL = UI_ID(PAGE_REGULATIONS, 0), ID_ROW = UI_ID(PAGE_REGULATIONS, 16) };

void page_regulations_frame(struct page *page)
{
    const struct model_list *list = &page->model->regulations;
    struct head head = {.title = word(TX_REGULATIONS_TITLE), .controls = true};
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);

    space(&rest, px(page, 26));
    for (size_t i = 0; i < list->count; i++) {
        struct ui_row row = {.title = list->at[i].title, .second = list->at[i].second};
        row.number = i < 10 ? word_numeral((unsigned)i + 1) : text_of("");
        if (row_cut(page, &rest, ID_ROW + (int)i, &row)) {
            go(page, PAGE_REGULATION, list->at[i].key);
        }
    }
    if (list->count == 0) {
        nothing_cut(page, &rest, word(TX_NO_REGULATIONS), word(TX_NOTHING_YET_TEXT));
    }
    scroll_close(page, rest, frame.body, &page->state->scroll);
    bar_usual(page, frame.bar, NULL, 0);
}
