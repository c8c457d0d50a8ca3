/* readiness.h - what is still missing for the coming disclosure day (G8), told to staff in time. */
#pragma once

#include <stdio.h>

#include "site.h"

/* Prints a warning when something that opens on the coming day is missing or lacks a signature and
 * the day is near (rules/board.h). With `always`, prints the list whatever the day. */
MUST_CHECK enum err readiness_print(struct site *site, bool always, FILE *report,
                                    struct complaint *why);
