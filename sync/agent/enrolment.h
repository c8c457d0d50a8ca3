/* enrolment.h - the first meeting of kiosk and office: pin the root, make a key, offer it. */
#pragma once

#include "agent.h"
#include "enrol_text.h"

struct enrolment {
    struct text office, name;                /* in agent->kept */
    char fingerprint[FINGERPRINT_CHARS + 1]; /* of the root now pinned */
    char kiosk_id[KIOSK_ID_BYTES];
    char offer[ENROL_TEXT_BYTES]; /* for a QR code */
    bool was_enrolled;            /* this kiosk had pinned that very root before */
};

/* Finds the office (`office` empty: the only one there), checks its chain of roots, pins the newest
 * and makes the kiosk's key. `expected`: the fingerprint that must come out (blanks and capitals do
 * not count); empty: a person compares it. ERR_INVALID: several offices, or none of that id;
 * ERR_MISMATCH: this kiosk is pinned to another root. Nothing changes on an error. */
MUST_CHECK enum err enrolment_pin(struct agent *agent, struct text office, struct text expected,
                                  struct enrolment *enrolment, struct complaint *why);
/* Offers the key to the office; `name` may be empty. After a first agent_round, which brings the
 * policy that says whether plain http may be used. */
MUST_CHECK enum err enrolment_offer(struct agent *agent, struct text name, struct complaint *why);
