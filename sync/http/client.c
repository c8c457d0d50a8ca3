/* client.c - see client.h. */
#include "client.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <curl/curl.h>

#include "sigv4.h"

enum {
    DROPPED_BYTES_MAX = 64 * 1024, /* of a body that nobody wants (404 pages) */
    CONNECTIONS_MAX = 2,
    CONNECTION_LIFETIME_S = 300,
    DNS_CACHE_S = 60,
    BLOCK_BYTES = 128 * 1024,
    TIMEOUT_S_MAX = 6 * 3600,
    STATUS_REFUSED_FROM = 300,
    STATUS_FORBIDDEN = 403,
    HEADERS_MAX = 8,           /* of one request */
    LEAVE_BYTES = 1024 * 1024, /* a smaller body does not wait for "100 Continue" */
    HEADER_BYTES_MAX = 2304,   /* a session's token is the longest */
};

struct http {
    struct http_options options;
    CURL *easy;
    bool encrypted; /* https */
    bool loopback;
    bool doubtful;
    char url[HTTP_URL_BYTES_MAX];
    size_t origin_size; /* of url */
    char error[CURL_ERROR_SIZE];
    int64_t ahead_s; /* the server's clock before ours, by its last answer */
};

/* One request and what came back so far. */
struct transfer {
    struct http *http;
    struct http_answer *answer;
    http_piece_fn *handle_piece;
    void *data;
    uint64_t from, max, taken;
    size_t header_bytes;
    bool headers_ended;           /* the empty line behind them was there */
    bool range_ok;                /* Content-Range says what we asked for */
    enum err err;                 /* why we ended it */
    struct bytes body, body_left; /* to send */
    size_t refusal_size;
};

/* ---- start ---- */

static bool host_is_loopback(const char *host)
{
    return strcmp(host, "localhost") == 0 || strncmp(host, "127.", 4) == 0 ||
           strcmp(host, "[::1]") == 0;
}

/* Numeric 127.x.x.x only: 127.example.org is anywhere. */
static bool host_is_numeric(const char *host)
{
    return strspn(host, "0123456789.") == strlen(host);
}

static enum err origin_read(struct http *http, const char *origin, struct complaint *why)
{
    CURLU *url = curl_url();
    char *scheme = NULL, *host = NULL, *query = NULL, *user = NULL;
    enum err err = OK;
    size_t size = strlen(origin);

    if (!url) {
        return ERR_NOMEM;
    }
    if (curl_url_set(url, CURLUPART_URL, origin, 0) ||
        curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) ||
        curl_url_get(url, CURLUPART_HOST, &host, 0) || size >= HTTP_URL_BYTES_MAX / 2) {
        err = complain(why, ERR_INVALID, "%s is no address; give http://HOST:PORT or https://HOST",
                       origin);
        goto done;
    }
    if (strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0) {
        err = complain(why, ERR_INVALID, "%s: only http and https are spoken", origin);
        goto done;
    }
    if (!curl_url_get(url, CURLUPART_QUERY, &query, 0) ||
        !curl_url_get(url, CURLUPART_USER, &user, 0)) {
        err = complain(why, ERR_INVALID, "%s: an address without user and query is needed", origin);
        goto done;
    }
    http->encrypted = strcmp(scheme, "https") == 0;
    http->loopback =
        host_is_loopback(host) && (strncmp(host, "127.", 4) != 0 || host_is_numeric(host));
    while (size > 0 && origin[size - 1] == '/') {
        size--;
    }
    memcpy(http->url, origin, size);
    http->url[size] = '\0';
    http->origin_size = size;

done:
    curl_free(user);
    curl_free(query);
    curl_free(host);
    curl_free(scheme);
    curl_url_cleanup(url);
    return err;
}

enum err http_new(const struct http_options *options, struct http **http, struct complaint *why)
{
    static bool started;

