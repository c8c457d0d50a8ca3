#include "picture_key.h"

#include <string.h>

enum { HASH_PART_BYTES = 16 };

static const char prefix[] = "picture/";

char *picture_key(const struct hash *hash, char key[PICTURE_KEY_BYTES])
{
    char *to = key + sizeof prefix - 1;

    memcpy(key, prefix, sizeof prefix - 1);
    for (size_t i = 0; i < HASH_PART_BYTES; i++) {
        *to++ = (char)('a' + (hash->b[i] >> 4));
        *to++ = (char)('a' + (hash->b[i] & 15));
    }
    *to = 0;
    return key;
}

bool picture_key_valid(struct text key)
{
    size_t at = sizeof prefix - 1;

    if (key.size != PICTURE_KEY_BYTES - 1 || !text_starts(key, prefix)) {
        return false;
    }
    while (at < key.size && key.data[at] >= 'a' && key.data[at] <= 'p') {
        at++;
    }
    return at == key.size;
}
