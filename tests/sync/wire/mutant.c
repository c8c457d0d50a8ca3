/* mutant.c - see mutant.h. */
#include "mutant.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cbor.h"

enum { FIELDS_MAX = 16, VALUE_BYTES_MAX = 512 * 1024 };

struct item {
    bool is_map;
    size_t count;
    unsigned keys[FIELDS_MAX];
    struct bytes values[FIELDS_MAX];
};

/* What is wrong here is wrong with the test. */
static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static struct item item_read(struct bytes bytes)
{
    struct item item = {0};
    struct cbor_reader r;
    enum cbor_type type;

    cbor_read_begin(&r, bytes);
    must(cbor_peek(&r, &type) == OK && (type == CBOR_MAP || type == CBOR_ARRAY));
    item.is_map = type == CBOR_MAP;
    item.count = item.is_map ? cbor_read_map(&r, FIELDS_MAX) : cbor_read_array(&r, FIELDS_MAX);
    for (size_t i = 0; i < item.count; i++) {
        item.keys[i] = item.is_map ? (unsigned)cbor_read_uint(&r) : (unsigned)i;
        item.values[i] = cbor_read_item(&r);
    }
    must(cbor_read_end(&r) == OK);
    return item;
}

static struct bytes item_write(const struct item *item, struct arena *arena)
{
    struct bytes bytes;
    struct buffer b = buffer_begin(arena);

    if (item->is_map) {
        cbor_write_map(&b, item->count);
    } else {
        cbor_write_array(&b, item->count);
    }
    for (size_t i = 0; i < item->count; i++) {
        if (item->is_map) {
            cbor_write_uint(&b, item->keys[i]);
        }
        buffer_add(&b, item->values[i].data, item->values[i].size);
    }
    must(buffer_end(&b, &bytes) == OK);
    return bytes;
}

struct growing {
    struct item item;
    struct arena *arena;
    struct mutant *mutants;
    size_t count;
};

static void add(struct growing *g, size_t at, const char *what, const struct item *changed)
{
    struct mutant *mutant = &g->mutants[g->count++];

    must(g->count < MUTANTS_MAX);
    *mutant = (struct mutant){.field = g->item.keys[at]};
    snprintf(mutant->name, sizeof mutant->name, "field %u: %s", mutant->field, what);
    mutant->bytes = item_write(changed, g->arena);
}

static void add_value(struct growing *g, size_t at, const char *what, struct bytes value)
{
    struct item changed = g->item;

    if (bytes_equal(value, g->item.values[at])) {
        return;
    }
    changed.values[at] = value;
    add(g, at, what, &changed);
}

static void add_missing(struct growing *g, size_t at)
{
    struct item changed = g->item;

    changed.count--;
    for (size_t i = at; i < changed.count; i++) {
        changed.keys[i] = changed.keys[i + 1];
        changed.values[i] = changed.values[i + 1];
    }
    add(g, at, "missing", &changed);
}

static void add_types(struct growing *g, size_t at)
{
    static const struct {
        const char *name;
        uint8_t byte;
    } types[] = {{"zero", 0x00},         {"minus one", 0x20}, {"no bytes", 0x40},
                 {"no text", 0x60},      {"no list", 0x80},   {"no map", 0xa0},
                 {"false for it", 0xf4}, {"null", 0xf6},      {"a float", 0xf9},
                 {"an open list", 0x9f}};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        struct bytes value = arena_copy(g->arena, &types[i].byte, 1);
        add_value(g, at, types[i].name, value);
    }
}

static struct bytes number(struct growing *g, uint64_t n)
{
    struct bytes bytes;
    struct buffer b = buffer_begin(g->arena);
    cbor_write_uint(&b, n);
    must(buffer_end(&b, &bytes) == OK);
    return bytes;
}

static struct bytes string(struct growing *g, bool text, const uint8_t *data, size_t size)
{
    struct bytes bytes;
    struct buffer b = buffer_begin(g->arena);
    if (text) {
        cbor_write_text(&b, bytes_text(bytes_of(data, size)));
    } else {
        cbor_write_bytes(&b, bytes_of(data, size));
    }
    must(buffer_end(&b, &bytes) == OK);
    return bytes;
}

static void add_numbers(struct growing *g, size_t at, uint64_t n)
{
    add_value(g, at, "one more", number(g, n + 1));
    add_value(g, at, "one less", number(g, n ? n - 1 : 0));
    add_value(g, at, "2^63", number(g, (uint64_t)INT64_MAX + 1));
    add_value(g, at, "2^64-1", number(g, UINT64_MAX));
}

static void add_strings(struct growing *g, size_t at, bool text, struct bytes s)
{
    static uint8_t copy[VALUE_BYTES_MAX + 1];

    must(s.size <= VALUE_BYTES_MAX);
    memcpy(copy, s.data, s.size);
    copy[s.size] = 'x';
    add_value(g, at, "one byte longer", string(g, text, copy, s.size + 1));
    if (s.size > 0) {
        add_value(g, at, "one byte shorter", string(g, text, copy, s.size - 1));
        copy[s.size - 1] ^= 1;
        add_value(g, at, "its last byte changed", string(g, text, copy, s.size));
    }
}

static void add_neighbours(struct growing *g, size_t at)
{
    struct cbor_reader r;
    enum cbor_type type;

    cbor_read_begin(&r, g->item.values[at]);
    must(cbor_peek(&r, &type) == OK);
    if (type == CBOR_UINT) {
        add_numbers(g, at, cbor_read_uint(&r));
    } else if (type == CBOR_BYTES) {
        add_strings(g, at, false, cbor_read_bytes(&r));
    } else if (type == CBOR_TEXT) {
        add_strings(g, at, true, text_bytes(cbor_read_text(&r)));
    }
}

size_t mutants_of(struct bytes item, struct arena *arena, struct mutant *mutants)
{
    struct growing g = {.item = item_read(item), .arena = arena, .mutants = mutants};

    for (size_t at = 0; at < g.item.count; at++) {
        add_missing(&g, at);
        add_types(&g, at);
        add_neighbours(&g, at);
    }
    return g.count;
}

struct bytes mutant_grown(struct bytes map, struct arena *arena)
{
    static const uint8_t list_of_one[] = {0x81, 0x18, 0x2a};
    struct item item = item_read(map);

    must(item.is_map && item.count < FIELDS_MAX);
    item.keys[item.count] = 40;
    item.values[item.count++] = bytes_of(list_of_one, sizeof list_of_one);
    return item_write(&item, arena);
}
