/* bucket.c - see bucket.h. */
#include "bucket.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "listing.h"
#include "random.h"

enum {
    PATH_BYTES_MAX = HTTP_URL_BYTES_MAX / 2,
    /* A page and the path that asked for it. */
    ARENA_BYTES = LISTING_PAGE_BYTES_MAX + 64 * 1024,
    ANSWER_BYTES_MAX = 64 * 1024, /* of what nobody reads */
    CODE_BYTES_MAX = 48,
    STATUS_OK = 200,
    STATUS_SUCCESS_END = 300,
    STATUS_FORBIDDEN = 403,
    STATUS_NOT_FOUND = 404,
    STATUS_CONFLICT = 409,
    STATUS_CONDITION = 412,
    STATUS_MANY = 429,
    STATUS_SERVER_FROM = 500,
};

struct bucket {
    struct http *http;
    const volatile sig_atomic_t *stop;
    char origin[HTTP_URL_BYTES_MAX / 2];
    char name[BUCKET_NAME_BYTES_MAX + 1], prefix[BUCKET_PREFIX_BYTES_MAX + 1];
    struct arena arena; /* one listing's page, or one answer */
};

/* ---- where it is ---- */

static bool is_bucket_name(struct text name)
{
    if (name.size < 3 || name.size > BUCKET_NAME_BYTES_MAX || name.data[0] == '.' ||
        name.data[0] == '-') {
        return false;
    }
    for (size_t i = 0; i < name.size; i++) {
        char c = name.data[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
              (c == '.' && name.data[i - 1] != '.'))) {
            return false;
        }
    }
    return true;
}

static bool is_wire_name(struct text name)
{
    for (size_t i = 0; i < name.size; i++) {
        char c = name.data[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '/')) {
            return false;
        }
    }
    return name.size > 0;
}

static enum err target_read(struct bucket *b, const char *target, struct complaint *why)
{
    struct text rest = text_of(target), name;

    if (text_starts(rest, "s3://")) {
        rest = text_slice(rest, strlen("s3://"), rest.size);
        text_split(&rest, '/', &name);
        while (rest.size > 0 && rest.data[rest.size - 1] == '/') {
            rest.size--;
        }
        if (is_bucket_name(name) && (rest.size == 0 || is_wire_name(rest)) &&
            rest.size <= BUCKET_PREFIX_BYTES_MAX && (rest.size == 0 || rest.data[0] != '/')) {
            text_copy(name, b->name, sizeof b->name);
            text_copy(rest, b->prefix, sizeof b->prefix);
            return OK;
        }
    }
    return complain(why, ERR_INVALID,
                    "%s is no target; write s3://BUCKET/PREFIX in lower-case letters, digits and -",
                    target);
}

static enum err origin_make(struct bucket *b, const char *endpoint, struct complaint *why)
{
    static const char mark[] = "{bucket}";
    const char *at = strstr(endpoint, mark);
    size_t size = strlen(endpoint);
    int n;

    while (size > 0 && endpoint[size - 1] == '/') {
        size--;
    }
    if (at) {
        n = snprintf(b->origin, sizeof b->origin, "%.*s%s%.*s", (int)(at - endpoint), endpoint,
                     b->name, (int)(size - (size_t)(at - endpoint) - strlen(mark)),
                     at + strlen(mark));
    } else {
        n = snprintf(b->origin, sizeof b->origin, "%.*s/%s", (int)size, endpoint, b->name);
    }
    return n < 0 || (size_t)n >= sizeof b->origin
               ? complain(why, ERR_INVALID, "%s: the address is too long", endpoint)
               : OK;
}

enum err bucket_open(const struct bucket_options *options, struct bucket **bucket,
                     struct complaint *why)
{
    struct bucket *b = calloc(1, sizeof *b);

