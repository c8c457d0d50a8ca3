/* staff_list.h - who may use the kiosks' staff mode. */
#pragma once

#include <stdio.h>

#include "site.h"

enum { ACTIVATION_DIGITS = 16 };

/* A `person` record as a draft (both signatures), and a one-time activation code of
 * ACTIVATION_DIGITS digits, printed once and kept nowhere: the record holds Argon2id(code, salt) at
 * the root's cost. `role`: director or staff. */
MUST_CHECK enum err staff_add(struct site *site, const char *name, const char *role, FILE *out,
                              struct complaint *why);
/* The person has left: a new version that says so. `who`: id or name. */
MUST_CHECK enum err staff_leave(struct site *site, const char *who, FILE *out,
                                struct complaint *why);
