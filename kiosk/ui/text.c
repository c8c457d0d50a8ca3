#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "break.h"
#include "font.h"
#include "forget.h"
#include "log.h"
#include "mix.h"
#include "utf8.h"

enum {
    LAYOUTS_MAX = 4096,
    FIXED = 64,          /* positions are in 1/64 px until they are placed */
    SPACING_DIVISOR = 8, /* of an em between Han and Latin */
};

/* What a character is to the rules of punctuation. */
enum kind {
    KIND_OTHER,
    KIND_HAN,
    KIND_LATIN, /* letters; digits stand close to 年月日号 and need no space */
    KIND_DIGIT,
    KIND_BLANK,
    KIND_OPEN,  /* full width, its left half blank */
    KIND_CLOSE, /* full width, its right half blank */
};

struct item {
    uint32_t character, glyph, byte;
    int32_t advance, size; /* 1/64 px */
    int32_t gap;           /* added after it unless a line ends there; may be negative */
    uint8_t kind, span, tight;
};

struct text_engine {
    struct font_set *fonts;
    struct cache layouts;
    uint64_t layouts_made;
    /* Work space of one layout. */
    struct item items[TEXT_BYTES_MAX];
    uint32_t characters[TEXT_BYTES_MAX];
    uint8_t breaks[TEXT_BYTES_MAX];
    struct line_range {
        uint32_t start, end; /* items */
    } ranges[TEXT_BYTES_MAX + 1];
    uint32_t item_count, range_count, byte_count;
};

/* ---- opening ---- */

static bool folder_has_fonts(const char *folder)
{
    char path[TEXT_FONT_PATH_BYTES_MAX + 16];

    snprintf(path, sizeof path, "%s/sans.otf", folder);
    return access(path, R_OK) == 0;
}

enum err text_font_folder(const char *program_path, char to[TEXT_FONT_PATH_BYTES_MAX],
                          struct complaint *why)
{
    static const char *const places[] = {"../share/noticepoint/fonts", "../fonts", "fonts",
                                         "../../fonts", "../../../fonts"};
    const char *slash = strrchr(program_path, '/');
    int folder_size = slash ? (int)(slash - program_path) : 1;
    const char *folder = slash ? program_path : ".";

    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        int size =
            snprintf(to, TEXT_FONT_PATH_BYTES_MAX, "%.*s/%s", folder_size, folder, places[i]);
        if (size > 0 && size < TEXT_FONT_PATH_BYTES_MAX && folder_has_fonts(to)) {
            return OK;
        }
    }
    return complain(
        why, ERR_NOT_FOUND,
        "%.*s/%s/sans.otf: the fonts are missing. They are made from the Debian package "
        "fonts-noto-cjk when Noticepoint is built: build or install again",
        folder_size, folder, places[0]);
}

enum err text_open(const struct text_options *options, struct text_engine **out,
                   struct complaint *why)
{
    struct text_engine *engine = calloc(1, sizeof *engine);
    size_t glyph_bytes = options->glyph_bytes ? options->glyph_bytes : TEXT_GLYPH_BYTES_DEFAULT;
    size_t layout_bytes = options->layout_bytes ? options->layout_bytes : TEXT_LAYOUT_BYTES_DEFAULT;
    enum err err = engine ? OK : ERR_NOMEM;

    if (!err) {
        err = font_set_new(options->folder, glyph_bytes, &engine->fonts, why);
    }
    if (!err) {
        err = cache_init(&engine->layouts, layout_bytes, LAYOUTS_MAX);
    }
    if (err) {
        text_close(engine);
        return err;
    }
    *out = engine;
    return OK;
}

void text_close(struct text_engine *engine)
{
    if (!engine) {
        return;
    }
    font_set_free(engine->fonts);
    cache_deinit(&engine->layouts);
    free(engine);
}

/* ---- characters ---- */

static bool is_one_of(uint32_t character, const char *set)
{
    struct text rest = text_of(set);

    while (rest.size > 0) {
        if (utf8_next(&rest) == character) {
            return true;
        }
    }
    return false;
}

