/* page_cleaning.c - the glass can be wiped: for a minute nothing reacts, then it is as before. */
#include "parts.h"

void page_cleaning_frame(struct page *page)
{
    int64_t seconds = (page->model->cleaning_left_ms + 999) / 1000;
    struct head head = {.title = word(TX_CLEANING_TITLE)};
    struct ui_frame frame = frame_open(page, &head);
    struct text title = word(TX_CLEANING_TITLE), text = word(TX_CLEANING_TEXT);
    struct text left = FILL(page, TX_CLEANING_LEFT, NUMBER(page, seconds > 0 ? seconds : 0));
    int width = frame.body.w, gap = px(page, 40);
    int height = ui_text_height(page->ui, width, STYLE_HERO, title) +
                 ui_text_height(page->ui, width, STYLE_RECEIPT, left) +
                 ui_text_height(page->ui, width, STYLE_BODY, text) + 2 * gap;
    struct rect rest = centre(frame.body, width, height);

    rest.h = frame.body.h;
    space(&rest, ui_text_aligned(page->ui, rest, STYLE_HERO, COLOR_INK, ALIGN_CENTRE, title));
    space(&rest, gap);
    space(&rest, ui_text_aligned(page->ui, rest, STYLE_RECEIPT, COLOR_JADE, ALIGN_CENTRE, left));
    space(&rest, gap);
    ui_text_aligned(page->ui, rest, STYLE_BODY, COLOR_MUTED, ALIGN_CENTRE, text);
    (void)ui_bar(page->ui, frame.bar); /* no button: every touch is the cloth */
}
