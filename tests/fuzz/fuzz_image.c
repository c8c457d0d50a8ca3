/* fuzz_image.c - any bytes have a head within the limits, or none. */
#include <stdlib.h>

#include "image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct image_head head;

    if (image_head_read(bytes_of(data, size), &head) != OK) {
        return 0;
    }
    if (head.w < 1 || head.h < 1 || head.w > IMAGE_SIDE_PX_MAX || head.h > IMAGE_SIDE_PX_MAX ||
        (int64_t)head.w * head.h > IMAGE_PIXELS_MAX || head.turning < 1 || head.turning > 8) {
        abort();
    }
    return 0;
}
