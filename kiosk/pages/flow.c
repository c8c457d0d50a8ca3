/* flow.c - long texts: laid out part by part, and only where they are seen. */
#include <string.h>

#include "parts.h"

enum {
    PIECE_BYTES = 12 * 1024, /* a paragraph longer than a layout may be comes in pieces */
    CELLS_MAX = 200 * UI_COLUMNS_MAX,
};

uint64_t content_hash(uint64_t seed, struct text text)
{
    uint64_t hash = seed ^ (text.size * 0x9e3779b97f4a7c15u), block;
    size_t at = 0;

    for (; at + sizeof block <= text.size; at += sizeof block) {
        memcpy(&block, text.data + at, sizeof block);
        hash = (hash ^ block) * 0x9fb21c651e98df25u;
        hash ^= hash >> 29;
    }
    for (; at < text.size; at++) {
        hash = (hash ^ (uint8_t)text.data[at]) * 0x100000001b3u;
    }
    return hash | 1;
}

/* Several parts share one entry when a text has more than FLOW_PARTS_MAX of them. */
static size_t flow_group(const struct flow *flow)
{
    return (flow->count + FLOW_PARTS_MAX - 1) / FLOW_PARTS_MAX;
}

static void flow_measure(struct page *page, int width, const struct flow *flow)
{
    struct flow_heights *heights = &page->state->flow;
    uint64_t of = flow->of ^ ((uint64_t)width << 40) ^
                  ((uint64_t)page->theme->text_permille << 20) ^ flow->count;
    size_t group = flow_group(flow);
    int32_t y = 0;

    if (heights->of == of || flow->count == 0) {
        return;
    }
    for (size_t i = 0; i < flow->count; i++) {
        if (i % group == 0) {
            heights->y[i / group] = y;
        }
        y += flow->height(page, flow->data, i, width);
    }
    heights->count = (flow->count + group - 1) / group;
    heights->y[heights->count] = y;
    heights->of = of;
}

int flow_y(struct page *page, int width, const struct flow *flow, size_t index)
{
    size_t group = flow_group(flow);

    if (flow->count == 0 || index >= flow->count) {
        return 0;
    }
    flow_measure(page, width, flow);
    int y = page->state->flow.y[index / group];
    for (size_t i = index / group * group; i < index; i++) {
        y += flow->height(page, flow->data, i, width);
    }
    return y;
}

void flow_cut(struct page *page, struct rect *rest, const struct flow *flow)
{
    const struct flow_heights *heights = &page->state->flow;
    size_t group = flow_group(flow);

    if (flow->count == 0) {
        return;
    }
    flow_measure(page, rest->w, flow);
    struct rect whole = cut_top(rest, heights->y[heights->count]);
    for (size_t g = 0; g < heights->count; g++) {
        struct rect part = {whole.x, whole.y + heights->y[g], whole.w,
                            heights->y[g + 1] - heights->y[g]};
        if (!ui_is_visible(page->ui, part)) {
            continue;
        }
        for (size_t i = g * group; i < (g + 1) * group && i < flow->count; i++) {
            int height = flow->height(page, flow->data, i, whole.w);
            struct rect rect = {whole.x, part.y, whole.w, height};
            if (ui_is_visible(page->ui, rect)) {
                flow->draw(page, flow->data, i, rect);
            }
            part.y += height;
        }
    }
}

/* ---- Markdown blocks ---- */

struct look {
    enum theme_style plain, strong;
    enum theme_color color;
    int before, after, indent;
};

static struct look block_look(const struct page *page, const struct block *block)
{
    struct look look = {STYLE_BODY, STYLE_BOLD, COLOR_INK, 0, px(page, 18), 0};

    if (block->kind == BLOCK_HEADING) {
        enum theme_style style = block->level <= 1 ? STYLE_HEADING : STYLE_SECTION;
        look = (struct look){style, style, COLOR_INK, px(page, 16), px(page, 10), 0};
    } else if (block->kind == BLOCK_BULLET || block->kind == BLOCK_NUMBERED) {
        unsigned depth = block->level > 0 ? block->level : 1;
        look.indent = tx(page, 56) * (int)(depth < 4 ? depth : 4);
        look.after = px(page, 10);
    }
    return look;
}