    if (!started && curl_global_init(CURL_GLOBAL_DEFAULT)) {
        return complain(why, ERR_NOMEM, "libcurl does not start");
    }
    started = true;
    struct http *h = calloc(1, sizeof *h);
    if (!h) {
        return ERR_NOMEM;
    }
    h->options = *options;
    enum err err = origin_read(h, options->origin, why);
    if (!err) {
        h->easy = curl_easy_init();
        err = h->easy ? OK : ERR_NOMEM;
    }
    if (err) {
        http_free(h);
        return err;
    }
    *http = h;
    return OK;
}

void http_free(struct http *http)
{
    if (http) {
        curl_easy_cleanup(http->easy);
        free(http);
    }
}

void http_doubt_clock(struct http *http, bool doubtful)
{
    http->doubtful = doubtful;
}

/* ---- what curl calls ---- */

static bool header_is(struct text line, const char *name, struct text *value)
{
    size_t size = strlen(name);

    if (line.size <= size || line.data[size] != ':' || strncasecmp(line.data, name, size) != 0) {
        return false;
    }
    *value = text_trim(text_slice(line, size + 1, line.size));
    return true;
}

/* "bytes <from>-..." */
static bool range_begins_at(struct text value, uint64_t from)
{
    char expected[40];
    snprintf(expected, sizeof expected, "bytes %llu-", (unsigned long long)from);
    return text_starts(value, expected);
}

/* 0: no date that HTTP knows. */
static int64_t date_read(struct text value)
{
    char date[40];
    time_t moment =
        value.size < sizeof date ? curl_getdate(text_copy(value, date, sizeof date), NULL) : -1;
    return moment > 0 ? (int64_t)moment : 0;
}

static size_t take_header(char *data, size_t size, size_t count, void *context)
{
    struct transfer *t = context;
    struct text line = {.data = data, .size = size * count}, value;

    t->header_bytes += line.size;
    if (t->header_bytes > HTTP_HEADER_BYTES_MAX) {
        t->err = ERR_FULL;
        return 0;
    }
    if (text_starts(line, "HTTP/")) { /* a new answer: what an interim one said does not count */
        t->answer->etag[0] = '\0';
        t->answer->date_s = 0;
        t->range_ok = false;
        t->headers_ended = false;
    } else if (text_trim(line).size == 0) {
        t->headers_ended = true;
    } else if (header_is(line, "ETag", &value) && value.size <= HTTP_ETAG_BYTES_MAX) {
        text_copy(value, t->answer->etag, sizeof t->answer->etag);
    } else if (header_is(line, "Content-Range", &value)) {
        t->range_ok = range_begins_at(value, t->from);
    } else if (header_is(line, "Date", &value)) {
        t->answer->date_s = date_read(value);
    }
    return line.size;
}

