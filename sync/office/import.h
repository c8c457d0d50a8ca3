/* import.h - files of the staff become drafts: all of them, or none.
 *
 * What a file is, its name and first line say: `.txt` a regulation, `.md` what its front matter
 * says,
 * `.csv` a ledger (`05-2026-10.csv`) or a duty roster (by its header). Importing the same content
 * again changes nothing; other content under a published key makes its next version, and where
 * residents have read the old one already, a correction (更正) that must say what was wrong. */
#pragma once

#include <stdio.h>

#include "front_matter.h"
#include "rule_set.h"
#include "site.h"
#include "text_file.h"

struct import {
    struct site *site;
    struct txn *txn;
    struct policy policy;
    struct calendar calendar;
    struct rule_set rules;
    const char *correction; /* --correction, NULL: not given */
    FILE *done;             /* a line for each record */
    unsigned changed, same;
};

/* One file on its way in. */
struct import_file {
    const char *path, *name; /* name: the last part of the path */
    struct text_file file;
};

/* Imports the files (and those right in the folders, import_paths.h) in one transaction. Each error
 * goes to `report` as a line `name: 第N行…`; then nothing was imported (ERR_INVALID). Otherwise a
 * line for each record goes there. */
MUST_CHECK enum err import_run(struct site *site, const char *const *paths, size_t count,
                               const char *correction, FILE *report, struct complaint *why);

/* ---- the parts, each in its own source file ---- */

MUST_CHECK enum err import_regulation(struct import *import, const struct import_file *file,
                                      struct complaint *why);
MUST_CHECK enum err import_csv(struct import *import, const struct import_file *file,
                               struct complaint *why);
MUST_CHECK enum err import_markdown(struct import *import, const struct import_file *file,
                                    struct complaint *why);

/* `record` (of the kind's shape) becomes the draft under `key`. `until`: last day it is shown, or
 * 0. */
MUST_CHECK enum err import_put(struct import *import, struct text key, enum kind kind, void *record,
                               int32_t until, struct complaint *why);

/* The same for what never leaves the office. */
MUST_CHECK enum err import_keep(struct import *import, struct text key, enum kind kind,
                                const void *record, struct complaint *why);
/* What residents may have read under the key. ERR_NOT_FOUND: nothing of this kind. */
MUST_CHECK enum err import_published(struct import *import, struct text key, enum kind kind,
                                     void *record);
/* ERR_INVALID naming the line of the file: a private number in what will be read by everybody
 * (rules/privacy.h). What stays at the office is not asked. */
MUST_CHECK enum err import_check_privacy(const struct import *import, struct text text,
                                         struct complaint *why);
/* Names under a heading such as 姓名 lose a character (rules/names.h), if the policy says so; the
 * report tells that they did. */
MUST_CHECK enum err import_mask_names(struct import *import, const char *file_name,
                                      struct text *text);
/* A line of the report. */
void import_tell(struct import *import, struct text key, const char *what, bool changed);

enum disclosure_side { SIDE_TEXT, SIDE_LEDGER };
/* Text and ledger of one (item, period, part) come in separate files: the side that `incoming` does
 * not bring is kept from what is there. */
MUST_CHECK enum err import_disclosure(struct import *import, const struct disclosure *incoming,
                                      enum disclosure_side side, struct complaint *why);
/* Item 1..12, part, and a period of the kind that item has; `line` 0: they stand in the file's
 * name. */
MUST_CHECK enum err import_check_period(const struct import *import, unsigned item,
                                        struct text period, unsigned line, struct complaint *why);
/* `prefix` ("notice/") and a slug of the file's name: always the same for the same name and kind,
 * and unlike any other file's. */
MUST_CHECK enum err import_key(struct import *import, const char *prefix, const char *file_name,
                               struct text *key);
