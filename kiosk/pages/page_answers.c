/* page_answers.c - opinions on what was disclosed and the committee's answers, and how letters were
 * answered in the last month. */
#include "item_beside.h"

enum { ID_SCROLL = UI_ID(PAGE_ANSWERS, 0), ID_WRITE, ID_THREAD = UI_ID(PAGE_ANSWERS, 16) };

static void month_cut(struct page *page, struct rect *rest)
{
    const struct mailbox *month = &page->model->answers.month;
    struct period period;

    if (month->month.size == 0 || period_parse(month->month, &period)) {
        return;
    }
    struct text title = FILL(page, TX_MAIL_MONTH, period_word(page, period, 0),
                             NUMBER(page, month->received), NUMBER(page, month->answered));
    struct text text =
        FILL(page, TX_MAIL_MONTH_TEXT, NUMBER(page, month->in_time), NUMBER(page, month->late),
             NUMBER(page, month->retracted), due_day_word(page, month->as_of));
    note_card(page, rest, month->late > 0 ? TONE_AMBER : TONE_JADE, title, text);
}

void page_answers_frame(struct page *page)
{
    const struct model_answers *answers = &page->model->answers;
    struct head head = {.title = word(TX_ANSWERS_TITLE), .controls = true};
    struct bar_button write = {
        ID_WRITE, word(TX_WRITE_OPINION), BUTTON_PLAIN, true, {.kind = INTENT_GO}};
    struct ui_frame frame = frame_open(page, &head);
    struct rect rest = scroll_open(page, ID_SCROLL, frame.body, &page->state->scroll);

    space(&rest, px(page, 24));
    month_cut(page, &rest);
    for (size_t i = 0; i < answers->count; i++) {
        if (thread_cut(page, &rest, ID_THREAD + (int)i, &answers->at[i])) {
            go(page, PAGE_ITEM, answers->at[i].about);
        }
    }
    if (answers->count == 0) {
        nothing_cut(page, &rest, word(TX_ANSWERS_NONE), word(TX_ANSWERS_NONE_TEXT));
    }
    scroll_close(page, rest, frame.body, &page->state->scroll);
    write.intent.place = place_of(PAGE_WRITE, text_of(""));
    bar_usual(page, frame.bar, &write, 1);
}
