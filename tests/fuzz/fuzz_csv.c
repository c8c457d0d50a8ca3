/* fuzz_csv.c - any UTF-8 text is a table or refused; what was read is written and reads the same.
 */
#include <stdlib.h>

#include "csv.h"
#include "utf8.h"

enum { ARENA_BYTES = 64 * 1024 * 1024, TEXT_BYTES_MAX = 64 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static struct text write_all(const struct csv *csv, struct arena *arena)
{
    struct bytes bytes;
    struct buffer b = buffer_begin(arena);
    for (size_t i = 0; i < csv->count; i++) {
        for (size_t c = 0; c < csv->rows[i].count; c++) {
            csv_write(&b, csv->rows[i].cells[c], c + 1 < csv->rows[i].count ? ',' : '\n');
        }
    }
    must(buffer_end(&b, &bytes) == OK);
    return bytes_text(bytes);
}

static void must_be_same(const struct csv *a, const struct csv *b)
{
    must(a->count == b->count);
    for (size_t i = 0; i < a->count; i++) {
        must(a->rows[i].count == b->rows[i].count);
        for (size_t c = 0; c < a->rows[i].count; c++) {
            must(text_equal(a->rows[i].cells[c], b->rows[i].cells[c]));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    struct bytes bytes = bytes_of(data, size);
    struct csv csv, again;
    struct complaint why = {0};

    if (!arena.base && arena_init(&arena, ARENA_BYTES)) {
        return 0;
    }
    arena_reset(&arena);
    if (size > TEXT_BYTES_MAX || !utf8_valid(bytes) ||
        csv_parse(bytes_text(bytes), &arena, &csv, &why)) {
        return 0;
    }
    must(csv_parse(write_all(&csv, &arena), &arena, &again, &why) == OK);
    must_be_same(&csv, &again);
    return 0;
}
