/* show.h - what is there: lists, one record, and its text as it came. */
#pragma once

#include <stdio.h>

#include "site.h"

/* A line `key<TAB>title` for each record, drafts and published alike (with `all`, announces,
 * receipts and replies too, and the keys of what stays at the office); or JSON with state, version
 * and signatures. */
MUST_CHECK enum err show_list(struct site *site, bool all, bool json, FILE *out,
                              struct complaint *why);
/* The newest version of a record. ERR_INVALID: no such key. */
MUST_CHECK enum err show_record(struct site *site, struct text key, bool json, FILE *out,
                                struct complaint *why);
/* (export.c) A regulation character by character as it was imported; of other records the import
 * format's text; of a ledger (`ledger` set) its CSV. */
MUST_CHECK enum err show_export(struct site *site, struct text key, bool ledger, FILE *out,
                                struct complaint *why);
