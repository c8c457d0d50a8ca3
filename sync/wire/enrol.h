/* enrol.h - a new kiosk offers its key, and the hint that tells a new kiosk which offices are here.
 *
 * Offer payload (CONTEXT_ENROL, kiosk key): {1: office, 2: key, 3: name}. Site hint (unsigned):
 * {1: [[office, name], ...]}. */
#pragma once

#include "root.h"

enum { ENROL_BYTES_MAX = 1024, SITE_HINT_BYTES_MAX = 64 * 1024, SITE_OFFICES_MAX = 256 };

struct enrol_offer {
    struct text office, name;
    struct public_key pk;
};

MUST_CHECK enum err enrol_encode(struct text office, struct text name, const struct signer *kiosk,
                                 struct arena *arena, struct bytes *out);
/* Checks the signature by the key offered. */
MUST_CHECK enum err enrol_open(struct bytes bytes, struct enrol_offer *offer);

struct site_hint {
    struct {
        struct text id, name;
    } offices[SITE_OFFICES_MAX];
    size_t count;
};
MUST_CHECK enum err site_hint_encode(const struct site_hint *hint, struct arena *arena,
                                     struct bytes *out);
MUST_CHECK enum err site_hint_decode(struct bytes bytes, struct site_hint *hint);
