/* migrate.h - a site's store of an earlier schema, brought up one step at a time (store_options).
 *
 * Records are never touched: they are signed as they are, and their kinds grow by fields that older
 * ones lack. What changes is how the office keeps its own notes. */
#pragma once

#include "store.h"

/* From `from` to the next; in one transaction with the note that it was done. ERR_CORRUPT with a
 * sentence: a note that has no shape we know. */
MUST_CHECK enum err site_migrate(struct txn *txn, uint32_t from, struct complaint *why);
