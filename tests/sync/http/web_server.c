/* web_server.c - see web_server.h. */
#include "web_server.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { REQUEST_BYTES_MAX = 256 * 1024, BACKLOG = 8 };

static char request[REQUEST_BYTES_MAX + 1];

static bool send_all(int fd, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t n = send(fd, data, size, MSG_NOSIGNAL);
        if (n <= 0) {
            return false;
        }
        data += n;
        size -= (size_t)n;
    }
    return true;
}

static bool send_text(int fd, const char *body, size_t size)
{
    char head[128];
    int n = snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", size);
    return send_all(fd, head, (size_t)n) && send_all(fd, body, size);
}

/* The request with its body; 0: the other side is gone. */
static size_t request_read(int fd)
{
    size_t size = 0, wanted = 0;
    ssize_t n;

    while (size < REQUEST_BYTES_MAX && (wanted == 0 || size < wanted)) {
        n = recv(fd, request + size, REQUEST_BYTES_MAX - size, 0);
        if (n <= 0) {
            return 0;
        }
        size += (size_t)n;
        request[size] = '\0';
        const char *end = strstr(request, "\r\n\r\n");
        const char *length = strstr(request, "Content-Length: ");
        if (end) {
            wanted = (size_t)(end + 4 - request);
            wanted += length && length < end ? strtoul(length + 16, NULL, 10) : 0;
        }
    }
    return size;
}

static void send_endless(int fd)
{
    static char chunk[4096 + 8];

    /* A chunk of 0x1000 bytes. */
    int head = snprintf(chunk, sizeof chunk, "1000\r\n");
    memset(chunk + head, 'x', 4096);
    chunk[head + 4096] = '\r';
    chunk[head + 4097] = '\n';
    while (send_all(fd, chunk, (size_t)head + 4098)) {
    }
}

/* False: the connection ends. */
static bool answer(int fd, const struct served *served, size_t count, unsigned connection)
{
    char path[256] = "", number[16];
    size_t size = request_read(fd);

    if (size == 0 || sscanf(request, "%*s %255s", path) != 1) {
        return false;
    }
    if (strcmp(path, "/echo") == 0) {
        return send_text(fd, request, size);
    }
    if (strcmp(path, "/connection") == 0) {
        snprintf(number, sizeof number, "%u", connection);
        return send_text(fd, number, strlen(number));
    }
    for (size_t i = 0; i < count; i++) {
        if (strcmp(served[i].path, path) == 0) {
            const struct served *s = &served[i];
            if (s->silent || !send_all(fd, s->answer, s->size ? s->size : strlen(s->answer))) {
                return false;
            }
            if (s->endless) {
                send_endless(fd);
            }
            return strstr(s->answer, "Connection: close") == NULL && !s->endless;
        }
    }
    return send_all(fd, "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone", 49);
}

static void serve(int listener, const struct served *served, size_t count)
{
    for (unsigned connection = 1;; connection++) {
        int fd = accept(listener, NULL, NULL);
        if (fd < 0) {
            _exit(1);
        }
        while (answer(fd, served, count, connection)) {
        }
        shutdown(fd, SHUT_WR);
        close(fd);
    }
}

void web_server_begin(struct web_server *server, const struct served *served, size_t count)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_true(listener >= 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(listener, BACKLOG), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    server->port = ntohs(address.sin_port);
    snprintf(server->origin, sizeof server->origin, "http://127.0.0.1:%u", server->port);
    server->pid = fork();
    assert_true(server->pid >= 0);
    if (server->pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        serve(listener, served, count);
    }
    close(listener);
}

void web_server_end(struct web_server *server)
{
    kill(server->pid, SIGKILL);
    waitpid(server->pid, NULL, 0);
}
