/* fuzz_input.h - what the fuzzer gave, taken field by field: a target that builds a record from
 * bytes reaches deeper than one that decodes them. After the end everything is 0. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

static inline void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

struct input {
    const uint8_t *at, *end;
};

static inline uint8_t take_byte(struct input *in)
{
    return in->at < in->end ? *in->at++ : 0;
}

static inline int64_t take_number(struct input *in)
{
    uint64_t value = 0;
    for (int i = 0; i < 8; i++) {
        value = value << 8 | take_byte(in);
    }
    return (int64_t)value;
}
