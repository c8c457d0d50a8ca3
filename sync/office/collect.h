/* collect.h - what nobody needs any more leaves the tree, and then the store.
 *
 * It runs behind the head, so what replaces a file is public and durable before the file goes, and
 * it may be cut short anywhere: whatever it left is found by the next run. The site's lock is held
 * and all files of the store's logs are in the tree.
 *
 * The tree keeps the logs that a kiosk may still go by (collect_floor), the snapshot of the head
 * and the one before, and of the objects those that a record in force or such a log names. What has
 * passed its `until`, and what a purge record destroyed, is named by nothing of that. Roots, hint,
 * head and acknowledgements are never touched.
 *
 * The store keeps every version of every record (G12: what may be destroyed is destroyed on
 * purpose, volumes.h), but not of what only tells a letter's state or repeats other records: of
 * receipts, replies and tables of contents the newest is enough. Objects go with the last that
 * names them, and so do logs that have left the tree: their entries and objects are kept one by
 * one, their hash in the log of acts. Letters that have been kept long enough are destroyed
 * (inbox_purge), and with them the receipts and replies that nobody can look up any more. */
#pragma once

#include "site.h"

enum {
    COLLECT_EVERY_S = 24 * 3600,
    /* How long after nothing new names them logs still serve whoever holds an older head. */
    COLLECT_GRACE_S = 7 * 24 * 3600,
};

/* Whether something that is in the tree has passed its `until`: then the snapshot must be made
 * anew without it, before collect_run(). */
MUST_CHECK enum err collect_has_ended(struct site *site, struct txn *txn, bool *ended);
/* An entry that goes into the tree: its `until` is waited for. */
MUST_CHECK enum err collect_note_until(struct txn *txn, const struct entry *entry);
/* A record was destroyed: every log that may hold it goes as soon as a snapshot has taken its
 * place, which is made anew with the next head. */
MUST_CHECK enum err collect_note_destroyed(struct txn *txn);
/* Is it a day since the last run? */
MUST_CHECK enum err collect_is_due(struct site *site, struct txn *txn, bool *due);
/* The highest log that kiosks no longer need when the newest is `seq` and the newest snapshot is of
 * `snapshot_seq`; 0: they need all (PROTOCOL 16). */
uint64_t collect_floor(uint64_t seq, uint64_t snapshot_seq);
/* The lowest log that is still there. */
MUST_CHECK enum err collect_log_first(struct txn *txn, uint64_t *seq);
MUST_CHECK enum err collect_run(struct site *site, struct complaint *why);
