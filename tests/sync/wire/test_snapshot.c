/* A snapshot is read as a stream, in pieces of any size, and to its very end. */
#include "kit.h"

#include <string.h>

enum { ITEMS = 5 };

static struct hash tip(void)
{
    return hash_of(bytes_of_text("log 9"));
}

/* The plain bytes of a snapshot of ITEMS notices, one of them large, and its name. */
static struct bytes snapshot_make(struct kit *kit, uint64_t declared, struct hash *its_name)
{
    struct hasher name;
    static char large[60000];
    struct bytes parts[2 * ITEMS + 1], plain;
    struct hash newest = tip();

    hasher_begin(&name);
    memset(large, 'x', sizeof large - 1);
    assert_ok(
        snapshot_write_head(kit->root.office, 9, &newest, declared, &name, &kit->arena, &parts[0]));
    for (size_t i = 0; i < ITEMS; i++) {
        char key[] = "notice/0";
        key[7] = (char)('0' + i);
        const struct notice notice = {.title = text_of("通知"),
                                      .text = text_of(i == 2 ? large : "一天")};
        struct bytes object = kit_object(kit, KIND_notice, &notice);
        struct entry entry = kit_entry(kit, KIND_notice, key, 1, object);
        assert_ok(snapshot_write_entry(&entry, &name, &kit->arena, &parts[i + 1]));
        assert_ok(snapshot_write_object(object, &kit->arena, &parts[ITEMS + i + 1]));
    }
    struct buffer b = buffer_begin(&kit->arena);
    for (size_t i = 0; i <= 2 * ITEMS; i++) {
        buffer_add(&b, parts[i].data, parts[i].size);
    }
    assert_ok(buffer_end(&b, &plain));
    *its_name = hasher_end(&name);
    return plain;
}

struct seen {
    size_t count;
    size_t bytes;
    const struct root *root;
};

static bool any_key; /* else the n-th item is notice/n */

static enum err take_item(const struct entry *entry, struct bytes entry_bytes, struct bytes object,
                          void *data, struct complaint *why)
{
    struct seen *seen = data;
    struct entry again;

    assert_ok(entry_decode(entry_bytes, &again));
    assert_true(any_key || entry->key.data[7] == '0' + (int)seen->count);
    seen->count++;
    seen->bytes += object.size;
    return entry_check_object(entry, seen->root, object, why);
}

static enum err snapshot_feed(struct kit *kit, struct bytes plain, size_t piece,
                              const struct hash *expected, struct seen *seen, struct complaint *why)
{
    struct snapshot_reader reader;
    enum err err = OK;

    *seen = (struct seen){.root = &kit->root};
    assert_ok(snapshot_read_begin(&reader, &kit->arena));
    for (size_t at = 0; !err && at < plain.size; at += piece) {
        size_t size = plain.size - at < piece ? plain.size - at : piece;
        err = snapshot_read(&reader, bytes_of(plain.data + at, size), why, take_item, seen);
    }
    if (!err) {
        err = snapshot_read_end(&reader, expected, why);
    }
    if (!err) {
        assert_text(reader.office, "wutongli");
        assert_int_equal(reader.seq, 9);
    }
    return err;
}

static void pieces_of_any_size_give_every_item(void **state)
{
    struct kit *kit = *state;
    struct hash hash;
    struct bytes plain = snapshot_make(kit, ITEMS, &hash);
    const size_t sizes[] = {1, 7, 4096, 1000000};
    struct complaint why;
    struct seen seen;

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        assert_ok_why(snapshot_feed(kit, plain, sizes[i], &hash, &seen, &why), &why);
        assert_int_equal(seen.count, ITEMS);
        assert_true(seen.bytes > 60000);
    }
}

