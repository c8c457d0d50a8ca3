/* secret.h - memory for what residents and staff type: never swapped, dumped or inherited.
 *
 * A block is locked page by page as it is touched, left out of core dumps, and reads as zeros in
 * child processes. Where the system refuses to lock, that is logged and the block serves on. */
#pragma once

#include "bytes.h"

void *secret_new(size_t size);              /* zeroed; NULL: no memory */
void secret_free(void *block, size_t size); /* wiped; accepts NULL */
/* No core dumps, and nobody of our own user looks into this process. At start, in main. */
void secret_harden_process(void);
