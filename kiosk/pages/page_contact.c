/* page_contact.c - name and telephone: why they are asked stands before the fields, and both may
 * stay empty. */
#include "panel_view.h"
#include "parts.h"

enum {
    ID_NAME = UI_ID(PAGE_CONTACT, 0),
    ID_PHONE,
    ID_BACK,
    ID_DISCARD,
    ID_NEXT,
    ID_SCROLL,
    ID_DIGITS,                 /* the pad for the telephone */
    ID_PANEL = ID_DIGITS + 16, /* and what the input panel needs */
    YEAR_DAYS = 365,
};

static struct text kept_word(struct page *page)
{
    unsigned days = page->model->site.letters_keep_days;

    if (days == 0) {
        return word(TX_CONTACT_KEPT_PLAIN);
    }
    if (days % YEAR_DAYS == 0) {
        return FILL(page, TX_CONTACT_KEPT_YEARS, NUMBER(page, days / YEAR_DAYS));
    }
    return FILL(page, TX_CONTACT_KEPT_DAYS, NUMBER(page, days));
}

/* What is asked, why, who reads it and for how long: before any field. */
static void why_cut(struct page *page, struct rect *rest)
{
    struct text lines[] = {word(TX_CONTACT_WHY), word(TX_CONTACT_OPTIONAL), word(TX_CONTACT_WHO),
                           kept_word(page)};
    int width = card_width(page, *rest), height = 0;

    for (size_t i = 0; i < 4; i++) {
        height += ui_text_height(page->ui, width, i == 1 ? STYLE_BOLD : STYLE_BODY, lines[i]) +
                  px(page, 10);
    }
    struct rect inside = card_cut(page, rest, height, TONE_BLUE);
    for (size_t i = 0; i < 4; i++) {
        ui_paragraph(page->ui, &inside, i == 1 ? STYLE_BOLD : STYLE_BODY, COLOR_BLUE, lines[i]);
        space(&inside, px(page, 10));
    }
}

static void fields_cut(struct page *page, struct rect *rest)
{
    struct draft *draft = &page->model->draft;
    struct ui_field name = {.label = word(TX_NAME), .hint = word(TX_OPTIONAL)};
    struct ui_field phone = {.label = word(TX_PHONE), .hint = word(TX_OPTIONAL)};
    struct rect first, second;

    if (!page->theme->landscape) {
        struct rect line = cut_top(rest, page->theme->field_h);
        first = split_columns(line, 2, 0, page->theme->gap);
        second = split_columns(line, 2, 1, page->theme->gap);
    } else { /* beside the panel */
        first = cut_top(rest, page->theme->field_h);
        space(rest, page->theme->gap);
        second = cut_top(rest, page->theme->field_h);
    }
    space(rest, page->theme->gap);
    if (ui_textfield(page->ui, ID_NAME, first, &name, &draft->name) == FIELD_ENTER) {
        ui_focus(page->ui, ID_PHONE);
    }
    if (ui_textfield(page->ui, ID_PHONE, second, &phone, &draft->phone) == FIELD_ENTER) {
        go(page, PAGE_REVIEW, text_of(""));
    }
}

/* The panel writes the name, a pad of digits the telephone: whichever field has the focus. */
static void writer_draw(struct page *page, struct rect rect)
{
    struct draft *draft = &page->model->draft;

    if (page->ui->focus == 0) {
        ui_focus(page->ui, ID_NAME);
    }
    if (page->ui->focus == ID_PHONE) {
        panel_settle(&draft->panel, draft->writing);
        panel_view_digits(page->ui, ID_DIGITS, rect, &draft->phone);
    } else {
        panel_draw(page, ID_PANEL, rect, &draft->name);
    }
}

void page_contact_frame(struct page *page)
{
    struct head head = {
        .title = word(TX_WRITE_PAGE_TITLE), .under = word(TX_STEP_2), .controls = true};
    struct ui_frame frame = frame_open(page, &head);

    writer_draw(page, panel_cut(page, &frame.body, frame.bar));
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);
    space(&rest, px(page, 24));
    why_cut(page, &rest);
    fields_cut(page, &rest);
    scroll_close(page, rest, frame.body, &page->state->scroll);

    struct bar_button buttons[] = {
        {ID_BACK, word(TX_BACK_STEP), BUTTON_PLAIN, false, {.kind = INTENT_BACK}},
        {ID_DISCARD, word(TX_DISCARD), BUTTON_PLAIN, false, {.kind = INTENT_DISCARD}},
        {ID_NEXT, word(TX_NEXT_REVIEW), BUTTON_MAIN, true, {.kind = INTENT_GO}},
    };
    buttons[2].intent.place = place_of(PAGE_REVIEW, text_of(""));
    bar_draw(page, frame.bar, buttons, 3);
    if (page->intent.kind == INTENT_GO || page->intent.kind == INTENT_BACK) {
        panel_settle(&page->model->draft.panel, &page->model->draft.name);
    }
}
