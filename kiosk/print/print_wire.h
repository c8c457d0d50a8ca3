/* print_wire.h - what noticepoint-print tells the kiosk: four bytes each, over a pipe.
 *
 * The slip goes the other way as a file on descriptor 3 (slip.h); printer, paper and fonts are
 * arguments. */
#pragma once

#include "bytes.h"

enum { PRINT_EVENT_BYTES = 4 };

enum print_state {
    PRINT_SENT = 1, /* the printing system has it */
    PRINT_DONE,     /* it came out */
    /* It waits: */
    PRINT_NO_PAPER,
    PRINT_JAM,
    PRINT_OPEN,    /* a cover or door */
    PRINT_OFFLINE, /* not connected, or switched off */
    PRINT_STOPPED, /* by staff, or by the printing system */
    PRINT_WAITS,   /* for something else */
    /* It will not come: */
    PRINT_BUSY,       /* too many wait already */
    PRINT_NO_PRINTER, /* no such printer, or no printing system */
    PRINT_FAILED,
    PRINT_STATES,
};

/* It will not change any more. */
bool print_state_is_last(enum print_state state);
void print_event_encode(enum print_state state, uint8_t to[PRINT_EVENT_BYTES]);
MUST_CHECK enum err print_event_decode(const uint8_t from[PRINT_EVENT_BYTES],
                                       enum print_state *state);
