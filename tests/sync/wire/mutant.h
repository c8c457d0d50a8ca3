/* mutant.h - a CBOR map or array with one field changed: of another type, missing, another value, a
 * neighbour of its value. For whoever holds the key and signs it anew. */
#pragma once

#include "arena.h"

enum { MUTANTS_MAX = 512, MUTANT_NAME_BYTES = 64 };

struct mutant {
    char name[MUTANT_NAME_BYTES]; /* "field 3: one more" */
    unsigned field;               /* the key in a map, the place in an array from 0 */
    struct bytes bytes;
};

/* Every mutant of `item`, without those that are no change; all lie in the arena. */
size_t mutants_of(struct bytes item, struct arena *arena, struct mutant *mutants);
/* The same map with one more field above the others: a newer program's. */
struct bytes mutant_grown(struct bytes map, struct arena *arena);
