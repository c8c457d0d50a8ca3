/* blob_key.h - a file that a record names by what it holds, so that whoever signed the name has
 * signed the file.
 *
 * A word, a slash, and 32 letters a..p, four bits each, of the hash's first 16 bytes. Letters
 * alone: in sixteen digits of a hexadecimal name the privacy gate might see a telephone. */
#pragma once

#include "bytes.h"

enum { BLOB_KEY_LETTERS = 32, BLOB_KEY_BYTES = 24 + BLOB_KEY_LETTERS + 1 };

/* `word` without the slash, at most 23 bytes. */
char *blob_key(const char *word, const struct hash *hash, char key[BLOB_KEY_BYTES]);
bool blob_key_valid(const char *word, struct text key);