static long status_of(const struct transfer *t)
{
    long status = 0;
    curl_easy_getinfo(t->http->easy, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

static bool status_has_body(long status, bool part)
{
    return part ? status == 206 : status == 200 || status == 201;
}

static void refusal_add(struct transfer *t, struct bytes piece)
{
    size_t room = HTTP_REFUSAL_BYTES_MAX - t->refusal_size;

    for (size_t i = 0; i < piece.size && i < room; i++) {
        t->answer->refusal[t->refusal_size++] = (char)(piece.data[i] ? piece.data[i] : ' ');
    }
}

static size_t take_body(char *data, size_t size, size_t count, void *context)
{
    struct transfer *t = context;
    struct bytes piece = bytes_of(data, size * count);
    bool wanted = status_has_body(status_of(t), t->from > 0);

    if (t->from > 0 && (status_of(t) == 200 || (wanted && !t->range_ok))) {
        t->err = ERR_MISMATCH; /* not the part that was asked for */
        return 0;
    }
    t->taken += piece.size;
    if (t->taken > (wanted ? t->max : DROPPED_BYTES_MAX)) {
        t->err = ERR_FULL;
        return 0;
    }
    if (wanted) {
        t->err = t->handle_piece(piece, t->data);
    } else if (status_of(t) >= STATUS_REFUSED_FROM) {
        refusal_add(t, piece);
    }
    return t->err ? 0 : piece.size;
}

static size_t give_body(char *to, size_t size, size_t count, void *context)
{
    struct transfer *t = context;
    size_t n = size * count < t->body_left.size ? size * count : t->body_left.size;

    if (n > 0) {
        memcpy(to, t->body_left.data, n);
        t->body_left = bytes_of(t->body_left.data + n, t->body_left.size - n);
    }
    return n;
}

/* curl goes back to the start when a kept connection turned out dead. */
static int rewind_body(void *context, curl_off_t offset, int origin)
{
    struct transfer *t = context;

    if (origin != SEEK_SET || offset < 0 || (uint64_t)offset > t->body.size) {
        return CURL_SEEKFUNC_FAIL;
    }
    t->body_left = bytes_of(t->body.data + offset, t->body.size - (size_t)offset);
    return CURL_SEEKFUNC_OK;
}

static int watch_stop(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    const struct transfer *t = context;
    (void)a, (void)b, (void)c, (void)d;
    return t->http->options.stop && *t->http->options.stop ? 1 : 0;
}

/* ---- a request ---- */

/* The limits of every request; what goes wrong here is a libcurl without the option. */
static bool limits_set(struct http *h, struct transfer *t)
{
    CURL *c = h->easy;
    uint64_t timeout_s = HTTP_TIMEOUT_S + (t->max + t->body.size) / 1024;
    timeout_s = timeout_s > TIMEOUT_S_MAX ? TIMEOUT_S_MAX : timeout_s;

    return !curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https") &&
           !curl_easy_setopt(c, CURLOPT_REDIR_PROTOCOLS_STR, "http,https") &&
           !curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L) &&
           !curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) &&
           !curl_easy_setopt(c, CURLOPT_PROXY, h->options.proxy ? h->options.proxy : "") &&
           !curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L) &&
           !curl_easy_setopt(c, CURLOPT_PATH_AS_IS, 1L) &&
           !curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) &&
           !curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)HTTP_CONNECT_TIMEOUT_S) &&
           !curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, (long)HTTP_SLOW_BYTES_S) &&
           !curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, (long)HTTP_SLOW_S) &&
           !curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)timeout_s) &&
           !curl_easy_setopt(c, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)(t->max + t->from)) &&
           !curl_easy_setopt(c, CURLOPT_BUFFERSIZE, (long)BLOCK_BYTES) &&
           !curl_easy_setopt(c, CURLOPT_MAXCONNECTS, (long)CONNECTIONS_MAX) &&
           !curl_easy_setopt(c, CURLOPT_MAXLIFETIME_CONN, (long)CONNECTION_LIFETIME_S) &&
           !curl_easy_setopt(c, CURLOPT_DNS_CACHE_TIMEOUT, (long)DNS_CACHE_S);
}

static bool tls_set(struct http *h, bool put)
{
    CURL *c = h->easy;
    /* What is read is signed; what is written goes only to the pinned key. */
    bool dates_count = !h->doubtful || (put && !h->options.pin);

    return !curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) &&
           !curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, dates_count ? 1L : 0L) &&
           !curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, dates_count ? 2L : 0L) &&
           (!h->options.ca || !curl_easy_setopt(c, CURLOPT_CAINFO, h->options.ca)) &&
           (!h->options.pin || !curl_easy_setopt(c, CURLOPT_PINNEDPUBLICKEY, h->options.pin));
}

static bool callbacks_set(struct http *h, struct transfer *t)
{
    CURL *c = h->easy;

    return !curl_easy_setopt(c, CURLOPT_ERRORBUFFER, h->error) &&
           !curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body) &&
           !curl_easy_setopt(c, CURLOPT_WRITEDATA, t) &&
           !curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header) &&
           !curl_easy_setopt(c, CURLOPT_HEADERDATA, t) &&
           !curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L) &&
           !curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, watch_stop) &&
           !curl_easy_setopt(c, CURLOPT_XFERINFODATA, t);
}

