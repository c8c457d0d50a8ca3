/* content.h - what the office published, as a kiosk holds it: a view of keys over immutable
 * objects.
 *
 * The agent stages objects in small transactions and flips the view in one. Everything here can be
 * fetched again; what must not be lost lives in device.h. Entries and heads are kept as the bytes
 * of the wire (wire/entry.h reads them), so the kiosk checks signatures again before showing. */
#pragma once

#include "store.h"

enum {
    CONTENT_MAP_BYTES_DEFAULT = 1024 * 1024 * 1024,
    CONTENT_STAGE_BYTES = 256 * 1024, /* a staging transaction is committed about this often */
    CONTENT_SCHEMA = 2,               /* 2: the index of search */
    CONTENT_ENTRY_BYTES_MAX = 4096,
};

struct content;

/* Where the view stands. All zero before the first flip. */
struct content_state {
    uint64_t seq;     /* of the newest log entry applied */
    struct hash tip;  /* its hash */
    int64_t issued_s; /* of the newest head accepted */
    int64_t
        checked_s; /* when the office was last reached and the head was ours or newer, our clock */
    struct bytes head; /* the signed head, as received; in the arena given */
    struct bytes root; /* the signed root it was checked with */
};

/* One change of the view. */
struct content_change {
    struct text key;
    uint64_t ver;
    struct bytes entry; /* encoded, see wire/entry.h */
};

MUST_CHECK enum err content_open(const char *folder, enum store_mode mode, size_t map_bytes,
                                 struct content **content, struct complaint *why);
void content_close(struct content *content);
struct store *content_store(struct content *content);

/* ---- the agent ---- */

/* Content leaves this much of the disk to letters: content_stage() is ERR_FULL below it. 0: no
 * reserve. */
void content_set_reserve(struct content *content, uint64_t bytes);
/* Puts an object under its hash (the caller has checked both). Commits by itself about every
 * CONTENT_STAGE_BYTES; content_stage_end() commits the rest. Staging twice is OK. */
MUST_CHECK enum err content_stage(struct content *content, const struct hash *hash,
                                  struct bytes object);
MUST_CHECK enum err content_stage_end(struct content *content);
/* In one transaction: applies the changes (an older version under a key moves to the history) and
 * the new state. ERR_NOT_FOUND with the key in `why`: an object that an entry names was not staged;
 * ERR_MISMATCH with the key: a lower version than the one in the view (a replayed signature).
 * Nothing changed then. `objects[i]` is the hash of changes[i]'s object. */
MUST_CHECK enum err content_flip(struct content *content, const struct content_change *changes,
                                 const struct hash *objects, size_t count,
                                 const struct content_state *state, struct complaint *why);
/* Drops everything (a snapshot replaces the view): in the same transaction as the flip. */
MUST_CHECK enum err content_flip_whole(struct content *content,
                                       const struct content_change *changes,
                                       const struct hash *objects, size_t count,
                                       const struct content_state *state, struct complaint *why);
/* The same, whatever versions were in the view: the first update under a new root. */
MUST_CHECK enum err content_flip_anew(struct content *content, const struct content_change *changes,
                                      const struct hash *objects, size_t count,
                                      const struct content_state *state, struct complaint *why);
/* Notes that the office was reached and nothing is new; does not touch the view. */
MUST_CHECK enum err content_confirm(struct content *content, int64_t issued_s, int64_t checked_s,
                                    struct bytes head);

/* Deletes an earlier version from the history (a list of persons past its `until`), with its object
 * when nothing else names it. ERR_NOT_FOUND. The version in the view leaves by a withdrawal first.
 */
MUST_CHECK enum err content_forget(struct content *content, struct text key, uint64_t ver);
/* Deletes every entry that `is_over`, in the view and in its history, with their objects where
 * nothing else names them: lists of persons past their day. All in one transaction. `current`: it
 * is in the view, and no earlier version. */
typedef bool content_over_fn(struct bytes entry, bool current, void *data);
MUST_CHECK enum err content_expire(struct content *content, content_over_fn *is_over, void *data,
                                   size_t *count);
/* Deletes objects that were staged and that no entry names. */
MUST_CHECK enum err content_sweep(struct content *content);

/* ---- readers ---- */

MUST_CHECK enum err content_state(struct content *content, struct arena *arena,
                                  struct content_state *state);
bool content_has(struct content *content, const struct hash *hash);
/* Copies into the arena. */
MUST_CHECK enum err content_entry(struct content *content, struct text key, struct arena *arena,
                                  struct bytes *entry);
MUST_CHECK enum err content_object(struct content *content, const struct hash *hash,
                                   struct arena *arena, struct bytes *object);
/* The version `ver` under a key, from the history or the view. */
MUST_CHECK enum err content_entry_version(struct content *content, struct text key, uint64_t ver,
                                          struct arena *arena, struct bytes *entry);

/* Entries whose key begins with `prefix`, in key order (or from the last), up to `max`, copied into
 * the arena. ERR_NOMEM: they do not fit; nothing is left out silently. */
struct content_item {
    struct text key;
    struct bytes entry;
};
MUST_CHECK enum err content_list(struct content *content, struct text prefix, bool backwards,
                                 struct arena *arena, struct content_item *items, size_t max,
                                 size_t *count);
