/* push.h - up: the outbox in order, acknowledgements, the heartbeat, and what has been kept long
 * enough.
 *
 * No status code makes an envelope done; only a signed acknowledgement of its id and hash does. */
#pragma once

#include "agent.h"

enum {
    PUSH_RESEND_S = 3600, /* sent, and no acknowledgement after so long: sent again */
    PUSH_HEARTBEAT_S = 15 * 60,
    PUSH_PURGE_S = 24 * 3600,
};

/* Does nothing before the kiosk is admitted. ERR_UNAVAILABLE: broke off; ERR_DENIED: the office
 * refuses us, or the way is not safe enough. What concerns one envelope only goes to agent->told.
 */
MUST_CHECK enum err push(struct agent *agent, struct complaint *why);
