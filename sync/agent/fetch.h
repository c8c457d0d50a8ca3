/* fetch.h - down: the head, the chain of roots, the judgement, and then install.h. */
#pragma once

#include "agent.h"

/* One look at the office. ERR_UNAVAILABLE: not reached, or a file is missing; ERR_MISMATCH,
 * ERR_INVALID: what it shows is refused (a signature too), and the view stays as it was. */
MUST_CHECK enum err fetch(struct agent *agent, struct complaint *why);
/* Fetches root/<version> into the arena and opens it. ERR_NOT_FOUND: there is none. */
MUST_CHECK enum err fetch_root(struct agent *agent, struct text office, uint64_t version,
                               struct arena *arena, struct bytes *bytes, struct root *root,
                               struct complaint *why);
/* An answer that is neither what was asked for nor "not found" or "not modified". */
MUST_CHECK enum err answer_refuse(struct agent *agent, const char *route,
                                  const struct http_answer *answer, struct complaint *why);
