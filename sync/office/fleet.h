/* fleet.h - the kiosks of this office: who offered a key, who was admitted, and the signed word on
 * what came from each (PROTOCOL 12 and 14).
 *
 * A kiosk's acknowledgement counter rises with every acknowledgement made for it; what was taken is
 * listed until the kiosk has confirmed a counter at or above the one that first listed it. */
#pragma once

#include <stdio.h>

#include "echo.h"
#include "enrol.h"
#include "grant.h"
#include "heartbeat.h"
#include "mailbox_keys.h"
#include "site.h"

enum { FLEET_WAITING_MAX = 64 }; /* offers not answered yet */

struct kiosk_state {
    char id[KIOSK_ID_BYTES];
    struct public_key pk;
    struct text name;
    int64_t offered_s, heard_s;
    bool admitted, revoked;
    uint64_t counter, confirmed;
    int64_t issued_s; /* of the newest acknowledgement */
    bool has_nonce;
    uint8_t nonce[NONCE_BYTES];
    uint64_t beat_number, view_seq; /* what its newest heartbeat says; 0: none came yet */
    struct hash view_tip;
};

MUST_CHECK enum err fleet_get(struct site *site, struct txn *txn, struct text id,
                              struct kiosk_state *kiosk);
MUST_CHECK enum err fleet_put(struct site *site, struct txn *txn, const struct kiosk_state *kiosk);
/* Notes an offer whose signature was checked. OK: new; ERR_EXISTS: known, the same key;
 * ERR_MISMATCH: another key; ERR_FULL: FLEET_WAITING_MAX offers wait. */
MUST_CHECK enum err fleet_offer(struct site *site, struct txn *txn, struct text id,
                                const struct enrol_offer *offer);
/* Stages the `kiosk` record that admits (or revokes) it; a revocation drops keys that were still to
 * be sent. ERR_INVALID: never heard of it. */
MUST_CHECK enum err fleet_admit(struct site *site, struct txn *txn, struct text id, bool revoke,
                                const struct signer *office, struct complaint *why);
/* Notes that an envelope is durably here, for the next acknowledgement. Noting twice is fine. */
MUST_CHECK enum err fleet_note_taken(struct site *site, struct txn *txn, struct kiosk_state *kiosk,
                                     const struct upload_id *id, const struct hash *hash);
/* Forgets what the kiosk has confirmed: a counter of this life (epoch) of the office's store. */
MUST_CHECK enum err fleet_confirm(struct site *site, struct txn *txn, struct kiosk_state *kiosk,
                                  uint64_t epoch, uint64_t counter);
/* Notes a heartbeat whose signature was checked, and keeps it as it came. The same again is OK.
 * ERR_MISMATCH: there was a later one, or another under its number. */
MUST_CHECK enum err fleet_beat(struct site *site, struct txn *txn, struct kiosk_state *kiosk,
                               const struct heartbeat *beat, struct bytes bytes);
/* A kiosk that may send and has not been heard from since then; its id. */
bool fleet_silent_since(struct site *site, struct txn *txn, int64_t since_s,
                        char id[KIOSK_ID_BYTES]);
/* What the newest heartbeat tells; texts live in the scratch arena. ERR_NOT_FOUND: none came;
 * ERR_DENIED: sealed to another mailbox key. */
MUST_CHECK enum err fleet_health(struct site *site, struct txn *txn, struct text id,
                                 const struct mailbox_keys *mailbox, struct health *health);
/* Keeps keys of an object store for the kiosk, sealed to it, until it has confirmed an
 * acknowledgement that carried them; the grant before is forgotten. ERR_INVALID: never heard of
 * it, not admitted, or the keys cannot be sealed (too long). */
MUST_CHECK enum err fleet_grant(struct site *site, struct txn *txn, struct text id,
                                const struct grant *keys, struct complaint *why);
/* Makes the next acknowledgement, puts it into the tree and copies it into the scratch arena. A
 * transaction of its own, after the one that stored what it lists. */
MUST_CHECK enum err fleet_acknowledge(struct site *site, struct text id,
                                      const struct signer *office, struct bytes *bytes,
                                      struct complaint *why);
/* The same for every kiosk that sent something while the office's key was locked. */
MUST_CHECK enum err fleet_acknowledge_waiting(struct site *site, const struct signer *office,
                                              struct complaint *why);
/* The head key's word on the newest heartbeat, where the office's key is locked away; in the
 * scratch arena. ERR_NOT_FOUND: no heartbeat came yet. */
MUST_CHECK enum err fleet_echo(struct site *site, struct text id, const struct signer *head,
                               struct bytes *bytes);
/* All kiosks; with `mailbox` (NULL: locked) also what each tells of itself. */
MUST_CHECK enum err fleet_print(struct site *site, const struct mailbox_keys *mailbox, bool json,
                                FILE *out, struct complaint *why);
