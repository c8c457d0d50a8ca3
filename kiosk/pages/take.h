/* take.h - what a resident takes away on a phone with no network: the text itself, as QR codes.
 *
 * A meeting as iCalendar (RFC 5545), a contact as vCard 3.0 (RFC 2426, the version that phones of
 * any age read), anything else as plain text. Long text goes on several codes, each readable by
 * itself and numbered. Everything is UTF-8; what the phone must not take for syntax is escaped. */
#pragma once

#include "arena.h"

enum {
    TAKE_CODE_BYTES_MAX =
        640,             /* of one code: version 20 at level M, read off a screen at arm's length */
    TAKE_CODES_MAX = 12, /* over that a person would give up: the paper sheet is said instead */
    TAKE_LINE_BYTES_MAX = 75, /* RFC 5545 section 3.1: longer lines are folded */
    TAKE_EVENT_MINUTES = 60,  /* how long a meeting is taken to last */
};

struct take_event {
    struct text id; /* unique and stable: the record's key and the office */
    struct text title, place, note;
    int64_t start_s;   /* seconds UTC; 0: the whole of `day` */
    int32_t day;       /* civil day, when start_s is 0 */
    int64_t written_s; /* DTSTAMP */
};

struct take_contact {
    struct text name, organisation, post, phone, note;
};

/* One code's text each. ERR_INVALID: a title, an id, a name or a day is missing. ERR_FULL: does not
 * fit one code even without its note, which is left out first. ERR_NOMEM. */
MUST_CHECK enum err take_event(const struct take_event *event, struct arena *arena,
                               struct text *code);
MUST_CHECK enum err take_contact(const struct take_contact *contact, struct arena *arena,
                                 struct text *code);

/* Cuts `text` into codes of at most TAKE_CODE_BYTES_MAX, at a line end, else after 。!?;, else
 * between characters; with more than one each begins with "(1/3) ". Put together without these they
 * are `text`. ERR_INVALID: empty. ERR_FULL: more than TAKE_CODES_MAX. */
MUST_CHECK enum err take_text(struct text text, struct arena *arena,
                              struct text codes[TAKE_CODES_MAX], size_t *count);
