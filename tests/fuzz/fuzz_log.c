/* fuzz_log.c - a log entry is read within its bytes, and what is read is what was written.
 *
 * What log_entry_decode accepts is encoded again: the same bytes, unless a newer office added
 * fields. What log_entry_check accepts has every signature that its kinds ask for. */
#include "fuzz_wire.h"

#include "log_entry.h"

enum { ARENA_BYTES = 16 * 1024 * 1024, LOG_FIELDS = 0xa5 /* a map of five */ };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_log(struct bytes input, const struct root *root, struct arena *arena)
{
    struct log_entry log;
    struct bytes again;

    if (log_entry_decode(input, arena, &log, NULL)) {
        return;
    }
    must(log.entry_count > 0 && log.entry_count <= LOG_ENTRIES_MAX);
    must(log_entry_encode(&log, arena, &again) == OK);
    must(input.data[0] != LOG_FIELDS || bytes_equal(input, again));
    if (log_entry_check(&log, root, log.seq - 1, &log.previous, NULL)) {
        return;
    }
    for (size_t i = 0; i < log.entry_count; i++) {
        must(entry_check(&log.entries[i], root, NULL) == OK);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    static struct root root;

    if (root.version == 0) {
        root = fuzz_root();
        must(arena_init(&arena, ARENA_BYTES) == OK);
    }
    arena_reset(&arena);
    check_log(bytes_of(data, size), &root, &arena);
    return 0;
}
