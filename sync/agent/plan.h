/* plan.h - the changes of one update, newest version per key, before the view flips.
 *
 * Lives in one arena, which nothing else uses meanwhile. */
#pragma once

#include "content.h"
#include "entry.h"

enum { PLAN_ITEMS_MAX = 256 * 1024 };

/* Little of each, since a first sync has thousands: the rest is read from `bytes` where needed. */
struct plan_item {
    struct text key; /* points into `bytes` */
    uint64_t version;
    struct hash hash;
    int64_t until_s;
    struct bytes bytes; /* the entry as it came; in the plan's arena */
    bool staged, left_out;
};

struct plan {
    struct arena *arena;
    struct plan_item *items;
    size_t count, max;
    uint32_t *slots; /* index + 1 by the key's hash; 0: free */
    size_t slot_count;
    bool whole; /* the view is replaced */
};

void plan_begin(struct plan *plan, struct arena *arena);
/* NULL: none. */
struct plan_item *plan_find(const struct plan *plan, struct text key);
/* Copies the entry. An item under the same key is replaced: ERR_MISMATCH when its version is not
 * lower. ERR_NOMEM, ERR_FULL (PLAN_ITEMS_MAX). */
MUST_CHECK enum err plan_add(struct plan *plan, const struct entry *entry, struct bytes bytes,
                             struct plan_item **item, struct complaint *why);
/* The whole entry of an item. */
MUST_CHECK enum err plan_entry(const struct plan_item *item, struct entry *entry);
/* For content_flip: what is not left out. */
MUST_CHECK enum err plan_changes(struct plan *plan, struct content_change **changes,
                                 struct hash **objects, size_t *count);
