/* markdown.c - see markdown.h.
 *
 * md4c calls back as it parses. The source is parsed twice: the first time only counts blocks and
 * spans, so that the second can fill arrays of the right size and grow one text at a time at the
 * arena's end. Both passes take the same decisions, because none depends on what a text says. */
#include "markdown.h"

#include <assert.h>
#include <string.h>

#include <md4c.h>

#include "utf8.h"

enum {
    LIST_DEPTH_MAX = 16, /* deeper lists are shown at this depth, as bullets */
    REPLACEMENT = 0xFFFD,
    BEHIND_BYTES = 8,   /* zeroes behind the source, see prepare() */
    CJK_FIRST = 0x2E80, /* from here on, lines join without a blank */
};

struct list {
    bool numbered;
    unsigned next;
};

struct parse {
    struct arena *arena;
    enum err err;
    bool filling; /* the second pass */
    struct blocks blocks;
    size_t block_max;        /* 0 in the first pass, as strong_max */
    struct emphasis *strong; /* all spans of the document, in order */
    size_t strong_count, strong_max;

    bool open; /* a block takes text */
    bool has_text;
    bool soft_break;
    struct block block; /* the open one */
    struct buffer text;
    size_t strong_first; /* of the open block */
    unsigned strong_depth;
    size_t strong_from;
    size_t link_from, image_from; /* where the text of each begins */
    unsigned link_depth;
    bool in_image;        /* the open block is a picture */
    unsigned image_depth; /* pictures in its words */
    bool after_image;     /* what follows it in its paragraph begins a block */

    struct list lists[LIST_DEPTH_MAX];
    unsigned list_depth;

    bool in_table;
    struct block table;
    size_t row, column; /* of the next cell */
};

static int stop(struct parse *p, enum err err)
{
    p->err = p->err ? p->err : err;
    return 1;
}

/* ---- the open block and its text ---- */

static size_t text_size(const struct parse *p)
{
    return p->filling ? buffer_size(&p->text) : 0;
}

static void open_text(struct parse *p)
{
    p->open = true;
    p->has_text = false;
    p->soft_break = false;
    /* md4c 0.4.8 may let a span that began in a picture's words end behind the picture: what it has
     * of this text begins with it. */
    p->link_from = p->image_from = p->strong_from = 0;
    p->strong_first = p->strong_count;
    p->strong_depth = p->link_depth = p->image_depth = 0;
    p->in_image = false;
    if (p->filling) {
        p->text = buffer_begin(p->arena);
    }
}

static void open_block(struct parse *p, enum block_kind kind, unsigned level, unsigned number)
{
    open_text(p);
    p->block = (struct block){.kind = kind, .level = level, .number = number};
    p->after_image = false;
}

/* Ends the open text; in the first pass there is none. */
static enum err close_text(struct parse *p, struct text *text)
{
    struct bytes bytes = {0};
    p->open = false;
    if (p->filling && buffer_end(&p->text, &bytes) != OK) {
        return ERR_NOMEM;
    }
    *text = bytes_text(bytes);
    while (text->size > 0 && text->data[text->size - 1] == '\n') {
        text->size--; /* fenced code ends with a line feed of its own */
    }
    return OK;
}

static int emit(struct parse *p, struct block block)
{
    if (p->blocks.count == MARKDOWN_BLOCKS_MAX) {
        return stop(p, ERR_FULL);
    }
    if (p->filling) {
        if (p->blocks.count == p->block_max) {
            return stop(p, ERR_FULL); /* the passes disagree; never past the array */
        }
        p->blocks.at[p->blocks.count] = block;
    }
    p->blocks.count++;
    return 0;
}

/* Spans do not reach over line feeds that close_text() took off the end. */
static void clip_strong(struct block *block)
{
    for (size_t i = 0; i < block->strong_count; i++) {
        struct emphasis *span = &block->strong[i];
        span->to = span->to < block->text.size ? span->to : block->text.size;
        span->from = span->from < span->to ? span->from : span->to;
    }
}

