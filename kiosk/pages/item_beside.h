/* item_beside.h - what stands beside a disclosure: objections, the four forms, opinions and
 * answers.
 *
 * Private to kiosk/pages. Each draws what there is of it, and nothing where there is none. */
#pragma once

#include "parts.h"

/* 公示: until when and to whom one may object; 0: not asked for. */
void objection_cut(struct page *page, struct rect *rest, int32_t until, struct text contact);
/* The tick list of G7's four forms. */
void forms_cut(struct page *page, struct rect *rest);
/* Opinions on this item and the committee's answers (G11). */
void threads_cut(struct page *page, struct rect *rest);
/* One of them; `id` > 0: away from its item, whose name stands above. True: it was touched. */
bool thread_cut(struct page *page, struct rect *rest, int id, const struct model_thread *thread);
