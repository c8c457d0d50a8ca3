/* submit.h - a letter becomes durable: envelope, receipt and the vault's key in one transaction.
 *
 * The receipt's digits are drawn and its key computed (a slow one) while the resident still writes,
 * so that submitting costs one commit. No network is needed. What the disk or a limit refuses
 * leaves the draft as it was. After a crash between the commit and the picture of the receipt,
 * submit_unshown() tells, so that nobody writes the same letter twice. */
#pragma once

#include "child.h"
#include "clock.h"
#include "data_folder.h"
#include "model.h"

enum {
    SUBMIT_BURST = 6,    /* letters in ten minutes */
    SUBMIT_BACK_S = 100, /* until one more is allowed */
    SUBMIT_DAY_MAX = 60,
    SUBMIT_DAY_BACK_S = 1440,
};

/* A receipt that belongs to nobody yet. Kept in secret memory. */
struct submit {
    struct child child;
    bool ready;
    char digits[RECEIPT_DIGITS + 1];
    struct shared_key key;
    struct receipt_loc loc;
};

/* Begins to compute a receipt unless there is one or it is being computed. */
MUST_CHECK enum err submit_prepare(struct submit *submit, const struct data_folder *folder);
/* Takes the child's answer. ERR_BUSY: not yet. */
MUST_CHECK enum err submit_poll(struct submit *submit);
void submit_forget(struct submit *submit);

struct submit_outcome {
    enum err err;
    bool limited;   /* too many letters; nothing to do with the disk */
    int64_t wait_s; /* when limited */
};

/* The draft under the prepared receipt, which is used up when OK: a letter, or an opinion when it
 * is about something disclosed. ERR_INVALID: no category, or no text. ERR_UNAVAILABLE: not
 * enrolled. ERR_FULL, ERR_READONLY, ERR_IO: nothing was kept. */
struct submit_outcome submit_letter(struct submit *submit, const struct data_folder *folder,
                                    const struct draft *draft, const struct clock_verdict *clock,
                                    struct arena *secret);
/* The receipt of the last letter was on the glass. */
MUST_CHECK enum err submit_mark_shown(const struct data_folder *folder);
/* A letter was kept whose receipt never was on the glass; asked at start, then marked as told. */
MUST_CHECK enum err submit_unshown(const struct data_folder *folder, bool *unshown);
/* A letter that is `loc`'s is taken back: a retract travels up, the vault's copy goes. ERR_DENIED:
 * it has been answered here. */
MUST_CHECK enum err submit_retract(const struct data_folder *folder, struct text digits,
                                   const struct receipt_loc *loc, const struct clock_verdict *clock,
                                   struct arena *secret);
/* Is there room for letters? Looked at before one is written. */
bool submit_has_room(const struct data_folder *folder);
