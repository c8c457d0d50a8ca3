/* page_staff_letter.c - one letter, and the answer to it. */
#include "parts.h"

enum { ID_SCROLL = UI_ID(PAGE_STAFF_LETTER, 0), ID_ANSWER, ID_SAVE };

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

static void answer_cut(struct page *page, struct rect *rest,
                       const struct model_staff_letter *letter)
{
    struct model_staff *staff = &page->model->staff;
    struct ui_field look = {.hint = word(TX_ANSWER_HINT), .area = true};

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
    (void)ui_textfield(page->ui, ID_ANSWER, cut_top(rest, tx(page, 320)), &look, &staff->answer);
    space(rest, px(page, 14));
    ui_paragraph(page->ui, rest, STYLE_SMALL, COLOR_MUTED, word(TX_ANSWER_NOTE));
    space(rest, page->theme->gap);
}

void page_staff_letter_frame(struct page *page)
{
    const struct model_staff *staff = &page->model->staff;
    bool open = staff->vault_open && staff->letter >= 0 && staff->letter < (int)staff->letter_count;
    struct head head = {.title = word(TX_STAFF_LETTER_TITLE),
                        .beside = staff->name,
                        .controls = true,
                        .narrow_margin = true};
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
