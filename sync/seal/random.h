/* random.h - the system's randomness. */
#pragma once

#include "bytes.h"

void random_fill(void *to, size_t size);
uint32_t random_below(uint32_t bound); /* uniform in [0, bound) */
/* `count` decimal digits and a NUL. */
void random_digits(char *to, size_t count);
