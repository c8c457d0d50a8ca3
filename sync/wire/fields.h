/* fields.h - the numbered maps of the wire: {1: ..., 2: ..., n: ...}.
 *
 * All of 1..n are there, in this order. What a newer program added comes behind them under higher
 * numbers and is skipped; it stays in the bytes that are signed. Private to wire/. */
#pragma once

#include "cbor.h"

enum { FIELDS_MAX = 64 };

struct fields {
    struct cbor_reader reader;
    uint64_t next; /* the number that must come */
    size_t left;   /* pairs not read yet */
};

/* Checks that the whole of `bytes` is one deterministic item, and that it is a map. What is wrong
 * shows at fields_end. */
void fields_begin(struct fields *fields, struct bytes bytes);
/* The reader, standing at the value of the next number. */
struct cbor_reader *field(struct fields *fields);
/* ERR_INVALID: a field was missing, of another type, or outside its range. */
MUST_CHECK enum err fields_end(struct fields *fields);

/* A moment: seconds, 0..INT64_MAX. */
int64_t read_moment(struct cbor_reader *r);
/* A number of at most `max`; more is an error. */
uint64_t read_number(struct cbor_reader *r, uint64_t max);
void read_hash(struct cbor_reader *r, struct hash *hash);
/* Makes the reader fail, as if the bytes were of another form. */
void read_refuse(struct cbor_reader *r);
void write_hash(struct buffer *b, const struct hash *hash);
/* A place in the log: [seq, tip], no tip with seq 0 and one with every other. */
void read_place(struct cbor_reader *r, uint64_t *seq, struct hash *tip);
void write_place(struct buffer *b, uint64_t seq, const struct hash *tip);
