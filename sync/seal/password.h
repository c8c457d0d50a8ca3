/* password.h - Argon2id: keys and checks from what people remember. Slow on purpose (the default
 * costs 64 MiB and about 0.1 s), so an event loop runs it in a child process. */
#pragma once

#include "box.h"

enum {
    PASSWORD_SALT_BYTES = 16,
    PASSWORD_BYTES_MAX = 128,
    PASSWORD_MEM_KIB_DEFAULT = 64 * 1024,
    PASSWORD_MEM_KIB_MIN = 8, /* tests */
    PASSWORD_MEM_KIB_MAX = 1024 * 1024,
    PASSWORD_OPS_DEFAULT = 2,
    PASSWORD_OPS_MAX = 10,
    PASSPHRASE_CHARS_MIN = 10, /* for anything that opens what was sealed */
};

struct password_cost {
    uint32_t ops;
    uint32_t mem_kib;
};

struct password_cost password_cost_default(void);
bool password_cost_valid(struct password_cost cost);
/* The key for these words and this salt. ERR_INVALID: cost out of range, or more than
 * PASSWORD_BYTES_MAX bytes; ERR_NOMEM: the machine lacks the memory asked for. */
MUST_CHECK enum err password_key(struct bytes password, const uint8_t salt[PASSWORD_SALT_BYTES],
                                 struct password_cost cost, struct shared_key *key);
/* Constant time. */
bool shared_key_equal(const struct shared_key *a, const struct shared_key *b);
