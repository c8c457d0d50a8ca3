/* publish_files.h - the tree follows the store: objects, log, snapshot, head, in this order.
 *
 * Repeatable: what a crash left out is written by the next call. The site's lock is held.
 *
 * `hurried`: kiosks wait for an answer meanwhile. A snapshot that is due is left to tidy_run()
 * (tidy.h) as long as PUBLISH_SNAPSHOT_LATEST allows, and what may go goes then. */
#pragma once

#include "signed.h"
#include "site.h"

MUST_CHECK enum err publish_files(struct site *site, const struct signer *head, bool hurried,
                                  struct complaint *why);
