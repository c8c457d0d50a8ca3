/* frame_note.h - what stands on the glass, noted for the office: the heartbeat tells it, so that a
 * kiosk which lives and shows nothing new does not pass for one that is well.
 *
 * The hash of the draw list, which the same page drawn anywhere has too. Only the resting board is
 * noted: what somebody reads or writes is nobody's business, not even as a hash. */
#pragma once

#include "device.h"
#include "draw_list.h"

enum { FRAME_NOTE_MS = 300 * 1000 }; /* at least, between two notes: each is a commit */

struct frame_note {
    bool noted;
    uint64_t hash; /* of the list noted last */
    int64_t at_ms; /* when that was */
};

/* After a picture of the resting board was shown. Notes it when it is another one and the last note
 * is old enough; else it waits for a later call. What the disk refuses is tried again then. */
void frame_note_turn(struct frame_note *note, struct store *device, const struct draw_list *list,
                     int64_t now_s, int64_t now_ms);
