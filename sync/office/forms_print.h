/* forms_print.h - where else than on the glass an item was made public: G7's four forms, ticked. */
#pragma once

#include <stdio.h>

#include "four_forms.h"
#include "site.h"

/* The tick list of an item. JSON: {key, opened_on, forms: [{form, done, by_kiosk, on,
 * days_after}]}. */
MUST_CHECK enum err forms_print(struct site *site, struct text key, bool json, FILE *out,
                                struct complaint *why);
/* Ticks what is given (a day other than 0, a note that is not NULL) beside what is ticked; a draft
 * for the office's signature. ERR_INVALID: no such item, or a day that has not come. */
MUST_CHECK enum err forms_tick(struct site *site, struct text key, const int32_t on[FORM_COUNT],
                               const char *note, FILE *report, struct complaint *why);
