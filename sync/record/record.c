/* record.c - the tables made from kinds.def, and the few functions that walk them. See record.h. */
#include "record.h"

#include <assert.h>
#include <string.h>

#include "json.h"
#include "utf8.h"

/* ---- the tables ---- */

enum { OPT = 0, REQ = 1 };

struct shape;

struct field {
    const char *name;
    uint64_t key;
    enum field_type type;
    int need;
    size_t offset;           /* in the struct */
    uint64_t max;            /* a number's value, a text's bytes, a list's rows */
    size_t item_max;         /* FIELD_TEXTS: bytes of one */
    const struct shape *row; /* FIELD_LIST */
};

struct shape {
    const char *name;
    const struct field *fields;
    size_t field_count;
    size_t size; /* of the struct */
};

/* How every list of kinds.def lies in its struct, whatever the rows are. */
struct rows {
    void *at;
    size_t count;
};

#define FIELD(s, k, f, n, t, ...)                                                                  \
    {.name = #f,                                                                                   \
     .key = (k),                                                                                   \
     .type = (t),                                                                                  \
     .need = (n),                                                                                  \
     .offset = offsetof(struct s, f),                                                              \
     __VA_ARGS__},
#define SHAPE(s) static const struct field s##_fields[] = {
#define END(s)                                                                                     \
    }                                                                                              \
    ;                                                                                              \
    static const struct shape s##_shape = {                                                        \
        #s, s##_fields, sizeof s##_fields / sizeof s##_fields[0], sizeof(struct s)};
#define UINT(s, k, f, n, m) FIELD(s, k, f, n, FIELD_UINT, .max = (m))
#define INT(s, k, f, n) FIELD(s, k, f, n, FIELD_INT, .max = 0)
#define BOOL(s, k, f, n) FIELD(s, k, f, n, FIELD_BOOL, .max = 1)
#define DATE(s, k, f, n) FIELD(s, k, f, n, FIELD_DATE, .max = 0)
#define TIME(s, k, f, n) FIELD(s, k, f, n, FIELD_TIME, .max = 0)
#define TEXT(s, k, f, n, m) FIELD(s, k, f, n, FIELD_TEXT, .max = (m))
#define BLOB(s, k, f, n, m) FIELD(s, k, f, n, FIELD_BLOB, .max = (m))
#define HASH(s, k, f, n) FIELD(s, k, f, n, FIELD_HASH, .max = HASH_BYTES)
#define PKEY(s, k, f, n) FIELD(s, k, f, n, FIELD_PKEY, .max = PUBLIC_KEY_BYTES)
#define LIST(s, k, f, r, m) FIELD(s, k, f, OPT, FIELD_LIST, .max = (m), .row = &r##_shape)
#define TEXTS(s, k, f, m, b) FIELD(s, k, f, OPT, FIELD_TEXTS, .max = (m), .item_max = (b))
#include "kinds.def"

struct kind_entry {
    const struct shape *shape;
    enum kind kind;
    enum signed_by signed_by;
};

#define KIND(code, shape, by) {&shape##_shape, KIND_##shape, by},
static const struct kind_entry kinds[] = {
#include "kinds.def"
};

/* Room for whichever record is being decoded. */
union any_record {
#define KIND(code, shape, by) struct shape shape;
#include "kinds.def"
};

/* NULL: a kind we do not know. */
static const struct kind_entry *entry_of(uint64_t code)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if ((uint64_t)kinds[i].kind == code) {
            return &kinds[i];
        }
    }
    return NULL;
}

const char *kind_name(enum kind kind)
{
    const struct kind_entry *entry = entry_of((uint64_t)kind);
    return entry ? entry->shape->name : "unknown";
}

enum kind kind_of_name(struct text name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (text_is(name, kinds[i].shape->name)) {
            return kinds[i].kind;
        }
    }
    return KIND_NONE;
}

bool kind_is_known(uint64_t code)
{
    return entry_of(code) != NULL;
}

enum signed_by kind_signed_by(enum kind kind)
{
    const struct kind_entry *entry = entry_of((uint64_t)kind);
    return entry ? entry->signed_by : SIGNED_BY_NOBODY;
}

