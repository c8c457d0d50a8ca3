/* client.h - HTTP for the agent: one connection kept alive, every answer bounded (the only includer
 * of <curl/curl.h>).
 *
 * Bodies are counted as they arrive and never inflated, redirects are not followed, only http and
 * https are spoken, the environment's proxies and .netrc are ignored, a dead or slow line ends by
 * itself. Requests carry no header that is not needed. A status code is an answer, not an error. */
#pragma once

#include <signal.h>

#include "arena.h"

enum {
    HTTP_URL_BYTES_MAX = 1024,
    HTTP_ETAG_BYTES_MAX = 130,
    HTTP_RETRY_AFTER_S_MAX = 3600,
    HTTP_HEADER_BYTES_MAX = 16 * 1024, /* of one answer */
    HTTP_CONNECT_TIMEOUT_S = 15,
    HTTP_SLOW_BYTES_S = 64, /* slower than this for HTTP_SLOW_S: given up */
    HTTP_SLOW_S = 30,
    HTTP_TIMEOUT_S = 60, /* and a second for each KiB allowed */
    HTTP_KEY_BYTES_MAX = 128,
    HTTP_REFUSAL_BYTES_MAX = 512,
    HTTP_SKEW_S = 300, /* our clock is this far from the server's: requests carry the server's */
};

/* What an object store knows us by (AWS Signature Version 4, service s3). Kept by reference; never
 * logged, and never part of a complaint. */
struct http_keys {
    const char *access_key, *secret_key;
    const char *region; /* "default" where the store does not care */
    const char *token;  /* of a session; NULL: none */
};

struct http;

struct http_options {
    const char *origin; /* "http://host:port" or "https://host/path" */
    const char *proxy;  /* NULL: none */
    const char *pin;    /* "sha256//...[;sha256//...]" of the office's TLS key; NULL: none */
    const char *ca;     /* a file of certificates to trust instead of the system's; NULL: system */
    const volatile sig_atomic_t *stop; /* set: the transfer in progress ends; NULL: never */
    const struct http_keys *keys; /* what is sent is signed with these; NULL: nothing is signed */
};

/* The strings of `options` are kept by reference. ERR_INVALID: not an origin; ERR_NOMEM. */
MUST_CHECK enum err http_new(const struct http_options *options, struct http **http,
                             struct complaint *why);
void http_free(struct http *http); /* NULL is fine */
/* The clock is not to be believed: certificates' dates and chains then do not stop what is signed
 * anyway (GET), and a PUT relies on the pin alone. */
void http_doubt_clock(struct http *http, bool doubtful);

struct http_answer {
    int status;
    char etag[HTTP_ETAG_BYTES_MAX + 1]; /* as sent, with its quotes; "" if none or too long */
    unsigned retry_after_s;             /* 0: not said; at most HTTP_RETRY_AFTER_S_MAX */
    int64_t date_s;                     /* the server's clock; 0: not said */
    /* How the body began of an answer that is not 2xx; any bytes but NUL. */
    char refusal[HTTP_REFUSAL_BYTES_MAX + 1];
};

/* An error it returns ends the transfer and is handed on. */
typedef enum err http_piece_fn(struct bytes piece, void *data);

struct http_get {
    const char *path; /* without a leading slash; with keys, its query is sorted and escaped */
    const char *etag; /* If-None-Match; NULL or "": none */
    uint64_t from;    /* bytes that are here already: asks for the rest */
    uint64_t max;     /* bytes of the body, beyond `from` */
    bool with_keys;   /* signed, and then as safe as a PUT; without, what anybody reads */
};

/* Bodies of 200 and 206 go to handle_piece, others are dropped. With `from` > 0 the answer is 206
 * from there, 416, or ERR_MISMATCH (the server starts over: drop what is there).
 * ERR_UNAVAILABLE: no connection, no answer, cut, too slow; ERR_FULL: more than `max`; ERR_DENIED:
 * TLS or the pin; ERR_INVALID: not HTTP. */
MUST_CHECK enum err http_get(struct http *http, const struct http_get *get,
                             struct http_answer *answer, struct complaint *why,
                             http_piece_fn *handle_piece, void *data);
/* The whole body in the arena. */
MUST_CHECK enum err http_get_bytes(struct http *http, const struct http_get *get,
                                   struct arena *arena, struct http_answer *answer,
                                   struct bytes *body, struct complaint *why);

struct http_put {
    const char *path;
    struct bytes bytes;
    bool once;                 /* If-None-Match: * */
    bool plain_ok;             /* plain http beyond loopback is allowed (policy) */
    uint64_t max;              /* bytes of the answer */
    const char *if_match;      /* only in place of what has this ETag; NULL: of anything */
    const char *cache_control; /* what whoever serves it shall say; NULL: nothing */
};

/* As http_get; the body of 200 and 201 in the arena, else empty. ERR_DENIED also: plain http to
 * somewhere else than this machine, without plain_ok (nothing was sent).
 *
 * With keys it says the hash of its body and leaves the object to the owner of the bucket. A 403
 * that comes from a clock more than HTTP_SKEW_S away from the server's is sent again, once, and
 * all that follows, with the server's time: the clock itself is not touched. */
MUST_CHECK enum err http_put(struct http *http, const struct http_put *put, struct arena *arena,
                             struct http_answer *answer, struct bytes *body, struct complaint *why);
/* As http_put, without bodies. */
MUST_CHECK enum err http_delete(struct http *http, const char *path, struct http_answer *answer,
                                struct complaint *why);
