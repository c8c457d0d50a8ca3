/* page_regulation.c - the reader: by finger or page by page, a table of contents, and looking for
 * words in the text. */
#include <string.h>

#include "parts.h"
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
    ID_UP,
    ID_DOWN,
    ID_BACK,
    ID_HOME,
    ID_SCALE,
    ID_TOC_ROW, /* and the rows after it */
    TAB_TEXT = 0,
    TAB_TOC = 1,
    TAB_FIND = 2,
    FINDS_MAX = 100,  /* places listed; what is looked for is then said more exactly */
    FIND_AROUND = 14, /* characters shown before and behind */
    ID_FIND_ROW = UI_ID(PAGE_REGULATION, 2048),
    ID_PANEL = UI_ID(PAGE_REGULATION, 3072), /* and what the input panel needs */
    LINES_MAX = 8192, /* paragraphs of one document; the rest would be one more */
};

/* A plain document cut at its line feeds: each line is a paragraph, and headings are those that the
 * table of contents names. */
struct lines {
    const struct model_regulation *regulation;
    uint32_t *from; /* byte offset of each line; from[count] is the end */
    size_t count;
};

static bool lines_make(struct page *page, struct lines *lines)
{
    struct text text = page->model->regulation.text;
    size_t count = 1;

    for (size_t i = 0; i < text.size; i++) {
        count += text.data[i] == '\n' ? 1 : 0;
    }
    count = count < LINES_MAX ? count : LINES_MAX;
    lines->regulation = &page->model->regulation;
    lines->from = ARENA_ARRAY(page->arena, uint32_t, count + 1);
    lines->count = 0;
    if (!lines->from) {
        return false;
    }
    lines->from[lines->count++] = 0;
    for (size_t i = 0; i < text.size && lines->count < count; i++) {
        if (text.data[i] == '\n') {
            lines->from[lines->count++] = (uint32_t)i + 1;
        }
    }
    lines->from[lines->count] = (uint32_t)text.size;
    return true;
}

static struct text line_text(const struct lines *lines, size_t index)
{
    struct text line =
        text_slice(lines->regulation->text, lines->from[index], lines->from[index + 1]);

    while (line.size > 0 &&
           (line.data[line.size - 1] == '\n' || line.data[line.size - 1] == '\r')) {
        line.size--;
    }
    return line;
}

/* The entry of the table of contents that names this line, NULL: it is no heading. The table
 * ascends. */
static const struct toc_entry *line_entry(const struct lines *lines, size_t index)
{
    const struct model_regulation *regulation = lines->regulation;
    size_t low = 0, high = regulation->toc_count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (regulation->toc[middle].at < lines->from[index]) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool here = low < regulation->toc_count && regulation->toc[low].at < lines->from[index + 1];
    return here ? &regulation->toc[low] : NULL;
}

struct line_look {
    enum theme_style style;
    size_t bold; /* so many bytes at its start are a heading */
    int before, after;
};

static struct line_look line_look(struct page *page, const struct lines *lines, size_t index)
{
    const struct toc_entry *entry = line_entry(lines, index);
    struct text line = line_text(lines, index);

    if (index == 0 && text_equal(text_trim(line), lines->regulation->title)) {
        return (struct line_look){STYLE_DISPLAY, 0, 0, px(page, 16)};
    }
    if (!entry) {
        return (struct line_look){STYLE_BODY, 0, 0, px(page, 12)};
    }
    if (entry->level == 1) {
        return (struct line_look){STYLE_HEADING, 0, px(page, 26), px(page, 10)};
    }
    size_t lead = (size_t)(text_trim(line).data - line.data); /* blanks before the heading */
    size_t bold = lead + text_trim(entry->label).size;
    if (bold < line.size) {
        return (struct line_look){STYLE_BODY, bold, px(page, 12), px(page, 12)};
    }
    return (struct line_look){STYLE_BOLD, 0, px(page, 20), px(page, 6)};
}

static size_t character_start(struct text text, size_t at)
{
    while (at < text.size && at > 0 && ((uint8_t)text.data[at] & 0xc0) == 0x80) {
        at--;
    }
    return at;
}