static bool is_han(uint32_t c)
{
    return (c >= 0x3400 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) ||
           (c >= 0x20000 && c <= 0x3ffff) || (c >= 0x3041 && c <= 0x30ff) || c == 0x3007;
}

static bool is_latin(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7);
}

static enum kind kind_of(uint32_t c, bool full_width)
{
    if (c == ' ' || c == 0xa0 || c == '\t' || c == 0x3000) {
        return KIND_BLANK;
    }
    if (is_latin(c)) {
        return KIND_LATIN;
    }
    if (c >= '0' && c <= '9') {
        return KIND_DIGIT;
    }
    if (is_han(c)) {
        return KIND_HAN;
    }
    if (!full_width) {
        return KIND_OTHER;
    }
    if (is_one_of(c, "（《〈「『【〔［｛“‘〖")) {
        return KIND_OPEN;
    }
    return is_one_of(c, "）》〉」』】〕］｝”’〗，。、；：") ? KIND_CLOSE : KIND_OTHER;
}

static bool is_bracket(const struct item *item)
{
    return item->kind == KIND_OPEN ||
           (item->kind == KIND_CLOSE && !is_one_of(item->character, "，。、；："));
}

static void item_init(struct text_engine *engine, struct item *item, const struct text_span *span,
                      uint32_t character)
{
    struct font_glyph glyph = {TEXT_GLYPH_MISSING, 0};

    if (character == '\t') {
        character = ' ';
    }
    if (character != '\n' && character != '\r' && character != 0x200b) {
        glyph = font_glyph_of(engine->fonts, span->face, character);
    }
    item->character = character;
    item->glyph = glyph.id;
    item->size = span->size_px * FIXED;
    item->advance = item->size * glyph.advance_upm / 1000;
    item->kind = (uint8_t)kind_of(character, glyph.advance_upm >= 1000);
    item->tight = span->tight;
}

static void items_read(struct text_engine *engine, const struct text_span *spans, size_t count)
{
    uint32_t at = 0, byte = 0;

    for (size_t s = 0; s < count; s++) {
        struct text rest = spans[s].text;
        while (rest.size > 0 && at < TEXT_BYTES_MAX) {
            size_t before = rest.size;
            uint32_t character = utf8_next(&rest);
            struct item *item = &engine->items[at];
            item_init(engine, item, &spans[s], character);
            item->span = (uint8_t)s;
            item->byte = byte;
            item->gap = 0;
            engine->characters[at++] = character;
            byte += (uint32_t)(before - rest.size);
        }
        if (rest.size > 0) {
            log_warn("text: more than %d characters at once; the rest is not shown",
                     TEXT_BYTES_MAX);
            break;
        }
    }
    engine->item_count = at;
    engine->byte_count = byte;
}

/* ---- spaces between characters ---- */

static int gap_between(const struct item *a, const struct item *b)
{
    int half = a->size / 2;

    if (a->kind == KIND_CLOSE && (b->kind == KIND_CLOSE || b->kind == KIND_OPEN)) {
        return -half;
    }
    if (a->kind == KIND_OPEN && b->kind == KIND_OPEN) {
        return -b->size / 2;
    }
    int gap = 0;
    if (a->tight && a->kind == KIND_CLOSE && is_bracket(a)) {
        gap -= half;
    }
    if (b->tight && b->kind == KIND_OPEN) {
        gap -= b->size / 2;
    }
    if ((a->kind == KIND_HAN && b->kind == KIND_LATIN) ||
        (a->kind == KIND_LATIN && b->kind == KIND_HAN)) {
        gap += (a->size < b->size ? a->size : b->size) / SPACING_DIVISOR;
    }
    return gap;
}

static void gaps_set(struct text_engine *engine)
{
    for (uint32_t i = 0; i + 1 < engine->item_count; i++) {
        engine->items[i].gap = gap_between(&engine->items[i], &engine->items[i + 1]);
    }
}

/* What may be missing to its right where a line ends. */
static int blank_at_end(const struct item *item)
{
    if (item->kind == KIND_BLANK) {
        return item->advance;
    }
    return item->kind == KIND_CLOSE ? item->size / 2 : 0;
}

