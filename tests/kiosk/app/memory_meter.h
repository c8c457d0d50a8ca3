/* memory_meter.h - what a process holds, and whether the line through it is flat. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { METER_SAMPLES_MAX = 4096 };

struct meter_sample {
    uint64_t taps;
    uint64_t
        heap_bytes; /* handed out by malloc and not given back, without what is held under a cap */
    uint64_t rss_anon_kib; /* of the process and its children */
};

struct meter {
    struct meter_sample at[METER_SAMPLES_MAX];
    size_t count;
};

/* A sanitizer keeps freed blocks for a while, so that only the heap's bytes mean something there.
 */
bool meter_is_sanitized(void);
uint64_t meter_heap_bytes(void);
uint64_t meter_rss_anon_kib(void); /* of this process and its children; 0: not known */
uint64_t meter_pss_kib(void);      /* the same */
size_t meter_children(void);

/* `capped_bytes`: held on purpose, under a cap that has a test of its own. Such a store fills in
 * steps, whenever a picture is first seen in another size, and a step is a slope to least squares.
 */
void meter_take(struct meter *meter, uint64_t taps, uint64_t capped_bytes);
/* Least squares over the samples from `first` on: per 1 000 taps, in 1/1000 of a KiB. */
int64_t meter_heap_slope(const struct meter *meter, size_t first);
int64_t meter_rss_slope(const struct meter *meter, size_t first);
/* The most that was held by the heap in samples [first, end). */
uint64_t meter_heap_max(const struct meter *meter, size_t first, size_t end);
/* Both lines as a picture (SVG). False: it cannot be written. */
bool meter_plot(const struct meter *meter, const char *path, const char *title);
