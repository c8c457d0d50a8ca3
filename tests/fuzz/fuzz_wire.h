/* fuzz_wire.h - the office that the corpora of head, log, envelope and snapshot were made by: that
 * of tests/sync/wire/kit.c, "wutongli". So what the fuzzer keeps whole is also accepted. */
#pragma once

#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "root.h"

enum { FUZZ_MARK = ('w' - 'a') * 8, FUZZ_SIGNERS = 9 };

static inline void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* Made once: a pair costs more than most inputs. */
static inline struct signer fuzz_signer(unsigned n)
{
    static struct signer signers[FUZZ_SIGNERS];
    static bool made[FUZZ_SIGNERS];
    uint8_t seed[32];

    must(n < FUZZ_SIGNERS);
    if (!made[n]) {
        memset(seed, (int)(FUZZ_MARK + n), sizeof seed);
        sign_keypair_from_seed(seed, &signers[n].pk, &signers[n].sk);
        made[n] = true;
    }
    return signers[n];
}

static inline void fuzz_role(struct root *root, enum role role, unsigned n)
{
    root->roles[role].threshold = 1;
    root->roles[role].count = 1;
    root->roles[role].keys[0] = fuzz_signer(n).pk;
}

static inline struct root fuzz_root(void)
{
    struct root root = {.office = text_of("wutongli"), .version = 1};

    must(seal_start() == OK);
    fuzz_role(&root, ROLE_OFFICE, 4);
    fuzz_role(&root, ROLE_SUPERVISION, 5);
    fuzz_role(&root, ROLE_HEAD, 6);
    return root;
}
