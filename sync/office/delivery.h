/* delivery.h - what kiosks sent by another way than our own server: each item is judged and stored
 * as if it had been PUT, and at the end each kiosk that was heard gets one acknowledgement. */
#pragma once

#include "intake.h"

enum { DELIVERY_KIOSKS_MAX = 4096 };

struct delivery {
    struct intake *intake;
    bool has_office;                        /* its key, put aside until the end */
    unsigned taken, known, refused, offers; /* items */
    char (*kiosks)[KIOSK_ID_HEX + 1];       /* that were heard */
    size_t kiosk_count;
};

/* ERR_NOMEM. delivery_end() gives back what it took, also after an error in between. */
MUST_CHECK enum err delivery_begin(struct delivery *delivery, struct intake *intake);
/* The status that the server would have answered; 413: larger than its name takes. */
unsigned delivery_take(struct delivery *delivery, const struct route *route, struct bytes bytes);
/* It is to be acknowledged even if nothing of it was new. At most DELIVERY_KIOSKS_MAX; who is over
 * that gets the acknowledgement next time. */
void delivery_heard(struct delivery *delivery, struct text kiosk);
/* Publishes what came about (letters' states, admissions; with the head key), or, with `anew`, at
 * least a head of now; then acknowledges (with the office's key), so that an acknowledgement names
 * the place of the newest head. With `err` it only gives back, and returns it. */
MUST_CHECK enum err delivery_end(struct delivery *delivery, bool anew, enum err err,
                                 struct complaint *why);
