/* page_regulation.c - the reader: by finger or page by page, a table of contents, and looking for
 * words in the text. */
#include "reader.h"
#include "utf8.h"

enum {
    ID_SCROLL = UI_ID(PAGE_REGULATION, 0),
    ID_TOC_SCROLL,
    ID_TEXT_TAB,
    ID_TOC_TAB,
    ID_FIND_TAB,
    ID_FIND_SCROLL,
    ID_QUERY,
    ID_CLEAR,
    ID_TURN,
    ID_UP,
    ID_DOWN,
    ID_BACK,
    ID_HOME,
    ID_SCALE,
    ID_TOC_ROW, /* and the rows after it */
    TAB_TEXT = 0,
    TAB_TOC = 1,
    TAB_FIND = 2,
    FIND_WRITE = 0, /* with low reach: the panel is there, or the hits have its room */
    FIND_READ = 1,
    FIND_AROUND = 14, /* characters shown before and behind */
    ID_FIND_ROW = UI_ID(PAGE_REGULATION, 2048),
    ID_PANEL = UI_ID(PAGE_REGULATION, 3072), /* and what the input panel needs */
};

/* ---- the text and its contents ---- */

static int page_overlap(const struct page *page)
{
    return ui_line_h(page->ui, STYLE_BODY);
}

static void text_tab(struct page *page, struct rect body)
{
    struct rect rest = scroll_open(page, ID_SCROLL, body, &page->state->scroll);

    reader_draw(page, &rest);
    scroll_close(page, rest, body, &page->state->scroll);
}

static void go_entry(struct page *page, int width, size_t entry)
{
    page->state->tab = TAB_TEXT;
    ui_scroll_to(&page->state->scroll, reader_entry_y(page, width, entry));
}

static void toc_tab(struct page *page, struct rect body)
{
    const struct model_regulation *regulation = &page->model->regulation;
    struct rect rest = scroll_open(page, ID_TOC_SCROLL, body, &page->state->scroll2);

    space(&rest, px(page, 20));
    for (size_t i = 0; i < regulation->toc_count; i++) {
        unsigned level = (unsigned)regulation->toc[i].level;
        int indent = level > 1 ? (int)(level - 1) * tx(page, 40) : 0;
        struct ui_row row = {.title = text_trim(regulation->toc[i].label)};
        struct rect column = rest;
        (void)cut_left(&column, indent);
        bool touched = row_cut(page, &column, ID_TOC_ROW + (int)i, &row);
        space(&rest, column.y - rest.y);
        if (touched) {
            go_entry(page, body.w, i);
        }
    }
    scroll_close(page, rest, body, &page->state->scroll2);
}

/* ---- looking for words ---- */

/* A few characters before the place and behind it. */
static size_t find_spans(struct page *page, const struct find *find, size_t size,
                         struct text_span spans[3])
{
    struct text before = text_slice(find->text, 0, find->at);
    struct text after = text_slice(find->text, find->at + size, find->text.size);
    size_t chars = utf8_count(before);

    if (chars > FIND_AROUND) {
        before = FILL(page, TX_FIND_CUT,
                      text_slice(before, utf8_offset(before, chars - FIND_AROUND), before.size));
    }
    after = text_slice(after, 0, utf8_offset(after, 2 * FIND_AROUND));
    spans[0] = ui_span(page->ui, STYLE_BODY, COLOR_INK, before);
    spans[1] = ui_span(page->ui, STYLE_BOLD, COLOR_RED_TEXT,
                       text_slice(find->text, find->at, find->at + size));
    spans[2] = ui_span(page->ui, STYLE_BODY, COLOR_INK, after);
    return 3;
}

static void go_place(struct page *page, int width, size_t index)
{
    page->state->tab = TAB_TEXT;
    ui_scroll_to(&page->state->scroll, reader_part_y(page, width, index));
}

static void find_row(struct page *page, struct rect *rest, const struct find *find, size_t size,
                     int id)
{
    struct text_span spans[3];
    size_t count = find_spans(page, find, size, spans);
    int pad = px(page, 24), width = rest->w - 2 * pad;
    int height = ui_rich_height(page->ui, width, spans, count) + 2 * px(page, 16);
    bool pressed = false;

    height = height < page->theme->touch_min ? page->theme->touch_min : height;
    struct rect card = cut_top(rest, height);
    space(rest, page->theme->gap_s);
    if (!ui_is_visible(page->ui, card)) {
        return;
    }
    if (ui_touch(page->ui, id, card, &pressed)) {
        go_place(page, rest->w, find->index);
    }
    draw_round(page->ui->list, card, page->theme->radius_s,
               page->theme->color[pressed ? COLOR_PRESSED : COLOR_CARD], page->theme->border,
               page->theme->color[COLOR_LINE]);
    struct rect texts = centre(card, width, height - 2 * px(page, 16));
    ui_rich(page->ui, texts, ALIGN_LEFT, spans, count);
}

