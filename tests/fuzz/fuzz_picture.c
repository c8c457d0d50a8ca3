/* fuzz_picture.c - any bytes are a picture or refused; what was taken holds nothing twice: cleaned
 * again it is the same. */
#include <stdlib.h>

#include "picture_file.h"

enum { ARENA_BYTES = 4 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    struct bytes out, again;

    if (!arena.base) {
        must(arena_init(&arena, ARENA_BYTES) == OK);
    }
    arena_reset(&arena);
    if (picture_clean(bytes_of(data, size), &arena, &out, NULL) == OK) {
        must(out.size <= size + 36 && out.size <= PICTURE_BYTES_MAX);
        must(picture_clean(out, &arena, &again, NULL) == OK && bytes_equal(out, again));
    }
    return 0;
}
