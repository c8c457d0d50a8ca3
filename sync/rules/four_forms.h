/* four_forms.h - G7: the four forms of disclosure, used together, none replacing another, as a tick
 * list on each item.
 *
 * The fixed board, the residents' assembly, the office wall, and print, broadcast or network. The
 * kiosk is one of the fourth form and nothing more: opening there ticks that one and no other. The
 * others are ticked by the office in a signed `forms` record under "forms/<key of the disclosure>".
 * The form in which an item was opened late is late by so many days; what is not ticked counts from
 * the opening day on. */
#pragma once

#include "record.h"

enum form { FORM_BOARD, FORM_ASSEMBLY, FORM_WALL, FORM_MEDIA, FORM_COUNT };

struct form_tick {
    enum form form;
    bool done;
    bool by_kiosk;       /* FORM_MEDIA: this kiosk is it, no other was named */
    int32_t on;          /* 0: not done */
    unsigned days_after; /* the opening day: done so late, or open for so long; else 0 */
};

/* The four, in G7's order. `forms` NULL: none is ticked by hand. `opened_day` 0: not open yet, then
 * nothing is late. Days after `today` do not count as done. */
void form_ticks(const struct forms *forms, int32_t opened_day, int32_t today,
                struct form_tick ticks[FORM_COUNT]);
unsigned form_done_count(const struct form_tick ticks[FORM_COUNT]);
/* "board", "assembly", "wall", "media", for JSON. */
const char *form_id(enum form form);
/* ERR_INVALID, Chinese: no key of a disclosure, or a day after `today`. */
MUST_CHECK enum err forms_check(const struct forms *forms, int32_t today, struct complaint *why);
