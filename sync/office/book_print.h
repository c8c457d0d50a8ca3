/* book_print.h - the everyday books as they came from the kiosks, opened with the mailbox key: what
 * stands, what was corrected, and what it adds up to (W1, W2, W6, W8, W9, W10).
 *
 * Nothing that was opened is stored; the scratch arena is wiped after printing. */
#pragma once

#include <stdio.h>

#include "facts.h"
#include "mailbox_keys.h"
#include "registers.h"

/* One entry opened; corrected ones are among them. */
struct book_list {
    struct book_fact *facts;
    int64_t *received_s;
    bool *stands;
    size_t count;
};

/* All entries of books (of `kind` alone, unless KIND_NONE), oldest first, in the scratch arena.
 * What the key does not open is counted, not told. */
MUST_CHECK enum err book_open_all(struct site *site, struct txn *txn, enum kind kind,
                                  const struct mailbox_keys *mailbox, struct book_list *list,
                                  unsigned *unreadable);
/* `name`: visit shift home_visit seal_use asset study liaison, or 来访 值班 走访 公章 财物 学习
 * 联系. ERR_INVALID: another. JSON: an array of {id, received_at, stands, corrects, record}. */
MUST_CHECK enum err book_print(struct site *site, struct text name,
                               const struct mailbox_keys *mailbox, bool json, FILE *out,
                               struct complaint *why);
