/* mailbox_keys.h - the mailbox's key, those it took the place of, and their end.
 *
 * A new key (key_renewal.h) reaches the kiosks with the next root. What they sealed to the old one
 * meanwhile, and what lies here already, must still open: so each old secret is kept, sealed to the
 * present key, in a ring in the site's store. Whoever opens the present key opens them all; one
 * passphrase is enough, and the store's backup holds the ring.
 *
 * An old key is of use until every letter here has its content key sealed anew to the present one,
 * and no kiosk can bring another letter sealed to it: `outbox_keep_days` after the renewal, and
 * every kiosk that may send has been heard from since. Then it is destroyed, which leaves a line in
 * the log of acts. (A file system and a database leave old blocks; what is in them is sealed.) */
#pragma once

#include <stdio.h>

#include "envelope.h"
#include "keys.h"
#include "site.h"

enum { MAILBOX_KEYS_MAX = 8, MAILBOX_RING_BYTES_MAX = 2048 };

struct mailbox_key {
    struct box_public pk;
    struct box_secret sk;
    int64_t replaced_s; /* 0: the present one */
};

struct mailbox_keys {
    struct mailbox_key at[MAILBOX_KEYS_MAX]; /* the present one first, then the newest */
    size_t count;
};

/* Opens SITE/keys/mailbox.key and with it the ring; wipe it after use. An old key that the present
 * one does not open is left out, with a warning. ERR_DENIED as key_mailbox(). */
MUST_CHECK enum err mailbox_keys_open(struct site *site, struct passphrases *p,
                                      struct mailbox_keys *keys, struct complaint *why);
/* The object in an envelope, by whichever key it is sealed to. `key_box`: the content key as it was
 * sealed anew; empty: it was not. ERR_DENIED: to none of these. */
MUST_CHECK enum err mailbox_open(const struct mailbox_keys *keys, const struct envelope *envelope,
                                 struct bytes key_box, struct arena *arena, struct bytes *object);
/* The ring of a mailbox whose key is about to be `next`, with what is the present one now.
 * ERR_FULL: as many old ones as MAILBOX_KEYS_MAX: destroy some first. */
MUST_CHECK enum err mailbox_ring_encode(const struct mailbox_keys *keys,
                                        const struct box_public *next, int64_t now_s,
                                        struct arena *arena, struct bytes *ring);
/* Its name in SITE_META. */
extern const char mailbox_ring[];
/* Seals anew what only an old key opens, and destroys the old keys that are of no more use; says of
 * the others what they wait for. */
MUST_CHECK enum err mailbox_keys_retire(struct site *site, const struct mailbox_keys *keys,
                                        FILE *report, struct complaint *why);
