/* fuzz_markdown.c - any text becomes blocks whose texts are well-formed and whose spans lie inside.
 *
 * No Chinese character is lost on the way, but in tables (cells beyond the header's count), links
 * (titles) and entities. */
#include <stdlib.h>

#include "markdown.h"
#include "picture_key.h"
#include "utf8.h"

enum { ARENA_BYTES = 16 * 1024 * 1024, INPUT_BYTES_MAX = 128 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void check_spans(const struct block *block)
{
    size_t end = 0;
    for (size_t i = 0; i < block->strong_count; i++) {
        struct emphasis span = block->strong[i];
        must(span.from >= end && span.to >= span.from && span.to <= block->text.size);
        must(utf8_valid(text_bytes(text_slice(block->text, span.from, span.to))));
        end = span.to;
    }
}

static void check_block(const struct block *block)
{
    must(utf8_valid(text_bytes(block->text)) && utf8_valid(text_bytes(block->target)));
    must(block->kind == BLOCK_IMAGE || block->target.size == 0);
    must(block->kind != BLOCK_HEADING || (block->level >= 1 && block->level <= 6));
    must(block->rows <= MARKDOWN_ROWS_MAX && block->columns <= MARKDOWN_COLUMNS_MAX);
    must((block->kind == BLOCK_TABLE) == (block->cells != NULL));
    for (size_t i = 0; block->cells && i < block->rows * block->columns; i++) {
        must(utf8_valid(text_bytes(block->cells[i])));
    }
    check_spans(block);
}

static size_t count_chinese(struct text text)
{
    size_t count = 0;
    while (text.size > 0) {
        uint32_t character = utf8_next(&text);
        count += character >= 0x4E00 && character <= 0x9FFF;
    }
    return count;
}

static void check_nothing_lost(struct text source, const struct blocks *blocks)
{
    size_t shown = 0;
    for (size_t i = 0; i < source.size; i++) {
        if (source.data[i] == '|' || source.data[i] == '[' || source.data[i] == '&') {
            return;
        }
    }
    for (size_t i = 0; i < blocks->count; i++) {
        shown += count_chinese(blocks->at[i].text);
    }
    must(shown == count_chinese(source));
}

/* Pictures stand in order and within the text; without their names it is no longer. */
static void check_pictures(struct text source, struct arena *arena)
{
    struct picture_shown shown;
    size_t at = 0;
    while (picture_find(source, at, &shown)) {
        must(shown.at >= at && shown.at < shown.from && shown.from <= shown.to &&
             shown.to < shown.end && shown.end <= source.size);
        at = shown.end;
    }
    struct text words = picture_words(source, arena);
    must(words.size <= source.size && utf8_valid(text_bytes(words)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    struct blocks blocks;
    if (!arena.base && arena_init(&arena, ARENA_BYTES) != OK) {
        abort();
    }
    if (size > INPUT_BYTES_MAX || !utf8_valid(bytes_of(data, size))) {
        return 0;
    }
    arena_reset(&arena);
    enum err err = markdown_parse(bytes_text(bytes_of(data, size)), &arena, &blocks);
    if (err) {
        must((err == ERR_FULL || err == ERR_NOMEM) && arena_mark(&arena) == 0);
        return 0;
    }
    for (size_t i = 0; i < blocks.count; i++) {
        check_block(&blocks.at[i]);
    }
    check_nothing_lost(bytes_text(bytes_of(data, size)), &blocks);
    check_pictures(bytes_text(bytes_of(data, size)), &arena);
    return 0;
}
