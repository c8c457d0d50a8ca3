/* intake.h - what a kiosk PUTs: offers, envelopes, heartbeats (PROTOCOL 11, 12, 14, 15).
 *
 * Judges the bytes, stores them durably, and only then answers. Knows nothing of HTTP but the
 * status numbers. */
#pragma once

#include "inbox.h"
#include "mailbox_keys.h"
#include "routes.h"
#include "site.h"

enum {
    UPLOADS_PER_DAY_MAX = 2000, /* from one kiosk */
    RETRY_AFTER_S = 3600,
};

struct intake {
    struct site *site;
    struct publisher publisher;
    bool has_head;    /* publisher.head is unlocked */
    bool has_mailbox; /* what kiosks tell of themselves can be opened */
    struct mailbox_keys mailbox;
    bool admit_new;
    bool publish_due; /* a letter's state or an admission waits to be published */
};

struct intake_answer {
    unsigned status;
    struct bytes body; /* an acknowledgement, or empty; in the site's scratch arena */
    unsigned retry_after_s;
};

/* The most bytes a name takes; 0: nothing is PUT there. */
size_t intake_limit(const struct route *route);
struct intake_answer intake_put(struct intake *intake, const struct route *route,
                                struct bytes bytes);