static void a_cut_snapshot_is_refused_wherever_it_is_cut(void **state)
{
    struct kit *kit = *state;
    struct hash hash;
    struct bytes plain = snapshot_make(kit, ITEMS, &hash);
    struct complaint why;
    struct seen seen;
    size_t mark = arena_mark(&kit->arena);

    for (size_t size = 0; size < plain.size; size += size < 1500 ? 1 : 997) {
        assert_err(ERR_MISMATCH,
                   snapshot_feed(kit, bytes_of(plain.data, size), 65536, &hash, &seen, &why));
        assert_says(&why, "cut short");
        arena_rewind(&kit->arena, mark);
    }
}

static void another_snapshot_than_the_head_names_is_refused(void **state)
{
    struct kit *kit = *state;
    struct hash hash, other = hash_of(bytes_of_text("another"));
    struct bytes plain = snapshot_make(kit, ITEMS, &hash);
    struct complaint why;
    struct seen seen;

    assert_err(ERR_MISMATCH, snapshot_feed(kit, plain, 4096, &other, &seen, &why));
    assert_says(&why, "not the one that the head names");
}

static void more_or_fewer_items_than_declared_are_refused(void **state)
{
    struct kit *kit = *state;
    struct complaint why;
    struct seen seen;
    struct hash hash;
    struct bytes plain = snapshot_make(kit, ITEMS - 1, &hash);

    assert_err(ERR_INVALID, snapshot_feed(kit, plain, 4096, &hash, &seen, &why));
    assert_says(&why, "notice/0 has no object"); /* an entry too many stands in its place */
    plain = snapshot_make(kit, ITEMS, &hash);
    struct buffer b = buffer_begin(&kit->arena);
    buffer_add(&b, plain.data, plain.size);
    buffer_add(&b, "\x01", 1);
    assert_ok(buffer_end(&b, &plain));
    assert_err(ERR_INVALID, snapshot_feed(kit, plain, 4096, &hash, &seen, &why));
    assert_says(&why, "more than the 5 items");
    plain = snapshot_make(kit, ITEMS + 1, &hash);
    assert_err(ERR_INVALID, snapshot_feed(kit, plain, 4096, &hash, &seen, &why));
    assert_says(&why, "item 6 is no entry");
}

static void an_object_over_the_limit_is_refused_before_it_is_here(void **state)
{
    struct kit *kit = *state;
    struct hash newest = tip();
    struct bytes head, item, object = kit_notice(kit, "停水");
    struct entry entry = kit_entry(kit, KIND_notice, "notice/0", 1, object);
    struct snapshot_reader reader;
    struct hasher name;
    struct complaint why;
    struct seen seen = {.root = &kit->root};

    hasher_begin(&name);
    assert_ok(snapshot_write_head(kit->root.office, 9, &newest, 1, &name, &kit->arena, &head));
    struct buffer b = buffer_begin(&kit->arena);
    entry_write_beside(&b, &entry);
    static const uint8_t byte_string_of_16_mib[] = {0x5a, 0x01, 0x00, 0x00, 0x00};
    buffer_add(&b, byte_string_of_16_mib, sizeof byte_string_of_16_mib);
    assert_ok(buffer_end(&b, &item));
    assert_ok(snapshot_read_begin(&reader, &kit->arena));
    assert_ok(snapshot_read(&reader, head, &why, take_item, &seen));
    assert_err(ERR_MISMATCH, snapshot_read(&reader, item, &why, take_item, &seen));
    assert_says(&why, "an object of 16777216 bytes");
    assert_int_equal(seen.count, 0);
}

static void an_object_put_in_another_s_place_is_signed_by_nobody(void **state)
{
    struct kit *kit = *state;
    struct hash hash;
    struct bytes plain = snapshot_make(kit, ITEMS, &hash);
    struct complaint why;
    struct seen seen;
    uint8_t *last = (uint8_t *)(uintptr_t)plain.data + plain.size - 1; /* of the last text */

    *last ^= 1;
    assert_err(ERR_DENIED, snapshot_feed(kit, plain, 4096, &hash, &seen, &why));
    assert_int_equal(seen.count, ITEMS);
}

