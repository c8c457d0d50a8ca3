/* audit.h - what staff did at this kiosk: the newest AUDIT_LINES_MAX lines.
 *
 * A line names a person's id and an act, never what was read or written. Each function works inside
 * the caller's transaction on device.h's store. */
#pragma once

#include "store.h"

enum { AUDIT_LINES_MAX = 2000, AUDIT_LINE_BYTES_MAX = 240 };

struct audit_line {
    uint64_t n; /* from 1, never reused */
    int64_t at_s;
    struct text text;
};

/* A longer line is cut at a character. ERR_INVALID: empty, or not UTF-8. */
MUST_CHECK enum err audit_add(struct txn *txn, int64_t at_s, struct text line);
/* Newest first, those with n < before (0: from the newest), copied into the arena. */
MUST_CHECK enum err audit_list(struct txn *txn, uint64_t before, struct arena *arena,
                               struct audit_line *lines, size_t max, size_t *count);
