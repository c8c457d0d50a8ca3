#include "aloud_strip.h"

#include "aloud.h"
#include "ui_mark.h"

enum {
    ID_SPEAK = UI_ID(PAGES, 300),
    ID_STOP,
    ID_SOFTER,
    ID_LOUDER,
    ID_YES,
    ID_NO,
    FOLLOW_SCROLLS_MAX = 12, /* screens one scrolls to find a sentence */
};

static void volume_draw(struct page *page, struct rect line)
{
    unsigned volume = page->model->voice.volume;
    int gap = page->theme->gap_s;
    struct rect softer = split_columns(line, 3, 0, gap), louder = split_columns(line, 3, 2, gap);

    if (ui_button(page->ui, ID_SOFTER, softer, word(TX_ALOUD_SOFTER), BUTTON_PLAIN)) {
        want(page, INTENT_VOLUME, (int64_t)volume - 1);
    }
    ui_label(page->ui, split_columns(line, 3, 1, gap), STYLE_SMALL_BOLD, COLOR_INK, ALIGN_CENTRE,
             FILL(page, TX_ALOUD_VOLUME, NUMBER(page, volume)));
    if (ui_button(page->ui, ID_LOUDER, louder, word(TX_ALOUD_LOUDER), BUTTON_PLAIN)) {
        want(page, INTENT_VOLUME, (int64_t)volume + 1);
    }
}

static void on_draw(struct page *page, struct rect line)
{
    struct rect stop = cut_left(&line, line.w * 2 / 5);

    (void)cut_left(&line, page->theme->gap);
    if (ui_button(page->ui, ID_STOP, stop, word(TX_ALOUD_STOP), BUTTON_MAIN)) {
        want(page, INTENT_HUSH, 0);
    }
    volume_draw(page, line);
}

static void question_draw(struct page *page, struct rect rect)
{
    struct rect buttons = cut_bottom(&rect, page->theme->button_h);

    ui_text(page->ui, rect, STYLE_BOLD, COLOR_INK, word(TX_ALOUD_ASK));
    if (ui_button(page->ui, ID_YES, split_columns(buttons, 2, 0, page->theme->gap),
                  word(TX_ALOUD_YES), BUTTON_PLAIN)) {
        want(page, INTENT_SPEAK, 1);
    }
    if (ui_button(page->ui, ID_NO, split_columns(buttons, 2, 1, page->theme->gap),
                  word(TX_ALOUD_NO), BUTTON_MAIN)) {
        want(page, INTENT_HUSH, 0);
    }
}

static bool is_in_bar(const struct page *page)
{
    const struct model_voice *voice = &page->model->voice;

    return page->model->place.page == PAGE_BOARD && page->model->scale == SCALE_STANDARD &&
           !voice->on && !voice->asked;
}

bool aloud_bar_button(struct page *page, struct bar_button *button)
{
    const struct model_voice *voice = &page->model->voice;

    *button =
        (struct bar_button){ID_SPEAK, word(TX_ALOUD), BUTTON_PLAIN, false, {.kind = INTENT_SPEAK}};
    return voice->available && !voice->night && is_in_bar(page) && aloud_can(page->model, NULL);
}

void aloud_strip_cut(struct page *page, struct rect *body)
{
    const struct model_voice *voice = &page->model->voice;

    if (!voice->available || !aloud_can(page->model, NULL) || is_in_bar(page)) {
        return;
    }
    (void)cut_bottom(body, page->theme->gap_s);
    if (voice->night) {
        int height = ui_text_height(page->ui, body->w, STYLE_NOTE, word(TX_ALOUD_NIGHT));
        ui_text(page->ui, cut_bottom(body, height), STYLE_NOTE, COLOR_MUTED, word(TX_ALOUD_NIGHT));
    } else if (voice->asked) {
        int height = ui_text_height(page->ui, body->w, STYLE_BOLD, word(TX_ALOUD_ASK));
        question_draw(page, cut_bottom(body, height + page->theme->button_h + page->theme->gap_s));
    } else if (voice->on) {
        on_draw(page, cut_bottom(body, page->theme->button_h));
    } else if (ui_button(page->ui, ID_SPEAK, cut_bottom(body, page->theme->button_h),
                         word(page->model->recording.size > 0 ? TX_ALOUD_RECORDING : TX_ALOUD),
                         BUTTON_PLAIN)) {
        want(page, INTENT_SPEAK, 0);
    }
    (void)cut_bottom(body, page->theme->gap_s);
}

void aloud_follow(struct page *page, struct rect view, struct ui_scroll *scroll)
{
    const struct model_voice *voice = &page->model->voice;
    struct page_state *state = page->state;
    int margin = view.h / 6;
    struct rect at;

    if (!voice->on || voice->whole.size == 0 || state->spoken_line == voice->line) {
        return;
    }
    if (ui_mark_seen(page->ui, &at)) {
        bool in_view = at.y >= view.y && at.y + at.h <= view.y + view.h;
        if (!in_view) {
            ui_scroll_to(scroll, scroll->offset + at.y - view.y - margin);
            ui_wake(page->ui, page->ui->input->now_ms);
        }
        state->spoken_line = voice->line;
        state->spoken_scrolls = 0;
    } else if (ui_scroll_can(scroll, 1) && state->spoken_scrolls < FOLLOW_SCROLLS_MAX) {
        ui_scroll_page(scroll, 1, margin); /* what comes next stands further down */
        state->spoken_scrolls++;
        ui_wake(page->ui, page->ui->input->now_ms);
    } else {
        state->spoken_line = voice->line; /* it is not shown here */
        state->spoken_scrolls = 0;
    }
}
