/* status.h - what is true of this kiosk, for a person or a program. Changes nothing. */
#pragma once

#include "arena.h"
#include "clock.h"
#include "enrol_text.h"

struct status {
    bool enrolled, admitted, has_key, has_content;
    struct text office, name; /* in the arena */
    char fingerprint[17];
    uint64_t root_version;
    char kiosk_id[17];
    char offer[ENROL_TEXT_BYTES]; /* the kiosk's offer as text; empty: not enrolled */
    uint64_t seq;                 /* of the view */
    int64_t issued_s, checked_s;  /* of its head; when the office was last reached */
    int64_t echo_s;               /* when it last echoed a nonce; 0: never */
    uint64_t waiting, done, conflicts;
    struct text error; /* the newest trouble; empty: none yet */
    int64_t error_s;
    bool in_trouble;     /* no good round since */
    uint64_t refused;    /* rounds in which something shown was refused */
    struct text refusal; /* why, the newest time: later trouble of the line does not hide it */
    int64_t floor_s, now_s;
    bool doubtful;
};

/* Reads DIR. ERR_NOT_FOUND: there is no such folder. A folder without anything yet is OK, and so is
 * a missing view; what is damaged is an error. */
MUST_CHECK enum err status_read(const char *folder, const struct clock_facts *clock,
                                struct arena *arena, struct status *status, struct complaint *why);
/* Lines for a person, times in the community's civil time. */
MUST_CHECK enum err status_text(const struct status *status, int offset_min, struct arena *arena,
                                struct text *out);
MUST_CHECK enum err status_json(const struct status *status, struct arena *arena, struct text *out);