/* Spans of block->text[from, to), bold where it is strong. More than fit are set plain. */
static size_t block_spans(const struct page *page, const struct block *block, struct look look,
                          size_t from, size_t to, struct text_span spans[TEXT_SPANS_MAX])
{
    size_t count = 0, at = from;

    for (size_t i = 0; i < block->strong_count && count + 2 < TEXT_SPANS_MAX; i++) {
        size_t a = block->strong[i].from, b = block->strong[i].to;
        a = a < at ? at : a;
        b = b > to ? to : b;
        if (a >= b) {
            continue;
        }
        if (a > at) {
            spans[count++] =
                ui_span(page->ui, look.plain, look.color, text_slice(block->text, at, a));
        }
        spans[count++] = ui_span(page->ui, look.strong, look.color, text_slice(block->text, a, b));
        at = b;
    }
    if (at < to) {
        spans[count++] = ui_span(page->ui, look.plain, look.color, text_slice(block->text, at, to));
    }
    return count;
}

static size_t piece_end(struct text text, size_t from)
{
    size_t to = from + PIECE_BYTES;

    if (to >= text.size) {
        return text.size;
    }
    while (to > from && ((uint8_t)text.data[to] & 0xc0) == 0x80) {
        to--;
    }
    return to;
}

/* Height of the running text of a block; drawn into `rect` unless that is NULL. */
static int block_text(struct page *page, const struct block *block, struct look look, int width,
                      const struct rect *rect)
{
    struct text_span spans[TEXT_SPANS_MAX];
    int height = 0;

    for (size_t from = 0; from < block->text.size;) {
        size_t to = piece_end(block->text, from);
        size_t count = block_spans(page, block, look, from, to, spans);
        if (rect) {
            struct rect part = {rect->x, rect->y + height, width, rect->h};
            height += ui_rich(page->ui, part, ALIGN_LEFT, spans, count);
        } else {
            height += ui_rich_height(page->ui, width, spans, count);
        }
        from = to;
    }
    return height;
}

static bool cell_is_number(struct text cell)
{
    struct text rest = text_trim(cell);

    for (size_t i = 0; i < rest.size; i++) {
        if (!strchr("0123456789.,+-%", rest.data[i])) {
            return false;
        }
    }
    return rest.size > 0;
}

static bool column_is_numbers(const struct block *block, size_t column)
{
    for (size_t row = 1; row < block->rows; row++) {
        if (!cell_is_number(block->cells[row * block->columns + column])) {
            return false;
        }
    }
    return block->rows > 1;
}

/* Columns first, from .. to of the block and rows from_row .. to_row of it. */
static int table_part(struct page *page, const struct block *block, const size_t *columns,
                      size_t column_count, size_t from_row, size_t to_row, int width,
                      const struct rect *rect)
{
    struct ui_table table = {.column_count = column_count, .style = STYLE_CELL};
    size_t mark = arena_mark(page->arena);
    struct text *cells = ARENA_ARRAY(page->arena, struct text, (to_row - from_row) * column_count);

    if (!cells) {
        return 0;
    }
    for (size_t c = 0; c < column_count; c++) {
        bool numbers = column_is_numbers(block, columns[c]);
        table.columns[c] = (struct ui_column){block->cells[columns[c]],
                                              numbers ? ALIGN_RIGHT : ALIGN_LEFT, numbers ? 0 : 1};
        for (size_t row = from_row; row < to_row; row++) {
            cells[(row - from_row) * column_count + c] =
                block->cells[row * block->columns + columns[c]];
        }
    }
    table.cells = cells;
    table.row_count = to_row - from_row;
    int height =
        rect ? ui_table(page->ui, *rect, &table) : ui_table_height(page->ui, width, &table);
    arena_rewind(page->arena, mark);
    return height;
}

/* A table wider or longer than one table may be comes in several, the first column repeated. */
static int block_table(struct page *page, const struct block *block, int width,
                       const struct rect *rect)
{
    size_t rows_max = CELLS_MAX / UI_COLUMNS_MAX, columns[UI_COLUMNS_MAX];
    int height = 0;

    if (block->columns == 0 || block->rows == 0) {
        return 0;
    }
    for (size_t first = 0; first < block->columns || first == 0;) {
        size_t count = 0;
        if (first > 0) {
            columns[count++] = 0;
        }
        while (count < UI_COLUMNS_MAX && first < block->columns) {
            columns[count++] = first++;
        }
        size_t row = 1;
        do {
            size_t to = row + rows_max < block->rows ? row + rows_max : block->rows;
            struct rect part = {0};
            if (rect) {
                part = (struct rect){rect->x, rect->y + height, width, rect->h};
            }
            height += table_part(page, block, columns, count, row, to, width, rect ? &part : NULL) +
                      px(page, 12);
            row = to;
        } while (row < block->rows);
    }
    return height;
}

