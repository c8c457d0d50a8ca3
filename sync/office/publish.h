/* publish.h - what is fully signed goes on the wire; what waits for the supervision group is
 * announced.
 *
 * One transaction makes the publication (log entries, what is current, what it replaces); then the
 * files follow in the order objects, log, snapshot, head (PROTOCOL 16). Cut short in between, the
 * old head stands, and the next publication, or `serve` at its start, completes the files. */
#pragma once

#include <stdio.h>

#include "signed.h"
#include "site.h"

enum {
    PUBLISH_BATCH = 1000,         /* entries in one log entry */
    PUBLISH_SNAPSHOT_EVERY = 32,  /* log entries */
    PUBLISH_SNAPSHOT_LATEST = 48, /* for whoever is in a hurry; below SNAPSHOT_BEHIND_MAX */
    PUBLISH_EVE_S = 24 * 3600,    /* what is held goes on the tree so long before it opens */
};

struct publisher {
    struct signer head;
    struct signer office; /* for announces and receipts, when has_office */
    bool has_office;
    bool hurried; /* the server's: nobody waits for another process (ERR_BUSY), nor for what
                     tidy_run() can do */
    bool hold;    /* what opens later stays off the tree until PUBLISH_EVE_S before */
};

enum publish_scope {
    PUBLISH_EVERYTHING,
    PUBLISH_OWN, /* what a letter or an admission brings about, and what was held until its eve */
};

/* `report` NULL: says nothing. ERR_BUSY: `hurried`, and another process is publishing. ERR_FULL,
 * ERR_IO, ERR_READONLY: the disk; the old head stands. */
MUST_CHECK enum err publish_run(struct site *site, const struct publisher *publisher,
                                enum publish_scope scope, FILE *report, struct complaint *why);
/* Completes files left over, drops what has passed its `until`, and issues the head anew. */
MUST_CHECK enum err publish_head(struct site *site, const struct publisher *publisher,
                                 struct complaint *why);
/* Signs a record of one of the office's own kinds as the draft under `key`; publish_run sends it.
 */
MUST_CHECK enum err publish_stage(struct site *site, struct txn *txn, const struct signer *office,
                                  struct text key, enum kind kind, const void *record,
                                  int64_t signed_s, struct complaint *why);
/* The same for what ends some day. */
struct staged {
    struct text key;
    enum kind kind;
    const void *record;
    int64_t signed_s, until_s; /* until_s 0: no end */
};
MUST_CHECK enum err publish_stage_until(struct site *site, struct txn *txn,
                                        const struct signer *office, const struct staged *staged,
                                        struct complaint *why);
