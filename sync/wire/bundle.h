/* bundle.h - files of the wire in one file, for a USB stick: 5 000 small files on FAT would take
 * 160 MB.
 *
 *   "NPBUNDL1", then for each: u16 size of the name, u64 size of the body, name, body; then u16 0.
 *
 * Numbers are big-endian; names are those of routes.h ("v1/wutongli/head"). Trust does not come
 * from the bundle: each file is judged as if a server had sent it. Pure: reading goes through a
 * function.
 */
#pragma once

#include "routes.h"

enum {
    BUNDLE_MAGIC_BYTES = 8,
    BUNDLE_NAME_BYTES_MAX = ROUTE_BYTES_MAX - 1,
    BUNDLE_ITEM_HEAD_BYTES = 2 + 8,
    BUNDLE_ITEMS_MAX = 65536,
    BUNDLE_BYTES_MAX = 512 * 1024 * 1024,
};
extern const uint8_t bundle_magic[BUNDLE_MAGIC_BYTES];

/* The head of an item; the name and the body follow. `name` NULL: the end, of which only the first
 * two bytes are written. */
void bundle_item_head(const char *name, uint64_t body_size, uint8_t to[BUNDLE_ITEM_HEAD_BYTES]);

/* Fills `to` with exactly `size` bytes from `at`; any error ends the reading. */
typedef enum err bundle_read_fn(void *data, uint64_t at, uint8_t *to, size_t size);

struct bundle_reader {
    bundle_read_fn *read;
    void *data;
    uint64_t size, at;
    size_t items;
};

struct bundle_item {
    char name[BUNDLE_NAME_BYTES_MAX + 1]; /* a name of the wire */
    uint64_t at, size;                    /* of the body */
};

/* ERR_INVALID: no bundle, or over BUNDLE_BYTES_MAX. */
MUST_CHECK enum err bundle_begin(struct bundle_reader *reader, uint64_t size, bundle_read_fn *read,
                                 void *data);
/* ERR_NOT_FOUND: that was the last, and the file ends there. ERR_INVALID: damaged, cut, or a name
 * that is none of the wire's. */
MUST_CHECK enum err bundle_next(struct bundle_reader *reader, struct bundle_item *item);
