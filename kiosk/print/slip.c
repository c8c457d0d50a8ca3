#include "slip.h"

#include <string.h>

#include "utf8.h"

/* "NPSLIP1", private, then kind, size (3 bytes) and text of each line; kind 0 is the foot, last. */
static const char magic[] = "NPSLIP1";
enum {
    MAGIC_BYTES = sizeof magic - 1,
    HEAD_BYTES = MAGIC_BYTES + 1,
    LINE_HEAD_BYTES = 4,
    FOOT = 0
};

void slip_add(struct slip *slip, enum slip_kind kind, struct text text, bool *full)
{
    if (text.size == 0 && kind != SLIP_RULE) {
        return;
    }
    if (slip->count >= SLIP_LINES_MAX || text.size > SLIP_LINE_BYTES_MAX) {
        *full = true;
        return;
    }
    slip->lines[slip->count++] = (struct slip_line){kind, kind == SLIP_RULE ? text_of("") : text};
}

static void add_line(struct buffer *buffer, unsigned kind, struct text text)
{
    const uint8_t head[LINE_HEAD_BYTES] = {(uint8_t)kind, (uint8_t)(text.size >> 16),
                                           (uint8_t)(text.size >> 8), (uint8_t)text.size};

    buffer_add(buffer, head, sizeof head);
    buffer_add_text(buffer, text);
}

enum err slip_encode(const struct slip *slip, struct arena *arena, struct bytes *out)
{
    struct buffer buffer = buffer_begin(arena);

    buffer_add(&buffer, magic, MAGIC_BYTES);
    buffer_add_byte(&buffer, slip->is_private ? 1 : 0);
    for (size_t i = 0; i < slip->count; i++) {
        add_line(&buffer, slip->lines[i].kind, slip->lines[i].text);
    }
    add_line(&buffer, FOOT, slip->foot);
    enum err err = buffer_end(&buffer, out);
    return err ? err : out->size > SLIP_BYTES_MAX ? ERR_FULL : OK;
}

static bool line_is_sound(unsigned kind, struct text text)
{
    bool empty = text.size == 0;

    if (kind == FOOT) {
        return text.size <= SLIP_LINE_BYTES_MAX;
    }
    return kind < SLIP_KINDS && text.size <= SLIP_LINE_BYTES_MAX && empty == (kind == SLIP_RULE);
}

enum err slip_decode(struct bytes bytes, struct arena *arena, struct slip *slip)
{
    struct slip got = {.lines = ARENA_ARRAY(arena, struct slip_line, SLIP_LINES_MAX)};
    size_t at = HEAD_BYTES;

    if (!got.lines) {
        return ERR_NOMEM;
    }
    if (bytes.size < HEAD_BYTES || bytes.size > SLIP_BYTES_MAX ||
        memcmp(bytes.data, magic, MAGIC_BYTES) != 0 || bytes.data[MAGIC_BYTES] > 1) {
        return ERR_INVALID;
    }
    got.is_private = bytes.data[MAGIC_BYTES] == 1;
    while (bytes.size - at >= LINE_HEAD_BYTES) {
        const uint8_t *head = bytes.data + at;
        size_t size = (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
        at += LINE_HEAD_BYTES;
        if (size > bytes.size - at || !utf8_valid(bytes_of(bytes.data + at, size))) {
            return ERR_INVALID;
        }
        struct text text = {(const char *)bytes.data + at, size};
        at += size;
        if (!line_is_sound(head[0], text)) {
            return ERR_INVALID;
        }
        if (head[0] == FOOT) {
            got.foot = text;
            *slip = got;
            return at == bytes.size ? OK : ERR_INVALID;
        }
        if (got.count == SLIP_LINES_MAX) {
            return ERR_INVALID;
        }
        got.lines[got.count++] = (struct slip_line){(enum slip_kind)head[0], text};
    }
    return ERR_INVALID; /* no foot */
}