    if (!b) {
        return ERR_NOMEM;
    }
    b->stop = options->stop;
    enum err err = target_read(b, options->target, why);
    err = err ? err : origin_make(b, options->endpoint, why);
    if (!err) {
        const struct http_options http = {.origin = b->origin,
                                          .proxy = options->proxy,
                                          .pin = options->pin,
                                          .ca = options->ca,
                                          .stop = options->stop,
                                          .keys = options->keys};
        err = http_new(&http, &b->http, why);
    }
    err = err ? err : arena_init(&b->arena, ARENA_BYTES);
    if (err) {
        bucket_close(b);
        return err;
    }
    *bucket = b;
    return OK;
}

void bucket_close(struct bucket *bucket)
{
    if (bucket) {
        http_free(bucket->http);
        arena_deinit(&bucket->arena);
        free(bucket);
    }
}

struct text bucket_name(const struct bucket *bucket)
{
    return text_of(bucket->name);
}

struct text bucket_prefix(const struct bucket *bucket)
{
    return text_of(bucket->prefix);
}

/* ---- paths ---- */

/* What a signature is made over: everything but letters, digits and -_.~ escaped. */
static void add_escaped(struct buffer *to, const char *text)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

    for (; *text; text++) {
        if (strchr(plain, *text)) {
            buffer_add_byte(to, (uint8_t)*text);
        } else {
            buffer_printf(to, "%%%02X", (unsigned)(unsigned char)*text);
        }
    }
}

static enum err path_end(struct buffer *buffer, const char **path)
{
    struct bytes bytes;

    buffer_add_byte(buffer, '\0');
    enum err err = buffer_end(buffer, &bytes);
    *path = err ? NULL : (const char *)bytes.data;
    return err;
}

/* The path of an object, in the bucket's arena. */
static enum err path_make(struct bucket *b, const char *name, const char *version,
                          const char **path)
{
    struct buffer buffer = buffer_begin(&b->arena);

    if (!is_wire_name(text_of(name))) {
        return ERR_INVALID;
    }
    if (b->prefix[0]) {
        buffer_printf(&buffer, "%s/", b->prefix);
    }
    buffer_add_text(&buffer, text_of(name));
    if (version) {
        buffer_add_text(&buffer, text_of("?versionId="));
        add_escaped(&buffer, version);
    }
    return path_end(&buffer, path);
}

/* ---- answers ---- */

/* <Code>...</Code> of an error; "" if there is none. */
static void code_read(const char *refusal, char to[CODE_BYTES_MAX])
{
    static const char begin[] = "<Code>";
    const char *at = strstr(refusal, begin);
    size_t size = 0;

    if (at) {
        at += strlen(begin);
        size = strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
        size = size < CODE_BYTES_MAX ? size : CODE_BYTES_MAX - 1;
        memcpy(to, at, size);
    }
    to[size] = '\0';
}

static enum err status_err(int status)
{
    switch (status) {
    case STATUS_FORBIDDEN:
        return ERR_DENIED;
    case STATUS_NOT_FOUND:
        return ERR_NOT_FOUND;
    case STATUS_CONDITION:
        return ERR_MISMATCH;
    default: /* 409: another request at the same object was under way */
        return status == STATUS_MANY || status == STATUS_CONFLICT || status >= STATUS_SERVER_FROM
                   ? ERR_UNAVAILABLE
                   : ERR_INVALID;
    }
}

static enum err answer_judge(const struct bucket *b, const char *path,
                             const struct http_answer *answer, struct complaint *why)
{
    char code[CODE_BYTES_MAX];

    if (answer->status >= STATUS_OK && answer->status < STATUS_SUCCESS_END) {
        return OK;
    }
    code_read(answer->refusal, code);
    return complain(why, status_err(answer->status), "%s/%s: the object store answers %d%s%s",
                    b->origin, path, answer->status, code[0] ? " " : "", code);
}

/* ---- again ---- */

static bool is_stopped(const struct bucket *b)
{
    return b->stop && *b->stop;
}