size_t kind_struct_size(enum kind kind)
{
    const struct kind_entry *entry = entry_of((uint64_t)kind);
    return entry ? entry->shape->size : 0;
}

bool record_field_at(enum kind kind, size_t index, struct record_field *out)
{
    const struct kind_entry *entry = entry_of((uint64_t)kind);

    if (!entry || index >= entry->shape->field_count) {
        return false;
    }
    const struct field *field = &entry->shape->fields[index];
    *out = (struct record_field){.name = field->name,
                                 .type = field->type,
                                 .needed = field->need == REQ,
                                 .max = field->max,
                                 .offset = field->offset};
    return true;
}

/* ---- a field inside its struct ---- */

static const void *field_at(const struct field *field, const void *record)
{
    return (const uint8_t *)record + field->offset;
}

static struct rows rows_at(const struct field *field, const void *record)
{
    struct rows rows;
    memcpy(&rows, field_at(field, record), sizeof rows);
    return rows;
}

static const void *row_at(const struct field *field, struct rows rows, size_t index)
{
    return (const uint8_t *)rows.at + index * field->row->size;
}

static bool all_zero(const uint8_t *bytes, size_t size)
{
    while (size > 0 && bytes[size - 1] == 0) {
        size--;
    }
    return size == 0;
}

/* 0, false, empty: what is not written, so that a meaning has one byte form. */
static bool field_is_empty(const struct field *field, const void *record)
{
    const void *at = field_at(field, record);
    switch (field->type) {
    case FIELD_UINT:
        return *(const uint64_t *)at == 0;
    case FIELD_INT:
    case FIELD_TIME:
        return *(const int64_t *)at == 0;
    case FIELD_BOOL:
        return !*(const bool *)at;
    case FIELD_DATE:
        return *(const int32_t *)at == 0;
    case FIELD_TEXT:
        return ((const struct text *)at)->size == 0;
    case FIELD_BLOB:
        return ((const struct bytes *)at)->size == 0;
    case FIELD_HASH:
    case FIELD_PKEY:
        return all_zero(at, (size_t)field->max);
    case FIELD_LIST:
    case FIELD_TEXTS:
        return rows_at(field, record).count == 0;
    }
    return true;
}

/* ---- validation ---- */

/* Moments a record may name: after 1970 and before what civil.h can write. */
static bool time_is_sane(int64_t at_s)
{
    return at_s > 0 && at_s < civil_midnight(civil_day_of_ymd(CIVIL_YEAR_MAX + 1, 1, 1), 0);
}

static enum err validate_text(const char *name, struct text text, uint64_t max,
                              struct complaint *why)
{
    if (text.size > max) {
        return complain(why, ERR_INVALID, "%s: %zu bytes long; at most %llu are allowed", name,
                        text.size, (unsigned long long)max);
    }
    if (utf8_is_plain(text_bytes(text))) { /* most texts: one look instead of two */
        return OK;
    }
    if (!utf8_valid(text_bytes(text))) {
        return complain(why, ERR_INVALID, "%s: not UTF-8", name);
    }
    for (struct text rest = text; rest.size > 0 && utf8_has_unwanted(rest);) {
        uint32_t character = utf8_next(&rest);
        if (utf8_is_unwanted(character)) {
            return complain(why, ERR_INVALID,
                            "%s: the character U+%04X does not belong in a text; remove it", name,
                            (unsigned)character);
        }
    }
    return OK;
}

static enum err validate_shape(const struct shape *shape, const void *record,
                               struct complaint *why);

static enum err validate_list(const struct field *field, const void *record, struct complaint *why)
{
    struct rows rows = rows_at(field, record);
    if (rows.count > field->max) {
        return complain(why, ERR_INVALID, "%s: %zu entries; at most %llu are allowed", field->name,
                        rows.count, (unsigned long long)field->max);
    }
    for (size_t i = 0; i < rows.count; i++) {
        enum err err = OK;
        if (field->type == FIELD_LIST) {
            err = validate_shape(field->row, row_at(field, rows, i), why);
        } else {
            struct text text = ((const struct text *)rows.at)[i];
            err = text.size > 0 ? validate_text("text", text, field->item_max, why)
                                : complain(why, ERR_INVALID, "the text is empty");
        }
        if (err) {
            complaint_prefix(why, "%s, entry %zu", field->name, i + 1);
            return err;
        }
    }
    return OK;
}