/* What an opening mark gives up where a line begins. */
static int blank_at_start(const struct item *item)
{
    return item->kind == KIND_OPEN ? item->size / 2 : 0;
}

/* ---- lines ---- */

/* One item after the last of the line that begins at `start`. */
static uint32_t line_end(const struct text_engine *engine, uint32_t start, int limit)
{
    const struct item *items = engine->items;
    int pen = -blank_at_start(&items[start]);
    uint32_t candidate = start;

    for (uint32_t i = start; i < engine->item_count; i++) {
        uint8_t may = engine->breaks[i];
        bool fits = pen + items[i].advance - blank_at_end(&items[i]) <= limit;
        if (!fits && i > start) {
            return candidate > start ? candidate : i;
        }
        if (may == LINE_MUST) {
            return i + 1;
        }
        if (may == LINE_MAY) {
            candidate = i + 1;
        }
        pen += items[i].advance + items[i].gap;
    }
    return engine->item_count;
}

static uint32_t han_count(const struct text_engine *engine, struct line_range range)
{
    uint32_t count = 0;

    for (uint32_t i = range.start; i < range.end; i++) {
        count += engine->items[i].kind == KIND_HAN || engine->items[i].kind == KIND_LATIN ||
                 engine->items[i].kind == KIND_DIGIT;
    }
    return count;
}

/* A single Han character does not stand alone in the last line of a paragraph: one comes down. */
static void pull_down(struct text_engine *engine)
{
    struct line_range *last = &engine->ranges[engine->range_count - 1], *before = last - 1;

    if (engine->breaks[before->end - 1] != LINE_MAY || han_count(engine, *last) != 1 ||
        han_count(engine, *before) < 5) {
        return;
    }
    for (uint32_t end = before->end - 1; end > before->start + 4; end--) {
        if (engine->breaks[end - 1] == LINE_MAY) {
            if (before->end - end <= 3) {
                before->end = last->start = end;
            }
            return;
        }
    }
}

static void ranges_find(struct text_engine *engine, int width_px)
{
    uint32_t at = 0, paragraph = 0;
    int limit = (width_px < TEXT_WIDTH_ANY ? width_px : TEXT_WIDTH_ANY) * FIXED;

    limit += FIXED / 2; /* as widths are rounded, so that what was measured fits */

    engine->range_count = 0;
    while (at < engine->item_count) {
        uint32_t end = line_end(engine, at, limit);
        engine->ranges[engine->range_count++] = (struct line_range){at, end};
        at = end;
        bool ends_paragraph = end == engine->item_count || engine->breaks[end - 1] == LINE_MUST;
        if (ends_paragraph) {
            if (engine->range_count - paragraph > 1) {
                pull_down(engine);
            }
            paragraph = engine->range_count;
        }
    }
    bool open_end =
        engine->item_count == 0 || engine->items[engine->item_count - 1].character == '\n';
    if (open_end) { /* the empty line behind the last line feed, where a caret can stand */
        engine->ranges[engine->range_count++] = (struct line_range){at, at};
    }
}

/* ---- placing ---- */

/* The width of the line without what hangs at its end. */
static int range_width(const struct text_engine *engine, struct line_range range)
{
    const struct item *items = engine->items;
    uint32_t end = range.end;
    int width = 0;

    while (end > range.start &&
           (items[end - 1].kind == KIND_BLANK || items[end - 1].character == '\n')) {
        end--;
    }
    for (uint32_t i = range.start; i < end; i++) {
        width += items[i].advance + (i + 1 < end ? items[i].gap : 0);
    }
    if (end > range.start) {
        width -= blank_at_start(&items[range.start]) + blank_at_end(&items[end - 1]);
    }
    return width;
}

static int range_size(const struct text_engine *engine, struct line_range range,
                      const struct text_span *spans)
{
    int size = 0;

    for (uint32_t i = range.start; i < range.end; i++) {
        if (engine->items[i].size > size) {
            size = engine->items[i].size;
        }
    }
    if (size == 0) { /* an empty line is as high as the text before it */
        size = range.start > 0 ? engine->items[range.start - 1].size : spans[0].size_px * FIXED;
    }
    return size / FIXED;
}