static void groups_follow_each_other(void **state)
{
    enum { MANY = SNAPSHOT_GROUP + 3, PART_BYTES = 2048 };
    struct kit *kit = *state;
    struct hash newest = tip(), hash;
    struct bytes part, plain;
    struct hasher name;
    struct complaint why;
    struct seen seen;
    struct bytes object = kit_notice(kit, "停水");
    struct entry entry = kit_entry(kit, KIND_notice, "notice/0", 1, object);
    struct arena all, one;

    assert_ok(arena_init(&all, 4 * 1024 * 1024));
    assert_ok(arena_init(&one, PART_BYTES));
    hasher_begin(&name);
    struct buffer b = buffer_begin(&all);
    assert_ok(snapshot_write_head(kit->root.office, 9, &newest, MANY, &name, &one, &part));
    buffer_add(&b, part.data, part.size);
    for (size_t from = 0; from < MANY; from += SNAPSHOT_GROUP) {
        size_t count = MANY - from < SNAPSHOT_GROUP ? MANY - from : SNAPSHOT_GROUP;
        for (size_t i = 0; i < 2 * count; i++) {
            arena_reset(&one);
            assert_ok(i < count ? snapshot_write_entry(&entry, &name, &one, &part)
                                : snapshot_write_object(object, &one, &part));
            buffer_add(&b, part.data, part.size);
        }
    }
    assert_ok(buffer_end(&b, &plain));
    hash = hasher_end(&name);
    any_key = true;
    assert_ok_why(snapshot_feed(kit, plain, 5000, &hash, &seen, &why), &why);
    any_key = false;
    assert_int_equal(seen.count, MANY);
    arena_deinit(&one);
    arena_deinit(&all);
}

static void rubbish_ends_the_reading(void **state)
{
    struct kit *kit = *state;
    static uint8_t rubbish[100000];
    struct hash hash = {{1}};
    struct complaint why;
    struct seen seen;

    memset(rubbish, 0xff, sizeof rubbish);
    assert_err(ERR_INVALID,
               snapshot_feed(kit, bytes_of(rubbish, sizeof rubbish), 4096, &hash, &seen, &why));
    assert_says(&why, "not a snapshot");
}

/* A field that we do not know is passed over, but a head has its limit however it comes. */
static void a_head_over_the_limit_is_refused_whole_as_in_pieces(void **state)
{
    struct kit *kit = *state;
    static uint8_t more[300];
    const size_t sizes[] = {1, 61, 1000000};
    struct hash tip = hash_of(bytes_of_text("tip"));
    struct complaint why;
    struct bytes plain;
    struct seen seen;

    struct buffer b = buffer_begin(&kit->arena);
    cbor_write_map(&b, 5);
    cbor_write_uint(&b, 1);
    cbor_write_text(&b, kit->root.office);
    cbor_write_uint(&b, 2);
    cbor_write_uint(&b, 9);
    cbor_write_uint(&b, 3);
    cbor_write_bytes(&b, bytes_of(tip.b, sizeof tip.b));
    cbor_write_uint(&b, 4);
    cbor_write_uint(&b, 0);
    cbor_write_uint(&b, 5);
    cbor_write_bytes(&b, bytes_of(more, sizeof more));
    assert_ok(buffer_end(&b, &plain));
    struct hash hash = hash_of(plain);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        assert_err(ERR_INVALID, snapshot_feed(kit, plain, sizes[i], &hash, &seen, &why));
        assert_says(&why, "not a snapshot");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(pieces_of_any_size_give_every_item, kit),
        TEST(a_cut_snapshot_is_refused_wherever_it_is_cut, kit),
        TEST(another_snapshot_than_the_head_names_is_refused, kit),
        TEST(more_or_fewer_items_than_declared_are_refused, kit),
        TEST(an_object_over_the_limit_is_refused_before_it_is_here, kit),
        TEST(an_object_put_in_another_s_place_is_signed_by_nobody, kit),
        TEST(groups_follow_each_other, kit),
        TEST(rubbish_ends_the_reading, kit),
        TEST(a_head_over_the_limit_is_refused_whole_as_in_pieces, kit),
    };
    return cmocka_run_group_tests_name("wire.snapshot", tests, NULL, NULL);
}
