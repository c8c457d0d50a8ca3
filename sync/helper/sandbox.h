/* sandbox.h - how a process gives up what it does not need: files, network, other processes. */
#pragma once

#include "errors.h"

/* At once: no core dumps, not traceable, no file may grow, dies with its parent. */
void sandbox_before(void);
/* When everything is loaded: from now on the kernel refuses every call but those for memory, time,
 * and reading and writing what is already open. ERR_UNAVAILABLE: this kernel has no filters. */
MUST_CHECK enum err sandbox_enter(struct complaint *why);
