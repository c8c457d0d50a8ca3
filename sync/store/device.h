/* device.h - what is precious on a kiosk: outbox, vault, books, receipts, staff, and the trust
 * state.
 *
 * Opened by the kiosk and by the agent. A damaged file is kept under another name and a new one
 * begun
 * (`*started_over` tells, and who opened it tells staff and office). */
#pragma once

#include "store.h"

enum {
    DEVICE_MAP_BYTES_DEFAULT = 256 * 1024 * 1024,
    DEVICE_AHEAD_BYTES = 1024 * 1024, /* some five hundred letters */
    DEVICE_SCHEMA = 3, /* 2: the outbox in one table; 3: its newest ids beside the figures */
    DEVICE_PANEL_BYTES_MAX = 64,
};

enum device_table {
    DEVICE_META,      /* numbers and small values by name, trust.h */
    DEVICE_OUTBOX,    /* seq -> envelope, upload id -> seq, outbox.h */
    DEVICE_OUTBOX_ID, /* empty since schema 2 */
    DEVICE_VAULT,     /* upload id -> content key sealed to the vault, vault.h */
    DEVICE_RECEIPTS,  /* loc -> what this kiosk knows of the letter */
    DEVICE_BOOKS,     /* book/time -> sealed entry */
    DEVICE_STAFF,     /* person id -> PIN check and wrapped vault secret */
    DEVICE_LIMITS,    /* name -> token bucket */
    DEVICE_AUDIT,     /* time -> line */
    DEVICE_TABLES
};

MUST_CHECK enum err device_open(const char *folder, enum store_mode mode, size_t map_bytes,
                                struct store **device, bool *started_over, struct complaint *why);
/* The picture that last stood on the glass while nobody touched it: its hash and when it was drawn.
 * The kiosk notes it, the agent's heartbeat tells it. None yet: a hash of zeros and 0. */
MUST_CHECK enum err device_note_frame(struct txn *txn, const struct hash *frame, int64_t at_s);
MUST_CHECK enum err device_frame(struct txn *txn, struct hash *frame, int64_t *at_s);
/* How the picture lies on the panel and where touches go: bytes of the kiosk's own
 * (kiosk/mounting.c), at most DEVICE_PANEL_BYTES_MAX. None yet: empty. */
MUST_CHECK enum err device_note_panel(struct txn *txn, struct bytes panel);
MUST_CHECK enum err device_panel(struct txn *txn, struct bytes *panel);
/* How many damaged files were ever set aside in this folder (data.mdb.damaged-<n>), 0 if none. */
MUST_CHECK enum err device_damaged(struct txn *txn, uint64_t *count);
