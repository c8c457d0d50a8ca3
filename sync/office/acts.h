/* acts.h - every act of a person or of the server, in order, never changed.
 *
 * A line is CBOR {1: at, 2: who, 3: what, 4: hash of the line before}, so that taking a line out
 * shows. No content of letters, no names of writers. */
#pragma once

#include "site.h"

/* Part of the caller's transaction. `who`: a role, or "serve". */
MUST_CHECK enum err act_add(struct site *site, struct txn *txn, const char *who, const char *format,
                            ...) __attribute__((format(printf, 4, 5)));
/* Prints all lines. ERR_CORRUPT: the chain is broken, with the line's number. */
MUST_CHECK enum err acts_print(struct site *site, struct complaint *why);
