#include "picture_key.h"

#include <string.h>

char *picture_key(const struct hash *hash, char key[BLOB_KEY_BYTES])
{
    return blob_key("picture", hash, key);
}

bool picture_key_valid(struct text key)
{
    return blob_key_valid("picture", key);
}

/* Where it stands first; the text's size: nowhere. */
static size_t find(struct text text, char c)
{
    const char *at = text.size > 0 ? memchr(text.data, c, text.size) : NULL;
    return at ? (size_t)(at - text.data) : text.size;
}

bool picture_find(struct text text, size_t at, struct picture_shown *shown)
{
    static const char opens[] = "![", between[] = "](";

    for (; at < text.size; at++) {
        at += find(text_slice(text, at, text.size), opens[0]); /* most texts show none */
        struct text rest = text_slice(text, at, text.size);
        if (!text_starts(rest, opens)) {
            continue;
        }
        struct text line = text_slice(rest, 0, find(rest, '\n'));
        struct text words = text_slice(line, sizeof opens - 1, line.size);
        words = text_slice(words, 0, find(words, ']'));
        struct text behind = text_slice(line, sizeof opens - 1 + words.size, line.size);
        if (find(words, '[') < words.size || !text_starts(behind, between)) {
            continue;
        }
        struct text target = text_slice(behind, sizeof between - 1, behind.size);
        size_t size = find(target, ')');
        if (size == target.size) {
            continue; /* a text that only looks like it */
        }
        size_t from = (size_t)(target.data - text.data);
        *shown = (struct picture_shown){.at = at,
                                        .end = from + size + 1,
                                        .from = from,
                                        .to = from + size,
                                        .words = words,
                                        .target = text_trim(text_slice(target, 0, size))};
        return true;
    }
    return false;
}

struct text picture_words(struct text text, struct arena *arena)
{
    struct buffer b = buffer_begin(arena);
    struct picture_shown shown;
    struct bytes out;
    size_t done = 0;

    for (size_t at = 0; picture_find(text, at, &shown); at = shown.end) {
        if (picture_key_valid(shown.target)) {
            buffer_add_text(&b, text_slice(text, done, shown.at));
            buffer_add_text(&b, shown.words);
            done = shown.end;
        }
    }
    if (done == 0) {
        return text;
    }
    buffer_add_text(&b, text_slice(text, done, text.size));
    return buffer_end(&b, &out) ? text_of("") : bytes_text(out);
}
