/* slip.h - what goes on paper: lines in order, without sizes and without a printer.
 *
 * Made by the pages, carried to noticepoint-print as bytes, laid out there (slip_layout.h). Neither
 * side believes the other. */
#pragma once

#include "arena.h"

enum {
    SLIP_LINES_MAX = 1200,
    SLIP_BYTES_MAX = 96 * 1024, /* encoded */
    SLIP_LINE_BYTES_MAX = 12 * 1024,
};

enum slip_kind {
    SLIP_TITLE = 1,
    SLIP_HEADING,
    SLIP_TEXT,
    SLIP_SMALL,
    SLIP_DIGITS, /* large and in the middle: a receipt number, a check code */
    SLIP_PAIR,   /* "left<TAB>right", the right part at the right edge */
    SLIP_RULE,   /* a line across; no text */
    SLIP_CODE,   /* a QR code of the text */
    SLIP_KINDS,
};

struct slip_line {
    enum slip_kind kind;
    struct text text;
};

struct slip {
    struct slip_line *lines;
    size_t count;
    struct text foot; /* below every page: whose this is and how old */
    bool is_private;  /* nobody else may find it in a queue later */
};

/* Adds a line; an empty text is left out (but for rules). What is over the limits is left out, and
 * `*full` says so. */
void slip_add(struct slip *slip, enum slip_kind kind, struct text text, bool *full);
/* ERR_NOMEM; ERR_FULL: over SLIP_BYTES_MAX. */
MUST_CHECK enum err slip_encode(const struct slip *slip, struct arena *arena, struct bytes *out);
/* Texts are views of `bytes`. ERR_INVALID: not exactly what slip_encode writes. ERR_NOMEM. */
MUST_CHECK enum err slip_decode(struct bytes bytes, struct arena *arena, struct slip *slip);
