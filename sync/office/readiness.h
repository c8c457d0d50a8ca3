/* readiness.h - what is still missing for the coming disclosure day (G8), told to staff in time. */
#pragma once

#include <stdio.h>

#include "site.h"

enum { READINESS_NAME_BYTES = 32 };

enum readiness_form {
    READINESS_PUBLISHED, /* right after a publication: no kiosk can have it yet */
    READINESS_DAILY,
    READINESS_ASKED, /* somebody wants to see it, whatever the day */
};

/* The name in SITE_META of the number of the newest log with something that opens on `day`. */
char *readiness_name(int32_t day, char to[READINESS_NAME_BYTES]);
/* Prints a warning when something that opens on the coming day is missing or lacks a signature and
 * the day is near (rules/board.h), and names the kiosks that have not fetched what opens on that
 * day. READINESS_ASKED prints the list whatever the day. JSON: {day, days_left, missing, items:
 * [{item, part, period, state}], kiosks: [{kiosk, name, view, needs}]} whatever the day. */
MUST_CHECK enum err readiness_print(struct site *site, enum readiness_form form, FILE *report,
                                    struct complaint *why);
MUST_CHECK enum err readiness_json(struct site *site, FILE *out, struct complaint *why);
