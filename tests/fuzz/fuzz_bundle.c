/* fuzz_bundle.c - a stranger's USB stick: whatever the bytes, items lie inside the file, in order,
 * and carry names of the wire. */
#include "fuzz_wire.h"

#include "bundle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum err read_at(void *data, uint64_t at, uint8_t *to, size_t size)
{
    const struct bytes *file = data;
    must(at <= file->size && size <= file->size - at); /* the reader never asks for more */
    memcpy(to, file->data + at, size);
    return OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes file = bytes_of(data, size);
    struct bundle_reader reader;
    struct bundle_item item;
    uint64_t before = 0;

    if (bundle_begin(&reader, size, read_at, &file) != OK) {
        return 0;
    }
    while (bundle_next(&reader, &item) == OK) {
        must(item.at > before && item.at <= size && item.size <= size - item.at);
        must(route_parse(text_of(item.name)).kind != ROUTE_NONE);
        before = item.at;
    }
    return 0;
}
