/* meeting_after.h - what a meeting decided and what became of it.
 *
 * Private to kiosk/pages; of model->meeting. */
#pragma once

#include "parts.h"

/* Which sitting a mediation is and how it ended; the grade of a review. */
void outcome_cut(struct page *page, struct rect *rest);
/* The agenda with R4's powers; true: there is one, so the plain topics are not needed. */
bool agenda_cut(struct page *page, struct rect *rest);
/* Resolutions, followed until they are done (R14). `id`: of the first button. */
void resolutions_cut(struct page *page, struct rect *rest, int id);
