/* page_staff_letter.c - one letter, and the answer to it. */
#include "staff_pages.h"

enum {
    ID_SCROLL = UI_ID(PAGE_STAFF_LETTER, 0),
    ID_ANSWER,
    ID_SAVE,
    ID_DONE,
    ID_PANEL = UI_ID(PAGE_STAFF_LETTER, 16),
    TAB_WRITE = 1, /* the answer is being written: the panel is there */
};

static void letter_cut(struct page *page, struct rect *rest,
                       const struct model_staff_letter *letter)
{
    const struct {
        enum word label;
        struct text value;
    } lines[] = {
        {TX_CATEGORY, letter->category},
        {TX_WRITTEN_AT,
         word_moment(page->arena, letter->at_s, page->model->offset_min, page->model->today)},
        {TX_NAME, letter->name.size > 0 ? letter->name : word(TX_NOT_GIVEN)},
        {TX_PHONE, letter->phone.size > 0 ? letter->phone : word(TX_NOT_GIVEN)},
        {TX_ABOUT, letter->about},
    };
    int width = card_width(page, *rest), height = 0;

    for (size_t i = 0; i < 5; i++) {
        height += lines[i].value.size > 0
                      ? pair_height(page, width, word(lines[i].label), lines[i].value)
                      : 0;
    }
    struct rect inside = card_cut(page, rest, height, TONE_PLAIN);
    for (size_t i = 0; i < 5; i++) {
        if (lines[i].value.size > 0) {
            pair_cut(page, &inside, word(lines[i].label), lines[i].value);
        }
    }
    note_card(page, rest, TONE_PLAIN, word(TX_LETTER_TEXT), letter->text);
}

/* What is written so far. True: touched. */
static bool answer_box(struct page *page, struct rect *rest)
{
    struct text text = text_trim(textfield_text(&page->model->staff.answer));
    int pad = px(page, 24), width = rest->w - 2 * pad, least = tx(page, 200);
    struct text shown = text.size > 0 ? text : word(TX_ANSWER_HINT);
    int height = ui_text_height(page->ui, width, STYLE_BODY, shown) + 2 * pad;
    struct rect box = cut_top(rest, height > least ? height : least);
    bool pressed = false;
    bool done = ui_is_visible(page->ui, box) && ui_touch(page->ui, ID_ANSWER, box, &pressed);

    draw_round(page->ui->list, box, page->theme->radius_s,
               page->theme->color[pressed ? COLOR_PRESSED : COLOR_BUTTON], page->theme->border,
               page->theme->color[COLOR_EDGE]);
    ui_text(page->ui, inset(box, pad), STYLE_BODY, text.size > 0 ? COLOR_INK : COLOR_MUTED, shown);
    space(rest, px(page, 14));
    return done;
}

static void answer_cut(struct page *page, struct rect *rest,
                       const struct model_staff_letter *letter)
{
    if (letter->retracted) {
        note_card(page, rest, TONE_AMBER, word(TX_LETTER_RETRACTED),
                  word(TX_LETTER_RETRACTED_TEXT));
        return;
    }
    if (letter->answered) {
        note_card(page, rest, TONE_JADE, word(TX_LETTER_ANSWERED), letter->answer);
        return;
    }
    section(page, rest, word(TX_ANSWER_WRITE));
    if (answer_box(page, rest)) {
        page->state->tab = TAB_WRITE;
        page->ui->focus = 0;
    }
    ui_paragraph(page->ui, rest, STYLE_SMALL, COLOR_MUTED, word(TX_ANSWER_NOTE));
    space(rest, page->theme->gap);
}

/* The letter above, the answer below it, the panel under both (beside them on a wide screen). */
static void write_frame(struct page *page, const struct model_staff_letter *letter)
{
    struct model_staff *staff = &page->model->staff;
    struct ui_field look = {.area = true};
    struct head head = staff_head(page, word(TX_ANSWER_WRITE));

    head.controls = false;
    struct ui_frame frame = frame_open(page, &head);
    struct rect body = frame.body, panel = panel_cut(page, &body, frame.bar);
    if (page->ui->focus == 0) {
        ui_focus(page->ui, ID_ANSWER);
    }
    staff->answer.undo = &staff->undo;
    panel_draw(page, ID_PANEL, panel, &staff->answer);
    space(&body, px(page, 16));
    (void)cut_bottom(&body, px(page, 12));
    struct rect above = cut_top(&body, body.h * 9 / 20);
    struct rect rest = scroll_open(page, ID_SCROLL, above, &page->state->scroll2);
    ui_paragraph(page->ui, &rest, STYLE_SMALL, COLOR_INK, letter->text);
    scroll_close(page, rest, above, &page->state->scroll2);
    space(&body, px(page, 12));
    (void)ui_textfield(page->ui, ID_ANSWER, body, &look, &staff->answer);
    const struct bar_button done = {ID_DONE, word(TX_WRITE_DONE), BUTTON_MAIN, true, {.value = 1}};
    bar_draw(page, frame.bar, &done, 1);
    if (page->intent.kind == INTENT_NONE && page->intent.value == 1) {
        page->intent.value = 0;
        page->state->tab = 0;
        page->ui->focus = 0;
        panel_settle(&page->model->draft.panel, &staff->answer);
    }
}

void page_staff_letter_frame(struct page *page)
{
    const struct model_staff *staff = &page->model->staff;
    bool open = staff->vault_open && staff->letter >= 0 && staff->letter < (int)staff->letter_count;
    const struct model_staff_letter *shown = open ? &staff->letters[staff->letter] : NULL;

    if (shown && page->state->tab == TAB_WRITE && !shown->answered && !shown->retracted) {
        write_frame(page, shown);
        return;
    }
    struct head head = staff_head(page, word(TX_STAFF_LETTER_TITLE));
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);
    bool can_answer = false;

    space(&rest, px(page, 24));
    if (open) {
        const struct model_staff_letter *letter = &staff->letters[staff->letter];
        letter_cut(page, &rest, letter);
        answer_cut(page, &rest, letter);
        can_answer = !letter->answered && !letter->retracted;
    } else {
        nothing_cut(page, &rest, word(TX_VAULT_CLOSED), word(TX_VAULT_CLOSED_TEXT));
    }
    scroll_close(page, rest, frame.body, &page->state->scroll);

    bool ready = can_answer && text_trim(textfield_text(&staff->answer)).size > 0;
    struct bar_button save = {ID_SAVE,
                              word(TX_ANSWER_SAVE),
                              ready ? BUTTON_MAIN : BUTTON_DISABLED,
                              true,
                              {.kind = INTENT_ANSWER_SAVE}};
    staff_bar(page, frame.bar, can_answer ? &save : NULL);
}