static enum err url_set(struct http *h, const char *path, struct complaint *why)
{
    int size = snprintf(h->url + h->origin_size, sizeof h->url - h->origin_size, "/%s", path);

    if (size < 0 || (size_t)size >= sizeof h->url - h->origin_size) {
        return complain(why, ERR_INVALID, "%s: the address is too long", path);
    }
    return curl_easy_setopt(h->easy, CURLOPT_URL, h->url) ? ERR_NOMEM : OK;
}

static enum err code_err(CURLcode code, const struct transfer *t)
{
    if (t->err) {
        return t->err;
    }
    switch ((int)code) {
    case CURLE_OK:
        return OK;
    case CURLE_OUT_OF_MEMORY:
        return ERR_NOMEM;
    case CURLE_FILESIZE_EXCEEDED:
        return ERR_FULL;
    case CURLE_RANGE_ERROR:
        return ERR_MISMATCH;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
        return ERR_DENIED;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
        return ERR_INVALID;
    default:
        return ERR_UNAVAILABLE;
    }
}

static const char *reason(const struct transfer *t, CURLcode code)
{
    if (t->err == ERR_FULL || code == CURLE_FILESIZE_EXCEEDED) {
        return "the answer is larger than it may be";
    }
    if (t->err) {
        return "ended by the reader";
    }
    return t->http->error[0] ? t->http->error : curl_easy_strerror(code);
}

static enum err perform(struct transfer *t, const char *path, struct curl_slist *headers,
                        struct complaint *why)
{
    struct http *h = t->http;
    curl_off_t retry_after = 0;

    h->error[0] = '\0';
    *t->answer = (struct http_answer){0};
    t->body_left = t->body;
    t->taken = 0;
    t->refusal_size = 0;
    t->headers_ended = false;
    t->header_bytes = 0;
    enum err err = url_set(h, path, why);
    if (err) {
        return err;
    }
    if (curl_easy_setopt(h->easy, CURLOPT_HTTPHEADER, headers)) {
        return ERR_NOMEM;
    }
    CURLcode code = curl_easy_perform(h->easy);
    err = code_err(code, t);
    if (err) {
        return complain(why, err, "%s: %s", h->url, reason(t, code));
    }
    if (!t->headers_ended) { /* curl takes what a line cut amid its headers left for an answer */
        return complain(why, ERR_UNAVAILABLE, "%s: the answer is cut in its headers", h->url);
    }
    t->answer->status = (int)status_of(t);
    curl_easy_getinfo(h->easy, CURLINFO_RETRY_AFTER, &retry_after);
    t->answer->retry_after_s = retry_after < 0                        ? 0
                               : retry_after > HTTP_RETRY_AFTER_S_MAX ? HTTP_RETRY_AFTER_S_MAX
                                                                      : (unsigned)retry_after;
    return OK;
}

/* ---- headers ---- */

/* The lines of one request, made twice where the clock is found to be wrong. */
struct headers {
    char line[HEADERS_MAX][HEADER_BYTES_MAX];
    size_t count;
};

__attribute__((format(printf, 2, 3))) static void header_add(struct headers *headers,
                                                             const char *format, ...)
{
    va_list args;

    assert(headers->count < HEADERS_MAX);
    va_start(args, format);
    vsnprintf(headers->line[headers->count++], HEADER_BYTES_MAX, format, args);
    va_end(args);
}

static struct curl_slist *list_make(const struct headers *headers)
{
    struct curl_slist *list = NULL;

    for (size_t i = 0; i < headers->count; i++) {
        struct curl_slist *longer = curl_slist_append(list, headers->line[i]);
        if (!longer) {
            curl_slist_free_all(list);
            return NULL;
        }
        list = longer;
    }
    return list;
}

/* ---- keys ---- */

