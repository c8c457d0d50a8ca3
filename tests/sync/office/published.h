/* published.h - publishing much, and looking at the tree as a kiosk does. */
#pragma once

#include "head.h"
#include "log_entry.h"
#include "office_desk.h"

enum { NOTICE_BYTES_MAX = 2 * LOG_INLINE_BYTES_MAX };

/* A notice from the file `name`, corrected, signed and published. */
void publish_notice(struct desk *desk, const char *name, const char *body);
/* One notice again and again: as many logs. */
void publish_many(struct desk *desk, unsigned count);
/* A list of persons that ends with 2026-12-31. */
void publish_list(struct desk *desk);

/* The head in the tree; its signature holds. */
struct head head_now(struct desk *desk);
bool is_in_tree(struct desk *desk, const char *route);
/* What a kiosk that knows nothing finds: the snapshot, whole, and the logs behind it up to the
 * head. Returns how many records the snapshot has. */
unsigned first_sync(struct desk *desk);
