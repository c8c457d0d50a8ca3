/* fuzz_cbor_oracle.c - whatever bytes come, our reader takes what libcbor, asked for our rules,
 * takes: no more and no less. */
#include <stdint.h>
#include <stdlib.h>

#include "cbor.h"
#include "cbor_oracle.h"

enum { INPUT_BYTES_MAX = 64 * 1024 }; /* libcbor builds a tree on the heap */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes input = bytes_of(data, size);

    if (size <= INPUT_BYTES_MAX && (cbor_check(input) == OK) != oracle_accepts(input)) {
        abort();
    }
    return 0;
}
