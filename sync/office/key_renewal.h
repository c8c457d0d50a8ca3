/* key_renewal.h - the next root: a key was lost, stolen, or belongs to somebody else now.
 *
 * - renew: makes new keys beside the old ones and a proposal that names them
 * - agree: a keeper signs the proposal; two of three as they are now, and two of three as they will
 * be
 * - take: the proposal becomes the root; what the old keys signed is listed to be signed anew
 * - resign: office or supervision leader sign that, as it stands: nothing opens later, nothing
 * changes
 *
 * Publication goes on under the old root until all is signed anew (publish_files.c); then one head
 * moves every kiosk over. An old key's file stays as <role>.key.old-<n>. The mailbox signs nothing,
 * so its renewal needs no resign; what is sealed to its old key still opens (mailbox_keys.h).
 * PROTOCOL 4 and 5. */
#pragma once

#include <stdio.h>

#include "keys.h"
#include "site.h"

struct renewal_wish {
    const char *const *roles;
    size_t count;
    const char *holder; /* NULL: as before */
    bool mailbox_lost;  /* its old key is gone for good, and what is sealed to it too */
    struct passphrases *passphrases;
};
/* ERR_INVALID: no such role, or a proposal is under way, or one person would hold the office's and
 * the supervision group's key (G10). ERR_DENIED: the mailbox's old key does not open, and is not
 * said to be lost. ERR_FULL: too many old mailbox keys. */
MUST_CHECK enum err renewal_propose(struct site *site, const struct renewal_wish *wish,
                                    FILE *report, struct complaint *why);
/* `role` root-1..3, by the key at hand; where it is itself renewed, by the new one too. */
MUST_CHECK enum err renewal_agree(struct site *site, const char *role, struct passphrases *p,
                                  FILE *report, struct complaint *why);
/* ERR_DENIED: names how many are missing. */
MUST_CHECK enum err renewal_take(struct site *site, FILE *report, struct complaint *why);
/* Drops the proposal and its new keys. */
MUST_CHECK enum err renewal_drop(struct site *site, FILE *report, struct complaint *why);
/* ROLE_OFFICE or ROLE_SUPERVISION. */
MUST_CHECK enum err renewal_resign(struct site *site, enum role role, const struct signer *signer,
                                   FILE *report, struct complaint *why);
/* How many published entries the root does not stand for; an example in `key`. */
MUST_CHECK enum err renewal_left(struct site *site, struct txn *txn, const struct root *root,
                                 size_t *count, struct text *key);
