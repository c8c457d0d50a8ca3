/* page_mailbox.c - the choice: write a letter, or look up the answer to one. */
#include "parts.h"

enum { ID_WRITE = UI_ID(PAGE_MAILBOX, 0), ID_LOOKUP, ID_SCROLL };

static void choice_cut(struct page *page, struct rect *rest)
{
    int columns = page->theme->landscape ? 2 : 1, gap = page->theme->gap;
    int tile = tx(page, 210);
    struct rect whole = cut_top(rest, columns == 2 ? tile : 2 * tile + gap);
    struct rect first =
        columns == 2 ? split_columns(whole, 2, 0, gap) : split_rows(whole, 2, 0, gap);
    struct rect second =
        columns == 2 ? split_columns(whole, 2, 1, gap) : split_rows(whole, 2, 1, gap);

    if (ui_tile(page->ui, ID_WRITE, first, word(TX_WRITE_MARK), word(TX_WRITE_TITLE),
                word(TX_WRITE_SECOND), BUTTON_MAIN)) {
        go(page, PAGE_WRITE, text_of(""));
    }
    if (ui_tile(page->ui, ID_LOOKUP, second, word(TX_LOOKUP_MARK), word(TX_LOOKUP_TITLE),
                word(TX_LOOKUP_SECOND), BUTTON_PLAIN)) {
        go(page, PAGE_LOOKUP, text_of(""));
    }
    space(rest, px(page, 30));
}

void page_mailbox_frame(struct page *page)
{
    const struct model_site *site = &page->model->site;
    struct head head = {.title = word(TX_MAILBOX_TITLE), .controls = true};
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);

    space(&rest, px(page, 30));
    choice_cut(page, &rest);
    note_card(page, &rest, TONE_PLAIN, word(TX_MAILBOX_HOW), word(TX_MAILBOX_HOW_TEXT));
    if (site->reply_days > 0) {
        note_card(page, &rest, TONE_JADE,
                  FILL(page, TX_REPLY_PROMISE, NUMBER(page, site->reply_days)), text_of(""));
    }
    if (site->office_phone.size > 0) {
        note_card(page, &rest, TONE_PLAIN, FILL(page, TX_MAILBOX_CALL, site->office_phone),
                  site->office_hours);
    }
    scroll_close(page, rest, frame.body, &page->state->scroll);
    bar_usual(page, frame.bar, NULL, 0);
}
