/* front_matter.h - the lines `name: value` between two lines `---` before a Markdown text.
 *
 * A value may stand in double quotes. A list is an empty value followed by lines `- item`. Lines
 * that begin with # are remarks. The colon may be the Chinese one. Nothing else of YAML is
 * understood. */
#pragma once

#include "arena.h"

enum { FRONT_FIELDS_MAX = 64 };

struct front_field {
    struct text name, value; /* a list's items are fields of the same name, `item` set */
    unsigned line;
    bool item;
};

struct front_matter {
    struct front_field fields[FRONT_FIELDS_MAX];
    size_t count;
    struct text body; /* after the closing line, without blank lines at its ends */
    unsigned body_line;
};

/* Views into `text`. ERR_INVALID in Chinese naming the line: no opening or closing line, a line
 * without a colon, a name twice, an item without a list; ERR_FULL: FRONT_FIELDS_MAX. */
MUST_CHECK enum err front_matter_parse(struct text text, struct front_matter *front,
                                       struct complaint *why);
/* NULL: not given (or given without a value). */
const struct front_field *front_find(const struct front_matter *front, const char *name);
struct text front_value(const struct front_matter *front, const char *name); /* empty: not given */
/* ERR_INVALID naming the line when a field's name is not in the NULL-terminated list. */
MUST_CHECK enum err front_check_names(const struct front_matter *front, const char *const *known,
                                      struct complaint *why);
