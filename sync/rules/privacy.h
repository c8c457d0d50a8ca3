/* privacy.h - the mechanical gate on text that is about to be shown to everybody.
 *
 * Finds what never belongs on a public board (PIPL 25; prosecutors' cases in which boards failed):
 *
 *   - citizens' ID numbers: 18 digits with their check character (ISO 7064 MOD 11-2), a province
 * and a plausible date; 15 digits with a province and a date;
 *   - bank cards: 16 to 19 digits in an issuer's range, Luhn;
 *   - telephones: mobiles, and landlines with their area code;
 *   - addresses down to the room: a door, house or unit number with a room number (门牌 + 室).
 *
 * However they are written: full-width, circled or worded digits (一三八, 〇 零 幺, 壹贰), with
 * blanks, dots, dashes or line breaks inside, an O for a nought; ID numbers and UnionPay cards also
 * over the cells of a table. What checks itself strongly is looked for at every digit; what checks
 * itself weakly only where it stands as a number of its own, in the groups in which people write
 * it, so that sums, dates and document numbers beside each other are left alone. One pass over the
 * text, bounded work at each character. It judges text only: whoever imports, signs, publishes or
 * shows asks it, each for itself; gate.h asks it for a whole record. */
#pragma once

#include "record.h"

enum privacy_kind {
    PRIVACY_NONE,
    PRIVACY_ID18,
    PRIVACY_ID15,
    PRIVACY_CARD,
    PRIVACY_MOBILE,
    PRIVACY_PHONE, /* a landline with its area code */
    PRIVACY_ADDRESS,
    PRIVACY_NAME, /* a whole name in a list that should be masked; names.h finds those */
    PRIVACY_KINDS,
};

enum { PRIVACY_MASKED_BYTES = 16, PRIVACY_POLICY_PHONES = 2 };

struct privacy_hit {
    enum privacy_kind kind;
    size_t from, to; /* byte range in the text */
};

/* What may be shown: the committee's and offices' own telephones, and venues, by policy. Telephones
 * are compared by their digits (a landline also without its area code), addresses without blanks: a
 * found one passes when a contact's address contains it. */
struct privacy_allowed {
    const struct text *phones;
    size_t count;
    const struct contact *contacts;
    size_t contact_count;
};

/* The policy's own telephones and contacts; `phones` is filled in and, like the policy, outlives
 * the answer. */
struct privacy_allowed privacy_allowed_of(const struct policy *policy,
                                          struct text phones[PRIVACY_POLICY_PHONES]);

/* Hits one after the other, in order of their first byte, in one pass. */
struct privacy_scan {
    struct text text;
    const struct privacy_allowed *allowed; /* may be NULL */
    size_t number_at, address_at;          /* looked at up to here */
    struct privacy_hit number, address;    /* found ahead; kind PRIVACY_NONE: none left */
};
struct privacy_scan privacy_scan_begin(struct text text, const struct privacy_allowed *allowed);
bool privacy_scan_next(struct privacy_scan *scan, struct privacy_hit *hit);

/* The first hit at or after byte `from`; false: none. `allowed` may be NULL. */
bool privacy_find(struct text text, size_t from, const struct privacy_allowed *allowed,
                  struct privacy_hit *hit);
/* A Chinese sentence's noun for it: 身份证号码, 银行卡号, 手机号码, 电话号码, 住址门牌. */
const char *privacy_kind_name(enum privacy_kind kind);
const char *privacy_kind_id(enum privacy_kind kind); /* "id18", for JSON */
/* What may be said of a hit: its first two or three characters and "…", never the whole. */
char *privacy_masked(struct text text, struct privacy_hit hit, char to[PRIVACY_MASKED_BYTES]);
/* ERR_INVALID when `text` holds a hit; the sentence names kind, line and what to do, and shows the
 * number only masked. */
MUST_CHECK enum err privacy_check(struct text text, const struct privacy_allowed *allowed,
                                  struct complaint *why);
