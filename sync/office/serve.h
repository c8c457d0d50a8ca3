/* serve.h - the running office: kiosks read the tree and send envelopes, letters' states go out,
 * the head is issued anew every day, a folder may be watched. */
#pragma once

#include "keys.h"
#include "site.h"

enum {
    SERVE_HEAD_EVERY_S = 12 * 3600,
    SERVE_PUBLISH_DELAY_MS = 200,  /* what comes within this goes out together */
    SERVE_PUBLISH_EVERY_MS = 1000, /* and no more often, however many write */
    SERVE_DROP_EVERY_MS = 2000,
};

struct serve_options {
    const char *listen;
    const char *tls_cert, *tls_key; /* PEM files; NULL: plain http */
    const char *drop;               /* NULL: none */
    bool admit_new;
    struct passphrases *passphrases;
    int64_t clock_offset_s; /* --now: added to the system's clock */
};

/* Runs until SIGINT or SIGTERM. The first line on standard output names address and port. */
MUST_CHECK enum err serve_run(struct site *site, const struct serve_options *options,
                              struct complaint *why);
