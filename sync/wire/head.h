/* head.h - the one mutable file: where the log ends. Signed by the head key, at most
 * HEAD_BYTES_MAX.
 *
 * Payload: {1: office, 2: root version, 3: seq, 4: issued, 5: tip, 6: [snapshot hash, size, seq] or
 * [], 7: lowest agent version, 8: the office's signatures of the snapshot, if it has endorsed it}.
 */
#pragma once

#include "root.h"

enum { HEAD_BYTES_MAX = 4096, AGENT_PROTOCOL = 1 };

struct head {
    struct text office;
    uint64_t root_version;
    uint64_t seq; /* of the newest log entry; 0: nothing published */
    int64_t issued_s;
    struct hash tip;      /* of the newest log entry's plain bytes */
    struct hash snapshot; /* of the pack's plain bytes; none: there is no pack */
    uint64_t snapshot_size, snapshot_seq;
    uint64_t min_agent;                                       /* AGENT_PROTOCOL needed */
    struct key_signature endorsements[SIGNED_SIGNATURES_MAX]; /* of the snapshot, by office keys */
    size_t endorsement_count;
};

MUST_CHECK enum err head_encode(const struct head *head, const struct signer *signer,
                                struct arena *arena, struct bytes *out);
/* ERR_INVALID: not a head; ERR_MISMATCH: of another office; ERR_DENIED: not signed by this root's
 * head key, or made under another root version (fetch root/<n> first). */
MUST_CHECK enum err head_open(struct bytes bytes, const struct root *root, struct head *head,
                              struct complaint *why);
/* The office's word, under CONTEXT_SNAPSHOT, that it has checked every signature in the snapshot
 * which `head` names under this root. */
MUST_CHECK enum err head_endorse(const struct head *head, const struct signer *office,
                                 struct key_signature *endorsement);
/* Has the office, as many of its keys as its threshold asks for, endorsed the snapshot? Then
 * entry_check_endorsed() is enough for what is in it. */
bool head_is_endorsed(const struct head *head, const struct root *root);
/* The version of the root a head asks for, before it is checked. */
MUST_CHECK enum err head_peek_root(struct bytes bytes, uint64_t *version);

/* What the kiosk already holds against what a head says (checked in this order). */
enum head_step {
    HEAD_SAME,        /* nothing new */
    HEAD_NEWER,       /* fetch from seq + 1 */
    HEAD_ROLLBACK,    /* a lower seq: refuse */
    HEAD_FORK,        /* the same seq with another tip: refuse */
    HEAD_OLDER_ISSUE, /* the same seq and tip, issued earlier: refuse */
    HEAD_TOO_FAR,     /* would move the time floor more than CLOCK_STEP_DAYS_MAX: refuse */
    HEAD_AGENT_OLD,   /* needs a newer program */
};
enum head_step head_judge(const struct head *head, uint64_t seq, const struct hash *tip,
                          int64_t issued_s, int64_t floor_s);
const char *head_step_reason(enum head_step step);