/* A picture in a text, drawn into `rect` unless that is NULL. */
static int block_picture(struct page *page, const struct block *block, size_t index, int width,
                         const struct rect *rect)
{
    enum { ID_PICTURES = UI_ID(PAGE_PICTURE, 64), SHARE = 2 };
    _Static_assert(64 + MARKDOWN_BLOCKS_MAX <= UI_ID(1, 0) - UI_ID(0, 0), "an id for each block");
    int max_h = page->theme->height_px / SHARE, id = ID_PICTURES + (int)index;

    return picture_draw(page, id, block->target, block->text, width, max_h, rect);
}

static int block_height(struct page *page, const void *data, size_t index, int width)
{
    const struct block *block = &((const struct blocks *)data)->at[index];
    struct look look = block_look(page, block);

    if (block->kind == BLOCK_IMAGE) {
        return block_picture(page, block, index, width, NULL) + look.after;
    }

    if (block->kind == BLOCK_TABLE) {
        return block_table(page, block, width, NULL) + look.after;
    }
    return look.before + block_text(page, block, look, width - look.indent, NULL) + look.after;
}

static void block_mark(struct page *page, const struct block *block, struct rect rect,
                       struct look look)
{
    int em = tx(page, 56);
    struct rect mark = {rect.x + look.indent - em, rect.y, em, rect.h};

    if (block->kind == BLOCK_NUMBERED) {
        ui_text(page->ui, mark, STYLE_BOLD, COLOR_RED_TEXT, NUMBER(page, block->number));
    } else {
        ui_text(page->ui, mark, STYLE_BOLD, COLOR_RED_TEXT, word(TX_BULLET));
    }
}

static void block_draw(struct page *page, const void *data, size_t index, struct rect rect)
{
    const struct block *block = &((const struct blocks *)data)->at[index];
    struct look look = block_look(page, block);

    if (block->kind == BLOCK_TABLE) {
        (void)block_table(page, block, rect.w, &rect);
        return;
    }
    if (block->kind == BLOCK_IMAGE) {
        (void)block_picture(page, block, index, rect.w, &rect);
        return;
    }
    struct rect text = rect;
    space(&text, look.before);
    if (look.indent > 0) {
        block_mark(page, block, text, look);
    }
    (void)cut_left(&text, look.indent);
    (void)block_text(page, block, look, text.w, &text);
}

static uint64_t blocks_hash(const struct page *page, const struct blocks *blocks)
{
    uint64_t hash = 7;

    for (size_t i = 0; i < blocks->count; i++) {
        const struct block *block = &blocks->at[i];
        hash = content_hash(hash + (uint64_t)block->kind * 31 + block->level, block->text);
        if (block->kind == BLOCK_IMAGE) { /* another height once the picture has come */
            const struct model_picture *picture = picture_named(page, block->target);
            hash = content_hash(hash + (picture ? picture->file.size : 0), block->target);
        }
        for (size_t c = 0; c < block->rows * block->columns; c++) {
            hash = content_hash(hash, block->cells[c]);
        }
    }
    return hash;
}

static struct flow blocks_flow(const struct page *page, const struct blocks *blocks)
{
    return (struct flow){blocks_hash(page, blocks), blocks->count, block_height, block_draw,
                         blocks};
}

int blocks_y(struct page *page, int width, const struct blocks *blocks, size_t index)
{
    struct flow flow = blocks_flow(page, blocks);

    return flow_y(page, width, &flow, index);
}

void blocks_cut(struct page *page, struct rect *rest, const struct blocks *blocks, bool kept)
{
    if (kept) {
        struct flow flow = blocks_flow(page, blocks);
        flow_cut(page, rest, &flow);
        return;
    }
    for (size_t i = 0; i < blocks->count; i++) {
        struct rect rect = cut_top(rest, block_height(page, blocks, i, rest->w));
        if (ui_is_visible(page->ui, rect)) {
            block_draw(page, blocks, i, rect);
        }
    }
}
