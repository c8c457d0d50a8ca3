/* csv.h - comma-separated values (RFC 4180) as spreadsheets write them.
 *
 * Quotes, doubled quotes, commas and line breaks inside quotes. Lines without any value are
 * skipped; empty cells at a line's end are dropped (spreadsheets add them), so rows may differ in
 * length. */
#pragma once

#include "arena.h"

enum { CSV_ROWS_MAX = 2100, CSV_CELLS_MAX = 32 };

struct csv_row {
    struct text *cells; /* trimmed */
    size_t count;
    unsigned line; /* where it begins, from 1 */
};

struct csv {
    struct csv_row *rows;
    size_t count;
};

/* ERR_INVALID in Chinese naming the line: a quote not closed, characters after a closing quote;
 * ERR_FULL: CSV_ROWS_MAX or CSV_CELLS_MAX; ERR_NOMEM. `text` ends its lines with LF. */
MUST_CHECK enum err csv_parse(struct text text, struct arena *arena, struct csv *csv,
                              struct complaint *why);
/* Is the first row exactly this header? */
bool csv_has_header(const struct csv *csv, const char *const *header, size_t columns);
/* The cell, or an empty text. */
struct text csv_cell(const struct csv_row *row, size_t column);
/* Appends a cell, quoted when it must be, and `end` (',' or '\n'). */
void csv_write(struct buffer *buffer, struct text cell, char end);
