/* blob_key.c - see blob_key.h. */
#include "blob_key.h"

#include <stdio.h>
#include <string.h>

char *blob_key(const char *word, const struct hash *hash, char key[BLOB_KEY_BYTES])
{
    int size = snprintf(key, BLOB_KEY_BYTES - BLOB_KEY_LETTERS, "%s/", word);
    char *to = key + size;

    for (size_t i = 0; i < BLOB_KEY_LETTERS / 2; i++) {
        *to++ = (char)('a' + (hash->b[i] >> 4));
        *to++ = (char)('a' + (hash->b[i] & 15));
    }
    *to = 0;
    return key;
}

bool blob_key_valid(const char *word, struct text key)
{
    size_t at = strlen(word) + 1;

    if (key.size != at + BLOB_KEY_LETTERS || !text_starts(key, word) || key.data[at - 1] != '/') {
        return false;
    }
    while (at < key.size && key.data[at] >= 'a' && key.data[at] <= 'p') {
        at++;
    }
    return at == key.size;
}
