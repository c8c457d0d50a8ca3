/* record.h - records as structs, as deterministic CBOR, and as JSON for a person or a program.
 *
 * kinds.def lists the kinds and fields; this header turns it into structs. An object is a CBOR map
 * whose field 0 is the kind's code. Decoded texts and blobs point into the object's bytes; lists
 * live in the arena. Fields a newer office added are skipped (the signed bytes themselves are
 * kept). */
#pragma once

#include "arena.h"
#include "cbor.h"
#include "civil.h"

enum {
    RECORD_BYTES_MAX = 512 * 1024, /* of one object on the wire and in the store */
    RECORD_KEY_BYTES_MAX = 120,
    PUBLIC_KEY_BYTES = 32,
};

struct public_key {
    uint8_t b[PUBLIC_KEY_BYTES];
};

/* Who must have signed an object of this kind before anybody shows or stores it. */
enum signed_by { SIGNED_BY_NOBODY, SIGNED_BY_OFFICE, SIGNED_BY_BOTH, SIGNED_BY_KIOSK };

struct texts {
    struct text *at;
    size_t count;
};

#define SHAPE(name) struct name {
#define END(name)                                                                                  \
    }                                                                                              \
    ;
#define UINT(s, k, f, need, max) uint64_t f;
#define INT(s, k, f, need) int64_t f;
#define BOOL(s, k, f, need) bool f;
#define DATE(s, k, f, need) int32_t f;
#define TIME(s, k, f, need) int64_t f;
#define TEXT(s, k, f, need, max) struct text f;
#define BLOB(s, k, f, need, max) struct bytes f;
#define HASH(s, k, f, need) struct hash f;
#define PKEY(s, k, f, need) struct public_key f;
#define LIST(s, k, f, row, max)                                                                    \
    struct {                                                                                       \
        struct row *at;                                                                            \
        size_t count;                                                                              \
    } f;
#define TEXTS(s, k, f, max, size) struct texts f;
#include "kinds.def"

enum kind {
    KIND_NONE = 0,
#define KIND(code, shape, by) KIND_##shape = (code),
#include "kinds.def"
};
/* Typed pairs: disclosure_encode(), disclosure_decode(), ... See record_encode, record_decode. */
#define KIND(code, shape, by)                                                                      \
    MUST_CHECK static inline enum err shape##_encode(const struct shape *record,                   \
                                                     struct arena *arena, struct bytes *out,       \
                                                     struct complaint *why);                       \
    MUST_CHECK static inline enum err shape##_decode(struct bytes object, struct arena *arena,     \
                                                     struct shape *record, struct complaint *why);
#include "kinds.def"

/* The object of `record`, a struct of the kind's shape. ERR_INVALID with a sentence naming the
 * field: a required field missing, a text too long or with unwanted characters, a number over its
 * maximum, a list too long. ERR_NOMEM: the arena is too small. */
MUST_CHECK enum err record_encode(enum kind kind, const void *record, struct arena *arena,
                                  struct bytes *out, struct complaint *why);
/* The reverse, strict: ERR_INVALID for anything that record_encode would not have written, but for
 * unknown keys; ERR_MISMATCH when the object is of another kind. `record` is written only on OK. */
MUST_CHECK enum err record_decode(enum kind kind, struct bytes object, struct arena *arena,
                                  void *record, struct complaint *why);
/* The kind an object says it is; KIND_NONE for rubbish and for kinds we do not know. */
enum kind record_kind(struct bytes object);
const char *kind_name(enum kind kind); /* "disclosure"; "unknown" */
enum kind kind_of_name(struct text name);
bool kind_is_known(uint64_t code);
enum signed_by kind_signed_by(enum kind kind);
size_t kind_struct_size(enum kind kind);

enum field_type {
    FIELD_UINT,
    FIELD_INT,
    FIELD_BOOL,
    FIELD_DATE,
    FIELD_TIME,
    FIELD_TEXT,
    FIELD_BLOB,
    FIELD_HASH,
    FIELD_PKEY,
    FIELD_LIST,
    FIELD_TEXTS,
};

/* What kinds.def says of a field, for whoever asks people for it. */
struct record_field {
    const char *name;
    enum field_type type;
    bool needed;
    uint64_t max;  /* a number's value, a text's bytes, a list's rows */
    size_t offset; /* in the struct of the kind */
};
/* Number `index` of the kind's fields, from 0, in the order of kinds.def. False: no such one. */
bool record_field_at(enum kind kind, size_t index, struct record_field *field);

/* {"kind":"disclosure","item":5,...} UTF-8, unescaped but for what JSON demands; dates as
 * YYYY-MM-DD, times as seconds, blobs and hashes as hex, sums in fen. Every field of the shape is
 * there, in the order of kinds.def. */
MUST_CHECK enum err record_json(enum kind kind, const void *record, struct arena *arena,
                                struct text *out);
/* Calls `handle` with every text of the record that is not empty, rows of lists included, in the
 * order of kinds.def. `row` counts from 0; -1: not in a row. */
typedef void handle_text(void *data, const char *field, ptrdiff_t row, struct text text);
void record_each_text(enum kind kind, const void *record, handle_text *handle, void *data);
/* Key rules: 1..RECORD_KEY_BYTES_MAX bytes of [0-9a-zA-Z/-], no empty part. */
bool record_key_valid(struct text key);

#define KIND(code, shape, by)                                                                      \
    static inline enum err shape##_encode(const struct shape *record, struct arena *arena,         \
                                          struct bytes *out, struct complaint *why)                \
    {                                                                                              \
        return record_encode(KIND_##shape, record, arena, out, why);                               \
    }                                                                                              \
    static inline enum err shape##_decode(struct bytes object, struct arena *arena,                \
                                          struct shape *record, struct complaint *why)             \
    {                                                                                              \
        return record_decode(KIND_##shape, object, arena, record, why);                            \
    }
#include "kinds.def"
