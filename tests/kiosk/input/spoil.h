/* spoil.h - the ways in which people do not write like a copybook, done to a template's strokes. */
#pragma once

#include "hand.h"
#include "support.h"

enum spoil {
    SPOIL_NOTHING,
    SPOIL_SHAKE,    /* every point off by up to 4 % , all of it slanted and squeezed */
    SPOIL_ORDER,    /* strokes in any order */
    SPOIL_JOIN,     /* one in three strokes goes over into the next without lifting */
    SPOIL_MISSING,  /* one stroke forgotten (of five or more) */
    SPOIL_BACKWARD, /* one stroke drawn from its end */
    SPOIL_ALL,      /* shaken, reordered and joined */
    SPOIL_COUNT
};

const char *spoil_name(enum spoil spoil);
/* Ink of `character`, 400 pixels wide, spoilt; the same for the same dice. */
void spoil_write(const struct hand *hand, uint32_t character, enum spoil spoil, struct dice *dice,
                 struct hand_ink *ink);
