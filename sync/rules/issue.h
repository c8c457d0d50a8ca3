/* issue.h - the public line of a board month: 第n期, and a check code that a resident may copy from
 * the glass and compare with the printed sheet.
 *
 * The code stands for everything that opened in one board month: from the disclosure day's 00:00 to
 * that of the month after. Each version of a disclosure, and each withdrawal, belongs to the month
 * in which it opened, so a late item or a correction changes the code of the month it comes in and
 * never an older one; once the month is over its code stays what it is. The derivation is written
 * down in README.md, "The check code", for a second implementation.
 *
 * Office and kiosk compute it from the same entries. What a kiosk cannot hold any more (lists of
 * persons that have gone, versions corrected before it first synchronised) is named by the office's
 * signed `issue` record of that month: key, version, hash and opening of each line. Where both know
 * a line they must agree, or the glass says so.
 *
 * The code is 8 of 25 characters (37 bits): enough against a mistaken or exchanged sheet, not
 * against somebody who can sign; that is what the signatures and the log's tip are for. */
#pragma once

#include "arena.h"
#include "calendar.h"
#include "record.h"

enum {
    ISSUE_CODE_BYTES = 10,  /* "ABCD-EFGH" and NUL */
    ISSUE_LINES_MAX = 1000, /* as in kinds.def */
};

/* One version in the view. */
struct issue_line {
    struct text key;
    uint64_t version;
    struct hash hash; /* of the object */
    int64_t opens_s;  /* the entry's opens_at; if that is 0, its latest signature's moment */
};

/* Do entries of this kind count? (disclosure, withdraw) */
bool issue_counts(enum kind kind);
/* [from, to): the moments that belong to the month's issue. */
void issue_window(const struct calendar *calendar, struct period month, int64_t *from_s,
                  int64_t *to_s);

/* Joins what the view has (any months, any order, twice does no harm) with the rows of the month's
 * `issue` record (NULL: none) and keeps what belongs to the month, by key, then version; in
 * `arena`. ERR_MISMATCH, Chinese: the same key and version with another hash, or opening at another
 * moment, or a record of another month; then nothing of the code can be believed. ERR_FULL: more
 * than ISSUE_LINES_MAX. ERR_NOMEM. */
MUST_CHECK enum err issue_collect(const struct calendar *calendar, struct period month,
                                  const struct issue *record, const struct issue_line *view,
                                  size_t view_count, struct arena *arena, struct issue_line **lines,
                                  size_t *count, struct complaint *why);
/* The record of what issue_collect() gave, for the office to sign and publish under
 * "issue/<YYYY-MM>" with each publication, including what is signed and will open in this month. */
MUST_CHECK enum err issue_record(struct period month, const struct issue_line *lines, size_t count,
                                 struct arena *arena, struct issue *record);

/* The bytes whose BLAKE2b-256 (seal/hash.h) makes the code: of the lines that had opened by `now_s`
 * (INT64_MAX: all). *opened: how many those are. */
MUST_CHECK enum err issue_content(const struct calendar *calendar, struct text office,
                                  struct period month, const struct issue_line *lines, size_t count,
                                  int64_t now_s, struct arena *arena, struct bytes *content,
                                  size_t *opened);
char *issue_code(const struct hash *hash, char to[ISSUE_CODE_BYTES]);
/* As a person writes it: case, blanks and '-' do not matter. */
bool issue_code_equal(struct text written, const char *code);
/* The moments in the month at which the code changed, ascending: the sheet printed on the 10th has
 * the first one's. At most `max`; returns how many there are. */
size_t issue_moments(const struct issue_line *lines, size_t count, int64_t now_s, int64_t *moments,
                     size_t max);
