/* find.h - search over everything in the view: titles, texts, ledger lines, regulations.
 *
 * The index is a table of content.h's store, kept in step in the transaction that flips the view:
 * one row a record with its title and the signature of its texts (match.h). A search passes over
 * the signatures, reads only the records that may match, and says where each does. Records of
 * staff, kiosks and sealed answers are not in it. What is found is what the view holds: whether it
 * may be shown now (embargo, signatures, the privacy gate) is for the caller to check, as before
 * any showing. */
#pragma once

#include "content.h"
#include "match.h"
#include "record.h"

enum {
    FIND_HITS_MAX = 200,
    FIND_BEFORE_CHARS = 8, /* of the text before what was found, in an excerpt */
    FIND_EXCERPT_CHARS = 60,
};

struct find_hit {
    struct text key;
    enum kind kind;
    struct text title;
    struct text
        excerpt; /* of one text, blanks and line ends as one blank; of the title if found there */
    size_t at, size; /* bytes of the excerpt that match the query's first term */
    bool in_title;   /* all terms stand in the title */
    int32_t day; /* what the record is about: its date or the first day of its period; 0: none */
};

/* The best hits first: in the title, then the newest day, then by key. At most `max` (<=
 * FIND_HITS_MAX), after the first `skip`. `kinds`: a bit per enum kind, 0 for all. `*more`: there
 * are others. Hits are copied into the arena. ERR_INVALID: nothing to look for (match_parse()).
 * ERR_NOMEM: the arena is too small, or the view over some 30 000 records. */
MUST_CHECK enum err content_find(struct content *content, struct text query, uint64_t kinds,
                                 size_t skip, struct arena *arena, struct find_hit *hits,
                                 size_t max, size_t *count, bool *more);

/* Bytes of the index, keys and values. */
MUST_CHECK enum err content_find_weight(struct content *content, size_t *bytes);
