/* privacy.h - the mechanical gate on text that is about to be shown to everybody.
 *
 * Finds what never belongs on a public board: citizens' ID numbers (18 digits with their check
 * character, 15 digits with a date), bank cards (16 to 19 digits, Luhn) and mobile numbers, also
 * with full-width digits and with blanks, dots, hyphens or line breaks inside. It judges text only:
 * whoever imports, signs, publishes or shows asks it, each for itself. */
#pragma once

#include "bytes.h"

enum privacy_kind { PRIVACY_NONE, PRIVACY_ID18, PRIVACY_ID15, PRIVACY_CARD, PRIVACY_MOBILE };

struct privacy_hit {
    enum privacy_kind kind;
    size_t from, to; /* byte range in the text */
};

/* Numbers that may be shown: the committee's and offices' own (policy). Compared by their digits.
 */
struct privacy_allowed {
    const struct text *phones;
    size_t count;
};

/* The first hit at or after byte `from`; false: none. `allowed` may be NULL. */
bool privacy_find(struct text text, size_t from, const struct privacy_allowed *allowed,
                  struct privacy_hit *hit);
/* A Chinese sentence's noun for it: 身份证号码, 银行卡号, 手机号码. */
const char *privacy_kind_name(enum privacy_kind kind);
/* ERR_INVALID when `text` holds a hit; the sentence names kind, line and what to do, and shows the
 * number only masked (its first three characters). */
MUST_CHECK enum err privacy_check(struct text text, const struct privacy_allowed *allowed,
                                  struct complaint *why);
