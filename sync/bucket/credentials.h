/* credentials.h - what an object store knows us by, from a file nobody else may read.
 *
 *     access-key = ...
 *     secret-key = ...
 *     region = default
 *     origin = https://store.example/city/yangliu     which line they are for (a kiosk's file)
 *     pin = sha256//...                               the store's TLS key, if it is known
 *     token = ...                                     of a session, if there is one
 *
 * Neither the keys nor a line of the file is ever part of a complaint. */
#pragma once

#include "client.h"

enum {
    CREDENTIALS_BYTES_MAX = 8 * 1024,
    CREDENTIALS_TOKEN_BYTES_MAX = 2048,
    CREDENTIALS_REGION_BYTES_MAX = 64,
    CREDENTIALS_PIN_BYTES_MAX = 511,
};

#define CREDENTIALS_REGION_DEFAULT "default"

/* `keys` points into it: it stays where it was read. */
struct credentials {
    struct http_keys keys;
    char access_key[HTTP_KEY_BYTES_MAX + 1], secret_key[HTTP_KEY_BYTES_MAX + 1];
    char region[CREDENTIALS_REGION_BYTES_MAX + 1], token[CREDENTIALS_TOKEN_BYTES_MAX + 1];
    char origin[HTTP_URL_BYTES_MAX / 2], pin[CREDENTIALS_PIN_BYTES_MAX + 1]; /* "": not said */
};

/* ERR_DENIED: others than its owner may read or write the file; ERR_INVALID: no regular file, a
 * line that is none of the above, a key missing or of other characters than keys have;
 * ERR_NOT_FOUND, ERR_FULL, ERR_IO. After an error it is wiped. */
MUST_CHECK enum err credentials_read(const char *path, struct credentials *credentials,
                                     struct complaint *why);
/* The same words from elsewhere: the environment, a grant. Those that nobody gave are empty. */
struct credentials_words {
    struct text access_key, secret_key, region, token, origin, pin;
};
/* ERR_INVALID as above; `where` stands before the complaint. */
MUST_CHECK enum err credentials_given(const struct credentials_words *words, const char *where,
                                      struct credentials *credentials, struct complaint *why);
void credentials_wipe(struct credentials *credentials);
