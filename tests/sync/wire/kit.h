/* kit.h - an office for tests: keys that are the same in each run, a root, records, and a published
 * tree in memory, made with the encoders of wire/. */
#pragma once

#include "ack.h"
#include "enrol.h"
#include "envelope.h"
#include "hash.h"
#include "head.h"
#include "log_entry.h"
#include "pack.h"
#include "routes.h"
#include "snapshot.h"
#include "support.h"

enum {
    KIT_NOW_S = 1793000000, /* 2026-10-26 */
    KIT_FILES_MAX = 512,
    KIT_LIVE_MAX = 256,
    KIT_ARENA_BYTES = 64 * 1024 * 1024,
};

struct kit_file {
    char route[ROUTE_BYTES_MAX];
    struct bytes bytes;
};

struct kit {
    struct arena arena;       /* everything lives here */
    struct signer keepers[3]; /* the root role, 2 of 3 */
    struct signer office, supervision, head, kiosk, stranger;
    struct box_public mailbox;
    struct box_secret mailbox_secret;
    char kiosk_id[KIOSK_ID_BYTES];
    struct root root;
    struct bytes root_bytes;

    /* the tree */
    struct kit_file files[KIT_FILES_MAX];
    size_t file_count;
    uint64_t seq;
    struct hash tip;
    struct hash snapshot;
    uint64_t snapshot_size, snapshot_seq;
    struct key_signature endorsement; /* of the snapshot, when `endorsed` */
    bool endorsed;
    int64_t issued_s;
    /* what is live, for snapshots */
    struct entry live[KIT_LIVE_MAX];
    struct bytes live_objects[KIT_LIVE_MAX];
    size_t live_count;
};

/* A fixture: *state is a `struct kit *` with root/1 and nothing published. */
int kit_setup(void **state);
int kit_teardown(void **state);
void kit_make(struct kit *kit, const char *office);
void kit_free(struct kit *kit);

/* The key pair number `n` (the same for the same n). */
struct signer kit_signer(uint8_t n);
/* Signs `root` by the keepers given (bits 1, 2, 4) and returns the file. */
struct bytes kit_sign_root(struct kit *kit, const struct root *root, unsigned keepers);
/* Puts the next root into the tree and makes it the kit's. */
void kit_next_root(struct kit *kit);

/* ---- records ---- */

struct bytes kit_object(struct kit *kit, enum kind kind, const void *record);
struct bytes kit_notice(struct kit *kit, const char *title);
struct bytes kit_disclosure(struct kit *kit, const char *title);
/* An entry for `object`, signed as its kind asks at KIT_NOW_S. */
struct entry kit_entry(struct kit *kit, enum kind kind, const char *key, uint64_t version,
                       struct bytes object);
/* Makes all its signatures anew. */
void kit_sign(struct kit *kit, struct entry *entry, bool office, bool supervision);

/* ---- the tree ---- */

void kit_put(struct kit *kit, const char *route, struct bytes bytes); /* replaces */
struct bytes *kit_get(struct kit *kit, const char *route);            /* NULL: none */
void kit_remove(struct kit *kit, const char *route);
struct bytes kit_frame(struct kit *kit, struct bytes plain);
/* One log with these entries, a new head. Objects ride along when `inlined`, else lie in o/. */
void kit_publish(struct kit *kit, const struct entry *entries, const struct bytes *objects,
                 size_t count, bool inlined);
/* A notice of one entry. */
void kit_publish_notice(struct kit *kit, const char *key, uint64_t version, const char *title);
void kit_publish_kiosk(struct kit *kit, uint64_t version, bool revoked);
/* A snapshot of what is live, which the office endorses, and a head that names it. */
void kit_publish_snapshot(struct kit *kit);
/* Endorses the snapshot by another key and puts the head; NULL: nobody does. */
void kit_endorse(struct kit *kit, const struct signer *signer);
struct head kit_head(const struct kit *kit); /* as it would be now */
void kit_put_head(struct kit *kit, const struct head *head, const struct signer *signer);
