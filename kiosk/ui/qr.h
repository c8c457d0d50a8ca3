/* qr.h - bytes as a QR code: a square of dark and light modules.
 *
 * Pure; the one module that includes libqrencode. Codes are kept so small that an old telephone
 * reads them off a screen: at most QR_SIDE_MAX modules (version 20), error correction M. */
#pragma once

#include "bytes.h"

enum {
    QR_VERSION_MAX = 20,
    QR_SIDE_MAX = 17 + 4 * QR_VERSION_MAX,
    QR_BYTES_MAX = 666, /* what version 20-M holds; longer texts are given as several codes */
    QR_QUIET = 4,       /* light modules that must stand around it */
};

struct qr {
    int side;                                          /* modules */
    uint8_t bits[(QR_SIDE_MAX * QR_SIDE_MAX + 7) / 8]; /* row by row, lowest bit first; 1 is dark */
};

/* ERR_INVALID: nothing to say; ERR_FULL: more than QR_BYTES_MAX; ERR_NOMEM. */
MUST_CHECK enum err qr_encode(struct bytes data, struct qr *out);
bool qr_is_dark(const struct qr *qr, int x, int y); /* false outside */
