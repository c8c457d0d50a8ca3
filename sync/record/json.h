/* json.h - writing JSON, UTF-8 and unescaped but for what the format demands.
 *
 * A writer that cannot be misused into invalid JSON as long as begin and end pair up: commas and
 * quoting are its business. Reading JSON is not needed anywhere in this project. */
#pragma once

#include "arena.h"

enum { JSON_DEPTH_MAX = 16 };

struct json {
    struct buffer *to;
    bool first[JSON_DEPTH_MAX + 1];
    unsigned depth;
};

void json_begin(struct json *j, struct buffer *to);
void json_object(struct json *j, const char *name); /* name NULL: an array's item or the top */
void json_object_end(struct json *j);
void json_array(struct json *j, const char *name);
void json_array_end(struct json *j);
void json_text(struct json *j, const char *name, struct text value);
void json_uint(struct json *j, const char *name, uint64_t value);
void json_int(struct json *j, const char *name, int64_t value);
void json_bool(struct json *j, const char *name, bool value);
void json_null(struct json *j, const char *name);
void json_hex(struct json *j, const char *name, struct bytes value);
void json_date(struct json *j, const char *name, int32_t day); /* null for 0 */
