/* agent.h - one kiosk's side of the wire: what it holds, the judged clock, and a round.
 *
 * A round fetches what is new (fetch.h) and pushes what waits (push.h). Each leaves the stores
 * right whatever happens in between, and repeats what was not finished. */
#pragma once

#include "clock.h"
#include "content.h"
#include "device.h"
#include "grant.h"
#include "lines.h"
#include "root.h"
#include "transport.h"
#include "trust.h"

enum {
    AGENT_SCRATCH_BYTES = 24 * 1024 * 1024, /* address space; touched only as far as used */
    AGENT_KEPT_BYTES = 256 * 1024,
    AGENT_PATH_BYTES_MAX = 1024,
};

struct agent_options {
    const char *folder;
    size_t content_map_bytes; /* 0: the default */
    int64_t built_s;          /* the clock's floor on a machine that knows nothing yet */
};

/* What the machine's clocks say. */
struct agent_time {
    int64_t raw_s;        /* CLOCK_REALTIME */
    int64_t since_boot_s; /* CLOCK_BOOTTIME */
    bool set;             /* --now: clock and floor are raw_s, believed */
};

struct agent {
    const char *folder;
    int64_t built_s;
    int lock_fd;
    struct transport transport; /* of the line in use */
    struct lines lines;         /* none: only `transport`, as tests set it */
    size_t etag_line;           /* the line that gave the head's ETag */
    struct content *content;
    struct store *device;
    struct arena scratch; /* what one step needs */
    struct arena kept;    /* trust, root and state below */

    struct trust trust;
    bool enrolled; /* `root` is the pinned one */
    struct root root;
    struct content_state state; /* of the view */
    bool has_key;
    struct signer kiosk;
    char kiosk_id[KIOSK_ID_BYTES];

    int64_t office_signed_s; /* newest moment that an office key signed in what was installed */

    struct agent_time time;
    struct clock_verdict clock;
    int64_t floor_s, floor_boot_s; /* the floor, and when in this boot it was taken */

    uint64_t outbox_seen;   /* the outbox's last seq when this round began */
    bool requeued;          /* an acknowledgement made envelopes wait again */
    unsigned retry_after_s; /* the office asked for so much quiet */
    struct complaint told;  /* trouble of this round that did not end it (a conflict) */
};

/* Opens or makes DIR/content and DIR/device; one agent at a time (ERR_BUSY). */
MUST_CHECK enum err agent_open(const struct agent_options *options, struct agent *agent,
                               struct complaint *why);
void agent_close(struct agent *agent); /* twice is fine */

/* Reads anew what the stores hold. When a power cut came between the view's flip and the trust
 * state, the trust state follows the view, if its head still verifies. */
MUST_CHECK enum err agent_load(struct agent *agent, struct complaint *why);
/* Judges the clock; agent_load comes first. */
void agent_judge(struct agent *agent, const struct agent_time *time);

/* The pinned root is later than the one under which we accepted what we hold: the first head under
 * it may begin again, at any seq and time. */
bool agent_begins_anew(const struct agent *agent);

/* One round. What went wrong is in `why` and noted for the status. ERR_NOT_FOUND: not enrolled. */
MUST_CHECK enum err agent_round(struct agent *agent, const struct agent_time *time,
                                struct complaint *why);
/* Envelopes were added since the round began. */
bool agent_outbox_grew(struct agent *agent);

/* The verified record under `key`; `record` has the kind's shape, its texts live in the scratch
 * arena. ERR_NOT_FOUND: none, or of another kind. */
MUST_CHECK enum err agent_record(struct agent *agent, enum kind kind, const char *key, void *record,
                                 struct complaint *why);
/* Rewinds the scratch arena and leaves nothing of what was above the mark. */
void agent_scratch_wipe(struct agent *agent, size_t mark);
/* The keys of an object store that the office granted this kiosk; the texts live in the scratch
 * arena: wipe them. `sealed` is a view into it too and tells one grant from another. ERR_NOT_FOUND:
 * none. */
MUST_CHECK enum err agent_grant(struct agent *agent, struct bytes *sealed, struct grant *grant);
