/* move.h - the office's tree is to be fetched from another address: a web server, a city's object
 * store, or this PC again.
 *
 * Kiosks follow the addresses of the signed policy in order (agent/lines.h), so a move is a new
 * list. Before anything is changed the address is read as a kiosk reads it: without keys, and only
 * what this office signed counts. */
#pragma once

#include <stdio.h>

#include "site.h"

struct move_options {
    const char *address; /* http(s)://HOST[:PORT][/PATH] */
    const char *ca;      /* certificates to trust instead of the system's; NULL: none */
    bool alone;          /* the other addresses go */
};

/* Puts the address first in the draft of the policy; the others stay behind it. ERR_NOT_FOUND: the
 * tree is not there; ERR_MISMATCH: an older publication is, or another office's; ERR_UNAVAILABLE,
 * ERR_DENIED: nobody answers, or TLS; ERR_FULL: too many addresses. Nothing is changed then. */
MUST_CHECK enum err move_run(struct site *site, const struct move_options *options, FILE *report,
                             struct complaint *why);
