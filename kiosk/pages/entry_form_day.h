/* entry_form_day.h - a day chosen from a calendar, or one day before and after.
 *
 * Private to kiosk/pages. page->state->group is how many months away from the field's the calendar
 * is. */
#pragma once

#include "parts.h"

enum { ENTRY_FORM_DAY_IDS = 64 };

void entry_form_day_draw(struct page *page, struct rect body, int first_id, struct text label,
                         struct entry_form_field *field);
/* A line: the day before, the day, the day after. */
void entry_form_day_step(struct page *page, struct rect line, int first_id,
                         struct entry_form_field *field);
