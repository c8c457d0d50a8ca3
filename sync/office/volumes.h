/* volumes.h - the archive by year, month and item, and the end of a volume that is old enough
 * (G12).
 *
 * Every version of a disclosure that was ever on the wire stays here, lists of persons that have
 * gone from the kiosks included. A volume older than archive_keep_years may be destroyed on
 * purpose: a `purge` record that both sides sign lists what goes, and its publication destroys it
 * here and in the tree. Logs that are on the wire already are not rewritten. */
#pragma once

#include <stdio.h>

#include "retention.h"
#include "site.h"

/* `year` 0: all volumes, a line each; else what stands in it, by month and item. JSON: an array of
 * {year, keep_until, may_delete, months: [{month, items: [{key, version, kind, item, period, title,
 * published_on}]}]}. */
MUST_CHECK enum err volumes_print(struct site *site, int year, bool json, FILE *out,
                                  struct complaint *why);
/* The draft of a purge record under purge/<year>. ERR_DENIED: too young. ERR_INVALID: nobody named,
 * no reason, or an empty volume. */
MUST_CHECK enum err volume_delete(struct site *site, int year, const struct purge_act *act,
                                  FILE *report, struct complaint *why);
/* Its publication, in the caller's transaction: what the record lists goes from the store. Files go
 * with the next publish_files(). */
MUST_CHECK enum err volume_destroy(struct site *site, struct txn *txn, const struct purge *purge);
