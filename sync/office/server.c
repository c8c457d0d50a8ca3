/* server.c - see server.h. */
#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hash.h"
#include "head.h"
#include "log.h"
#include "tree.h"

enum {
    ETAG_HEX = 16,
    ETAG_BYTES = ETAG_HEX + 3,
    SMALL_FILE_BYTES_MAX = 64 * 1024,
    /* Of a file, at once. MHD's own reader takes 4096, which leave as packets that are not full and
     * are acknowledged nearly one by one (README). */
    BLOCK_BYTES = 64 * 1024,
};

struct server {
    struct MHD_Daemon *daemon;
    struct intake *intake;
};

/* One PUT while its body arrives. */
struct request {
    struct route route;
    size_t size, room;
    uint8_t body[];
};

/* ---- answering ---- */

static enum MHD_Result send_response(struct MHD_Connection *connection, unsigned status,
                                     struct MHD_Response *response)
{
    enum MHD_Result sent = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return sent;
}

static enum MHD_Result send_bytes(struct MHD_Connection *connection, unsigned status,
                                  struct bytes body)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        body.size, (void *)(uintptr_t)body.data, MHD_RESPMEM_MUST_COPY);
    return response ? send_response(connection, status, response) : MHD_NO;
}

static enum MHD_Result send_status(struct MHD_Connection *connection, unsigned status)
{
    return send_bytes(connection, status, (struct bytes){0});
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

/* ---- the tree ---- */

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
    (void)MHD_add_response_header(response, name, value);
}

/* head, ack and site: small, changing, asked for again and again. */
static enum MHD_Result send_small(struct server *server, struct MHD_Connection *connection,
                                  const char *path)
{
    struct arena *arena = &server->intake->site->scratch;
    struct bytes bytes;
    char hex[2 * HASH_BYTES + 1], etag[ETAG_BYTES + 1];
    enum err err = file_read(path, SMALL_FILE_BYTES_MAX, arena, &bytes, NULL);
    if (err) {
        return send_status(connection, err == ERR_NOT_FOUND ? MHD_HTTP_NOT_FOUND
                                                            : MHD_HTTP_SERVICE_UNAVAILABLE);
    }
    struct hash hash = hash_of(bytes);
    hex_format(bytes_of(hash.b, HASH_BYTES), hex);
    snprintf(etag, sizeof etag, "\"%.*s\"", ETAG_HEX, hex);
    const char *known = header(connection, "If-None-Match");
    bool same = known && strcmp(known, etag) == 0;
    struct MHD_Response *response = MHD_create_response_from_buffer(
        same ? 0 : bytes.size, (void *)(uintptr_t)bytes.data, MHD_RESPMEM_MUST_COPY);
    if (!response) {
        return MHD_NO;
    }
    add_header(response, "ETag", etag);
    if (!same) {
        add_header(response, "Cache-Control", "no-cache");
    }
    return send_response(connection, same ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK, response);
}

/* "bytes=<from>-"; anything else is answered whole. */
static bool parse_range(const char *range, uint64_t *from)
{
    struct text text = text_of(range);
    return range && text_starts(text, "bytes=") && text_ends(text, "-") &&
           text_parse_uint(text_slice(text, 6, text.size - 1), INT64_MAX, from) == OK;
}

/* A file from `from` on, as MHD reads it. */
struct part {
    int fd;
    uint64_t from;
};

static ssize_t part_read(void *data, uint64_t at, char *to, size_t max)
{
    const struct part *part = data;
    ssize_t got;
    do {
        got = pread(part->fd, to, max, (off_t)(part->from + at));
    } while (got < 0 && errno == EINTR);
    return got > 0 ? got : MHD_CONTENT_READER_END_WITH_ERROR; /* it is shorter than it was */
}

static void part_end(void *data)
{
    struct part *part = data;
    close(part->fd);
    free(part);
}

/* The response owns the descriptor; it is closed when there is none (NULL). */
static struct MHD_Response *part_response(int fd, uint64_t from, uint64_t size)
{
    struct part *part = malloc(sizeof *part);
    if (!part) {
        close(fd);
        return NULL;
    }
    *part = (struct part){fd, from};
    size_t block = size < BLOCK_BYTES ? (size_t)size : BLOCK_BYTES; /* MHD takes no 0 */
    struct MHD_Response *response =
        MHD_create_response_from_callback(size, block ? block : 1, part_read, part, part_end);
    if (!response) {
        part_end(part);
    }
    return response;
}

