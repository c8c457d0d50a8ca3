/* vault.h - the site's own copy of each letter's content key, sealed to the vault.
 *
 * A letter is encrypted under one content key; that key goes sealed to the office's mailbox inside
 * the envelope, and sealed to the vault here, so that staff who open the vault can read the letter
 * at the kiosk. Dropping the entry makes the letter unreadable here; the envelope stays in the
 * outbox. Each function works inside the caller's transaction on device.h's store. Lists are copied
 * into the arena. */
#pragma once

#include "box.h"
#include "outbox.h"

enum { VAULT_SEALED_BYTES_MAX = 256, VAULT_KEEP_DAYS = 30 };

/* The vault's public half, once staff made it. ERR_NOT_FOUND: no vault yet. */
MUST_CHECK enum err vault_public(struct txn *txn, struct box_public *pk);
/* ERR_EXISTS: there is another one already; what was sealed to it would be lost. The same one is
 * OK. */
MUST_CHECK enum err vault_set_public(struct txn *txn, const struct box_public *pk);

/* Keeps the sealed content key of the envelope `id`, after outbox_append in the same transaction.
 * ERR_NOT_FOUND: no such envelope; ERR_EXISTS; ERR_INVALID: empty or over VAULT_SEALED_BYTES_MAX.
 */
MUST_CHECK enum err vault_put(struct txn *txn, struct upload_id id, struct bytes sealed);
/* ERR_NOT_FOUND: dropped, or never put. */
MUST_CHECK enum err vault_get(struct txn *txn, struct upload_id id, struct arena *arena,
                              struct bytes *sealed);
/* When the letter was answered or retracted. OK when there is none. */
MUST_CHECK enum err vault_drop(struct txn *txn, struct upload_id id);
/* Drops what the outbox holds as done for more than `keep_days`, and what it no longer holds. */
MUST_CHECK enum err vault_purge(struct txn *txn, int64_t now_s, unsigned keep_days, size_t *count);

/* A letter that staff can still open: its envelope and its sealed key. */
struct vault_item {
    struct outbox_item upload;
    struct bytes sealed;
};
/* Newest first, those with upload.seq < before_seq (0: from the newest). */
MUST_CHECK enum err vault_list(struct txn *txn, uint64_t before_seq, struct arena *arena,
                               struct vault_item *items, size_t max, size_t *count);