/* A line may be longer than one layout: it comes in pieces. */
static int line_pieces(struct page *page, struct text line, struct line_look look, int width,
                       const struct rect *rect)
{
    enum { PIECE_BYTES = 12 * 1024 };
    int height = 0;

    for (size_t from = 0; from < line.size;) {
        size_t to =
            from + PIECE_BYTES < line.size ? character_start(line, from + PIECE_BYTES) : line.size;
        size_t bold = from == 0 && look.bold < to ? character_start(line, look.bold) : 0;
        struct text_span spans[2];
        size_t count = 0;
        if (bold > 0) {
            spans[count++] = ui_span(page->ui, STYLE_BOLD, COLOR_INK, text_slice(line, 0, bold));
        }
        spans[count++] =
            ui_span(page->ui, look.style, COLOR_INK, text_slice(line, from + bold, to));
        if (rect) {
            struct rect at = {rect->x, rect->y + height, width, rect->h};
            height += ui_rich(page->ui, at, ALIGN_LEFT, spans, count);
        } else {
            height += ui_rich_height(page->ui, width, spans, count);
        }
        from = to;
    }
    return height;
}

static int line_height(struct page *page, const void *data, size_t index, int width)
{
    struct text line = line_text(data, index);

    if (text_trim(line).size == 0) {
        return px(page, 12); /* an empty line parts paragraphs; it needs no line of its own */
    }
    struct line_look look = line_look(page, data, index);
    return look.before + line_pieces(page, line, look, width, NULL) + look.after;
}

static void line_draw(struct page *page, const void *data, size_t index, struct rect rect)
{
    struct line_look look = line_look(page, data, index);

    space(&rect, look.before);
    (void)line_pieces(page, line_text(data, index), look, rect.w, &rect);
}

static struct flow plain_flow(struct page *page, const struct lines *lines)
{
    uint64_t of = content_hash(lines->regulation->toc_count + 3, page->model->regulation.text);

    return (struct flow){of, lines->count, line_height, line_draw, lines};
}

/* ---- tabs and text ---- */

static int page_overlap(const struct page *page)
{
    return ui_line_h(page->ui, STYLE_BODY);
}

/* What stands above the text of a Markdown regulation; a plain one begins with its own title. */
static int title_height(struct page *page, int width)
{
    const struct model_regulation *regulation = &page->model->regulation;

    if (!regulation->markdown) {
        return px(page, 20);
    }
    return px(page, 20) + ui_text_height(page->ui, width, STYLE_DISPLAY, regulation->title) +
           px(page, 16);
}

static void text_tab(struct page *page, struct rect body)
{
    const struct model_regulation *regulation = &page->model->regulation;
    struct rect rest = scroll_open(page, ID_SCROLL, body, &page->state->scroll);
    struct rect head = cut_top(&rest, title_height(page, rest.w));
    struct lines lines;

    if (regulation->markdown) {
        space(&head, px(page, 20));
        ui_text(page->ui, head, STYLE_DISPLAY, COLOR_INK, regulation->title);
        blocks_cut(page, &rest, &regulation->blocks, true);
    } else if (lines_make(page, &lines)) {
        struct flow flow = plain_flow(page, &lines);
        flow_cut(page, &rest, &flow);
    }
    space(&rest, px(page, 40));
    scroll_close(page, rest, body, &page->state->scroll);
}

/* In Markdown the entries are the headings of levels 1 to 3, one by one. */
static int markdown_entry_y(struct page *page, int width, size_t entry)
{
    const struct blocks *blocks = &page->model->regulation.blocks;

    for (size_t i = 0; i < blocks->count; i++) {
        if (blocks->at[i].kind == BLOCK_HEADING && blocks->at[i].level <= 3 && entry-- == 0) {
            return blocks_y(page, width, blocks, i);
        }
    }
    return 0;
}

static int plain_entry_y(struct page *page, int width, size_t entry)
{
    const struct toc_entry *toc = &page->model->regulation.toc[entry];
    struct lines lines;
    size_t index = 0;

    if (!lines_make(page, &lines)) {
        return 0;
    }
    while (index + 1 < lines.count && lines.from[index + 1] <= toc->at) {
        index++;
    }
    struct flow flow = plain_flow(page, &lines);
    return flow_y(page, width, &flow, index);
}

