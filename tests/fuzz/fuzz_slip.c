/* fuzz_slip.c - whatever is taken for a slip is written again as the same bytes. */
#include <stdlib.h>

#include "slip.h"

enum { ROOM_BYTES = 512 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static _Alignas(16) uint8_t room[ROOM_BYTES];
    struct arena arena;
    struct slip slip;
    struct bytes again;

    arena_init_over(&arena, room, sizeof room);
    if (slip_decode(bytes_of(data, size), &arena, &slip)) {
        return 0;
    }
    if (slip_encode(&slip, &arena, &again) || !bytes_equal(again, bytes_of(data, size))) {
        abort();
    }
    return 0;
}
