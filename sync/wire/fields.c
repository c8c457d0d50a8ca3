/* fields.c - see fields.h. */
#include "fields.h"

void read_refuse(struct cbor_reader *r)
{
    if (!r->err) {
        r->err = ERR_INVALID;
    }
}

void fields_begin(struct fields *fields, struct bytes bytes)
{
    enum err err = cbor_check(bytes);

    *fields = (struct fields){.next = 1};
    cbor_read_begin(&fields->reader, bytes);
    if (err) {
        read_refuse(&fields->reader);
        return;
    }
    fields->left = cbor_read_map(&fields->reader, FIELDS_MAX);
}

struct cbor_reader *field(struct fields *fields)
{
    if (fields->left == 0 || cbor_read_uint(&fields->reader) != fields->next) {
        read_refuse(&fields->reader);
        return &fields->reader;
    }
    fields->next++;
    fields->left--;
    return &fields->reader;
}

enum err fields_end(struct fields *fields)
{
    for (; fields->left > 0 && !fields->reader.err; fields->left--) {
        (void)cbor_read_item(&fields->reader);
        (void)cbor_read_item(&fields->reader);
    }
    return cbor_read_end(&fields->reader);
}

uint64_t read_number(struct cbor_reader *r, uint64_t max)
{
    uint64_t value = cbor_read_uint(r);
    if (value > max) {
        read_refuse(r);
        return 0;
    }
    return value;
}

int64_t read_moment(struct cbor_reader *r)
{
    return (int64_t)read_number(r, INT64_MAX);
}

void read_hash(struct cbor_reader *r, struct hash *hash)
{
    cbor_read_fixed(r, hash->b, sizeof hash->b);
}

void write_hash(struct buffer *b, const struct hash *hash)
{
    cbor_write_bytes(b, bytes_of(hash->b, sizeof hash->b));
}

void read_place(struct cbor_reader *r, uint64_t *seq, struct hash *tip)
{
    if (cbor_read_array(r, 2) != 2) {
        read_refuse(r);
    }
    *seq = read_number(r, INT64_MAX);
    read_hash(r, tip);
    if ((*seq == 0) != hash_is_none(tip)) {
        read_refuse(r);
    }
}

void write_place(struct buffer *b, uint64_t seq, const struct hash *tip)
{
    cbor_write_array(b, 2);
    cbor_write_uint(b, seq);
    write_hash(b, tip);
}
