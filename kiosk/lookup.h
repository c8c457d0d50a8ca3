/* lookup.h - what has become of a letter, by its receipt: at any kiosk of the office, offline.
 *
 * The digits give a key and a public name (loc); under that name the office publishes the letter's
 * state and, sealed under the key, its answer. What this kiosk itself knows comes second. */
#pragma once

#include "child.h"
#include "snapshot_model.h"

enum { LOOKUP_BURST = 5, LOOKUP_BACK_S = 12 /* five a minute */ };

/* Kept in secret memory; wiped by lookup_forget. */
struct lookup {
    struct child child;
    bool known; /* key and loc are computed */
    char digits[RECEIPT_DIGITS + 1];
    struct shared_key key;
    struct receipt_loc loc;
    bool retracted; /* taken back in this sitting; the office may not have heard of it yet */
};

/* ERR_INVALID: not a receipt. ERR_FULL: too many tries, *wait_s. ERR_UNAVAILABLE: not enrolled. */
MUST_CHECK enum err lookup_start(struct lookup *lookup, const struct data_folder *folder,
                                 struct text digits, int64_t now_s, int64_t *wait_s);
/* The same without limit and child, for --render. */
MUST_CHECK enum err lookup_now(struct lookup *lookup, const struct data_folder *folder,
                               struct text digits);
/* ERR_BUSY: not yet. */
MUST_CHECK enum err lookup_poll(struct lookup *lookup);
/* The state as of now; the answer's text goes into `secret`. Again after every change of the store.
 */
void lookup_fill(const struct lookup *lookup, struct snapshot *snapshot, struct arena *secret,
                 struct model_receipt *receipt);
void lookup_forget(struct lookup *lookup);
/* The day on which `days` working days (Monday to Friday) after `day` are over. */
int32_t lookup_promised_day(int32_t day, unsigned days);
