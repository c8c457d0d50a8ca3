/* web_server.h - a web server of one process that answers exactly what a test says. */
#pragma once

#include "support.h"

enum { SERVER_ANSWERS_MAX = 32 };

/* What lies under a path. */
struct served {
    const char *path;   /* "/x" */
    const char *answer; /* the whole of it, as it goes on the line */
    size_t size;        /* of the answer; 0: strlen */
    bool endless;       /* after the answer, chunks without end */
    bool silent;        /* no answer at all */
};

struct web_server {
    int pid;
    unsigned port;
    char origin[64];
};

/* "/echo" answers with the request itself, "/connection" with the number of the connection (from
 * 1). */
void web_server_begin(struct web_server *server, const struct served *served, size_t count);
void web_server_end(struct web_server *server);
