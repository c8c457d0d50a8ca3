/* expiry.h - what leaves the kiosk's view and its disk, once a day.
 *
 * What has passed its `until`; what a record of destruction (kind purge, signed by both) lists,
 * since a view that goes by logs is never told otherwise; earlier versions of what only tells a
 * state, which no page shows; and objects that were staged for an update that never came. All that
 * follows from signed content that is in the view already, so nothing is waited for. */
#pragma once

#include "agent.h"

/* Not while the clock is doubtful: the caller sees to that. ERR_IO, ERR_FULL, ERR_READONLY with a
 * sentence; the view is as before. */
MUST_CHECK enum err expire(struct agent *agent, struct complaint *why);
