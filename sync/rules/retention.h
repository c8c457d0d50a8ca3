/* retention.h - which year's volume a disclosure belongs to, how long volumes are kept, and how one
 * that is old enough may be destroyed (G12).
 *
 * A volume is kept at least six years (`archive_keep_years`; policy_check() refuses less). Nothing
 * younger may be deleted by anyone; what is older may be, on purpose, and leaves a signed `purge`
 * record behind that lists what was destroyed, who did it, who approved it and why. */
#pragma once

#include "calendar.h"

/* The year in which it was published, but what is published in January (`archive_month`) about a
 * period that ended in the year before belongs to the year before. Item 3 goes with its new year by
 * itself: its period is the year that begins. `period` may be PERIOD_NONE. */
int archive_year(const struct calendar *calendar, struct period period, int32_t published_day);
/* The last day on which the volume of `year` must still be kept: 31 December six years later. */
int32_t archive_keep_until(const struct calendar *calendar, int year);
/* May something of that volume be deleted on `day`? (On purpose, with a record of it.) */
bool archive_may_delete(const struct calendar *calendar, int year, int32_t day);
/* ERR_DENIED with a Chinese sentence when not. */
MUST_CHECK enum err archive_check_delete(const struct calendar *calendar, int year, int32_t day,
                                         struct complaint *why);

/* One version of one record, as the archive holds it. */
struct archived {
    struct text key;
    uint64_t version;
    struct hash hash; /* of the object */
    struct period period;
    int32_t published_day; /* when this version opened; of a withdraw, when it was signed */
};

/* Who destroys a volume, and why; none may be empty. */
struct purge_act {
    int32_t on;
    struct text by, approver, reason;
};

/* The purge record of the volume of `year`: every one of `held` that belongs to it, in their order,
 * rows in `arena`. All versions of a record go by their own day of publication; a key of which a
 * younger version exists stays readable through that one.
 * ERR_DENIED: too young. ERR_INVALID: nobody named, no reason, or nothing belongs to that volume.
 * ERR_FULL: more than kinds.def's 3000 rows. ERR_NOMEM. Chinese sentences. */
MUST_CHECK enum err archive_purge(const struct calendar *calendar, const struct archived *held,
                                  size_t count, int year, const struct purge_act *act,
                                  struct arena *arena, struct purge *purge, struct complaint *why);
