/* bundle.c - see bundle.h. */
#include "bundle.h"

#include <string.h>

const uint8_t bundle_magic[BUNDLE_MAGIC_BYTES] = {'N', 'P', 'B', 'U', 'N', 'D', 'L', '1'};

enum { NAME_SIZE_BYTES = 2 };

void bundle_item_head(const char *name, uint64_t body_size, uint8_t to[BUNDLE_ITEM_HEAD_BYTES])
{
    size_t size = name ? strlen(name) : 0;

    to[0] = (uint8_t)(size >> 8);
    to[1] = (uint8_t)size;
    be64_put(to + NAME_SIZE_BYTES, body_size);
}

enum err bundle_begin(struct bundle_reader *reader, uint64_t size, bundle_read_fn *read, void *data)
{
    uint8_t magic[BUNDLE_MAGIC_BYTES];

    *reader = (struct bundle_reader){.read = read, .data = data, .size = size};
    if (size < BUNDLE_MAGIC_BYTES + NAME_SIZE_BYTES || size > BUNDLE_BYTES_MAX) {
        return ERR_INVALID;
    }
    enum err err = read(data, 0, magic, sizeof magic);
    if (err) {
        return err;
    }
    reader->at = sizeof magic;
    return memcmp(magic, bundle_magic, sizeof magic) == 0 ? OK : ERR_INVALID;
}

/* Reads on; ERR_INVALID when the file ends before. */
static enum err take(struct bundle_reader *reader, uint8_t *to, size_t size)
{
    if (size > reader->size - reader->at) {
        return ERR_INVALID;
    }
    enum err err = reader->read(reader->data, reader->at, to, size);
    reader->at += err ? 0 : size;
    return err;
}

enum err bundle_next(struct bundle_reader *reader, struct bundle_item *item)
{
    uint8_t head[BUNDLE_ITEM_HEAD_BYTES];
    struct bundle_item found;
    enum err err = take(reader, head, NAME_SIZE_BYTES);
    size_t size = (size_t)head[0] << 8 | head[1];

    if (err) {
        return err;
    }
    if (size == 0) {
        return reader->at == reader->size ? ERR_NOT_FOUND : ERR_INVALID;
    }
    if (size > BUNDLE_NAME_BYTES_MAX || ++reader->items > BUNDLE_ITEMS_MAX) {
        return ERR_INVALID;
    }
    err = take(reader, head + NAME_SIZE_BYTES, sizeof head - NAME_SIZE_BYTES);
    err = err ? err : take(reader, (uint8_t *)found.name, size);
    if (err) {
        return err;
    }
    found.name[size] = '\0';
    found.at = reader->at;
    found.size = be64_get(head + NAME_SIZE_BYTES);
    if (strlen(found.name) != size || found.size > reader->size - reader->at ||
        route_parse(text_of(found.name)).kind == ROUTE_NONE) {
        return ERR_INVALID;
    }
    reader->at += found.size;
    *item = found;
    return OK;
}
