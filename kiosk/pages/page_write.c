/* page_write.c - the letter: what it is about, and its text; sentences ready to be tapped. */
#include "parts.h"
#include "utf8.h"

enum {
    ID_TEXT = UI_ID(PAGE_WRITE, 0),
    ID_CHANGE,
    ID_SCROLL,
    ID_BACK,
    ID_DISCARD,
    ID_NEXT,
    ID_ERASE,
    ID_CATEGORY,                  /* and the categories after it */
    ID_PHRASE = ID_CATEGORY + 32, /* and the sentences after it */
};

static bool has_category(const struct draft *draft)
{
    return draft->category >= 0 && draft->category < WORD_CATEGORIES;
}

static bool has_text(const struct draft *draft)
{
    return text_trim(textfield_text(&draft->text)).size > 0;
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
    ui_label(page->ui, cut_left(&line, label_w < spare ? label_w : spare / 2), STYLE_BODY,
             COLOR_INK, ALIGN_LEFT, word(TX_LETTER_ABOUT));
    struct rect chosen = line;
    int width = ui_text_width(page->ui, STYLE_BUTTON_BOLD, category) + 2 * px(page, 30);
    chosen.w = width < line.w ? width : line.w;
    draw_round(page->ui->list, chosen, page->theme->radius_s, page->theme->color[COLOR_RED], 0, 0);
    ui_label(page->ui, inset_xy(chosen, px(page, 12), 0), STYLE_BUTTON_BOLD, COLOR_ON_RED,
             ALIGN_CENTRE, category);
    space(rest, px(page, 18));
}

static void append_phrase(struct draft *draft, struct text phrase)
{
    draft->text.caret = draft->text.size; /* sentences follow each other, wherever the caret was */
    (void)textfield_insert(&draft->text, phrase);
}

static bool ends_sentence(uint32_t character)
{
    return character == 0x3002 || character == 0xff01 || character == 0xff1f || character == '\n';
}

/* Back to the end of the sentence before: what a tap put there, a tap takes away. */
static void erase_sentence(struct draft *draft)
{
    struct text rest = textfield_text(&draft->text);
    size_t keep = 0, size = rest.size;

    for (uint32_t character = utf8_next(&rest); character != 0; character = utf8_next(&rest)) {
        if (ends_sentence(character) && rest.size > 0) {
            keep = size - rest.size;
        }
    }
    textfield_set(&draft->text, text_slice(textfield_text(&draft->text), 0, keep));
    draft->text.caret = draft->text.size;
}

/* The sentences of the category, in as many columns as fit, below their title. */
static void phrases_cut(struct page *page, struct rect *rest)
{
    struct draft *draft = &page->model->draft;
    size_t count = word_phrase_count(draft->category);
    int columns = page->theme->landscape ? 2 : 1, pad = px(page, 20);
    struct rect column[2] = {split_columns(*rest, columns, 0, page->theme->gap), {0}};

    column[1] = columns == 2 ? split_columns(*rest, columns, 1, page->theme->gap) : column[0];
    for (size_t i = 0; i < count; i++) {
        struct rect *into = &column[columns == 2 ? i % 2 : 0];
        struct text phrase = word_phrase(draft->category, i);
        int height = ui_text_height(page->ui, into->w - 2 * pad, STYLE_BUTTON, phrase) + 2 * pad;
        height = height < button_height(page) ? button_height(page) : height;
        struct rect rect = cut_top(into, height);
        space(into, page->theme->gap_s);
        if (ui_is_visible(page->ui, rect) &&
            ui_button(page->ui, ID_PHRASE + (int)i, rect, phrase, BUTTON_PLAIN)) {
            append_phrase(draft, phrase);
        }
    }
    int low = column[0].y > column[1].y || columns == 1 ? column[0].y : column[1].y;
    space(rest, low - rest->y);
}

static void letter_body(struct page *page, struct rect body)
{
    struct draft *draft = &page->model->draft;
    int area_h = page->theme->landscape ? tx(page, 190) : tx(page, 300);
    struct ui_field look = {.hint = word(TX_LETTER_HINT), .area = true};

    if (page->ui->focus == 0) {
        ui_focus(page->ui, ID_TEXT); /* an attached keyboard writes at once */
    }
    about_cut(page, &body);
    if (area_h > body.h / 2) {
        area_h = body.h / 2;
    }
    (void)ui_textfield(page->ui, ID_TEXT, cut_top(&body, area_h), &look, &draft->text);
    space(&body, px(page, 12));
    struct text left =
        FILL(page, TX_LETTER_CHARS, NUMBER(page, utf8_count(textfield_text(&draft->text))),
             NUMBER(page, MODEL_LETTER_CHARS_MAX));
    struct rect line = cut_top(&body, button_height(page));
    if (ui_button(page->ui, ID_ERASE,
                  cut_right(&line, ui_button_width(page->ui, word(TX_ERASE_SENTENCE))),
                  word(TX_ERASE_SENTENCE), draft->text.size > 0 ? BUTTON_PLAIN : BUTTON_DISABLED)) {
        erase_sentence(draft);
    }
    (void)cut_right(&line, page->theme->gap);
    ui_label(page->ui, line, STYLE_SMALL, COLOR_MUTED, ALIGN_LEFT, left);
    space(&body, px(page, 12));
    struct rect rest = scroll_open(page, ID_SCROLL, body, &page->state->scroll);
    ui_paragraph(page->ui, &rest, STYLE_SECTION, COLOR_INK, word(TX_PHRASES));
    space(&rest, px(page, 10));
    phrases_cut(page, &rest);
    scroll_close(page, rest, body, &page->state->scroll);
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
    const struct draft *draft = &page->model->draft;
    bool ready = has_category(draft) && has_text(draft);
    struct head head = {
        .title = word(TX_WRITE_PAGE_TITLE), .under = word(TX_STEP_1), .controls = true};
    struct ui_frame frame = frame_open(page, &head);

    space(&frame.body, px(page, 22));
    if (has_category(draft)) {
        letter_body(page, frame.body);
    } else {
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
}
