/* mirror.h - a copy of the published tree in another folder: what a web server, a bucket's uploader
 * or a disk then carries.
 *
 * Immutable files first, the head behind them, acknowledgements last; each appears whole under its
 * name. Cut short at any point, the copy shows what it showed before. What has left the tree leaves
 * the copy once no head names it. */
#pragma once

#include <stdio.h>

#include "site.h"

/* ERR_INVALID: the target is inside the site or no folder; the errors of the disk. `report` NULL:
 * says nothing. */
MUST_CHECK enum err mirror_run(struct site *site, const char *target, FILE *report,
                               struct complaint *why);
