/* arena.c - see arena.h. */
#include "arena.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What an empty allocation points at, so that NULL always means "does not fit". */
static _Alignas(max_align_t) uint8_t nothing[1];

enum err arena_init(struct arena *arena, size_t size)
{
    uint8_t *block = malloc(size ? size : 1);
    if (!block) {
        return ERR_NOMEM;
    }
    arena_init_over(arena, block, size);
    return OK;
}

void arena_deinit(struct arena *arena)
{
    free(arena->base);
    *arena = (struct arena){0};
}

void arena_init_over(struct arena *arena, void *block, size_t size)
{
    *arena = (struct arena){.base = block, .size = size};
}

static size_t room(const struct arena *arena)
{
    return arena->size - arena->used;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (size == 0) {
        return nothing;
    }
    size_t gap = -((uintptr_t)arena->base + arena->used) & (_Alignof(max_align_t) - 1);
    if (gap > room(arena) || size > room(arena) - gap) {
        return NULL;
    }
    void *block = arena->base + arena->used + gap;
    arena->used += gap + size;
    return memset(block, 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t item_size)
{
    size_t size;
    return __builtin_mul_overflow(count, item_size, &size) ? NULL : arena_alloc(arena, size);
}

struct bytes arena_copy(struct arena *arena, const void *data, size_t size)
{
    if (size == 0) {
        return bytes_of(nothing, 0);
    }
    if (size > room(arena)) {
        return bytes_of(NULL, 0);
    }
    uint8_t *to = arena->base + arena->used;
    memcpy(to, data, size);
    arena->used += size;
    return bytes_of(to, size);
}

struct text arena_text(struct arena *arena, struct text text)
{
    if (text.size >= room(arena)) {
        return (struct text){0};
    }
    char *to = (char *)arena->base + arena->used;
    if (text.size > 0) {
        memcpy(to, text.data, text.size);
    }
    to[text.size] = '\0';
    arena->used += text.size + 1;
    return (struct text){.data = to, .size = text.size};
}

struct text arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct text text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

struct text arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    char *to = arena->base ? (char *)arena->base + arena->used : NULL;
    int size = vsnprintf(to, room(arena), format, args);
    if (size < 0 || (size_t)size >= room(arena)) {
        return (struct text){0};
    }
    arena->used += (size_t)size + 1;
    return (struct text){.data = to, .size = (size_t)size};
}

size_t arena_mark(const struct arena *arena)
{
    return arena->used;
}

void arena_rewind(struct arena *arena, size_t mark)
{
    assert(mark <= arena->used);
    arena->used = mark;
}

void arena_reset(struct arena *arena)
{
    arena->used = 0;
}

struct buffer buffer_begin(struct arena *arena)
{
    return (struct buffer){.arena = arena, .start = arena->used};
}

void buffer_add(struct buffer *buffer, const void *data, size_t size)
{
    if (buffer->failed || size > room(buffer->arena)) {
        buffer->failed = true;
        return;
    }
    if (size > 0) {
        memcpy(buffer->arena->base + buffer->arena->used, data, size);
        buffer->arena->used += size;
    }
}

void buffer_add_byte(struct buffer *buffer, uint8_t byte)
{
    buffer_add(buffer, &byte, 1);
}

void buffer_add_text(struct buffer *buffer, struct text text)
{
    buffer_add(buffer, text.data, text.size);
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    if (buffer->failed) {
        return;
    }
    va_list args;
    va_start(args, format);
    struct text text = arena_vprintf(buffer->arena, format, args);
    va_end(args);
    if (!text.data) {
        buffer->failed = true;
        return;
    }
    buffer->arena->used--; /* without the NUL */
}

size_t buffer_size(const struct buffer *buffer)
{
    return buffer->arena->used - buffer->start;
}

enum err buffer_end(struct buffer *buffer, struct bytes *out)
{
    if (buffer->failed) {
        arena_rewind(buffer->arena, buffer->start);
        return ERR_NOMEM;
    }
    size_t size = buffer_size(buffer);
    *out = size ? bytes_of(buffer->arena->base + buffer->start, size) : bytes_of(nothing, 0);
    return OK;
}
