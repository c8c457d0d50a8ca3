/* Files of the wire in one file: what was put in comes out, and nothing else passes. */
#include "support.h"

#include <string.h>

#include "bundle.h"

struct file {
    uint8_t bytes[4096];
    size_t size;
};

static enum err read_at(void *data, uint64_t at, uint8_t *to, size_t size)
{
    struct file *file = data;
    assert_true(at <= file->size && size <= file->size - at);
    memcpy(to, file->bytes + at, size);
    return OK;
}

static void add(struct file *file, const void *from, size_t size)
{
    assert_true(file->size + size <= sizeof file->bytes);
    memcpy(file->bytes + file->size, from, size);
    file->size += size;
}

static void add_item(struct file *file, const char *name, const char *body)
{
    uint8_t head[BUNDLE_ITEM_HEAD_BYTES];
    bundle_item_head(name, strlen(body), head);
    add(file, head, sizeof head);
    add(file, name, strlen(name));
    add(file, body, strlen(body));
}

static void add_end(struct file *file)
{
    uint8_t head[BUNDLE_ITEM_HEAD_BYTES];
    bundle_item_head(NULL, 0, head);
    add(file, head, 2);
}

static struct file a_bundle(void)
{
    struct file file = {.size = 0};
    add(&file, bundle_magic, sizeof bundle_magic);
    add_item(&file, "v1/wutongli/head", "the head");
    add_item(&file, "v1/wutongli/root/1", "");
    add_end(&file);
    return file;
}

/* The error that ends the reading. */
static enum err walk(struct file *file, size_t *count)
{
    struct bundle_reader reader;
    struct bundle_item item;
    enum err err = bundle_begin(&reader, file->size, read_at, file);

    *count = 0;
    while (!err && !(err = bundle_next(&reader, &item))) {
        (*count)++;
    }
    return err;
}

static void what_was_put_in_comes_out(void **state)
{
    struct file file = a_bundle();
    struct bundle_reader reader;
    struct bundle_item item;
    (void)state;

    assert_ok(bundle_begin(&reader, file.size, read_at, &file));
    assert_ok(bundle_next(&reader, &item));
    assert_string_equal(item.name, "v1/wutongli/head");
    assert_int_equal(item.size, 8);
    assert_memory_equal(file.bytes + item.at, "the head", 8);
    assert_ok(bundle_next(&reader, &item));
    assert_string_equal(item.name, "v1/wutongli/root/1");
    assert_int_equal(item.size, 0);
    assert_err(ERR_NOT_FOUND, bundle_next(&reader, &item));
}

static void every_cut_and_every_addition_is_noticed(void **state)
{
    struct file whole = a_bundle();
    size_t count;
    (void)state;

    for (size_t size = 0; size < whole.size; size++) {
        struct file cut = whole;
        cut.size = size;
        assert_err(ERR_INVALID, walk(&cut, &count));
    }
    add(&whole, "x", 1);
    assert_err(ERR_INVALID, walk(&whole, &count));
}

static void a_name_that_is_none_of_the_wires_is_refused(void **state)
{
    static const char *const names[] = {"../../etc/passwd",   "v1/wutongli/head/",
                                        "/v1/wutongli/head",  "v1/wutongli/o/aa",
                                        "v1\\wutongli\\head", "head"};
    size_t count;
    (void)state;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct file file = {.size = 0};
        add(&file, bundle_magic, sizeof bundle_magic);
        add_item(&file, names[i], "x");
        add_end(&file);
        assert_err(ERR_INVALID, walk(&file, &count));
        assert_int_equal(count, 0);
    }
}

static void a_body_that_claims_more_than_the_file_is_refused(void **state)
{
    static const uint64_t claims[] = {9, UINT64_MAX, (uint64_t)INT64_MAX + 1};
    size_t count;
    (void)state;

    for (size_t i = 0; i < sizeof claims / sizeof claims[0]; i++) {
        struct file file = {.size = 0};
        uint8_t head[BUNDLE_ITEM_HEAD_BYTES];
        add(&file, bundle_magic, sizeof bundle_magic);
        bundle_item_head("v1/site", claims[i], head);
        add(&file, head, sizeof head);
        add(&file, "v1/site", 7);
        add(&file, "abcdef", 6);
        add_end(&file);
        assert_err(ERR_INVALID, walk(&file, &count));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_PLAIN(what_was_put_in_comes_out),
        TEST_PLAIN(every_cut_and_every_addition_is_noticed),
        TEST_PLAIN(a_name_that_is_none_of_the_wires_is_refused),
        TEST_PLAIN(a_body_that_claims_more_than_the_file_is_refused),
    };
    return cmocka_run_group_tests_name("wire.bundle", tests, NULL, NULL);
}
