/* server.h - HTTP for kiosks: the tree to read, envelopes to take (PROTOCOL 15).
 *
 * One thread: the caller waits on server_fd() and calls server_run(). The only includer of
 * <microhttpd.h>. */
#pragma once

#include "intake.h"

enum {
    SERVER_CONNECTIONS_MAX = 256,
    SERVER_CONNECTIONS_PER_IP_MAX = 32,
    SERVER_TIMEOUT_S = 60,
    SERVER_MEMORY_BYTES = 16 * 1024, /* of a connection: request line and headers */
};

struct server;

/* Certificate and key in PEM, NUL-terminated; kept by reference. */
struct server_tls {
    const char *cert, *key;
};
/* `listen`: "127.0.0.1:8710", "[::1]:0"; port 0 takes a free one. `intake` is kept by reference.
 * `tls` NULL: plain http. ERR_INVALID: not an address; ERR_BUSY: the port is taken, or certificate
 * and key do not fit. */
MUST_CHECK enum err server_open(const char *listen, const struct server_tls *tls,
                                struct intake *intake, struct server **server,
                                struct complaint *why);
void server_close(struct server *server);
unsigned server_port(const struct server *server);
int server_fd(const struct server *server);         /* readable: there is something to do */
int server_timeout_ms(const struct server *server); /* -1: none */
void server_run(struct server *server);
