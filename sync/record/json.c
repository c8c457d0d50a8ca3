/* json.c - see json.h. */
#include "json.h"

#include <assert.h>
#include <inttypes.h>

#include "civil.h"

void json_begin(struct json *j, struct buffer *to)
{
    *j = (struct json){.to = to, .first = {true}};
}

static void put_char(struct json *j, char c)
{
    buffer_add_byte(j->to, (uint8_t)c);
}

static void put_quoted(struct json *j, struct text text)
{
    size_t done = 0;
    put_char(j, '"');
    for (size_t i = 0; i < text.size; i++) {
        uint8_t c = (uint8_t)text.data[i];
        if (c >= 0x20 && c != '"' && c != '\\') {
            continue;
        }
        buffer_add_text(j->to, text_slice(text, done, i));
        done = i + 1;
        if (c == '"' || c == '\\') {
            buffer_printf(j->to, "\\%c", c);
        } else if (c == '\n' || c == '\t') {
            buffer_printf(j->to, "\\%c", c == '\n' ? 'n' : 't');
        } else {
            buffer_printf(j->to, "\\u%04x", c);
        }
    }
    buffer_add_text(j->to, text_slice(text, done, text.size));
    put_char(j, '"');
}

/* What stands before a value: a comma, and its name inside an object. */
static void put_lead(struct json *j, const char *name)
{
    if (!j->first[j->depth]) {
        put_char(j, ',');
    }
    j->first[j->depth] = false;
    if (name) {
        put_quoted(j, text_of(name));
        put_char(j, ':');
    }
}

static void enter(struct json *j, const char *name, char bracket)
{
    assert(j->depth < JSON_DEPTH_MAX);
    put_lead(j, name);
    put_char(j, bracket);
    j->first[++j->depth] = true;
}

static void leave(struct json *j, char bracket)
{
    assert(j->depth > 0);
    j->depth--;
    put_char(j, bracket);
}

void json_object(struct json *j, const char *name)
{
    enter(j, name, '{');
}

void json_object_end(struct json *j)
{
    leave(j, '}');
}

void json_array(struct json *j, const char *name)
{
    enter(j, name, '[');
}

void json_array_end(struct json *j)
{
    leave(j, ']');
}

void json_text(struct json *j, const char *name, struct text value)
{
    put_lead(j, name);
    put_quoted(j, value);
}

void json_uint(struct json *j, const char *name, uint64_t value)
{
    put_lead(j, name);
    buffer_printf(j->to, "%" PRIu64, value);
}

void json_int(struct json *j, const char *name, int64_t value)
{
    put_lead(j, name);
    buffer_printf(j->to, "%" PRId64, value);
}

void json_bool(struct json *j, const char *name, bool value)
{
    put_lead(j, name);
    buffer_add_text(j->to, text_of(value ? "true" : "false"));
}

void json_null(struct json *j, const char *name)
{
    put_lead(j, name);
    buffer_add_text(j->to, text_of("null"));
}

void json_hex(struct json *j, const char *name, struct bytes value)
{
    put_lead(j, name);
    put_char(j, '"');
    for (size_t i = 0; i < value.size; i++) {
        char digits[3];
        hex_format(bytes_of(value.data + i, 1), digits);
        buffer_add(j->to, digits, 2);
    }
    put_char(j, '"');
}

void json_date(struct json *j, const char *name, int32_t day)
{
    char date[CIVIL_DATE_BYTES];
    if (day == 0) {
        json_null(j, name);
        return;
    }
    json_text(j, name, text_of(civil_format_date(day, date)));
}
