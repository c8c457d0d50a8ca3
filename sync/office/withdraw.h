/* withdraw.h - taking back what was published, with a reason that residents read. */
#pragma once

#include <stdio.h>

#include "site.h"

/* A draft of a withdrawal under the record's key, for both signatures. A record that was never
 * published is only dropped; where its title was announced, the announcement is withdrawn.
 * ERR_INVALID: no such record, or no reason. */
MUST_CHECK enum err withdraw_run(struct site *site, struct text key, const char *reason,
                                 FILE *report, struct complaint *why);
