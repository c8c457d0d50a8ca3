/* books.h - append-only books: visits, shifts, seal uses. An entry is sealed by the caller.
 *
 * Nothing is changed in a book: a correction is a new entry that names the old one. Entries leave
 * only when their retention ends. Each function works inside the caller's transaction on device.h's
 * store. */
#pragma once

#include "outbox.h"

enum { BOOK_CODE_BYTES_MAX = 16, BOOK_SEALED_BYTES_MAX = 16 * 1024 };

/* Names an entry within its book. */
struct book_ref {
    int64_t at_s; /* the moment it is about */
    uint64_t n;   /* from 1 within the book, never reused */
};

struct book_entry {
    struct book_ref ref;
    struct book_ref corrects; /* n == 0: a first entry */
    struct upload_id id;      /* the envelope that carries it up */
    struct bytes sealed;
};

/* `book`: [a-z_], 1..BOOK_CODE_BYTES_MAX bytes, such as "visit". `corrects` may be NULL.
 * ERR_INVALID: the book's name, a negative moment, or sealed is empty or over
 * BOOK_SEALED_BYTES_MAX. ERR_NOT_FOUND: there is no entry `corrects`. */
MUST_CHECK enum err books_append(struct txn *txn, const char *book, int64_t at_s,
                                 struct bytes sealed, struct upload_id id,
                                 const struct book_ref *corrects, struct book_ref *ref);
/* Entries with from_s <= at_s < until_s, oldest first, copied into the arena. ERR_NOMEM: the first
 * does not fit; else as many as fit, up to `max`. Go on from the last entry's moment to read more.
 */
MUST_CHECK enum err books_list(struct txn *txn, const char *book, int64_t from_s, int64_t until_s,
                               struct arena *arena, struct book_entry *entries, size_t max,
                               size_t *count);
/* How many entries books_list would walk, corrections included. */
MUST_CHECK enum err books_count(struct txn *txn, const char *book, int64_t from_s, int64_t until_s,
                                uint64_t *count);
/* Retention: drops entries with at_s < before_s. */
MUST_CHECK enum err books_purge(struct txn *txn, const char *book, int64_t before_s, size_t *count);