static void wait_before(const struct bucket *b, unsigned attempt, unsigned retry_after_s)
{
    uint64_t ms = BUCKET_WAIT_MS_FIRST;

    for (unsigned i = 1; i < attempt && ms < BUCKET_WAIT_MS_MAX; i++) {
        ms *= 2;
    }
    ms = ms / 2 + random_below((uint32_t)(ms / 2));
    if (retry_after_s > 0 && ms < (uint64_t)retry_after_s * 1000) {
        ms = (uint64_t)retry_after_s * 1000;
    }
    ms = ms < BUCKET_WAIT_MS_MAX ? ms : BUCKET_WAIT_MS_MAX;
    for (uint64_t slept = 0; slept < ms && !is_stopped(b); slept += 50) {
        nanosleep(&(struct timespec){.tv_nsec = 50 * 1000 * 1000}, NULL);
    }
}

/* One request of any kind, once. */
typedef enum err ask_fn(struct bucket *b, const char *path, const void *what,
                        struct http_answer *answer, struct complaint *why);

static enum err ask(struct bucket *b, const char *path, ask_fn *once, const void *what,
                    struct http_answer *answer, struct complaint *why)
{
    struct http_answer unread;
    answer = answer ? answer : &unread;
    enum err err = ERR_UNAVAILABLE;

    for (unsigned attempt = 0; attempt < BUCKET_ATTEMPTS && err == ERR_UNAVAILABLE; attempt++) {
        if (attempt > 0) {
            wait_before(b, attempt, answer->retry_after_s);
        }
        if (is_stopped(b)) {
            return complain(why, ERR_UNAVAILABLE, "stopped");
        }
        *answer = (struct http_answer){0};
        err = once(b, path, what, answer, why);
        err = err ? err : answer_judge(b, path, answer, why);
    }
    return err;
}

/* ---- objects ---- */

struct get {
    uint64_t max;
    struct arena *arena;
    struct bytes *body;
};

static enum err get_once(struct bucket *b, const char *path, const void *what,
                         struct http_answer *answer, struct complaint *why)
{
    const struct get *get = what;
    const struct http_get request = {.path = path, .max = get->max, .with_keys = true};
    return http_get_bytes(b->http, &request, get->arena, answer, get->body, why);
}

enum err bucket_get(struct bucket *bucket, const char *name, const char *version, uint64_t max,
                    struct arena *arena, struct bytes *body, char etag[HTTP_ETAG_BYTES_MAX + 1],
                    struct complaint *why)
{
    const struct get get = {.max = max, .arena = arena, .body = body};
    struct http_answer answer;
    const char *path;

    arena_reset(&bucket->arena);
    enum err err = path_make(bucket, name, version, &path);
    err = err ? err : ask(bucket, path, get_once, &get, &answer, why);
    if (!err && etag) {
        memcpy(etag, answer.etag, sizeof answer.etag);
    }
    return err;
}

static enum err put_once(struct bucket *b, const char *path, const void *what,
                         struct http_answer *answer, struct complaint *why)
{
    const struct bucket_put *put = what;
    struct bytes unread;
    size_t mark = arena_mark(&b->arena);
    const struct http_put request = {.path = path,
                                     .bytes = put->bytes,
                                     .once = put->once,
                                     .if_match = put->if_match,
                                     .cache_control = put->cache_control,
                                     .max = ANSWER_BYTES_MAX};
    enum err err = http_put(b->http, &request, &b->arena, answer, &unread, why);
    arena_rewind(&b->arena, mark);
    return err;
}

enum err bucket_put(struct bucket *bucket, const struct bucket_put *put, struct complaint *why)
{
    const char *path;

    arena_reset(&bucket->arena);
    enum err err = path_make(bucket, put->name, NULL, &path);
    return err ? err : ask(bucket, path, put_once, put, NULL, why);
}

static enum err delete_once(struct bucket *b, const char *path, const void *what,
                            struct http_answer *answer, struct complaint *why)
{
    (void)what;
    return http_delete(b->http, path, answer, why);
}

enum err bucket_delete(struct bucket *bucket, const char *name, const char *version,
                       struct complaint *why)
{
    const char *path;

    arena_reset(&bucket->arena);
    enum err err = path_make(bucket, name, version, &path);
    err = err ? err : ask(bucket, path, delete_once, NULL, NULL, why);
    return err == ERR_NOT_FOUND ? OK : err;
}

