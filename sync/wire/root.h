/* root.h - who may sign what for one office. Version n+1 is signed by a threshold of the root keys
 * of version n and of its own.
 *
 * Payload: {1: office, 2: name, 3: n, 4: [[role, threshold, [[key, holder], ...]], ...],
 *           5: mailbox key, 6: [argon2 ops, argon2 KiB]}; roles in the order root, office,
 * supervision, head. */
#pragma once

#include "box.h"
#include "password.h"
#include "signed.h"

enum {
    ROOT_BYTES_MAX = 16 * 1024,
    ROOT_KEYS_MAX = 8,        /* per role */
    OFFICE_ID_BYTES_MAX = 32, /* [0-9a-z-] */
    FINGERPRINT_CHARS = 16,
};

enum role { ROLE_ROOT, ROLE_OFFICE, ROLE_SUPERVISION, ROLE_HEAD, ROLES };

struct role_keys {
    unsigned threshold;
    struct public_key keys[ROOT_KEYS_MAX];
    struct text holders[ROOT_KEYS_MAX]; /* names of persons, "" for machines */
    size_t count;
};

struct root {
    struct text office, name;
    uint64_t version; /* from 1 */
    struct role_keys roles[ROLES];
    struct box_public mailbox;
    struct password_cost receipt_cost;
};

const char *role_name(enum role role); /* "root", "office", "supervision", "head" */
MUST_CHECK enum err root_encode(const struct root *root, struct arena *arena,
                                struct bytes *payload);
/* Checks form and separation (no key in both office and supervision, nobody holds both by name:
 * G10) and its own root signatures. `text`s point into `bytes`. ERR_INVALID, ERR_DENIED. */
MUST_CHECK enum err root_open(struct bytes bytes, struct root *root, struct complaint *why);
/* May `next` (already opened, from `bytes`) follow `now`? Version + 1, same office, signed by
 * `now`'s root threshold too. */
MUST_CHECK enum err root_follows(const struct root *now, const struct root *next,
                                 struct bytes next_bytes, struct complaint *why);
/* 16 base32 characters of the hash of the signed root file: what two screens show. */
void root_fingerprint(struct bytes bytes, char to[FINGERPRINT_CHARS + 1]);
bool office_id_valid(struct text id);
