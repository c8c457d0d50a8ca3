/* listing.h - a page of the versions in a bucket, as an object store writes it (S3's
 * ListVersionsResult; the only includer of <expat.h>).
 *
 * The page comes from a machine that is not ours: no document type is read, nothing nests deeper
 * than LISTING_DEPTH_MAX, each text has its limit. Elements it does not know are passed over. */
#pragma once

#include "bytes.h"

enum {
    LISTING_PAGE_BYTES_MAX = 4 * 1024 * 1024, /* 1000 versions are half a megabyte */
    LISTING_TEXT_BYTES_MAX = 1024,            /* S3: a key's longest */
    LISTING_DEPTH_MAX = 8,
};

struct listed {
    struct text key, version; /* as long as the call */
    uint64_t size;
    bool newest; /* of its key */
    bool marker; /* says only that the key was deleted */
};

/* An error it returns ends the reading and is handed on. */
typedef enum err listed_fn(const struct listed *listed, void *data);

/* Where the next page begins. */
struct listing_rest {
    bool truncated; /* there is one */
    char key[LISTING_TEXT_BYTES_MAX + 1], version[LISTING_TEXT_BYTES_MAX + 1];
};

/* ERR_INVALID: no such page, or half of one; ERR_NOMEM. What was called before an error counts. */
MUST_CHECK enum err listing_parse(struct bytes xml, listed_fn *take, void *data,
                                  struct listing_rest *rest, struct complaint *why);
