/* cert_pin.h - the pin of a TLS certificate's key: what a kiosk keeps at enrolment.
 *
 * "sha256//" and base64 of SHA-256 over the SubjectPublicKeyInfo, as curl's --pinnedpubkey has it.
 * It stays the same when the certificate is renewed with the same key. */
#pragma once

#include "arena.h"

enum { CERT_PIN_BYTES = 64, CERT_FILE_BYTES_MAX = 64 * 1024 };

/* Of the first certificate in a PEM file. ERR_INVALID: there is none, or it is damaged. */
MUST_CHECK enum err cert_pin(struct text pem, struct arena *arena, char to[CERT_PIN_BYTES]);
