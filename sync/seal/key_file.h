/* key_file.h - a secret on disk, sealed by a passphrase (or open, on a demonstration site).
 *
 * The file is CBOR {1: role, 2: public half, 3: open?, 4: salt, 5: ops, 6: KiB, 7: secret or sealed
 * secret}, mode 0600. Signing keys hold 64 bytes of secret, box keys 32. */
#pragma once

#include "password.h"
#include "sign.h"

enum { KEY_FILE_BYTES_MAX = 4096, KEY_ROLE_BYTES_MAX = 32, KEY_SECRET_BYTES_MAX = 64 };

struct key_file {
    char role[KEY_ROLE_BYTES_MAX + 1];
    uint8_t public_half[32];
    bool open; /* not sealed: say so at each use */
};

/* An empty passphrase makes an open file. ERR_EXISTS: never replaces a key. */
MUST_CHECK enum err key_file_write(const char *path, const char *role,
                                   const uint8_t public_half[32], struct bytes secret,
                                   struct bytes passphrase, struct password_cost cost,
                                   struct complaint *why);
/* Without opening: role, public half, and whether it needs a passphrase. */
MUST_CHECK enum err key_file_look(const char *path, struct key_file *info, struct complaint *why);
/* Opens it into secret[0..size). ERR_DENIED: wrong passphrase. ERR_CORRUPT: not a key file, or of
 * another size. */
MUST_CHECK enum err key_file_read(const char *path, struct bytes passphrase, uint8_t *secret,
                                  size_t size, struct complaint *why);
/* What key_file_look reads, from the file's bytes. ERR_CORRUPT: not a key file. */
MUST_CHECK enum err key_file_decode(struct bytes file, struct key_file *info);
