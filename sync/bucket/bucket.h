/* bucket.h - the objects under one prefix of a bucket, in any object store that speaks S3.
 *
 * Names are those of the wire, [0-9a-z/-], relative to the prefix. Every request is signed, goes
 * over https or to this machine, and is tried BUCKET_ATTEMPTS times while the store says "later"
 * or the line breaks: whoever calls may repeat everything, so nothing here is done by halves. */
#pragma once

#include "client.h"

enum {
    BUCKET_NAME_BYTES_MAX = 63,
    BUCKET_PREFIX_BYTES_MAX = 128,
    BUCKET_ATTEMPTS = 5,
    BUCKET_WAIT_MS_FIRST = 250, /* doubled each time, half of it by chance */
    BUCKET_WAIT_MS_MAX = 30 * 1000,
    BUCKET_VERSIONS_MAX = 2 * 1000 * 1000, /* of one listing */
    BUCKET_PAGE = 1000,                    /* S3's own limit */
};

struct bucket;

struct bucket_options {
    const char *target; /* s3://BUCKET or s3://BUCKET/PREFIX */
    const char
        *endpoint; /* https://HOST[:PORT]; with "{bucket}" in it where the store wants that */
    const struct http_keys *keys;
    const char *pin, *ca, *proxy; /* as in http_options */
    const volatile sig_atomic_t *stop;
};

/* Strings are kept by reference. Asks nothing of the store yet. ERR_INVALID: target or endpoint is
 * none; ERR_NOMEM. */
MUST_CHECK enum err bucket_open(const struct bucket_options *options, struct bucket **bucket,
                                struct complaint *why);
void bucket_close(struct bucket *bucket); /* NULL is fine */
/* Both as given in the target; the prefix without slashes at its ends, "" if there is none. */
struct text bucket_name(const struct bucket *bucket);
struct text bucket_prefix(const struct bucket *bucket);

/* In what follows: ERR_UNAVAILABLE: not reached, or "later" to the end; ERR_DENIED: the store does
 * not let these keys do it, or TLS fails; ERR_NOT_FOUND: no such object, or no such bucket;
 * ERR_MISMATCH: a condition did not hold; ERR_INVALID: an answer that is none. The complaint has
 * the store's own code ("NoSuchBucket"). */

struct bucket_version {
    struct text name; /* as long as the call */
    struct text id;
    uint64_t size;
    bool newest; /* of its name */
    bool marker; /* says only that it was deleted */
};
/* An error it returns ends the listing and is handed on. */
typedef enum err bucket_version_fn(const struct bucket_version *version, void *data);

/* All versions of names that begin with `part`, by name, of one name the newest first. Objects
 * whose names are not of the wire are passed over: they are none of ours. */
MUST_CHECK enum err bucket_versions(struct bucket *bucket, const char *part,
                                    bucket_version_fn *take, void *data, struct complaint *why);

/* The whole object, at most `max` bytes, in the arena. `version` NULL: the newest. ERR_FULL: it is
 * larger. */
MUST_CHECK enum err bucket_get(struct bucket *bucket, const char *name, const char *version,
                               uint64_t max, struct arena *arena, struct bytes *body,
                               char etag[HTTP_ETAG_BYTES_MAX + 1], struct complaint *why);

struct bucket_put {
    const char *name;
    struct bytes bytes;
    bool once; /* ERR_MISMATCH: there is one */
    const char
        *if_match; /* ERR_MISMATCH: what is there has another ETag; NULL: whatever is there */
    const char *cache_control;
};
/* A store that knows no conditions takes it all the same. After ERR_MISMATCH it may be our own of
 * an attempt whose answer was lost: look. */
MUST_CHECK enum err bucket_put(struct bucket *bucket, const struct bucket_put *put,
                               struct complaint *why);
/* `version` NULL: hides it behind a marker where versions are kept. Gone already is OK. */
MUST_CHECK enum err bucket_delete(struct bucket *bucket, const char *name, const char *version,
                                  struct complaint *why);
/* PUTs a setting of the bucket itself: "policy", "versioning". */
MUST_CHECK enum err bucket_set(struct bucket *bucket, const char *setting, struct bytes body,
                               struct complaint *why);
