/* page_regulation.c - the reader: by finger or page by page, and a table of contents. */
#include "parts.h"

enum {
    ID_SCROLL = UI_ID(PAGE_REGULATION, 0),
    ID_TOC_SCROLL,
    ID_TEXT_TAB,
    ID_TOC_TAB,
    ID_UP,
    ID_DOWN,
    ID_BACK,
    ID_HOME,
    ID_SCALE,
    ID_TOC_ROW, /* and the rows after it */
    TAB_TEXT = 0,
    TAB_TOC = 1,
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

static void tabs_cut(struct page *page, struct rect *body)
{
    const struct model_regulation *regulation = &page->model->regulation;
    bool toc = page->state->tab == TAB_TOC;

    if (regulation->toc_count < 2) {
        page->state->tab = TAB_TEXT;
        return;
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
    if (ui_button(page->ui, ID_TEXT_TAB, split_columns(line, 2, 0, page->theme->gap),
                  word(TX_TAB_TEXT), toc ? BUTTON_PLAIN : BUTTON_MAIN)) {
        page->state->tab = TAB_TEXT;
    }
    if (ui_button(page->ui, ID_TOC_TAB, split_columns(line, 2, 1, page->theme->gap),
                  word(TX_TAB_TOC), toc ? BUTTON_MAIN : BUTTON_PLAIN)) {
        page->state->tab = TAB_TOC;
    }
}

/* Up and down act here: where one reads is this page's own state. */
static void reader_bar(struct page *page, struct rect bar)
{
    struct ui_scroll *scroll =
        page->state->tab == TAB_TOC ? &page->state->scroll2 : &page->state->scroll;
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
                        .controls = page->state->tab == TAB_TOC};
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
        } else {
            text_tab(page, body);
        }
    }
    reader_bar(page, frame.bar);
}
