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
};

struct http;

struct http_options {
    const char *origin; /* "http://host:port" or "https://host/path" */
    const char *proxy;  /* NULL: none */
    const char *pin;    /* "sha256//...[;sha256//...]" of the office's TLS key; NULL: none */
    const char *ca;     /* a file of certificates to trust instead of the system's; NULL: system */
    const volatile sig_atomic_t *stop; /* set: the transfer in progress ends; NULL: never */
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
};

/* An error it returns ends the transfer and is handed on. */
typedef enum err http_piece_fn(struct bytes piece, void *data);

struct http_get {
    const char *path; /* without a leading slash */
    const char *etag; /* If-None-Match; NULL or "": none */
    uint64_t from;    /* bytes that are here already: asks for the rest */
    uint64_t max;     /* bytes of the body, beyond `from` */
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
    bool once;     /* If-None-Match: * */
    bool plain_ok; /* plain http beyond loopback is allowed (policy) */
    uint64_t max;  /* bytes of the answer */
};

/* As http_get; the body of 200 and 201 in the arena, else empty. ERR_DENIED also: plain http to
 * somewhere else than this machine, without plain_ok (nothing was sent). */
MUST_CHECK enum err http_put(struct http *http, const struct http_put *put, struct arena *arena,
                             struct http_answer *answer, struct bytes *body, struct complaint *why);
