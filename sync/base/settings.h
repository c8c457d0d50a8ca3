/* settings.h - a file of `name = value` lines, `#` comments, UTF-8. */
#pragma once

#include "arena.h"

enum { SETTINGS_BYTES_MAX = 64 * 1024, SETTINGS_MAX = 64 };

struct settings {
    struct {
        struct text name, value;
    } at[SETTINGS_MAX];
    size_t count;
};

/* Views into `bytes`. ERR_INVALID with the line's number: not UTF-8, no '=', a name given twice, an
 * unknown name (not in `known`, a NULL-terminated list), more than SETTINGS_MAX. */
MUST_CHECK enum err settings_parse(struct bytes bytes, const char *const *known,
                                   struct settings *settings, struct complaint *why);
/* An empty text with data == NULL when not given. */
struct text settings_get(const struct settings *settings, const char *name);
