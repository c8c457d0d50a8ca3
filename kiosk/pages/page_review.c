/* page_review.c - the writer reads all of it over, then hands it in. */
#include "parts.h"

enum {
    ID_BACK = UI_ID(PAGE_REVIEW, 0),
    ID_DISCARD,
    ID_SUBMIT,
    ID_SCROLL,
};

static void letter_cut(struct page *page, struct rect *rest)
{
    const struct draft *draft = &page->model->draft;
    struct text text = textfield_text(&draft->text), name = textfield_text(&draft->name);
    struct text phone = textfield_text(&draft->phone);
    struct text category = word_category(draft->category);
    struct text none = word(TX_NOT_GIVEN);
    int width = card_width(page, *rest);

    name = text_trim(name).size > 0 ? name : none;
    phone = text_trim(phone).size > 0 ? phone : none;
    int height = pair_height(page, width, word(TX_CATEGORY), category) +
                 pair_height(page, width, word(TX_NAME), name) +
                 pair_height(page, width, word(TX_PHONE), phone);
    struct rect inside = card_cut(page, rest, height, TONE_PLAIN);
    pair_cut(page, &inside, word(TX_CATEGORY), category);
    pair_cut(page, &inside, word(TX_NAME), name);
    pair_cut(page, &inside, word(TX_PHONE), phone);

    note_card(page, rest, TONE_PLAIN, word(TX_LETTER_TEXT), text);
}

void page_review_frame(struct page *page)
{
    const struct model *model = page->model;
    struct head head = {.title = word(TX_REVIEW_TITLE), .under = word(TX_STEP_3)};
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);
    bool ready = model->draft.category >= 0 && model->draft.category < WORD_CATEGORIES &&
                 text_trim(textfield_text(&model->draft.text)).size > 0 && !model->site.disk_full;

    space(&rest, px(page, 24));
    ui_paragraph(page->ui, &rest, STYLE_BODY, COLOR_INK, word(TX_REVIEW_ASK));
    space(&rest, px(page, 16));
    if (model->site.disk_full) {
        note_card(page, &rest, TONE_RED, word(TX_DISK_FULL),
                  FILL(page, TX_MAILBOX_CALL, model->site.office_phone));
    }
    letter_cut(page, &rest);
    if (model->site.reply_days > 0) {
        note_card(page, &rest, TONE_JADE,
                  FILL(page, TX_REPLY_PROMISE, NUMBER(page, model->site.reply_days)), text_of(""));
    }
    scroll_close(page, rest, frame.body, &page->state->scroll);

    const struct bar_button buttons[] = {
        {ID_BACK, word(TX_BACK_EDIT), BUTTON_PLAIN, false, {.kind = INTENT_BACK}},
        {ID_DISCARD, word(TX_DISCARD), BUTTON_PLAIN, false, {.kind = INTENT_DISCARD}},
        {ID_SUBMIT,
         word(TX_SUBMIT),
         ready ? BUTTON_MAIN : BUTTON_DISABLED,
         true,
         {.kind = INTENT_SUBMIT}},
    };
    bar_draw(page, frame.bar, buttons, 3);
}
