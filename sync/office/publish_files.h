/* publish_files.h - the tree follows the store: objects, log, snapshot, head, in this order.
 *
 * Repeatable: what a crash left out is written by the next call. The site's lock is held.
 *
 * When `hurried`, a snapshot that is due is left to tidy_run() (tidy.h) as long as
 * PUBLISH_SNAPSHOT_LATEST allows, and what may go goes then. With the office's key the snapshot
 * that the head names is endorsed (PROTOCOL 8). */
#pragma once

#include "publish.h"

MUST_CHECK enum err publish_files(struct site *site, const struct publisher *publisher,
                                  struct complaint *why);
