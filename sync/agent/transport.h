/* transport.h - how the agent's requests travel: over HTTP, or, in tests, from memory. */
#pragma once

#include "client.h"

struct transport {
    enum err (*get)(void *data, const struct http_get *get, struct http_answer *answer,
                    struct complaint *why, http_piece_fn *handle_piece, void *piece_data);
    enum err (*put)(void *data, const struct http_put *put, struct arena *arena,
                    struct http_answer *answer, struct bytes *body, struct complaint *why);
    void (*doubt_clock)(void *data, bool doubtful);
    void (*close)(void *data); /* NULL: nothing to give back */
    void *data;
};

struct transport transport_http(struct http *http);
/* To an object store: what is sent is signed with the connection's keys, what is read is not. */
struct transport transport_store(struct http *http);
/* The whole body in the arena; see http_get_bytes. A body over get->max is ERR_INVALID. */
MUST_CHECK enum err transport_get(const struct transport *transport, const struct http_get *get,
                                  struct arena *arena, struct http_answer *answer,
                                  struct bytes *body, struct complaint *why);
