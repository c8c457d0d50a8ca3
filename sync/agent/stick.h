/* stick.h - the office on a USB stick: a transport whose GETs are answered from one bundle, and
 * whose PUTs go into another, which the office takes in.
 *
 *   DIR/noticepoint.bundle               what the office has published, its acknowledgements
 *   DIR/noticepoint-<kiosk>-up.bundle    what this kiosk sends; written whole, or not at all
 *
 * The stick is a stranger's: only regular files under these names are opened, no links are
 * followed, sizes are bounded, no other name on it is looked at. A stick that cannot be written
 * brings what it holds; what would go up waits. */
#pragma once

#include "transport.h"

enum { STICK_FOLDER_BYTES_MAX = 512 };

struct stick;

/* ERR_NOT_FOUND: no bundle there; ERR_INVALID: not one of ours, or damaged; ERR_IO. */
MUST_CHECK enum err stick_open(const char *folder, struct stick **stick, struct complaint *why);
struct transport transport_stick(struct stick *stick);
/* Ends the bundle that goes up and puts it under its name. *count: what is in it; 0: none was made.
 */
MUST_CHECK enum err stick_finish(struct stick *stick, const char *kiosk_id, size_t *count,
                                 struct complaint *why);
void stick_free(struct stick *stick); /* NULL is fine; what was not finished is removed */
