/* mediation.h - what is special of a mediation: three sittings at most on one matter, and parties
 * whom residents never read about (T9-T13).
 *
 * The published tree can be read by anyone, so what may not be shown must not be published either:
 * the office splits an imported mediation into the public `meeting` and a `mediation` that it
 * keeps. Complaints are Chinese: staff act on them. */
#pragma once

#include "meeting.h"

/* Which sitting on its matter this one is, counted by day (and key) among `others`, which may hold
 * it too. A mediation without `matter` is about its title, a bracket behind it aside. 0: no
 * mediation.
 */
unsigned meeting_sitting(struct meeting_fact fact, const struct meeting_fact *others, size_t count);
/* ERR_DENIED when it would be one sitting too many: the fourth on one matter by the documents. */
MUST_CHECK enum err meeting_check_sitting(struct meeting_fact fact,
                                          const struct meeting_fact *others, size_t count,
                                          const struct rule_set *rules, struct complaint *why);
/* `public`: the record with everything emptied that may not be shown; texts are shared. Equal to
 * `meeting` when all may be. */
void meeting_publishable(const struct meeting *meeting, struct meeting *public);
/* What the office keeps of a mediation apart from the public record: its parties, topics, text and
 * result. Views into `meeting`, `key` and `parties`. */
struct mediation mediation_of(struct text key, const struct meeting *meeting, struct texts parties);
/* ERR_INVALID when a party's name stands in what would be published (title, place, convener,
 * matter), blanks inside the name ignored; several names may stand in one of `parties`, with 、 ；
 * or the like between. The sentence names the field, not the person. Also when the record still
 * holds what meeting_publishable() would take out. `kept` may be NULL. */
MUST_CHECK enum err meeting_check_public(const struct meeting *meeting,
                                         const struct mediation *kept, struct complaint *why);
