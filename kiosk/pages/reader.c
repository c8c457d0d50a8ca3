/* reader.c - see reader.h. */
#include "reader.h"

#include <string.h>

enum { LINES_MAX = 8192 /* paragraphs of one document; the rest would be one more */ };

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

/* ---- the whole ---- */

int reader_top(struct page *page, int width)
{
    const struct model_regulation *regulation = &page->model->regulation;

    if (!regulation->markdown) {
        return px(page, 20);
    }
    return px(page, 20) + ui_text_height(page->ui, width, STYLE_DISPLAY, regulation->title) +
           px(page, 16);
}

void reader_draw(struct page *page, struct rect *rest)
{
    const struct model_regulation *regulation = &page->model->regulation;
    struct rect head = cut_top(rest, reader_top(page, rest->w));
    struct lines lines;

    if (regulation->markdown) {
        space(&head, px(page, 20));
        ui_text(page->ui, head, STYLE_DISPLAY, COLOR_INK, regulation->title);
        blocks_cut(page, rest, &regulation->blocks, true);
    } else if (lines_make(page, &lines)) {
        struct flow flow = plain_flow(page, &lines);
        flow_cut(page, rest, &flow);
    }
    space(rest, px(page, 40));
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

int reader_entry_y(struct page *page, int width, size_t entry)
{
    return reader_top(page, width) + (page->model->regulation.markdown
                                          ? markdown_entry_y(page, width, entry)
                                          : plain_entry_y(page, width, entry));
}

int reader_part_y(struct page *page, int width, size_t index)
{
    struct lines lines;
    int y = 0;

    if (page->model->regulation.markdown) {
        y = blocks_y(page, width, &page->model->regulation.blocks, index);
    } else if (lines_make(page, &lines)) {
        struct flow flow = plain_flow(page, &lines);
        y = flow_y(page, width, &flow, index);
    }
    return reader_top(page, width) + y;
}

/* ---- looking for words ---- */

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

void reader_find(struct page *page, struct text query, struct finds *finds)
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
