/* panel_view.h - the input panel on the glass: draws the state of panel.h and feeds it fingers. */
#pragma once

#include "panel.h"
#include "ui.h"

enum { PANEL_IDS = 256 }; /* first_id .. first_id + PANEL_IDS - 1 */

/* The height the panel wants below a page's body; it takes less where there is less. */
int panel_view_height(const struct ui *ui);
/* Draws the whole panel into `rect` (with its ground and margins), applies what was done to it and
 * to the field, and lets time pass. Keys are 17 mm or more wherever the rect allows. */
void panel_view_draw(struct ui *ui, int first_id, struct rect rect, struct input_panel *panel,
                     struct textfield *field);
/* In the panel's place, for a field of digits only: a pad of large keys. */
void panel_view_digits(struct ui *ui, int first_id, struct rect rect, struct textfield *field);
