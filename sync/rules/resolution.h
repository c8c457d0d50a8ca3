/* resolution.h - what an assembly or hearing resolved, followed until it is done (R14, G5(4)).
 *
 * A published resolution does not change: steps are added to it until it is done, and a later
 * assembly alone may set another in its place. Complaints are Chinese: staff act on them. */
#pragma once

#include "meeting.h"

enum resolution_state {
    RESOLUTION_OPEN,      /* adopted, nothing done yet */
    RESOLUTION_UNDER_WAY, /* some steps are written down */
    RESOLUTION_LATE,      /* its own day has passed and it is not done */
    RESOLUTION_DONE,
    RESOLUTION_SUPERSEDED, /* a later assembly decided otherwise */
};
enum resolution_state resolution_state_of(const struct resolution *resolution, int32_t today,
                                          bool doubtful);
const char *resolution_state_name(enum resolution_state state); /* 落实中 */
/* ERR_INVALID: a step, the end or the change lies before the adoption, steps not in order of their
 * days, done and superseded both, superseded_by without its day or the reverse. */
MUST_CHECK enum err resolution_check(const struct resolution *resolution, struct complaint *why);
/* ERR_DENIED: the text, meeting, number or day of adoption was changed, a written step taken away
 * or rewritten, the end undone. Superseding asks for `by`, the record under superseded_by: an
 * assembly that was held (quorum reached) after the adoption, on superseded_on; NULL: not known.
 */
MUST_CHECK enum err resolution_check_change(const struct resolution *before,
                                            const struct resolution *after,
                                            const struct meeting *by, struct complaint *why);
