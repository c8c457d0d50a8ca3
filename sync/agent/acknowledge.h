/* acknowledge.h - what an acknowledgement of the office does to the outbox. */
#pragma once

#include "agent.h"

/* Opens it and applies it in one transaction; `etag` may be empty. ERR_INVALID, ERR_DENIED,
 * ERR_MISMATCH: it is nothing, or not from the office, or not for us, or older than one we had;
 * nothing changes then. */
MUST_CHECK enum err acknowledge(struct agent *agent, struct bytes bytes, const char *etag,
                                struct complaint *why);
/* The same for the head key's echo of our newest nonce. An echo of another nonce changes nothing.
 */
MUST_CHECK enum err echo_take(struct agent *agent, struct bytes bytes, struct complaint *why);
