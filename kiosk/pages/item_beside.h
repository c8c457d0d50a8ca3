/* item_beside.h - what stands beside a disclosure: objections, the four forms, opinions and
 * answers.
 *
 * Private to kiosk/pages. Each draws what model->item has of it and nothing where it has none. */
#pragma once

#include "parts.h"

/* 公示: until when and to whom one may object. */
void objection_cut(struct page *page, struct rect *rest);
/* The tick list of G7's four forms. */
void forms_cut(struct page *page, struct rect *rest);
/* Opinions and the committee's answers (G11). */
void threads_cut(struct page *page, struct rect *rest);
void thread_cut(struct page *page, struct rect *rest, const struct model_thread *thread);
