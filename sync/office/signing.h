/* signing.h - the office and the supervision group's leader put their names to drafts, item by
 * item.
 *
 * Before a signature the rules judge the content once more (sums, approver and handler on every
 * line, private numbers). When a disclosure opens is part of what is signed: the later of its due
 * day's 00:00, the signing, and what its author asked for. The supervision group's signature
 * settles it; where that is another day than the office signed for, the office's signature is made
 * anew with its own date (its key must be open or in the passphrase file), else asked for again.
 * What carries the signature already is left as it is: the same content never gets another opening.
 */
#pragma once

#include <stdio.h>

#include "keys.h"
#include "site.h"

struct sign_job {
    enum role role; /* ROLE_OFFICE or ROLE_SUPERVISION */
    const struct signer *signer;
    struct passphrases *passphrases; /* for the office's key, when its signature is made anew */
    const char *const *keys;         /* records; count 0: all drafts that lack this signature */
    size_t count;
};

/* A line for each record to `report`. ERR_INVALID: at least one was refused; the others are signed.
 */
MUST_CHECK enum err sign_run(struct site *site, const struct sign_job *job, FILE *report,
                             struct complaint *why);
/* One draft, in the caller's transaction. `report` may be NULL. */
MUST_CHECK enum err sign_draft(struct site *site, struct txn *txn, const struct sign_job *job,
                               struct entry *entry, FILE *report, struct complaint *why);
/* Does the draft lack this role's signature (and need it)? */
bool sign_is_missing(const struct site *site, const struct entry *entry, enum role role);
