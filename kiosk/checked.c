/* checked.c - see checked.h. */
#include "checked.h"

#include <string.h>

#include "hash.h"

void checked_forget(struct checked *checked)
{
    memset(checked->seen, 0, sizeof checked->seen);
}

static struct hash *place_of_hash(struct checked *checked, const struct hash *hash)
{
    return &checked->seen[be32_get(hash->b) % CHECKED_MAX];
}

enum err checked_entry(struct checked *checked, const struct root *root, struct text key,
                       struct bytes bytes, struct entry *entry, struct complaint *why)
{
    struct hash hash = hash_of(bytes);
    struct hash *seen = place_of_hash(checked, &hash);

    enum err err = entry_decode(bytes, entry);
    if (err) {
        return complain(why, err, "the entry cannot be read");
    }
    if (!text_equal(entry->key, key)) {
        return complain(why, ERR_MISMATCH, "the entry is of another key");
    }
    if (hash_equal(seen, &hash)) {
        return OK;
    }
    checked->signatures_checked++;
    err = entry_check(entry, root, why);
    if (!err) {
        *seen = hash;
    }
    return err;
}

enum err checked_object(const struct entry *entry, struct bytes object, struct complaint *why)
{
    struct hash hash = hash_of(object);

    if (object.size != entry->size || !hash_equal(&hash, &entry->hash)) {
        return complain(why, ERR_MISMATCH, "the object does not have the hash that was signed");
    }
    if (record_kind(object) != entry->kind) {
        return complain(why, ERR_MISMATCH, "the object is of another kind than was signed");
    }
    return OK;
}