/* Ends the open block. One without text is dropped, but for a list's item. */
static int flush(struct parse *p)
{
    if (!p->open) {
        return 0;
    }
    bool is_item = p->block.kind == BLOCK_BULLET || p->block.kind == BLOCK_NUMBERED;
    if (close_text(p, &p->block.text) != OK) {
        return stop(p, ERR_NOMEM);
    }
    p->block.strong_count = p->strong_count - p->strong_first;
    if (p->filling && p->block.strong_count > 0) {
        p->block.strong = &p->strong[p->strong_first];
        clip_strong(&p->block);
    }
    return p->has_text || is_item ? emit(p, p->block) : 0;
}

/* A paragraph, heading or code that begins an item is that item's text. */
static int begin_leaf(struct parse *p, enum block_kind kind, unsigned level)
{
    if (p->open && !p->has_text) {
        return 0;
    }
    int stopped = flush(p);
    open_block(p, kind, level, 0);
    return stopped;
}

static bool is_cjk(uint32_t character)
{
    return character >= CJK_FIRST;
}

/* The character that the open text ends with; 0: it is empty. */
static uint32_t last_character(const struct parse *p)
{
    struct text text = {(const char *)p->arena->base + p->text.start, text_size(p)};
    size_t from = text.size;
    while (from > 0 && ((uint8_t)text.data[--from] & 0xC0) == 0x80) {
    }
    struct text last = text_slice(text, from, text.size);
    return utf8_next(&last);
}

/* A line's end inside a paragraph is a blank between words, and nothing between Chinese. */
static void join_lines(struct parse *p, struct text next)
{
    uint32_t before = last_character(p);
    if (before && before != '\n' && !is_cjk(before) && !is_cjk(utf8_next(&next))) {
        buffer_add_byte(&p->text, ' ');
    }
}

/* Text of a list's item that follows a list inside it stands in no block of md4c's. */
static void ensure_open(struct parse *p)
{
    if (!p->open) {
        open_block(p, BLOCK_PARAGRAPH, p->list_depth, 0);
    }
}

static void add_text(struct parse *p, struct text text)
{
    while (p->after_image && !p->has_text && text.size > 0 && text.data[0] == ' ') {
        text = text_slice(text, 1, text.size);
    }
    if (text.size == 0) {
        return;
    }
    ensure_open(p);
    if (p->filling && !p->text.failed) {
        if (p->soft_break) {
            join_lines(p, text);
        }
        buffer_add_text(&p->text, text);
    }
    p->soft_break = false;
    p->has_text = true;
}

static void add_character(struct parse *p, uint32_t character)
{
    char bytes[4];
    add_text(p, (struct text){bytes, utf8_put(character, bytes)});
}

/* ---- entities, code and links ---- */

static bool named_entity(struct text entity, uint32_t *character)
{
    static const struct {
        const char *name;
        uint32_t character;
    } names[] = {{"&amp;", '&'},  {"&lt;", '<'},    {"&gt;", '>'},
                 {"&quot;", '"'}, {"&apos;", '\''}, {"&nbsp;", 0xA0}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (text_is(entity, names[i].name)) {
            *character = names[i].character;
            return true;
        }
    }
    return false;
}

/* "&#8212;" and "&#x2014;". What may not stand in a record's text becomes U+FFFD. */
static bool numeric_entity(struct text entity, uint32_t *character)
{
    if (entity.size < 4 || entity.data[1] != '#') {
        return false;
    }
    bool hex = entity.data[2] == 'x' || entity.data[2] == 'X';
    uint32_t value = 0;
    for (size_t i = hex ? 3 : 2; i + 1 < entity.size && value <= 0x10FFFF; i++) {
        char c = entity.data[i];
        uint32_t digit = c <= '9' ? (uint32_t)(c - '0') : (uint32_t)((c | 0x20) - 'a' + 10);
        value = value * (hex ? 16 : 10) + digit;
    }
    bool bad = value == 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF);
    *character = bad || utf8_is_unwanted(value) ? REPLACEMENT : value;
    return true;
}

static void add_entity(struct parse *p, struct text entity)
{
    uint32_t character;
    if (named_entity(entity, &character) || numeric_entity(entity, &character)) {
        add_character(p, character);
    } else {
        add_text(p, entity);
    }
}

static const char DEFINES[] = "]:";
static const char DEFINES_NOT[] = "]\\:";

