/* markdown.h - the Markdown subset of records, as blocks (the only includer of md4c.h).
 *
 * Headings, paragraphs, lists, tables, emphasis, and pictures in paragraphs. What lies outside
 * (HTML, links, code, quotes) comes out as plain text, never lost and never run. Inline emphasis is
 * a span list over the block's text. */
#pragma once

#include "arena.h"

enum {
    MARKDOWN_BLOCKS_MAX = 4000,
    MARKDOWN_COLUMNS_MAX = 20,
    MARKDOWN_ROWS_MAX = 2000,
};

enum block_kind {
    BLOCK_HEADING,
    BLOCK_PARAGRAPH,
    BLOCK_BULLET,
    BLOCK_NUMBERED,
    BLOCK_TABLE,
    BLOCK_IMAGE, /* text before and behind it is in paragraphs of their own */
};

struct block {
    enum block_kind kind;
    unsigned level;          /* heading 1..6; list depth from 1 */
    unsigned number;         /* BLOCK_NUMBERED: its number */
    struct text text;        /* plain characters; LF is a hard line break. Empty for a table; of a
                                picture: what it shows, in words */
    struct text target;      /* BLOCK_IMAGE: which picture */
    struct emphasis *strong; /* spans of `text` set in bold */
    size_t strong_count;
    size_t rows, columns; /* BLOCK_TABLE: cells[row * columns + column], row 0 is the header */
    struct text *cells;
};

struct emphasis {
    size_t from, to; /* byte offsets */
};

struct blocks {
    struct block *at;
    size_t count;
};

/* ERR_FULL: more blocks, rows or columns than the limits. ERR_NOMEM. Everything lives in the arena.
 */
MUST_CHECK enum err markdown_parse(struct text source, struct arena *arena, struct blocks *out);
