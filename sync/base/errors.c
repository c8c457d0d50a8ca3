/* errors.c - see errors.h. */
#include "errors.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *err_name(enum err err)
{
    static const char *const names[] = {
        [OK] = "ok",
        [ERR_INVALID] = "invalid",
        [ERR_NOT_FOUND] = "not found",
        [ERR_EXISTS] = "exists",
        [ERR_MISMATCH] = "mismatch",
        [ERR_DENIED] = "denied",
        [ERR_FULL] = "full",
        [ERR_NOMEM] = "out of memory",
        [ERR_IO] = "input/output",
        [ERR_READONLY] = "read-only",
        [ERR_CORRUPT] = "corrupt",
        [ERR_NEWER] = "newer",
        [ERR_UNAVAILABLE] = "unavailable",
        [ERR_BUSY] = "busy",
    };
    size_t index = (size_t)err;
    return index < sizeof names / sizeof names[0] ? names[index] : "unknown";
}

int err_exit_code(enum err err)
{
    switch (err) {
    case OK:
        return 0;
    case ERR_INVALID:
    case ERR_MISMATCH:
    case ERR_CORRUPT:
    case ERR_NEWER:
        return 65;
    case ERR_UNAVAILABLE:
    case ERR_BUSY:
        return 69;
    case ERR_IO:
    case ERR_FULL:
    case ERR_READONLY:
        return 74;
    case ERR_DENIED:
        return 77;
    case ERR_NOT_FOUND:
    case ERR_EXISTS:
    case ERR_NOMEM:
        return 1;
    }
    return 1;
}

/* Takes off a last character that snprintf cut in the middle. */
static void cut_at_character(char *text)
{
    size_t size = strlen(text);
    size_t start = size;
    while (start > 0 && size - start < 4 && ((unsigned char)text[start - 1] & 0xC0) == 0x80) {
        start--;
    }
    if (start == 0 || (unsigned char)text[start - 1] < 0xC0) {
        return;
    }
    unsigned char lead = (unsigned char)text[start - 1];
    size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (size - (start - 1) < need) {
        text[start - 1] = '\0';
    }
}

enum err complain(struct complaint *why, enum err err, const char *format, ...)
{
    if (why) {
        va_list args;
        va_start(args, format);
        vsnprintf(why->text, sizeof why->text, format, args);
        va_end(args);
        cut_at_character(why->text);
    }
    return err;
}

void complaint_prefix(struct complaint *why, const char *format, ...)
{
    if (!why) {
        return;
    }
    char said[COMPLAINT_BYTES_MAX];
    memcpy(said, why->text, sizeof said);
    va_list args;
    va_start(args, format);
    vsnprintf(why->text, sizeof why->text, format, args);
    va_end(args);
    size_t used = strlen(why->text);
    snprintf(why->text + used, sizeof why->text - used, ": %s", said);
    cut_at_character(why->text);
}
