/* printer.h - the printing system, CUPS (the only includer of <cups/...>).
 *
 * Everything here may block for a while: it runs in noticepoint-print. */
#pragma once

#include "print_wire.h"

enum { PRINTER_QUEUE_MAX = 4 /* sheets that may wait before us */, PRINTER_NAME_BYTES_MAX = 127 };

struct printer;

/* ERR_UNAVAILABLE: the printing system does not answer. ERR_NOT_FOUND: it knows no such printer.
 * ERR_FULL: PRINTER_QUEUE_MAX sheets wait, or it takes none now; nothing was sent. */
MUST_CHECK enum err printer_open(const char *name, struct printer **printer, struct complaint *why);
void printer_close(struct printer *printer); /* accepts NULL */

struct printer_page {
    int width_px, height_px, dpi;
    const char *media;
};
/* A job of several pages, black on white: begin, then each page row by row (1 bit a pixel, highest
 * bit first, 1 is black), then end. ERR_IO: it was not taken, nothing will be printed. */
MUST_CHECK enum err printer_begin(struct printer *printer, const char *media);
MUST_CHECK enum err printer_page(struct printer *printer, const struct printer_page *page);
MUST_CHECK enum err printer_row(struct printer *printer, const uint8_t *row, size_t size);
MUST_CHECK enum err printer_end(struct printer *printer);
/* How far the job is. ERR_UNAVAILABLE: nobody answers now. */
MUST_CHECK enum err printer_look(struct printer *printer, enum print_state *state);
/* Takes the job back and out of the records. */
void printer_cancel(struct printer *printer);