/* A field that is there. */
static enum err validate_value(const struct field *field, const void *record, struct complaint *why)
{
    const void *at = field_at(field, record);
    switch (field->type) {
    case FIELD_UINT:
        if (*(const uint64_t *)at > field->max) {
            return complain(why, ERR_INVALID, "%s: %llu is more than %llu", field->name,
                            (unsigned long long)*(const uint64_t *)at,
                            (unsigned long long)field->max);
        }
        return OK;
    case FIELD_DATE:
        if (!civil_date_valid(civil_date_of(*(const int32_t *)at))) {
            return complain(why, ERR_INVALID, "%s: not a day of the years %d to %d", field->name,
                            CIVIL_YEAR_MIN, CIVIL_YEAR_MAX);
        }
        return OK;
    case FIELD_TIME:
        if (!time_is_sane(*(const int64_t *)at)) {
            return complain(why, ERR_INVALID, "%s: not a moment of the years 1970 to %d",
                            field->name, CIVIL_YEAR_MAX);
        }
        return OK;
    case FIELD_TEXT:
        return validate_text(field->name, *(const struct text *)at, field->max, why);
    case FIELD_BLOB:
        if (((const struct bytes *)at)->size > field->max) {
            return complain(why, ERR_INVALID, "%s: more than %llu bytes", field->name,
                            (unsigned long long)field->max);
        }
        return OK;
    case FIELD_LIST:
    case FIELD_TEXTS:
        return validate_list(field, record, why);
    case FIELD_INT:
    case FIELD_BOOL:
    case FIELD_HASH:
    case FIELD_PKEY:
        return OK;
    }
    return OK;
}

static enum err validate_shape(const struct shape *shape, const void *record, struct complaint *why)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        enum err err = OK;
        if (!field_is_empty(field, record)) {
            err = validate_value(field, record, why);
        } else if (field->need == REQ) {
            err = complain(why, ERR_INVALID, "%s: is missing", field->name);
        }
        if (err) {
            return err;
        }
    }
    return OK;
}

/* ---- encoding ---- */

static void write_fields(struct buffer *b, const struct shape *shape, const void *record);

static size_t count_fields(const struct shape *shape, const void *record)
{
    size_t count = 0;
    for (size_t i = 0; i < shape->field_count; i++) {
        count += !field_is_empty(&shape->fields[i], record);
    }
    return count;
}

static void write_list(struct buffer *b, const struct field *field, const void *record)
{
    struct rows rows = rows_at(field, record);
    cbor_write_array(b, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        if (field->type == FIELD_TEXTS) {
            cbor_write_text(b, ((const struct text *)rows.at)[i]);
            continue;
        }
        const void *row = row_at(field, rows, i);
        cbor_write_map(b, count_fields(field->row, row));
        write_fields(b, field->row, row);
    }
}

static void write_value(struct buffer *b, const struct field *field, const void *record)
{
    const void *at = field_at(field, record);
    char date[CIVIL_DATE_BYTES];
    switch (field->type) {
    case FIELD_UINT:
        cbor_write_uint(b, *(const uint64_t *)at);
        break;
    case FIELD_INT:
    case FIELD_TIME:
        cbor_write_int(b, *(const int64_t *)at);
        break;
    case FIELD_BOOL:
        cbor_write_bool(b, *(const bool *)at);
        break;
    case FIELD_DATE:
        cbor_write_text(b, text_of(civil_format_date(*(const int32_t *)at, date)));
        break;
    case FIELD_TEXT:
        cbor_write_text(b, *(const struct text *)at);
        break;
    case FIELD_BLOB:
        cbor_write_bytes(b, *(const struct bytes *)at);
        break;
    case FIELD_HASH:
    case FIELD_PKEY:
        cbor_write_bytes(b, bytes_of(at, (size_t)field->max));
        break;
    case FIELD_LIST:
    case FIELD_TEXTS:
        write_list(b, field, record);
        break;
    }
}