static void find_field(struct page *page, struct rect line)
{
    struct textfield *query = &page->model->search.query;
    const struct ui_field look = {.hint = word(TX_FIND_HINT)};
    struct text clear = word(TX_SEARCH_CLEAR);

    if (page->ui->focus == 0) {
        ui_focus(page->ui, ID_QUERY);
    }
    if (ui_button(page->ui, ID_CLEAR, cut_right(&line, ui_button_width(page->ui, clear)), clear,
                  query->size > 0 ? BUTTON_PLAIN : BUTTON_DISABLED)) {
        textfield_set(query, text_of(""));
    }
    (void)cut_right(&line, page->theme->gap);
    if (ui_textfield(page->ui, ID_QUERY, line, &look, query) != FIELD_NONE) {
        ui_scroll_to(&page->state->scroll2, 0);
    }
}

static void count_cut(struct page *page, struct rect *rest, const struct finds *finds)
{
    ui_paragraph(page->ui, rest, STYLE_SMALL, COLOR_MUTED,
                 finds->all > 0 ? FILL(page, TX_FIND_COUNT, NUMBER(page, finds->all))
                                : word(TX_FIND_NONE));
    space(rest, px(page, 10));
}

static void hits_draw(struct page *page, struct rect body, const struct finds *finds, size_t size)
{
    struct rect rest = scroll_open(page, ID_FIND_SCROLL, body, &page->state->scroll2);

    if (size > 0) {
        count_cut(page, &rest, finds);
    }
    for (size_t i = 0; i < finds->count; i++) {
        find_row(page, &rest, &finds->places[i], size, ID_FIND_ROW + (int)i);
    }
    scroll_close(page, rest, body, &page->state->scroll2);
}

static bool writes_low(const struct page *page)
{
    return page->theme->reach_y > 0 && page->state->tab == TAB_FIND &&
           page->state->group == FIND_WRITE;
}

/* From the panel to the hits, and back. */
static void turn_button(struct page *page, struct rect line)
{
    bool writes = page->state->group == FIND_WRITE;

    if (ui_button(page->ui, ID_TURN, line, word(writes ? TX_SEARCH_READ : TX_SEARCH_WRITE),
                  BUTTON_MAIN)) {
        page->state->group = writes ? FIND_READ : FIND_WRITE;
        ui_scroll_to(&page->state->scroll2, 0);
    }
}

/* With low reach the panel takes all that is within it, the field above it; hits would be out of
 * reach: there is only how many they are. */
static void find_low(struct page *page, struct rect body, const struct finds *finds, size_t size)
{
    struct rect calm = cut_top(&body, page->theme->reach_y - body.y);

    if (size > 0) {
        space(&calm, px(page, 14));
        count_cut(page, &calm, finds);
    }
    find_field(page, cut_top(&body, page->theme->field_h));
    space(&body, px(page, 14));
    struct rect panel = {0, body.y, page->theme->width_px, body.h};
    panel_draw(page, ID_PANEL, panel, &page->model->search.query);
}

static void find_tab(struct page *page, struct rect body)
{
    struct finds finds;
    struct text query = text_trim(textfield_text(&page->model->search.query));

    reader_find(page, query, &finds);
    if (writes_low(page)) {
        find_low(page, body, &finds, query.size);
        return;
    }
    if (page->theme->reach_y > 0) {
        turn_button(page, cut_top(&body, page->theme->button_h));
    } else {
        struct rect below = {0, body.y + body.h, page->theme->width_px, 0};
        struct rect panel = panel_cut(page, &body, below);
        panel_draw(page, ID_PANEL, panel, &page->model->search.query);
        find_field(page, cut_top(&body, page->theme->field_h));
    }
    space(&body, px(page, 14));
    hits_draw(page, body, &finds, query.size);
}

/* ---- tabs ---- */

static void open_tab(struct page *page, int tab)
{
    page->state->tab = tab;
    page->state->group = FIND_WRITE;
    ui_scroll_to(&page->state->scroll2, 0);
    page->ui->focus = 0; /* a keyboard writes in the field of its tab only */
}

