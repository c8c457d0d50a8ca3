/* echo.h - the server's word, without the office's key, that it has heard a kiosk's nonce and what
 * the newest publication is.
 *
 * Payload (CONTEXT_ECHO, head keys): {1: office, 2: kiosk, 3: nonce, 4: [seq, tip], 5: issued}. The
 * head key may say this, since it says no more than a head does; what was taken from a kiosk only
 * the office's key acknowledges (ack.h). */
#pragma once

#include "ack.h"

enum { ECHO_BYTES_MAX = 1024 };

struct echo {
    struct text office, kiosk;
    uint8_t nonce[NONCE_BYTES];
    uint64_t seq;
    struct hash tip;
    int64_t issued_s;
};

MUST_CHECK enum err echo_encode(const struct echo *echo, const struct signer *head,
                                struct arena *arena, struct bytes *out);
/* Views into `bytes`. ERR_INVALID: not an echo; ERR_DENIED: not signed by the head keys of this
 * root; ERR_MISMATCH: for another kiosk or office. */
MUST_CHECK enum err echo_open(struct bytes bytes, const struct root *root, struct text kiosk,
                              struct echo *echo, struct complaint *why);
