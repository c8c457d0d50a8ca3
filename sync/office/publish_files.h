/* publish_files.h - the tree follows the store: objects, log, snapshot, head, in this order.
 *
 * Repeatable: what a crash left out is written by the next call. The site's lock is held. */
#pragma once

#include "signed.h"
#include "site.h"

MUST_CHECK enum err publish_files(struct site *site, const struct signer *head,
                                  struct complaint *why);
