/* outbox_private.h - what outbox.c and the step from its first form share; nobody else includes it.
 */
#pragma once

#include "outbox.h"

/* The row under the item's state and number. No view into the same transaction. */
MUST_CHECK enum err outbox_row_put(struct txn *txn, const struct outbox_item *item);
/* The number under an id. */
MUST_CHECK enum err outbox_id_put(struct txn *txn, const struct upload_id *id, uint64_t seq);
/* Where each id has its row. */
MUST_CHECK enum err outbox_figures_put(struct txn *txn, const struct outbox_figures *figures);

/* device.h, schema 1 to 2. ERR_CORRUPT: a row is not what schema 1 wrote. */
MUST_CHECK enum err outbox_migrate(struct txn *txn, struct complaint *why);