static enum MHD_Result send_open_file(struct MHD_Connection *connection, int fd, uint64_t size)
{
    uint64_t from = 0;
    char text[96];
    bool part = parse_range(header(connection, "Range"), &from);
    if (part && from >= size) {
        close(fd);
        return send_status(connection, MHD_HTTP_RANGE_NOT_SATISFIABLE);
    }
    struct MHD_Response *response = part_response(fd, from, size - from);
    if (!response) {
        return MHD_NO;
    }
    add_header(response, "Cache-Control", "public, max-age=31536000, immutable");
    if (part) {
        snprintf(text, sizeof text, "bytes %llu-%llu/%llu", (unsigned long long)from,
                 (unsigned long long)size - 1, (unsigned long long)size);
        add_header(response, "Content-Range", text);
    }
    return send_response(connection, part ? MHD_HTTP_PARTIAL_CONTENT : MHD_HTTP_OK, response);
}

static enum MHD_Result send_file(struct MHD_Connection *connection, const char *path)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        return send_status(connection, errno == ENOENT || errno == ENOTDIR
                                           ? MHD_HTTP_NOT_FOUND
                                           : MHD_HTTP_SERVICE_UNAVAILABLE);
    }
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return send_status(connection, MHD_HTTP_NOT_FOUND);
    }
    return send_open_file(connection, fd, (uint64_t)st.st_size);
}

static enum MHD_Result get(struct server *server, struct MHD_Connection *connection,
                           const struct route *route, const char *name)
{
    char path[FILE_PATH_BYTES_MAX];
    if ((route->kind != ROUTE_TREE && route->kind != ROUTE_ACK) ||
        tree_path(server->intake->site, name, path)) {
        return send_status(connection, MHD_HTTP_NOT_FOUND);
    }
    return route->immutable ? send_file(connection, path) : send_small(server, connection, path);
}

/* ---- uploads ---- */

static enum MHD_Result begin_put(struct MHD_Connection *connection, struct text name,
                                 void **request_slot)
{
    struct route route = route_parse(name);
    const char *length = header(connection, "Content-Length");
    size_t limit = intake_limit(&route);
    uint64_t size;
    if (limit == 0) {
        return send_status(connection, MHD_HTTP_NOT_FOUND);
    }
    if (!length) {
        return send_status(connection, MHD_HTTP_LENGTH_REQUIRED);
    }
    if (text_parse_uint(text_of(length), INT64_MAX, &size) || size > limit) {
        return send_status(connection, MHD_HTTP_CONTENT_TOO_LARGE);
    }
    struct request *request = malloc(sizeof *request + (size_t)size);
    if (!request) {
        return send_status(connection, MHD_HTTP_SERVICE_UNAVAILABLE);
    }
    *request = (struct request){.room = (size_t)size};
    *request_slot = request;
    return MHD_YES;
}

static enum MHD_Result take_body(struct request *request, const char *data, size_t *size)
{
    if (*size > request->room - request->size) {
        return MHD_NO;
    }
    memcpy(request->body + request->size, data, *size);
    request->size += *size;
    *size = 0;
    return MHD_YES;
}

static enum MHD_Result end_put(struct server *server, struct MHD_Connection *connection,
                               struct text name, struct request *request)
{
    struct route route = route_parse(name);
    struct intake_answer answer =
        intake_put(server->intake, &route, bytes_of(request->body, request->size));
    struct MHD_Response *response = MHD_create_response_from_buffer(
        answer.body.size, (void *)(uintptr_t)answer.body.data, MHD_RESPMEM_MUST_COPY);
    if (!response) {
        return MHD_NO;
    }
    if (answer.retry_after_s) {
        char seconds[16];
        snprintf(seconds, sizeof seconds, "%u", answer.retry_after_s);
        add_header(response, "Retry-After", seconds);
    }
    return send_response(connection, answer.status, response);
}

static enum MHD_Result put(struct server *server, struct MHD_Connection *connection,
                           struct text name, const char *data, size_t *size, void **slot)
{
    if (!*slot) {
        return begin_put(connection, name, slot);
    }
    if (*size > 0) {
        return take_body(*slot, data, size);
    }
    return end_put(server, connection, name, *slot);
}

/* ---- the library's callbacks ---- */

/* A request without a body is answered at the second call: an answer at the first makes the library
 * close the connection, since a body might still come. */
static char no_body;

static enum MHD_Result handle_request(void *data, struct MHD_Connection *connection,
                                      const char *url, const char *method, const char *version,
                                      const char *body, size_t *body_size, void **slot)
{
    struct server *server = data;
    struct arena *arena = &server->intake->site->scratch;
    const char *name = url[0] == '/' ? url + 1 : url;
    size_t mark = arena_mark(arena);
    enum MHD_Result result;
    (void)version;
    bool reads = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
    if (reads && !*slot) {
        *slot = &no_body;
        return MHD_YES;
    }
    if (reads) {
        struct route route = route_parse(text_of(name));
        result = get(server, connection, &route, name);
    } else if (strcmp(method, "PUT") == 0) {
        result = put(server, connection, text_of(name), body, body_size, slot);
    } else {
        result = send_status(connection, MHD_HTTP_METHOD_NOT_ALLOWED);
    }
    arena_rewind(arena, mark);
    return result;
}

