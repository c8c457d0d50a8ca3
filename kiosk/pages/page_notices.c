/* page_notices.c - two lists: notices, and how things are done here (services). */
#include "parts.h"

enum {
    ID_NOTICES = UI_ID(PAGE_NOTICES, 0),
    ID_SERVICES,
    ID_SCROLL,
    ID_ROW = UI_ID(PAGE_NOTICES, 16),
    TAB_NOTICES = 0,
    TAB_SERVICES = 1,
};

static void list_cut(struct page *page, struct rect *rest, const struct model_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct model_list_item *item = &list->at[i];
        struct ui_row row = {.title = item->title, .second = item->second};
        if (item->date > 0) {
            row.second = word_day(page->arena, item->date, page->model->today);
        }
        if (row_cut(page, rest, ID_ROW + (int)i, &row)) {
            go(page, PAGE_NOTICE, item->key);
        }
    }
    if (list->count == 0) {
        nothing_cut(page, rest, word(TX_NO_NOTICES), word(TX_NO_NOTICES_TEXT));
    }
}

void page_notices_frame(struct page *page)
{
    const struct model *model = page->model;
    struct head head = {.title = word(TX_NOTICES_TITLE), .controls = true};
    struct ui_frame frame = frame_open(page, &head);
    struct rect body = frame.body;
    bool services = page->state->tab == TAB_SERVICES;

    space(&body, px(page, 22));
    int height = tx(page, 88) < page->theme->touch_min ? page->theme->touch_min : tx(page, 88);
    struct rect line = cut_top(&body, height);
    space(&body, px(page, 18));
    if (ui_button(page->ui, ID_NOTICES, split_columns(line, 2, 0, page->theme->gap),
                  FILL(page, TX_TAB_NOTICES, NUMBER(page, model->notices.count)),
                  services ? BUTTON_PLAIN : BUTTON_MAIN)) {
        page->state->tab = TAB_NOTICES;
        ui_scroll_to(&page->state->scroll, 0);
    }
    if (ui_button(page->ui, ID_SERVICES, split_columns(line, 2, 1, page->theme->gap),
                  FILL(page, TX_TAB_SERVICES, NUMBER(page, model->services.count)),
                  services ? BUTTON_MAIN : BUTTON_PLAIN)) {
        page->state->tab = TAB_SERVICES;
        ui_scroll_to(&page->state->scroll, 0);
    }
    struct rect rest = scroll_open(page, ID_SCROLL, body, &page->state->scroll);
    list_cut(page, &rest, services ? &model->services : &model->notices);
    scroll_close(page, rest, body, &page->state->scroll);
    bar_usual(page, frame.bar, NULL, 0);
}
