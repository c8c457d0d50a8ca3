/* init.h - a new office: keys, root, the policy record, an empty tree. */
#pragma once

#include <stdio.h>

#include "keys.h"
#include "site.h"

struct init_options {
    const char *folder;
    const char *id, *name;
    const char *term_start;  /* YYYY-MM-DD */
    const char *preset;      /* "seed" or "law"; NULL: seed */
    const char *first_board; /* YYYY-MM; NULL: the month of the term's start */
    const char *office_holder, *supervision_holder; /* must differ (G10) */
    const char *supervision_office, *supervision_phone;
    const char *office_phone, *office_hours, *responsible;
    const char *origin;
    bool plain_upload;
    bool demo; /* open keys, policy signed by both */
    struct passphrases *passphrases;
    struct password_cost cost; /* of key files and of receipts */
    int64_t now_s;
};

/* Makes the folder (which must not exist, or be empty), all or nothing. Prints the fingerprint.
 * ERR_INVALID: a value is missing or wrong; ERR_EXISTS. */
MUST_CHECK enum err init_run(const struct init_options *options, FILE *report,
                             struct complaint *why);
