/* page_notice.c - a notice, or how one thing is done here. */
#include "item_beside.h"

enum { ID_SCROLL = UI_ID(PAGE_NOTICE, 0), ID_TAKE };

static void facts_cut(struct page *page, struct rect *rest)
{
    const struct model_notice *notice = &page->model->notice;
    const struct {
        enum word label;
        struct text value;
    } facts[] = {{TX_HOURS, notice->hours}, {TX_PLACE, notice->place}, {TX_PHONE, notice->phone}};
    int width = card_width(page, *rest), height = 0;

    for (size_t i = 0; i < 3; i++) {
        height += facts[i].value.size > 0
                      ? pair_height(page, width, word(facts[i].label), facts[i].value)
                      : 0;
    }
    if (height == 0) {
        return;
    }
    struct rect inside = card_cut(page, rest, height, TONE_JADE);
    for (size_t i = 0; i < 3; i++) {
        if (facts[i].value.size > 0) {
            pair_cut(page, &inside, word(facts[i].label), facts[i].value);
        }
    }
}

void page_notice_frame(struct page *page)
{
    const struct model_notice *notice = &page->model->notice;
    struct head head = {.title = word(TX_NOTICES_TITLE),
                        .beside = word(notice->is_service ? TX_SERVICE : TX_NOTICE),
                        .controls = page->model->picture_count > 0};
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);

    space(&rest, px(page, 24));
    if (notice->key.size == 0) {
        nothing_cut(page, &rest, word(TX_GONE_TITLE), word(TX_GONE_TEXT));
    } else if (notice->hidden) {
        note_card(page, &rest, TONE_AMBER, word(TX_HIDDEN_TITLE), word(TX_HIDDEN_TEXT));
    } else {
        ui_paragraph(page->ui, &rest, STYLE_DISPLAY, COLOR_INK, notice->title);
        if (notice->date > 0) {
            ui_paragraph(page->ui, &rest, STYLE_SMALL, COLOR_MUTED,
                         word_day_week(page->arena, notice->date, page->model->today));
        }
        space(&rest, px(page, 18));
        objection_cut(page, &rest, notice->objection_until, notice->objection_contact);
        facts_cut(page, &rest);
        blocks_cut(page, &rest, &notice->text, true);
    }
    space(&rest, px(page, 20));
    scroll_close(page, rest, frame.body, &page->state->scroll);
    struct bar_button take = {ID_TAKE, take_word(page), BUTTON_PLAIN, true, {.kind = INTENT_NONE}};
    take.intent = take_intent(page, PAGE_NOTICE, notice->key);
    bar_usual(page, frame.bar, &take, notice->key.size > 0 && !notice->hidden ? 1 : 0);
}
