/* fuzz_match.c - what is typed before the first line end is looked for in the rest; a signature
 * never hides what is there, and what is found lies in the text. */
#include <stdlib.h>
#include <string.h>

#include "match.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct match_signature signature, another;
    struct text rest = {(const char *)data, size}, typed;
    struct match_query query;

    if (!utf8_valid(bytes_of(data, size)) || !text_split(&rest, '\n', &typed) ||
        match_parse(typed, &query)) {
        return 0;
    }
    match_signature_begin(&signature);
    match_signature_add(&signature, rest);
    struct bytes folded = match_signature_end(&signature);
    must(folded.size >= MATCH_SIGNATURE_BYTES_MIN && folded.size <= MATCH_SIGNATURE_BYTES_MAX);
    match_signature_next(&another); /* behind all inputs before */
    match_signature_add(&another, rest);
    must(bytes_equal(folded, match_signature_end(&another)));
    for (size_t i = 0; i < query.count; i++) {
        size_t at = 0, found = 0;
        if (match_find(&query.terms[i], rest, &at, &found)) {
            must(found > 0 && at <= rest.size && found <= rest.size - at);
            must(utf8_valid(bytes_of(rest.data + at, found)));
            must(match_possible(&query.terms[i], folded));
        }
    }
    return 0;
}
