/* facts.h - what the store holds, in the form that rules/ judges: records of a kind as one array,
 * and the board's facts.
 *
 * Everything lives in the site's scratch arena. */
#pragma once

#include "board.h"
#include "people.h"
#include "site.h"

enum {
    FACTS_MAX = 20000, /* records of one kind */
};

enum facts_scope {
    FACTS_PUBLISHED, /* what is on the wire */
    FACTS_NEWEST,    /* a draft in the place of what it will replace */
};

/* records: `count` structs of the kind's shape, one behind the other. */
struct fact_list {
    void *records;
    struct text *keys;
    struct entry *entries;
    size_t count;
};

/* All records of a kind, by key. Withdrawn ones are not among them. ERR_FULL: FACTS_MAX. */
MUST_CHECK enum err facts_of_kind(struct site *site, struct txn *txn, enum facts_scope scope,
                                  enum kind kind, struct fact_list *list);
/* The same of what is kept at the office alone; entries is NULL. */
MUST_CHECK enum err facts_kept(struct site *site, struct txn *txn, enum kind kind,
                               struct fact_list *list);

/* Who sits where; relatives are known here alone. */
MUST_CHECK enum err facts_people(struct site *site, struct txn *txn, enum facts_scope scope,
                                 struct people *people);

struct board_facts {
    struct published *at;
    size_t count;
};

/* What residents can see, announces and withdrawals among it; with FACTS_NEWEST drafts count as
 * announced: what the coming day will find, for readiness. */
MUST_CHECK enum err facts_of_board(struct site *site, struct txn *txn, enum facts_scope scope,
                                   struct board_facts *facts);
/* The first version under a key that was ever on the wire, with its opening; `entry` itself when
 * there was none before. */
MUST_CHECK enum err facts_first_version(struct site *site, struct txn *txn,
                                        const struct entry *entry, struct entry *first);
