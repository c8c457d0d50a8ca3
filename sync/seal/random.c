#include "random.h"

#include <sodium.h>

void random_fill(void *to, size_t size)
{
    randombytes_buf(to, size);
}

uint32_t random_below(uint32_t bound)
{
    return randombytes_uniform(bound);
}

void random_digits(char *to, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        to[i] = (char)('0' + randombytes_uniform(10));
    }
    to[count] = '\0';
}
