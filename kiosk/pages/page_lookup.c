/* page_lookup.c - twelve digits on a pad. */
#include "parts.h"

enum { ID_PAD = UI_ID(PAGE_LOOKUP, 0), ID_LOST = ID_PAD + 16, GROUPS = 3, GROUP_DIGITS = 4 };

/* The digits as they come in, in three groups; what is still to come is a line. */
static void shown_draw(struct page *page, struct rect rect)
{
    const struct textfield *field = &page->model->lookup;
    struct rect inside = inset(rect, px(page, 14));

    (void)ui_card(page->ui, rect, TONE_PLAIN);
    for (int i = 0; i < GROUPS; i++) {
        char digits[GROUP_DIGITS + 1] = "____";
        for (size_t d = 0; d < GROUP_DIGITS; d++) {
            size_t at = (size_t)i * GROUP_DIGITS + d;
            if (at < field->size) {
                digits[d] = field->data[at];
            }
        }
        ui_label(page->ui, split_columns(inside, GROUPS, i, px(page, 30)), STYLE_RECEIPT, COLOR_INK,
                 ALIGN_CENTRE, arena_text(page->arena, text_of(digits)));
    }
}

static void lookup_body(struct page *page, struct rect body)
{
    struct model *model = page->model;
    struct textfield *field = &model->lookup;
    struct rect side = body, pad = body;

    if (page->theme->landscape) {
        pad = cut_right(&side, body.w / 2);
        (void)cut_left(&pad, page->theme->gap);
    }
    ui_paragraph(page->ui, &side, STYLE_BODY, COLOR_INK, word(TX_LOOKUP_ASK));
    space(&side, px(page, 16));
    shown_draw(page, cut_top(&side, tx(page, 170)));
    space(&side, px(page, 20));
    if (model->receipt.limited) {
        note_card(page, &side, TONE_AMBER, word(TX_RECEIPT_LIMITED),
                  FILL(page, TX_RECEIPT_LIMITED_TEXT, NUMBER(page, model->receipt.wait_s)));
    } else if (model->receipt.invalid && field->size == RECEIPT_DIGITS) {
        note_card(page, &side, TONE_AMBER, word(TX_RECEIPT_INVALID), word(TX_RECEIPT_INVALID_TEXT));
    } else {
        ui_paragraph(page->ui, &side, STYLE_SMALL, COLOR_MUTED, word(TX_LOOKUP_TEXT));
    }
    if (!page->theme->landscape) {
        int height = tx(page, 760);
        pad = side;
        if (pad.h > height) {
            pad = cut_bottom(&pad, height);
        }
    }
    space(&pad, px(page, 6));
    (void)cut_bottom(&pad, px(page, 16));
    enum ui_field_act act =
        ui_digit_pad(page->ui, ID_PAD, pad, field, word(TX_ERASE), word(TX_LOOKUP_GO));
    (void)textfield_take(field, page->ui->input);
    if (act == FIELD_ENTER || ui_key(page->ui, KEY_ENTER)) {
        if (field->size == RECEIPT_DIGITS) {
            want(page, INTENT_LOOKUP, 0);
        }
    }
}

void page_lookup_frame(struct page *page)
{
    struct head head = {.title = word(TX_LOOKUP_TITLE), .controls = true};
    struct ui_frame frame = frame_open(page, &head);

    space(&frame.body, px(page, 24));
    lookup_body(page, frame.body);
    struct bar_button lost = {ID_LOST, word(TX_LOST), BUTTON_PLAIN, true, {.kind = INTENT_GO}};
    lost.intent.place = place_of(PAGE_LOST, text_of(""));
    bar_usual(page, frame.bar, &lost, 1);
}
