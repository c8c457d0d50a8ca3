/* install.h - from the view to a head that was found good: logs or a snapshot, objects, one flip.
 *
 * Everything is verified before the flip; until then the view is as it was. What was staged stays
 * and is not fetched again. */
#pragma once

#include "agent.h"
#include "head.h"

enum {
    INSTALL_PLAN_BYTES = 128 * 1024 * 1024, /* address space, given back afterwards */
    INSTALL_ATTEMPTS = 5,                   /* to go on with a snapshot that breaks off */
};

/* ERR_UNAVAILABLE: something is missing or the line broke; ERR_MISMATCH, ERR_DENIED, ERR_INVALID:
 * refused. */
MUST_CHECK enum err install(struct agent *agent, const struct head *head, struct bytes head_bytes,
                            struct complaint *why);