static void tabs_cut(struct page *page, struct rect *body)
{
    bool has_toc = page->model->regulation.toc_count >= 2;
    const struct {
        int id, tab;
        enum word word;
    } tabs[] = {{ID_TEXT_TAB, TAB_TEXT, TX_TAB_TEXT},
                {ID_FIND_TAB, TAB_FIND, TX_TAB_FIND},
                {ID_TOC_TAB, TAB_TOC, TX_TAB_TOC}};
    int count = has_toc ? 3 : 2;

    if (!has_toc && page->state->tab == TAB_TOC) {
        page->state->tab = TAB_TEXT;
    }
    int height = tx(page, 84) < page->theme->touch_min ? page->theme->touch_min : tx(page, 84);
    struct rect line;
    if (page->theme->reach_y > 0) { /* low reach: the tabs stand above the bar */
        (void)cut_bottom(body, px(page, 12));
        line = cut_bottom(body, height);
        (void)cut_bottom(body, px(page, 12));
    } else {
        space(body, px(page, 18));
        line = cut_top(body, height);
        space(body, px(page, 12));
    }
    if (writes_low(page)) { /* nearer than the tabs is what one wants next */
        turn_button(page, line);
        return;
    }
    for (int i = 0; i < count; i++) {
        bool here = page->state->tab == tabs[i].tab;
        if (ui_button(page->ui, tabs[i].id, split_columns(line, count, i, page->theme->gap),
                      word(tabs[i].word), here ? BUTTON_MAIN : BUTTON_PLAIN) &&
            !here) {
            open_tab(page, tabs[i].tab);
        }
    }
}

/* Up and down act here: where one reads is this page's own state. */
static void reader_bar(struct page *page, struct rect bar)
{
    struct ui_scroll *scroll =
        page->state->tab == TAB_TEXT ? &page->state->scroll : &page->state->scroll2;
    bool up = ui_scroll_can(scroll, -1), down = ui_scroll_can(scroll, 1);
    const struct bar_button buttons[] = {
        {ID_BACK, word(TX_BACK), BUTTON_PLAIN, false, {.kind = INTENT_BACK}},
        {ID_UP, word(TX_PAGE_UP), up ? BUTTON_PLAIN : BUTTON_DISABLED, true, {.value = -1}},
        {ID_DOWN, word(TX_PAGE_DOWN), down ? BUTTON_MAIN : BUTTON_DISABLED, true, {.value = 1}},
        {ID_HOME, word(TX_HOME), BUTTON_PLAIN, false, {.kind = INTENT_HOME}},
        {ID_SCALE, scale_word(page), BUTTON_PLAIN, false, {.kind = INTENT_SCALE}},
    };

    bar_draw(page, bar, buttons, sizeof buttons / sizeof buttons[0]);
    bool keys_up = ui_key(page->ui, KEY_PAGE_UP), keys_down = ui_key(page->ui, KEY_PAGE_DOWN);
    int pages = page->intent.kind == INTENT_NONE ? (int)page->intent.value : 0;
    pages += keys_down ? 1 : 0;
    pages -= keys_up ? 1 : 0;
    if (pages != 0) {
        ui_scroll_page(scroll, pages, page_overlap(page));
        page->intent.value = 0;
    }
}

void page_regulation_frame(struct page *page)
{
    const struct model_regulation *regulation = &page->model->regulation;
    struct head head = {.title = word(TX_REGULATIONS_TITLE),
                        .controls =
                            page->state->tab == TAB_TOC ||
                            (page->state->tab == TAB_FIND && page->state->group == FIND_READ)};
    struct ui_scroll *scroll = &page->state->scroll;

    if (page->state->tab == TAB_TEXT && scroll->view_h > 0 && regulation->key.size > 0) {
        head.beside = FILL(page, TX_PAGE_OF, NUMBER(page, ui_scroll_page_number(scroll)),
                           NUMBER(page, ui_scroll_page_count(scroll)));
    }
    struct ui_frame frame = frame_open(page, &head);
    struct rect body = frame.body;
    if (regulation->key.size == 0) {
        nothing_cut(page, &body, word(TX_GONE_TITLE), word(TX_GONE_TEXT));
    } else {
        tabs_cut(page, &body);
        if (page->state->tab == TAB_TOC) {
            toc_tab(page, body);
        } else if (page->state->tab == TAB_FIND) {
            find_tab(page, body);
        } else {
            text_tab(page, body);
        }
    }
    reader_bar(page, frame.bar);
}