int text_baseline_drop(int size_px)
{
    return size_px * 38 / 100; /* the em box reaches from -0.12 to 0.88 */
}

static int px_of(int fixed)
{
    return (fixed + FIXED / 2) >> 6; /* rounds towards the nearer, also below zero */
}

struct placing {
    struct text_line *lines;
    struct text_glyph *glyphs;
    uint32_t glyph_count;
};

/* Returns where the pen stands in the end. */
static int glyphs_place(const struct text_engine *engine, struct line_range range,
                        struct placing *placing)
{
    const struct item *items = engine->items;
    int pen = range.end > range.start ? -blank_at_start(&items[range.start]) : 0;

    for (uint32_t i = range.start; i < range.end; i++) {
        if (items[i].glyph != TEXT_GLYPH_MISSING) {
            placing->glyphs[placing->glyph_count++] =
                (struct text_glyph){items[i].glyph, items[i].byte, px_of(pen), items[i].span};
        }
        pen += items[i].advance + (i + 1 < range.end ? items[i].gap : 0);
    }
    return px_of(pen);
}

static int aligned_x(enum text_align align, int width_px, int line_px)
{
    if (align == ALIGN_LEFT || width_px >= TEXT_WIDTH_ANY) {
        return 0;
    }
    return align == ALIGN_RIGHT ? width_px - line_px : (width_px - line_px) / 2;
}

static uint32_t byte_of(const struct text_engine *engine, uint32_t item)
{
    return item < engine->item_count ? engine->items[item].byte : engine->byte_count;
}

static void lines_place(const struct text_engine *engine, const struct text_span *spans,
                        int width_px, int line_permille, enum text_align align,
                        struct text_layout *layout, struct placing *placing)
{
    for (uint32_t i = 0; i < engine->range_count; i++) {
        struct line_range range = engine->ranges[i];
        struct text_line *line = &placing->lines[i];
        int size = range_size(engine, range, spans);
        line->glyph = placing->glyph_count;
        line->advance = glyphs_place(engine, range, placing);
        line->feed = range.end > range.start && engine->items[range.end - 1].character == '\n';
        line->glyph_count = placing->glyph_count - line->glyph;
        line->width = px_of(range_width(engine, range));
        line->x = aligned_x(align, width_px, line->width);
        line->top = layout->height;
        line->height = size * line_permille / 1000;
        line->baseline = line->top + line->height / 2 + text_baseline_drop(size);
        line->byte = byte_of(engine, range.start);
        line->byte_count = byte_of(engine, range.end) - line->byte;
        layout->height += line->height;
        if (line->width > layout->width) {
            layout->width = line->width;
        }
    }
    layout->line_count = engine->range_count;
    layout->glyph_count = placing->glyph_count;
}

static uint32_t glyphs_needed(const struct text_engine *engine)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < engine->item_count; i++) {
        count += engine->items[i].glyph != TEXT_GLYPH_MISSING;
    }
    return count;
}

static uint64_t layout_key(const struct text_span *spans, size_t count, int width_px,
                           int line_permille, enum text_align align)
{
    uint64_t key = mix(mix((uint64_t)width_px, (uint64_t)line_permille), (uint64_t)align);

    for (size_t i = 0; i < count; i++) {
        key = mix(key,
                  (uint64_t)spans[i].size_px << 16 | (uint64_t)spans[i].face << 1 | spans[i].tight);
        key = mix_bytes(key, spans[i].text.data, spans[i].text.size);
    }
    return key;
}

/* The whole layout in one block of the cache: head, lines, glyphs. */
static struct text_layout *layout_new(struct text_engine *engine, uint64_t key,
                                      struct placing *placing)
{
    uint32_t lines = engine->range_count, glyphs = glyphs_needed(engine);
    size_t lines_size = (lines * sizeof(struct text_line) + 7) / 8 * 8;
    size_t size = sizeof(struct text_layout) + lines_size + glyphs * sizeof(struct text_glyph);
    struct text_layout *layout = cache_put(&engine->layouts, key, size);