/* Undoes prepare() where a backslash is a character. */
static void add_code(struct parse *p, struct text code)
{
    const char *at;
    while ((at = memmem(code.data, code.size, DEFINES_NOT, sizeof DEFINES_NOT - 1))) {
        size_t until = (size_t)(at - code.data);
        add_text(p, text_slice(code, 0, until));
        add_text(p, text_of(DEFINES));
        code = text_slice(code, until + sizeof DEFINES_NOT - 1, code.size);
    }
    add_text(p, code);
}

/* Nobody can follow a link here, so its target stands behind its text, unless that says it already.
 */
static void add_target(struct parse *p, const MD_ATTRIBUTE *target, size_t from)
{
    struct text url = {target->text, target->size};
    if (url.size == 0) {
        return;
    }
    if (p->filling && p->open && !p->text.failed) {
        const char *base = (const char *)p->arena->base + p->text.start;
        struct text shown = text_trim((struct text){base + from, text_size(p) - from});
        struct text address = text_trim(url);
        if (text_starts(address, "mailto:") && !text_starts(shown, "mailto:")) {
            address = text_slice(address, 7, address.size);
        }
        if (shown.size > 0 && text_equal(shown, address)) {
            return;
        }
    }
    add_text(p, text_of(" ("));
    add_text(p, url);
    add_text(p, text_of(")"));
}

/* ---- md4c's callbacks ---- */

static int enter_item(struct parse *p)
{
    int stopped = flush(p);
    unsigned depth = p->list_depth < LIST_DEPTH_MAX ? p->list_depth : LIST_DEPTH_MAX;
    struct list *list = &p->lists[depth ? depth - 1 : 0];
    bool numbered = list->numbered && p->list_depth <= LIST_DEPTH_MAX;
    open_block(p, numbered ? BLOCK_NUMBERED : BLOCK_BULLET, depth, numbered ? list->next++ : 0);
    return stopped;
}

static int enter_list(struct parse *p, bool numbered, unsigned start)
{
    int stopped = flush(p);
    if (p->list_depth < LIST_DEPTH_MAX) {
        p->lists[p->list_depth] = (struct list){.numbered = numbered, .next = start};
    }
    p->list_depth++;
    return stopped;
}

static int enter_table(struct parse *p, const MD_BLOCK_TABLE_DETAIL *detail)
{
    int stopped = flush(p);
    size_t rows = (size_t)detail->head_row_count + detail->body_row_count;
    if (detail->col_count > MARKDOWN_COLUMNS_MAX || rows > MARKDOWN_ROWS_MAX) {
        return stop(p, ERR_FULL);
    }
    p->table = (struct block){
        .kind = BLOCK_TABLE, .rows = rows, .columns = detail->col_count, .level = p->list_depth};
    if (p->filling) {
        p->table.cells = ARENA_ARRAY(p->arena, struct text, rows * detail->col_count);
        if (!p->table.cells) {
            return stop(p, ERR_NOMEM);
        }
    }
    p->in_table = true;
    p->row = 0;
    p->column = 0;
    return stopped;
}

static int leave_cell(struct parse *p)
{
    struct text text;
    if (close_text(p, &text) != OK) {
        return stop(p, ERR_NOMEM);
    }
    if (p->filling && p->row < p->table.rows && p->column < p->table.columns) {
        p->table.cells[p->row * p->table.columns + p->column] = text;
    }
    p->column++;
    return 0;
}

/* A line that Markdown draws as a rule may have been written as characters; it stays visible. */
static int add_rule(struct parse *p)
{
    int stopped = flush(p);
    open_block(p, BLOCK_PARAGRAPH, p->list_depth, 0);
    add_text(p, text_of("———"));
    return stopped || flush(p);
}

