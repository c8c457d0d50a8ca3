/* slip_day.h - a day chosen from a calendar, or one day before and after.
 *
 * Private to kiosk/pages. page->state->group is how many months away from the field's the calendar
 * is. */
#pragma once

#include "parts.h"

enum { SLIP_DAY_IDS = 64 };

void slip_day_draw(struct page *page, struct rect body, int first_id, struct text label,
                   struct slip_field *field);
/* A line: the day before, the day, the day after. */
void slip_day_step(struct page *page, struct rect line, int first_id, struct slip_field *field);
