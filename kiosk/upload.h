/* upload.h - one record, sealed and signed, into the outbox within a transaction of the caller's.
 */
#pragma once

#include "clock.h"
#include "data_folder.h"
#include "envelope.h"

/* Names a new upload, seals `record` (of `kind`'s shape) to the office and appends it. `secret`
 * holds the plain object for the length of the call and is given back wiped. `content_key` is for
 * the vault's copy: wipe it. ERR_UNAVAILABLE: not enrolled. */
MUST_CHECK enum err upload_append(struct txn *txn, const struct data_folder *folder, enum kind kind,
                                  const void *record, const struct receipt_loc *loc,
                                  struct arena *secret, struct upload_id *id,
                                  struct shared_key *content_key);
/* Our own writes carry the time floor up, when the clock may be believed. */
MUST_CHECK enum err upload_raise_floor(struct txn *txn, const struct clock_verdict *clock);
