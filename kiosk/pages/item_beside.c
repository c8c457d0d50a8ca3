/* item_beside.c - what stands beside a disclosure: objections, the four forms, opinions and
 * answers. */
#include "item_beside.h"

/* ---- 公示 ---- */

void objection_cut(struct page *page, struct rect *rest)
{
    const struct model_item *item = &page->model->item;
    struct text day = due_day_word(page, item->objection_until), call = item->objection_contact;

    if (item->objection_until == 0) {
        return;
    }
    bool over = !page->model->doubtful && page->model->today > item->objection_until;
    struct text title = FILL(page, over ? TX_OBJECTION_OVER : TX_OBJECTION, day);
    struct text text = over ? word(TX_OBJECTION_OVER_TEXT) : word(TX_OBJECTION_TEXT_PLAIN);
    if (!over && call.size > 0) {
        text = FILL(page, TX_OBJECTION_TEXT, call);
    }
    note_card(page, rest, over ? TONE_PLAIN : TONE_BLUE, title, text);
}

/* ---- G7: four forms together, none takes the place of another ---- */

static const enum word form_words[MODEL_FORMS] = {TX_FORM_BOARD, TX_FORM_ASSEMBLY, TX_FORM_WALL,
                                                  TX_FORM_PRINT};

static void form_draw(struct page *page, struct rect rect, enum word name,
                      const struct model_form *form)
{
    struct rect inside = inset_xy(rect, px(page, 16), 0);
    int side = tx(page, 44), line_h = ui_line_h(page->ui, STYLE_SMALL);
    struct text second = word(form->done ? TX_FORM_DONE : TX_FORM_NOT_YET);

    if (form->done && form->on > 0) {
        second = due_day_word(page, form->on);
    }
    (void)ui_card(page->ui, rect, form->done ? TONE_JADE : TONE_PLAIN);
    struct rect left = cut_left(&inside, side);
    if (form->done) {
        ui_done_mark(page->ui, centre(left, side, side));
    } else {
        draw_ring(page->ui->list, centre(left, side, side), page->theme->color[COLOR_CARD],
                  page->theme->border, page->theme->color[COLOR_EDGE]);
    }
    (void)cut_left(&inside, px(page, 14));
    inside = centre(inside, inside.w, 2 * line_h);
    ui_label(page->ui, cut_top(&inside, line_h), STYLE_SMALL_BOLD, COLOR_INK, ALIGN_LEFT,
             word(name));
    ui_label(page->ui, inside, STYLE_NOTE, COLOR_MUTED, ALIGN_LEFT, second);
}

void forms_cut(struct page *page, struct rect *rest)
{
    const struct model_item *item = &page->model->item;
    int columns = page->theme->scale == SCALE_STANDARD ? MODEL_FORMS : 2;
    int rows = MODEL_FORMS / columns, gap = px(page, 16);

    if (!item->forms_known) {
        return;
    }
    section(page, rest, word(TX_FORMS_TITLE));
    struct rect whole = cut_top(rest, rows * tx(page, 112) + (rows - 1) * gap);
    if (ui_is_visible(page->ui, whole)) {
        for (int i = 0; i < MODEL_FORMS; i++) {
            struct rect row = split_rows(whole, rows, i / columns, gap);
            form_draw(page, split_columns(row, columns, i % columns, gap), form_words[i],
                      &item->forms[i]);
        }
    }
    space(rest, page->theme->gap);
}

/* ---- G11: opinions, and what the committee answered ---- */

struct said {
    struct text title, opinion, answer_title, answer;
    struct tag_word state;
};

static struct said said_of(struct page *page, const struct model_thread *thread)
{
    struct said said = {.opinion = thread->opinion, .answer = thread->answer};
    struct text by[2] = {thread->answer_by, due_day_word(page, thread->answered_on)};

    said.title = FILL(page, TX_THREAD_ASKED, due_day_word(page, thread->asked_on));
    switch (thread->state) {
    case THREAD_ANSWERED:
        said.state = (struct tag_word){TONE_JADE, word(TX_THREAD_ANSWERED)};
        said.answer_title = FILL(page, TX_THREAD_ANSWER, word_join(page->arena, by, 2));
        break;
    case THREAD_LATE:
        said.state = (struct tag_word){TONE_RED, word(TX_THREAD_LATE)};
        break;
    case THREAD_WAITING:
    default:
        said.state = (struct tag_word){TONE_AMBER, word(TX_THREAD_WAITING)};
        break;
    }
    if (thread->state != THREAD_ANSWERED && thread->promised_on > 0) {
        said.answer_title = FILL(page, TX_THREAD_PROMISED, due_day_word(page, thread->promised_on));
    }
    return said;
}

static int said_height(struct page *page, int width, const struct said *said)
{
    int height = page->theme->tag_h + px(page, 8) +
                 ui_text_height(page->ui, width, STYLE_BODY, said->opinion);

    if (said->answer_title.size > 0) {
        height += px(page, 16) + ui_text_height(page->ui, width, STYLE_SMALL, said->answer_title);
    }
    if (said->answer.size > 0) {
        height += ui_text_height(page->ui, width, STYLE_BODY, said->answer);
    }
    return height;
}

void thread_cut(struct page *page, struct rect *rest, const struct model_thread *thread)
{
    struct said said = said_of(page, thread);
    int width = card_width(page, *rest);
    struct rect inside = card_cut(page, rest, said_height(page, width, &said), TONE_PLAIN);

    if (!ui_is_visible(page->ui, inside)) {
        return;
    }
    struct rect line = cut_top(&inside, page->theme->tag_h);
    ui_tag_right(page->ui, &line, said.state.tone, said.state.text);
    ui_label(page->ui, line, STYLE_SMALL, COLOR_MUTED, ALIGN_LEFT, said.title);
    space(&inside, px(page, 8));
    ui_paragraph(page->ui, &inside, STYLE_BODY, COLOR_INK, said.opinion);
    if (said.answer_title.size > 0) {
        space(&inside, px(page, 16));
        ui_paragraph(page->ui, &inside, STYLE_SMALL, COLOR_JADE, said.answer_title);
    }
    if (said.answer.size > 0) {
        ui_paragraph(page->ui, &inside, STYLE_BODY, COLOR_INK, said.answer);
    }
}

void threads_cut(struct page *page, struct rect *rest)
{
    const struct model_item *item = &page->model->item;

    if (item->thread_count == 0) {
        return;
    }
    section(page, rest, FILL(page, TX_THREADS_TITLE, NUMBER(page, item->thread_count)));
    for (size_t i = 0; i < item->thread_count; i++) {
        thread_cut(page, rest, &item->threads[i]);
    }
}
