/* json_print.c - see json_print.h. */
#include "json_print.h"

enum err json_print(struct json *j, FILE *out)
{
    struct bytes text;
    enum err err = buffer_end(j->to, &text);
    if (!err) {
        fwrite(text.data, 1, text.size, out);
        fputc('\n', out);
    }
    return err;
}
