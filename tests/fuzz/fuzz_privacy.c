/* fuzz_privacy.c - any UTF-8 text is searched to its end: hits lie in it, in order, and cover
 * something; a record that holds it is judged as it is; masking names twice is masking them once,
 * and afterwards no whole name is found. */
#include <stdlib.h>

#include "gate.h"
#include "utf8.h"

enum { ARENA_BYTES = 8 * 1024 * 1024, TEXT_BYTES_MAX = 64 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static size_t count_hits(struct text text)
{
    struct privacy_scan scan = privacy_scan_begin(text, NULL);
    struct privacy_hit hit;
    size_t hits = 0, from = 0;
    while (privacy_scan_next(&scan, &hit)) {
        char masked[PRIVACY_MASKED_BYTES];
        must(hit.kind != PRIVACY_NONE && hit.from >= from && hit.from < hit.to &&
             hit.to <= text.size);
        must(utf8_valid(text_bytes(text_of(privacy_masked(text, hit, masked)))));
        from = hit.from;
        hits++;
    }
    return hits;
}

static void judge_record(struct text text, size_t hits)
{
    struct gate_finding findings[GATE_FINDINGS_MAX];
    struct ledger_row rows[1] = {{.item = text, .category = text_of("办公")}};
    struct disclosure disclosure = {.title = text_of("收支"), .text = text};
    size_t found = gate_record(KIND_disclosure, &disclosure, NULL, findings, GATE_FINDINGS_MAX);
    must(hits == 0 || found > 0);
    disclosure.rows.at = rows;
    disclosure.rows.count = 1;
    must(gate_record(KIND_disclosure, &disclosure, NULL, findings, GATE_FINDINGS_MAX) >= found);
}

static void mask_names(struct text text, struct arena *arena)
{
    struct text masked = text, again;
    struct name_found found;
    if (names_mask_markdown(text, arena, &masked)) {
        return; /* more names than a list may have */
    }
    must(utf8_valid(text_bytes(masked)));
    must(!names_find_whole(masked, 0, &found));
    must(names_mask_markdown(masked, arena, &again) == OK && text_equal(masked, again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    struct bytes bytes = bytes_of(data, size);
    if (size > TEXT_BYTES_MAX || !utf8_valid(bytes) ||
        (!arena.base && arena_init(&arena, ARENA_BYTES))) {
        return 0;
    }
    arena_reset(&arena);
    judge_record(bytes_text(bytes), count_hits(bytes_text(bytes)));
    if (!utf8_has_unwanted(bytes_text(bytes))) { /* controls never come as far as a list */
        mask_names(bytes_text(bytes), &arena);
    }
    return 0;
}
