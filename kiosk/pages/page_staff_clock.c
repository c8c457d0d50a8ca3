/* page_staff_clock.c - the date and time, typed by a person who looks at a watch. */
#include "staff_pages.h"

enum { ID_PAD = UI_ID(PAGE_STAFF_CLOCK, 0), CLOCK_DIGITS = 12 };

/* 2026年11月25日 10:24, with a line for each digit to come. */
static struct text typed_word(struct page *page)
{
    const struct textfield *field = &page->model->staff.clock;
    char d[CLOCK_DIGITS + 1] = "____________";

    for (size_t i = 0; i < field->size && i < CLOCK_DIGITS; i++) {
        d[i] = field->data[i];
    }
    return FILL(page, TX_CLOCK_TYPED, arena_printf(page->arena, "%.4s", d),
                arena_printf(page->arena, "%.2s", d + 4), arena_printf(page->arena, "%.2s", d + 6),
                arena_printf(page->arena, "%.2s", d + 8),
                arena_printf(page->arena, "%.2s", d + 10));
}

static void clock_body(struct page *page, struct rect body)
{
    struct model *model = page->model;
    struct textfield *field = &model->staff.clock;
    struct rect side = body, pad = body;

    if (page->theme->landscape) {
        pad = cut_right(&side, body.w / 2);
        (void)cut_left(&pad, page->theme->gap);
    }
    space(&side, px(page, 20));
    space(&pad, px(page, 14));
    ui_paragraph(page->ui, &side, STYLE_BODY, COLOR_INK, word(TX_CLOCK_ASK));
    ui_paragraph(page->ui, &side, STYLE_SMALL, COLOR_MUTED, word(TX_CLOCK_TEXT));
    space(&side, px(page, 14));
    struct rect shown = cut_top(&side, tx(page, 140));
    (void)ui_card(page->ui, shown, TONE_PLAIN);
    ui_label(page->ui, inset(shown, px(page, 14)), STYLE_HEADING, COLOR_INK, ALIGN_CENTRE,
             typed_word(page));
    space(&side, px(page, 16));
    if (model->staff.clock_wrong) {
        note_card(page, &side, TONE_RED, word(TX_CLOCK_WRONG), word(TX_CLOCK_WRONG_TEXT));
    }
    if (!page->theme->landscape) {
        int height = tx(page, 760);
        pad = side;
        if (pad.h > height) {
            pad = cut_bottom(&pad, height);
        }
    }
    (void)cut_bottom(&pad, px(page, 16));
    enum ui_field_act act =
        ui_digit_pad(page->ui, ID_PAD, pad, field, word(TX_ERASE), word(TX_CLOCK_SET));
    (void)textfield_take(field, page->ui->input);
    if ((act == FIELD_ENTER || ui_key(page->ui, KEY_ENTER)) && field->size == CLOCK_DIGITS) {
        want(page, INTENT_CLOCK_SET, 0);
    }
}

void page_staff_clock_frame(struct page *page)
{
    struct head head = {.title = word(TX_CLOCK_TITLE),
                        .beside = page->model->staff.name,
                        .controls = true,
                        .narrow_margin = true};
    struct ui_frame frame = frame_open(page, &head);

    clock_body(page, frame.body);
    staff_bar(page, frame.bar, NULL);
}
