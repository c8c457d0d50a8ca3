/* transport.c - see transport.h. */
#include "transport.h"

enum {
    STATUS_FORBIDDEN = 403,
    STATUS_NOT_FOUND = 404,
    STATUS_CONFLICT = 409,
    STATUS_UNAVAILABLE = 503,
};

/* An object store answers 403 for what it does not have to whoever may not list (PROTOCOL 15). */
static enum err over_http_get(void *data, const struct http_get *get, struct http_answer *answer,
                              struct complaint *why, http_piece_fn *handle_piece, void *piece_data)
{
    enum err err = http_get(data, get, answer, why, handle_piece, piece_data);
    if (!err && answer->status == STATUS_FORBIDDEN) {
        answer->status = STATUS_NOT_FOUND;
    }
    return err;
}

static enum err over_http_put(void *data, const struct http_put *put, struct arena *arena,
                              struct http_answer *answer, struct bytes *body, struct complaint *why)
{
    return http_put(data, put, arena, answer, body, why);
}

/* A store says 409 while another request at the same name is under way; an office, that other bytes
 * lie there for good. */
static enum err over_store_put(void *data, const struct http_put *put, struct arena *arena,
                               struct http_answer *answer, struct bytes *body,
                               struct complaint *why)
{
    enum err err = http_put(data, put, arena, answer, body, why);
    if (!err && answer->status == STATUS_CONFLICT) {
        answer->status = STATUS_UNAVAILABLE;
    }
    return err;
}

static void over_http_doubt(void *data, bool doubtful)
{
    http_doubt_clock(data, doubtful);
}

static void over_http_close(void *data)
{
    http_free(data);
}

struct transport transport_http(struct http *http)
{
    return (struct transport){.get = over_http_get,
                              .put = over_http_put,
                              .doubt_clock = over_http_doubt,
                              .close = over_http_close,
                              .data = http};
}

struct transport transport_store(struct http *http)
{
    struct transport transport = transport_http(http);
    transport.put = over_store_put;
    return transport;
}

static enum err add_piece(struct bytes piece, void *data)
{
    struct buffer *buffer = data;
    buffer_add(buffer, piece.data, piece.size);
    return buffer->failed ? ERR_NOMEM : OK;
}

enum err transport_get(const struct transport *transport, const struct http_get *get,
                       struct arena *arena, struct http_answer *answer, struct bytes *body,
                       struct complaint *why)
{
    struct buffer buffer = buffer_begin(arena);
    enum err err = transport->get(transport->data, get, answer, why, add_piece, &buffer);

    if (err) {
        arena_rewind(arena, buffer.start);
        return err == ERR_FULL ? ERR_INVALID : err; /* no disk is involved here */
    }
    return buffer_end(&buffer, body);
}
