/* trust.h - what a kiosk believes, so that nobody can roll it back: root pin, own key, highest seq
 * and tip, time floor, acknowledgement epoch. In device, by the transaction given. */
#pragma once

#include "sign.h"
#include "store.h"

enum { TRUST_ROOT_BYTES_MAX = 16 * 1024, TRUST_WRITE_DAYS_MAX = 30 };

struct trust {
    struct bytes root; /* signed root as received; empty: not enrolled. In the arena */
    bool has_key;
    struct public_key pk; /* this kiosk's */
    uint64_t seq;         /* highest accepted */
    struct hash tip;
    uint64_t tip_root; /* version of the root under which; 0: not known */
    int64_t base_s;    /* newest time by others than the head key; 0: none */
    int64_t floor_s;   /* never goes back, see base/clock.h */
    int64_t signed_s;  /* newest signed time */
    int64_t offset_s;  /* set by staff; added to the system clock */
    uint64_t ack_epoch, ack_counter;
    bool ack_seen;
    bool admitted;        /* a kiosk entry of ours is in the log and not revoked */
    uint64_t next_upload; /* sequence number of the next upload */
};

MUST_CHECK enum err trust_get(struct txn *txn, struct arena *arena, struct trust *trust);
/* Each sets what it names. A seq, base, floor or signed time lower than the stored one is ignored;
 * the same seq with another tip is ERR_MISMATCH; but a later root than the one before may begin
 * again at any seq. trust_set_root: ERR_INVALID over TRUST_ROOT_BYTES_MAX.
 */
MUST_CHECK enum err trust_set_root(struct txn *txn, struct bytes root);
MUST_CHECK enum err trust_set_key(struct txn *txn, const struct secret_key *sk); /* ERR_EXISTS */
MUST_CHECK enum err trust_key(struct txn *txn, struct secret_key *sk);           /* ERR_NOT_FOUND */
MUST_CHECK enum err trust_set_tip(struct txn *txn, uint64_t root, uint64_t seq,
                                  const struct hash *tip);
MUST_CHECK enum err trust_raise_base(struct txn *txn, int64_t base_s);
MUST_CHECK enum err trust_raise_floor(struct txn *txn, int64_t floor_s);
/* Something is written at now_s by a clock that is believed: the floor follows, but no further than
 * TRUST_WRITE_DAYS_MAX behind the newest signed time, so that a clock that runs ahead does not make
 * its error permanent. */
MUST_CHECK enum err trust_note_write(struct txn *txn, int64_t now_s);
MUST_CHECK enum err trust_set_signed(struct txn *txn, int64_t signed_s);
/* The first head under a later root: base, floor and signed time begin again here, also earlier.
 * Two of three root keys may undo what a stolen head key did to the clock; nobody else. */
MUST_CHECK enum err trust_restart(struct txn *txn, int64_t at_s);
MUST_CHECK enum err trust_set_offset(struct txn *txn, int64_t offset_s);
MUST_CHECK enum err trust_set_ack(struct txn *txn, uint64_t epoch, uint64_t counter);
MUST_CHECK enum err trust_set_admitted(struct txn *txn, bool admitted);
