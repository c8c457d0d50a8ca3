/* cbor_oracle.h - a second opinion on what deterministic CBOR is, by libcbor's reader.
 *
 * libcbor's header has the name of ours: this one names neither. */
#pragma once

#include "bytes.h"

/* `input` is one item of the subset that record/cbor.h describes, and nothing behind it. */
bool oracle_accepts(struct bytes input);