static bool keys_set(struct http *h, struct bytes body)
{
    const struct http_keys *keys = h->options.keys;
    char provider[SIGV4_PROVIDER_BYTES];
    long leave_ms = body.size < LEAVE_BYTES ? 1 : 1000;

    sigv4_provider(keys, provider);
    return !curl_easy_setopt(h->easy, CURLOPT_EXPECT_100_TIMEOUT_MS, leave_ms) &&
           !curl_easy_setopt(h->easy, CURLOPT_AWS_SIGV4, provider) &&
           !curl_easy_setopt(h->easy, CURLOPT_USERNAME, keys->access_key) &&
           !curl_easy_setopt(h->easy, CURLOPT_PASSWORD, keys->secret_key);
}

/* curl signs by the machine's clock (and so this file alone of the layers reads it): where that is
 * wrong, a date of ours takes its place. */
static int64_t local_s(void)
{
    return (int64_t)time(NULL);
}

static bool is_skewed(const struct http *h)
{
    return h->ahead_s > HTTP_SKEW_S || h->ahead_s < -HTTP_SKEW_S;
}

static void keys_headers(const struct http *h, struct bytes body, struct headers *headers)
{
    char value[SIGV4_VALUE_BYTES];

    header_add(headers, "x-amz-content-sha256: %s", sigv4_body_hash(body, value));
    if (is_skewed(h)) {
        header_add(headers, "X-Amz-Date: %s", sigv4_date(local_s() + h->ahead_s, value));
    }
    if (h->options.keys->token) {
        header_add(headers, "x-amz-security-token: %s", h->options.keys->token);
    }
}

/* ---- a request with or without them ---- */

static enum err attempt(struct transfer *t, const char *path, const struct headers *given,
                        bool with_keys, struct complaint *why)
{
    struct headers headers = *given;

    if (with_keys) {
        keys_headers(t->http, t->body, &headers);
    } else { /* Not with keys: curl 7.88 signs a header that is only there to be left out. */
        header_add(&headers, "Accept:");
        if (t->body.size > 0) { /* 64 kB do not wait for leave */
            header_add(&headers, "Expect:");
        }
    }
    struct curl_slist *list = list_make(&headers);
    enum err err = list ? perform(t, path, list, why) : ERR_NOMEM;
    curl_slist_free_all(list);
    return err;
}

static enum err request(struct transfer *t, const char *path, const struct headers *headers,
                        bool with_keys, struct complaint *why)
{
    struct http *h = t->http;

    if (with_keys && !keys_set(h, t->body)) {
        return ERR_NOMEM;
    }
    bool was_skewed = is_skewed(h);
    enum err err = attempt(t, path, headers, with_keys, why);
    if (err || !with_keys || t->answer->date_s == 0) {
        return err;
    }
    h->ahead_s = t->answer->date_s - local_s();
    if (t->answer->status == STATUS_FORBIDDEN && !was_skewed && is_skewed(h)) {
        err = attempt(t, path, headers, with_keys, why);
    }
    return err;
}

static bool may_send(const struct http *h, bool plain_ok, struct complaint *why)
{
    if (!h->encrypted && !h->loopback && !plain_ok) {
        complain(why, ERR_DENIED,
                 "%.*s: nothing is sent over plain http to another machine; use https",
                 (int)h->origin_size, h->url);
        return false;
    }
    return true;
}

enum err http_get(struct http *http, const struct http_get *get, struct http_answer *answer,
                  struct complaint *why, http_piece_fn *handle_piece, void *data)
{
    struct headers headers = {.count = 0};
    struct transfer t = {.http = http,
                         .answer = answer,
                         .handle_piece = handle_piece,
                         .data = data,
                         .from = get->from,
                         .max = get->max};
    bool with_keys = get->with_keys && http->options.keys;

