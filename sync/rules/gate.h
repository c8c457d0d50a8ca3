/* gate.h - the privacy gate over a whole record: asked at import, at signing, at publishing, and
 * once more on the kiosk, where a hit hides the record (已按个人信息保护要求遮盖).
 *
 * Every text of the record is read (privacy.h); the cells of one row also as one line, so that a
 * number split over two of them is found. In a disclosure or notice, names under a heading such as
 * 姓名 must be masked (names.h), if the policy masks names. */
#pragma once

#include "names.h"
#include "privacy.h"
#include "rule_set.h"

enum { GATE_FINDINGS_MAX = 20 }; /* more of one record help nobody */

struct gate_finding {
    enum privacy_kind kind;
    const char *field; /* as in the record: "text", "title", of a row "item"; static */
    size_t row;        /* of a list's or ledger's rows, or the line of a text; from 1 */
    size_t column;     /* of the row's texts, or the cell of a table's line; from 1, 0 none */
    char masked[PRIVACY_MASKED_BYTES]; /* "138…": never the whole number */
};

/* Whose texts are shown to everybody: disclosures, announcements, withdrawals, meetings,
 * resolutions, proposals, notices, services, emergencies, slides, duty, zones, rolls, threads and
 * answers, and the notes in receipts, tick lists and records of destruction. Registers and letters
 * are sealed instead, regulations are published documents. */
bool kind_is_gated(enum kind kind);
/* Are the persons whom its lists name residents, whose names are masked and go one day? Disclosures
 * and notices, but not item 2, which tells who holds which office (G5(2)). */
bool gate_lists_residents(enum kind kind, const void *record);
/* What stands in the record that must not; at most `max` are written (and looked for); returns how
 * many. 0 for a kind that is not gated. `policy` NULL: no own telephones or venues, names masked.
 */
size_t gate_record(enum kind kind, const void *record, const struct policy *policy,
                   struct gate_finding *findings, size_t max);
bool gate_passes(enum kind kind, const void *record, const struct policy *policy);
/* 第 3 行第 2 列（item）有手机号码（138…）. data == NULL: the arena is too small. */
struct text gate_finding_text(const struct gate_finding *finding, struct arena *arena);
/* ERR_INVALID with a sentence that names `record_name` (a key or file), field, row, column, kind,
 * and what to do. */
MUST_CHECK enum err gate_check(enum kind kind, const void *record, const struct policy *policy,
                               struct text record_name, struct complaint *why);

/* G5(7): a list of persons says until when it is shown. ERR_INVALID: item 7 (unless nil) or a text
 * with a table of names without `until`. */
MUST_CHECK enum err gate_check_persons(const struct disclosure *disclosure, struct complaint *why);
/* The last day on which something may be shown has passed: lists of persons go on their own. */
bool gate_has_expired(int32_t until, int32_t today);