static int enter_code(struct parse *p, const MD_BLOCK_CODE_DETAIL *detail)
{
    int stopped = begin_leaf(p, BLOCK_PARAGRAPH, p->list_depth);
    if (detail->info.size > 0) {
        add_code(p, (struct text){detail->info.text, detail->info.size});
        add_text(p, text_of("\n"));
    }
    return stopped;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *data)
{
    struct parse *p = data;
    switch (type) {
    case MD_BLOCK_UL:
        return enter_list(p, false, 0);
    case MD_BLOCK_OL:
        return enter_list(p, true, ((const MD_BLOCK_OL_DETAIL *)detail)->start);
    case MD_BLOCK_LI:
        return enter_item(p);
    case MD_BLOCK_HR:
        return add_rule(p);
    case MD_BLOCK_H:
        return begin_leaf(p, BLOCK_HEADING, ((const MD_BLOCK_H_DETAIL *)detail)->level);
    case MD_BLOCK_CODE:
        return enter_code(p, detail);
    case MD_BLOCK_HTML:
    case MD_BLOCK_P:
        return begin_leaf(p, BLOCK_PARAGRAPH, p->list_depth);
    case MD_BLOCK_TABLE:
        return enter_table(p, detail);
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        open_text(p);
        return 0;
    case MD_BLOCK_DOC:
    case MD_BLOCK_QUOTE:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
    case MD_BLOCK_TR:
        return 0;
    }
    return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *data)
{
    struct parse *p = data;
    (void)detail;
    switch (type) {
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        p->list_depth--;
        return flush(p);
    case MD_BLOCK_LI:
    case MD_BLOCK_H:
    case MD_BLOCK_CODE:
    case MD_BLOCK_HTML:
    case MD_BLOCK_P:
    case MD_BLOCK_DOC:
        return flush(p);
    case MD_BLOCK_TABLE:
        p->in_table = false;
        return emit(p, p->table);
    case MD_BLOCK_TR:
        p->row++;
        p->column = 0;
        return 0;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        return leave_cell(p);
    case MD_BLOCK_QUOTE:
    case MD_BLOCK_HR:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
        return 0;
    }
    return 0;
}

/* Italics do not exist in Chinese type, so both kinds of emphasis are bold. */
static bool is_emphasis(MD_SPANTYPE type)
{
    return type == MD_SPAN_EM || type == MD_SPAN_STRONG;
}

/* A picture in a paragraph stands by itself; in a list, a table, a link or between asterisks it
 * stays what it is in words. */
static bool image_stands_alone(const struct parse *p)
{
    return p->block.kind == BLOCK_PARAGRAPH && !p->in_table && p->strong_depth == 0 &&
           p->link_depth == 0 && !p->in_image;
}

static int enter_image(struct parse *p)
{
    int result = flush(p);

    open_block(p, BLOCK_IMAGE, 0, 0);
    p->in_image = true;
    return result;
}

static int leave_image(struct parse *p, const MD_ATTRIBUTE *source)
{
    struct text target = {source->text, source->size};

    if (close_text(p, &p->block.text) != OK) {
        return stop(p, ERR_NOMEM);
    }
    p->strong_count = p->strong_first; /* its words are plain */
    if (p->filling) {
        p->block.target = arena_text(p->arena, target);
        if (!p->block.target.data) {
            return stop(p, ERR_NOMEM);
        }
    }
    int result = emit(p, p->block);
    open_block(p, BLOCK_PARAGRAPH, 0, 0);
    p->after_image = true;
    return result;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *data)
{
    struct parse *p = data;
    (void)detail;
    ensure_open(p);
    if (type == MD_SPAN_IMG && image_stands_alone(p)) {
        return enter_image(p);
    }
    if (is_emphasis(type) && p->strong_depth++ == 0) {
        p->strong_from = text_size(p);
    } else if (type == MD_SPAN_A) {
        p->link_depth++;
        p->link_from = text_size(p);
    } else if (type == MD_SPAN_IMG) {
        p->image_depth++;
        p->image_from = text_size(p);
    }
    return 0;
}

/* What ends here may have begun in another text, see open_text(). */
static unsigned one_less(unsigned depth)
{
    return depth > 0 ? depth - 1 : 0;
}

/* A table's cells are plain text. */
static void end_emphasis(struct parse *p)
{
    bool begun = p->strong_depth > 0;
    p->strong_depth = one_less(p->strong_depth);
    if (!begun || p->strong_depth > 0 || p->in_table) {
        return;
    }
    if (p->filling) {
        if (p->strong_count == p->strong_max) {
            return; /* as in emit() */
        }
        p->strong[p->strong_count] = (struct emphasis){.from = p->strong_from, .to = text_size(p)};
    }
    p->strong_count++;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *data)
{
    struct parse *p = data;
    if (is_emphasis(type)) {
        end_emphasis(p);
    } else if (type == MD_SPAN_A) {
        p->link_depth = one_less(p->link_depth);
        add_target(p, &((const MD_SPAN_A_DETAIL *)detail)->href, p->link_from);
    } else if (type == MD_SPAN_IMG && p->in_image && p->image_depth == 0) {
        return leave_image(p, &((const MD_SPAN_IMG_DETAIL *)detail)->src);
    } else if (type == MD_SPAN_IMG) {
        p->image_depth = one_less(p->image_depth);
        add_target(p, &((const MD_SPAN_IMG_DETAIL *)detail)->src, p->image_from);
    }
    return 0;
}

