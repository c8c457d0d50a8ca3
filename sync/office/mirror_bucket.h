/* mirror_bucket.h - the published tree in a bucket of an object store, and the letters that kiosks
 * left there.
 *
 * What kiosks sent is taken first (delivery.h) and deleted there once it is durable here; of a name
 * the oldest version counts. Then immutable objects, hint, head and acknowledgements go there in
 * this order, and what has left the tree leaves the bucket with all its versions. Cut short
 * anywhere, the bucket shows what it showed, and the next run completes it.
 *
 * One writer for an office: the head is replaced only if it is still the one that was looked at,
 * where the store honours that, and never by an older one. */
#pragma once

#include <stdio.h>

#include "bucket.h"
#include "intake.h"

struct bucket_mirror_options {
    bool check; /* reads what is there and compares, instead of believing its size */
    struct bucket
        *top; /* the same bucket without prefix: gets the report for the city's view; NULL: none */
};

struct bucket_mirrored {
    unsigned taken, known, refused, left; /* of what kiosks sent; left: not ours to delete */
    size_t copied, removed;
    uint64_t seq;
};

/* `intake` has the keys that are open. ERR_BUSY: another run is under way; ERR_MISMATCH: a newer
 * state of this office is there, or another writer came between; the errors of bucket.h. */
MUST_CHECK enum err mirror_bucket_run(struct intake *intake, struct bucket *bucket,
                                      const struct bucket_mirror_options *options,
                                      struct bucket_mirrored *mirrored, FILE *report,
                                      struct complaint *why);