enum err bucket_set(struct bucket *bucket, const char *setting, struct bytes body,
                    struct complaint *why)
{
    const struct bucket_put put = {.bytes = body};
    struct buffer buffer;
    const char *path;

    arena_reset(&bucket->arena);
    buffer = buffer_begin(&bucket->arena);
    buffer_printf(&buffer, "?%s=", setting);
    enum err err = path_end(&buffer, &path);
    return err ? err : ask(bucket, path, put_once, &put, NULL, why);
}

/* ---- the list ---- */

struct listing {
    struct bucket *bucket;
    bucket_version_fn *take;
    void *data;
    size_t count;
};

/* Without the prefix; empty: none of ours. */
static struct text name_of(const struct bucket *b, struct text key)
{
    struct text name = key;

    if (b->prefix[0]) {
        if (!text_starts(key, b->prefix) || key.size <= strlen(b->prefix) + 1 ||
            key.data[strlen(b->prefix)] != '/') {
            return (struct text){0};
        }
        name = text_slice(key, strlen(b->prefix) + 1, key.size);
    }
    return is_wire_name(name) ? name : (struct text){0};
}

static enum err listed_take(const struct listed *listed, void *data)
{
    struct listing *l = data;
    const struct bucket_version version = {.name = name_of(l->bucket, listed->key),
                                           .id = listed->version,
                                           .size = listed->size,
                                           .newest = listed->newest,
                                           .marker = listed->marker};

    if (++l->count > BUCKET_VERSIONS_MAX) {
        return ERR_FULL;
    }
    return version.name.size > 0 ? l->take(&version, l->data) : OK;
}

/* The query in the order of its names, as the signature wants it. */
static enum err page_path(struct bucket *b, const char *part, const struct listing_rest *from,
                          const char **path)
{
    struct buffer buffer = buffer_begin(&b->arena);

    buffer_add_byte(&buffer, '?');
    if (from->truncated) {
        buffer_add_text(&buffer, text_of("key-marker="));
        add_escaped(&buffer, from->key);
        buffer_add_byte(&buffer, '&');
    }
    buffer_printf(&buffer, "max-keys=%d&prefix=", BUCKET_PAGE);
    if (b->prefix[0]) {
        add_escaped(&buffer, b->prefix);
        buffer_add_text(&buffer, text_of("%2F"));
    }
    add_escaped(&buffer, part);
    if (from->truncated && from->version[0]) {
        buffer_add_text(&buffer, text_of("&version-id-marker="));
        add_escaped(&buffer, from->version);
    }
    buffer_add_text(&buffer, text_of("&versions="));
    return path_end(&buffer, path);
}

static enum err page_take(struct listing *l, const char *part, struct listing_rest *from,
                          struct complaint *why)
{
    struct bucket *b = l->bucket;
    struct bytes xml;
    struct listing_rest *rest;
    const struct get get = {.max = LISTING_PAGE_BYTES_MAX, .arena = &b->arena, .body = &xml};
    const char *path;

    arena_reset(&b->arena);
    rest = ARENA_NEW(&b->arena, struct listing_rest);
    enum err err = rest ? page_path(b, part, from, &path) : ERR_NOMEM;
    err = err ? err : ask(b, path, get_once, &get, NULL, why);
    err = err ? err : listing_parse(xml, listed_take, l, rest, why);
    if (!err && rest->truncated && from->truncated && strcmp(rest->key, from->key) == 0 &&
        strcmp(rest->version, from->version) == 0) {
        err = complain(why, ERR_INVALID, "%s: the object store's list goes in a circle", b->origin);
    }
    if (!err) {
        *from = *rest;
    }
    return err;
}

enum err bucket_versions(struct bucket *bucket, const char *part, bucket_version_fn *take,
                         void *data, struct complaint *why)
{
    struct listing l = {.bucket = bucket, .take = take, .data = data};
    struct listing_rest from = {0};
    enum err err;

    do {
        err = page_take(&l, part, &from, why);
    } while (!err && from.truncated);
    return err;
}
