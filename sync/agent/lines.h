/* lines.h - the ways to the office: the origin given, then those that the signed policy names,
 * tried in order. One that fails, or shows what is refused, rests for a while.
 *
 * A line is only a carrier: what it brings is judged as if it came from anywhere. */
#pragma once

#include "transport.h"

struct agent;

enum {
    LINES_MAX = 9, /* the origin given and the policy's eight */
    LINE_ORIGIN_BYTES_MAX = 256,
    LINE_REST_S_FIRST = 60, /* doubled with each failure in a row */
    LINE_REST_S_MAX = 3600,
};

struct line {
    char *origin; /* the line's own; stays where it is, since transports keep it by reference */
    struct transport transport;
    unsigned failures;    /* in a row */
    int64_t rest_until_s; /* CLOCK_BOOTTIME */
};

struct lines {
    struct line at[LINES_MAX];
    size_t count;
    size_t fetched, pushed; /* the line that last brought a head, and that last took something */
};

/* Makes the transport to an origin; the first is the one given on the command line. ERR_INVALID:
 * not an origin. */
typedef enum err line_open_fn(void *data, const char *origin, bool first,
                              struct transport *transport, struct complaint *why);
void lines_close(struct lines *lines);
/* The origin given. ERR_INVALID: it is none. */
MUST_CHECK enum err lines_begin(struct lines *lines, const char *given, line_open_fn *open,
                                void *data, struct complaint *why);
/* Adds what the policy in view names, drops what it no longer names; the given origin and lines
 * that are there already stay as they are. What is no origin is left out with a word in the log.
 * Call between rounds. */
void lines_refresh(struct agent *agent, line_open_fn *open, void *data);

/* Makes the transport to this origin anew, with what `open` now knows of it; other lines stay as
 * they are. A line that cannot be made keeps the one it had. Call between rounds. */
void lines_reopen(struct agent *agent, const char *origin, line_open_fn *open, void *data);

/* One attempt of a round over a line; its error says whether the line was at fault. */
typedef enum err line_try_fn(struct agent *agent, struct complaint *why);
/* Tries the lines that do not rest, beginning with `*at`, until one does; with all at rest the one
 * that has rested longest. *at: the line that was tried last. Returns the last error. */
MUST_CHECK enum err lines_try(struct agent *agent, size_t *at, line_try_fn *attempt,
                              struct complaint *why);
