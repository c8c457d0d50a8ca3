/* site.h - one office's folder: keys, store, and the tree that is published.
 *
 *   keys/<role>.key   sealed secrets (keys.h)
 *   store/            LMDB: drafts, what is published, letters, kiosks, the log of acts
 *   tree/v1/...       the files of the wire (wire/PROTOCOL.md); what a web server may serve as it
 * is lock              held while files of the tree are written
 *
 * The store is the truth and the tree follows it, so a publication cut short is completed by the
 * next one. The commands and a running `serve` share the store. Every act of a person leaves a line
 * in the audit (acts.h) in the same transaction. */
#pragma once

#include "calendar.h"
#include "entry.h"
#include "file.h"
#include "store.h"

enum {
    SITE_MAP_BYTES = 1024 * 1024 * 1024,
    SITE_SCHEMA =
        2, /* 2: kiosks know their place, letters their promises and their end (migrate.c) */
    SITE_ARENA_BYTES = 4 * 1024 * 1024,
    SITE_SCRATCH_BYTES = 64 * 1024 * 1024, /* address space; touched only as far as used */
};

enum site_table {
    SITE_META,      /* numbers and small values by name */
    SITE_DRAFTS,    /* key -> entry: not published yet, with the signatures so far */
    SITE_PUBLISHED, /* key -> entry: the newest version on the wire */
    SITE_HISTORY,   /* key 00 version -> entry: earlier versions */
    SITE_OBJECTS,   /* hash -> object */
    SITE_ORIGINALS, /* hash of an object -> the imported text where the object's differs in line
                       ends */
    SITE_SOURCES,   /* kind/file name -> key: importing a file again means the same record */
    SITE_LOGS,      /* seq -> log entry, plain bytes */
    SITE_INBOX,     /* upload id -> letter and its state (inbox.h) */
    SITE_LOCS,      /* loc -> upload id */
    SITE_KIOSKS,    /* kiosk id -> offer, admission, acknowledgement counter (fleet.h) */
    SITE_ACKS,      /* kiosk id, counter -> upload id and hash */
    SITE_ACTS,      /* number -> line, chained by hash */
    SITE_KEPT,      /* key -> object that never leaves the office: relatives, what a mediation said,
                       the committee's own meetings */
    SITE_TABLES
};

struct site {
    char folder[FILE_PATH_BYTES_MAX];
    struct store *store;
    struct arena arena;   /* root and policy: as long as the site is open */
    struct arena scratch; /* what one command or one request needs */
    struct bytes root_bytes;
    struct root root;
    int64_t now_s;
    int lock_fd; /* -1: not held */
};

/* Opens the folder. ERR_INVALID: not a site; the errors of store_open(). */
MUST_CHECK enum err site_open(const char *folder, int64_t now_s, struct site *site,
                              struct complaint *why);
void site_close(struct site *site);
/* The store of a folder, made when missing. */
MUST_CHECK enum err site_store_open(const char *folder, struct store **store,
                                    struct complaint *why);
/* Another process may have put the next root in place: reads it anew. *changed: it is another. */
MUST_CHECK enum err site_root_look(struct site *site, bool *changed, struct complaint *why);
/* to = folder/part. */
MUST_CHECK enum err site_path(const struct site *site, const char *part,
                              char to[FILE_PATH_BYTES_MAX]);
/* One writer of the tree at a time, over all processes; waits. */
MUST_CHECK enum err site_lock(struct site *site, struct complaint *why);
/* ERR_BUSY: another has it. */
MUST_CHECK enum err site_lock_now(struct site *site, struct complaint *why);
void site_unlock(struct site *site);

/* The policy in force, that is the published one (before the first publication its draft), and its
 * calendar. Texts live in the scratch arena. */
MUST_CHECK enum err site_policy(struct site *site, struct txn *txn, struct policy *policy,
                                struct calendar *calendar, struct complaint *why);

/* ---- records; entries and objects are copied into the scratch arena ---- */

MUST_CHECK enum err site_entry(struct site *site, struct txn *txn, enum site_table table,
                               struct text key, struct entry *entry);
/* The draft, else what is published. *draft may be NULL. */
MUST_CHECK enum err site_newest(struct site *site, struct txn *txn, struct text key,
                                struct entry *entry, bool *draft);
MUST_CHECK enum err site_put_entry(struct site *site, struct txn *txn, enum site_table table,
                                   const struct entry *entry);
/* Where an earlier version stands in SITE_HISTORY. */
MUST_CHECK enum err site_history_key(struct site *site, struct text key, uint64_t version,
                                     struct bytes *name);
MUST_CHECK enum err site_object(struct site *site, struct txn *txn, const struct hash *hash,
                                struct bytes *object);
/* Stores the object of `record` and fills kind, size and hash of the entry. */
MUST_CHECK enum err site_put_record(struct site *site, struct txn *txn, enum kind kind,
                                    const void *record, struct entry *entry, struct complaint *why);
/* Decodes the object an entry names; `record` has the kind's shape. */
MUST_CHECK enum err site_record(struct site *site, struct txn *txn, const struct entry *entry,
                                void *record, struct complaint *why);
/* ---- kept here alone; objects without signatures, under the key a published one would have ----
 */

MUST_CHECK enum err site_put_kept(struct site *site, struct txn *txn, struct text key,
                                  enum kind kind, const void *record, bool *changed,
                                  struct complaint *why);
/* ERR_NOT_FOUND: none; ERR_MISMATCH: of another kind. */
MUST_CHECK enum err site_kept(struct site *site, struct txn *txn, struct text key, enum kind kind,
                              void *record);

/* A title for lists: the record's own, or what stands for one. Empty: none. */
struct text site_title(struct site *site, struct txn *txn, const struct entry *entry);
/* The key of the office's own reading of it. Empty: none. */
struct text site_recording(struct site *site, struct txn *txn, const struct entry *entry);

/* A named value in SITE_META; zeroes when absent. */
MUST_CHECK enum err site_get_value(struct txn *txn, const char *name, void *to, size_t size);
MUST_CHECK enum err site_put_value(struct txn *txn, const char *name, const void *from,
                                   size_t size);
