/* page_mailbox.c - the choice: write a letter, or look up the answer to one. */
#include "parts.h"

enum { ID_WRITE = UI_ID(PAGE_MAILBOX, 0), ID_LOOKUP, ID_ANSWERS, ID_SCROLL };

static void choice_cut(struct page *page, struct rect *rest)
{
    static const struct {
        int id;
        enum word mark, title, second;
        enum page_id page;
    } choices[] = {
        {ID_WRITE, TX_WRITE_MARK, TX_WRITE_TITLE, TX_WRITE_SECOND, PAGE_WRITE},
        {ID_LOOKUP, TX_LOOKUP_MARK, TX_LOOKUP_TITLE, TX_LOOKUP_SECOND, PAGE_LOOKUP},
        {ID_ANSWERS, TX_ANSWERS_MARK, TX_ANSWERS_TITLE, TX_ANSWERS_SECOND, PAGE_ANSWERS},
    };
    int count = sizeof choices / sizeof choices[0], gap = page->theme->gap;
    int columns = page->theme->landscape ? 2 : 1, rows = (count + columns - 1) / columns;
    struct rect whole = cut_top(rest, rows * tx(page, 190) + (rows - 1) * gap);

    for (int i = 0; i < count; i++) {
        struct rect row = split_rows(whole, rows, i / columns, gap);
        if (ui_tile(page->ui, choices[i].id, split_columns(row, columns, i % columns, gap),
                    word(choices[i].mark), word(choices[i].title), word(choices[i].second),
                    i == 0 ? BUTTON_MAIN : BUTTON_PLAIN)) {
            go(page, choices[i].page, text_of(""));
        }
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
