/* picture_key.h - how a text shows a picture, which is named by what it holds (blob_key.h). */
#pragma once

#include "arena.h"
#include "blob_key.h"

enum { PICTURE_KEY_BYTES = BLOB_KEY_BYTES };

/* The key of a file with this hash. */
char *picture_key(const struct hash *hash, char key[PICTURE_KEY_BYTES]);
bool picture_key_valid(struct text key);

/* "![words](target)" in a Markdown text. */
struct picture_shown {
    size_t at, end;  /* of all of it, as offsets */
    size_t from, to; /* of the target, blanks around it included */
    struct text words, target;
};
/* The next one at or behind `at`, within one line. Its words hold no brackets: in "![a] b ![c](d)"
 * it is d that is shown, and c what it shows. */
bool picture_find(struct text text, size_t at, struct picture_shown *shown);

/* The text with each "![words](key)" as its words alone: what people search and are shown of it.
 * The text itself where it shows no picture, else a copy; empty when the arena is full. */
struct text picture_words(struct text text, struct arena *arena);
