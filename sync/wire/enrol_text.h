/* enrol_text.h - a kiosk's offer as text, for a QR code, a hand scanner or a keyboard, where no
 * network carries it.
 *
 *   NP1:<office>:<kiosk>:<public key, 52 base32 characters>:<fingerprint of the pinned root>
 *
 * in capitals, which QR codes hold in fewer modules; read in either case. It is not signed: the
 * office compares the fingerprint with its own, and admitting a key that nobody holds harms nobody.
 */
#pragma once

#include "root.h"

enum { ENROL_TEXT_BYTES = 160, ENROL_KEY_CHARS = 52 };

/* NUL-terminated. */
void enrol_text_format(struct text office, const struct public_key *pk,
                       const char fingerprint[FINGERPRINT_CHARS + 1], char to[ENROL_TEXT_BYTES]);

struct enrol_text {
    char office[OFFICE_ID_BYTES_MAX + 1];
    char kiosk[KIOSK_ID_BYTES];
    struct public_key pk;
    char fingerprint[FINGERPRINT_CHARS + 1];
};
/* ERR_INVALID: another form; ERR_MISMATCH: the kiosk's id is not that of the key (a slip). */
MUST_CHECK enum err enrol_text_parse(struct text text, struct enrol_text *offer);
