/* aloud.h - what of a page is read aloud, piece by piece, in the order in which it stands there.
 *
 * What is private (an answer to a letter) is read only after its reader was asked; a letter being
 * written, receipts and everything of staff are never read. */
#pragma once

#include "arena.h"
#include "model.h"

enum { ALOUD_PIECES_MAX = 800, ALOUD_SAID_BYTES_MAX = 96 * 1024 };

struct aloud_piece {
    struct text said;  /* what is read */
    struct text shown; /* the text of the page that stands for it, "" none; marked while it is read:
                          the sentence itself where both are the same, else all of it */
    bool yuan;         /* bare numbers are sums */
};

struct aloud {
    struct aloud_piece *at;
    size_t count;
};

/* Is there something on this page that can be read? *is_private (may be NULL): ask first. */
bool aloud_can(const struct model *model, bool *is_private);
/* The pieces; texts live in `arena` or the model. What does not fit is left out at the end. */
void aloud_gather(struct model *model, struct arena *arena, struct aloud *aloud);
