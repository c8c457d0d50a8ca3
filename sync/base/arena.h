/* arena.h - memory that is given out in order and taken back all at once.
 *
 * Sized at start; after that nothing calls malloc. What an arena gave out stays valid until it is
 * reset, rewound to an earlier mark, or deinited. Arenas are not wiped: secrets do not go there. */
#pragma once

#include <stdarg.h>

#include "bytes.h"

struct arena {
    uint8_t *base;
    size_t size; /* bytes it can give out */
    size_t used;
};

/* ERR_NOMEM: the system has no such block. */
MUST_CHECK enum err arena_init(struct arena *arena, size_t size);
void arena_deinit(struct arena *arena);
/* Over a block of the caller's. */
void arena_init_over(struct arena *arena, void *block, size_t size);

/* Zeroed and aligned for any type; NULL when it does not fit (the arena is as before). */
void *arena_alloc(struct arena *arena, size_t size);
void *arena_array(struct arena *arena, size_t count, size_t item_size); /* checks the product */
#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_array((arena), (count), sizeof(type)))

/* A view with data == NULL means: does not fit (an empty input gives a non-NULL empty view). */
struct bytes arena_copy(struct arena *arena, const void *data, size_t size);
struct text arena_text(struct arena *arena, struct text text); /* copy, NUL-terminated behind it */
struct text arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct text arena_vprintf(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

size_t arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, size_t mark);
void arena_reset(struct arena *arena);

/* A buffer that grows at the end of an arena: nothing else may be allocated from the arena between
 * buffer_begin and buffer_end. After one append did not fit, `failed` stays set and the rest is
 * dropped, so callers check once. */
struct buffer {
    struct arena *arena;
    size_t start;
    bool failed;
};

struct buffer buffer_begin(struct arena *arena);
void buffer_add(struct buffer *buffer, const void *data, size_t size);
void buffer_add_byte(struct buffer *buffer, uint8_t byte);
void buffer_add_text(struct buffer *buffer, struct text text);
void buffer_printf(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
size_t buffer_size(const struct buffer *buffer);
/* ERR_NOMEM: something did not fit; the arena is back where it was at begin. */
MUST_CHECK enum err buffer_end(struct buffer *buffer, struct bytes *out);
