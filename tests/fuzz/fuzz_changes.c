/* fuzz_changes.c - any two texts are compared; turned round, what came is what went. */
#include <stdlib.h>
#include <string.h>

#include "changes.h"

enum { ARENA_BYTES = 16 * 1024 * 1024, TEXT_BYTES_MAX = 64 * 1024, SEPARATOR = 0 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static bool lies_in(struct text part, struct text whole)
{
    return part.size == 0 ||
           (part.data >= whole.data && part.data + part.size <= whole.data + whole.size);
}

static void must_point_into(const struct changes *changes, struct text before, struct text now)
{
    for (size_t i = 0; i < changes->count; i++) {
        const struct line_change *change = &changes->at[i];
        must(lies_in(change->before, before) && lies_in(change->after, now));
        must((change->before.size > 0) == (change->kind != LINE_ADDED));
        must((change->after.size > 0) == (change->kind != LINE_REMOVED));
        must(change->kind != LINE_ALTERED || !text_equal(change->before, change->after));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    struct changes forth, back, none;
    if ((!arena.base && arena_init(&arena, ARENA_BYTES)) || size > TEXT_BYTES_MAX) {
        return 0;
    }
    arena_reset(&arena);
    const uint8_t *separator = size ? memchr(data, SEPARATOR, size) : NULL;
    size_t first = separator ? (size_t)(separator - data) : size;
    struct text a = {(const char *)data, first};
    struct text b =
        separator ? (struct text){(const char *)separator + 1, size - first - 1} : (struct text){0};
    struct disclosure before = {.text = a}, now = {.text = b};
    must(changes_between(&before, &now, &arena, &forth) == OK);
    must(changes_between(&now, &before, &arena, &back) == OK);
    must(changes_between(&now, &now, &arena, &none) == OK);
    must(changes_none(&none));
    must(forth.cut == back.cut);
    must(forth.added == back.removed && forth.removed == back.added);
    must(forth.altered == back.altered);
    must_point_into(&forth, a, b);
    return 0;
}
