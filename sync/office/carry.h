/* carry.h - a USB stick between the office and kiosks without a network, both ways at once: what
 * kiosks put on it is taken in, then what is published and acknowledged is written to it.
 *
 *   DIR/noticepoint-<kiosk>-up.bundle    taken in; left where it is, since taking it again is
 * harmless DIR/noticepoint.bundle               written whole, or the old one stays
 *
 * The stick is a stranger's: see agent/stick.h. */
#pragma once

#include <stdio.h>

#include "intake.h"

struct carried {
    unsigned files, taken, known, refused, offers; /* of what came */
    uint64_t seq;                                  /* written */
    size_t items;
    uint64_t bytes;
};

/* `intake` has the keys that are open; without the head key nothing new is published first. A
 * bundle that is damaged is told and left; ERR_IO and its kin: the stick cannot be read or written.
 */
MUST_CHECK enum err carry_run(struct intake *intake, const char *folder, struct carried *carried,
                              FILE *report, struct complaint *why);
