/* entry_form_view.h - a form on the glass: all fields as boxes to be touched, and the one being
 * written with its keys, so that nothing lies under them at any scale.
 *
 * Private to kiosk/pages. */
#pragma once

#include "parts.h"

enum { ENTRY_FORM_IDS = 512 }; /* first_id .. first_id + ENTRY_FORM_IDS - 1 */

bool entry_form_is_writing(const struct entry_form *form);
/* The boxes. */
void entry_form_cut(struct page *page, struct rect *rest, int first_id, struct entry_form *form);
/* The page while one field is written: bar and body. */
void entry_form_write(struct page *page, const struct ui_frame *frame, int first_id,
                      struct entry_form *form);