static int handle_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *data)
{
    struct parse *p = data;
    switch (type) {
    case MD_TEXT_NULLCHAR:
        add_character(p, REPLACEMENT);
        break;
    case MD_TEXT_BR:
        add_text(p, text_of("\n"));
        break;
    case MD_TEXT_SOFTBR:
        p->soft_break = true;
        break;
    case MD_TEXT_ENTITY:
        add_entity(p, (struct text){text, size});
        break;
    case MD_TEXT_CODE:
        add_code(p, (struct text){text, size});
        break;
    case MD_TEXT_NORMAL:
    case MD_TEXT_HTML:
    case MD_TEXT_LATEXMATH:
        add_text(p, (struct text){text, size});
        break;
    }
    return 0;
}

/* ---- both passes ---- */

static enum err parse_once(struct text source, struct parse *p)
{
    static const MD_PARSER parser = {
        .flags = MD_FLAG_TABLES | MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS,
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = handle_text,
    };
    if (source.size > UINT32_MAX) {
        return ERR_FULL;
    }
    int result = md_parse(source.data, (MD_SIZE)source.size, &parser, p);
    if (p->err) {
        return p->err;
    }
    return result == 0 ? OK : ERR_NOMEM; /* md4c fails by itself only for lack of memory */
}

/* The source as md4c can bear it, in the arena.
 *
 * `[1]: 见附件` would be taken for the definition of a link and vanish. A backslash before the
 * colon makes it text, and is itself not shown. And md4c 0.4.8 reads past the end of a source whose
 * last line breaks off inside a link, so the last line gets its line feed and zeroes stand behind
 * it. */
static enum err prepare(struct text source, struct arena *arena, struct text *prepared)
{
    static const char behind[1 + BEHIND_BYTES] = "\n";
    const char *at;
    struct bytes bytes;
    struct buffer b = buffer_begin(arena);
    while (source.size > 0 &&
           (at = memmem(source.data, source.size, DEFINES, sizeof DEFINES - 1))) {
        size_t until = (size_t)(at - source.data);
        buffer_add_text(&b, text_slice(source, 0, until));
        buffer_add_text(&b, text_of(DEFINES_NOT));
        source = text_slice(source, until + sizeof DEFINES - 1, source.size);
    }
    buffer_add_text(&b, source);
    buffer_add(&b, behind, sizeof behind);
    enum err err = buffer_end(&b, &bytes);
    if (!err) {
        *prepared = text_slice(bytes_text(bytes), 0, bytes.size - BEHIND_BYTES);
    }
    return err;
}

static enum err parse_twice(struct text source, struct arena *arena, struct blocks *out)
{
    struct parse count = {.arena = arena};
    struct text prepared;
    enum err err = prepare(source, arena, &prepared);
    if (!err) {
        err = parse_once(prepared, &count);
    }
    if (err) {
        return err;
    }
    struct parse fill = {
        .arena = arena,
        .filling = true,
        .blocks.at = ARENA_ARRAY(arena, struct block, count.blocks.count),
        .block_max = count.blocks.count,
        .strong = ARENA_ARRAY(arena, struct emphasis, count.strong_count),
        .strong_max = count.strong_count,
    };
    if (!fill.blocks.at || !fill.strong) {
        return ERR_NOMEM;
    }
    err = parse_once(prepared, &fill);
    if (!err) {
        assert(fill.blocks.count == count.blocks.count);
        assert(fill.strong_count == count.strong_count);
        *out = fill.blocks;
    }
    return err;
}

enum err markdown_parse(struct text source, struct arena *arena, struct blocks *out)
{
    size_t mark = arena_mark(arena);
    enum err err = parse_twice(source, arena, out);
    if (err) {
        arena_rewind(arena, mark);
    }
    return err;
}
