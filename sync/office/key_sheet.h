/* key_sheet.h - a key on paper: printed, put into an envelope, and typed in again years later.
 *
 * The secret's 32 bytes as 52 letters and digits in groups of four, and a group that finds slips of
 * the pen. Whoever holds the sheet holds the key: no passphrase protects it. */
#pragma once

#include <stdio.h>

#include "keys.h"
#include "site.h"

enum { SHEET_SEED_BYTES = 32, SHEET_CHARS = 56, SHEET_TEXT_BYTES = 80 };

/* "abcd efgh …", 14 groups. */
void key_sheet_format(const char *role, const uint8_t seed[SHEET_SEED_BYTES],
                      char to[SHEET_TEXT_BYTES]);
/* Blanks, lines and capitals do not count; 0, 1 and 8 are read as o, l and b. ERR_INVALID: not so
 * many characters, or others; ERR_MISMATCH: a slip, or the sheet of another key. */
MUST_CHECK enum err key_sheet_parse(const char *role, struct text text,
                                    uint8_t seed[SHEET_SEED_BYTES]);

/* Prints the sheet of SITE/keys/<role>.key. */
MUST_CHECK enum err key_sheet_print(struct site *site, const char *role, struct passphrases *p,
                                    FILE *out, struct complaint *why);
/* Makes SITE/keys/<role>.key anew from the words of a sheet, with a new passphrase. ERR_EXISTS:
 * there is one. ERR_MISMATCH also: it is not the key that the root names. */
MUST_CHECK enum err key_sheet_restore(struct site *site, const char *role, struct text words,
                                      struct passphrases *p, struct complaint *why);
