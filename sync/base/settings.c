/* settings.c - see settings.h. */
#include "settings.h"

#include <string.h>

#include "utf8.h"

static size_t line_of(struct bytes bytes, size_t offset)
{
    size_t line = 1;
    for (size_t i = 0; i < offset; i++) {
        line += bytes.data[i] == '\n';
    }
    return line;
}

static bool is_known(const char *const *known, struct text name)
{
    while (*known && !text_is(name, *known)) {
        known++;
    }
    return *known != NULL;
}

static bool is_set(const struct settings *settings, struct text name)
{
    size_t i = 0;
    while (i < settings->count && !text_equal(settings->at[i].name, name)) {
        i++;
    }
    return i < settings->count;
}

static enum err add_line(struct settings *settings, struct text line, size_t number,
                         const char *const *known, struct complaint *why)
{
    struct text rest = line;
    struct text name;
    if (line.size == 0 || line.data[0] == '#') {
        return OK;
    }
    if (!memchr(line.data, '=', line.size)) {
        return complain(why, ERR_INVALID, "line %zu: write it as name = value", number);
    }
    text_split(&rest, '=', &name);
    name = text_trim(name);
    if (!is_known(known, name)) {
        return complain(why, ERR_INVALID, "line %zu: there is no setting named \"%.*s\"", number,
                        TEXT_ARG(name));
    }
    if (is_set(settings, name)) {
        return complain(why, ERR_INVALID, "line %zu: \"%.*s\" is set a second time", number,
                        TEXT_ARG(name));
    }
    if (settings->count == SETTINGS_MAX) {
        return complain(why, ERR_INVALID, "line %zu: more than %d settings", number, SETTINGS_MAX);
    }
    settings->at[settings->count].name = name;
    settings->at[settings->count].value = text_trim(rest);
    settings->count++;
    return OK;
}

enum err settings_parse(struct bytes bytes, const char *const *known, struct settings *settings,
                        struct complaint *why)
{
    struct settings read = {0};
    struct text rest = bytes_text(bytes);
    struct text line;
    size_t bad = utf8_error_offset(bytes);

    if (bad < bytes.size) {
        return complain(why, ERR_INVALID, "line %zu: not UTF-8; save the file as UTF-8",
                        line_of(bytes, bad));
    }
    if (text_starts(rest, "\xEF\xBB\xBF")) {
        rest = text_slice(rest, 3, rest.size); /* some editors begin a file with U+FEFF */
    }
    for (size_t number = 1; text_split(&rest, '\n', &line); number++) {
        enum err err = add_line(&read, text_trim(line), number, known, why);
        if (err) {
            return err;
        }
    }
    *settings = read;
    return OK;
}

struct text settings_get(const struct settings *settings, const char *name)
{
    for (size_t i = 0; i < settings->count; i++) {
        if (text_is(settings->at[i].name, name)) {
            return settings->at[i].value;
        }
    }
    return (struct text){0};
}