static void write_fields(struct buffer *b, const struct shape *shape, const void *record)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if (!field_is_empty(field, record)) {
            cbor_write_uint(b, field->key);
            write_value(b, field, record);
        }
    }
}

enum err record_encode(enum kind kind, const void *record, struct arena *arena, struct bytes *out,
                       struct complaint *why)
{
    const struct kind_entry *entry = entry_of((uint64_t)kind);
    struct bytes object;
    assert(entry);

    enum err err = validate_shape(entry->shape, record, why);
    if (err) {
        complaint_prefix(why, "%s", entry->shape->name);
        return err;
    }
    struct buffer b = buffer_begin(arena);
    cbor_write_map(&b, 1 + count_fields(entry->shape, record));
    cbor_write_uint(&b, 0);
    cbor_write_uint(&b, (uint64_t)kind);
    write_fields(&b, entry->shape, record);
    err = buffer_end(&b, &object);
    if (err) {
        return complain(why, err, "%s: no memory to encode it", entry->shape->name);
    }
    if (object.size > RECORD_BYTES_MAX) {
        arena_rewind(arena, b.start);
        return complain(why, ERR_INVALID, "%s: %zu bytes in all; at most %d are allowed",
                        entry->shape->name, object.size, RECORD_BYTES_MAX);
    }
    *out = object;
    return OK;
}

/* ---- decoding ---- */

static enum err read_shape(struct cbor_reader *r, const struct shape *shape, size_t pairs,
                           struct arena *arena, void *record, struct complaint *why);

static enum err read_row(struct cbor_reader *r, const struct field *field, struct arena *arena,
                         struct rows rows, size_t index, struct complaint *why)
{
    uint8_t *row = (uint8_t *)rows.at + index * field->row->size;
    size_t pairs = cbor_read_map(r, SIZE_MAX);
    enum err err = r->err ? complain(why, r->err, "not a map")
                          : read_shape(r, field->row, pairs, arena, row, why);
    if (err) {
        complaint_prefix(why, "%s, entry %zu", field->name, index + 1);
    }
    return err;
}

static enum err read_list(struct cbor_reader *r, const struct field *field, struct arena *arena,
                          void *record, struct complaint *why)
{
    size_t size = field->type == FIELD_LIST ? field->row->size : sizeof(struct text);
    struct rows rows = {.count = cbor_read_array(r, (size_t)field->max)};
    if (r->err) {
        return complain(why, r->err, "%s: not a list of at most %llu entries", field->name,
                        (unsigned long long)field->max);
    }
    rows.at = arena_array(arena, rows.count, size);
    if (!rows.at) {
        return complain(why, ERR_NOMEM, "%s: no memory for %zu entries", field->name, rows.count);
    }
    for (size_t i = 0; i < rows.count; i++) {
        if (field->type == FIELD_TEXTS) {
            ((struct text *)rows.at)[i] = cbor_read_text(r);
            continue;
        }
        enum err err = read_row(r, field, arena, rows, i, why);
        if (err) {
            return err;
        }
    }
    memcpy((uint8_t *)record + field->offset, &rows, sizeof rows);
    return OK;
}

static int32_t read_date(struct cbor_reader *r)
{
    int32_t day = 0;
    struct text text = cbor_read_text(r);
    if (!r->err && civil_parse_date(text, &day) != OK) {
        r->err = ERR_INVALID;
    }
    return day;
}

static enum err read_value(struct cbor_reader *r, const struct field *field, struct arena *arena,
                           void *record, struct complaint *why)
{
    void *at = (uint8_t *)record + field->offset;
    switch (field->type) {
    case FIELD_UINT:
        *(uint64_t *)at = cbor_read_uint(r);
        break;
    case FIELD_INT:
    case FIELD_TIME:
        *(int64_t *)at = cbor_read_int(r);
        break;
    case FIELD_BOOL:
        *(bool *)at = cbor_read_bool(r);
        break;
    case FIELD_DATE:
        *(int32_t *)at = read_date(r);
        break;
    case FIELD_TEXT:
        *(struct text *)at = cbor_read_text(r);
        break;
    case FIELD_BLOB:
        *(struct bytes *)at = cbor_read_bytes(r);
        break;
    case FIELD_HASH:
    case FIELD_PKEY:
        cbor_read_fixed(r, at, (size_t)field->max);
        break;
    case FIELD_LIST:
    case FIELD_TEXTS: {
        enum err err = read_list(r, field, arena, record, why);
        if (err) {
            return err;
        }
        break;
    }
    }
    if (r->err) {
        return complain(why, r->err, "%s: of another type than expected", field->name);
    }
    if (field_is_empty(field, record)) {
        return complain(why, ERR_INVALID, "%s: empty, and written all the same", field->name);
    }
    return OK;
}