static void go_entry(struct page *page, int width, size_t entry)
{
    bool markdown = page->model->regulation.markdown;
    int y = markdown ? markdown_entry_y(page, width, entry) : plain_entry_y(page, width, entry);

    page->state->tab = TAB_TEXT;
    ui_scroll_to(&page->state->scroll, title_height(page, width) + y);
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

/* One place: the line (of a plain text) or block it is in, and that one's text. */
struct find {
    size_t index, at;
    struct text text;
};

struct finds {
    struct find *places;
    size_t count, all; /* all: also those beyond FINDS_MAX */
};

static void find_in(struct finds *finds, struct text text, size_t index, struct text query)
{
    for (size_t from = 0; from < text.size;) {
        const char *hit = memmem(text.data + from, text.size - from, query.data, query.size);
        if (!hit) {
            return;
        }
        size_t at = (size_t)(hit - text.data);
        if (finds->count < FINDS_MAX) {
            finds->places[finds->count++] = (struct find){index, at, text};
        }
        finds->all++;
        from = at + query.size;
    }
}

static void find_all(struct page *page, struct text query, struct finds *finds)
{
    const struct model_regulation *regulation = &page->model->regulation;
    const struct blocks *blocks = &regulation->blocks;
    struct lines lines;

    *finds = (struct finds){.places = ARENA_ARRAY(page->arena, struct find, FINDS_MAX)};
    if (!finds->places || query.size == 0) {
        return;
    }
    if (!regulation->markdown && lines_make(page, &lines)) {
        for (size_t i = 0; i < lines.count; i++) {
            find_in(finds, line_text(&lines, i), i, query);
        }
    }
    for (size_t i = 0; regulation->markdown && i < blocks->count; i++) {
        const struct block *block = &blocks->at[i];
        find_in(finds, block->text, i, query);
        for (size_t c = 0; c < block->rows * block->columns; c++) {
            find_in(finds, block->cells[c], i, query);
        }
    }
}

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
    struct lines lines;
    int y = 0;

    if (page->model->regulation.markdown) {
        y = blocks_y(page, width, &page->model->regulation.blocks, index);
    } else if (lines_make(page, &lines)) {
        struct flow flow = plain_flow(page, &lines);
        y = flow_y(page, width, &flow, index);
    }
    page->state->tab = TAB_TEXT;
    ui_scroll_to(&page->state->scroll, title_height(page, width) + y);
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

static void find_field(struct page *page, struct rect *body)
{
    struct textfield *query = &page->model->search.query;
    const struct ui_field look = {.hint = word(TX_FIND_HINT)};
    struct rect line = cut_top(body, page->theme->field_h);
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
    space(body, px(page, 14));
}

static void find_tab(struct page *page, struct rect body)
{
    struct finds finds;
    struct rect below = {0, body.y + body.h, page->theme->width_px, 0};
    struct rect panel = panel_cut(page, &body, below);

    panel_draw(page, ID_PANEL, panel, &page->model->search.query);
    find_field(page, &body);
    struct text query = text_trim(textfield_text(&page->model->search.query));
    find_all(page, query, &finds);
    struct rect rest = scroll_open(page, ID_FIND_SCROLL, body, &page->state->scroll2);
    if (query.size > 0) {
        ui_paragraph(page->ui, &rest, STYLE_SMALL, COLOR_MUTED,
                     finds.all > 0 ? FILL(page, TX_FIND_COUNT, NUMBER(page, finds.all))
                                   : word(TX_FIND_NONE));
        space(&rest, px(page, 10));
    }
    for (size_t i = 0; i < finds.count; i++) {
        find_row(page, &rest, &finds.places[i], query.size, ID_FIND_ROW + (int)i);
    }
    scroll_close(page, rest, body, &page->state->scroll2);
}

/* ---- tabs ---- */

static void open_tab(struct page *page, int tab)
{
    page->state->tab = tab;
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
                        .controls = page->state->tab != TAB_TEXT};
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
