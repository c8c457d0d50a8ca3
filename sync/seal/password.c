#include "password.h"

#include <sodium.h>

_Static_assert(crypto_pwhash_SALTBYTES == PASSWORD_SALT_BYTES, "Argon2id");
_Static_assert(crypto_pwhash_argon2id_MEMLIMIT_MIN <= PASSWORD_MEM_KIB_MIN * 1024, "Argon2id");

struct password_cost password_cost_default(void)
{
    return (struct password_cost){.ops = PASSWORD_OPS_DEFAULT, .mem_kib = PASSWORD_MEM_KIB_DEFAULT};
}

bool password_cost_valid(struct password_cost cost)
{
    return cost.ops >= 1 && cost.ops <= PASSWORD_OPS_MAX && cost.mem_kib >= PASSWORD_MEM_KIB_MIN &&
           cost.mem_kib <= PASSWORD_MEM_KIB_MAX;
}

enum err password_key(struct bytes password, const uint8_t salt[PASSWORD_SALT_BYTES],
                      struct password_cost cost, struct shared_key *key)
{
    struct shared_key made;

    if (!password_cost_valid(cost) || password.size > PASSWORD_BYTES_MAX) {
        return ERR_INVALID;
    }
    if (crypto_pwhash(made.b, sizeof made.b, password.data ? (const char *)password.data : "",
                      password.size, salt, cost.ops, (size_t)cost.mem_kib * 1024,
                      crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return ERR_NOMEM;
    }
    *key = made;
    sodium_memzero(&made, sizeof made);
    return OK;
}

bool shared_key_equal(const struct shared_key *a, const struct shared_key *b)
{
    return sodium_memcmp(a->b, b->b, sizeof a->b) == 0;
}
