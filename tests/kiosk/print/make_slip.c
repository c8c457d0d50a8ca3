/* make_slip.c - a slip on standard output; with an argument a private one. */
#include <stdio.h>

#include "slip.h"

int main(int argc, char **argv)
{
    struct arena arena;
    struct bytes bytes;
    bool full = false;

    (void)argv;
    if (arena_init(&arena, 256 * 1024)) {
        return 1;
    }
    struct slip slip = {.lines = ARENA_ARRAY(&arena, struct slip_line, SLIP_LINES_MAX),
                        .foot = text_of("梧桐里社区居委会 居务公告机"),
                        .is_private = argc > 1};
    slip_add(&slip, SLIP_TITLE, text_of("主任信箱回执"), &full);
    slip_add(&slip, SLIP_DIGITS, text_of("7305 1846 2902"), &full);
    if (full || slip_encode(&slip, &arena, &bytes) ||
        fwrite(bytes.data, bytes.size, 1, stdout) != 1 || fflush(stdout)) {
        return 1;
    }
    arena_deinit(&arena);
    return 0;
}
