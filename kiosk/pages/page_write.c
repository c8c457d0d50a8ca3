/* page_write.c - the letter: what it is about, its text, and the panel that writes it. */
#include "panel_view.h"
#include "parts.h"
#include "utf8.h"

enum {
    ID_TEXT = UI_ID(PAGE_WRITE, 0),
    ID_CHANGE,
    ID_SCROLL,
    ID_BACK,
    ID_DISCARD,
    ID_NEXT,
    ID_CATEGORY,                 /* and the categories after it */
    ID_PANEL = ID_CATEGORY + 32, /* and what the input panel needs */
};

static bool has_category(const struct draft *draft)
{
    return draft->category >= 0 && draft->category < WORD_CATEGORIES;
}

static bool has_text(const struct draft *draft)
{
    return panel_is_composing(&draft->panel) || text_trim(textfield_text(&draft->text)).size > 0;
}

static int button_height(const struct page *page)
{
    int height = tx(page, 88);

    return height < page->theme->touch_min ? page->theme->touch_min : height;
}

/* All categories as buttons, until one is chosen. */
static void categories_cut(struct page *page, struct rect *rest)
{
    int columns = page->theme->landscape ? 3 : 2, gap = page->theme->gap;
    int rows = (WORD_CATEGORIES + columns - 1) / columns, height = tx(page, 120);
    struct rect whole = cut_top(rest, rows * height + (rows - 1) * gap);

    for (int i = 0; i < WORD_CATEGORIES; i++) {
        struct rect row = split_rows(whole, rows, i / columns, gap);
        if (ui_button(page->ui, ID_CATEGORY + i, split_columns(row, columns, i % columns, gap),
                      word_category(i), BUTTON_PLAIN)) {
            want(page, INTENT_CATEGORY, i);
        }
    }
}

/* "这封信关于 [环境卫生]  [换一类]" */
static void about_cut(struct page *page, struct rect *rest)
{
    const struct draft *draft = &page->model->draft;
    struct rect line = cut_top(rest, button_height(page));
    struct text change = word(TX_CHANGE_CATEGORY), category = word_category(draft->category);
    int label_w = ui_text_width(page->ui, STYLE_BODY, word(TX_LETTER_ABOUT)) + px(page, 20);

    if (ui_button(page->ui, ID_CHANGE, cut_right(&line, ui_button_width(page->ui, change)), change,
                  BUTTON_PLAIN)) {
        want(page, INTENT_CATEGORY, -1);
    }
    (void)cut_right(&line, page->theme->gap);
    int spare = line.w - ui_button_width(page->ui, category);
    if (label_w * 7 / 8 <= spare) { /* else what was chosen says enough */
        ui_label(page->ui, cut_left(&line, label_w < spare ? label_w : spare), STYLE_BODY,
                 COLOR_INK, ALIGN_LEFT, word(TX_LETTER_ABOUT));
    }
    struct rect chosen = line;
    int width = ui_text_width(page->ui, STYLE_BUTTON_BOLD, category) + 2 * px(page, 30);
    chosen.w = width < line.w ? width : line.w;
    draw_round(page->ui->list, chosen, page->theme->radius_s, page->theme->color[COLOR_RED], 0, 0);
    ui_label(page->ui, inset_xy(chosen, px(page, 12), 0), STYLE_BUTTON_BOLD, COLOR_ON_RED,
             ALIGN_CENTRE, category);
    space(rest, px(page, 18));
}

/* Below the text: who will read it; when room gets short, how much there is. */
static void note_cut(struct page *page, struct rect *rest)
{
    size_t count = utf8_count(textfield_text(&page->model->draft.text));
    struct text note =
        word(draft_is_opinion(&page->model->draft) ? TX_OPINION_SHOWN : TX_INPUT_PRIVATE);

    if (count * 5 >= (size_t)MODEL_LETTER_CHARS_MAX * 4) {
        note =
            FILL(page, TX_LETTER_CHARS, NUMBER(page, count), NUMBER(page, MODEL_LETTER_CHARS_MAX));
    }
    int height = ui_text_height(page->ui, rest->w, STYLE_SMALL, note);
    (void)cut_bottom(rest, px(page, 12));
    ui_text(page->ui, cut_bottom(rest, height), STYLE_SMALL, COLOR_MUTED, note);
    (void)cut_bottom(rest, px(page, 8));
}

static void letter_body(struct page *page, struct rect body, struct rect bar)
{
    struct draft *draft = &page->model->draft;
    struct ui_field look = {.hint = word(TX_LETTER_HINT), .area = true};
    struct rect panel = panel_cut(page, &body, bar);

    if (page->ui->focus == 0) {
        ui_focus(page->ui, ID_TEXT); /* an attached keyboard writes at once */
    }
    panel_draw(page, ID_PANEL, panel, &draft->text);
    space(&body, px(page, 22));
    struct rect about = body;
    if (page->theme->reach_y > 0) { /* low reach: the letter above, what is touched below it */
        about = cut_bottom(&body, button_height(page) + px(page, 18));
    }
    about_cut(page, page->theme->reach_y > 0 ? &about : &body);
    note_cut(page, &body);
    (void)ui_textfield(page->ui, ID_TEXT, body, &look, &draft->text);
}

static void category_body(struct page *page, struct rect body)
{
    struct rect rest = scroll_open(page, ID_SCROLL, body, &page->state->scroll2);

    ui_paragraph(page->ui, &rest, STYLE_SECTION, COLOR_INK, word(TX_CHOOSE_CATEGORY));
    space(&rest, px(page, 20));
    categories_cut(page, &rest);
    space(&rest, px(page, 30));
    note_card(page, &rest, TONE_BLUE, word(TX_LETTER_WHO_TITLE), word(TX_LETTER_WHO));
    scroll_close(page, rest, body, &page->state->scroll2);
}

void page_write_frame(struct page *page)
{
    struct draft *draft = &page->model->draft;
    bool ready = has_category(draft) && has_text(draft);
    struct head head = {.title = word(TX_WRITE_PAGE_TITLE),
                        .under = word(TX_STEP_1),
                        .controls = !has_category(draft)};
    struct ui_frame frame = frame_open(page, &head);

    if (has_category(draft)) {
        letter_body(page, frame.body, frame.bar);
    } else {
        space(&frame.body, px(page, 22));
        category_body(page, frame.body);
    }
    struct bar_button buttons[] = {
        {ID_BACK, word(TX_BACK_STEP), BUTTON_PLAIN, false, {.kind = INTENT_BACK}},
        {ID_DISCARD, word(TX_DISCARD), BUTTON_PLAIN, false, {.kind = INTENT_DISCARD}},
        {ID_NEXT,
         word(TX_NEXT_STEP),
         ready ? BUTTON_MAIN : BUTTON_DISABLED,
         true,
         {.kind = INTENT_GO}},
    };
    buttons[2].intent.place = place_of(PAGE_CONTACT, text_of(""));
    bar_draw(page, frame.bar, buttons, 3);
    if (page->intent.kind == INTENT_GO || page->intent.kind == INTENT_BACK) {
        panel_settle(&draft->panel, &draft->text); /* what is on the pad goes along */
    }
}
