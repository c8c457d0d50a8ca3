/* paper_slip.h - what of a page goes on paper, in its order.
 *
 * Every slip says whose it is and how old its content is, and carries the board's check code where
 * there is one, so that paper and screen can be compared. */
#pragma once

#include "model.h"
#include "slip.h"

enum paper_part {
    PAPER_PAGE,    /* what the page (or the one that is taken away) shows */
    PAPER_RECEIPT, /* the receipt's number and what to do with it: nothing of the letter */
    PAPER_ANSWER,  /* the answer to a letter, asked for by its reader */
};

/* Is there something to print here? */
bool paper_can(const struct model *model, enum paper_part part);
/* Texts live in `arena` or the model. ERR_NOT_FOUND: there is nothing; ERR_NOMEM. What is over the
 * limits of a slip is left out, and the slip says so. */
MUST_CHECK enum err paper_write(struct model *model, enum paper_part part, struct arena *arena,
                                struct slip *slip);