/* The next key if it is one of the shape's. Anything else is a newer office's; the field is NULL.
 */
static const struct field *read_key(struct cbor_reader *r, const struct shape *shape)
{
    enum cbor_type type;
    if (cbor_peek(r, &type) != OK || type != CBOR_UINT) {
        cbor_read_item(r);
        return NULL;
    }
    uint64_t key = cbor_read_uint(r);
    for (size_t i = 0; i < shape->field_count; i++) {
        if (shape->fields[i].key == key) {
            return &shape->fields[i];
        }
    }
    return NULL;
}

/* Fills a zeroed record. cbor_check has seen the bytes, so keys ascend and nothing is cut. */
static enum err read_shape(struct cbor_reader *r, const struct shape *shape, size_t pairs,
                           struct arena *arena, void *record, struct complaint *why)
{
    for (size_t i = 0; i < pairs; i++) {
        const struct field *field = read_key(r, shape);
        if (!field) {
            cbor_read_item(r);
            continue;
        }
        enum err err = read_value(r, field, arena, record, why);
        if (err) {
            return err;
        }
    }
    return r->err;
}

/* The kind's code and the number of pairs that follow it. */
static enum err read_code(struct cbor_reader *r, uint64_t *code, size_t *pairs)
{
    size_t count = cbor_read_map(r, SIZE_MAX);
    uint64_t key = count > 0 ? cbor_read_uint(r) : 1;
    uint64_t value = cbor_read_uint(r);
    if (r->err || key != 0) {
        return ERR_INVALID;
    }
    *code = value;
    *pairs = count - 1;
    return OK;
}

enum kind record_kind(struct bytes object)
{
    struct cbor_reader r;
    uint64_t code = 0;
    size_t pairs;
    cbor_read_begin(&r, object);
    if (read_code(&r, &code, &pairs) != OK) {
        return KIND_NONE;
    }
    const struct kind_entry *entry = entry_of(code);
    return entry ? entry->kind : KIND_NONE;
}

static enum err decode_into(const struct kind_entry *entry, struct bytes object,
                            struct arena *arena, void *record, struct complaint *why)
{
    struct cbor_reader r;
    uint64_t code = 0;
    size_t pairs = 0;

    if (object.size > RECORD_BYTES_MAX) {
        return complain(why, ERR_INVALID, "more than %d bytes", RECORD_BYTES_MAX);
    }
    if (cbor_check(object) != OK) {
        return complain(why, ERR_INVALID, "not deterministic CBOR");
    }
    cbor_read_begin_checked(&r, object);
    if (read_code(&r, &code, &pairs) != OK) {
        return complain(why, ERR_INVALID, "not a record");
    }
    if (code != (uint64_t)entry->kind) {
        return complain(why, ERR_MISMATCH, "a record of kind %llu", (unsigned long long)code);
    }
    enum err err = read_shape(&r, entry->shape, pairs, arena, record, why);
    return err ? err : validate_shape(entry->shape, record, why);
}

enum err record_decode(enum kind kind, struct bytes object, struct arena *arena, void *record,
                       struct complaint *why)
{
    const struct kind_entry *entry = entry_of((uint64_t)kind);
    union any_record decoded;
    size_t mark = arena_mark(arena);
    assert(entry);

    memset(&decoded, 0, sizeof decoded);
    enum err err = decode_into(entry, object, arena, &decoded, why);
    if (err) {
        complaint_prefix(why, "%s", entry->shape->name);
        arena_rewind(arena, mark);
        return err;
    }
    memcpy(record, &decoded, entry->shape->size);
    return OK;
}

