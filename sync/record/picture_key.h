/* picture_key.h - a picture is named by the hash of its file, so that whoever signed the name has
 * signed the picture.
 *
 * "picture/" and 32 letters a..p, four bits each, of the hash's first 16 bytes. Letters alone: in
 * sixteen digits of a hexadecimal name the privacy gate might see a telephone. */
#pragma once

#include "bytes.h"

enum { PICTURE_KEY_BYTES = 8 + 32 + 1 };

/* The key of a file with this hash. */
char *picture_key(const struct hash *hash, char key[PICTURE_KEY_BYTES]);
bool picture_key_valid(struct text key);
