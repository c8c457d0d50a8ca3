/* page_lost.c - the receipt is lost: what can be done, and why nobody can look it up. */
#include "parts.h"

enum { ID_SCROLL = UI_ID(PAGE_LOST, 0), ID_WRITE };

void page_lost_frame(struct page *page)
{
    const struct model_site *site = &page->model->site;
    struct head head = {.title = word(TX_LOST_TITLE)};
    struct bar_button write = {
        ID_WRITE, word(TX_LOST_WRITE), BUTTON_MAIN, true, {.kind = INTENT_GO}};
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);

    space(&rest, px(page, 24));
    note_card(page, &rest, TONE_JADE, word(TX_LOST_FIND), word(TX_LOST_FIND_TEXT));
    note_card(page, &rest, TONE_PLAIN, word(TX_LOST_NAMED),
              site->office_phone.size > 0 ? FILL(page, TX_LOST_NAMED_TEXT, site->office_phone)
                                          : word(TX_LOST_NAMED_PLAIN));
    note_card(page, &rest, TONE_PLAIN, word(TX_LOST_AGAIN), word(TX_LOST_AGAIN_TEXT));
    note_card(page, &rest, TONE_PLAIN, word(TX_LOST_WHY), word(TX_LOST_WHY_TEXT));
    scroll_close(page, rest, frame.body, &page->state->scroll);
    write.intent.place = place_of(PAGE_WRITE, text_of(""));
    bar_usual(page, frame.bar, &write, 1);
}
