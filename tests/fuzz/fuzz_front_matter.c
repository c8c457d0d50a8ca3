/* fuzz_front_matter.c - any UTF-8 text is front matter and body, or refused; what is given out lies
 * inside the text and carries a line that exists. */
#include <stdlib.h>

#include "front_matter.h"
#include "text_file.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void must_lie_in(struct text part, struct text whole)
{
    must(part.size == 0 ||
         (part.data >= whole.data && part.data + part.size <= whole.data + whole.size));
    must(utf8_valid(text_bytes(part)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes bytes = bytes_of(data, size);
    struct front_matter front;
    struct complaint why = {0};
    struct text text = bytes_text(bytes);

    if (!utf8_valid(bytes) || front_matter_parse(text, &front, &why)) {
        return 0;
    }
    must(front.count <= FRONT_FIELDS_MAX);
    must_lie_in(front.body, text);
    for (size_t i = 0; i < front.count; i++) {
        const struct front_field *field = &front.fields[i];
        must_lie_in(field->name, text);
        must_lie_in(field->value, text);
        must(field->name.size > 0);
        must(field->line == text_line_at(text, (size_t)(field->name.data - text.data)) ||
             field->item);
    }
    return 0;
}
