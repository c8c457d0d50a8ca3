/* slip_view.h - a slip on the glass: all fields as boxes to be touched, and the one being written
 * with its keys, so that nothing lies under them at any scale.
 *
 * Private to kiosk/pages. */
#pragma once

#include "parts.h"

enum { SLIP_IDS = 512 }; /* first_id .. first_id + SLIP_IDS - 1 */

bool slip_is_writing(const struct slip *slip);
/* The boxes. */
void slip_cut(struct page *page, struct rect *rest, int first_id, struct slip *slip);
/* The page while one field is written: bar and body. */
void slip_write(struct page *page, const struct ui_frame *frame, int first_id, struct slip *slip);
