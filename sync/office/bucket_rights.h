/* bucket_rights.h - who may do what in a city's bucket.
 *
 * Each office tells its part in a file of settings (`office`, `prefix`, `kiosks`); whoever owns the
 * bucket makes one policy of all of them. In the store the office is the user np-<office>, a kiosk
 * the user np-<kiosk>. Anybody reads what is published; the office does all under its own prefix;
 * a kiosk writes its own letters and heartbeat, and can neither read them again nor take them
 * away. Its report for the city's view (city.h) an office puts under fleet/. A city's offices share
 * the bucket and nothing else. */
#pragma once

#include <stdio.h>

#include "bucket.h"
#include "site.h"

enum {
    RIGHTS_FILES_MAX = 256,
    RIGHTS_KIOSKS_MAX = 4096, /* of all offices */
    RIGHTS_FILE_BYTES_MAX = 64 * 1024,
    RIGHTS_POLICY_BYTES_MAX = 1024 * 1024,
    RIGHTS_POLICY_BYTES_S3 = 20 * 1024, /* more than Amazon's takes */
};

/* This office's part, for the admitted kiosks. */
MUST_CHECK enum err rights_print(struct site *site, const struct bucket *bucket, FILE *out,
                                 struct complaint *why);
/* The policy for all files, in the arena. `account`: the owner's number or tenant, "" if none.
 * ERR_INVALID: a file that rights_print() did not make, or two under one prefix. */
MUST_CHECK enum err rights_policy(const char *const *paths, size_t count, const char *bucket,
                                  const char *account, struct arena *arena, struct text *policy,
                                  struct complaint *why);
