/* tidy.h - what a publication may leave for later: the next snapshot, and taking away what nobody
 * needs any more.
 *
 * Both take long on a large site, and the server has kiosks to answer: it publishes `hurried`
 * (publish.h) and runs `noticepoint-office tidy` beside itself. Needs no key: only the next head,
 * which the server makes, names the snapshot. Cut short anywhere, nothing is lost but the work. */
#pragma once

#include "site.h"

MUST_CHECK enum err tidy_is_due(struct site *site, bool *due);
/* ERR_BUSY: another is at it; the errors of the disk. */
MUST_CHECK enum err tidy_run(struct site *site, struct complaint *why);
