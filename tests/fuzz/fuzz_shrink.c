/* fuzz_shrink.c - any bytes are a picture that comes out within the limits, or are refused. */
#include <stdlib.h>

#include "shrink.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct shrink_limits limits = {
        .read_pixels = 256 * 256, .pixels = 64 * 64, .side_px = 128, .bytes = 4096};
    struct shrunk shrunk;

    if (shrink_picture(bytes_of(data, size), &limits, &shrunk) != OK) {
        return 0;
    }
    if (shrunk.size > limits.bytes || shrunk.w > limits.side_px || shrunk.h > limits.side_px ||
        (uint64_t)shrunk.w * shrunk.h > limits.pixels || shrunk.w == 0 || shrunk.h == 0 ||
        shrunk.bytes[0] != 0xff || shrunk.bytes[1] != 0xd8) {
        abort();
    }
    shrink_free(&shrunk);
    return 0;
}