/* ---- the JSON view ---- */

static void json_fields(struct json *j, const struct shape *shape, const void *record);

static void json_list(struct json *j, const struct field *field, const void *record)
{
    struct rows rows = rows_at(field, record);
    json_array(j, field->name);
    for (size_t i = 0; i < rows.count; i++) {
        if (field->type == FIELD_TEXTS) {
            json_text(j, NULL, ((const struct text *)rows.at)[i]);
            continue;
        }
        json_object(j, NULL);
        json_fields(j, field->row, row_at(field, rows, i));
        json_object_end(j);
    }
    json_array_end(j);
}

static void json_field(struct json *j, const struct field *field, const void *record)
{
    const void *at = field_at(field, record);
    switch (field->type) {
    case FIELD_UINT:
        json_uint(j, field->name, *(const uint64_t *)at);
        break;
    case FIELD_INT:
    case FIELD_TIME:
        json_int(j, field->name, *(const int64_t *)at);
        break;
    case FIELD_BOOL:
        json_bool(j, field->name, *(const bool *)at);
        break;
    case FIELD_DATE:
        json_date(j, field->name, *(const int32_t *)at);
        break;
    case FIELD_TEXT:
        json_text(j, field->name, *(const struct text *)at);
        break;
    case FIELD_BLOB:
        json_hex(j, field->name, *(const struct bytes *)at);
        break;
    case FIELD_HASH:
    case FIELD_PKEY:
        if (field_is_empty(field, record)) {
            json_null(j, field->name);
        } else {
            json_hex(j, field->name, bytes_of(at, (size_t)field->max));
        }
        break;
    case FIELD_LIST:
    case FIELD_TEXTS:
        json_list(j, field, record);
        break;
    }
}

static void json_fields(struct json *j, const struct shape *shape, const void *record)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        json_field(j, &shape->fields[i], record);
    }
}

enum err record_json(enum kind kind, const void *record, struct arena *arena, struct text *out)
{
    const struct kind_entry *entry = entry_of((uint64_t)kind);
    struct json j;
    struct bytes bytes;
    assert(entry);

    struct buffer b = buffer_begin(arena);
    json_begin(&j, &b);
    json_object(&j, NULL);
    json_text(&j, "kind", text_of(entry->shape->name));
    json_fields(&j, entry->shape, record);
    json_object_end(&j);
    enum err err = buffer_end(&b, &bytes);
    if (!err) {
        *out = bytes_text(bytes);
    }
    return err;
}

/* ---- keys ---- */

/* ---- the texts ---- */

static void each_text(const struct shape *shape, const void *record, ptrdiff_t row,
                      handle_text *handle, void *data)
{
    for (size_t i = 0; i < shape->field_count; i++) {
        const struct field *field = &shape->fields[i];
        if (field_is_empty(field, record)) {
            continue;
        }
        if (field->type == FIELD_TEXT) {
            handle(data, field->name, row, *(const struct text *)field_at(field, record));
        } else if (field->type == FIELD_TEXTS) {
            const struct texts *texts = field_at(field, record);
            for (size_t n = 0; n < texts->count; n++) {
                handle(data, field->name, (ptrdiff_t)n, texts->at[n]);
            }
        } else if (field->type == FIELD_LIST) {
            struct rows rows = rows_at(field, record);
            for (size_t n = 0; n < rows.count; n++) {
                each_text(field->row, row_at(field, rows, n), (ptrdiff_t)n, handle, data);
            }
        }
    }
}

void record_each_text(enum kind kind, const void *record, handle_text *handle, void *data)
{
    const struct kind_entry *entry = entry_of((uint64_t)kind);

    if (entry) {
        each_text(entry->shape, record, -1, handle, data);
    }
}

static bool is_key_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

bool record_key_valid(struct text key)
{
    char before = '/';
    if (key.size == 0 || key.size > RECORD_KEY_BYTES_MAX) {
        return false;
    }
    for (size_t i = 0; i < key.size; i++) {
        char c = key.data[i];
        if (!is_key_char(c) && !(c == '/' && before != '/')) {
            return false;
        }
        before = c;
    }
    return before != '/';
}
