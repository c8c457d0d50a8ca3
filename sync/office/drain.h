/* drain.h - what kiosks left in a bucket comes here: taken as if it had been PUT, deleted there
 * once it is durable here. */
#pragma once

#include "bucket.h"
#include "delivery.h"

enum { DRAIN_VERSIONS_MAX = 4096 /* looked at in one go; more come in the next */ };

/* Of each name the oldest version first: the kiosk's rights cannot keep a thief of its keys from
 * writing over what it wrote. What the office cannot take yet (a kiosk that is not admitted, other
 * bytes under a name it has) stays there and is counted in *left; what is no envelope goes. */
MUST_CHECK enum err drain(struct delivery *delivery, struct bucket *bucket, unsigned *left,
                          struct complaint *why);