    if (with_keys && !may_send(http, false, why)) {
        return ERR_DENIED; /* who hears a signed request can repeat it */
    }
    curl_easy_reset(http->easy); /* options only: connections stay */
    if (get->etag && get->etag[0]) {
        header_add(&headers, "If-None-Match: %s", get->etag);
    }
    if (!limits_set(http, &t) || !tls_set(http, false) || !callbacks_set(http, &t) ||
        curl_easy_setopt(http->easy, CURLOPT_RESUME_FROM_LARGE, (curl_off_t)get->from)) {
        return ERR_NOMEM;
    }
    return request(&t, get->path, &headers, with_keys, why);
}

static enum err add_piece(struct bytes piece, void *data)
{
    struct buffer *buffer = data;
    buffer_add(buffer, piece.data, piece.size);
    return buffer->failed ? ERR_NOMEM : OK;
}

enum err http_get_bytes(struct http *http, const struct http_get *get, struct arena *arena,
                        struct http_answer *answer, struct bytes *body, struct complaint *why)
{
    struct buffer buffer = buffer_begin(arena);
    enum err err = http_get(http, get, answer, why, add_piece, &buffer);

    if (err) {
        arena_rewind(arena, buffer.start);
        return err;
    }
    return buffer_end(&buffer, body);
}

static void put_headers(const struct http *http, const struct http_put *put,
                        struct headers *headers)
{
    if (put->once) {
        header_add(headers, "If-None-Match: *");
    }
    if (put->if_match) {
        header_add(headers, "If-Match: %s", put->if_match);
    }
    if (put->cache_control) {
        header_add(headers, "Cache-Control: %s", put->cache_control);
    }
    if (http->options.keys) { /* else whoever wrote it could keep it from the bucket's owner */
        header_add(headers, "x-amz-acl: bucket-owner-full-control");
    }
}

enum err http_put(struct http *http, const struct http_put *put, struct arena *arena,
                  struct http_answer *answer, struct bytes *body, struct complaint *why)
{
    struct buffer buffer = buffer_begin(arena);
    struct headers headers = {.count = 0};
    struct transfer t = {.http = http,
                         .answer = answer,
                         .handle_piece = add_piece,
                         .data = &buffer,
                         .max = put->max,
                         .body = put->bytes};
    CURL *c = http->easy;

    if (!may_send(http, put->plain_ok, why)) {
        return ERR_DENIED;
    }
    curl_easy_reset(c);
    put_headers(http, put, &headers);
    enum err err = ERR_NOMEM;
    if (limits_set(http, &t) && tls_set(http, true) && callbacks_set(http, &t) &&
        !curl_easy_setopt(c, CURLOPT_UPLOAD, 1L) &&
        !curl_easy_setopt(c, CURLOPT_INFILESIZE_LARGE, (curl_off_t)put->bytes.size) &&
        !curl_easy_setopt(c, CURLOPT_READFUNCTION, give_body) &&
        !curl_easy_setopt(c, CURLOPT_READDATA, &t) &&
        !curl_easy_setopt(c, CURLOPT_SEEKFUNCTION, rewind_body) &&
        !curl_easy_setopt(c, CURLOPT_SEEKDATA, &t)) {
        err = request(&t, put->path, &headers, http->options.keys, why);
    }
    if (err) {
        arena_rewind(arena, buffer.start);
        return err;
    }
    return buffer_end(&buffer, body);
}

static enum err drop_piece(struct bytes piece, void *data)
{
    (void)piece, (void)data;
    return OK;
}

enum err http_delete(struct http *http, const char *path, struct http_answer *answer,
                     struct complaint *why)
{
    const struct headers headers = {.count = 0};
    struct transfer t = {
        .http = http, .answer = answer, .handle_piece = drop_piece, .max = DROPPED_BYTES_MAX};

    if (!may_send(http, false, why)) {
        return ERR_DENIED;
    }
    curl_easy_reset(http->easy);
    if (!limits_set(http, &t) || !tls_set(http, true) || !callbacks_set(http, &t) ||
        curl_easy_setopt(http->easy, CURLOPT_CUSTOMREQUEST, "DELETE")) {
        return ERR_NOMEM;
    }
    return request(&t, path, &headers, http->options.keys, why);
}