static void handle_end(void *data, struct MHD_Connection *connection, void **slot,
                       enum MHD_RequestTerminationCode why)
{
    (void)data;
    (void)connection;
    (void)why;
    if (*slot != &no_body) {
        free(*slot);
    }
    *slot = NULL;
}

/* ---- life ---- */

static enum err parse_listen(const char *listen, struct addrinfo **address, struct complaint *why)
{
    char host[64];
    const char *colon = strrchr(listen, ':');
    size_t size = colon ? (size_t)(colon - listen) : 0;
    const char *from = listen;
    if (size >= 2 && listen[0] == '[' && listen[size - 1] == ']') {
        from++;
        size -= 2;
    }
    if (!colon || size == 0 || size >= sizeof host) {
        return complain(why, ERR_INVALID, "--listen %s 不对;要写成 127.0.0.1:8710", listen);
    }
    memcpy(host, from, size);
    host[size] = '\0';
    const struct addrinfo hints = {.ai_family = AF_UNSPEC,
                                   .ai_socktype = SOCK_STREAM,
                                   .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
    return getaddrinfo(host, colon + 1, &hints, address) == 0
               ? OK
               : complain(why, ERR_INVALID, "--listen %s 不对;要写成 127.0.0.1:8710", listen);
}

static const char *reason_of(int error)
{
    switch (error) {
    case EADDRNOTAVAIL:
        return "这台电脑没有这个地址；请用 127.0.0.1 或本机的网络地址";
    case EACCES:
        return "没有权限用这个端口；请用 1024 以上的";
    case EADDRINUSE:
    case 0:
        return "端口已被占用；请换一个，或先停掉正在运行的 serve";
    default:
        return strerror(error);
    }
}

/* TLS 1.2 and 1.3 with forward secrecy; nothing older is spoken. */
#define TLS_PRIORITIES "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:%SERVER_PRECEDENCE"

static enum err start(struct server *server, const char *listen, const struct server_tls *tls,
                      const struct addrinfo *address, struct complaint *why)
{
    struct MHD_OptionItem tls_options[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, tls ? (void *)(uintptr_t)tls->cert : NULL},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, tls ? (void *)(uintptr_t)tls->key : NULL},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)TLS_PRIORITIES},
        {MHD_OPTION_END, 0, NULL},
    };
    struct MHD_OptionItem no_options[] = {{MHD_OPTION_END, 0, NULL}};
    unsigned flags = MHD_USE_EPOLL | MHD_USE_SUPPRESS_DATE_NO_CLOCK | (tls ? MHD_USE_TLS : 0U) |
                     (address->ai_family == AF_INET6 ? MHD_USE_IPv6 : 0U);
    errno = 0;
    server->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, handle_request, server, MHD_OPTION_SOCK_ADDR, address->ai_addr,
        MHD_OPTION_NOTIFY_COMPLETED, handle_end, server, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)SERVER_CONNECTIONS_MAX, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        (unsigned)SERVER_CONNECTIONS_PER_IP_MAX, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)SERVER_TIMEOUT_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)SERVER_MEMORY_BYTES,
        MHD_OPTION_ARRAY, tls ? tls_options : no_options, MHD_OPTION_END);
    if (!server->daemon && tls && errno == 0) {
        return complain(why, ERR_BUSY, "不能在 %s 上服务：证书和它的钥匙不是一对，或不是 PEM",
                        listen);
    }
    return server->daemon
               ? OK
               : complain(why, ERR_BUSY, "不能在 %s 上服务：%s", listen, reason_of(errno));
}

enum err server_open(const char *listen, const struct server_tls *tls, struct intake *intake,
                     struct server **out, struct complaint *why)
{
    struct addrinfo *address = NULL;
    struct server *server = calloc(1, sizeof *server);
    if (!server) {
        return ERR_NOMEM;
    }
    server->intake = intake;
    enum err err = parse_listen(listen, &address, why);
    err = err ? err : start(server, listen, tls, address, why);
    if (address) {
        freeaddrinfo(address);
    }
    if (err) {
        server_close(server);
        return err;
    }
    *out = server;
    return OK;
}

void server_close(struct server *server)
{
    if (server && server->daemon) {
        MHD_stop_daemon(server->daemon);
    }
    free(server);
}

unsigned server_port(const struct server *server)
{
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : 0;
}

int server_fd(const struct server *server)
{
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    return info ? info->epoll_fd : -1;
}

int server_timeout_ms(const struct server *server)
{
    MHD_UNSIGNED_LONG_LONG ms;
    return MHD_get_timeout(server->daemon, &ms) == MHD_YES ? (ms > 60000 ? 60000 : (int)ms) : -1;
}

void server_run(struct server *server)
{
    (void)MHD_run(server->daemon);
}