    if (!layout) {
        return NULL;
    }
    placing->lines = (struct text_line *)(layout + 1);
    placing->glyphs = (struct text_glyph *)((char *)placing->lines + lines_size);
    *layout = (struct text_layout){.lines = placing->lines, .glyphs = placing->glyphs};
    return layout;
}

const struct text_layout *text_lay_out(struct text_engine *engine, const struct text_span *spans,
                                       size_t span_count, int width_px, int line_permille,
                                       enum text_align align)
{
    static const struct text_layout nothing = {0};
    struct placing placing = {0};

    if (span_count > TEXT_SPANS_MAX) {
        log_warn("text: more than %d spans in one paragraph", TEXT_SPANS_MAX);
        span_count = TEXT_SPANS_MAX;
    }
    if (span_count == 0) {
        return &nothing;
    }
    uint64_t key = layout_key(spans, span_count, width_px, line_permille, align);
    struct text_layout *layout = cache_get(&engine->layouts, key);
    if (layout) {
        return layout;
    }
    items_read(engine, spans, span_count);
    break_find(BREAK_CHINESE, engine->characters, engine->item_count, engine->breaks);
    gaps_set(engine);
    ranges_find(engine, width_px);
    layout = layout_new(engine, key, &placing);
    if (!layout) {
        log_error("text: a layout of %u characters does not fit the cache", engine->item_count);
        return &nothing;
    }
    lines_place(engine, spans, width_px, line_permille, align, layout, &placing);
    engine->layouts_made++;
    return layout;
}

int text_width(struct text_engine *engine, const struct text_span *spans, size_t span_count)
{
    return text_lay_out(engine, spans, span_count, TEXT_WIDTH_ANY, TEXT_LINE_PERMILLE, ALIGN_LEFT)
        ->width;
}

/* ---- carets ---- */

struct text_caret text_caret_at(const struct text_layout *layout, uint32_t offset)
{
    struct text_caret caret = {0, 0};

    if (layout->line_count == 0) {
        return caret;
    }
    while (caret.line + 1 < layout->line_count && offset >= layout->lines[caret.line + 1].byte) {
        caret.line++;
    }
    const struct text_line *line = &layout->lines[caret.line];
    for (uint32_t i = 0; i < line->glyph_count; i++) {
        const struct text_glyph *glyph = &layout->glyphs[line->glyph + i];
        if (glyph->byte >= offset) {
            caret.x = line->x + glyph->x;
            return caret;
        }
    }
    caret.x = line->x + line->advance;
    return caret;
}

uint32_t text_offset_at(const struct text_layout *layout, int x, int y)
{
    if (layout->line_count == 0) {
        return 0;
    }
    uint32_t index = 0;
    while (index + 1 < layout->line_count && y >= layout->lines[index + 1].top) {
        index++;
    }
    const struct text_line *line = &layout->lines[index];
    for (uint32_t i = 0; i < line->glyph_count; i++) {
        const struct text_glyph *glyph = &layout->glyphs[line->glyph + i];
        int right = i + 1 < line->glyph_count ? glyph[1].x : line->advance;
        if (x - line->x < (glyph->x + right) / 2) {
            return glyph->byte;
        }
    }
    return line->byte + line->byte_count - (line->feed ? 1 : 0);
}

struct text_picture text_glyph_picture(struct text_engine *engine, uint32_t id, int size_px,
                                       int turn_deg)
{
    return font_picture(engine->fonts, id, size_px, turn_deg);
}

struct text_stats text_stats(const struct text_engine *engine)
{
    struct text_stats stats = {.layouts_made = engine->layouts_made,
                               .layouts_evicted = engine->layouts.evicted,
                               .layout_bytes = engine->layouts.used};

    font_stats(engine->fonts, &stats);
    return stats;
}

void text_forget(struct text_engine *engine)
{
    cache_clear(&engine->layouts);
    font_set_rest(engine->fonts);
    forget_used(engine->items, sizeof engine->items);
    forget_used(engine->characters, sizeof engine->characters);
}
