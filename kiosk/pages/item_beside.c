/* item_beside.c - what stands beside a disclosure: objections, the four forms, opinions and
 * answers. */
#include "item_beside.h"

/* ---- 公示 ---- */

void objection_cut(struct page *page, struct rect *rest, int32_t until, struct text contact)
{
    struct text day = due_day_word(page, until);

    if (until == 0) {
        return;
    }
    bool over = !page->model->doubtful && page->model->today > until;
    struct text title = FILL(page, over ? TX_OBJECTION_OVER : TX_OBJECTION, day);
    struct text text = word(over ? TX_OBJECTION_OVER_TEXT : TX_OBJECTION_TEXT_PLAIN);
    if (!over && contact.size > 0) {
        text = FILL(page, TX_OBJECTION_TEXT, contact);
    }
    note_card(page, rest, over ? TONE_PLAIN : TONE_BLUE, title, text);
}

/* ---- G7: four forms together, none takes the place of another ---- */

static const enum word form_words[FORM_COUNT] = {[FORM_BOARD] = TX_FORM_BOARD,
                                                 [FORM_ASSEMBLY] = TX_FORM_ASSEMBLY,
                                                 [FORM_WALL] = TX_FORM_WALL,
                                                 [FORM_MEDIA] = TX_FORM_MEDIA};

static void form_draw(struct page *page, struct rect rect, const struct form_tick *form)
{
    struct rect inside = inset_xy(rect, px(page, 16), 0);
    int side = tx(page, 44), line_h = ui_line_h(page->ui, STYLE_SMALL);
    struct text second = word(form->done ? TX_FORM_DONE : TX_FORM_NOT_YET);

    if (form->done && form->on > 0) {
        second = form->by_kiosk ? word(TX_FORM_KIOSK) : due_day_word(page, form->on);
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
             word(form_words[form->form]));
    ui_label(page->ui, inside, STYLE_NOTE, COLOR_MUTED, ALIGN_LEFT, second);
}

void forms_cut(struct page *page, struct rect *rest)
{
    const struct model_item *item = &page->model->item;
    int columns = page->theme->scale == SCALE_STANDARD ? FORM_COUNT : 2;
    int rows = FORM_COUNT / columns, gap = px(page, 16);

    if (!item->forms_known) {
        return;
    }
    section(page, rest, word(TX_FORMS_TITLE));
    struct rect whole = cut_top(rest, rows * tx(page, 112) + (rows - 1) * gap);
    if (ui_is_visible(page->ui, whole)) {
        for (int i = 0; i < FORM_COUNT; i++) {
            struct rect row = split_rows(whole, rows, i / columns, gap);
            form_draw(page, split_columns(row, columns, i % columns, gap), &item->forms[i]);
        }
    }
    space(rest, page->theme->gap);
}

/* ---- G11: opinions, and what the committee answered ---- */

static struct tag_word thread_tag(const struct model_thread *thread)
{
    if (thread->answered) {
        return (struct tag_word){TONE_JADE, word(TX_THREAD_ANSWERED)};
    }
    return thread->late ? (struct tag_word){TONE_RED, word(TX_THREAD_LATE)}
                        : (struct tag_word){TONE_AMBER, word(TX_THREAD_WAITING)};
}

static bool is_committee(const struct thread_entry *entry)
{
    return text_is(entry->from, "committee");
}

/* "11月11日 居民", "11月13日 居委会答复 陈立" */
static struct text entry_head(struct page *page, const struct thread_entry *entry)
{
    static const struct {
        const char *from;
        enum word word;
    } words[] = {{"committee", TX_FROM_COMMITTEE},
                 {"supervision", TX_FROM_SUPERVISION},
                 {"representative", TX_FROM_REPRESENTATIVE}};
    struct text from = word(TX_FROM_RESIDENT);

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        from = text_is(entry->from, words[i].from) ? word(words[i].word) : from;
    }
    if (is_committee(entry) && entry->by.size > 0) {
        from = FILL(page, TX_DAY_WEEK, from, entry->by);
    }
    return FILL(page, TX_DAY_WEEK, due_day_word(page, entry->on), from);
}

static struct text promise_word(struct page *page, const struct model_thread *thread)
{
    return thread->answered || thread->promised_on == 0
               ? text_of("")
               : FILL(page, TX_THREAD_PROMISED, due_day_word(page, thread->promised_on));
}

/* The first line has the tag, and the item's name where the thread stands away from it. */
static int thread_height(struct page *page, int width, const struct model_thread *thread)
{
    int height = page->theme->tag_h;

    if (thread->hidden) {
        return height + ui_text_height(page->ui, width, STYLE_BODY, word(TX_HIDDEN_TITLE));
    }
    for (size_t i = 0; i < thread->entry_count; i++) {
        const struct thread_entry *entry = &thread->entries[i];
        height += px(page, 10) +
                  ui_text_height(page->ui, width, STYLE_SMALL, entry_head(page, entry)) +
                  ui_text_height(page->ui, width, STYLE_BODY, entry->text);
    }
    return height + ui_text_height(page->ui, width, STYLE_SMALL, promise_word(page, thread));
}

bool thread_cut(struct page *page, struct rect *rest, int id, const struct model_thread *thread)
{
    int width = card_width(page, *rest);
    struct rect inside = card_cut(page, rest, thread_height(page, width, thread), TONE_PLAIN);
    struct rect card = inset(inside, -page->theme->pad);
    struct tag_word tag = thread_tag(thread);

    if (!ui_is_visible(page->ui, card)) {
        return false;
    }
    struct rect line = cut_top(&inside, page->theme->tag_h);
    ui_tag_right(page->ui, &line, tag.tone, tag.text);
    if (id > 0 && thread->item >= 1 && thread->item <= ITEM_COUNT) {
        ui_label(
            page->ui, line, STYLE_BOLD, COLOR_INK, ALIGN_LEFT,
            FILL(page, TX_ITEM_TITLE, word_numeral(thread->item), item_word(page, thread->item)));
    }
    if (thread->hidden) {
        ui_text(page->ui, inside, STYLE_BODY, COLOR_AMBER, word(TX_HIDDEN_TITLE));
        return false;
    }
    for (size_t i = 0; i < thread->entry_count; i++) {
        const struct thread_entry *entry = &thread->entries[i];
        space(&inside, px(page, 10));
        ui_paragraph(page->ui, &inside, STYLE_SMALL, is_committee(entry) ? COLOR_JADE : COLOR_MUTED,
                     entry_head(page, entry));
        ui_paragraph(page->ui, &inside, STYLE_BODY, COLOR_INK, entry->text);
    }
    ui_paragraph(page->ui, &inside, STYLE_SMALL, COLOR_AMBER, promise_word(page, thread));
    return id > 0 && ui_touch(page->ui, id, card, NULL);
}

void threads_cut(struct page *page, struct rect *rest)
{
    const struct model_item *item = &page->model->item;

    if (item->thread_count == 0) {
        return;
    }
    section(page, rest, FILL(page, TX_THREADS_TITLE, NUMBER(page, item->thread_count)));
    for (size_t i = 0; i < item->thread_count; i++) {
        (void)thread_cut(page, rest, 0, &item->threads[i]);
    }
}
