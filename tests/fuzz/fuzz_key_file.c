/* fuzz_key_file.c - whatever bytes come, a key file is read inside them or refused. */
#include <stdlib.h>
#include <string.h>

#include "key_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct key_file info;

    if (key_file_decode(bytes_of(data, size), &info) == OK) {
        size_t role = strnlen(info.role, sizeof info.role);
        if (role == 0 || role > KEY_ROLE_BYTES_MAX) {
            abort();
        }
    }
    return 0;
}
