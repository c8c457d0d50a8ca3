/* fuzz_listing.c - any bytes are a page of versions or refused; what was read keeps its limits. */
#include <stdlib.h>
#include <string.h>

#include "listing.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static enum err take(const struct listed *listed, void *data)
{
    size_t *count = data;

    must(listed->key.size <= LISTING_TEXT_BYTES_MAX);
    must(listed->version.size <= LISTING_TEXT_BYTES_MAX);
    must(listed->size <= INT64_MAX);
    return ++*count > 64 ? ERR_FULL : OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct listing_rest rest;
    size_t count = 0;
    enum err err = listing_parse(bytes_of(data, size), take, &count, &rest, NULL);

    must(err == OK || err == ERR_INVALID || (err == ERR_FULL && count == 65));
    if (!err) {
        must(strlen(rest.key) <= LISTING_TEXT_BYTES_MAX && (!rest.truncated || rest.key[0]));
    }
    return 0;
}
