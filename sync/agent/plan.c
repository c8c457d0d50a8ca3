/* plan.c - see plan.h. */
#include "plan.h"

#include <string.h>

enum { FIRST_ITEMS = 64 };

void plan_begin(struct plan *plan, struct arena *arena)
{
    *plan = (struct plan){.arena = arena};
}

/* FNV-1a. Keys are signed; nobody outside can make them collide. */
static uint32_t key_hash(struct text key)
{
    uint32_t hash = 2166136261U;

    for (size_t i = 0; i < key.size; i++) {
        hash = (hash ^ (uint8_t)key.data[i]) * 16777619U;
    }
    return hash;
}

/* The slot of `key`, or the free one where it belongs. */
static uint32_t *slot_of(const struct plan *plan, struct text key)
{
    size_t i = key_hash(key) & (plan->slot_count - 1);

    while (plan->slots[i] && !text_equal(plan->items[plan->slots[i] - 1].key, key)) {
        i = (i + 1) & (plan->slot_count - 1);
    }
    return &plan->slots[i];
}

struct plan_item *plan_find(const struct plan *plan, struct text key)
{
    uint32_t index = plan->count > 0 ? *slot_of(plan, key) : 0;
    return index ? &plan->items[index - 1] : NULL;
}

/* Twice as much room; what was before stays unused in the arena. */
static enum err plan_grow(struct plan *plan)
{
    size_t max = plan->max ? plan->max * 2 : FIRST_ITEMS;
    struct plan_item *items = ARENA_ARRAY(plan->arena, struct plan_item, max);
    uint32_t *slots = ARENA_ARRAY(plan->arena, uint32_t, max * 2);

    if (!items || !slots) {
        return ERR_NOMEM;
    }
    if (plan->count > 0) {
        memcpy(items, plan->items, plan->count * sizeof *items);
    }
    plan->items = items;
    plan->max = max;
    plan->slots = slots;
    plan->slot_count = max * 2;
    for (size_t i = 0; i < plan->count; i++) {
        *slot_of(plan, items[i].key) = (uint32_t)(i + 1);
    }
    return OK;
}

/* The entry's bytes, copied, and the entry read from the copy. */
static enum err item_fill(struct plan *plan, struct bytes bytes, struct plan_item *item)
{
    struct bytes copy = arena_copy(plan->arena, bytes.data, bytes.size);
    struct entry entry;

    if (!copy.data) {
        return ERR_NOMEM;
    }
    enum err err = entry_decode(copy, &entry);
    if (!err) {
        *item = (struct plan_item){.key = entry.key,
                                   .version = entry.version,
                                   .hash = entry.hash,
                                   .until_s = entry.until_s,
                                   .bytes = copy};
    }
    return err;
}

enum err plan_add(struct plan *plan, const struct entry *entry, struct bytes bytes,
                  struct plan_item **item, struct complaint *why)
{
    struct plan_item *found = plan_find(plan, entry->key);

    if (found && entry->version <= found->version) {
        return complain(why, ERR_MISMATCH, "%.*s: version %llu after version %llu",
                        TEXT_ARG(entry->key), (unsigned long long)entry->version,
                        (unsigned long long)found->version);
    }
    if (!found && plan->count == PLAN_ITEMS_MAX) {
        return complain(why, ERR_FULL, "more than %d records in one update", PLAN_ITEMS_MAX);
    }
    if (!found && plan->count == plan->max && plan_grow(plan)) {
        return complain(why, ERR_NOMEM, "an update too large for the memory set aside");
    }
    struct plan_item *to = found ? found : &plan->items[plan->count];
    enum err err = item_fill(plan, bytes, to);
    if (err) {
        return complain(why, err, "%.*s: the entry cannot be kept", TEXT_ARG(entry->key));
    }
    if (!found) {
        *slot_of(plan, to->key) = (uint32_t)(plan->count + 1);
        plan->count++;
    }
    *item = to;
    return OK;
}

enum err plan_entry(const struct plan_item *item, struct entry *entry)
{
    return entry_decode(item->bytes, entry);
}

enum err plan_changes(struct plan *plan, struct content_change **changes, struct hash **objects,
                      size_t *count)
{
    struct content_change *to = ARENA_ARRAY(plan->arena, struct content_change, plan->count);
    struct hash *hashes = ARENA_ARRAY(plan->arena, struct hash, plan->count);
    size_t n = 0;

    if (!to || !hashes) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < plan->count; i++) {
        const struct plan_item *item = &plan->items[i];
        if (!item->left_out) {
            to[n] = (struct content_change){
                .key = item->key, .ver = item->version, .entry = item->bytes};
            hashes[n++] = item->hash;
        }
    }
    *changes = to;
    *objects = hashes;
    *count = n;
    return OK;
}
