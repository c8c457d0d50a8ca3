/* retention.h - which year's volume a disclosure belongs to, and how long volumes are kept (G12).
 */
#pragma once

#include "calendar.h"

enum { ARCHIVE_KEEP_YEARS = 6 };

/* The year in which it was published, but what is published in January about a period that ended in
 * the year before belongs to the year before. Item 3 goes with its new year by itself: its period
 * is the year that begins. `period` may be PERIOD_NONE. */
int archive_year(const struct calendar *calendar, struct period period, int32_t published_day);
/* The last day on which the volume of `year` must still be kept: 31 December six years later. */
int32_t archive_keep_until(int year);
/* May something of that volume be deleted on `day`? (On purpose, with a record of it.) */
bool archive_may_delete(int year, int32_t day);
/* ERR_DENIED with a Chinese sentence when not. */
MUST_CHECK enum err archive_check_delete(int year, int32_t day, struct complaint *why);
